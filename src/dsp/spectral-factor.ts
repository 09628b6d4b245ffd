import { quadratic } from "./analogue-section.ts";
import type { Biquad } from "./biquad.ts";

/**
 * The minimum-phase biquad with the squared magnitude `N(y)/D(y)`, two polynomials `c0 + c1·y + c2·y²` in
 * `y = sin²(ω/2)/unit`, both at least 0 and D above 0 for every ω (M. Vicanek, "Matched Second Order Digital Filters",
 * 2016, section 2, for a scaled y: with the unit near sin²(ω₀/2) nothing cancels at low frequencies).
 */
export function minimumPhaseBiquad(
  numerator: ArrayLike<number>,
  denominator: ArrayLike<number>,
  unit: number,
): Biquad {
  const b = factor(numerator, unit);
  const a = factor(denominator, unit);
  return { b0: b[0] / a[0], b1: b[1] / a[0], b2: b[2] / a[0], a1: a[1] / a[0], a2: a[2] / a[0] };
}

/** The polynomial in 1/z, no zero outside the unit circle, whose squared magnitude is that of `c`. */
function factor(c: ArrayLike<number>, unit: number): [number, number, number] {
  const atZero = Math.max(0, c[0]!);
  const atNyquist = Math.max(0, quadratic(c, 1 / unit));
  const sum = (Math.sqrt(atZero) + Math.sqrt(atNyquist)) / 2;
  const discriminant = (2 * c[0]! + c[1]! / unit + 2 * Math.sqrt(atZero * atNyquist)) / 4;
  const first = (sum + Math.sqrt(Math.max(0, discriminant))) / 2;
  const last = c[2]! / (16 * unit * unit * first);
  return [first, (Math.sqrt(atZero) - Math.sqrt(atNyquist)) / 2, last];
}
