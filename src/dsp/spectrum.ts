import { BAND_COUNT, bandFrequencyHz } from "../effects/index.ts";
import { createFft, type Fft } from "../math/index.ts";
import { copySound } from "./loudness/copy-sound.ts";
import { assertBlock, assertChannelCount, assertSampleRate } from "./stream-checks.ts";

/** Frame length at 48 kHz; at other rates the power of two that lasts about as long, 85 ms. */
const FRAME_SIZE_AT_48_KHZ = 4_096;
/** Then frames no longer overlap: so many are enough for an average that a few more or less do not move. */
const OVERLAPPED_FRAMES = 256;
/** Then one frame in so many is looked at, and counted as often. */
const SPARSE_INTERVAL = 4;
/** Below this nothing is heard, Hz: an offset does not pull the centroid down. */
const LOWEST_HZ = 20;

/** The average spectrum of what has been heard so far. */
export interface SpectrumMeter {
  /**
   * Listens to the first `frameCount` samples of every channel, which stay as they are. NaN, infinities and values
   * beyond ±3.4e38 count as 0.
   *
   * @param channels Shape `[channelCount][>= frameCount]`, full scale ±1.
   * @throws RangeError if a shape does not fit.
   */
  process(channels: readonly Float64Array[], frameCount: number): void;
  /** Centre of gravity of the power spectrum from 20 Hz to Nyquist, Hz; NaN for silence. */
  readonly centroidHz: number;
  /**
   * Mean square of each of the 40 bands, mean over the channels, dB relative to a full-scale square wave; -Infinity
   * for silence and for bands above Nyquist. Shape `[40]`, a new array.
   */
  readonly bandLevelDb: Float64Array;
}

/**
 * Averages the power spectrum of a stream (Welch, IEEE Trans. Audio Electroacoust. 15, 1967: Hann windows of about
 * 85 ms that overlap by half), in constant memory. After 11 s one window in four is taken, side by side, and counted
 * for the others: an eighth of the cost, and hundreds of windows a minute remain. Powers of all channels are added.
 *
 * - The centroid is `Σ f·P(f) / Σ P(f)` (Peeters, "A large set of audio features", IRCAM 2004, of the power
 *   spectrum): loud stretches count more than quiet ones, and equal power an octave higher pulls it twice as far.
 * - Bands meet at the geometric mean of their centre frequencies; a line of the spectrum on a border is shared in
 *   proportion. Lines are 12 Hz apart and two wide, so the lowest three bands blur into each other.
 *
 * What follows the last full frame is left out, except in a stream that is shorter than one frame. The values do not
 * depend on how the stream is cut into blocks, bit for bit.
 *
 * @throws RangeError if the rate is not within 8,000..384,000 or there is no channel.
 */
export function createSpectrumMeter({
  sampleRateHz,
  channelCount,
}: {
  readonly sampleRateHz: number;
  readonly channelCount: number;
}): SpectrumMeter {
  assertSampleRate("createSpectrumMeter", sampleRateHz);
  assertChannelCount("createSpectrumMeter", channelCount);
  return new StreamingSpectrumMeter(sampleRateHz, channelCount);
}

class StreamingSpectrumMeter implements SpectrumMeter {
  readonly #binHz: number;
  readonly #fft: Fft;
  readonly #window: Float64Array;
  /** Shape `[channels][size]`: the frame that is being filled. */
  readonly #frame: readonly Float64Array[];
  /** Stands beside the last of an odd number of channels. Shape `[size]`. */
  readonly #nothing: Float64Array;
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  /** Sum over frames and channels of the mean square of each line. Shape `[size / 2 + 1]`. */
  readonly #power: Float64Array;
  /** Of the frames so far. */
  #weight = 0;
  #filled = 0;
  /** Samples to pass over before the next frame begins. */
  #skipped = 0;

  constructor(sampleRateHz: number, channelCount: number) {
    const size = 2 ** Math.round(Math.log2((FRAME_SIZE_AT_48_KHZ * sampleRateHz) / 48_000));
    this.#binHz = sampleRateHz / size;
    this.#fft = createFft(size);
    this.#window = hannWindow(size);
    this.#frame = Array.from({ length: channelCount }, () => new Float64Array(size));
    this.#nothing = new Float64Array(size);
    this.#input = new Float64Array(2 * size);
    this.#output = new Float64Array(2 * size);
    this.#power = new Float64Array(size / 2 + 1);
  }

