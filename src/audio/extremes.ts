/** Running lowest and highest finite value of a signal. */
export class Extremes {
  lowest = 0;
  highest = 0;
  nonFiniteCount = 0;

  take(channel: Float64Array, frameCount: number): void {
    let { lowest, highest } = this;
    let canary = 0; // stays 0 unless a sample is NaN or infinite
    for (let i = 0; i < frameCount; i++) {
      const value = channel[i]!;
      canary += value * 0;
      if (value > highest) highest = value;
      else if (value < lowest) lowest = value;
    }
    if (canary !== 0) {
      this.#takeFinite(channel, frameCount);
    } else {
      this.lowest = lowest;
      this.highest = highest;
    }
  }

  /** Largest magnitude, full scale 1. */
  peak(): number {
    return Math.max(-this.lowest, this.highest);
  }

  #takeFinite(channel: Float64Array, frameCount: number): void {
    for (let i = 0; i < frameCount; i++) {
      const value = channel[i]!;
      if (!Number.isFinite(value)) this.nonFiniteCount += 1;
      else if (value > this.highest) this.highest = value;
      else if (value < this.lowest) this.lowest = value;
    }
  }
}
