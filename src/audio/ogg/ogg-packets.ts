import { AudioError } from "../audio-error.ts";
import type { ByteWindow } from "../byte-window.ts";
import { type OggPage, OggPages, readPageBody } from "./ogg-pages.ts";

/** Packets that end on one page. */
export interface OggPackets {
  readonly packets: readonly Uint8Array[];
  readonly page: OggPage;
}

/** Room for a comment packet with pictures; packets of audio are far shorter. */
const MAX_PACKET_BYTES = 2 ** 26;

/** Goes through one logical stream of an Ogg file page by page and puts its packets together. */
export class OggPacketReader {
  readonly #window: ByteWindow;
  readonly #pages: OggPages;
  readonly #serial: number;
  /** Pieces of a packet that goes on. */
  #pieces: Uint8Array[] = [];
  #pieceBytes = 0;
  #isMissingStart = false;
  #sequence: number | undefined;

  constructor(window: ByteWindow, serial: number, offset = 0) {
    this.#window = window;
    this.#pages = new OggPages(window, offset);
    this.#serial = serial;
  }

  /**
   * The packets that end on the stream's next page, perhaps none; undefined behind the stream's last page.
   *
   * @throws AudioError `format` where a page is damaged or missing.
   */
  async next(): Promise<OggPackets | undefined> {
    let page = await this.#pages.next();
    while (page !== undefined && page.serial !== this.#serial) page = await this.#pages.next();
    if (page === undefined) return undefined;
    if (this.#sequence !== undefined && page.sequence !== (this.#sequence + 1) >>> 0) {
      throw new AudioError(
        "format",
        `Ogg page ${(this.#sequence + 1) >>> 0} must follow, got page ${page.sequence} at byte ${page.offset}: a part is missing`,
      );
    }
    if (this.#sequence === undefined) this.#isMissingStart = page.isContinued;
    this.#sequence = page.sequence;
    return { packets: this.#split(page, await readPageBody(this.#window, page)), page };
  }

  #split(page: OggPage, body: Uint8Array): Uint8Array[] {
    const packets: Uint8Array[] = [];
    if (!page.isContinued) this.#drop();
    let start = 0;
    let end = 0;
    for (const length of page.lacing) {
      end += length;
      if (length === 255) continue;
      this.#keep(body.subarray(start, end));
      start = end;
      if (!this.#isMissingStart) packets.push(this.#join());
      this.#drop();
    }
    this.#keep(body.subarray(start, end));
    return packets;
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieceBytes += piece.length;
    if (this.#pieceBytes > MAX_PACKET_BYTES) {
      throw new AudioError("format", `Ogg packet must be at most ${MAX_PACKET_BYTES} bytes long, got more`);
    }
    this.#pieces.push(piece.slice());
  }

  #join(): Uint8Array {
    if (this.#pieces.length === 1) return this.#pieces[0]!;
    const packet = new Uint8Array(this.#pieceBytes);
    let at = 0;
    for (const piece of this.#pieces) {
      packet.set(piece, at);
      at += piece.length;
    }
    return packet;
  }

  #drop(): void {
    this.#pieces = [];
    this.#pieceBytes = 0;
    this.#isMissingStart = false;
  }
}
