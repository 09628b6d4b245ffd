import { AudioError } from "./audio-error.ts";
import type { AudioWriter } from "./audio-writer.ts";
import { type BlockMeter, type BlockProcessor, type FrameSource, renderPass } from "./render-pass.ts";
import { type SampleRange, sampleRange } from "./samples.ts";
import type { WavFormat } from "./wav/wav-format.ts";

/** Measures the true peak of what passes; the dsp room's meters are of this shape. */
export interface PeakMeter extends BlockMeter {
  /** dB relative to full scale; -Infinity is silence. */
  readonly truePeakDb: number;
}

/** How to render. */
export interface RenderOptions {
  /** Frames per block, at least 1. Default 16,384, fewer above 64 channels. The result does not depend on it. */
  readonly blockFrames?: number;
  /** Turn the whole file down to a peak of -1 dB where it would clip; false refuses instead. Default true. */
  readonly protect?: boolean;
  /** Fresh meters of what comes in and of what the processor makes of it. Without: sample peaks decide. */
  readonly meters?: { readonly input: PeakMeter; readonly output: PeakMeter };
  /**
   * Asked when all has been measured: the gain to write the output with, dB, say to match loudness. It costs a pass of
   * measuring before anything is written.
   */
  readonly gainDb?: () => number;
  /** How the writer keeps samples. Default: as the reader has them. */
  readonly outputFormat?: WavFormat;
  /** Called once per pass that writes, with the factor it applies: noise for a shorter word length, or nothing. */
  readonly makeDither?: (gain: number) => BlockMeter | undefined;
  /** Asked between blocks. */
  readonly signal?: { readonly aborted: boolean };
  /** Told after every block: the part of this pass that is done, 0..1, and the pass, 1 or 2. */
  readonly onProgress?: (fraction: number, pass: 1 | 2) => void;
}

/** What a render did. Peaks are dB relative to full scale; -Infinity is silence. */
export interface RenderReport {
  readonly frameCount: number;
  readonly durationSeconds: number;
  /** Largest sample. */
  readonly inputPeakDb: number;
  /** Largest sample of the audio written. */
  readonly outputPeakDb: number;
  /** The gain that was asked for by `gainDb`, dB; 0 where none was. */
  readonly matchGainDb: number;
  /** The gain that kept the result from clipping, dB, besides `matchGainDb`; 0 where none was needed. */
  readonly protectionGainDb: number;
  /** NaN or infinite samples in the input or met by the processor. */
  readonly nonFiniteCount: number;
}

/** Where protection puts the peak, dB relative to full scale: room for what a lossy encoder adds. */
export const PROTECTED_PEAK_DB = -1;

const DEFAULT_BLOCK_FRAMES = 16_384;

/**
 * Renders audio through a processor in constant memory.
 *
 * The first pass renders, measures and writes. Should the result leave what can be played, the file is rendered a second
 * time from the start with one gain that puts its peak at -1 dB: the whole file gets quieter, its balance stays. What
 * can be played ends where an integer format saturates (above `1 - 2^-(bits-1)` and below -1), and at a true peak of
 * 0 dB or the input's own if that is higher. A processor that changes nothing gives back the very same samples.
 *
 * @param makeProcessor Called once per pass, for fresh state.
 * @param makeWriter Called once per pass that writes; the second call starts the output over.
 * @throws AudioError `clips` if the result would clip and `protect` is false; `aborted`; `truncated`.
 */
export async function renderStream(
  reader: FrameSource,
  makeProcessor: () => BlockProcessor,
  makeWriter: () => Promise<AudioWriter>,
  options: RenderOptions = {},
): Promise<RenderReport> {
  const { protect = true, blockFrames = DEFAULT_BLOCK_FRAMES, signal, onProgress, meters } = options;
  if (!(Number.isInteger(blockFrames) && blockFrames >= 1)) {
    throw new RangeError(`renderStream: blockFrames must be a whole number above 0, got ${blockFrames}`);
  }
  const common = { blockFrames, ...(signal && { signal }) };
  const run = async (number: 1 | 2, gain: number, writes: boolean) => {
    const processor = makeProcessor();
    const writer = writes ? await makeWriter() : undefined;
    const dither = writes ? options.makeDither?.(gain) : undefined;
    const figures = await renderPass(reader, {
      ...{ ...common, processor, gain, stopsAtClipping: number === 1 },
      ...(writer && { writer }),
      ...(dither && { dither }),
      ...(number === 1 && meters && { meters }),
      onProgress: (fraction) => onProgress?.(fraction, number),
    });
    return { ...figures, processor };
  };

  const isMeasuredFirst = options.gainDb !== undefined;
  const first = await run(1, 1, !isMeasuredFirst);
  if (first.input.nonFiniteCount === reader.frameCount * reader.format.channelCount) {
    throw new AudioError("empty", "must hold audio, got nothing but NaN and infinite samples");
  }
  const matchGainDb = options.gainDb?.() ?? 0;
  const peakDb = Math.max(meters?.output.truePeakDb ?? -Infinity, decibels(first.output.peak()));
  const roofDb = Math.max(0, meters?.input.truePeakDb ?? -Infinity, decibels(first.input.peak()));
  const range = sampleRange(options.outputFormat ?? reader.format);
  const saturation = saturationOf(range, first.output, amplitude(matchGainDb));
  let protectionGainDb = 0;
  if (peakDb + matchGainDb > roofDb + ROUNDING_DB || saturation > 1) {
    if (!protect) {
      const excessDb = Math.max(peakDb + matchGainDb, decibels(saturation));
      throw new AudioError(
        "clips",
        `result must stay within full scale, got a peak ${excessDb.toFixed(2)} dB above it: it would clip`,
      );
    }
    protectionGainDb = PROTECTED_PEAK_DB - peakDb - matchGainDb;
  }
  const gainDb = matchGainDb + protectionGainDb;
  const last = first.isWritten && gainDb === 0 ? first : await run(2, amplitude(gainDb), true);
  return {
    frameCount: reader.frameCount,
    durationSeconds: reader.frameCount / reader.format.sampleRateHz,
    inputPeakDb: decibels(first.input.peak()),
    outputPeakDb: decibels(last.output.peak()),
    matchGainDb,
    protectionGainDb,
    nonFiniteCount: Math.max(first.input.nonFiniteCount, first.processor.nonFiniteCount),
  };
}

/** Two measurements of one peak may differ by this much, dB. */
const ROUNDING_DB = 1e-6;

/** By what factor a signal passes what an integer format holds; 0 for float. */
function saturationOf(
  range: SampleRange,
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
  gain: number,
): number {
  return range.isHard ? gain * Math.max(lowest / range.lowest, highest / range.highest) : 0;
}

function decibels(value: number): number {
  return 20 * Math.log10(value);
}

function amplitude(gainDb: number): number {
  return gainDb === 0 ? 1 : 10 ** (gainDb / 20);
}
