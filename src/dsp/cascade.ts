import { COEFFICIENTS_PER_SECTION, sectionCount } from "./biquad.ts";

/**
 * Numbers that a 32-bit sample can hold, at most. Beyond it nothing is sound, and a filter's arithmetic could
 * overflow.
 */
const LARGEST_SAMPLE = 3.4028234663852886e38;
/** Filter memory below this is silence, 400 dB under full scale, and is set to 0 before it gets denormal. */
const SILENCE = 1e-20;
/** Frames between two looks at the filter memory, counted from the stream's start and not from the block's. */
const FRAMES_PER_PIECE = 512;
/** Two values of filter memory per section and channel. */
const STATE_SIZE = 2;

/**
 * Plays sections in series over a stream, in place: transposed direct form II in 64 bit,
 * `y = b0·x + u`, `u ← b1·x − a1·y + v`, `v ← b2·x − a2·y`.
 *
 * - The output does not depend on how the stream is cut into blocks, and a channel not on its neighbours:
 *   both bit for bit.
 * - Identity sections are left out: a flat setting leaves every finite sample untouched.
 * - NaN, infinities and values beyond ±3.4e38 (the largest 32-bit sample) become 0 and are counted; they do
 *   not reach the filter memory.
 * - Filter memory is set to 0 below 1e-20: silence after sound does not get slow by denormal numbers.
 * - `process` allocates nothing and throws nothing but on wrong shapes.
 *
 * Coefficients are fixed for the processor's life: a changed setting is a second processor and a cross-fade.
 */
export class CascadeProcessor {
  readonly channelCount: number;
  /** Samples replaced by 0 since the start or the last reset. */
  nonFiniteCount = 0;
  /** Shape `[active, 5]`: the sections that do something. */
  readonly #coefficients: Float64Array;
  /** Shape `[channels, active, 2]`: u and v. */
  readonly #state: Float64Array;
  readonly #statePerChannel: number;
  #framesLeftInPiece = FRAMES_PER_PIECE;

  /**
   * @param coefficients Shape `[sections, 5]`: b0, b1, b2, a1, a2 of each section; copied.
   * @param channelCount At least 1.
   * @throws RangeError if a section is not finite or not stable, or the channel count is no positive integer.
   */
  constructor(coefficients: Float64Array, channelCount: number) {
    if (!(Number.isInteger(channelCount) && channelCount > 0)) {
      throw new RangeError(`CascadeProcessor: channelCount must be a positive integer, got ${channelCount}`);
    }
    this.channelCount = channelCount;
    this.#coefficients = activeSections(coefficients);
    this.#statePerChannel = (this.#coefficients.length / COEFFICIENTS_PER_SECTION) * STATE_SIZE;
    this.#state = new Float64Array(this.#statePerChannel * channelCount);
  }

