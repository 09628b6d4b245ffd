import { COEFFICIENTS_PER_SECTION, sectionCount } from "./biquad.ts";

/**
 * Magnitude response in dB of sections in series: what the filter does to a steady tone.
 *
 * With `p = sin²(ω/2)`, `ω = 2π·f/fs`, a polynomial `c0 + c1·z⁻¹ + c2·z⁻²` has the squared magnitude
 * `(c0 + c1 + c2 − 2p·(c0 + c2))² + 4p(1 − p)·(c0 − c2)²`: the real and the imaginary part of the polynomial
 * after half of its delay is taken out. Both are small at low frequencies where the textbook's cosines would
 * cancel, so 20 Hz at 384 kHz is as exact as 20 Hz at 8 kHz.
 *
 * The one such function of the project: tests, plots, the curve editor and the design all ask it.
 *
 * @param coefficients Shape `[sections, 5]`: b0, b1, b2, a1, a2 of each section.
 * @param frequencyHz Shape `[points]`, Hz, each within 0..Nyquist.
 * @param sampleRateHz Sample rate, Hz.
 * @param out Shape `[points]`; where to write. Default: a new array.
 * @returns `out`, dB; `-Infinity` at an exact zero.
 * @throws RangeError if a shape does not fit or a frequency is above Nyquist.
 */
export function responseDb(
  coefficients: Float64Array,
  frequencyHz: ArrayLike<number>,
  sampleRateHz: number,
  out: Float64Array = new Float64Array(frequencyHz.length),
): Float64Array {
  const length = sectionCount("responseDb", coefficients) * COEFFICIENTS_PER_SECTION;
  if (out.length !== frequencyHz.length) {
    throw new RangeError(`responseDb: out must hold ${frequencyHz.length} values, got ${out.length}`);
  }
  for (let point = 0; point < frequencyHz.length; point++) {
    const frequency = frequencyHz[point]!;
    if (!(frequency >= 0 && frequency <= sampleRateHz / 2)) {
      throw new RangeError(
        `responseDb: frequencyHz must be within 0..${sampleRateHz / 2}, got ${frequency} at ${point}`,
      );
    }
    const p = Math.sin((Math.PI * frequency) / sampleRateHz) ** 2;
    let sumDb = 0;
    for (let at = 0; at < length; at += COEFFICIENTS_PER_SECTION) {
      const numerator = power(coefficients[at]!, coefficients[at + 1]!, coefficients[at + 2]!, p);
      const denominator = power(1, coefficients[at + 3]!, coefficients[at + 4]!, p);
      // An identity section must count as exactly 0 dB, which the logarithm of a rounded quotient grants.
      sumDb += 10 * Math.log10(numerator / denominator);
    }
    out[point] = sumDb;
  }
  return out;
}

/** |c0 + c1·z⁻¹ + c2·z⁻²|² with p = sin²(ω/2). */
function power(c0: number, c1: number, c2: number, p: number): number {
  const real = c0 + c1 + c2 - 2 * p * (c0 + c2);
  const difference = c0 - c2;
  return real * real + 4 * p * (1 - p) * difference * difference;
}
