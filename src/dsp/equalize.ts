import { CascadeProcessor } from "./cascade.ts";
import { designGraphicEqualizer } from "./graphic-equalizer.ts";

/** Frames that are filtered at once: small enough to stay in the processor's cache. */
const FRAMES_PER_BLOCK = 4096;

/**
 * A whole sound through the graphic equalizer. No level is changed otherwise: boosts may exceed full scale.
 *
 * @param sound Channels, shape `[channels][frames]`, full scale ±1, all equally long; and their sample rate.
 * @param gainDb Shape `[40]`, dB, each within ±24. All 0 returns the very samples.
 * @returns New channels, shape `[channels][frames]`.
 * @throws RangeError if the channels differ in length or a value is out of range.
 * @example
 * const brighter = equalize(sound, curveToGainDb(curveZ));
 */
export function equalize(
  sound: { readonly channels: readonly Float32Array[]; readonly sampleRateHz: number },
  gainDb: ArrayLike<number>,
): Float32Array[] {
  const { channels, sampleRateHz } = sound;
  const { coefficients } = designGraphicEqualizer(gainDb, sampleRateHz);
  const frameCount = channels[0]?.length ?? 0;
  for (const channel of channels) {
    if (channel.length !== frameCount) {
      throw new RangeError(
        `equalize: channels must be equally long, got ${frameCount} and ${channel.length} frames`,
      );
    }
  }
  if (channels.length === 0) return [];
  const processor = new CascadeProcessor(coefficients, channels.length);
  const block = channels.map(() => new Float64Array(FRAMES_PER_BLOCK));
  const out = channels.map(() => new Float32Array(frameCount));
  for (let start = 0; start < frameCount; start += FRAMES_PER_BLOCK) {
    const length = Math.min(FRAMES_PER_BLOCK, frameCount - start);
    channels.forEach((channel, index) => {
      block[index]!.set(channel.subarray(start, start + length));
    });
    processor.process(block, length);
    out.forEach((channel, index) => {
      channel.set(block[index]!.subarray(0, length), start);
    });
  }
  return out;
}