  get centroidHz(): number {
    const power = this.#averagePower();
    let sum = 0;
    let moment = 0;
    for (let bin = Math.ceil(LOWEST_HZ / this.#binHz); bin < power.length; bin++) {
      sum += power[bin]!;
      moment += power[bin]! * bin * this.#binHz;
    }
    return moment / sum;
  }

  get bandLevelDb(): Float64Array {
    const power = this.#averagePower();
    return Float64Array.from({ length: BAND_COUNT }, (_, band) => {
      const from = bandEdgeHz(band) / this.#binHz + 0.5;
      const to = Math.min(bandEdgeHz(band + 1) / this.#binHz + 0.5, power.length);
      let sum = 0;
      for (let bin = Math.floor(from); bin < to; bin++) {
        sum += power[bin]! * (Math.min(to, bin + 1) - Math.max(from, bin));
      }
      return 10 * Math.log10(sum / this.#frame.length);
    });
  }

  process(channels: readonly Float64Array[], frameCount: number): void {
    assertBlock("SpectrumMeter.process", channels, this.#frame.length, frameCount);
    const { size } = this.#fft;
    let start = 0;
    while (start < frameCount) {
      if (this.#skipped > 0) {
        const skipped = Math.min(frameCount - start, this.#skipped);
        this.#skipped -= skipped;
        start += skipped;
        continue;
      }
      const count = Math.min(frameCount - start, size - this.#filled);
      for (let channel = 0; channel < this.#frame.length; channel++) {
        copySound(channels[channel]!, start, count, this.#frame[channel]!, this.#filled);
      }
      start += count;
      this.#filled += count;
      if (this.#filled < size) return;
      const isOverlapped = this.#weight < OVERLAPPED_FRAMES;
      const weight = isOverlapped ? 1 : 2 * SPARSE_INTERVAL;
      this.#addFrame(this.#power, weight);
      this.#weight += weight;
      this.#filled = isOverlapped ? size / 2 : 0;
      if (isOverlapped) for (const samples of this.#frame) samples.copyWithin(0, size / 2);
      else this.#skipped = (SPARSE_INTERVAL - 1) * size;
    }
  }

  /** Mean square of each line, added over the channels. Shape `[size / 2 + 1]`. */
  #averagePower(): Float64Array {
    if (this.#weight > 0) return this.#power.map((power) => power / this.#weight);
    for (const samples of this.#frame) samples.fill(0, this.#filled);
    const power = new Float64Array(this.#power.length);
    this.#addFrame(power, 1);
    return power;
  }

  /** Two channels are one complex signal: `(|Z(k)|² + |Z(-k)|²) / 2` is the sum of their power. */
  #addFrame(power: Float64Array, weight: number): void {
    const { size } = this.#fft;
    for (let channel = 0; channel < this.#frame.length; channel += 2) {
      const partner = this.#frame[channel + 1] ?? this.#nothing;
      interleave(this.#frame[channel]!, partner, this.#window, this.#input);
      this.#fft.forward(this.#input, this.#output);
      addLines(this.#output, weight / size, power);
    }
  }
}

/** A Hann window of which the squares sum up to 1. Shape `[size]`. */
function hannWindow(size: number): Float64Array {
  const scale = Math.sqrt(8 / (3 * size));
  return Float64Array.from(
    { length: size },
    (_, index) => (scale * (1 - Math.cos((2 * Math.PI * index) / size))) / 2,
  );
}

/** Where a band begins, Hz: halfway to the band before it on an axis of log frequency. */
function bandEdgeHz(band: number): number {
  const frequency = (at: number) => bandFrequencyHz[at]!;
  if (band === 0) return frequency(0) * Math.sqrt(frequency(0) / frequency(1));
  if (band === BAND_COUNT) {
    return frequency(band - 1) * Math.sqrt(frequency(band - 1) / frequency(band - 2));
  }
  return Math.sqrt(frequency(band - 1) * frequency(band));
}

/** Windowed, one channel as real parts and the other as imaginary parts. Shape `[size, 2]`. */
function interleave(
  real: Float64Array,
  imaginary: Float64Array,
  window: Float64Array,
  into: Float64Array,
): void {
  for (let index = 0, at = 0; index < window.length; index++, at += 2) {
    const weight = window[index]!;
    into[at] = weight * real[index]!;
    into[at + 1] = weight * imaginary[index]!;
  }
}

/** Adds the power of each line from 0 to Nyquist: lines between them stand for their mirror image as well. */
function addLines(spectrum: Float64Array, scale: number, power: Float64Array): void {
  const size = spectrum.length / 2;
  for (let at = 2, mirror = 2 * size - 2; at < size; at += 2, mirror -= 2) {
    const real = spectrum[at]!;
    const imaginary = spectrum[at + 1]!;
    const mirrorReal = spectrum[mirror]!;
    const mirrorImaginary = spectrum[mirror + 1]!;
    const here = real * real + imaginary * imaginary;
    power[at >> 1]! += scale * (here + (mirrorReal * mirrorReal + mirrorImaginary * mirrorImaginary));
  }
  for (const at of [0, size]) {
    power[at >> 1]! += scale * (spectrum[at]! * spectrum[at]! + spectrum[at + 1]! * spectrum[at + 1]!);
  }
}
