/** Sample rates that everything here was measured at, Hz. */
export const SAMPLE_RATE_RANGE_HZ: readonly [number, number] = [8_000, 384_000];

/**
 * @param name What the caller calls the rate. Default `sampleRateHz`.
 * @throws RangeError unless the rate is within 8,000..384,000 Hz.
 */
export function assertSampleRate(caller: string, sampleRateHz: number, name = "sampleRateHz"): void {
  const [lowest, highest] = SAMPLE_RATE_RANGE_HZ;
  if (!(sampleRateHz >= lowest && sampleRateHz <= highest)) {
    throw new RangeError(`${caller}: ${name} must be within ${lowest}..${highest}, got ${sampleRateHz}`);
  }
}

/** @throws RangeError unless the channel count is a whole number above 0. */
export function assertChannelCount(caller: string, channelCount: number): void {
  if (!(Number.isInteger(channelCount) && channelCount > 0)) {
    throw new RangeError(`${caller}: channelCount must be a positive integer, got ${channelCount}`);
  }
}

/**
 * Allocates nothing where all is well.
 *
 * @throws RangeError unless there are so many channels and each holds `frameCount` samples or more.
 */
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
