import { AudioError } from "../audio-error.ts";
import type { AudioReader } from "../audio-reader.ts";
import type { ByteSource } from "../byte-stream.ts";
import { ByteWindow } from "../byte-window.ts";
import { latin1Text } from "../latin1.ts";
import { openOggFlac } from "./ogg-flac.ts";
import { openOggOpus } from "./ogg-opus.ts";
import { OggPages, readPageBody } from "./ogg-pages.ts";
import { openOggVorbis } from "./ogg-vorbis.ts";

type OpenStream = (source: ByteSource, serial: number) => Promise<AudioReader>;

/** First bytes of the first packet of what is read. */
const READ: readonly (readonly [string, OpenStream])[] = [
  ["\x01vorbis", openOggVorbis],
  ["OpusHead", openOggOpus],
  ["\x7fFLAC", openOggFlac],
];

/** And of what is not. */
const FOREIGN: readonly (readonly [string, string])[] = [
  ["Speex   ", "Speex"],
  ["\x80theora", "Theora video"],
  ["CELT    ", "CELT"],
  ["PCM     ", "PCM"],
];

/** Streams that begin together before any goes on. */
const MAX_STREAMS = 64;

/**
 * Opens the first stream of sound in an Ogg file (RFC 3533) that can be read: Vorbis, Opus or FLAC. Video and text
 * beside it are passed over.
 *
 * @throws AudioError with a one-line message.
 */
export async function openOgg(source: ByteSource): Promise<AudioReader> {
  const window = new ByteWindow(source);
  const pages = new OggPages(window);
  const others: string[] = [];
  for (let count = 0; count < MAX_STREAMS; count++) {
    const page = await pages.next();
    if (page === undefined || !page.isFirst) break;
    const body = await readPageBody(window, page);
    const start = latin1Text(body.subarray(0, 8));
    const found = READ.find(([mark]) => start.startsWith(mark));
    if (found !== undefined) return await found[1](source, page.serial);
    others.push(FOREIGN.find(([mark]) => start.startsWith(mark))?.[1] ?? "another kind");
  }
  if (others.length === 0) {
    throw new AudioError("format", "Ogg file must begin with a stream's first page, got none");
  }
  throw new AudioError(
    "foreign",
    `Ogg file must hold Vorbis, Opus or FLAC, got ${others.join(", ")}: install ffmpeg or convert it to FLAC`,
  );
}
