import { createFft, type Fft, fftSizeFor } from "../math/index.ts";
import { copySound } from "./loudness/copy-sound.ts";
import { recordingDelay } from "./recording-delay.ts";

/** Frames are this long, s, where the recordings are long enough: lines 1.5 Hz apart at 48 kHz. */
const FRAME_SECONDS = 0.68;
/** At least so many frame lengths must fit into what both recordings hold. */
const LEAST_FRAMES = 4;
const LEAST_FRAME_SIZE = 512;
/** Lines within a 24th of an octave on either side are averaged, and the next one on either side at least. */
const HALF_WIDTH = 2 ** (1 / 24);
/** Neighbouring averages must be so coherent to tell how the gain slopes. */
const SLOPE_COHERENCE = 0.9;

/** What {@link estimateTransfer} finds. */
export interface TransferEstimate {
  /** Gain at each frequency, dB; NaN where `before` has no sound and for 0 Hz and above Nyquist. Shape as asked. */
  readonly gainDb: Float64Array;
  /**
   * How much of the power of `after` is `before` through a linear filter, 0..1: near 1 the gain can be trusted, near 0
   * there is noise, other sound or none. Shape as asked.
   */
  readonly coherence: Float64Array;
  /** Frames by which `after` is later than `before`. */
  readonly delayFrames: number;
}

/**
 * The gain over frequency of an unknown equalizer, from a sound before and after it:
 * `H1(f) = Σ X*·Y / Σ |X|²` and the coherence `|Σ X*·Y|² / (Σ |X|² · Σ |Y|²)`, summed over Hann windows of 0.7 s that
 * overlap by half, over the channels, and over lines within 1/24 octave (Bendat and Piersol, "Random Data", 2010,
 * chapter 9). H1 is not fooled by noise that was added afterwards. A constant delay is found and taken out first. Where
 * the sound's power lies to one side of the frequency that is asked for, the gain is corrected by its slope there.
 *
 * Recordings may differ in length; where their channels differ in number the mean over the channels is compared.
 * Shorter sounds are cut into shorter frames, which blurs low frequencies: below 3 s trust nothing under 50 Hz. NaN,
 * infinities and values beyond ±3.4e38 count as 0.
 *
 * @param before Shape `[channels][frames]`, full scale ±1.
 * @param after Likewise, at the same rate.
 * @param frequencyHz Where the gain is wanted, Hz. Shape `[points]`.
 * @param sampleRateHz Above 0.
 * @throws RangeError if the rate is not above 0, there is no channel, or the recordings share less than 2,048 frames.
 */
export function estimateTransfer(
  before: readonly Float64Array[],
  after: readonly Float64Array[],
  frequencyHz: ArrayLike<number>,
  sampleRateHz: number,
): TransferEstimate {
  if (!(sampleRateHz > 0 && sampleRateHz < Infinity)) {
    throw new RangeError(`estimateTransfer: sampleRateHz must be above 0, got ${sampleRateHz}`);
  }
  if (before.length === 0 || after.length === 0) {
    throw new RangeError(
      `estimateTransfer: both recordings must have a channel, got ${before.length} and ${after.length}`,
    );
  }
  const beforeMono = mean(before);
  const afterMono = mean(after);
  const delayFrames = recordingDelay(beforeMono, afterMono);
  const isPaired = before.length === after.length;
  const inputs = isPaired ? before.map((channel) => mean([channel])) : [beforeMono];
  const outputs = isPaired ? after.map((channel) => mean([channel])) : [afterMono];
  const inputStart = Math.max(0, -delayFrames);
  const outputStart = Math.max(0, delayFrames);
  const shared = Math.min(beforeMono.length - inputStart, afterMono.length - outputStart);
  if (shared < LEAST_FRAMES * LEAST_FRAME_SIZE) {
    throw new RangeError(
      `estimateTransfer: recordings must share ${LEAST_FRAMES * LEAST_FRAME_SIZE} frames or more, got ${shared}`,
    );
  }
  const size = fftSizeFor(Math.min(FRAME_SECONDS * sampleRateHz, shared / LEAST_FRAMES) / Math.SQRT2);
  const sums = new CrossSpectra(size);
  for (let channel = 0; channel < inputs.length; channel++) {
    const input = inputs[channel]!.subarray(inputStart, inputStart + shared);
    const output = outputs[channel]!.subarray(outputStart, outputStart + shared);
    for (let start = 0; start + size <= shared; start += size / 2) {
      sums.add(input.subarray(start, start + size), output.subarray(start, start + size));
    }
  }
  return { ...sums.transferAt(frequencyHz, sampleRateHz / size), delayFrames };
}

/** Sums of the power of two signals and of their cross spectrum. */
class CrossSpectra {
  readonly #fft: Fft;
  readonly #window: Float64Array;
  readonly #windowed: Float64Array;
  readonly #inputSpectrum: Float64Array;
  readonly #outputSpectrum: Float64Array;
  /** Lines from 0 to Nyquist. Shape `[size / 2 + 1]` each. */
  readonly #inputPower: Float64Array;
  readonly #outputPower: Float64Array;
  readonly #crossReal: Float64Array;
  readonly #crossImaginary: Float64Array;

