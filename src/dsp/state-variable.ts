import type { Biquad } from "./biquad.ts";

/**
 * A second-order section as a state-variable filter in topology-preserving form (V. Zavalishin, "The Art of VA Filter
 * Design", 2012; A. Simper, "Linear Trapezoidal Integrated SVF", 2013): the filter
 * `H(s) = m0 + (m1·s + m2) / (s² + k·s + 1)` with `s = (1 − z⁻¹)/(g·(1 + z⁻¹))`. Dimensionless.
 *
 * Its two memories are what the integrators hold, which no change of the coefficients turns into something else: so it
 * stays stable and quiet where direct forms blow up when they are moved fast.
 */
export interface StateVariable {
  /** `tan(ω₀/2)`, above 0. */
  readonly g: number;
  /** Damping, 1/Q of the poles, above 0. */
  readonly k: number;
  /** How much of the input is heard, and of the band-pass and the low-pass. */
  readonly m0: number;
  readonly m1: number;
  readonly m2: number;
}

/**
 * The state-variable filter with the transfer function of a biquad, whatever stable one it is: with `P± = 1 ± a1 + a2`,
 *
 *     g = √(P₊/P₋)          k = 2·(1 − a2)/(g·P₋)
 *     m0 = (b0 − b1 + b2)/P₋    m1 = 2·(b0 − b2)/(g·P₋) − k·m0    m2 = (b0 + b1 + b2)/P₊ − m0
 *
 * @throws RangeError if the biquad is not stable.
 */
export function stateVariableFromBiquad({ b0, b1, b2, a1, a2 }: Biquad): StateVariable {
  if (!(Math.abs(a2) < 1 && Math.abs(a1) < 1 + a2)) {
    throw new RangeError(`stateVariableFromBiquad: biquad must be stable, got a1 ${a1} and a2 ${a2}`);
  }
  const atZero = 1 + a1 + a2;
  const atNyquist = 1 - a1 + a2;
  const g = Math.sqrt(atZero / atNyquist);
  const k = (2 * (1 - a2)) / (g * atNyquist);
  const m0 = (b0 - b1 + b2) / atNyquist;
  const m1 = (2 * (b0 - b2)) / (g * atNyquist) - k * m0;
  return { g, k, m0, m1, m2: (b0 + b1 + b2) / atZero - m0 };
}

/** The biquad with the transfer function of a state-variable filter: the inverse of {@link stateVariableFromBiquad}. */
export function biquadFromStateVariable({ g, k, m0, m1, m2 }: StateVariable): Biquad {
  const damping = k * g;
  const square = g * g;
  const a0 = 1 + damping + square;
  const high = m0;
  const band = g * (m1 + k * m0);
  const low = square * (m0 + m2);
  return {
    b0: (high + band + low) / a0,
    b1: (2 * (low - high)) / a0,
    b2: (high - band + low) / a0,
    a1: (2 * (square - 1)) / a0,
    a2: (1 - damping + square) / a0,
  };
}
