import type { AudioLayout, AudioWriter } from "../audio-writer.ts";
import { joinBytes, uint32Le } from "../byte-join.ts";
import { type ByteSink, memorySource } from "../byte-stream.ts";
import { latin1Bytes } from "../latin1.ts";
import { encodeId3v2 } from "../tags/id3v2-writer.ts";
import type { AudioTags } from "../tags/tags.ts";
import type { WavChunk } from "./wav-chunks.ts";
import { openWavWriter } from "./wav-writer.ts";

/** Fields that the LIST/INFO chunk has a name for (Microsoft, Multimedia Data Standards Update 1994). */
const INFO_FIELDS: Readonly<Record<string, string>> = {
  TITLE: "INAM",
  ARTIST: "IART",
  ALBUM: "IPRD",
  DATE: "ICRD",
  GENRE: "IGNR",
  COMMENT: "ICMT",
  COPYRIGHT: "ICOP",
  TRACKNUMBER: "ITRK",
  ENCODER: "ISFT",
  "ENCODED-BY": "ITCH",
  LANGUAGE: "ILNG",
  SOURCE: "ISRC",
};

/**
 * Begins a WAV file with tags behind the audio, twice: LIST/INFO, which most programs read, and an `id3 ` chunk with
 * everything, pictures included.
 */
export function openTaggedWavWriter(
  sink: ByteSink,
  { format, frameCount, tags }: Pick<AudioLayout, "format" | "frameCount"> & { readonly tags: AudioTags },
): Promise<AudioWriter> {
  return openWavWriter(sink, { format, frameCount, trailing: tagChunks(tags) });
}

/** The two chunks, or none for no tags. */
function tagChunks(tags: AudioTags): WavChunk[] {
  const chunks: readonly (readonly [string, Uint8Array])[] = [
    ["LIST", encodeInfo(tags)],
    ["id3 ", encodeId3v2(tags)],
  ];
  return chunks
    .filter(([, { length }]) => length > 0)
    .map(([id, bytes]) => ({ id, source: memorySource(bytes), offset: 0, size: bytes.length }));
}

/**
 * The payload of a LIST chunk of kind INFO: text in UTF-8, each ended by a zero, the first value of every field. The
 * standard leaves the encoding open; UTF-8 is what ffmpeg writes and current programs read.
 */
function encodeInfo({ entries }: AudioTags): Uint8Array<ArrayBuffer> {
  const fields = Object.entries(INFO_FIELDS).flatMap(([key, id]) => {
    const value = entries.find((entry) => entry.key === key)?.value;
    if (value === undefined || value === "") return [];
    const text = new TextEncoder().encode(`${value}\0`);
    return [latin1Bytes(id), uint32Le(text.length), text, new Uint8Array(text.length % 2)];
  });
  return fields.length === 0 ? new Uint8Array(0) : joinBytes(latin1Bytes("INFO"), ...fields);
}
