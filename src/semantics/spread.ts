/** How many people the spread of all words counts for beside a word's own (held-out likelihood is best at 20..40). */
const COMMON_PEOPLE = 30;

/**
 * Variance of people's curves around what is expected of their word, over all words.
 *
 * @param curves People's curves. @param expected One per curve. @returns Shape of a curve, z².
 */
export function commonSpread(
  curves: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
): Float64Array {
  return sumsOfSquares(curves, expected).map((sum) => sum / curves.length);
}

/**
 * The same for one word: its own people's squares with those of all words counted as 30 people more.
 *
 * @param common As {@link commonSpread} gives it.
 */
export function wordSpread(
  curves: readonly ArrayLike<number>[],
  expected: ArrayLike<number>,
  common: ArrayLike<number>,
): Float64Array {
  const own = sumsOfSquares(
    curves,
    curves.map(() => expected),
  );
  return own.map((sum, band) => (COMMON_PEOPLE * common[band]! + sum) / (COMMON_PEOPLE + curves.length));
}

/** Sums of squared differences, band by band. */
function sumsOfSquares(
  curves: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
): Float64Array {
  const sums = new Float64Array(curves[0]?.length ?? 0);
  curves.forEach((curve, i) => {
    for (let band = 0; band < sums.length; band++) sums[band]! += (curve[band]! - expected[i]![band]!) ** 2;
  });
  return sums;
}
