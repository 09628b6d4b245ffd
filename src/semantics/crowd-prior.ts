import { diagonalizeTogether } from "../math/index.ts";
import { transformInto } from "./matrix-rows.ts";

/**
 * What is known of a row before its word is known: `row = a (mean + effect of the word) + noise`, with
 * `effect ~ N(0, between)`, `noise ~ N(0, within)` and a known loading a for each row.
 */
export interface CrowdPrior {
  /** Number of coordinates. */
  readonly size: number;
  /** Shape `[size]`. */
  readonly mean: Float64Array;
  /** Shape `[size, size]`: covariance of the words' effects. */
  readonly between: Float64Array;
  /** Shape `[size, size]`: covariance of a person's curve around the word's. */
  readonly within: Float64Array;
}

/** A listener's consistency from which on the loading is 1; 46 % of the rows are of less consistent listeners. */
const FULL_CONSISTENCY = 0.45;
const LEAST_LOADING = 0.1;

/**
 * How much of a word's effect shows in a listener's curve: `clip(consistency / 0.45, 0.1, 1)`. The quarter of the
 * listeners with the lowest consistency agree with others hardly more than chance would.
 */
export function loadingOf(consistency: number): number {
  return Math.min(1, Math.max(LEAST_LOADING, consistency / FULL_CONSISTENCY));
}

/** What the words' rows come to; enough for every step of the estimation. */
export interface CrowdStatistics {
  readonly size: number;
  readonly rowCount: number;
  /** Shape `[words]`: Σ a² over the word's rows. */
  readonly weights: Float64Array;
  /** Shape `[words, size]`: Σ a·row. */
  readonly sums: Float64Array;
  /** Shape `[size, size]`: Σ row·rowᵀ over all rows. */
  readonly squares: Float64Array;
}

/**
 * @param rows Each of shape `[size]`, measured from the flat curve. @param loadings One per row, above 0.
 * @param wordIndex The word of each row, 0..wordCount − 1.
 * @throws RangeError if lengths differ, a word is out of range or a value is not finite.
 */
export function crowdStatistics(
  rows: readonly ArrayLike<number>[],
  loadings: ArrayLike<number>,
  wordIndex: ArrayLike<number>,
  wordCount: number,
): CrowdStatistics {
  const size = rows[0]?.length ?? 0;
  if (size === 0 || loadings.length !== rows.length || wordIndex.length !== rows.length) {
    throw new RangeError(
      `crowdStatistics: rows, loadings and wordIndex must match and not be empty, got ${rows.length}, ${loadings.length} and ${wordIndex.length}`,
    );
  }
  const weights = new Float64Array(wordCount);
  const sums = new Float64Array(wordCount * size);
  const squares = new Float64Array(size * size);
  rows.forEach((row, r) => {
    const word = wordIndex[r]!;
    const loading = loadings[r]!;
    if (!(Number.isInteger(word) && word >= 0 && word < wordCount)) {
      throw new RangeError(
        `crowdStatistics: wordIndex must be whole and within 0..${wordCount - 1}, got ${word}`,
      );
    }
    weights[word]! += loading * loading;
    for (let i = 0; i < size; i++) {
      const value = row[i]!;
      if (!Number.isFinite(value * loading)) {
        throw new RangeError(`crowdStatistics: rows must be finite, got ${value} in row ${r}`);
      }
      sums[word * size + i]! += loading * value;
      for (let j = 0; j < size; j++) squares[i * size + j]! += value * row[j]!;
    }
  });
  return { size, rowCount: rows.length, weights, sums, squares };
}

/**
 * Share of all variance that is taken for the words' at the start. Where words hardly differ, expectation maximisation
 * comes down from it only slowly and has not arrived after 80 rounds; where they do, the estimate has settled.
 */
const BETWEEN_AT_START = 0.05;
/** Share of the noise's mean variance that is added to every coordinate, so that none is without. */
const RIDGE = 1e-7;

/**
 * Maximum-likelihood estimate of the prior by expectation maximisation (Dempster, Laird & Rubin 1977; Laird & Ware
 * 1982), words taken as independent. Each round works in the coordinates that diagonalise both covariances, where a
 * word's posterior has a closed form.
 *
 * @param iterations Default 80.
 */
export function estimateCrowdPrior(statistics: CrowdStatistics, iterations = 80): CrowdPrior {
  const { size, rowCount, weights, sums, squares } = statistics;
  const wordCount = weights.length;
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = new Float64Array(size);
  for (let i = 0; i < sums.length; i++) mean[i % size]! += sums[i]! / totalWeight;
  let between = squares.map((value) => (BETWEEN_AT_START * value) / rowCount);
  let within = ridged(
    squares.map((value) => ((1 - BETWEEN_AT_START) * value) / rowCount),
    size,
  );
  const words = weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);

  for (let iteration = 0; iteration < iterations; iteration++) {
    const { forward, backward, ratio } = diagonalizeTogether(between, within, size);
    const center = transformInto(forward, mean, 0, new Float64Array(size));
    const sum = new Float64Array(size);
    const curve = new Float64Array(size);
    const effect = new Float64Array(size);
    const nextMean = new Float64Array(size);
    const nextBetween = new Float64Array(size * size);
    const explained = new Float64Array(size * size);
    for (let word = 0; word < wordCount; word++) {
      const weight = weights[word]!;
      if (weight === 0) continue;
      transformInto(forward, sums, word * size, sum);
      for (let d = 0; d < size; d++) {
        const variance = ratio[d]! / (1 + ratio[d]! * weight);
        effect[d] = variance * (sum[d]! - weight * center[d]!);
        curve[d] = center[d]! + effect[d]!;
        nextMean[d]! += (sum[d]! - weight * effect[d]!) / totalWeight;
        nextBetween[d * size + d]! += variance;
        explained[d * size + d]! += weight * variance;
      }
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          nextBetween[i * size + j]! += effect[i]! * effect[j]!;
          explained[i * size + j]! +=
            weight * curve[i]! * curve[j]! - sum[i]! * curve[j]! - curve[i]! * sum[j]!;
        }
      }
    }
    transformInto(backward, nextMean, 0, mean);
    between = congruent(backward, nextBetween, size).map((value) => value / words);
    const noise = congruent(backward, explained, size).map((value, i) => (value + squares[i]!) / rowCount);
    within = ridged(noise, size);
  }
  return { size, mean, between, within };
}

function ridged(matrix: Float64Array, size: number): Float64Array {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += matrix[i * size + i]!;
  for (let i = 0; i < size; i++) matrix[i * size + i]! += (RIDGE * trace) / size;
  return matrix;
}

/** `A·M·Aᵀ`. */
function congruent(a: Float64Array, m: Float64Array, size: number): Float64Array {
  const half = new Float64Array(size * size); // row j: A·(column j of M); M is symmetric
  for (let j = 0; j < size; j++) transformInto(a, m, j * size, half.subarray(j * size, (j + 1) * size));
  const result = new Float64Array(size * size);
  const column = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) column[j] = half[j * size + i]!;
    transformInto(a, column, 0, result.subarray(i * size, (i + 1) * size));
  }
  return result;
}
