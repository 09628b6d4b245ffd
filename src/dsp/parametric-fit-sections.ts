import { type Biquad, type BiquadSetting, peaking } from "./biquad.ts";

/** Parameters of one section in a packed list: gain in dB, ln of the frequency in Hz, ln of Q. */
export const PARAMETERS_PER_SECTION = 3;

/** Where the response of the sections is looked at, at one sample rate. */
export interface FitPoints {
  readonly sampleRateHz: number;
  /** Shape `[points]`, Hz, increasing. */
  readonly frequencyHz: Float64Array;
  /** Shape `[points]`: sin²(ω/2). */
  readonly halfAngle: Float64Array;
  /** Shape `[points]`: 1/sin ω. */
  readonly inverseSine: Float64Array;
}

/** @param frequencyHz Shape `[points]`, Hz, within (0, Nyquist); copied. */
export function planFitPoints(frequencyHz: ArrayLike<number>, sampleRateHz: number): FitPoints {
  const angle = Float64Array.from(frequencyHz, (frequency) => (2 * Math.PI * frequency) / sampleRateHz);
  return {
    sampleRateHz,
    frequencyHz: Float64Array.from(frequencyHz),
    halfAngle: angle.map((value) => Math.sin(value / 2) ** 2),
    inverseSine: angle.map((value) => 1 / Math.sin(value)),
  };
}

/** What the fit has to know of a kind of section. A new kind is one more of these, and a place to start it at. */
export interface SectionModel {
  readonly kind: "bell";
  /** The section itself. */
  design(setting: BiquadSetting, sampleRateHz: number): Biquad;
  /**
   * Multiplies the section's squared magnitude into `power` and, where they are asked for, writes its derivatives.
   *
   * @param parameters Packed; those of this section begin at `at`.
   * @param power Shape `[points]`.
   * @param jacobian Shape `[parameters, points]`, dB per unit of the parameter; rows `at` to `at + 2` are written.
   */
  multiplyPower(
    points: FitPoints,
    parameters: Float64Array,
    at: number,
    power: Float64Array,
    jacobian?: Float64Array,
  ): void;
}

/** dB per unit of ln(squared magnitude). */
export const DB_PER_NEPER_POWER: number = 10 / Math.LN10;

/**
 * The bell of `peaking`. With `G = 10^(gain/20)` and `u = v²`, `v = 2Q·(cos ω − cos ω₀)/(sin ω₀·sin ω)`, its squared
 * magnitude is `(u + G)/(u + 1/G)`. The derivatives of that in dB are
 *
 * - by the gain `½·(G/(u + G) + (1/G)/(u + 1/G))`,
 * - by ln Q through `∂u/∂ln Q = 2u`,
 * - by ln f₀ through `∂v/∂ω₀ = 2Q·(1 − cos ω·cos ω₀)/(sin² ω₀·sin ω)`.
 *
 * Both cosine terms are written in half angles, which do not cancel at low frequencies.
 */
export const bellModel: SectionModel = {
  kind: "bell",
  design: peaking,
  multiplyPower({ sampleRateHz, halfAngle, inverseSine }, parameters, at, power, jacobian) {
    const pointCount = halfAngle.length;
    const gain = 10 ** (parameters[at]! / 20);
    const inverse = 1 / gain;
    const angle = (2 * Math.PI * Math.exp(parameters[at + 1]!)) / sampleRateHz;
    const centre = Math.sin(angle / 2) ** 2;
    const centreSine = Math.sin(angle);
    const pull = angle / centreSine;
    const steepness = (4 * Math.exp(parameters[at + 2]!)) / centreSine;
    const byGain = at * pointCount;
    const byFrequency = byGain + pointCount;
    const byQ = byFrequency + pointCount;
    for (let point = 0; point < pointCount; point++) {
      const p = halfAngle[point]!;
      const slope = steepness * inverseSine[point]!;
      const v = (centre - p) * slope;
      const u = v * v;
      const above = u + gain;
      const below = u + inverse;
      power[point]! *= above / below;
      if (!jacobian) continue;
      // One division for all: 1/above is below·quotient, 1/below is above·quotient.
      const quotient = 1 / (above * below);
      const byDetuning = 2 * DB_PER_NEPER_POWER * v * (inverse - gain) * quotient;
      jacobian[byGain + point] = 0.5 * quotient * (gain * below + inverse * above);
      jacobian[byFrequency + point] = byDetuning * slope * pull * (p + centre - 2 * p * centre);
      jacobian[byQ + point] = byDetuning * v;
    }
  },
};
