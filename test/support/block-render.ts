import type { BlockProcessor } from "../../src/audio/index.ts";

/** White noise within ±1 (Numerical Recipes' linear congruential generator). Shape `[frames]`. */
export function whiteNoise(frames: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: frames }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/**
 * Copies of the channels through a processor, cut into blocks of the given lengths in turn.
 *
 * @param channels Shape `[channels][frames]`.
 */
export function renderBlocks(
  processor: BlockProcessor,
  channels: readonly Float64Array[],
  blocks: readonly number[],
): Float64Array[] {
  const frames = channels[0]!.length;
  const out = channels.map((channel) => channel.slice());
  for (let start = 0, turn = 0; start < frames; turn++) {
    const length = Math.min(blocks[turn % blocks.length]!, frames - start);
    processor.process(
      out.map((channel) => channel.subarray(start, start + length)),
      length,
    );
    start += length;
  }
  return out;
}

/** Largest |a − b|. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < a.length; index++) {
    largest = Math.max(largest, Math.abs(a[index]! - b[index]!));
  }
  return largest;
}
