import { AudioError } from "../audio-error.ts";
import type { ByteWindow } from "../byte-window.ts";

/** A page's header (RFC 3533, section 6) and where the page lies. */
export interface OggPage {
  readonly offset: number;
  readonly byteCount: number;
  /** Lengths of the segments of its packets; one below 255 ends a packet. */
  readonly lacing: Uint8Array;
  readonly isContinued: boolean;
  /** First and last page of their logical stream. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Position at the end of the last packet that ends here, -1 if none does. */
  readonly granule: number;
  readonly serial: number;
  readonly sequence: number;
}

/** The longest page: a header of 27 and 255 segments of 255 bytes. */
const MAX_PAGE_BYTES = 27 + 255 + 255 * 255;
const HEADER_BYTES = 27 + 255;
const SEARCH_BYTES = 65_536;

/** Goes through the pages of an Ogg file, over bytes between them that are none. */
export class OggPages {
  /** Bytes that belonged to no page. */
  skippedBytes = 0;
  readonly #window: ByteWindow;
  #offset: number;

  constructor(window: ByteWindow, offset = 0) {
    this.#window = window;
    this.#offset = offset;
  }

  /** The next whole page, or undefined behind the last. */
  async next(): Promise<OggPage | undefined> {
    const { size } = this.#window.source;
    while (this.#offset < size) {
      const { bytes, at, count } = await this.#window.view(this.#offset, HEADER_BYTES);
      const page = parsePage(bytes.subarray(at, at + count), this.#offset);
      if (page !== undefined && page.offset + page.byteCount <= size) {
        this.#offset += page.byteCount;
        return page;
      }
      await this.#skipToCapture();
    }
    return undefined;
  }

  /** Moves on to the next "OggS". */
  async #skipToCapture(): Promise<void> {
    const from = this.#offset;
    this.#offset += 1;
    for (;;) {
      const { bytes, at, count } = await this.#window.view(this.#offset, SEARCH_BYTES);
      const last = Math.min(count, SEARCH_BYTES) - 4;
      if (last < 0) {
        this.#offset = this.#window.source.size;
        break;
      }
      let i = 0;
      while (i <= last && !isCapture(bytes, at + i)) i += 1;
      this.#offset += i;
      if (i <= last) break;
    }
    this.skippedBytes += this.#offset - from;
  }
}

/**
 * The bytes of a page's packets, after its checksum.
 *
 * @returns A view that is good until the window's next call.
 * @throws AudioError `format` if the page is damaged.
 */
export async function readPageBody(window: ByteWindow, page: OggPage): Promise<Uint8Array> {
  const { bytes, at, count } = await window.view(page.offset, Math.min(page.byteCount, MAX_PAGE_BYTES));
  const whole = bytes.subarray(at, at + Math.min(count, page.byteCount));
  if (whole.length < page.byteCount) {
    throw new AudioError("truncated", `Ogg page must hold ${page.byteCount} bytes, got ${whole.length}`);
  }
  const announced = new DataView(whole.buffer, whole.byteOffset).getUint32(22, true);
  if (pageChecksum(whole) !== announced) {
    throw new AudioError(
      "format",
      `Ogg page at byte ${page.offset} must match its checksum, got damaged bytes`,
    );
  }
  return whole.subarray(27 + page.lacing.length);
}

/** CRC-32 of a whole page with polynomial 0x04c11db7, its own four bytes taken for zeros. */
export function pageChecksum(page: Uint8Array): number {
  let crc = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= 22 && i < 26 ? 0 : page[i]!;
    crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ byte]!;
  }
  return crc >>> 0;
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let i = 0; i < 8; i++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

function isCapture(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x4f && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53;
}

function parsePage(head: Uint8Array, offset: number): OggPage | undefined {
  if (head.length < 27 || !isCapture(head, 0) || head[4] !== 0) return undefined;
  const lacing = head.slice(27, 27 + head[26]!);
  if (lacing.length < head[26]!) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const high = view.getInt32(10, true);
  const flags = head[5]!;
  return {
    offset,
    byteCount: 27 + lacing.length + lacing.reduce((sum, length) => sum + length, 0),
    lacing,
    isContinued: (flags & 1) !== 0,
    isFirst: (flags & 2) !== 0,
    isLast: (flags & 4) !== 0,
    granule: high < 0 ? -1 : high * 2 ** 32 + view.getUint32(6, true),
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
  };
}
