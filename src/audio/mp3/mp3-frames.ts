import type { ByteWindow } from "../byte-window.ts";
import { isSameStream, type Mp3Header, parseMp3Header } from "./mp3-frame-header.ts";

/** A frame and where it lies. */
export interface Mp3Frame {
  readonly offset: number;
  readonly header: Mp3Header;
}

/** Frames that must follow one another before bytes count as MP3: any two bytes look like one header. */
const CONFIRMATIONS = 2;
/** Bytes looked through at once. */
const SEARCH_BYTES = 65_536;

/**
 * Goes through the frames between `start` and `end` in order, over damaged stretches to the next frame of the same
 * stream. The last frame may be cut off: it is not counted.
 */
export class Mp3Frames {
  /** Bytes that belonged to no frame. */
  skippedBytes = 0;
  readonly #window: ByteWindow;
  readonly #end: number;
  #offset: number;
  #stream: Mp3Header | undefined;

  constructor(window: ByteWindow, start: number, end: number) {
    this.#window = window;
    this.#offset = start;
    this.#end = end;
  }

  /** The next whole frame, or undefined behind the last. */
  async next(): Promise<Mp3Frame | undefined> {
    const here = await this.#headerAt(this.#offset);
    const isFollowing = here !== undefined && this.#stream !== undefined && isSameStream(here, this.#stream);
    const frame = isFollowing
      ? { offset: this.#offset, header: here }
      : await this.#search(this.#offset, this.#end);
    if (frame === undefined || frame.offset + frame.header.byteCount > this.#end) {
      this.skippedBytes += this.#end - this.#offset;
      this.#offset = this.#end;
      return undefined;
    }
    this.skippedBytes += frame.offset - this.#offset;
    this.#stream ??= frame.header;
    this.#offset = frame.offset + frame.header.byteCount;
    return frame;
  }

  /** The first place from `from` on, before `to`, where frames of the stream follow one another. */
  async #search(from: number, to: number): Promise<Mp3Frame | undefined> {
    for (let offset = from; offset + 4 <= to; ) {
      const { bytes, at, count } = await this.#window.view(offset, Math.min(SEARCH_BYTES, to - offset));
      const last = Math.min(count, to - offset) - 4;
      if (last < 0) return undefined;
      let candidate: number | undefined;
      for (let i = 0; i <= last && candidate === undefined; i++) {
        if (bytes[at + i] !== 0xff) continue;
        const header = parseMp3Header(bytes, at + i);
        if (header !== undefined && (this.#stream === undefined || isSameStream(header, this.#stream)))
          candidate = i;
      }
      if (candidate === undefined) {
        offset += last + 1;
        continue;
      }
      offset += candidate;
      if (await this.#isConfirmed(offset)) return { offset, header: (await this.#headerAt(offset))! };
      offset += 1;
    }
    return undefined;
  }

  /** Whether the frame here is followed by others of its kind, or by the end. */
  async #isConfirmed(offset: number): Promise<boolean> {
    const first = (await this.#headerAt(offset))!;
    let at = offset + first.byteCount;
    for (let i = 0; i < CONFIRMATIONS; i++) {
      if (at === this.#end) return true;
      const next = await this.#headerAt(at);
      if (next === undefined || !isSameStream(first, next)) return false;
      at += next.byteCount;
    }
    return true;
  }

  async #headerAt(offset: number): Promise<Mp3Header | undefined> {
    if (offset + 4 > this.#end) return undefined;
    const { bytes, at, count } = await this.#window.view(offset, 4);
    return count < 4 ? undefined : parseMp3Header(bytes, at);
  }
}
