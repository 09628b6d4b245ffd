import { createFft, type Fft } from "../../math/index.ts";
import { LARGEST_SAMPLE } from "../non-finite.ts";
import { assertBlock, assertChannelCount } from "../stream-checks.ts";
import type { FirFilter } from "./fir-design.ts";
import { FirSpectra } from "./fir-spectra.ts";
import { PairConvolver } from "./pair-convolver.ts";

/** How a {@link FirProcessor} works. */
export interface FirProcessorOptions {
  /**
   * Frames that are convolved at once: a power of two within 16..65,536. More is faster up to a few thousand, and later.
   * Default 4096, for files; 128 is an audio worklet's block.
   */
  readonly partitionFrames?: number;
  /**
   * True promises that every block is a whole number of partitions; then partitions add no latency. Default false: blocks
   * are of any length, and the output comes one partition later.
   */
  readonly isAligned?: boolean;
  /** Longest impulse response that {@link FirProcessor.change} will bring, taps. Default: that of the first filter. */
  readonly capacityTaps?: number;
  /** Length of the cross-fade to a changed filter, ms, 0..1000. Default 50. */
  readonly fadeMs?: number;
}

const PARTITION_RANGE: readonly [number, number] = [16, 65_536];
const LONGEST_FADE_MS = 1000;

/**
 * Plays a finite impulse response over a stream, in place, by fast convolution (overlap-save; {@link PairConvolver}).
 *
 * - The output does not depend on how the stream is cut into blocks, bit for bit, and on the partition's size only by
 *   rounding (-250 dB).
 * - `latencyFrames` is the filter's and one partition, exact to the frame.
 * - A filter that is one tap of 1 passes every finite sample untouched.
 * - NaN, infinities and values beyond ±3.4e38 become 0 and are counted.
 * - Two channels share one transform, so the louder one's rounding reaches the other one 300 dB below.
 * - `process` and `change` allocate nothing and throw nothing but on wrong shapes.
 */
export class FirProcessor {
  readonly channelCount: number;
  /** Frames by which the output is late: what the filter takes, and the partition unless blocks are aligned. */
  readonly latencyFrames: number;
  /** Samples replaced by 0 since the start or the last reset. */
  nonFiniteCount = 0;
  readonly #partitionFrames: number;
  readonly #isAligned: boolean;
  readonly #capacityTaps: number;
  readonly #sampleRateHz: number;
  readonly #filterLatencyFrames: number;
  /** One for every two channels. */
  readonly #convolvers: readonly PairConvolver[];
  /** Shapes `[channels][partition]`. */
  readonly #input: readonly Float64Array[];
  readonly #output: readonly Float64Array[];
  /** Shape `[2][partition]`: two channels through the filter that is being faded in. */
  readonly #incoming: readonly [Float64Array, Float64Array];
  /** Shape `[fadeFrames]`: share of the new filter, 0..1, raised cosine. */
  readonly #fade: Float64Array;
  /** Frames of the present partition that have come in. */
  #filled = 0;
  /** The filter that is heard, the one that is being faded in, and the one after it. */
  #current: FirSpectra;
  #next: FirSpectra;
  #waiting: FirSpectra;
  #isFading = false;
  #isWaiting = false;
  /** Where in the present partition the fade starts or goes on, and how much of it is done; frames. */
  #fadeStart = 0;
  #fadeDone = 0;

  /** Whether every finite sample leaves it as it came, later by the latency. */
  get isIdentity(): boolean {
    return !this.#isFading && !this.#isWaiting && this.#current.delayFrames === this.#filterLatencyFrames;
  }

