/**
 * Weighted mean of curves, band by band.
 *
 * @param curves At least one, all of one length.
 * @param weights One per curve, 0 or above, not all 0. Default: all alike.
 * @returns A new array.
 */
export function meanCurve(
  curves: readonly ArrayLike<number>[],
  weights: readonly number[] = curves.map(() => 1),
): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError(`meanCurve: weights must sum to more than 0, got ${total}`);
  const mean = new Float64Array(curves[0]!.length);
  curves.forEach((curve, row) => {
    for (let band = 0; band < mean.length; band++) mean[band]! += weights[row]! * curve[band]!;
  });
  return mean.map((sum) => sum / total);
}

/** Σ (a - b)² over the bands, in the curves' unit squared. */
export function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let band = 0; band < a.length; band++) sum += (a[band]! - b[band]!) ** 2;
  return sum;
}

/** Index of the curve nearest to a centre by {@link squaredDistance}; the first among equals. */
export function nearestTo(centre: ArrayLike<number>, curves: readonly ArrayLike<number>[]): number {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  curves.forEach((curve, index) => {
    const distance = squaredDistance(curve, centre);
    if (distance >= least) return;
    nearest = index;
    least = distance;
  });
  return nearest;
}
