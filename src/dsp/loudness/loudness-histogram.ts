/** Blocks below this are not counted, LUFS. */
const ABSOLUTE_GATE_LUFS = -70;
const BIN_LU = 0.01;
/** Up to 50 LUFS; what is louder still shares the last bin. */
const BIN_COUNT = 12_000;

/** @returns Loudness of a weighted mean square, LUFS (ITU-R BS.1770-4, formula 2); -Infinity for 0. */
export function powerToLufs(power: number): number {
  return -0.691 + 10 * Math.log10(power);
}

/** @returns The weighted mean square of a loudness, full scale 1. */
function lufsToPower(lufs: number): number {
  return 10 ** ((lufs + 0.691) / 10);
}

/**
 * Gated statistics of any number of blocks in constant memory: how many there are in each hundredth of a loudness
 * unit, and the sum of their powers. Means are therefore exact; only which side of a relative gate a block lies on is
 * decided per bin, by the bin's mean.
 */
export class LoudnessHistogram {
  readonly #count = new Float64Array(BIN_COUNT);
  readonly #power = new Float64Array(BIN_COUNT);

  /** @param power Weighted mean square of one block, full scale 1. */
  add(power: number): void {
    const bin = Math.floor((powerToLufs(power) - ABSOLUTE_GATE_LUFS) / BIN_LU);
    if (!(bin >= 0)) return;
    const index = Math.min(bin, BIN_COUNT - 1);
    this.#count[index]! += 1;
    this.#power[index]! += power;
  }

  /**
   * Mean of the blocks that are less than 10 LU below the mean of all (ITU-R BS.1770-4, formulas 5 to 7).
   *
   * @returns LUFS; -Infinity where no block passes the gates.
   */
  gatedMeanLufs(): number {
    return powerToLufs(this.#meanFrom(this.#firstAbove(-10)));
  }

  /**
   * Between the 10th and the 95th percentile of the blocks that are less than 20 LU below the mean of all (EBU
   * Tech 3342).
   *
   * @returns LU, 0 where no block passes the gates.
   */
  rangeLu(): number {
    const first = this.#firstAbove(-20);
    let total = 0;
    for (let bin = first; bin < BIN_COUNT; bin++) total += this.#count[bin]!;
    if (total === 0) return 0;
    return this.#lufsAt(first, (total - 1) * 0.95) - this.#lufsAt(first, (total - 1) * 0.1);
  }

  /** The lowest bin that passes a gate so far from the mean of all, LU. */
  #firstAbove(gateLu: number): number {
    const gate = lufsToPower(powerToLufs(this.#meanFrom(0)) + gateLu);
    let bin = 0;
    while (bin < BIN_COUNT && !(this.#power[bin]! > this.#count[bin]! * gate)) bin++;
    return bin;
  }

  #meanFrom(first: number): number {
    let count = 0;
    let power = 0;
    for (let bin = first; bin < BIN_COUNT; bin++) {
      count += this.#count[bin]!;
      power += this.#power[bin]!;
    }
    return count === 0 ? 0 : power / count;
  }

  /** Loudness of the block of this rank, counted from the quietest of those in `first` and above; rounded. */
  #lufsAt(first: number, rank: number): number {
    let left = Math.round(rank);
    let bin = first;
    while (left >= this.#count[bin]!) left -= this.#count[bin++]!;
    return powerToLufs(this.#power[bin]! / this.#count[bin]!);
  }
}
