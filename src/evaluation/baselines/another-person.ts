import { createRandom } from "../../math/index.ts";
import { rowsByTerm } from "./per-word.ts";
import type { Baseline } from "./predictor.ts";

/** One of the word's rows, drawn once per word and fit: how well one person speaks for the next. */
export const anotherPerson: Baseline = {
  id: "another-person",
  name: "another person's curve for the word",
  source: "two people's agreement, drawn at random",
  fit(train, seed) {
    const random = createRandom(seed);
    const curves = new Map<string, ArrayLike<number>>();
    for (const [term, rows] of rowsByTerm(train)) {
      curves.set(term, rows[random.integer(0, rows.length - 1)]!.gains);
    }
    return { predict: ({ term }) => curves.get(term) };
  },
};
