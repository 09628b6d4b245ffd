import { AudioError } from "./audio-error.ts";
import type { AudioReader } from "./audio-reader.ts";
import type { AudioWriter } from "./audio-writer.ts";
import { Extremes } from "./extremes.ts";
import { sampleRange } from "./samples.ts";

/** Changes blocks of audio in place, keeping state between them: the dsp room's equalizers are of this shape. */
export interface BlockProcessor {
  /** @param channels Shape `[channelCount][>= frameCount]`, full scale 1. */
  process(channels: readonly Float64Array[], frameCount: number): void;
  /** NaN or infinite samples met so far. */
  readonly nonFiniteCount: number;
  /** Frames by which the output is late; a render takes them out again. Default 0. */
  readonly latencyFrames?: number;
  /** Whether every finite sample leaves it as it came. Default false. */
  readonly isIdentity?: boolean;
}

/** Looks at blocks of audio, or adds noise to them. */
export interface BlockMeter {
  /** @param channels Shape `[channelCount][>= frameCount]`, full scale 1. */
  process(channels: readonly Float64Array[], frameCount: number): void;
}

/** What of an {@link AudioReader} a render needs. */
export type FrameSource = Pick<AudioReader, "format" | "frameCount" | "read">;

/** One way through a sound. */
export interface Pass {
  readonly processor: BlockProcessor;
  /** Undefined: only measure. */
  readonly writer?: AudioWriter;
  /** Factor after the processor. */
  readonly gain: number;
  /** See what comes in and what the processor makes of it, before the gain. */
  readonly meters?: { readonly input: BlockMeter; readonly output: BlockMeter };
  /** Runs over what is written. */
  readonly dither?: BlockMeter;
  /** Stops writing, but goes on measuring, once a sample passes what the writer's format holds. */
  readonly stopsAtClipping: boolean;
  readonly blockFrames: number;
  readonly signal?: { readonly aborted: boolean };
  readonly onProgress?: (fraction: number) => void;
}

/** What a pass met: sample values. */
export interface PassFigures {
  readonly input: Extremes;
  /** After the gain. */
  readonly output: Extremes;
  /** Whether everything was written and the writer closed. */
  readonly isWritten: boolean;
}

/** Bound on the samples of a block over all channels: 8 MiB of float64. */
const MAX_BLOCK_SAMPLES = 2 ** 20;

/** Runs a sound through a processor, in constant memory. The processor's latency is taken out. */
export async function renderPass(reader: FrameSource, pass: Pass): Promise<PassFigures> {
  let isWritten = false;
  try {
    const figures = await passOver(reader, pass);
    isWritten = figures.isWritten;
    return figures;
  } finally {
    if (!isWritten) await pass.writer?.abandon?.();
  }
}

async function passOver(reader: FrameSource, pass: Pass): Promise<PassFigures> {
  const { processor, writer, gain, meters, dither } = pass;
  const { frameCount, format } = reader;
  const latency = processor.latencyFrames ?? 0;
  const length = Math.max(1, Math.min(pass.blockFrames, Math.floor(MAX_BLOCK_SAMPLES / format.channelCount)));
  const channels = Array.from({ length: format.channelCount }, () => new Float64Array(length));
  const range = writer && sampleRange(writer.format);
  const input = new Extremes();
  const output = new Extremes();
  let isWriting = writer !== undefined;
  for (let start = 0; start < frameCount + latency; start += length) {
    if (pass.signal?.aborted) {
      throw new AudioError("aborted", "render must run to its end, got a request to stop");
    }
    const count = Math.min(length, frameCount + latency - start);
    await readOrSilence(reader, start, channels, count, (sounding) => {
      for (const channel of channels) input.take(channel, sounding);
      meters?.input.process(channels, sounding);
    });
    processor.process(channels, count);
    const late = Math.min(count, Math.max(0, latency - start));
    const made = count - late;
    if (late > 0) for (const channel of channels) channel.copyWithin(0, late, count);
    meters?.output.process(channels, made);
    for (const channel of channels) {
      if (gain !== 1) for (let i = 0; i < made; i++) channel[i]! *= gain;
      output.take(channel, made);
    }
    if (pass.stopsAtClipping && range?.isHard) {
      isWriting &&= output.lowest >= range.lowest && output.highest <= range.highest;
    }
    if (isWriting && made > 0) {
      dither?.process(channels, made);
      await writer!.write(channels, made);
    }
    pass.onProgress?.((start + count) / (frameCount + latency));
  }
  if (isWriting) await writer!.close();
  return { input, output, isWritten: isWriting };
}

/** Reads what there is of `count` frames and fills the rest, behind the sound's end, with silence. */
async function readOrSilence(
  reader: FrameSource,
  start: number,
  channels: readonly Float64Array[],
  count: number,
  onSound: (frames: number) => void,
): Promise<void> {
  const sounding = Math.max(0, Math.min(count, reader.frameCount - start));
  if (sounding > 0) {
    await reader.read(start, channels, sounding);
    onSound(sounding);
  }
  for (const channel of channels) channel.fill(0, sounding, count);
}
