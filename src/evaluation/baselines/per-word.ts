import type { Example } from "../../dataset/index.ts";
import type { Baseline } from "./predictor.ts";

/** Rows by word, words and rows in the order of the input. */
export function rowsByTerm<T extends { readonly term: string }>(rows: readonly T[]): Map<string, T[]> {
  const byTerm = new Map<string, T[]>();
  for (const row of rows) {
    const own = byTerm.get(row.term);
    if (own) own.push(row);
    else byTerm.set(row.term, [row]);
  }
  return byTerm;
}

/**
 * A baseline that answers a word from the word's own rows and nothing else, so that it abstains on a word without any.
 * @param curveOf Curve of a word from its rows, at least one; called once per word, when the word is first asked.
 */
export function perWord(
  description: Omit<Baseline, "fit">,
  curveOf: (rows: readonly Example[]) => ArrayLike<number>,
): Baseline {
  return {
    ...description,
    fit(train) {
      const byTerm = rowsByTerm(train);
      const curves = new Map<string, ArrayLike<number>>();
      return {
        predict({ term }) {
          const known = curves.get(term);
          const rows = byTerm.get(term);
          if (known || !rows) return known;
          const curve = curveOf(rows);
          curves.set(term, curve);
          return curve;
        },
      };
    },
  };
}
