import { latin1Text } from "../latin1.ts";
import { readId3Frames } from "./id3v2-frames.ts";
import { decodeId3Text, firstString } from "./id3v2-text.ts";
import type { AudioPicture, AudioTag, AudioTags } from "./tags.ts";

/** Length of the tag's header, and of the footer that version 2.4 may have. */
const HEADER_BYTES = 10;

/** Vorbis comment names of text frames: ID3v2.3 and 2.4 have four letters, 2.2 has three. */
const FIELDS: Readonly<Record<string, string>> = {
  TIT2: "TITLE",
  TT2: "TITLE",
  TPE1: "ARTIST",
  TP1: "ARTIST",
  TALB: "ALBUM",
  TAL: "ALBUM",
  TPE2: "ALBUMARTIST",
  TP2: "ALBUMARTIST",
  TDRC: "DATE",
  TYER: "DATE",
  TYE: "DATE",
  TRCK: "TRACKNUMBER",
  TRK: "TRACKNUMBER",
  TPOS: "DISCNUMBER",
  TPA: "DISCNUMBER",
  TCON: "GENRE",
  TCO: "GENRE",
  TCOM: "COMPOSER",
  TCM: "COMPOSER",
  TEXT: "LYRICIST",
  TXT: "LYRICIST",
  TCOP: "COPYRIGHT",
  TCR: "COPYRIGHT",
  TSRC: "ISRC",
  TRC: "ISRC",
  TBPM: "BPM",
  TBP: "BPM",
  TKEY: "KEY",
  TKE: "KEY",
  TPUB: "ORGANIZATION",
  TPB: "ORGANIZATION",
  TLAN: "LANGUAGE",
  TLA: "LANGUAGE",
  TSSE: "ENCODER",
  TSS: "ENCODER",
  TENC: "ENCODED-BY",
  TEN: "ENCODED-BY",
  TIT1: "GROUPING",
  TT1: "GROUPING",
  TIT3: "SUBTITLE",
  TT3: "SUBTITLE",
  TPE3: "CONDUCTOR",
  TP3: "CONDUCTOR",
  TPE4: "REMIXER",
  TP4: "REMIXER",
  TSOP: "ARTISTSORT",
  TSOA: "ALBUMSORT",
  TSOT: "TITLESORT",
  TDOR: "ORIGINALDATE",
  TORY: "ORIGINALDATE",
};

/**
 * Bytes that an ID3v2 tag takes at the start of `head`, its header and footer included; 0 if there is none.
 *
 * @param head At least 10 bytes, or the whole file.
 */
export function id3v2Size(head: Uint8Array, at = 0): number {
  if (at + HEADER_BYTES > head.length) return 0;
  if (head[at] !== 0x49 || head[at + 1] !== 0x44 || head[at + 2] !== 0x33) return 0;
  if (head[at + 3] === 0xff || head[at + 4] === 0xff) return 0;
  let size = 0;
  for (let i = at + 6; i < at + 10; i++) {
    if (head[i]! >= 0x80) return 0;
    size = size * 128 + head[i]!;
  }
  return size + HEADER_BYTES + (head[at + 5]! & 0x10 ? HEADER_BYTES : 0);
}

/**
 * Reads an ID3v2.2, 2.3 or 2.4 tag (id3.org, 1998 to 2000), unsynchronised or not. Text, comments, lyrics and pictures are
 * taken; what is damaged, compressed or encrypted is passed over.
 *
 * @param bytes The whole tag from "ID3" on, or as much of it as there is.
 */
export function parseId3v2(bytes: Uint8Array): AudioTags {
  const entries: AudioTag[] = [];
  const pictures: AudioPicture[] = [];
  for (const { id, payload } of readId3Frames(bytes)) {
    if (id === "TXXX" || id === "TXX") {
      const [description = "", ...values] = decodeId3Text(payload);
      const key = description.toUpperCase();
      if (/^[ -<>-}]+$/.test(key)) for (const value of values) entries.push({ key, value });
    } else if (id === "COMM" || id === "COM") entries.push(...languageText(payload, "COMMENT"));
    else if (id === "USLT" || id === "ULT") entries.push(...languageText(payload, "LYRICS"));
    else if (id === "APIC") pictures.push(...attachedPicture(payload));
    else if (id === "PIC") pictures.push(...attachedPicture22(payload));
    else if (FIELDS[id] !== undefined) {
      for (const text of decodeId3Text(payload)) {
        entries.push(...field(FIELDS[id], text));
      }
    }
  }
  return { entries, pictures };
}

/** "3/12" is a number and a total in ID3, two fields in Vorbis comments; genres may be numbers in brackets. */
function field(key: string, text: string): AudioTag[] {
  if (text === "") return [];
  const parts = /^(\d+)\/(\d+)$/.exec(text);
  if (parts !== null && (key === "TRACKNUMBER" || key === "DISCNUMBER")) {
    return [
      { key, value: parts[1]! },
      { key: key === "TRACKNUMBER" ? "TRACKTOTAL" : "DISCTOTAL", value: parts[2]! },
    ];
  }
  return [{ key, value: text }];
}

/** Comments and lyrics: encoding, three letters of language, description, text. */
function languageText(payload: Uint8Array, key: string): AudioTag[] {
  if (payload.length < 5) return [];
  const rest = new Uint8Array(payload.length - 3);
  rest[0] = payload[0]!;
  rest.set(payload.subarray(4), 1);
  const [description = "", value = ""] = decodeId3Text(rest);
  // iTunes keeps numbers for its own use in comments of these names.
  return value === "" || description.startsWith("iTun") ? [] : [{ key, value }];
}

/** APIC: encoding, media type, picture type, description, bytes. */
function attachedPicture(payload: Uint8Array): AudioPicture[] {
  const typeEnd = payload.indexOf(0, 1);
  if (typeEnd < 0 || typeEnd + 2 > payload.length) return [];
  const mimeType = latin1Text(payload.subarray(1, Math.min(typeEnd, 256)));
  const { text, end } = firstString(payload, typeEnd + 2, payload[0]!);
  return [{ type: payload[typeEnd + 1]!, mimeType, description: text, bytes: payload.slice(end) }];
}

/** PIC of version 2.2: three letters in place of the media type. */
function attachedPicture22(payload: Uint8Array): AudioPicture[] {
  if (payload.length < 6) return [];
  const letters = latin1Text(payload.subarray(1, 4)).toLowerCase();
  const { text, end } = firstString(payload, 5, payload[0]!);
  const mimeType = letters === "jpg" ? "image/jpeg" : `image/${letters}`;
  return [{ type: payload[4]!, mimeType, description: text, bytes: payload.slice(end) }];
}
