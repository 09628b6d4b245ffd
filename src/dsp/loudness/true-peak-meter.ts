import { assertBlock, assertChannelCount, assertSampleRate } from "../stream-checks.ts";
import { copySound } from "./copy-sound.ts";
import { INTERPOLATION_REACH, interpolationFilter } from "./interpolation-filter.ts";

const TAPS = 2 * INTERPOLATION_REACH;
/** Samples that the first new one still needs. */
const HISTORY = TAPS - 1;
/** Frames that are decided on together: short enough that quiet stretches between peaks are left out. */
const PIECE_FRAMES = 32;
/** Frames copied at a time. */
const CHUNK_FRAMES = 1_024;

/** Peaks of what has been heard so far, dB relative to full scale; -Infinity for silence. */
export interface TruePeakMeter {
  /**
   * Listens to the first `frameCount` samples of every channel, which stay as they are. NaN, infinities and values
   * beyond ±3.4e38 count as 0.
   *
   * @param channels Shape `[channelCount][>= frameCount]`, full scale ±1.
   * @throws RangeError if a shape does not fit.
   */
  process(channels: readonly Float64Array[], frameCount: number): void;
  /** Of the loudest channel, dBTP. */
  readonly truePeakDb: number;
  /** Of each channel, dBTP. Shape `[channelCount]`, a copy. */
  readonly channelPeakDb: Float64Array;
}

/**
 * A true-peak meter after ITU-R BS.1770-4 annex 2: the largest magnitude of the signal at its samples and between
 * them, computed 4 times as densely below 96 kHz, 2 times below 192 kHz, and at the samples only from there on.
 *
 * Points between samples follow by 6 frames: those after the last 6 frames are not looked at unless silence follows.
 * The filter ({@link interpolationFilter}) is flat within 0.05 dB up to 0.3 of the rate; closer to Nyquist it reads
 * less than an ideal reconstruction, as all meters with a filter of the standard's length do.
 *
 * Stretches whose samples are so low that no point between them can reach the present peak are not interpolated; the
 * value is the same to the bit, and does not depend on how the stream is cut into blocks.
 *
 * @throws RangeError if an option is out of range.
 */
export function createTruePeakMeter({
  sampleRateHz,
  channelCount,
}: {
  readonly sampleRateHz: number;
  readonly channelCount: number;
}): TruePeakMeter {
  assertSampleRate("createTruePeakMeter", sampleRateHz);
  assertChannelCount("createTruePeakMeter", channelCount);
  const factor = sampleRateHz < 96_000 ? 4 : sampleRateHz < 192_000 ? 2 : 1;
  return new StreamingTruePeakMeter(channelCount, factor);
}

class StreamingTruePeakMeter implements TruePeakMeter {
  /** Of the points halfway between samples, and of those a quarter of the way; undefined where they are not wanted. */
  readonly #halfway: Float64Array | undefined;
  readonly #quarterway: Float64Array | undefined;
  /** The largest magnitude that samples within ±1 can have at these points. */
  readonly #halfwayOvershoot: number;
  readonly #quarterwayOvershoot: number;
  /** Per channel: the last 11 samples, then a chunk of new ones. */
  readonly #samples: readonly Float64Array[];
  /** Per channel, full scale 1. */
  readonly #peaks: Float64Array;

  constructor(channelCount: number, factor: 1 | 2 | 4) {
    this.#halfway = factor > 1 ? interpolationFilter(1 / 2) : undefined;
    this.#quarterway = factor > 2 ? interpolationFilter(1 / 4) : undefined;
    this.#halfwayOvershoot = overshootOf(this.#halfway);
    this.#quarterwayOvershoot = overshootOf(this.#quarterway);
    this.#samples = Array.from({ length: channelCount }, () => new Float64Array(HISTORY + CHUNK_FRAMES));
    this.#peaks = new Float64Array(channelCount);
  }

