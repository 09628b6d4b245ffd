import type { StateVariableBank } from "./state-variable-bank.ts";

/** Numbers that glide per section: logarithms of g, k, and of what is heard at Nyquist, in the middle and at 0 Hz. */
const SIZE = 5;
/** Added before the logarithm, so that a gain of 0 can be reached; dimensionless, -40 dB. */
const FLOOR = 0.01;
/** Where a glide ends, in nepers: 1e-5 dB. */
const ARRIVED = 1e-6;
/** Bandwidths that a section may sweep over; a faster sweep than this in one glide would be heard as a chirp. */
const FARTHEST_SWEEP = 2;

/** Steps below this go by a polynomial, exact to 1e-10 in all. */
const SMALL_STEP = 0.02;

/**
 * The sections of a {@link StateVariableBank} on their way from one setting to the next.
 *
 * A section is `(high·s² + band·s + low)/(s² + k·s + 1)` with s in units of g. What glides are the logarithms of g and k and those of `high`, `band` and `low` + 0.01. So a bell or a shelf moves on a
 * straight line in gain (dB), frequency and Q (octaves), another kind is reached by a glide as well, and every point on
 * the way is a stable filter. A section that ends as the identity fades out where it is.
 */
export class SectionGlide {
  readonly #bank: StateVariableBank;
  /** Shape `[sections, 5]`: where the logarithms are, and where they go. */
  readonly #now: Float64Array;
  /** After the first of the two low-passes. */
  readonly #before: Float64Array;
  /** e to the power of `now`. */
  readonly #value: Float64Array;
  readonly #end: Float64Array;
  /** Shape `[sections, 5]`: g, k, m0, m1, m2 at the end, exactly. */
  readonly #exact: Float64Array;
  /** Shape `[sections]`: 1 while under way. */
  readonly #moving: Uint8Array;
  #movingCount = 0;

  /** All sections begin as the identity. */
  constructor(bank: StateVariableBank) {
    this.#bank = bank;
    this.#now = new Float64Array(bank.sectionCount * SIZE);
    this.#before = new Float64Array(bank.sectionCount * SIZE);
    this.#value = new Float64Array(bank.sectionCount * SIZE);
    this.#end = new Float64Array(bank.sectionCount * SIZE);
    this.#exact = new Float64Array(bank.sectionCount * SIZE);
    this.#moving = new Uint8Array(bank.sectionCount);
    for (let section = 0; section < bank.sectionCount; section++) this.#endAsIdentity(section);
  }

  /** Sections under way. */
  get movingCount(): number {
    return this.#movingCount;
  }

  isMoving(section: number): boolean {
    return this.#moving[section] === 1;
  }

  /** Whether a section lets everything pass and stands still. */
  isIdle(section: number): boolean {
    const at = section * SIZE;
    const exact = this.#exact;
    const isIdentity = exact[at + 2] === 1 && exact[at + 3] === 0 && exact[at + 4] === 0;
    return isIdentity && this.#moving[section] === 0;
  }