  /**
   * @param filter The taps are copied.
   * @param channelCount At least 1.
   * @throws RangeError if a tap is not finite or an option is out of range.
   */
  constructor(filter: FirFilter, channelCount: number, options: FirProcessorOptions = {}) {
    const { partitionFrames = 4096, isAligned = false, fadeMs = 50 } = options;
    const { capacityTaps = filter.taps.length } = options;
    assertSizes(channelCount, partitionFrames, capacityTaps, fadeMs);
    this.channelCount = channelCount;
    this.latencyFrames = filter.latencyFrames + (isAligned ? 0 : partitionFrames);
    this.#partitionFrames = partitionFrames;
    this.#isAligned = isAligned;
    this.#capacityTaps = capacityTaps;
    this.#sampleRateHz = filter.sampleRateHz;
    this.#filterLatencyFrames = filter.latencyFrames;
    this.#assertFilter(filter);
    const fft = createFft(2 * partitionFrames);
    this.#current = new FirSpectra(fft, capacityTaps);
    this.#next = new FirSpectra(fft, capacityTaps);
    this.#waiting = new FirSpectra(fft, capacityTaps);
    this.#current.set(filter.taps);
    this.#convolvers = makeConvolvers(fft, channelCount, this.#current.partitions.length);
    const partition = () => new Float64Array(partitionFrames);
    this.#input = Array.from({ length: channelCount }, partition);
    this.#output = Array.from({ length: channelCount }, partition);
    this.#incoming = [partition(), partition()];
    this.#fade = raisedCosine(Math.round((fadeMs / 1000) * filter.sampleRateHz));
  }

