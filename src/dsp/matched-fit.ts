import type { SectionKind } from "../effects/index.ts";
import { choleskyFactor, choleskySolve } from "../math/index.ts";
import { quadratic } from "./analogue-section.ts";

/** Gauss-Newton steps; more change nothing that could be heard. */
const STEP_COUNT = 4;
/**
 * Damping of the steps, in units of each direction's squared derivatives of N and of D. Near 0 dB, where they cancel, it
 * is what keeps the solve regular.
 */
const RIDGE = 1e-4;
/** A step may take this part of what is left above 0, so that both polynomials stay positive. */
const LARGEST_LOSS = 0.7;

/** What the fit looks at. All arrays have shape `[points]`. */
export interface MatchedFitPoints {
  /** y = sin²(ω/2)/sin²(ω₀/2). */
  readonly y: Float64Array;
  /** Wanted squared magnitude, above 0. */
  readonly power: Float64Array;
  /** How much an error counts. */
  readonly weight: Float64Array;
}

/**
 * Directions in which the six coefficients of `N(y)/D(y)` may move: the gain at 0 Hz stays, that at the centre too
 * unless it is a shelf, and so do zeros at 0 Hz or at a notch; D keeps its value at the centre, which only fixes the
 * scale.
 */
function directions(kind: SectionKind, powerAtZero: number): readonly (readonly number[])[] {
  const tilt = [0, 0, 0, 0, 1, -1];
  switch (kind) {
    case "bell":
    case "lowPass":
      return [[powerAtZero, 0, -powerAtZero, 1, 0, -1], tilt, [0, 1, -1, 0, 0, 0]];
    case "lowShelf":
    case "highShelf":
      return [[powerAtZero, 0, 0, 1, 0, -1], tilt, [0, 1, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0]];
    case "highPass":
      return [[0, 0, 0, 1, 0, -1], tilt];
    case "bandPass":
      return [[0, 0, 0, 1, 0, -1], tilt, [0, 1, -1, 0, 0, 0]];
    case "notch":
      return [[1, -2, 1, 1, 0, -1], tilt];
  }
}

/**
 * Fits `N(y)/D(y)` to wanted powers by Gauss-Newton on the logarithm; each step is cut so that N and D stay positive at
 * the points, at 0 Hz and at Nyquist.
 *
 * @param guess Shape `[6]`: N's c0, c1, c2, then D's; positive.
 * @param nyquist y at Nyquist.
 * @returns Shape `[6]`: the fitted coefficients, or the guess should they be negative anywhere between the points.
 */
export function fitMatchedPowers(
  kind: SectionKind,
  { y, power, weight }: MatchedFitPoints,
  guess: Float64Array,
  nyquist: number,
): Float64Array {
  const ways = directions(kind, guess[0]! / guess[3]!);
  const size = ways.length;
  const above = ways.map((way) => y.map((at) => quadratic(way, at)));
  const below = ways.map((way) => y.map((at) => quadratic(way, at, 3)));
  const normal = new Float64Array(size * size);
  const step = new Float64Array(size);
  const slope = new Float64Array(size);
  const ridge = new Float64Array(size);
  const move = new Float64Array(6);
  const fitted = guess.slice();
  for (let count = 0; count < STEP_COUNT; count++) {
    normal.fill(0);
    step.fill(0);
    ridge.fill(0);
    for (let point = 0; point < y.length; point++) {
      const numerator = quadratic(fitted, y[point]!);
      const denominator = quadratic(fitted, y[point]!, 3);
      const missing = Math.log((power[point]! * denominator) / numerator);
      for (let row = 0; row < size; row++) {
        const up = above[row]![point]! / numerator;
        const down = below[row]![point]! / denominator;
        slope[row] = up - down;
        ridge[row]! += weight[point]! * (up * up + down * down);
        const weighted = weight[point]! * slope[row]!;
        step[row]! += weighted * missing;
        for (let column = 0; column <= row; column++) {
          normal[row * size + column]! += weighted * slope[column]!;
        }
      }
    }
    for (let row = 0; row < size; row++) normal[row * size + row]! += RIDGE * ridge[row]!;
    choleskyFactor(normal, size);
    choleskySolve(normal, size, step);
    move.fill(0);
    for (let row = 0; row < size; row++) {
      for (let index = 0; index < 6; index++) move[index]! += step[row]! * ways[row]![index]!;
    }
    const part = longestStep(fitted, move, y, nyquist);
    for (let index = 0; index < 6; index++) fitted[index]! += part * move[index]!;
  }
  return isPositive(fitted, 0, nyquist) && isPositive(fitted, 3, nyquist) ? fitted : guess;
}

/** How far both polynomials may move, 0..1, so that no more than LARGEST_LOSS of either is lost anywhere. */
function longestStep(powers: Float64Array, move: Float64Array, y: Float64Array, nyquist: number): number {
  let part = 1;
  for (const side of [0, 3]) {
    for (let point = 0; point < y.length + 2; point++) {
      const at = point < y.length ? y[point]! : point === y.length ? 0 : nyquist;
      const value = quadratic(powers, at, side);
      const change = quadratic(move, at, side);
      if (value > 0 && change < 0) part = Math.min(part, (-LARGEST_LOSS * value) / change);
    }
  }
  return part;
}

/** Whether a polynomial is nowhere below 0 between 0 Hz and Nyquist, but for rounding. */
function isPositive(powers: Float64Array, side: 0 | 3, nyquist: number): boolean {
  const vertex = -powers[side + 1]! / (2 * powers[side + 2]!);
  const floor = -1e-12 * Math.abs(powers[side]!);
  if (!(powers[side]! >= 0 && quadratic(powers, nyquist, side) >= floor)) return false;
  return !(vertex > 0 && vertex < nyquist) || quadratic(powers, vertex, side) >= floor;
}
