/**
 * ERB-number of a frequency: how many equivalent rectangular bandwidths of hearing lie below it.
 * `E(f) = 21.4 · log10(1 + 0.00437 f)`, f in Hz, E in Cams (Glasberg & Moore 1990, eq. 4).
 * The 40 bands of the crowd's curves are evenly spaced on this scale, so curves are interpolated on it.
 */
export function erbNumber(frequencyHz: number): number {
  return 21.4 * Math.log10(1 + 0.00437 * frequencyHz);
}
