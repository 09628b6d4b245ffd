import type { EqualizerSection } from "../effects/index.ts";

/**
 * The squared magnitude of an analogue section, a quotient of two polynomials `c0 + c1·x + c2·x²` in
 * `x = (f/f₀)²`. Dimensionless.
 */
export interface AnaloguePower {
  readonly numerator: readonly [number, number, number];
  readonly denominator: readonly [number, number, number];
}

/**
 * What the cookbook's analogue prototypes make of a tone's power; the formulas H(s) stand at `peaking`, `lowShelf`,
 * `highShelf`, `lowPass`, `highPass`, `bandPass` and `notch`.
 */
export function analoguePower({ kind, gainDb, q }: Omit<EqualizerSection, "frequencyHz">): AnaloguePower {
  const resonance: readonly [number, number, number] = [1, 1 / (q * q) - 2, 1];
  const amplitude = 10 ** (gainDb / 40);
  switch (kind) {
    case "bell":
      return {
        numerator: [1, (amplitude / q) ** 2 - 2, 1],
        denominator: [1, (1 / (amplitude * q)) ** 2 - 2, 1],
      };
    case "lowShelf":
    case "highShelf": {
      const power = amplitude * amplitude;
      const middle = amplitude * resonance[1];
      return kind === "lowShelf"
        ? { numerator: [power * power, power * middle, power], denominator: [1, middle, power] }
        : { numerator: [power, power * middle, power * power], denominator: [power, middle, 1] };
    }
    case "lowPass":
      return { numerator: [1, 0, 0], denominator: resonance };
    case "highPass":
      return { numerator: [0, 0, 1], denominator: resonance };
    case "bandPass":
      return { numerator: [0, 1 / (q * q), 0], denominator: resonance };
    case "notch":
      return { numerator: [1, -2, 1], denominator: resonance };
  }
}

/** `c0 + c1·x + c2·x²`, with c0 at `start`. */
export function quadratic(coefficients: ArrayLike<number>, x: number, start = 0): number {
  return coefficients[start]! + x * (coefficients[start + 1]! + x * coefficients[start + 2]!);
}

/**
 * Magnitude response of the analogue section: what every digital one stands for, at any sample rate.
 *
 * @param frequencyHz Shape `[points]`, Hz, 0 or more.
 * @returns Shape `[points]`, dB; `-Infinity` at an exact zero.
 */
export function analogueResponseDb(section: EqualizerSection, frequencyHz: ArrayLike<number>): Float64Array {
  const { numerator, denominator } = analoguePower(section);
  return Float64Array.from(frequencyHz, (frequency) => {
    const x = (frequency / section.frequencyHz) ** 2;
    return 10 * Math.log10(Math.max(0, quadratic(numerator, x)) / quadratic(denominator, x));
  });
}