  constructor(size: number) {
    this.#fft = createFft(size);
    this.#window = Float64Array.from({ length: size }, (_, at) => 1 - Math.cos((2 * Math.PI * at) / size));
    this.#windowed = new Float64Array(size);
    this.#inputSpectrum = new Float64Array(2 * size);
    this.#outputSpectrum = new Float64Array(2 * size);
    const lines = () => new Float64Array(size / 2 + 1);
    this.#inputPower = lines();
    this.#outputPower = lines();
    this.#crossReal = lines();
    this.#crossImaginary = lines();
  }

  /** Adds one frame of each. Shape `[size]`. */
  add(input: Float64Array, output: Float64Array): void {
    this.#transform(input, this.#inputSpectrum);
    this.#transform(output, this.#outputSpectrum);
    for (let bin = 0; bin <= this.#fft.size / 2; bin++) {
      const xReal = this.#inputSpectrum[2 * bin]!;
      const xImaginary = this.#inputSpectrum[2 * bin + 1]!;
      const yReal = this.#outputSpectrum[2 * bin]!;
      const yImaginary = this.#outputSpectrum[2 * bin + 1]!;
      this.#inputPower[bin]! += xReal * xReal + xImaginary * xImaginary;
      this.#outputPower[bin]! += yReal * yReal + yImaginary * yImaginary;
      this.#crossReal[bin]! += xReal * yReal + xImaginary * yImaginary;
      this.#crossImaginary[bin]! += xReal * yImaginary - xImaginary * yReal;
    }
  }

  transferAt(frequencyHz: ArrayLike<number>, lineHz: number) {
    const gainDb = new Float64Array(frequencyHz.length).fill(Number.NaN);
    const coherence = new Float64Array(frequencyHz.length);
    for (let point = 0; point < frequencyHz.length; point++) {
      const line = frequencyHz[point]! / lineHz;
      if (!(line > 0 && line <= this.#fft.size / 2)) continue;
      const here = this.#around(line);
      const shift = Math.log(line / here.line);
      gainDb[point] = here.gainDb + (shift === 0 ? 0 : shift * this.#slopeAt(line));
      coherence[point] = here.coherence;
    }
    return { gainDb, coherence };
  }

  /** dB per e-fold of frequency; 0 where the sound beside the line does not tell. */
  #slopeAt(line: number): number {
    const below = this.#around(line / HALF_WIDTH ** 2);
    const above = this.#around(line * HALF_WIDTH ** 2);
    if (!(Math.min(below.coherence, above.coherence) > SLOPE_COHERENCE)) return 0;
    return above.line > below.line ? (above.gainDb - below.gainDb) / Math.log(above.line / below.line) : 0;
  }

  /** Over the lines around one: gain, coherence, and which line the input's power is centred on. */
  #around(line: number): { gainDb: number; coherence: number; line: number } {
    const nyquist = this.#fft.size / 2;
    const nearest = Math.round(line);
    const first = Math.max(1, Math.min(nearest - 1, Math.ceil(line / HALF_WIDTH)));
    const last = Math.min(nyquist, Math.max(nearest + 1, Math.floor(line * HALF_WIDTH)));
    let input = 0;
    let output = 0;
    let real = 0;
    let imaginary = 0;
    let moment = 0;
    for (let bin = first; bin <= last; bin++) {
      input += this.#inputPower[bin]!;
      output += this.#outputPower[bin]!;
      real += this.#crossReal[bin]!;
      imaginary += this.#crossImaginary[bin]!;
      moment += this.#inputPower[bin]! * bin;
    }
    if (!(input > 0)) return { gainDb: Number.NaN, coherence: 0, line };
    const cross = Math.hypot(real, imaginary);
    const coherence = output === 0 ? 0 : Math.min(1, (cross / input) * (cross / output));
    return { gainDb: 20 * Math.log10(cross / input), coherence, line: moment / input };
  }

  #transform(frame: Float64Array, spectrum: Float64Array): void {
    for (let at = 0; at < frame.length; at++) this.#windowed[at] = this.#window[at]! * frame[at]!;
    this.#fft.forwardReal(this.#windowed, spectrum);
  }
}

/** The mean over the channels, as long as the shortest, with 0 for what is no sound. Shape `[frames]`. */
function mean(channels: readonly Float64Array[]): Float64Array {
  const frameCount = channels.reduce((least, { length }) => Math.min(least, length), Infinity);
  const sum = new Float64Array(frameCount);
  const clean = new Float64Array(frameCount);
  for (const channel of channels) {
    copySound(channel, 0, frameCount, clean, 0);
    for (let frame = 0; frame < frameCount; frame++) sum[frame]! += clean[frame]! / channels.length;
  }
  return sum;
}
