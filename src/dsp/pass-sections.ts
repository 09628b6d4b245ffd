import { assertBiquadSetting, type Biquad, type BiquadSetting } from "./biquad.ts";

/** What a section without a gain is asked to do. */
export type PassSetting = Omit<BiquadSetting, "gainDb">;

/**
 * Low-pass of second order: `H(s) = 1 / (s² + s/Q + 1)` through the bilinear transform (R. Bristow-Johnson, Audio EQ
 * Cookbook). `20·log₁₀ Q` dB at its frequency; √½ is the flattest. Exactly 0 at Nyquist.
 *
 * @throws RangeError if a setting is out of range.
 */
export function lowPass(setting: PassSetting, sampleRateHz: number): Biquad {
  const { cosine, alpha } = innerTerms("lowPass", setting, sampleRateHz);
  // 1 − cos ω₀ as a square, which does not cancel at low frequencies.
  const half = Math.sin((Math.PI * setting.frequencyHz) / sampleRateHz) ** 2;
  return section(half, 2 * half, half, cosine, alpha);
}

/**
 * High-pass of second order: `H(s) = s² / (s² + s/Q + 1)` (Audio EQ Cookbook). `20·log₁₀ Q` dB at its frequency; exactly
 * 0 at 0 Hz.
 *
 * @throws RangeError if a setting is out of range.
 */
export function highPass(setting: PassSetting, sampleRateHz: number): Biquad {
  const { cosine, alpha } = innerTerms("highPass", setting, sampleRateHz);
  const half = Math.cos((Math.PI * setting.frequencyHz) / sampleRateHz) ** 2;
  return section(half, -2 * half, half, cosine, alpha);
}

/**
 * Band-pass of second order with 0 dB at its centre: `H(s) = (s/Q) / (s² + s/Q + 1)` (Audio EQ Cookbook).
 *
 * @throws RangeError if a setting is out of range.
 */
export function bandPass(setting: PassSetting, sampleRateHz: number): Biquad {
  const { cosine, alpha } = innerTerms("bandPass", setting, sampleRateHz);
  return section(alpha, 0, -alpha, cosine, alpha);
}

/**
 * Notch: `H(s) = (s² + 1) / (s² + s/Q + 1)` (Audio EQ Cookbook). Nothing passes at its centre.
 *
 * @throws RangeError if a setting is out of range.
 */
export function notch(setting: PassSetting, sampleRateHz: number): Biquad {
  const { cosine, alpha } = innerTerms("notch", setting, sampleRateHz);
  return section(1, -2 * cosine, 1, cosine, alpha);
}

/** The cookbook's `cos ω₀` and `α = sin ω₀ / 2Q`. */
function innerTerms(
  caller: string,
  setting: PassSetting,
  sampleRateHz: number,
): { readonly cosine: number; readonly alpha: number } {
  assertBiquadSetting(caller, { ...setting, gainDb: 0 }, sampleRateHz);
  const angle = (2 * Math.PI * setting.frequencyHz) / sampleRateHz;
  return { cosine: Math.cos(angle), alpha: Math.sin(angle) / (2 * setting.q) };
}

/** The numerator over `(1 + α) − 2·cos ω₀·z⁻¹ + (1 − α)·z⁻²`, normalised. */
function section(b0: number, b1: number, b2: number, cosine: number, alpha: number): Biquad {
  const a0 = 1 + alpha;
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: (-2 * cosine) / a0, a2: (1 - alpha) / a0 };
}
