import { diagonalizeTogether, principalComponents } from "../math/index.ts";
import { type CrowdStatistics, crowdStatistics, estimateCrowdPrior } from "./crowd-prior.ts";
import { transformInto } from "./matrix-rows.ts";

/**
 * Coordinates for what words do, inside the latent space. Along each coordinate a person's curve differs from its
 * word with variance 1, independently of the other coordinates, and words differ from each other with variance
 * `ratio`: `latent = origin + Σ_d (a (mean_d + effect_d) + noise_d) axes_d`, with a listener's loading a.
 */
export interface WordSpace {
  /** Number of coordinates. */
  readonly size: number;
  /** Shape `[latent]`: the latent of the flat curve. */
  readonly origin: ArrayLike<number>;
  /** Shape `[size, latent]`, row by row: how the latent moves along each coordinate. */
  readonly axes: ArrayLike<number>;
  /** Shape `[size]`: what all words have in common. */
  readonly mean: ArrayLike<number>;
  /** Shape `[size]`, falling: variance of words' effects. */
  readonly ratio: ArrayLike<number>;
  /** Mean loading of the listeners, 0..1: the next person's. */
  readonly loading: number;
}

/** A word space and what people's rows say in it. */
export interface LearnedWordSpace extends WordSpace {
  /** Shape `[rows, size]`: every row's coordinates, measured from the flat curve. */
  readonly rows: Float64Array;
  readonly statistics: CrowdStatistics;
  /** Shape `[words, size]`: Σ a (row − a mean) over each word's rows. */
  readonly sums: Float64Array;
}

/** Coordinates kept: 98 % of the curves' variance, and all in which words differ to speak of. */
export const WORD_SPACE_SIZE = 8;

/**
 * Finds the coordinates: leading principal components of the latents, then those that diagonalise the covariances
 * between and within words (`estimateCrowdPrior`) together.
 *
 * @param latents One per row, shape `[latent]`. @param origin Latent of the flat curve.
 * @param loadings One per row (`loadingOf`). @param wordIndex Word of each row.
 */
export function learnWordSpace(
  latents: readonly ArrayLike<number>[],
  origin: ArrayLike<number>,
  loadings: ArrayLike<number>,
  wordIndex: ArrayLike<number>,
  wordCount: number,
): LearnedWordSpace {
  const latentSize = origin.length;
  const size = Math.min(WORD_SPACE_SIZE, latentSize);
  const { components } = principalComponents(latents, size);
  const projected = latents.map((latent) => {
    const row = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      for (let d = 0; d < latentSize; d++) {
        row[i]! += components[i * latentSize + d]! * (latent[d]! - origin[d]!);
      }
    }
    return row;
  });
  const prior = estimateCrowdPrior(crowdStatistics(projected, loadings, wordIndex, wordCount));
  const { forward, backward, ratio } = diagonalizeTogether(prior.between, prior.within, size);
  const axes = new Float64Array(size * latentSize);
  for (let d = 0; d < size; d++) {
    for (let i = 0; i < size; i++) {
      const weight = backward[i * size + d]!;
      for (let k = 0; k < latentSize; k++) {
        axes[d * latentSize + k]! += weight * components[i * latentSize + k]!;
      }
    }
  }
  const mean = transformInto(forward, prior.mean, 0, new Float64Array(size));
  const rows = projected.map((row) => transformInto(forward, row, 0, new Float64Array(size)));
  const statistics = crowdStatistics(rows, loadings, wordIndex, wordCount);
  const sums = statistics.sums.map(
    (sum, i) => sum - statistics.weights[Math.floor(i / size)]! * mean[i % size]!,
  );
  const loading = Array.from(loadings).reduce((total, value) => total + value, 0) / loadings.length;
  return {
    size,
    origin,
    axes,
    mean,
    ratio,
    loading,
    rows: Float64Array.from(rows.flatMap((row) => [...row])),
    statistics,
    sums,
  };
}

/**
 * How far the next person's latent is expected from the flat curve's, for a word's effect.
 *
 * @param effects Rows of `size` values. @param start Where the word's begin.
 * @returns Shape `[latent]`, a new array.
 */
export function deviationOf(space: WordSpace, effects: ArrayLike<number>, start = 0): Float64Array {
  const { size, mean, loading } = space;
  return latentDeviation(
    space,
    Float64Array.from({ length: size }, (_, d) => loading * (mean[d]! + effects[start + d]!)),
  );
}

/** `Σ_d coordinates_d axes_d`. @param coordinates Shape `[size]`. @returns Shape `[latent]`, a new array. */
export function latentDeviation(space: WordSpace, coordinates: ArrayLike<number>): Float64Array {
  const { size, axes, origin } = space;
  const deviation = new Float64Array(origin.length);
  for (let d = 0; d < size; d++) {
    const value = coordinates[d]!;
    for (let k = 0; k < deviation.length; k++) deviation[k]! += value * axes[d * deviation.length + k]!;
  }
  return deviation;
}
