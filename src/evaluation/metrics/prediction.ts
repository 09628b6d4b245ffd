/** Mean. @throws RangeError if there are no values. */
export function meanOf(values: ArrayLike<number>): number {
  assertSome("meanOf", values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Sample standard deviation, divided by n − 1; 0 for one value. @throws RangeError if there are no values. */
export function standardDeviation(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return values.length === 1 ? 0 : Math.sqrt(squares / (values.length - 1));
}

/**
 * The value below which a share of the values lies, by linear interpolation between order statistics (type 7 of
 * Hyndman & Fan, Sample quantiles in statistical packages, 1996; the default of R and NumPy).
 *
 * @param share 0..1; 0.5 is the median.
 * @throws RangeError if there are no values or the share is outside 0..1.
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  assertSome("quantile", values);
  if (!(share >= 0 && share <= 1)) throw new RangeError(`quantile: share must be within 0..1, got ${share}`);
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (place - Math.floor(place)) * (above - below);
}

/** Deviations smaller than rounding, relative to the values' size, squared. */
const ROUNDING = 1e-26;

/**
 * Pearson's product-moment correlation, −1..1: how far two curves have the same shape, whatever their level and
 * depth. 0 when either does not vary, since a flat line says nothing about a shape.
 *
 * @throws RangeError if the lengths differ or are 0.
 */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  assertPair("pearson", a, b);
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [ab, aa, bb, sizeA, sizeB] = [0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
    sizeA += a[i]! * a[i]!;
    sizeB += b[i]! * b[i]!;
  }
  if (!(aa > ROUNDING * sizeA && bb > ROUNDING * sizeB)) return 0;
  return Math.max(-1, Math.min(1, ab / Math.sqrt(aa) / Math.sqrt(bb)));
}

/** Mean of |a − b|, in their unit. @throws RangeError if the lengths differ or are 0. */
export function meanAbsoluteError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  assertPair("meanAbsoluteError", a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
}

/** Root of the mean of (a − b)², in their unit. @throws RangeError if the lengths differ or are 0. */
export function rootMeanSquareError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  assertPair("rootMeanSquareError", a, b);
  return Math.sqrt(squaredError(a, b) / a.length);
}

/** How well curves were predicted, over many rows. */
export interface PredictionSummary {
  readonly rows: number;
  /** Mean over the rows of {@link pearson} between predicted and actual curve. */
  readonly r: number;
  /** Mean absolute error over all rows and bands, in the curves' unit. */
  readonly mae: number;
  /** Root mean square error over all rows and bands, in the curves' unit. */
  readonly rmse: number;
  /**
   * 1 − Σ(actual − predicted)² / Σ actual², over all rows and bands: 0 is a flat line, 1 is perfect. The coefficient
   * of determination, which for rows of mean 0 is taken against the flat line.
   */
  readonly r2AgainstFlat: number;
}

/** @throws RangeError if there are no pairs, lengths differ or all actual curves are flat. */
export function summarizePredictions(
  pairs: readonly { readonly predicted: ArrayLike<number>; readonly actual: ArrayLike<number> }[],
): PredictionSummary {
  assertSome("summarizePredictions", pairs);
  let [r, absolute, squared, power, values] = [0, 0, 0, 0, 0];
  for (const { predicted, actual } of pairs) {
    r += pearson(predicted, actual);
    absolute += actual.length * meanAbsoluteError(predicted, actual);
    squared += squaredError(predicted, actual);
    for (let band = 0; band < actual.length; band++) power += actual[band]! ** 2;
    values += actual.length;
  }
  if (!(power > 0)) throw new RangeError("summarizePredictions: actual curves must not all be flat");
  return {
    rows: pairs.length,
    r: r / pairs.length,
    mae: absolute / values,
    rmse: Math.sqrt(squared / values),
    r2AgainstFlat: 1 - squared / power,
  };
}

function squaredError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}

function assertSome(name: string, values: ArrayLike<unknown>): void {
  if (values.length === 0) throw new RangeError(`${name}: there must be at least one value, got none`);
}

function assertPair(name: string, a: ArrayLike<number>, b: ArrayLike<number>): void {
  assertSome(name, a);
  if (a.length !== b.length) {
    throw new RangeError(`${name}: both must hold as many values, got ${a.length} and ${b.length}`);
  }
}
