import { latin1Text } from "../latin1.ts";
import type { AudioTag, AudioTags } from "./tags.ts";

/** Bytes of an ID3v1 tag: the last ones of the file. */
export const ID3V1_BYTES = 128;

/** Reads an ID3v1 or 1.1 tag; undefined if the bytes are none. Its genre number is left to ID3v2, which has names. */
export function parseId3v1(bytes: Uint8Array): AudioTags | undefined {
  if (bytes.length !== ID3V1_BYTES || latin1Text(bytes.subarray(0, 3)) !== "TAG") return undefined;
  const text = (from: number, to: number) =>
    latin1Text(bytes.subarray(from, to)).replace(/\0.*$/s, "").trimEnd();
  const hasTrack = bytes[125] === 0 && bytes[126] !== 0;
  const found: readonly AudioTag[] = [
    { key: "TITLE", value: text(3, 33) },
    { key: "ARTIST", value: text(33, 63) },
    { key: "ALBUM", value: text(63, 93) },
    { key: "DATE", value: text(93, 97) },
    { key: "COMMENT", value: text(97, 127) },
    { key: "TRACKNUMBER", value: hasTrack ? String(bytes[126]) : "" },
  ];
  return { entries: found.filter(({ value }) => value !== ""), pictures: [] };
}
