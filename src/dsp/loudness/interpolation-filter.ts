/** Samples on either side of the point that is computed. */
export const INTERPOLATION_REACH = 6;

/**
 * The filter that computes the signal between two samples: a sinc under a raised cosine that ends 6 samples away,
 * `h(t) = sin(πt)/(πt) · cos²(πt/12)`, `|t| < 6`. ITU-R BS.1770-4 annex 2 has as many taps. A longer filter would
 * read more of what lies close to Nyquist, but would differ from other meters there.
 *
 * @param position Where between the two samples, within (0, 1).
 * @returns Shape `[12]`, dimensionless: tap k weighs sample k of the 12 whose 6th is the one before the point.
 */
export function interpolationFilter(position: number): Float64Array {
  return Float64Array.from({ length: 2 * INTERPOLATION_REACH }, (_, tap) => {
    const distance = Math.PI * (tap - (INTERPOLATION_REACH - 1) - position);
    return (Math.sin(distance) / distance) * Math.cos(distance / (2 * INTERPOLATION_REACH)) ** 2;
  });
}
