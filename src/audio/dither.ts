/** What {@link createDither} makes. */
export interface Dither {
  /**
   * Adds noise to the first `frameCount` samples of every channel, in place.
   *
   * @param channels Shape `[channelCount][>= frameCount]`, full scale ±1.
   */
  process(channels: readonly Float64Array[], frameCount: number): void;
}

const WORD = 2 ** 32;
/** The golden ratio of 2^32, odd: counters times it visit every word once. */
const GOLDEN = 0x9e3779b9;
/** The mean of two whole numbers that are uniform within 0..65535, added. */
const MEAN = 65_535;

/**
 * Triangular dither (TPDF) for rounding to a shorter word: noise within ±1 step, the sum of two uniform variables of
 * one step each. Mean and power of the rounding error then no longer depend on the sound: no distortion, no noise that
 * comes and goes; the total error is a quarter of a squared step, 4.8 dB above rounding alone (Lipshitz, Wannamaker
 * and Vanderkooy, "Quantization and Dither", JAES 40, 1992). Silence gets the noise as well.
 *
 * The noise is a hash of seed, channel and frame: the same for every way of cutting the stream into blocks, and apart
 * between channels.
 *
 * @param options.bits Word length that is rounded to afterwards, 1..24: a step is `2^(1-bits)`.
 * @param options.channelCount At least 1.
 * @param options.seed Any whole number; its low 32 bits count. Default 0.
 * @throws RangeError if an option is out of range.
 */
export function createDither({
  bits,
  channelCount,
  seed = 0,
}: {
  readonly bits: number;
  readonly channelCount: number;
  readonly seed?: number;
}): Dither {
  if (!(Number.isInteger(bits) && bits >= 1 && bits <= 24)) {
    throw new RangeError(`createDither: bits must be a whole number within 1..24, got ${bits}`);
  }
  if (!(Number.isInteger(channelCount) && channelCount > 0)) {
    throw new RangeError(`createDither: channelCount must be a positive integer, got ${channelCount}`);
  }
  const scale = 2 ** (1 - bits) / 65_536;
  let framesSoFar = 0;

  /** Every 2^32 frames another key, so that the noise does not repeat. */
  const keyOf = (channel: number) =>
    scramble(scramble(scramble(seed | 0) + channel) + Math.floor(framesSoFar / WORD));

  return {
    process(channels, frameCount) {
      let start = 0;
      while (start < frameCount) {
        const count = Math.min(frameCount - start, WORD - (framesSoFar % WORD));
        for (let channel = 0; channel < channelCount; channel++) {
          addNoise(channels[channel]!, start, count, keyOf(channel), framesSoFar | 0, scale);
        }
        framesSoFar += count;
        start += count;
      }
    },
  };
}

/** The halves of one hash are two uniform variables: 2^16 values per step are far finer than the step. */
function addNoise(
  samples: Float64Array,
  start: number,
  count: number,
  key: number,
  firstFrame: number,
  scale: number,
): void {
  for (let index = 0; index < count; index++) {
    const word = scramble(key ^ Math.imul((firstFrame + index) | 0, GOLDEN));
    samples[start + index]! += ((word & 0xffff) + (word >>> 16) - MEAN) * scale;
  }
}

/** A 32-bit mix in which every bit of the input turns about half of the output's (Wellons' "lowbias32", 2018). */
function scramble(value: number): number {
  let word = value | 0;
  word = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  word = Math.imul(word ^ (word >>> 15), 0x846ca68b);
  return word ^ (word >>> 16);
}