  get truePeakDb(): number {
    return amplitudeToDb(this.#peaks.reduce((highest, peak) => Math.max(highest, peak), 0));
  }

  get channelPeakDb(): Float64Array {
    return this.#peaks.map(amplitudeToDb);
  }

  process(channels: readonly Float64Array[], frameCount: number): void {
    assertBlock("TruePeakMeter.process", channels, this.#peaks.length, frameCount);
    for (let start = 0; start < frameCount; start += CHUNK_FRAMES) {
      const count = Math.min(frameCount - start, CHUNK_FRAMES);
      for (let channel = 0; channel < this.#peaks.length; channel++) {
        const samples = this.#samples[channel]!;
        copySound(channels[channel]!, start, count, samples, HISTORY);
        this.#peaks[channel] = this.#highest(samples, count, this.#peaks[channel]!);
        samples.copyWithin(0, count, count + HISTORY);
      }
    }
  }

  /** The highest magnitude at and between so many new samples, or `before` if that is higher. */
  #highest(samples: Float64Array, count: number, before: number): number {
    let peak = before;
    for (let start = 0; start < count; start += PIECE_FRAMES) {
      const end = Math.min(count, start + PIECE_FRAMES);
      const highest = highestSample(samples, start, end + HISTORY);
      peak = Math.max(peak, highest);
      if (this.#halfway !== undefined && highest * this.#halfwayOvershoot > peak) {
        peak = highestHalfway(samples, start, end, this.#halfway, peak);
      }
      if (this.#quarterway !== undefined && highest * this.#quarterwayOvershoot > peak) {
        peak = highestQuarterway(samples, start, end, this.#quarterway, peak);
      }
    }
    return peak;
  }
}

/** @returns Dimensionless, with room for rounding. */
function overshootOf(filter: Float64Array = new Float64Array()): number {
  return filter.reduce((sum, tap) => sum + Math.abs(tap), 0) * (1 + 1e-12);
}

function amplitudeToDb(amplitude: number): number {
  return 20 * Math.log10(amplitude);
}

function highestSample(samples: Float64Array, start: number, end: number): number {
  let highest = 0;
  for (let frame = start; frame < end; frame++) {
    const magnitude = Math.abs(samples[frame]!);
    if (magnitude > highest) highest = magnitude;
  }
  return highest;
}

/**
 * The largest magnitude of the points in the middle between two samples, over the windows that begin within
 * start..end-1, and `before`. The filter is symmetric, so samples that are equally far are added first.
 *
 * @param filter Shape `[12]`; of symmetric taps the first six are read.
 */
function highestHalfway(
  samples: Float64Array,
  start: number,
  end: number,
  filter: Float64Array,
  before: number,
): number {
  const h0 = filter[0]!;
  const h1 = filter[1]!;
  const h2 = filter[2]!;
  const h3 = filter[3]!;
  const h4 = filter[4]!;
  const h5 = filter[5]!;
  let peak = before;
  for (let at = start; at < end; at++) {
    const point = Math.abs(
      h0 * (samples[at]! + samples[at + 11]!) +
        h1 * (samples[at + 1]! + samples[at + 10]!) +
        h2 * (samples[at + 2]! + samples[at + 9]!) +
        h3 * (samples[at + 3]! + samples[at + 8]!) +
        h4 * (samples[at + 4]! + samples[at + 7]!) +
        h5 * (samples[at + 5]! + samples[at + 6]!),
    );
    if (point > peak) peak = point;
  }
  return peak;
}

/**
 * The same for the two points a quarter and three quarters of the way. Their filters mirror each other, so with the
 * even part E and the odd part O of one of them the points are E + O and E - O: the larger magnitude is |E| + |O|.
 *
 * @param filter Shape `[12]`, that of the first quarter.
 */
function highestQuarterway(
  samples: Float64Array,
  start: number,
  end: number,
  filter: Float64Array,
  before: number,
): number {
  const e0 = (filter[0]! + filter[11]!) / 2;
  const e1 = (filter[1]! + filter[10]!) / 2;
  const e2 = (filter[2]! + filter[9]!) / 2;
  const e3 = (filter[3]! + filter[8]!) / 2;
  const e4 = (filter[4]! + filter[7]!) / 2;
  const e5 = (filter[5]! + filter[6]!) / 2;
  const o0 = filter[0]! - e0;
  const o1 = filter[1]! - e1;
  const o2 = filter[2]! - e2;
  const o3 = filter[3]! - e3;
  const o4 = filter[4]! - e4;
  const o5 = filter[5]! - e5;
  let peak = before;
  for (let at = start; at < end; at++) {
    const s0 = samples[at]!;
    const s1 = samples[at + 1]!;
    const s2 = samples[at + 2]!;
    const s3 = samples[at + 3]!;
    const s4 = samples[at + 4]!;
    const s5 = samples[at + 5]!;
    const s6 = samples[at + 6]!;
    const s7 = samples[at + 7]!;
    const s8 = samples[at + 8]!;
    const s9 = samples[at + 9]!;
    const s10 = samples[at + 10]!;
    const s11 = samples[at + 11]!;
    const even =
      e0 * (s0 + s11) + e1 * (s1 + s10) + e2 * (s2 + s9) + e3 * (s3 + s8) + e4 * (s4 + s7) + e5 * (s5 + s6);
    const odd =
      o0 * (s0 - s11) + o1 * (s1 - s10) + o2 * (s2 - s9) + o3 * (s3 - s8) + o4 * (s4 - s7) + o5 * (s5 - s6);
    const point = Math.abs(even) + Math.abs(odd);
    if (point > peak) peak = point;
  }
  return peak;
}
