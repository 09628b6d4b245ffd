import { createRandom } from "../../math/index.ts";
import { quantile } from "./prediction.ts";

export interface BootstrapOptions {
  /** Resamples. Default 2,000. */
  readonly samples?: number;
  /** Decides the resamples; the same seed gives the same interval. */
  readonly seed: number;
  /** Share of resamples inside the interval. Default 0.95. */
  readonly level?: number;
  /** Also draw the rows inside each drawn cluster with replacement. Default false. */
  readonly resampleRows?: boolean;
}

/** A mean with its interval. */
export interface BootstrapInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean over all rows with a percentile interval (Efron & Tibshirani, An Introduction to the Bootstrap, 1993,
 * chapter 13) by the cluster bootstrap (Field & Welsh, Bootstrapping clustered data, 2007): rows of one word are
 * not independent, so whole words are drawn with replacement, as many as there are. For a paired comparison give
 * the rows' differences; the interval excludes 0 where the difference is sure.
 *
 * @param clusters A word each, with the scores of its rows; empty ones are left out.
 * @throws RangeError if there is no row, or samples or level are out of range.
 */
export function bootstrapClusters(
  clusters: readonly (readonly number[])[],
  { samples = 2000, seed, level = 0.95, resampleRows = false }: BootstrapOptions,
): BootstrapInterval {
  const words = clusters.filter((rows) => rows.length > 0);
  if (words.length === 0) throw new RangeError("bootstrapClusters: clusters must hold a row, got none");
  if (!(Number.isInteger(samples) && samples >= 1)) {
    throw new RangeError(`bootstrapClusters: samples must be a whole number above 0, got ${samples}`);
  }
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`bootstrapClusters: level must be within (0, 1), got ${level}`);
  }
  const random = createRandom(seed);
  const sums = words.map((rows) => rows.reduce((sum, value) => sum + value, 0));
  const means = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    let [sum, count] = [0, 0];
    for (let drawn = 0; drawn < words.length; drawn++) {
      const word = random.integer(0, words.length - 1);
      const rows = words[word]!;
      count += rows.length;
      if (resampleRows) for (const _ of rows) sum += rows[random.integer(0, rows.length - 1)]!;
      else sum += sums[word]!;
    }
    means[sample] = sum / count;
  }
  const total = words.reduce((count, rows) => count + rows.length, 0);
  return {
    mean: sums.reduce((sum, value) => sum + value, 0) / total,
    low: quantile(means, (1 - level) / 2),
    high: quantile(means, (1 + level) / 2),
  };
}
