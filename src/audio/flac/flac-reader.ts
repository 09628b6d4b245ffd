import { AudioError } from "../audio-error.ts";
import type { AudioReader } from "../audio-reader.ts";
import type { ByteSource } from "../byte-stream.ts";
import { ByteWindow } from "../byte-window.ts";
import { type BlockStream, countFrames, sequentialReader } from "../sequential-reader.ts";
import { OutOfBits } from "./flac-bits.ts";
import { type FlacInfo, flacFormat, readFlacBlocks } from "./flac-blocks.ts";
import { createFlacFrameDecoder } from "./flac-frame.ts";

/** No frame is longer: 65535 frames of 8 channels of 33 bits, and headers. */
const MAX_FRAME_BYTES = 2 ** 22;

/**
 * Opens a native FLAC file: reads its metadata, and all of it once if its length is unknown.
 *
 * Every sample comes back as the very integer that was encoded; each frame is held to its checksum.
 *
 * @param offset Position of "fLaC": some programs put an ID3 tag in front.
 * @throws AudioError with a one-line message.
 */
export async function openFlac(source: ByteSource, offset = 0): Promise<AudioReader> {
  const { info, tags, audioOffset } = await readFlacBlocks(new ByteWindow(source), offset);
  const open = async () => flacStream(source, info, audioOffset);
  const notes: string[] = [];
  let { frameCount } = info;
  if (frameCount === 0) {
    frameCount = await countFrames(open);
    notes.push("the header leaves the length open: counted");
  }
  if (frameCount === 0) throw new AudioError("empty", "FLAC file must hold at least one frame, got none");
  const format = flacFormat(info, tags);
  return {
    kind: "flac",
    format,
    frameCount,
    tags,
    notes,
    ...sequentialReader({ name: "FLAC", frameCount, open }),
  };
}

function flacStream(source: ByteSource, info: FlacInfo, audioOffset: number): BlockStream {
  const window = new ByteWindow(source);
  const decoder = createFlacFrameDecoder(info);
  const typical = Math.ceil((info.maxBlockFrames * info.channelCount * (info.bitsPerSample + 1)) / 8) + 64;
  const longest = info.maxFrameBytes || typical;
  let offset = audioOffset;
  let position = 0;
  return {
    async next() {
      for (let wanted = Math.min(longest, MAX_FRAME_BYTES); ; wanted *= 4) {
        const { bytes, at, count } = await window.view(offset, wanted);
        if (count === 0 || isTag(bytes, at, count)) return undefined;
        try {
          const { frameCount, byteCount } = decoder.decode(bytes, at, at + count);
          offset += byteCount;
          position += frameCount;
          return { channels: decoder.channels, frameCount };
        } catch (error) {
          if (error instanceof AudioError) {
            throw new AudioError(
              error.code,
              `${error.message} (byte ${offset}, ${seconds(position, info)} s)`,
            );
          }
          if (!(error instanceof OutOfBits)) throw error;
          if (count < wanted || wanted > MAX_FRAME_BYTES) return undefined; // cut short: the caller counts
        }
      }
    },
    close() {},
  };
}

/** An ID3v1 tag behind the last frame, which some programs leave. */
function isTag(bytes: Uint8Array, at: number, count: number): boolean {
  return count === 128 && bytes[at] === 0x54 && bytes[at + 1] === 0x41 && bytes[at + 2] === 0x47;
}

function seconds(position: number, { sampleRateHz }: FlacInfo): string {
  return (position / sampleRateHz).toFixed(1);
}
