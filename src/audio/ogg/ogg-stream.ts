import { AudioError } from "../audio-error.ts";
import type { ByteSource } from "../byte-stream.ts";
import { ByteWindow } from "../byte-window.ts";
import { OggPacketReader, type OggPackets } from "./ogg-packets.ts";
import { type OggPage, OggPages, readPageBody } from "./ogg-pages.ts";

/** One logical stream of an Ogg file, its headers read and its pages gone through once. */
export interface OggStream {
  /** The stream's header packets. */
  readonly headers: readonly Uint8Array[];
  /** Position at the end of the last page that ends a packet. */
  readonly lastGranule: number;
  readonly notes: readonly string[];
  /** Packets of audio from the first on, page by page. */
  openPackets(): { next(): Promise<OggPackets | undefined> };
}

/** Longer than any recording: 46 years at 192 kHz. */
const MAX_GRANULE = 2 ** 48;

/**
 * Reads a logical stream's headers and finds its end by the pages' headers, without decoding.
 *
 * @param headerCount How many packets are headers, asked once the first is there.
 * @throws AudioError `format` for a chain of streams, damaged headers; `truncated`, `empty`.
 */
export async function openOggStream(
  source: ByteSource,
  serial: number,
  headerCount: (first: Uint8Array) => number,
): Promise<OggStream> {
  const headers: Uint8Array[] = [];
  const reader = new OggPacketReader(new ByteWindow(source), serial);
  let wanted = 1;
  while (headers.length < wanted) {
    const found = await reader.next();
    if (found === undefined) {
      throw new AudioError(
        "truncated",
        `Ogg stream must begin with ${wanted} headers, got ${headers.length}`,
      );
    }
    for (const packet of found.packets) {
      if (headers.length < wanted) headers.push(packet);
      if (wanted === 1) wanted = headerCount(packet);
    }
  }
  const { lastGranule, isEnded, skippedBytes } = await findEnd(source, serial);
  const notes: string[] = [];
  if (skippedBytes > 0) notes.push(`${skippedBytes} bytes are no Ogg pages: passed over`);
  if (!isEnded) notes.push("the last Ogg page is missing: the file is cut short, what is there is read");
  return {
    headers,
    lastGranule,
    notes,
    openPackets() {
      const packets = new OggPacketReader(new ByteWindow(source), serial);
      let left = headers.length;
      return {
        async next() {
          const found = await packets.next();
          if (found === undefined || left === 0) return found;
          const dropped = Math.min(left, found.packets.length);
          left -= dropped;
          return { packets: found.packets.slice(dropped), page: found.page };
        },
      };
    },
  };
}

async function findEnd(
  source: ByteSource,
  serial: number,
): Promise<{ lastGranule: number; isEnded: boolean; skippedBytes: number }> {
  const window = new ByteWindow(source);
  const pages = new OggPages(window);
  let last: OggPage | undefined;
  let isEnded = false;
  for (let page = await pages.next(); page !== undefined; page = await pages.next()) {
    if (page.isFirst && isEnded) {
      throw new AudioError(
        "format",
        `Ogg file must hold one recording, got another behind it at byte ${page.offset}: join them with "ffmpeg -i in.ogg out.flac"`,
      );
    }
    if (page.serial !== serial) continue;
    if (page.granule >= 0) last = page;
    isEnded ||= page.isLast;
  }
  if (last !== undefined) await readPageBody(window, last); // its position is believed, so it must be sound
  const lastGranule = last?.granule ?? 0;
  if (lastGranule > MAX_GRANULE) {
    throw new AudioError("format", `Ogg position must be at most ${MAX_GRANULE} frames, got ${lastGranule}`);
  }
  return { lastGranule, isEnded, skippedBytes: pages.skippedBytes };
}
