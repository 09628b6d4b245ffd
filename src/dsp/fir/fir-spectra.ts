import type { Fft } from "../../math/index.ts";

/**
 * Transforms of an impulse response that was cut into equal partitions, and its delay if it is nothing else. Kept by
 * {@link FirProcessor}, which fills it anew when the filter changes; allocates only when it is made.
 */
export class FirSpectra {
  /** Shape `[partitions][2 · partitionFrames, 2]`, each divided by the size of the transform. */
  readonly partitions: readonly Float64Array[];
  /** Partitions that the present filter needs, an even number: the last one may be all 0. */
  partitionCount = 0;
  /** Frames by which the present filter delays and nothing else; -1 if it does more. */
  delayFrames = -1;
  readonly #fft: Fft;
  readonly #padded: Float64Array;

  /**
   * @param fft Transform of twice the partition's size.
   * @param capacity Longest impulse response, taps.
   */
  constructor(fft: Fft, capacity: number) {
    this.#fft = fft;
    this.#padded = new Float64Array(fft.size);
    this.partitions = Array.from(
      { length: partitionsFor(capacity, fft.size / 2) },
      () => new Float64Array(2 * fft.size),
    );
  }

  /** @param taps Shape `[<= capacity]`: the impulse response. */
  set(taps: Float64Array): void {
    const { size } = this.#fft;
    const padded = this.#padded;
    const length = size / 2;
    this.partitionCount = partitionsFor(taps.length, length);
    for (let partition = 0, tap = 0; partition < this.partitionCount; partition++) {
      const start = partition * length;
      // The last taps' partition may be one longer: as many as fit without wrapping around into what is kept.
      const end = taps.length - start <= length + 1 ? taps.length : start + length;
      padded.fill(0);
      for (; tap < end; tap++) padded[tap - start] = taps[tap]! / size;
      this.#fft.forwardReal(padded, this.partitions[partition]!);
    }
    this.delayFrames = delayOf(taps);
  }
}

/** Partitions of `length` taps each, and one more tap in the last; rounded up to an even number. */
function partitionsFor(tapCount: number, length: number): number {
  return Math.max(2, 2 * Math.ceil((tapCount - 1) / length / 2));
}

/** The index of the only tap if that is 1, else -1. */
function delayOf(taps: Float64Array): number {
  let delay = -1;
  for (let tap = 0; tap < taps.length; tap++) {
    if (taps[tap] === 0) continue;
    if (taps[tap] !== 1 || delay !== -1) return -1;
    delay = tap;
  }
  return delay;
}
