import { choleskyFactor, choleskySolve } from "../../math/index.ts";

/** A line along which two classes are told apart. */
export interface LinearDiscriminant {
  /** Shape `[columns]`. */
  readonly weights: Float64Array;
  /** How far the covariance was drawn towards a sphere, 0..1. */
  readonly shrinkage: number;
  /** Above 0 is nearer to the positive class, below 0 to the other; 0 is half way between the class means. */
  score(row: ArrayLike<number>): number;
}

/**
 * Fisher's linear discriminant (1936) for two classes, w = Σ⁻¹ (m₊ − m₋), with the pooled within-class covariance
 * shrunk towards a multiple of the identity, Σ = (1 − α) S + α (trace S / columns) I (Friedman, Regularized
 * discriminant analysis, 1989), so that it is defined with fewer rows than columns. Both classes weigh the same.
 *
 * @param rows Training rows of equal length.
 * @param options.shrinkage α, 0..1. Default: the least expected squared error of Σ, estimated from the rows (Ledoit &
 *   Wolf, A well-conditioned estimator for large-dimensional covariance matrices, 2004).
 * @throws RangeError if a class is missing, lengths differ, shrinkage is out of range, or Σ cannot be inverted.
 */
export function fitLinearDiscriminant(
  rows: readonly ArrayLike<number>[],
  isPositive: ArrayLike<boolean>,
  options: { readonly shrinkage?: number } = {},
): LinearDiscriminant {
  if (rows.length !== isPositive.length) {
    throw new RangeError(
      `fitLinearDiscriminant: isPositive must hold ${rows.length} values, got ${isPositive.length}`,
    );
  }
  const columns = rows[0]?.length ?? 0;
  const means = [false, true].map((isWanted) => {
    const members = rows.filter((_, i) => isPositive[i] === isWanted);
    if (members.length === 0) {
      throw new RangeError(
        `fitLinearDiscriminant: both classes must have rows, got no ${isWanted ? "positive" : "negative"}`,
      );
    }
    return Float64Array.from(
      { length: columns },
      (_, c) => members.reduce((sum, row) => sum + row[c]!, 0) / members.length,
    );
  });
  const [negative, positive] = means as [Float64Array, Float64Array];
  const deviations = rows.map((row, i) => {
    const mean = isPositive[i] ? positive : negative;
    return Float64Array.from({ length: columns }, (_, c) => row[c]! - mean[c]!);
  });
  const covariance = covarianceOf(deviations, columns);
  const { shrinkage = estimatedShrinkage(deviations, covariance, columns) } = options;
  if (!(shrinkage >= 0 && shrinkage <= 1)) {
    throw new RangeError(`fitLinearDiscriminant: shrinkage must be within 0..1, got ${shrinkage}`);
  }
  const level = traceOf(covariance, columns) / columns;
  const shrunk = covariance.map((value) => (1 - shrinkage) * value);
  for (let c = 0; c < columns; c++) shrunk[c * columns + c]! += shrinkage * level;
  const weights = positive.map((mean, c) => mean - negative[c]!);
  choleskyFactor(shrunk, columns);
  choleskySolve(shrunk, columns, weights);
  const middle = weights.reduce((sum, weight, c) => sum + (weight * (positive[c]! + negative[c]!)) / 2, 0);
  return {
    weights,
    shrinkage,
    score: (row) => weights.reduce((sum, weight, c) => sum + weight * row[c]!, -middle),
  };
}

/** Mean of the rows' outer products. Shape `[columns, columns]`. */
function covarianceOf(deviations: readonly Float64Array[], columns: number): Float64Array {
  const covariance = new Float64Array(columns * columns);
  for (const row of deviations) {
    for (let i = 0; i < columns; i++) {
      const part = row[i]! / deviations.length;
      for (let j = 0; j < columns; j++) covariance[i * columns + j]! += part * row[j]!;
    }
  }
  return covariance;
}

/** Ledoit & Wolf's α: the sampling variance of the covariance over its distance from the sphere. */
function estimatedShrinkage(
  deviations: readonly Float64Array[],
  covariance: Float64Array,
  columns: number,
): number {
  const level = traceOf(covariance, columns) / columns;
  const power = covariance.reduce((sum, value) => sum + value * value, 0);
  const fromSphere = power - columns * level * level;
  if (!(fromSphere > 1e-12 * power)) return 1;
  // ‖x xᵀ − S‖² = |x|⁴ − 2 xᵀ S x + ‖S‖²; the middle terms average to −2 ‖S‖².
  const fourth = deviations.reduce((sum, row) => sum + row.reduce((all, x) => all + x * x, 0) ** 2, 0);
  const variance = (fourth / deviations.length - power) / deviations.length;
  return Math.min(1, Math.max(0, variance / fromSphere));
}

function traceOf(matrix: Float64Array, columns: number): number {
  let trace = 0;
  for (let c = 0; c < columns; c++) trace += matrix[c * columns + c]!;
  return trace;
}
