import { AudioError } from "./audio-error.ts";
import type { ByteSource } from "./byte-stream.ts";

/** Bytes of a source at hand: `bytes[at]` is the byte asked for. */
export interface WindowView {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly at: number;
  /** Bytes from `at` to the end of what is at hand; at least what was asked for, unless the source ends. */
  readonly count: number;
}

/** Fetched at once, so that small pieces in sequence cost no call each. */
const STEP_BYTES = 2 ** 17;

/**
 * A moving window over a source, for readers that go through it in order. It holds what was asked for and a step
 * more, whatever the source's length is; a view is good until the next call.
 */
export class ByteWindow {
  readonly source: ByteSource;
  #bytes = new Uint8Array(0);
  #start = 0;
  #length = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Shows `count` bytes from `offset` on, fewer only at the source's end. `count` must be bounded by the caller. */
  async view(offset: number, count: number): Promise<WindowView> {
    const wanted = Math.max(0, Math.min(count, this.source.size - offset));
    if (offset < this.#start || offset + wanted > this.#start + this.#length)
      await this.#fill(offset, wanted);
    const at = offset - this.#start;
    return { bytes: this.#bytes, at, count: this.#length - at };
  }

  /**
   * A copy of `count` bytes from `offset` on.
   *
   * @throws AudioError `truncated` if the source ends first; nothing is reserved for bytes that are not there.
   */
  async copy(offset: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
    const view = offset + count <= this.source.size ? await this.view(offset, count) : undefined;
    if (view === undefined || view.count < count) {
      throw new AudioError(
        "truncated",
        `${count} bytes must follow byte ${offset}, got ${Math.max(0, this.source.size - offset)}: the file is cut short`,
      );
    }
    return view.bytes.slice(view.at, view.at + count);
  }

  async #fill(offset: number, wanted: number): Promise<void> {
    const size = Math.min(wanted + STEP_BYTES, this.source.size - offset);
    const kept = this.#keep(offset, size);
    let filled = kept;
    while (filled < wanted) {
      const count = await this.source.read(offset + filled, this.#bytes.subarray(filled, size));
      if (!(count > 0)) break; // the source shrank meanwhile
      filled += count;
    }
    this.#start = offset;
    this.#length = filled;
  }

  /** Makes room for `size` bytes and moves what is at hand from `offset` on to the front. */
  #keep(offset: number, size: number): number {
    const from = offset - this.#start;
    const kept = from >= 0 && from < this.#length ? Math.min(this.#length - from, size) : 0;
    const old = this.#bytes;
    if (old.length < size) this.#bytes = new Uint8Array(size);
    if (kept > 0) this.#bytes.set(old.subarray(from, from + kept));
    return kept;
  }
}
