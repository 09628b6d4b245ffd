import { readFully } from "../byte-stream.ts";
import { latin1Text } from "../latin1.ts";
import { parseId3v2 } from "../tags/id3v2.ts";
import { type AudioTag, type AudioTags, mergeTags } from "../tags/tags.ts";
import type { WavChunk } from "./wav-chunks.ts";

/** Vorbis comment names of INFO's entries (Multimedia Programming Interface 1.0, 1991, and common use). */
const FIELDS: Readonly<Record<string, string>> = {
  INAM: "TITLE",
  IART: "ARTIST",
  IPRD: "ALBUM",
  ICRD: "DATE",
  ITRK: "TRACKNUMBER",
  IPRT: "TRACKNUMBER",
  IGNR: "GENRE",
  ICMT: "COMMENT",
  ICOP: "COPYRIGHT",
  IENG: "ENGINEER",
  ISFT: "ENCODER",
  ISRC: "SOURCE",
  ISBJ: "SUBJECT",
  IKEY: "KEYWORDS",
  ILNG: "LANGUAGE",
  ITCH: "ENCODED-BY",
  IMUS: "COMPOSER",
  IWRI: "LYRICIST",
};

/** Longer chunks are left unread, so that no file fills the memory. */
const MAX_TAG_BYTES = 2 ** 26;

/** Tags from a WAV file's `LIST` `INFO` and `id3 ` chunks; what both say is ID3's, which knows more letters. */
export async function readRiffTags(chunks: readonly WavChunk[]): Promise<AudioTags> {
  const id3: AudioTags[] = [];
  const info: AudioTags[] = [];
  let left = MAX_TAG_BYTES;
  for (const chunk of chunks) {
    const isId3 = chunk.id === "id3 " || chunk.id === "ID3 ";
    if ((!isId3 && chunk.id !== "LIST") || chunk.size > left) continue;
    left -= chunk.size;
    const payload = new Uint8Array(chunk.size);
    await readFully(chunk.source, chunk.offset, payload);
    if (isId3) id3.push(parseId3v2(payload));
    else if (latin1Text(payload.subarray(0, 4)) === "INFO") info.push(parseRiffInfo(payload.subarray(4)));
  }
  return mergeTags(...id3, ...info);
}

/**
 * Reads the entries behind "INFO": four letters, a length, text that ends at a zero. UTF-8 where that is what the
 * bytes are, else ISO 8859-1. Damage ends the list.
 */
export function parseRiffInfo(bytes: Uint8Array): AudioTags {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: AudioTag[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const key = FIELDS[latin1Text(bytes.subarray(at, at + 4))];
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (size > bytes.length - start) break;
    const value = text(bytes.subarray(start, start + size));
    if (key !== undefined && value !== "") entries.push({ key, value });
    at = start + size + (size % 2);
  }
  return { entries, pictures: [] };
}

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const letters = end < 0 ? bytes : bytes.subarray(0, end);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(letters).trim();
  } catch {
    return latin1Text(letters).trim();
  }
}
