/**
 * The sum of the last `length` values at every step, in constant time and without subtracting: silence after sound sums
 * up to exactly 0, where a running sum would keep rounding errors of what was loud before.
 *
 * Values come in blocks of `length`. The window is the rest of the last block, of which sums from each place to its
 * end are kept, and the beginning of the present one.
 */
export class SlidingSum {
  readonly #block: Float64Array;
  /** Sums of the last block from each place to its end; the last is 0. */
  readonly #rest: Float64Array;
  #filled = 0;
  #beginning = 0;

  /** @param length At least 1; values before the first count as 0. */
  constructor(length: number) {
    this.#block = new Float64Array(length);
    this.#rest = new Float64Array(length + 1);
  }

  /** @returns The sum of the last `length` values, this one included. */
  push(value: number): number {
    this.#block[this.#filled++] = value;
    this.#beginning += value;
    const sum = this.#rest[this.#filled]! + this.#beginning;
    if (this.#filled === this.#block.length) this.#endBlock();
    return sum;
  }

  #endBlock(): void {
    let sum = 0;
    for (let at = this.#block.length - 1; at >= 0; at--) {
      sum += this.#block[at]!;
      this.#rest[at] = sum;
    }
    this.#filled = 0;
    this.#beginning = 0;
  }
}
