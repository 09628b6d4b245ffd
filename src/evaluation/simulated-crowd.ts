import { createRandom, diagonalizeTogether, principalComponents } from "../math/index.ts";

/**
 * A crowd as a one-way random-effects model: `row = mean + effect of the word + noise of the person`, both normal, in
 * coordinates in which effects and noises are independent and each noise has variance 1.
 */
export interface Crowd {
  /** Shape `[columns]`. */
  readonly mean: Float64Array;
  /** Per coordinate, shape `[columns]`: what one unit of it adds to a row. */
  readonly directions: readonly Float64Array[];
  /** Per coordinate, shape `[columns]`: the coordinate of a row is its product with `row − mean`. */
  readonly readings: readonly Float64Array[];
  /** Per coordinate: variance of the words' effects, 0 or above, where the people's is 1. */
  readonly ratio: Float64Array;
}

/**
 * Estimates a crowd from rows by the method of moments (Searle, Casella & McCulloch, Variance Components, 1992, section
 * 3.6), with matrices for squares: `S = SSW / (N − G)`, `B = (SSB / (G − 1) − S) / n0`, `n0 = (N − Σ n_w² / N) / (G − 1)`
 * for N rows of G words, n_w of one word; directions in which words differ less than chance have B = 0. As the
 * directions are found on the same rows, B is if anything too large: the crowd drawn agrees no worse than the real one.
 *
 * @param labels Word of each row.
 * @param dimensions How many principal components of the rows to keep. Default 12: 99 % of the variance of the data.
 * @throws RangeError if there are not two words and one with two rows.
 */
export function fitCrowd(
  rows: readonly ArrayLike<number>[],
  labels: readonly string[],
  dimensions = 12,
): Crowd {
  const { mean, components } = principalComponents(rows, dimensions);
  const columns = mean.length;
  const axes = Array.from({ length: dimensions }, (_, i) => components.slice(i * columns, (i + 1) * columns));
  const scores = rows.map((row) => axes.map((axis) => dotFrom(axis, row, mean)));
  const members = new Map<string, number[][]>();
  scores.forEach((score, row) => {
    const own = members.get(labels[row]!);
    if (own) own.push(score);
    else members.set(labels[row]!, [score]);
  });
  if (members.size < 2 || members.size === rows.length) {
    throw new RangeError(
      `fitCrowd: there must be two words and one with two rows, got ${members.size} words in ${rows.length} rows`,
    );
  }
  const within = new Float64Array(dimensions * dimensions);
  const between = new Float64Array(dimensions * dimensions);
  let squaredCounts = 0;
  for (const own of members.values()) {
    const center = axes.map((_, i) => own.reduce((sum, score) => sum + score[i]!, 0) / own.length);
    for (const score of own)
      addOuterProduct(
        within,
        score.map((value, i) => value - center[i]!),
        1,
      );
    addOuterProduct(between, center, own.length);
    squaredCounts += own.length ** 2;
  }
  const noise = within.map((sum) => sum / (rows.length - members.size));
  const { forward, backward, ratio } = diagonalizeTogether(
    between.map((sum) => sum / (members.size - 1)),
    noise,
    dimensions,
  );
  const rowsPerWord = (rows.length - squaredCounts / rows.length) / (members.size - 1);
  return {
    mean,
    directions: axes.map((_, i) => combined(axes, (k) => backward[k * dimensions + i]!)),
    readings: axes.map((_, i) => combined(axes, (k) => forward[i * dimensions + k]!)),
    ratio: ratio.map((meanSquare) => Math.max(0, meanSquare - 1) / rowsPerWord),
  };
}

/** Share of a crowd's variance that is the words', 0..1; the rest is people's disagreement. */
export function shareBetweenWords({ directions, ratio }: Crowd): number {
  let [words, people] = [0, 0];
  directions.forEach((direction, i) => {
    const size = direction.reduce((sum, value) => sum + value * value, 0);
    words += ratio[i]! * size;
    people += size;
  });
  return words / (words + people);
}

/**
 * Draws a row for each label: one effect per word, one noise per row.
 *
 * @param options.disagreement What the variance of people around their word is multiplied by. Default 1.
 */
export function drawCrowd(
  { mean, directions, ratio }: Crowd,
  labels: readonly string[],
  { seed, disagreement = 1 }: { readonly seed: number; readonly disagreement?: number },
): Float64Array[] {
  const random = createRandom(seed);
  const effects = new Map<string, Float64Array>();
  return labels.map((label) => {
    let effect = effects.get(label);
    if (!effect) {
      effect = ratio.map((variance) => Math.sqrt(variance) * random.normal());
      effects.set(label, effect);
    }
    const row = Float64Array.from(mean);
    directions.forEach((direction, i) => {
      const coordinate = effect[i]! + Math.sqrt(disagreement) * random.normal();
      for (let column = 0; column < row.length; column++) row[column]! += coordinate * direction[column]!;
    });
    return row;
  });
}

/**
 * The best embedding of a single row that there is: the expectation of its word's effect, given the row and the true
 * model (for normal variables the one of least squared error). No network can know more of a row's word.
 *
 * @param options.disagreement As the row was drawn with.
 * @returns Shape `[columns]`, in the rows' unit.
 */
export function expectedEffect(
  { mean, directions, readings, ratio }: Crowd,
  row: ArrayLike<number>,
  { disagreement = 1 }: { readonly disagreement?: number } = {},
): Float64Array {
  const effect = new Float64Array(mean.length);
  directions.forEach((direction, i) => {
    const weight = ratio[i]! === 0 ? 0 : ratio[i]! / (ratio[i]! + disagreement);
    const coordinate = weight * dotFrom(readings[i]!, row, mean);
    for (let column = 0; column < effect.length; column++) effect[column]! += coordinate * direction[column]!;
  });
  return effect;
}

function dotFrom(axis: Float64Array, row: ArrayLike<number>, mean: Float64Array): number {
  let sum = 0;
  for (let column = 0; column < axis.length; column++) sum += axis[column]! * (row[column]! - mean[column]!);
  return sum;
}

function addOuterProduct(matrix: Float64Array, x: readonly number[], weight: number): void {
  x.forEach((value, i) => {
    x.forEach((other, j) => {
      matrix[i * x.length + j]! += weight * value * other;
    });
  });
}

function combined(axes: readonly Float64Array[], weightOf: (axis: number) => number): Float64Array {
  const sum = new Float64Array(axes[0]!.length);
  axes.forEach((axis, k) => {
    const weight = weightOf(k);
    for (let column = 0; column < sum.length; column++) sum[column]! += weight * axis[column]!;
  });
  return sum;
}
