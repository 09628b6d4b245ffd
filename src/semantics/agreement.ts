/** How far a word's people agree. */
export interface Agreement {
  /** Mean correlation of two people's curves, over all pairs, −1..1. */
  readonly pairs: number;
  /** Mean correlation of a person's curve with the one that is expected from everybody else, −1..1. */
  readonly leaveOneOut: number;
}

/** Correlation of two curves over their bands; 0 where one does not vary. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let meanA = 0;
  let meanB = 0;
  for (let i = 0; i < a.length; i++) {
    meanA += a[i]! / a.length;
    meanB += b[i]! / a.length;
  }
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.length; i++) {
    product += (a[i]! - meanA) * (b[i]! - meanB);
    squareA += (a[i]! - meanA) ** 2;
    squareB += (b[i]! - meanB) ** 2;
  }
  return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : 0;
}

/**
 * @param curves Two or more people's curves. @param expected For each, the curve expected without that person.
 */
export function agreementOf(
  curves: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
): Agreement {
  const leaveOneOut =
    curves.reduce((total, curve, i) => total + correlation(curve, expected[i]!), 0) / curves.length;
  return { pairs: meanOfPairs(curves), leaveOneOut };
}

/**
 * Mean correlation over all pairs, from the sum s of the curves brought to mean 0 and length 1: `(|s|² − Σ |u_i|²) / (n² − n)`.
 */
function meanOfPairs(curves: readonly ArrayLike<number>[]): number {
  const sum = new Float64Array(curves[0]!.length);
  let own = 0; // as many as there are curves that vary
  for (const curve of curves) {
    let mean = 0;
    for (let i = 0; i < sum.length; i++) mean += curve[i]! / sum.length;
    let square = 0;
    for (let i = 0; i < sum.length; i++) square += (curve[i]! - mean) ** 2;
    if (!(square > 0)) continue;
    own += 1;
    for (let i = 0; i < sum.length; i++) sum[i]! += (curve[i]! - mean) / Math.sqrt(square);
  }
  const all = sum.reduce((total, value) => total + value * value, 0);
  return (all - own) / (curves.length * (curves.length - 1));
}
