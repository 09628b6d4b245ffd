import { defaultTrainingOptions } from "../../model/index.ts";
import { learnWords } from "../learn-words.ts";
import type { Json, Scope, Study } from "../study.ts";
import { summarizeMorph } from "./morph-summary.ts";
import { type PairPaths, walkPairs } from "./morph-walk.ts";

const plans = {
  full: { epochs: defaultTrainingOptions.epochs, seeds: [1, 2] },
  quick: { epochs: 3, seeds: [1] },
} as const satisfies Record<Scope, unknown>;

/** How a morph runs from word to word: through the latent space, through the curves, and in steps of equal length. */
export const morphStudy: Study = {
  id: "morph",
  title: "Morphs",
  tasks: ({ examples, uses }, scope) =>
    plans[scope].seeds.map((seed) => ({
      id: `seed=${seed}`,
      seconds: scope === "full" ? 13 : 5,
      run() {
        const { epochs } = plans[scope];
        const model = learnWords(examples, { seed, epochs, ...(uses === undefined ? {} : { uses }) });
        return walkPairs(model, examples) as unknown as Json;
      },
    })),
  summarize: (resultOf, _data, scope) =>
    summarizeMorph(
      plans[scope].seeds.map((seed) => resultOf(`seed=${seed}`) as unknown as PairPaths[]),
      scope === "full"
        ? undefined
        : `Quick: one seed and ${plans.quick.epochs} of ${plans.full.epochs} epochs of training.`,
    ),
};