  /**
   * Filters the first `frameCount` samples of every channel in place.
   *
   * @param channels Shape `[channelCount][>= frameCount]`, full scale ±1.
   * @param frameCount Samples per channel, 0 or more.
   * @throws RangeError if a shape does not fit.
   */
  process(channels: readonly Float64Array[], frameCount: number): void {
    this.#assertBlock(channels, frameCount);
    for (let channel = 0; channel < this.channelCount; channel++) {
      this.nonFiniteCount += silenceNonFinite(channels[channel]!, frameCount);
    }
    if (this.#statePerChannel === 0) return;
    let start = 0;
    while (start < frameCount) {
      const end = Math.min(frameCount, start + this.#framesLeftInPiece);
      this.#filter(channels, start, end);
      this.#framesLeftInPiece -= end - start;
      if (this.#framesLeftInPiece === 0) {
        flushState(this.#state);
        this.#framesLeftInPiece = FRAMES_PER_PIECE;
      }
      start = end;
    }
  }

  /** Forgets the sound so far, as after the constructor. */
  reset(): void {
    this.#state.fill(0);
    this.#framesLeftInPiece = FRAMES_PER_PIECE;
    this.nonFiniteCount = 0;
  }

  /**
   * Each section's recursion waits for its own last output, so one channel alone leaves the processor idle
   * half of the time; two in one loop fill the gaps (measured: 1.6 to 1.9 times as fast). Two, four or more
   * sections in one loop, for one channel or two, were slower than this: V8 runs out of registers.
   */
  #filter(channels: readonly Float64Array[], start: number, end: number): void {
    const coefficients = this.#coefficients;
    const paired = this.channelCount - (this.channelCount % 2);
    for (let channel = 0; channel < this.channelCount; channel += 2) {
      let state = channel * this.#statePerChannel;
      for (let at = 0; at < coefficients.length; at += COEFFICIENTS_PER_SECTION) {
        if (channel < paired) {
          const left = channels[channel]!;
          const right = channels[channel + 1]!;
          filterPair(left, right, start, end, coefficients, at, this.#state, state, this.#statePerChannel);
        } else {
          filterOne(channels[channel]!, start, end, coefficients, at, this.#state, state);
        }
        state += STATE_SIZE;
      }
    }
  }

  #assertBlock(channels: readonly Float64Array[], frameCount: number): void {
    if (channels.length !== this.channelCount) {
      throw new RangeError(
        `CascadeProcessor.process: channels must hold ${this.channelCount}, got ${channels.length}`,
      );
    }
    for (let channel = 0; channel < this.channelCount; channel++) {
      const { length } = channels[channel]!;
      if (!(Number.isInteger(frameCount) && frameCount >= 0 && frameCount <= length)) {
        throw new RangeError(
          `CascadeProcessor.process: frameCount must be an integer within 0..${length}, got ${frameCount}`,
        );
      }
    }
  }
}

/** One section over one channel. */
function filterOne(
  samples: Float64Array,
  start: number,
  end: number,
  coefficients: Float64Array,
  at: number,
  state: Float64Array,
  stateAt: number,
): void {
  const b0 = coefficients[at]!;
  const b1 = coefficients[at + 1]!;
  const b2 = coefficients[at + 2]!;
  const a1 = coefficients[at + 3]!;
  const a2 = coefficients[at + 4]!;
  let u = state[stateAt]!;
  let v = state[stateAt + 1]!;
  for (let frame = start; frame < end; frame++) {
    const x = samples[frame]!;
    const y = b0 * x + u;
    u = b1 * x + v - a1 * y;
    v = b2 * x - a2 * y;
    samples[frame] = y;
  }
  state[stateAt] = u;
  state[stateAt + 1] = v;
}

/** One section over two channels at once: the very operations of {@link filterOne}, so equal to the bit. */
function filterPair(
  left: Float64Array,
  right: Float64Array,
  start: number,
  end: number,
  coefficients: Float64Array,
  at: number,
  state: Float64Array,
  leftAt: number,
  statePerChannel: number,
): void {
  const b0 = coefficients[at]!;
  const b1 = coefficients[at + 1]!;
  const b2 = coefficients[at + 2]!;
  const a1 = coefficients[at + 3]!;
  const a2 = coefficients[at + 4]!;
  const rightAt = leftAt + statePerChannel;
  let uLeft = state[leftAt]!;
  let vLeft = state[leftAt + 1]!;
  let uRight = state[rightAt]!;
  let vRight = state[rightAt + 1]!;
  for (let frame = start; frame < end; frame++) {
    const xLeft = left[frame]!;
    const xRight = right[frame]!;
    const yLeft = b0 * xLeft + uLeft;
    const yRight = b0 * xRight + uRight;
    uLeft = b1 * xLeft + vLeft - a1 * yLeft;
    uRight = b1 * xRight + vRight - a1 * yRight;
    vLeft = b2 * xLeft - a2 * yLeft;
    vRight = b2 * xRight - a2 * yRight;
    left[frame] = yLeft;
    right[frame] = yRight;
  }
  state[leftAt] = uLeft;
  state[leftAt + 1] = vLeft;
  state[rightAt] = uRight;
  state[rightAt + 1] = vRight;
}

/** @returns How many samples were no numbers that sound can have, and are 0 now. */
function silenceNonFinite(samples: Float64Array, frameCount: number): number {
  let count = 0;
  for (let frame = 0; frame < frameCount; frame++) {
    // The negation catches NaN, which compares false with everything.
    if (!(Math.abs(samples[frame]!) <= LARGEST_SAMPLE)) {
      samples[frame] = 0;
      count++;
    }
  }
  return count;
}

function flushState(state: Float64Array): void {
  for (let index = 0; index < state.length; index++) {
    if (Math.abs(state[index]!) < SILENCE) state[index] = 0;
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
