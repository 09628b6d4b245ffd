import { squaredDistance } from "../baselines/mean-curve.ts";
import { type BootstrapInterval, bootstrapClusters } from "../metrics/bootstrap.ts";
import { pearson } from "../metrics/prediction.ts";

/**
 * Scores of rows, added up by what they belong to (word or listener): number of rows, then the sum of each score.
 * Enough for means over rows and for their bootstrap over clusters, and small as JSON.
 */
export type Tally = { readonly [cluster: string]: readonly number[] };

/** Adds rows to their clusters. */
export interface TallyCounter {
  /** @param scores Finite; as many for every row. */
  add(cluster: string, scores: readonly number[]): void;
  /** Clusters in the order of their first row. */
  readonly tally: Tally;
}

export function createTally(): TallyCounter {
  const sums: Record<string, number[]> = {};
  return {
    add(cluster, scores) {
      sums[cluster] ??= [0, ...scores.map(() => 0)];
      const row = sums[cluster]!;
      row[0]! += 1;
      scores.forEach((score, i) => {
        row[i + 1]! += score;
      });
    },
    tally: sums,
  };
}

/** The rows of several tallies as those of one. */
export function mergeTallies(tallies: readonly Tally[]): Tally {
  const merged: Record<string, number[]> = {};
  for (const tally of tallies) {
    for (const [cluster, sums] of Object.entries(tally)) {
      const row = merged[cluster];
      if (row === undefined) merged[cluster] = [...sums];
      else sums.forEach((sum, i) => (row[i]! += sum));
    }
  }
  return merged;
}

/**
 * Mean of a score with a 95 % bootstrap interval over the clusters.
 *
 * @param score From a cluster's means to the score; a difference of two of them gives a paired comparison.
 * @param weighting `rows`: every row counts alike; `clusters`: every word (or listener) counts alike.
 */
export function tallyInterval(
  tally: Tally,
  score: (means: readonly number[]) => number,
  options: { readonly seed: number; readonly weighting?: "rows" | "clusters" },
): BootstrapInterval {
  const { seed, weighting = "rows" } = options;
  const clusters = Object.values(tally).map(([rows, ...sums]) => {
    const value = score(sums.map((sum) => sum / rows!));
    return new Array<number>(weighting === "rows" ? rows! : 1).fill(value);
  });
  return bootstrapClusters(clusters, { seed });
}

/**
 * Scores of one prediction: Pearson r over the bands, and 1 − Σ(actual − predicted)² / Σ actual². All rows have the
 * same power, so the mean of the latter is the R2 against flat over all of them. No prediction scores 0 and 0, as a
 * flat line does.
 *
 * @param actual Shape `[40]`, z units, mean 0 and standard deviation 1.
 */
export function rowScores(
  predicted: ArrayLike<number> | undefined,
  actual: ArrayLike<number>,
): [r: number, r2: number] {
  if (predicted === undefined) return [0, 0];
  let power = 0;
  for (let band = 0; band < actual.length; band++) power += actual[band]! ** 2;
  return [pearson(predicted, actual), 1 - squaredDistance(predicted, actual) / power];
}
