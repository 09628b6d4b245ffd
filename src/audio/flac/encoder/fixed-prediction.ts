/** Highest order of the fixed predictors. */
export const MAX_FIXED_ORDER = 4;

/**
 * How well the fixed predictors (differences of order 0 to 4) do: the sum of each one's absolute residual, warm-up
 * samples left out.
 *
 * @param sums Shape `[5]`, receives the sums.
 */
export function sumFixedResiduals(samples: Int32Array, count: number, sums: Float64Array): void {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let sum4 = 0;
  let last0 = 0;
  let last1 = 0;
  let last2 = 0;
  let last3 = 0;
  for (let i = 0; i < count; i++) {
    const difference0 = samples[i]!;
    const difference1 = difference0 - last0;
    const difference2 = difference1 - last1;
    const difference3 = difference2 - last2;
    const difference4 = difference3 - last3;
    last0 = difference0;
    last1 = difference1;
    last2 = difference2;
    last3 = difference3;
    if (i < MAX_FIXED_ORDER) continue;
    sum0 += Math.abs(difference0);
    sum1 += Math.abs(difference1);
    sum2 += Math.abs(difference2);
    sum3 += Math.abs(difference3);
    sum4 += Math.abs(difference4);
  }
  sums[0] = sum0;
  sums[1] = sum1;
  sums[2] = sum2;
  sums[3] = sum3;
  sums[4] = sum4;
}

/** The sum of absolute second differences: what a channel roughly costs. */
export function sumSecondDifferences(samples: Int32Array, count: number): number {
  let sum = 0;
  let last = samples[1]!;
  let slope = last - samples[0]!;
  for (let i = 2; i < count; i++) {
    const value = samples[i]!;
    const difference = value - last;
    sum += Math.abs(difference - slope);
    slope = difference;
    last = value;
  }
  return sum;
}

/**
 * The residual of a fixed predictor. Samples of at most 26 bits keep it within 31 (the fourth difference grows by 4).
 *
 * @param residual Receives it from index `order` on.
 */
export function fixedResidual(samples: Int32Array, count: number, order: number, residual: Int32Array): void {
  residual.set(samples.subarray(0, count));
  // Backwards, so that every difference still sees the undifferenced sample before it.
  for (let pass = 1; pass <= order; pass++) {
    for (let i = count - 1; i >= pass; i--) residual[i]! -= residual[i - 1]!;
  }
}
