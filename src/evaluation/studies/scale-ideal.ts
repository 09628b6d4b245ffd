import { choleskyFactor, choleskySolve } from "../../math/index.ts";
import { defaultShares } from "../../semantics/index.ts";
import type { CorpusRow, SyntheticCorpus } from "../synthetic-corpus.ts";
import { shownShare } from "../synthetic-corpus-listeners.ts";

/**
 * What an observer makes of a corpus who knows the law that it was drawn from, which words are of one family, and every
 * row as it was before it was brought to deviation 1: the posterior mean of each word's effect, exact since all is
 * normal (`E[e] = ρK (ρK + W⁻¹)⁻¹ W⁻¹s`, K the families' correlations, W the words' evidence). Nobody can do better.
 *
 * @returns For each word of the corpus, its curve expected under that effect, shape `[40]`, z units.
 */
export function idealCurves(corpus: SyntheticCorpus, rows: readonly CorpusRow[]): Float64Array[] {
  const { law, words } = corpus;
  const size = law.mean.length;
  const weights = new Float64Array(words.length);
  const sums = words.map(() => new Float64Array(size));
  for (const { word, coordinates, example } of rows) {
    const shown = shownShare(example.consistency);
    weights[word]! += shown * shown;
    for (let d = 0; d < size; d++) sums[word]![d]! += shown * (coordinates[d]! - shown * law.mean[d]!);
  }
  const effects = words.map(() => new Float64Array(size));
  for (const family of familiesOf(words)) {
    for (let d = 0; d < size; d++) {
      const ratio = law.ratio[d]!;
      if (ratio === 0) continue;
      const kernel = (i: number, j: number): number => ratio * (i === j ? 1 : defaultShares.meaning);
      const matrix = Float64Array.from(family.flatMap((_, i) => family.map((_, j) => kernel(i, j))));
      family.forEach((word, i) => {
        matrix[i * family.length + i]! += 1 / weights[word]!;
      });
      const solved = Float64Array.from(family, (word) => sums[word]![d]! / weights[word]!);
      choleskyFactor(matrix, family.length);
      choleskySolve(matrix, family.length, solved);
      family.forEach((word, i) => {
        effects[word]![d] = solved.reduce((sum, value, j) => sum + kernel(i, j) * value, 0);
      });
    }
  }
  return effects.map((effect) => corpus.expectedZ(effect));
}

/** Places of the words of each family. */
function familiesOf(words: SyntheticCorpus["words"]): number[][] {
  const found = new Map<string, number[]>();
  words.forEach(({ family }, place) => {
    const own = found.get(family);
    if (own) own.push(place);
    else found.set(family, [place]);
  });
  return [...found.values()];
}
