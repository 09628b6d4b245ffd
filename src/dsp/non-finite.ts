/** The largest number that a 32-bit sample can hold: beyond it nothing is sound, and arithmetic could overflow. */
export const LARGEST_SAMPLE = 3.4028234663852886e38;

/**
 * Sets samples to 0 that are NaN, infinite or beyond ±3.4e38.
 *
 * @returns How many there were.
 */
export function silenceNonFinite(samples: Float64Array, start: number, end: number): number {
  let count = 0;
  for (let frame = start; frame < end; frame++) {
    // The negation catches NaN, which compares false with everything.
    if (!(Math.abs(samples[frame]!) <= LARGEST_SAMPLE)) {
      samples[frame] = 0;
      count++;
    }
  }
  return count;
}
