import { open } from "node:fs/promises";
import { AudioError, type AudioReader, type ByteSink, NO_TAGS, openAudioWriter } from "../../audio/index.ts";
import { openSoundFile } from "../../node.ts";
import { UsageError } from "../failure.ts";

/** A part of a sound, as a WAV file of the very samples. */
export interface Excerpt {
  readonly path: string;
  readonly fromSeconds: number;
  readonly durationSeconds: number;
  /** Of the whole sound. */
  readonly wholeSeconds: number;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Oddities of the sound file, one line each. */
  readonly notes: readonly string[];
}

export interface ExcerptOptions {
  /** Where it begins; default 0. */
  readonly fromSeconds?: number;
  /** How long it is, at most; default 30. */
  readonly seconds?: number;
  readonly signal?: AbortSignal;
  /** Told the part that is done, 0..1. */
  readonly onProgress?: (fraction: number) => void;
}

/** As long as a loop or a verse, and rendered in a moment. */
export const DEFAULT_EXCERPT_SECONDS = 30;

const BLOCK_FRAMES = 16_384;

/**
 * Copies a part of a sound file of any kind into a WAV file whose samples are kept as the sound file keeps them.
 *
 * @param path Of the WAV file, which must not exist.
 * @throws UsageError if the sound ends before the part begins; FileError for all that is wrong with the sound.
 */
export async function cutExcerpt(
  input: string,
  path: string,
  { fromSeconds = 0, seconds = DEFAULT_EXCERPT_SECONDS, signal, onProgress }: ExcerptOptions = {},
): Promise<Excerpt> {
  const sound = await openSoundFile(input, signal);
  try {
    const { reader } = sound;
    const { sampleRateHz, channelCount } = reader.format;
    const wholeSeconds = reader.frameCount / sampleRateHz;
    const first = Math.round(fromSeconds * sampleRateHz);
    if (first >= reader.frameCount) {
      const got = `got a beginning at ${fromSeconds} s`;
      throw new UsageError(
        `what is heard must begin within the ${wholeSeconds.toFixed(1)} s of ${input}, ${got}`,
      );
    }
    const frameCount = Math.max(1, Math.min(reader.frameCount - first, Math.round(seconds * sampleRateHz)));
    await copyFrames(reader, first, frameCount, path, {
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    return {
      ...{ path, fromSeconds: first / sampleRateHz, durationSeconds: frameCount / sampleRateHz },
      ...{ wholeSeconds, sampleRateHz, channelCount, notes: reader.notes },
    };
  } finally {
    await sound.close();
  }
}

async function copyFrames(
  reader: AudioReader,
  first: number,
  frameCount: number,
  path: string,
  { signal, onProgress }: Pick<ExcerptOptions, "signal" | "onProgress">,
): Promise<void> {
  const { format } = reader;
  const handle = await open(path, "wx", 0o600);
  try {
    let position = 0;
    const sink: ByteSink = {
      async write(bytes) {
        for (let done = 0; done < bytes.length; ) {
          const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position);
          done += bytesWritten;
          position += bytesWritten;
        }
      },
    };
    const writer = await openAudioWriter(sink, "wav", { format, frameCount, tags: NO_TAGS });
    const channels = Array.from({ length: format.channelCount }, () => new Float64Array(BLOCK_FRAMES));
    // Coded kinds are read from their beginning on.
    const begins = reader.kind === "wav" || reader.kind === "aiff" ? first : 0;
    const end = first + frameCount;
    for (let at = begins; at < end; ) {
      if (signal?.aborted) {
        throw new AudioError("aborted", "copying must run to its end, got a request to stop");
      }
      const limit = at < first ? first : end;
      const count = Math.min(BLOCK_FRAMES, limit - at);
      await reader.read(at, channels, count);
      if (at >= first) await writer.write(channels, count);
      at += count;
      onProgress?.((at - begins) / (end - begins));
    }
    await writer.close();
  } finally {
    await handle.close();
  }
}
