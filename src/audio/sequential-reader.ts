import { AudioError } from "./audio-error.ts";

/** A piece of decoded audio, full scale 1; the arrays may be used again for the next piece. */
export interface DecodedBlock {
  /** Shape `[channelCount][>= frameCount]`. */
  readonly channels: readonly (Float32Array | Float64Array)[];
  readonly frameCount: number;
}

/** A decoder on its way through a file. */
export interface BlockStream {
  /** The next piece, or undefined behind the last. */
  next(): Promise<DecodedBlock | undefined>;
  /** Frees the decoder's memory. */
  close(): void;
}

/** What a decoder that only goes forward needs to become a reader. */
export interface SequentialOptions {
  /** As messages call the file: "FLAC", "MP3". */
  readonly name: string;
  readonly frameCount: number;
  /** Frames that the decoder gives before the sound begins. Default 0. */
  readonly skipFrames?: number;
  /** Factor on every sample. Default 1. */
  readonly gain?: number;
  /** Where channel c of the output lies among the decoder's channels. Default the same place. */
  readonly channelOrder?: readonly number[];
  /** Starts decoding from the beginning of the file. */
  readonly open: () => Promise<BlockStream>;
}

/** Reads that follow one another, starting over at frame 0. */
export interface SequentialReader {
  read(startFrame: number, channels: readonly Float64Array[], frameCount: number): Promise<void>;
  close(): void;
}

/**
 * Gives any forward-going decoder the manner of `AudioReader.read`: trims what comes before and after the sound,
 * puts channels in order, and says so if the decoder ends early.
 */
export function sequentialReader(options: SequentialOptions): SequentialReader {
  const { name, frameCount, skipFrames = 0, gain = 1, channelOrder } = options;
  let stream: BlockStream | undefined;
  let block: DecodedBlock | undefined;
  let used = 0; // frames of the block that are gone
  let position = 0;
  const stop = () => {
    try {
      stream?.close();
    } catch {
      // A decoder whose WebAssembly trapped cannot free itself: its whole memory goes with it.
    }
    stream = undefined;
    block = undefined;
    position = 0;
  };
  const advance = async () => {
    block = await stream!.next();
    used = 0;
    if (block === undefined) {
      throw new AudioError(
        "truncated",
        `${name} must hold ${frameCount} frames as it announces, got ${position}: the file is cut short or damaged`,
      );
    }
  };
  const start = async () => {
    stop();
    stream = await options.open();
    for (let left = skipFrames; left > 0; ) {
      await advance();
      used = Math.min(left, block!.frameCount);
      left -= used;
    }
  };
  return {
    async read(startFrame, channels, count) {
      if (!(startFrame >= 0 && count >= 0 && startFrame + count <= frameCount)) {
        throw new RangeError(
          `AudioReader.read: frames must lie within 0..${frameCount}, got ${startFrame} + ${count}`,
        );
      }
      if (startFrame !== 0 && startFrame !== position) {
        throw new RangeError(
          `AudioReader.read: ${name} must be read from 0 or ${position} on, got ${startFrame}`,
        );
      }
      try {
        if (stream === undefined || startFrame !== position) await start();
        for (let done = 0; done < count; ) {
          if (block === undefined || used === block.frameCount) await advance();
          const part = Math.min(count - done, block!.frameCount - used);
          copyFrames(block!, used, channels, done, part, gain, channelOrder);
          used += part;
          done += part;
          position += part;
        }
      } catch (error) {
        stop();
        throw error;
      }
    },
    close: stop,
  };
}

/**
 * Runs a decoder to its end only to count.
 *
 * @returns Frames that it gives.
 */
export async function countFrames(open: () => Promise<BlockStream>): Promise<number> {
  const stream = await open();
  try {
    let count = 0;
    for (let block = await stream.next(); block !== undefined; block = await stream.next()) {
      count += block.frameCount;
    }
    return count;
  } finally {
    stream.close();
  }
}

function copyFrames(
  block: DecodedBlock,
  from: number,
  channels: readonly Float64Array[],
  to: number,
  count: number,
  gain: number,
  channelOrder: readonly number[] | undefined,
): void {
  block.channels.forEach((_, c) => {
    const source = block.channels[channelOrder?.[c] ?? c]!;
    const target = channels[c]!;
    target.set(source.subarray(from, from + count), to);
    if (gain !== 1) for (let i = to; i < to + count; i++) target[i]! *= gain;
  });
}
