import { AudioError } from "../audio-error.ts";

/** Thrown where the bytes at hand end inside a frame: with more of the file, the frame can be tried again. */
export class OutOfBits extends Error {}

/** Longest run of zeros taken for a number of FLAC's unary code: longer ones are damage. */
const MAX_UNARY = 2 ** 26;

/**
 * Reads bits, most significant first, from bytes in memory.
 *
 * Reading past the end throws {@link OutOfBits} at the latest when a frame's part is complete.
 */
export class BitReader {
  #view = new DataView(new ArrayBuffer(16));
  #bytes = new Uint8Array(16);
  /** Bits from the start of the bytes on. */
  #position = 0;
  #endBit = 0;

  /** Points at `bytes[start]`; bits behind `end` do not exist. */
  reset(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): void {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.#position = start * 8;
    this.#endBit = end * 8;
  }

  /** The byte that holds the next bit, counted from the start of the bytes. */
  get byteOffset(): number {
    return Math.ceil(this.#position / 8);
  }

  /** An unsigned number of `count` bits, 0..32. */
  unsigned(count: number): number {
    if (count === 0) return 0;
    const value = this.#peek32(this.#position) >>> (32 - count);
    this.#advance(count);
    return value;
  }

  /** A two's complement number of `count` bits, 0..33. */
  signed(count: number): number {
    if (count === 0) return 0;
    if (count > 32) {
      const high = this.signed(count - 32);
      return high * 2 ** 32 + this.unsigned(32);
    }
    const value = this.#peek32(this.#position) >> (32 - count);
    this.#advance(count);
    return value;
  }

  /** Zeros before the next one bit, which is taken too. */
  unary(): number {
    let zeros = 0;
    for (;;) {
      if (this.#position >= this.#endBit) throw new OutOfBits();
      const run = Math.clz32(this.#peek32(this.#position));
      if (run < 32) {
        this.#advance(run + 1);
        return zeros + run;
      }
      zeros += 32;
      this.#position += 32;
      if (zeros > MAX_UNARY) throw new AudioError("format", "FLAC number must be short, got a run of zeros");
    }
  }

  /** Skips to the next byte's first bit. */
  align(): void {
    this.#position = Math.ceil(this.#position / 8) * 8;
  }

  /**
   * Rice-coded residuals: `samples[from .. to - 1]`, parameter `k` 0..30 bits (RFC 9639, section 9.2.7).
   * The hot loop of FLAC: one load of 32 bits holds nearly every number whole.
   */
  rice(samples: Float64Array, from: number, to: number, k: number): void {
    const view = this.#view;
    const limit = Math.min(this.#endBit, (view.byteLength - 5) * 8);
    let position = this.#position;
    for (let i = from; i < to; i++) {
      if (position < limit) {
        const byte = position >>> 3;
        const bit = position & 7;
        const word = (view.getInt32(byte) << bit) | (view.getUint8(byte + 4) >>> (8 - bit));
        const zeros = Math.clz32(word);
        if (zeros + 1 + k <= 32) {
          // In two shifts each, since a shift by 32 would be one by 0.
          const low = (((word << zeros) << 1) >>> 1) >>> (31 - k);
          const folded = ((zeros << k) | low) >>> 0;
          samples[i] = folded & 1 ? -(folded >>> 1) - 1 : folded >>> 1;
          position += zeros + 1 + k;
          continue;
        }
      }
      this.#position = position;
      const folded = this.unary() * 2 ** k + this.unsigned(k);
      samples[i] = folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2;
      position = this.#position;
    }
    this.#position = position;
    if (position > this.#endBit) throw new OutOfBits();
  }

  #advance(count: number): void {
    this.#position += count;
    if (this.#position > this.#endBit) throw new OutOfBits();
  }

  /** 32 bits from any position; zeros behind the end. */
  #peek32(position: number): number {
    const byte = Math.floor(position / 8);
    const bit = position & 7;
    if (byte + 5 <= this.#view.byteLength) {
      return (this.#view.getInt32(byte) << bit) | (this.#view.getUint8(byte + 4) >>> (8 - bit));
    }
    let word = 0;
    for (let i = 0; i < 4; i++) word = (word << 8) | (this.#bytes[byte + i] ?? 0);
    return (word << bit) | ((this.#bytes[byte + 4] ?? 0) >>> (8 - bit));
  }
}
