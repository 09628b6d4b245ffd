import { AudioError } from "../audio-error.ts";
import type { AudioReader } from "../audio-reader.ts";
import { type ByteSource, readFully } from "../byte-stream.ts";
import { latin1Text } from "../latin1.ts";
import { decodeSamples } from "../samples.ts";
import { parseId3v2 } from "../tags/id3v2.ts";
import { type AudioTag, type AudioTags, mergeTags } from "../tags/tags.ts";
import type { WavChunk } from "../wav/wav-chunks.ts";
import { bytesPerFrame } from "../wav/wav-format.ts";
import { readAiffChunks } from "./aiff-chunks.ts";
import { type AiffFormat, parseCommonChunk } from "./aiff-format.ts";

/** Longer texts and tags are left unread, so that no file fills the memory. */
const MAX_TAG_BYTES = 2 ** 26;

const TEXT_CHUNKS: Readonly<Record<string, string>> = {
  NAME: "TITLE",
  AUTH: "ARTIST",
  "(c) ": "COPYRIGHT",
  ANNO: "COMMENT",
};

/**
 * Opens an AIFF or AIFF-C file with uncompressed samples: integer of 1 to 32 bits, float 32 and 64, either byte order.
 * Reads its chunks' headers and tags, none of its audio; any frame can be read at any time.
 *
 * @throws AudioError with a one-line message.
 */
export async function openAiff(source: ByteSource): Promise<AudioReader> {
  const { isCompressedForm, chunks, isCutShort } = await readAiffChunks(source);
  const common = chunks.find(({ id }) => id === "COMM");
  const sound = chunks.find(({ id }) => id === "SSND");
  if (common === undefined || (sound === undefined && chunks.length === 0)) {
    throw new AudioError("format", "AIFF file must hold a COMM chunk, got none");
  }
  const coding = parseCommonChunk(await payloadOf(common, 22), isCompressedForm);
  const { format, frameCount, exactRateHz } = coding;
  if (frameCount === 0 || sound === undefined) {
    throw new AudioError("empty", "AIFF file must hold at least one frame, got none");
  }
  const frameBytes = bytesPerFrame(format);
  const dataOffset = sound.offset + 8 + (await soundOffset(sound));
  const available = Math.floor((sound.offset + sound.size - dataOffset) / frameBytes);
  if (available < frameCount) {
    throw new AudioError(
      "truncated",
      `AIFF sound must hold ${frameCount} frames as its header says, got ${Math.max(0, available)}: the file is cut short`,
    );
  }
  const notes: string[] = [];
  if (isCutShort) notes.push("the file is cut short behind its sound");
  if (exactRateHz !== format.sampleRateHz) {
    notes.push(`the sampling rate ${exactRateHz} Hz is no whole number: taken for ${format.sampleRateHz} Hz`);
  }
  let bytes = new Uint8Array(0);
  return {
    kind: "aiff",
    format,
    frameCount,
    tags: await readTags(chunks),
    notes,
    async read(startFrame, channels, count) {
      if (!(startFrame >= 0 && count >= 0 && startFrame + count <= frameCount)) {
        throw new RangeError(
          `AudioReader.read: frames must lie within 0..${frameCount}, got ${startFrame} + ${count}`,
        );
      }
      const size = count * frameBytes;
      if (bytes.length < size) bytes = new Uint8Array(size);
      const piece = bytes.subarray(0, size);
      await readFully(source, dataOffset + startFrame * frameBytes, piece);
      toWavOrder(coding, piece);
      decodeSamples(format, bytes, channels, count);
    },
    close() {},
  };
}

/** Makes the samples those of a WAV file: little-endian, 8 bits with an offset. */
function toWavOrder({ format, isLittleEndian, isUnsigned }: AiffFormat, bytes: Uint8Array): void {
  const width = format.bits / 8;
  if (width === 1) {
    if (!isUnsigned) for (let i = 0; i < bytes.length; i++) bytes[i]! ^= 0x80;
    return;
  }
  if (isLittleEndian) return;
  for (let start = 0; start < bytes.length; start += width) {
    for (let low = start, high = start + width - 1; low < high; low++, high--) {
      const byte = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = byte;
    }
  }
}

/** SSND begins with the distance to the first frame and a block size that nobody uses. */
async function soundOffset(sound: WavChunk): Promise<number> {
  if (sound.size < 8)
    throw new AudioError("truncated", `AIFF SSND chunk must hold 8 bytes, got ${sound.size}`);
  const head = await payloadOf(sound, 8);
  return new DataView(head.buffer).getUint32(0);
}

async function readTags(chunks: readonly WavChunk[]): Promise<AudioTags> {
  const entries: AudioTag[] = [];
  const tags: AudioTags[] = [];
  let left = MAX_TAG_BYTES;
  for (const chunk of chunks) {
    const key = TEXT_CHUNKS[chunk.id];
    const isId3 = chunk.id === "ID3 " || chunk.id === "id3 ";
    if (chunk.size > left || (key === undefined && !isId3)) continue;
    left -= chunk.size;
    const payload = await payloadOf(chunk, chunk.size);
    if (isId3) tags.push(parseId3v2(payload));
    else {
      const value = latin1Text(payload).replace(/\0.*$/s, "").trim();
      if (value !== "") entries.push({ key: key!, value });
    }
  }
  return mergeTags(...tags, { entries, pictures: [] });
}

async function payloadOf(chunk: WavChunk, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const payload = new Uint8Array(Math.min(chunk.size, most));
  await readFully(chunk.source, chunk.offset, payload);
  return payload;
}
