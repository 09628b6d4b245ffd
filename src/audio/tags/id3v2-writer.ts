import { joinBytes, uint32Be } from "../byte-join.ts";
import { latin1Bytes } from "../latin1.ts";
import type { AudioPicture, AudioTag, AudioTags } from "./tags.ts";

/** Text frames of ID3v2.4 by Vorbis comment name; what has none goes into TXXX under its own name. */
const TEXT_FRAMES: Readonly<Record<string, string>> = {
  TITLE: "TIT2",
  ARTIST: "TPE1",
  ALBUM: "TALB",
  ALBUMARTIST: "TPE2",
  DATE: "TDRC",
  TRACKNUMBER: "TRCK",
  DISCNUMBER: "TPOS",
  GENRE: "TCON",
  COMPOSER: "TCOM",
  LYRICIST: "TEXT",
  COPYRIGHT: "TCOP",
  ISRC: "TSRC",
  BPM: "TBPM",
  KEY: "TKEY",
  ORGANIZATION: "TPUB",
  LANGUAGE: "TLAN",
  ENCODER: "TSSE",
  "ENCODED-BY": "TENC",
  GROUPING: "TIT1",
  SUBTITLE: "TIT3",
  CONDUCTOR: "TPE3",
  REMIXER: "TPE4",
  ARTISTSORT: "TSOP",
  ALBUMSORT: "TSOA",
  TITLESORT: "TSOT",
  ORIGINALDATE: "TDOR",
};
/** A number and its total are one text "3/12". */
const TOTALS: Readonly<Record<string, string>> = { TRACKNUMBER: "TRACKTOTAL", DISCNUMBER: "DISCTOTAL" };
const UTF8 = Uint8Array.of(3);
const LANGUAGE = latin1Bytes("und");
/** Largest tag: sizes have 28 bits. */
const MAX_TAG_BYTES = 2 ** 28 - 1;

/**
 * A whole ID3v2.4 tag (id3.org, "ID3 tag version 2.4.0", 2000) in UTF-8: several values of a field share a frame,
 * divided by a zero. Empty if there is nothing to say, and without pictures should they not fit into 256 MiB.
 */
export function encodeId3v2(tags: AudioTags): Uint8Array<ArrayBuffer> {
  const texts = textFrames(tags.entries);
  const pictures = tags.pictures.map(pictureFrame);
  const all = joinBytes(...texts, ...pictures);
  const body = all.length <= MAX_TAG_BYTES ? all : joinBytes(...texts);
  if (body.length === 0) return body;
  return joinBytes(latin1Bytes("ID3"), Uint8Array.of(4, 0, 0), syncsafe(body.length), body);
}

function textFrames(entries: readonly AudioTag[]): Uint8Array[] {
  const values = new Map<string, string[]>();
  for (const { key, value } of entries) {
    if (value !== "") values.set(key, [...(values.get(key) ?? []), value]);
  }
  for (const [key, totalKey] of Object.entries(TOTALS)) {
    const [number] = values.get(key) ?? [];
    const [total] = values.get(totalKey) ?? [];
    if (number === undefined || total === undefined) continue;
    values.set(key, [`${number}/${total}`]);
    values.delete(totalKey);
  }
  return [...values].flatMap(([key, texts]) => {
    const id = TEXT_FRAMES[key];
    if (id !== undefined) return [frame(id, UTF8, utf8(texts.join("\0")))];
    if (key === "COMMENT") return texts.slice(0, 1).map((text) => languageFrame("COMM", text));
    if (key === "LYRICS") return texts.slice(0, 1).map((text) => languageFrame("USLT", text));
    return [frame("TXXX", UTF8, utf8(`${key}\0${texts.join("\0")}`))];
  });
}

/** Comments and lyrics name a language and have a description, here none. */
function languageFrame(id: string, text: string): Uint8Array {
  return frame(id, UTF8, LANGUAGE, utf8(`\0${text}`));
}

function pictureFrame({ mimeType, type, description, bytes }: AudioPicture): Uint8Array {
  return frame(
    "APIC",
    UTF8,
    latin1Bytes(`${mimeType}\0`),
    Uint8Array.of(type),
    utf8(`${description}\0`),
    bytes,
  );
}

function frame(id: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const payload = joinBytes(...parts);
  return joinBytes(latin1Bytes(id), syncsafe(payload.length), new Uint8Array(2), payload);
}

/** Four bytes of seven bits, most significant first. */
function syncsafe(value: number): Uint8Array {
  const spread = [21, 14, 7, 0].reduce((sum, shift) => sum * 256 + ((value >>> shift) & 0x7f), 0);
  return uint32Be(spread);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
