import { AudioError } from "./audio-error.ts";
import { sampleRange } from "./samples.ts";
import type { WavReader } from "./wav-reader.ts";
import type { WavWriter } from "./wav-writer.ts";

/** Changes blocks of audio in place, keeping state between them: the dsp room's equalizers are of this shape. */
export interface BlockProcessor {
  /** @param channels Shape `[channelCount][>= frameCount]`, full scale 1. */
  process(channels: readonly Float64Array[], frameCount: number): void;
  /** NaN or infinite samples met so far. */
  readonly nonFiniteCount: number;
}

/** What of a {@link WavReader} a render needs. */
export type FrameSource = Pick<WavReader, "format" | "frameCount" | "read">;

/** How to render. */
export interface RenderOptions {
  /** Frames per block, at least 1. Default 16,384, fewer above 64 channels. The result does not depend on it. */
  readonly blockFrames?: number;
  /** Turn the whole file down to -1 dBFS where it would clip; false refuses instead. Default true. */
  readonly protect?: boolean;
  /** Asked between blocks. */
  readonly signal?: { readonly aborted: boolean };
  /** Told after every block: the part of this pass that is done, 0..1, and the pass, 1 or 2. */
  readonly onProgress?: (fraction: number, pass: 1 | 2) => void;
}

/** What a render did. Peaks are sample peaks, dB relative to full scale; -Infinity is silence. */
export interface RenderReport {
  readonly frameCount: number;
  readonly durationSeconds: number;
  readonly inputPeakDb: number;
  /** Of the audio written, after protection. */
  readonly outputPeakDb: number;
  /** The gain that kept the result from clipping, dB; 0 where none was needed. */
  readonly protectionGainDb: number;
  /** NaN or infinite samples in the input or met by the processor. */
  readonly nonFiniteCount: number;
}

/** Where protection puts the peak, dBFS: room for the overshoot between samples. */
export const PROTECTED_PEAK_DB = -1;

const DEFAULT_BLOCK_FRAMES = 16_384;
/** Bound on the samples of a block over all channels: 8 MiB of float64. */
const MAX_BLOCK_SAMPLES = 2 ** 20;

/**
 * Renders audio through a processor in constant memory.
 *
 * The first pass renders, measures and writes. Should the result leave what the output format holds (integer codes
 * saturate above `1 - 2^-(bits-1)` and below -1; float is held to ±1, or to the input's own peak if that is higher),
 * the file is rendered a second time from the start with one gain that puts its peak at -1 dBFS: the whole file gets
 * quieter, its balance stays. A processor that changes nothing gives back the very same samples.
 *
 * @param makeProcessor Called once per pass, for fresh state.
 * @param makeWriter Called once per pass; the second call starts the output over.
 * @throws AudioError `clips` if the result would clip and `protect` is false; `aborted`; `truncated`.
 */
export async function renderStream(
  reader: FrameSource,
  makeProcessor: () => BlockProcessor,
  makeWriter: () => Promise<WavWriter>,
  options: RenderOptions = {},
): Promise<RenderReport> {
  const { protect = true } = options;
  const writer = await makeWriter();
  const range = sampleRange(writer.format);
  const first = await renderPass(reader, makeProcessor(), writer, 1, 1, options);
  if (first.input.nonFiniteCount === reader.frameCount * reader.format.channelCount) {
    throw new AudioError("empty", "must hold audio, got nothing but NaN and infinite samples");
  }
  const peak = first.output.peak();
  const roof = range.isHard ? 0 : first.input.peak();
  let { output } = first;
  let gain = 1;
  const clips = output.lowest < range.lowest || output.highest > range.highest;
  if (clips && peak > roof) {
    if (!protect) {
      const excess = Math.max(output.lowest / range.lowest, output.highest / range.highest);
      throw new AudioError(
        "clips",
        `result must stay within full scale, got a peak ${decibels(excess).toFixed(2)} dB above it: it would clip`,
      );
    }
    gain = 10 ** (PROTECTED_PEAK_DB / 20) / peak;
    ({ output } = await renderPass(reader, makeProcessor(), await makeWriter(), gain, 2, options));
  }
  return {
    frameCount: reader.frameCount,
    durationSeconds: reader.frameCount / reader.format.sampleRateHz,
    inputPeakDb: decibels(first.input.peak()),
    outputPeakDb: decibels(output.peak()),
    protectionGainDb: gain === 1 ? 0 : decibels(gain),
    nonFiniteCount: Math.max(first.input.nonFiniteCount, first.nonFiniteCount),
  };
}

/** One way through the file. Once a hard limit is passed the first pass goes on measuring but writes no more. */
async function renderPass(
  reader: FrameSource,
  processor: BlockProcessor,
  writer: WavWriter,
  gain: number,
  pass: 1 | 2,
  { blockFrames = DEFAULT_BLOCK_FRAMES, signal, onProgress }: RenderOptions,
): Promise<{ input: Extremes; output: Extremes; nonFiniteCount: number }> {
  const { frameCount, format } = reader;
  if (!(Number.isInteger(blockFrames) && blockFrames >= 1)) {
    throw new RangeError(`renderStream: blockFrames must be a whole number above 0, got ${blockFrames}`);
  }
  const length = Math.max(1, Math.min(blockFrames, Math.floor(MAX_BLOCK_SAMPLES / format.channelCount)));
  const channels = Array.from({ length: format.channelCount }, () => new Float64Array(length));
  const range = sampleRange(writer.format);
  const input = new Extremes();
  const output = new Extremes();
  let isWriting = true;
  for (let start = 0; start < frameCount; start += length) {
    if (signal?.aborted) throw new AudioError("aborted", "render must run to its end, got a request to stop");
    const count = Math.min(length, frameCount - start);
    await reader.read(start, channels, count);
    for (const channel of channels) input.take(channel, count);
    processor.process(channels, count);
    for (const channel of channels) {
      if (gain !== 1) for (let i = 0; i < count; i++) channel[i]! *= gain;
      output.take(channel, count);
    }
    if (pass === 1 && range.isHard) {
      isWriting &&= output.lowest >= range.lowest && output.highest <= range.highest;
    }
    if (isWriting) await writer.write(channels, count);
    onProgress?.((start + count) / frameCount, pass);
  }
  if (isWriting) await writer.close();
  return { input, output, nonFiniteCount: processor.nonFiniteCount };
}

/** Running lowest and highest finite value of a signal. */
class Extremes {
  lowest = 0;
  highest = 0;
  nonFiniteCount = 0;

  take(channel: Float64Array, frameCount: number): void {
    let { lowest, highest } = this;
    let canary = 0; // stays 0 unless a sample is NaN or infinite
    for (let i = 0; i < frameCount; i++) {
      const value = channel[i]!;
      canary += value * 0;
      if (value > highest) highest = value;
      else if (value < lowest) lowest = value;
    }
    if (canary !== 0) {
      this.#takeFinite(channel, frameCount);
    } else {
      this.lowest = lowest;
      this.highest = highest;
    }
  }

  peak(): number {
    return Math.max(-this.lowest, this.highest);
  }

  #takeFinite(channel: Float64Array, frameCount: number): void {
    for (let i = 0; i < frameCount; i++) {
      const value = channel[i]!;
      if (!Number.isFinite(value)) this.nonFiniteCount += 1;
      else if (value > this.highest) this.highest = value;
      else if (value < this.lowest) this.lowest = value;
    }
  }
}

function decibels(amplitude: number): number {
  return 20 * Math.log10(amplitude);
}