  /**
   * Whether a section would have to sweep far to become another: by more than two of its bandwidths.
   *
   * @param packed Shape `[.., 5]`: b0, b1, b2, a1, a2; the five of the other begin at `at`.
   */
  isFar(section: number, packed: Float64Array, at: number): boolean {
    if (this.isIdle(section)) return false;
    const from = section * SIZE;
    const b0 = packed[at]!;
    const b1 = packed[at + 1]!;
    const b2 = packed[at + 2]!;
    const a1 = packed[at + 3]!;
    const a2 = packed[at + 4]!;
    if (b0 === 1 && b1 === a1 && b2 === a2) return false;
    const atNyquist = 1 - a1 + a2;
    const g = Math.sqrt((1 + a1 + a2) / atNyquist);
    const k = (2 * (1 - a2)) / (g * atNyquist);
    const band = (2 * (b0 - b2)) / (g * atNyquist);
    const width = Math.min(k, band > FLOOR ? band : k, this.#value[from + 1]!);
    return Math.abs(Math.log(g) - this.#now[from]!) > FARTHEST_SWEEP * width;
  }

  /**
   * Names where a section goes; it moves at the next {@link advance}.
   *
   * @param packed Shape `[.., 5]`: b0, b1, b2, a1, a2 of stable biquads without zeros outside the unit circle.
   * @param at Where the section's five begin.
   */
  aim(section: number, packed: Float64Array, at: number): void {
    const b0 = packed[at]!;
    const b1 = packed[at + 1]!;
    const b2 = packed[at + 2]!;
    const a1 = packed[at + 3]!;
    const a2 = packed[at + 4]!;
    const exact = this.#exact;
    const end = this.#end;
    const from = section * SIZE;
    const wasIdle = this.isIdle(section);
    if (b0 === 1 && b1 === a1 && b2 === a2) {
      if (wasIdle) return;
      // Poles stay where they are while the section fades.
      end[from] = this.#now[from]!;
      end[from + 1] = this.#now[from + 1]!;
      this.#endAsIdentity(section);
    } else {
      const atZero = 1 + a1 + a2;
      const atNyquist = 1 - a1 + a2;
      const g = Math.sqrt(atZero / atNyquist);
      const k = (2 * (1 - a2)) / (g * atNyquist);
      const high = (b0 - b1 + b2) / atNyquist;
      const band = (2 * (b0 - b2)) / (g * atNyquist);
      const low = (b0 + b1 + b2) / atZero;
      end[from] = Math.log(g);
      end[from + 1] = Math.log(k);
      if (wasIdle) {
        this.#endAsIdentity(section);
        this.#copyEnd(section);
        this.#bank.resetSection(section);
      }
      end[from + 2] = Math.log(Math.max(0, high) + FLOOR);
      end[from + 3] = Math.log(Math.max(0, band) + FLOOR);
      end[from + 4] = Math.log(Math.max(0, low) + FLOOR);
      exact[from] = g;
      exact[from + 1] = k;
      exact[from + 2] = high;
      exact[from + 3] = band - k * high;
      exact[from + 4] = low - high;
    }
    if (this.#moving[section] === 0) this.#movingCount++;
    this.#moving[section] = 1;
  }

  /** Brings a section to its end at once. */
  arrive(section: number): void {
    const exact = this.#exact;
    const at = section * SIZE;
    this.#copyEnd(section);
    this.#bank.setSection(
      section,
      exact[at]!,
      exact[at + 1]!,
      exact[at + 2]!,
      exact[at + 3]!,
      exact[at + 4]!,
    );
    if (this.#moving[section] === 1) this.#movingCount--;
    this.#moving[section] = 0;
  }

  /**
   * Moves a section on. Two one-pole low-passes in a row, as one alone begins with a corner that is heard as a click
   * where frequencies jump.
   *
   * @param part What each of them takes of what is left, within (0, 1].
   */
  advance(section: number, part: number): void {
    const now = this.#now;
    const before = this.#before;
    const end = this.#end;
    const value = this.#value;
    const from = section * SIZE;
    let isThere = true;
    for (let index = from; index < from + SIZE; index++) {
      const left = end[index]! - before[index]!;
      if (Math.abs(left) < ARRIVED && Math.abs(end[index]! - now[index]!) < ARRIVED) continue;
      before[index]! += part * left;
      const step = part * (before[index]! - now[index]!);
      now[index]! += step;
      value[index] = Math.abs(step) < SMALL_STEP ? value[index]! * expNearZero(step) : Math.exp(now[index]!);
      isThere = false;
    }
    if (isThere) {
      this.arrive(section);
      return;
    }
    const k = value[from + 1]!;
    const high = value[from + 2]! - FLOOR;
    const band = value[from + 3]! - FLOOR;
    const low = value[from + 4]! - FLOOR;
    this.#bank.setSection(section, value[from]!, k, high, band - k * high, low - high);
  }

  #copyEnd(section: number): void {
    const from = section * SIZE;
    for (let index = from; index < from + SIZE; index++) {
      this.#now[index] = this.#end[index]!;
      this.#before[index] = this.#end[index]!;
      this.#value[index] = Math.exp(this.#end[index]!);
    }
  }

  /** With the poles where they are to be at the end: the zeros upon them. */
  #endAsIdentity(section: number): void {
    const from = section * SIZE;
    const g = Math.exp(this.#end[from]!);
    const k = Math.exp(this.#end[from + 1]!);
    this.#end[from + 2] = Math.log(1 + FLOOR);
    this.#end[from + 3] = Math.log(k + FLOOR);
    this.#end[from + 4] = Math.log(1 + FLOOR);
    this.#exact[from] = g;
    this.#exact[from + 1] = k;
    this.#exact[from + 2] = 1;
    this.#exact[from + 3] = 0;
    this.#exact[from + 4] = 0;
  }
}

/** eˣ for small x. */
function expNearZero(x: number): number {
  return 1 + x * (1 + x * (1 / 2 + x * (1 / 6 + x * (1 / 24))));
}
