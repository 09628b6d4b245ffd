/** Writes whole numbers bit by bit, most significant first, as FLAC frames hold them (RFC 9639). */
export class BitWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  /** Bytes that are complete. */
  #position = 0;
  /** Bits under way, left-justified in 32. */
  #word = 0;
  /** Bits of the word still free, 1..32. */
  #free = 32;

  /** @param capacity Bytes that will be written at most. */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity + 8);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Forgets everything written and makes room for `capacity` bytes. */
  restart(capacity: number): void {
    if (this.#bytes.length < capacity + 8) {
      this.#bytes = new Uint8Array(capacity + 8);
      this.#view = new DataView(this.#bytes.buffer);
    }
    this.#position = 0;
    this.#word = 0;
    this.#free = 32;
  }

  /** Appends the low `length` bits of a value whose other bits are 0; `length` 0..32. */
  put(value: number, length: number): void {
    if (length < this.#free) {
      this.#free -= length;
      this.#word |= length === 0 ? 0 : value << this.#free;
      return;
    }
    const rest = length - this.#free;
    this.#view.setInt32(this.#position, this.#word | (value >>> rest));
    this.#position += 4;
    this.#free = 32 - rest;
    this.#word = rest === 0 ? 0 : value << this.#free;
  }

  /** Appends the low `length` bits of a number that may be negative; `length` 1..32. */
  putSigned(value: number, length: number): void {
    this.put(length === 32 ? value >>> 0 : value & ((1 << length) - 1), length);
  }

  /**
   * Appends residuals `from .. to - 1` as Rice codes: zigzag, quotient by 2^parameter in unary, remainder in binary.
   *
   * @param parameter 0..30.
   */
  putRice(residual: Int32Array, from: number, to: number, parameter: number): void {
    const view = this.#view;
    const stop = 1 << parameter;
    const mask = stop - 1;
    let position = this.#position;
    let word = this.#word;
    let free = this.#free;
    for (let i = from; i < to; i++) {
      const value = residual[i]!;
      const folded = (value << 1) ^ (value >> 31);
      let length = (folded >>> parameter) + 1 + parameter;
      while (length > 32) {
        const zeros = Math.min(free, length - 32);
        length -= zeros;
        free -= zeros;
        if (free > 0) continue;
        view.setInt32(position, word);
        position += 4;
        word = 0;
        free = 32;
      }
      const code = stop | (folded & mask);
      if (length < free) {
        free -= length;
        word |= code << free;
      } else {
        const rest = length - free;
        view.setInt32(position, word | (code >>> rest));
        position += 4;
        free = 32 - rest;
        word = rest === 0 ? 0 : code << free;
      }
    }
    this.#position = position;
    this.#word = word;
    this.#free = free;
  }

  /** Fills the last byte with zeros and gives all bytes so far; they are overwritten by the next restart. */
  align(): Uint8Array<ArrayBuffer> {
    this.#view.setInt32(this.#position, this.#word);
    const spare = this.#free & 7;
    this.#free -= spare;
    const length = this.#position + ((32 - this.#free) >> 3);
    if (this.#free === 0) {
      this.#position += 4;
      this.#word = 0;
      this.#free = 32;
    }
    return this.#bytes.subarray(0, length);
  }
}
