import { bandFrequencyHz, erbNumber } from "../../src/effects/index.ts";
import { createRandom } from "../../src/math/index.ts";

const WAVE_COUNT = 8;

/**
 * A smooth curve over the 40 bands: eight waves of ½ to 4 periods over the ERB axis, of random size (less for the short
 * ones) and phase; its peak is random within 30..100 % of the limit.
 *
 * @param seed The same seed gives the same curve.
 * @param limitDb Largest gain, dB.
 * @returns Shape `[40]`, dB.
 */
export function smoothCurveDb(seed: number, limitDb = 12): Float64Array {
  const random = createRandom(seed);
  const waves = Array.from({ length: WAVE_COUNT }, (_, index) => ({
    size: random.normal() / (1 + index / 2),
    phase: 2 * Math.PI * random.uniform(),
    halves: index + 1,
  }));
  const first = erbNumber(bandFrequencyHz[0]!);
  const last = erbNumber(bandFrequencyHz.at(-1)!);
  const raw = Float64Array.from(bandFrequencyHz, (frequencyHz) => {
    const position = (erbNumber(frequencyHz) - first) / (last - first);
    return waves.reduce(
      (sum, { size, phase, halves }) => sum + size * Math.cos(Math.PI * halves * position + phase),
      0,
    );
  });
  const peak = raw.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const depthDb = limitDb * (0.3 + 0.7 * random.uniform());
  return raw.map((value) => (depthDb * value) / peak);
}
