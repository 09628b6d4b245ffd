import { AudioError } from "../audio-error.ts";
import type { AudioLayout, AudioWriter } from "../audio-writer.ts";
import type { ByteSink } from "../byte-stream.ts";
import { outputFormat } from "../output-format.ts";
import { encodeSamples } from "../samples.ts";
import { NO_TAGS } from "../tags/tags.ts";
import { bytesPerFrame } from "../wav/wav-format.ts";
import { BLOCK_FRAMES, FrameEncoder } from "./encoder/frame.ts";
import {
  encodeFlacHead,
  encodeSeekTable,
  encodeStreamInfo,
  SEEK_TABLE_OFFSET,
  type SeekPoint,
  STREAM_INFO_OFFSET,
  seekPointCountOf,
} from "./flac-head.ts";
import { createMd5 } from "./md5.ts";

/** Frames of sound of the stream at most: STREAMINFO has 36 bits for them. */
const MAX_FRAME_COUNT = 2 ** 36 - 1;

/**
 * Begins a FLAC file (RFC 9639): the very integers that a WAV file of the same format would hold, losslessly.
 *
 * MD5, frame sizes and seek points are filled in at the end where the sink can be rewritten; in a pipe they stay
 * "unknown", as the format allows, and there is no seek table. Pictures of 16 MiB or more are left out.
 *
 * @throws AudioError `format` unless {@link outputFormat} leaves the format as it is.
 */
export async function openFlacWriter(
  sink: ByteSink,
  { format, frameCount, tags = NO_TAGS }: Pick<AudioLayout, "format" | "frameCount" | "tags">,
): Promise<AudioWriter> {
  const [problem] = outputFormat("flac", format).notes;
  if (problem !== undefined)
    throw new AudioError("format", `FLAC must hold integers of 8 to 24 bits: ${problem}`);
  if (!(Number.isSafeInteger(frameCount) && frameCount >= 0 && frameCount <= MAX_FRAME_COUNT)) {
    throw new RangeError(`openFlacWriter: frameCount must be a whole number below 2^36, got ${frameCount}`);
  }
  const frameBytes = bytesPerFrame(format);
  const seekPointCount = sink.rewrite ? seekPointCountOf(format, frameCount) : 0;
  await sink.write(encodeFlacHead(format, frameCount, tags, seekPointCount));

  const encoder = new FrameEncoder(format.bits, format.sampleRateHz);
  const block = Array.from({ length: format.channelCount }, () => new Int32Array(BLOCK_FRAMES));
  const bytes = new Uint8Array(BLOCK_FRAMES * frameBytes);
  const md5 = createMd5();
  const seekPoints: SeekPoint[] = [];
  let filled = 0;
  let coded = 0;
  let streamBytes = 0;
  let minFrameBytes = Number.POSITIVE_INFINITY;
  let maxFrameBytes = 0;

  async function writeBlock(): Promise<void> {
    const frame = encoder.encode(block, filled);
    const isSeekPoint = coded >= (seekPoints.length * frameCount) / seekPointCount;
    if (isSeekPoint && seekPoints.length < seekPointCount) {
      seekPoints.push({ startFrame: coded, byteOffset: streamBytes, frameCount: filled });
    }
    await sink.write(frame);
    streamBytes += frame.length;
    minFrameBytes = Math.min(minFrameBytes, frame.length);
    maxFrameBytes = Math.max(maxFrameBytes, frame.length);
    coded += filled;
    filled = 0;
  }

  return {
    format,
    async write(channels, count) {
      for (let done = 0; done < count; ) {
        const part = Math.min(count - done, BLOCK_FRAMES - filled);
        const view = channels.map((channel) => channel.subarray(done, done + part));
        encodeSamples(format, view, part, bytes);
        const samples = bytes.subarray(0, part * frameBytes);
        unpackSamples(samples, format.bits, block, filled, part);
        md5.update(samples);
        filled += part;
        done += part;
        if (filled === BLOCK_FRAMES) await writeBlock();
      }
    },
    async close() {
      if (filled > 0) await writeBlock();
      if (coded !== frameCount) {
        throw new RangeError(`FlacWriter.close: ${frameCount} frames must have been written, got ${coded}`);
      }
      if (coded === 0 || !sink.rewrite) return;
      const figures = { minFrameBytes, maxFrameBytes, md5: md5.digest() };
      await sink.rewrite(STREAM_INFO_OFFSET, encodeStreamInfo(format, frameCount, figures));
      if (seekPointCount > 0) {
        await sink.rewrite(SEEK_TABLE_OFFSET, encodeSeekTable(seekPoints, seekPointCount));
      }
    },
  };
}

/**
 * Interleaved little-endian bytes to whole numbers by channel. Eight bits come unsigned, as WAV has them, and are made
 * signed in place, as FLAC's MD5 wants them.
 */
function unpackSamples(
  bytes: Uint8Array,
  bits: number,
  channels: readonly Int32Array[],
  start: number,
  count: number,
): void {
  const stride = channels.length;
  if (bits === 8) for (let i = 0; i < bytes.length; i++) bytes[i]! ^= 0x80;
  for (let c = 0; c < stride; c++) {
    const channel = channels[c]!;
    if (bits === 24) {
      for (let i = start, j = 3 * c; i < start + count; i++, j += 3 * stride) {
        channel[i] = ((bytes[j]! << 8) | (bytes[j + 1]! << 16) | (bytes[j + 2]! << 24)) >> 8;
      }
    } else if (bits === 16) {
      for (let i = start, j = 2 * c; i < start + count; i++, j += 2 * stride) {
        channel[i] = ((bytes[j]! << 16) | (bytes[j + 1]! << 24)) >> 16;
      }
    } else {
      for (let i = start, j = c; i < start + count; i++, j += stride) channel[i] = (bytes[j]! << 24) >> 24;
    }
  }
}
