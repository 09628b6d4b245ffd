import { COEFFICIENTS_PER_SECTION, sectionCount } from "./biquad.ts";
import { type CascadeKernel, FRAMES_PER_PIECE, STATE_SIZE } from "./kernels/cascade-kernel.ts";
import { fastestCascade } from "./kernels/fastest-cascade.ts";
import { assertBlock, assertChannelCount } from "./stream-checks.ts";

/** Filter memory below this is silence, 400 dB under full scale, and is set to 0 before it gets denormal. */
const SILENCE = 1e-20;

/**
 * Plays sections in series over a stream, in place: transposed direct form II in 64 bit,
 * `y = b0·x + u`, `u ← b1·x + v − a1·y`, `v ← b2·x − a2·y`.
 *
 * - WASM SIMD where the engine runs it, else plain TypeScript: the same bits.
 * - The output does not depend on how the stream is cut into blocks, and a channel not on its neighbours:
 *   both bit for bit.
 * - Identity sections are left out: a flat setting leaves every finite sample untouched.
 * - NaN, infinities and values beyond ±3.4e38 (the largest 32-bit sample) become 0 and are counted; they do
 *   not reach the filter memory.
 * - Filter memory is set to 0 below 1e-20: silence after sound does not get slow by denormal numbers.
 * - `process` allocates nothing and throws nothing but on wrong shapes. There may be any number of processors.
 *
 * Coefficients are fixed for the processor's life: a changed setting is a second processor and a cross-fade.
 */
export class CascadeProcessor {
  readonly channelCount: number;
  /** Samples replaced by 0 since the start or the last reset. */
  nonFiniteCount = 0;
  /** Whether no section does anything, so that every finite sample leaves as it came. */
  readonly isIdentity: boolean;
  /** Shape `[active, 5]`: the sections that do something. */
  readonly #coefficients: Float64Array;
  /** Filter memory of channels 0 and 1, 2 and 3, ...: shape `[active, 2, 2]`, of an odd last channel half used. */
  readonly #states: readonly Float64Array[];
  readonly #kernel: CascadeKernel;
  #framesLeftInPiece = FRAMES_PER_PIECE;

  /**
   * @param coefficients Shape `[sections, 5]`: b0, b1, b2, a1, a2 of each section; copied.
   * @param channelCount At least 1.
   * @param kernel What computes. Default: the fastest that this engine runs.
   * @throws RangeError if a section is not finite or not stable, or the channel count is no positive integer.
   */
  constructor(coefficients: Float64Array, channelCount: number, kernel: CascadeKernel = fastestCascade()) {
    assertChannelCount("CascadeProcessor", channelCount);
    this.channelCount = channelCount;
    this.#coefficients = activeSections(coefficients);
    const active = this.#coefficients.length / COEFFICIENTS_PER_SECTION;
    this.isIdentity = active === 0;
    this.#states = Array.from(
      { length: Math.ceil(channelCount / 2) },
      () => new Float64Array(active * STATE_SIZE),
    );
    this.#kernel = kernel;
    kernel.reserve(active);
  }

  /**
   * Filters the first `frameCount` samples of every channel in place.
   *
   * @param channels Shape `[channelCount][>= frameCount]`, full scale ±1.
   * @param frameCount Samples per channel, 0 or more.
   * @throws RangeError if a shape does not fit.
   */
  process(channels: readonly Float64Array[], frameCount: number): void {
    assertBlock("CascadeProcessor.process", channels, this.channelCount, frameCount);
    let start = 0;
    while (start < frameCount) {
      const end = Math.min(frameCount, start + this.#framesLeftInPiece);
      for (let pair = 0; pair < this.#states.length; pair++) {
        const left = channels[2 * pair]!;
        const right = channels[2 * pair + 1];
        const state = this.#states[pair]!;
        this.nonFiniteCount += this.#kernel.filter(this.#coefficients, state, left, right, start, end);
      }
      this.#framesLeftInPiece -= end - start;
      if (this.#framesLeftInPiece === 0) {
        this.#silenceStates();
        this.#framesLeftInPiece = FRAMES_PER_PIECE;
      }
      start = end;
    }
  }

  /** Forgets the sound so far, as after the constructor. */
  reset(): void {
    for (const state of this.#states) state.fill(0);
    this.#framesLeftInPiece = FRAMES_PER_PIECE;
    this.nonFiniteCount = 0;
  }

  #silenceStates(): void {
    for (let pair = 0; pair < this.#states.length; pair++) {
      const state = this.#states[pair]!;
      for (let index = 0; index < state.length; index++) {
        if (Math.abs(state[index]!) < SILENCE) state[index] = 0;
      }
    }
  }
}

/** A copy of the sections that are not the identity, each checked to be stable. Shape `[active, 5]`. */
function activeSections(coefficients: Float64Array): Float64Array {
  const active: number[] = [];
  const count = sectionCount("CascadeProcessor", coefficients);
  for (let section = 0; section < count; section++) {
    const at = section * COEFFICIENTS_PER_SECTION;
    const values = coefficients.subarray(at, at + COEFFICIENTS_PER_SECTION);
    const [b0, b1, b2, a1, a2] = values as unknown as [number, number, number, number, number];
    // The triangle of stability: both poles within the unit circle. Comparisons are false for NaN.
    const isStable = Math.abs(a2) < 1 && Math.abs(a1) < 1 + a2;
    if (!(isStable && Number.isFinite(b0 + b1 + b2))) {
      throw new RangeError(
        `CascadeProcessor: coefficients must be finite and stable, got ${[...values]} in section ${section}`,
      );
    }
    if (!(b0 === 1 && b1 === a1 && b2 === a2)) active.push(b0, b1, b2, a1, a2);
  }
  return Float64Array.from(active);
}
