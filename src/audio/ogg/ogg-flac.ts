import { AudioError } from "../audio-error.ts";
import type { AudioReader } from "../audio-reader.ts";
import type { ByteSource } from "../byte-stream.ts";
import { OutOfBits } from "../flac/flac-bits.ts";
import { type FlacInfo, flacFormat, parseStreamInfo } from "../flac/flac-blocks.ts";
import { createFlacFrameDecoder } from "../flac/flac-frame.ts";
import { type BlockStream, sequentialReader } from "../sequential-reader.ts";
import { parseFlacPicture } from "../tags/flac-picture.ts";
import { type AudioTags, mergeTags, NO_TAGS } from "../tags/tags.ts";
import { parseVorbisComment } from "../tags/vorbis-comment.ts";
import { type OggStream, openOggStream } from "./ogg-stream.ts";

/** Headers that a stream may announce. */
const MAX_HEADERS = 1024;

/**
 * Opens FLAC in Ogg (RFC 9639, section 10.1): each packet is a metadata block or a frame.
 *
 * @throws AudioError with a one-line message.
 */
export async function openOggFlac(source: ByteSource, serial: number): Promise<AudioReader> {
  const stream = await openOggStream(source, serial, headerCount);
  const first = stream.headers[0]!;
  if (first.length < 51)
    throw new AudioError("format", `FLAC header in Ogg must be 51 bytes, got ${first.length}`);
  const info = parseStreamInfo(first.subarray(17, 51));
  const frameCount = info.frameCount || stream.lastGranule;
  if (frameCount < 1) throw new AudioError("empty", "FLAC stream must hold at least one frame, got none");
  const tags = readTags(stream.headers.slice(1));
  return {
    kind: "flac",
    format: flacFormat(info, tags),
    frameCount,
    tags,
    notes: stream.notes,
    ...sequentialReader({ name: "FLAC", frameCount, open: async () => flacStream(stream, info) }),
  };
}

function headerCount(first: Uint8Array): number {
  if (first.length < 9) return 1;
  return 1 + Math.min(MAX_HEADERS, Math.max(1, (first[7]! << 8) | first[8]!));
}

function readTags(blocks: readonly Uint8Array[]): AudioTags {
  let tags = NO_TAGS;
  for (const block of blocks) {
    const type = (block[0] ?? 0) & 0x7f;
    if (block.length < 4) continue;
    if (type === 4) tags = mergeTags(tags, parseVorbisComment(block.subarray(4)));
    if (type !== 6) continue;
    const picture = parseFlacPicture(block.subarray(4));
    if (picture !== undefined) tags = { ...tags, pictures: [...tags.pictures, picture] };
  }
  return tags;
}

function flacStream(stream: OggStream, info: FlacInfo): BlockStream {
  const packets = stream.openPackets();
  const decoder = createFlacFrameDecoder(info);
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  return {
    async next() {
      while (waiting.length === 0) {
        const found = await packets.next();
        if (found === undefined) return undefined;
        waiting = found.packets.map((packet) => packet.slice());
      }
      const packet = waiting.shift()!;
      try {
        const { frameCount } = decoder.decode(packet, 0, packet.length);
        return { channels: decoder.channels, frameCount };
      } catch (error) {
        if (!(error instanceof OutOfBits)) throw error;
        throw new AudioError("format", "FLAC frame must fill its Ogg packet, got damaged audio");
      }
    },
    close() {},
  };
}
