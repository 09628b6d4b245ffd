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

/** Bytes going out, in order. Nothing is ever rewritten, so a pipe will do. */
export interface ByteSink {
  /** Appends `bytes`. They belong to the caller again once the promise resolves. */
  write(bytes: Uint8Array): Promise<void>;
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
