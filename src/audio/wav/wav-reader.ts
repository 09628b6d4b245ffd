import { AudioError } from "../audio-error.ts";
import { type ByteSource, readFully } from "../byte-stream.ts";
import { decodeSamples } from "../samples.ts";
import type { AudioTags } from "../tags/tags.ts";
import { readRiffTags } from "./riff-info.ts";
import { readWavChunks, type WavChunk, type WavContainer } from "./wav-chunks.ts";
import { bytesPerFrame, parseFormatChunk, type WavFormat } from "./wav-format.ts";

/**
 * WAV in, our own codec. The libraries measured (mediabunny, wavefile, node-wav, see docs/architecture.md) each lose
 * something that a mastering tool must keep: the loudspeaker mask, chunks beside the audio, exact integer codes, or
 * constant memory. The format is small enough to own.
 *
 * What is read: RIFF, RF64 and BW64; PCM 8, 16, 24, 32 and float 32, 64, plain or extensible; 1..65535 channels;
 * 1..1,536,000 Hz. What is not: compressed formats, big-endian RIFX, Wave64.
 */
export interface WavReader {
  readonly kind: "wav";
  readonly format: WavFormat;
  readonly container: WavContainer;
  /** Whole frames of audio, at least 1. */
  readonly frameCount: number;
  /** Chunks before the audio, `fmt ` among them, and after it; payloads unread. */
  readonly leading: readonly WavChunk[];
  readonly trailing: readonly WavChunk[];
  /** The audio's bytes. */
  readonly data: WavChunk;
  /** From `LIST` `INFO` and `id3 ` chunks; they stay among the chunks as well. */
  readonly tags: AudioTags;
  /** Oddities that were lived with, one line each; empty for a sound file. */
  readonly notes: readonly string[];
  /**
   * Decodes frames `startFrame .. startFrame + frameCount - 1`; one call at a time.
   *
   * @param channels Shape `[channelCount][>= frameCount]`, receives values, full scale 1.
   * @throws AudioError `truncated` if the source has shrunk since it was opened.
   */
  read(startFrame: number, channels: readonly Float64Array[], frameCount: number): Promise<void>;
  /** Nothing to free; as an audio reader has it. */
  close(): void;
}

/**
 * Opens a WAV file: reads its header, none of its audio.
 *
 * @throws AudioError with a one-line message if this is no WAV file, or a damaged, truncated or empty one.
 */
export async function openWav(source: ByteSource): Promise<WavReader> {
  const { container, leading, data, trailing, isLengthRecovered } = await readWavChunks(source);
  const format = await readFormat(leading);
  const frameBytes = bytesPerFrame(format);
  const frameCount = Math.floor(data.size / frameBytes);
  if (frameCount === 0) {
    throw new AudioError("empty", `WAV data must hold at least one frame, got ${data.size} bytes of audio`);
  }
  const notes: string[] = [];
  if (isLengthRecovered) notes.push("the header leaves the length open: taken from the file's size");
  const spareBytes = data.size % frameBytes;
  if (spareBytes > 0) notes.push(`the last ${spareBytes} bytes of audio are no whole frame: ignored`);
  let bytes = new Uint8Array(0);
  return {
    kind: "wav",
    format,
    container,
    frameCount,
    leading,
    trailing,
    data: { ...data, size: frameCount * frameBytes },
    tags: await readRiffTags([...leading, ...trailing]),
    notes,
    close() {},
    async read(startFrame, channels, count) {
      if (!(startFrame >= 0 && count >= 0 && startFrame + count <= frameCount)) {
        throw new RangeError(
          `WavReader.read: frames must lie within 0..${frameCount}, got ${startFrame} + ${count}`,
        );
      }
      const size = count * frameBytes;
      if (bytes.length < size) bytes = new Uint8Array(size);
      await readFully(source, data.offset + startFrame * frameBytes, bytes.subarray(0, size));
      decodeSamples(format, bytes, channels, count);
    },
  };
}

async function readFormat(leading: readonly WavChunk[]): Promise<WavFormat> {
  const chunk = leading.find(({ id }) => id === "fmt ");
  if (chunk === undefined) {
    throw new AudioError("format", "WAV file must hold a format chunk before its data, got none");
  }
  const payload = new Uint8Array(Math.min(chunk.size, 40));
  await readFully(chunk.source, chunk.offset, payload);
  return parseFormatChunk(payload);
}
