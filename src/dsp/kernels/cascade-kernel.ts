/**
 * What plays a cascade's sections over two channels, in place: transposed direct form II in 64 bit,
 * `y = b0·x + u`, `u ← (b1·x + v) − a1·y`, `v ← b2·x − a2·y`, every product and sum rounded by itself. NaN and what
 * is beyond ±3.4e38 counts as 0. Two implementations, equal to the bit: WASM SIMD and plain TypeScript.
 */
export interface CascadeKernel {
  /** Called once for each cascade before it plays, so that `filter` allocates nothing. */
  reserve(sectionCount: number): void;
  /**
   * @param coefficients Shape `[sections, 5]`: b0, b1, b2, a1, a2. Never changed afterwards.
   * @param state Shape `[sections, 2, 2]`: u of the left and right channel, v of both; moves on.
   * @param left Filtered from `start` to `end`.
   * @param right Likewise; undefined where there is one channel only.
   * @returns How many samples counted as 0.
   */
  filter(
    coefficients: Float64Array,
    state: Float64Array,
    left: Float64Array,
    right: Float64Array | undefined,
    start: number,
    end: number,
  ): number;
}

/** Values of filter memory per section: u and v of two channels. */
export const STATE_SIZE = 4;

/** Frames handed to `filter` at once, at most: they and a section's numbers stay in the fastest cache. */
export const FRAMES_PER_PIECE = 512;
