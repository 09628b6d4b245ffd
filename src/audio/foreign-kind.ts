import { AudioError } from "./audio-error.ts";
import { latin1Text } from "./latin1.ts";

/** A mark in a file's first bytes, one letter a byte, and what the file is then. */
type Mark = readonly [offset: number, letters: string, name: string];

/** Sound in containers or codings that this room does not decode. */
const SOUNDS: readonly Mark[] = [
  [4, "ftyp", "MP4 (AAC or ALAC)"],
  [4, "moov", "QuickTime"],
  [4, "mdat", "QuickTime"],
  [4, "wide", "QuickTime"],
  [0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media (WMA)"],
  [0, "\x1a\x45\xdf\xa3", "Matroska or WebM"],
  [0, "caff", "Core Audio Format (CAF)"],
  [0, "riff\x2e\x91\xcf\x11", "Wave64"],
  [0, "RIFX", "big-endian WAV (RIFX)"],
  [0, "MAC ", "Monkey's Audio"],
  [0, "wvpk", "WavPack"],
  [0, "TTA1", "True Audio"],
  [0, "MP+", "Musepack"],
  [0, "MPCK", "Musepack"],
  [0, "#!AMR", "AMR"],
  [0, ".snd", "Sun/NeXT audio (AU)"],
  [0, "DSD ", "DSD"],
  [0, "FRM8", "DSD"],
  [0, "\x0b\x77", "AC-3"],
  [0, "\x7f\xfe\x80\x01", "DTS"],
  [0, "ADIF", "AAC"],
  [0, "FLV\x01", "Flash video"],
  [0, "\x00\x00\x01\xba", "MPEG video"],
];

/** What is no sound at all. */
const OTHERS: readonly Mark[] = [
  [0, "MThd", "a MIDI file: notes, no sound"],
  [0, "\x89PNG", "a PNG image"],
  [0, "\xff\xd8\xff", "a JPEG image"],
  [0, "GIF8", "a GIF image"],
  [0, "%PDF", "a PDF document"],
  [0, "PK\x03\x04", "a ZIP archive"],
  [0, "\x1f\x8b", "a gzip archive"],
  [0, "Rar!", "a RAR archive"],
  [0, "\x7fELF", "a program"],
];

const READ = "file must be WAV, AIFF, FLAC, MP3, Ogg Vorbis or Opus";

/**
 * What a file is that is none of the kinds read, by its first bytes; undefined if they say nothing.
 *
 * @returns AudioError `foreign` for sound that another program decodes, `format` for what is no sound.
 */
export function foreignKind(head: Uint8Array): AudioError | undefined {
  const sound = nameOf(SOUNDS, head) ?? mpegLayer(head);
  if (sound !== undefined) {
    return new AudioError("foreign", `${READ}, got ${sound}: install ffmpeg or convert it to FLAC`);
  }
  const other = nameOf(OTHERS, head) ?? (isText(head) ? "text" : undefined);
  return other === undefined ? undefined : new AudioError("format", `${READ}, got ${other}`);
}

function nameOf(marks: readonly Mark[], head: Uint8Array): string | undefined {
  const start = latin1Text(head.subarray(0, 16));
  return marks.find(([offset, letters]) => start.startsWith(letters, offset))?.[2];
}

/** Frames of MPEG audio other than layer III begin with the same eleven ones. */
function mpegLayer(head: Uint8Array): string | undefined {
  if (head[0] !== 0xff || head.length < 4) return undefined;
  if ((head[1]! & 0xf6) === 0xf0) return "AAC";
  const isFrame = head[1]! >= 0xe0 && (head[1]! & 0x18) !== 0x08 && head[2]! >> 4 !== 15;
  if (isFrame && (head[1]! & 0x06) === 0x04) return "MPEG layer II";
  return isFrame && (head[1]! & 0x06) === 0x06 && head[2]! >> 4 !== 0 ? "MPEG layer I" : undefined;
}

/** Letters, marks and line ends only. */
function isText(head: Uint8Array): boolean {
  if (head.length < 8) return false;
  return head.every((byte) => (byte >= 32 && byte !== 127) || (byte >= 9 && byte <= 13));
}
