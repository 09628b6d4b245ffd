import { LARGEST_SAMPLE } from "../non-finite.ts";

/** Sampling rates that the meters take, Hz. */
const RATE_RANGE_HZ: readonly [number, number] = [8_000, 384_000];

/** @throws RangeError unless the rate is within 8,000..384,000 Hz. */
export function assertMeterRate(caller: string, sampleRateHz: number): void {
  const [low, high] = RATE_RANGE_HZ;
  if (!(sampleRateHz >= low && sampleRateHz <= high)) {
    throw new RangeError(`${caller}: sampleRateHz must be within ${low}..${high}, got ${sampleRateHz}`);
  }
}

/** @throws RangeError unless the channel count is a whole number above 0. */
export function assertChannelCount(caller: string, channelCount: number): void {
  if (!(Number.isInteger(channelCount) && channelCount > 0)) {
    throw new RangeError(`${caller}: channelCount must be a positive integer, got ${channelCount}`);
  }
}

/** @throws RangeError unless there are so many channels and each holds `frameCount` samples or more. */
export function assertBlock(
  caller: string,
  channels: readonly Float64Array[],
  channelCount: number,
  frameCount: number,
): void {
  if (channels.length !== channelCount) {
    throw new RangeError(`${caller}: channels must hold ${channelCount}, got ${channels.length}`);
  }
  for (let channel = 0; channel < channelCount; channel++) {
    const { length } = channels[channel]!;
    if (!(Number.isInteger(frameCount) && frameCount >= 0 && frameCount <= length)) {
      throw new RangeError(`${caller}: frameCount must be an integer within 0..${length}, got ${frameCount}`);
    }
  }
}

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
