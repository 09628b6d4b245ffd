import { openAiff } from "./aiff/aiff-reader.ts";
import { AudioError } from "./audio-error.ts";
import type { AudioReader } from "./audio-reader.ts";
import type { ByteSource } from "./byte-stream.ts";
import { ByteWindow } from "./byte-window.ts";
import { openFlac } from "./flac/flac-reader.ts";
import { foreignKind } from "./foreign-kind.ts";
import { latin1Text } from "./latin1.ts";
import { parseMp3Header } from "./mp3/mp3-frame-header.ts";
import { openMp3 } from "./mp3/mp3-reader.ts";
import { openOgg } from "./ogg/ogg-reader.ts";
import { id3v2Size } from "./tags/id3v2.ts";
import { openWav } from "./wav/wav-reader.ts";

/** Bytes looked at to tell what a file is. */
const HEAD_BYTES = 4096;

/**
 * Opens a sound file for reading: WAV, RF64, AIFF, FLAC, MP3, Ogg with Vorbis, Opus or FLAC. What it is, its content
 * says; its name plays no part. Reads headers and tags, and for MP3 and Ogg the headers of all frames or pages.
 *
 * The reader needs the source until it is closed. Memory does not grow with the length of the sound.
 *
 * @throws AudioError with a one-line message: `foreign` for a kind of sound that another program can decode, `format`
 *   for anything else that is no sound file or a damaged one, `truncated`, `empty`.
 */
export async function openAudio(source: ByteSource): Promise<AudioReader> {
  if (source.size === 0) throw new AudioError("empty", "sound file must hold bytes, got an empty file");
  const window = new ByteWindow(source);
  const head = await headAt(window, 0);
  const start = latin1Text(head.subarray(0, 4));
  if (["RIFF", "RF64", "BW64"].includes(start)) {
    const wav = await openWav(source);
    return { ...wav, wav };
  }
  if (start === "FORM") return openAiff(source);
  if (start === "fLaC") return openFlac(source);
  if (start === "OggS") return openOgg(source);
  const tagBytes = id3v2Size(head);
  if (tagBytes > 0) {
    const behind = await headAt(window, tagBytes);
    if (latin1Text(behind.subarray(0, 4)) === "fLaC") return openFlac(source, tagBytes);
    return openMp3(source);
  }
  const foreign = foreignKind(head);
  if (foreign !== undefined) throw foreign;
  if (parseMp3Header(head, 0) !== undefined) return openMp3(source);
  return openMp3(source).catch((error) => {
    if (!(error instanceof AudioError)) throw error;
    const bytes = latin1Text(head.subarray(0, 4)).replace(/[^ -~]/g, ".");
    throw new AudioError(
      "format",
      `file must be WAV, AIFF, FLAC, MP3, Ogg Vorbis or Opus, got bytes "${bytes}" of no known kind`,
    );
  });
}

async function headAt(window: ByteWindow, offset: number): Promise<Uint8Array> {
  const { bytes, at, count } = await window.view(offset, HEAD_BYTES);
  return bytes.slice(at, at + Math.min(count, HEAD_BYTES));
}
