import { LARGEST_SAMPLE } from "../non-finite.ts";

/** Copies so many samples from `start` on to `at` and after, with 0 for what is no sound. */
export function copySound(
  from: Float64Array,
  start: number,
  count: number,
  to: Float64Array,
  at: number,
): void {
  for (let frame = 0; frame < count; frame++) {
    const sample = from[start + frame]!;
    // False for NaN as well.
    to[at + frame] = Math.abs(sample) <= LARGEST_SAMPLE ? sample : 0;
  }
}
