import { AudioError } from "./audio-error.ts";

/** Bytes that can be read at any position: a file, a Blob, memory. Positions are numbers up to 2^53. */
export interface ByteSource {
  /** Length in bytes. */
  readonly size: number;
  /**
   * Fills `target` from byte `offset` on.
   *
   * @returns How many bytes were read: `target.length`, or less only where the source ends.
   */
  read(offset: number, target: Uint8Array): Promise<number>;
}

/** Bytes going out, in order. */
export interface ByteSink {
  /** Appends `bytes`. They belong to the caller again once the promise resolves. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Replaces bytes that were written before, `offset` counted from this sink's first byte; appending goes on at the
   * end. Absent where nothing can be taken back, as in a pipe: writers then leave what they learn last unsaid.
   *
   * @throws RangeError if the bytes do not lie within what was written.
   */
  rewrite?(offset: number, bytes: Uint8Array): Promise<void>;
}

/** A source over bytes in memory (not copied). */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    async read(offset, target) {
      const piece = bytes.subarray(offset, offset + target.length);
      target.set(piece);
      return piece.length;
    },
  };
}

/** A sink that keeps everything in memory; `bytes()` joins what was written so far. */
export function memorySink(): ByteSink & { bytes(): Uint8Array<ArrayBuffer> } {
  const pieces: Uint8Array[] = [];
  let size = 0;
  return {
    async write(bytes) {
      pieces.push(bytes.slice());
      size += bytes.length;
    },
    async rewrite(offset, bytes) {
      checkRewrite(offset, bytes.length, size);
      let start = 0;
      for (const piece of pieces) {
        const from = Math.max(0, offset - start);
        const part = bytes.subarray(Math.max(0, start - offset), Math.max(0, start + piece.length - offset));
        if (from < piece.length) piece.set(part, from);
        start += piece.length;
      }
    },
    bytes() {
      const all = new Uint8Array(size);
      let offset = 0;
      for (const piece of pieces) {
        all.set(piece, offset);
        offset += piece.length;
      }
      return all;
    },
  };
}

/** @throws RangeError unless `length` bytes at `offset` lie within the `size` bytes written. */
export function checkRewrite(offset: number, length: number, size: number): void {
  if (!(offset >= 0 && offset + length <= size)) {
    throw new RangeError(
      `ByteSink.rewrite: bytes must lie within the ${size} written, got ${offset} + ${length}`,
    );
  }
}

/**
 * Fills all of `target` from byte `offset` on, in as many reads as the source needs.
 *
 * @throws AudioError `truncated` if the source ends first.
 */
export async function readFully(source: ByteSource, offset: number, target: Uint8Array): Promise<void> {
  let filled = 0;
  while (filled < target.length) {
    const count = await source.read(offset + filled, target.subarray(filled));
    if (!(count > 0)) {
      throw new AudioError(
        "truncated",
        `${target.length} bytes must follow byte ${offset}, got ${filled}: the file ends or shrank meanwhile`,
      );
    }
    filled += count;
  }
}