  /**
   * Filters the first `frameCount` samples of every channel in place.
   *
   * @param channels Shape `[channelCount][>= frameCount]`, full scale ±1.
   * @param frameCount Samples per channel, 0 or more; whole partitions if blocks are aligned.
   * @throws RangeError if a shape does not fit.
   */
  process(channels: readonly Float64Array[], frameCount: number): void {
    this.#assertBlock(channels, frameCount);
    const length = this.#partitionFrames;
    for (let start = 0; start < frameCount; ) {
      const count = Math.min(length - this.#filled, frameCount - start);
      this.#take(channels, start, count);
      if (!this.#isAligned) this.#give(channels, start, count, this.#filled);
      this.#filled += count;
      start += count;
      if (this.#filled < length) continue;
      this.#renderPartition();
      this.#filled = 0;
      if (this.#isAligned) this.#give(channels, start - length, length, 0);
    }
  }

  /**
   * Goes over to another filter by a cross-fade that starts with the next frame; while one is under way, after its end.
   * Of several filters that wait the last is taken. Costs a transform per partition of the filter.
   *
   * @throws RangeError if the filter is longer than the capacity, or has another latency or sample rate: that takes a new
   *   processor.
   */
  change(filter: FirFilter): void {
    this.#assertFilter(filter);
    if (this.#isFading) {
      this.#waiting.set(filter.taps);
      this.#isWaiting = true;
      return;
    }
    this.#next.set(filter.taps);
    this.#isFading = true;
    this.#fadeStart = this.#filled;
    this.#fadeDone = 0;
  }

  /** Forgets the sound so far, as after the constructor; the filter is the one last changed to. */
  reset(): void {
    while (this.#isFading) this.#endFade(0);
    for (const convolver of this.#convolvers) convolver.reset();
    for (const samples of this.#output) samples.fill(0);
    this.#filled = 0;
    this.nonFiniteCount = 0;
  }

  #take(channels: readonly Float64Array[], start: number, count: number): void {
    for (let channel = 0; channel < this.channelCount; channel++) {
      const samples = channels[channel]!;
      const input = this.#input[channel]!;
      for (let frame = 0; frame < count; frame++) {
        let sample = samples[start + frame]!;
        // The negation catches NaN, which compares false with everything.
        if (!(Math.abs(sample) <= LARGEST_SAMPLE)) {
          sample = 0;
          this.nonFiniteCount++;
        }
        input[this.#filled + frame] = sample;
      }
    }
  }

  #give(channels: readonly Float64Array[], start: number, count: number, from: number): void {
    for (let channel = 0; channel < this.channelCount; channel++) {
      const samples = channels[channel]!;
      const output = this.#output[channel]!;
      for (let frame = 0; frame < count; frame++) samples[start + frame] = output[from + frame]!;
    }
  }

  #renderPartition(): void {
    for (let pair = 0; pair < this.#convolvers.length; pair++) {
      const convolver = this.#convolvers[pair]!;
      const channel = 2 * pair;
      convolver.push(this.#input[channel]!, this.#input[channel + 1]);
      convolver.read(this.#current, this.#output[channel]!, this.#output[channel + 1]);
    }
    while (this.#isFading && this.#fadeStart < this.#partitionFrames) this.#renderFade();
    this.#fadeStart = 0;
  }

  /** Mixes the new filter into the partition, up to the end of either. */
  #renderFade(): void {
    const start = this.#fadeStart;
    const end = Math.min(this.#partitionFrames, start + this.#fade.length - this.#fadeDone);
    const isLast = this.#fadeDone + end - start === this.#fade.length;
    const left = this.#incoming[0];
    const right = this.#incoming[1];
    for (let pair = 0; pair < this.#convolvers.length; pair++) {
      const other = this.#output[2 * pair + 1];
      this.#convolvers[pair]!.read(this.#next, left, other && right);
      this.#mix(this.#output[2 * pair]!, left, start, end, isLast);
      if (other) this.#mix(other, right, start, end, isLast);
    }
    this.#fadeStart = end;
    this.#fadeDone += end - start;
    if (isLast) this.#endFade(end);
  }

  #mix(output: Float64Array, incoming: Float64Array, start: number, end: number, isLast: boolean): void {
    const fade = this.#fade;
    const done = this.#fadeDone - start;
    for (let frame = start; frame < end; frame++) {
      output[frame]! += fade[done + frame]! * (incoming[frame]! - output[frame]!);
    }
    if (isLast) for (let frame = end; frame < output.length; frame++) output[frame] = incoming[frame]!;
  }

  /** The new filter is the present one; the one that waits starts at frame `start` of the partition. */
  #endFade(start: number): void {
    const old = this.#current;
    this.#current = this.#next;
    this.#next = this.#waiting;
    this.#waiting = old;
    this.#isFading = this.#isWaiting;
    this.#isWaiting = false;
    this.#fadeStart = start;
    this.#fadeDone = 0;
  }

  #assertFilter({ taps, latencyFrames, sampleRateHz }: FirFilter): void {
    if (!(taps.length >= 1 && taps.length <= this.#capacityTaps && taps.every(Number.isFinite))) {
      throw new RangeError(
        `FirProcessor: taps must be finite and 1..${this.#capacityTaps}, got ${taps.length}, ` +
          `${taps.filter((tap) => !Number.isFinite(tap)).length} of them not finite`,
      );
    }
    if (latencyFrames !== this.#filterLatencyFrames || sampleRateHz !== this.#sampleRateHz) {
      throw new RangeError(
        `FirProcessor: filter must keep a latency of ${this.#filterLatencyFrames} frames at ` +
          `${this.#sampleRateHz} Hz, got ${latencyFrames} at ${sampleRateHz}`,
      );
    }
  }

  #assertBlock(channels: readonly Float64Array[], frameCount: number): void {
    assertBlock("FirProcessor.process", channels, this.channelCount, frameCount);
    if (this.#isAligned && frameCount % this.#partitionFrames !== 0) {
      throw new RangeError(
        `FirProcessor.process: frameCount must be a multiple of ${this.#partitionFrames}, got ${frameCount}`,
      );
    }
  }
}

function makeConvolvers(fft: Fft, channelCount: number, partitionCount: number): PairConvolver[] {
  const pairCount = Math.ceil(channelCount / 2);
  return Array.from({ length: pairCount }, () => new PairConvolver(fft, partitionCount));
}

/** Shape `[length]`: from nearly 0 to nearly 1. */
function raisedCosine(length: number): Float64Array {
  return Float64Array.from(
    { length },
    (_, frame) => 0.5 - 0.5 * Math.cos((Math.PI * (frame + 0.5)) / length),
  );
}

function assertSizes(
  channelCount: number,
  partitionFrames: number,
  capacityTaps: number,
  fadeMs: number,
): void {
  assertChannelCount("FirProcessor", channelCount);
  const [smallest, largest] = PARTITION_RANGE;
  const isPower = Number.isInteger(Math.log2(partitionFrames));
  if (!(isPower && partitionFrames >= smallest && partitionFrames <= largest)) {
    throw new RangeError(
      `FirProcessor: partitionFrames must be a power of two within ${smallest}..${largest}, got ${partitionFrames}`,
    );
  }
  if (!(Number.isInteger(capacityTaps) && capacityTaps >= 1)) {
    throw new RangeError(`FirProcessor: capacityTaps must be a positive integer, got ${capacityTaps}`);
  }
  if (!(fadeMs >= 0 && fadeMs <= LONGEST_FADE_MS)) {
    throw new RangeError(`FirProcessor: fadeMs must be within 0..${LONGEST_FADE_MS}, got ${fadeMs}`);
  }
}
