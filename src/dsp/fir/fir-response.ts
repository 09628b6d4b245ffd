import type { FirFilter } from "./fir-design.ts";

/**
 * Magnitude response in dB of a finite impulse response: `|Σ h[n]·e^(−iωn)|`, `ω = 2π·f/fs`, by rotation of a unit vector
 * (error below 1e-10 dB for the longest filter). Costs points times taps.
 *
 * @param filter Taps and sample rate.
 * @param frequencyHz Shape `[points]`, Hz, each within 0..Nyquist.
 * @param out Shape `[points]`; where to write. Default: a new array.
 * @returns `out`, dB; `-Infinity` at an exact zero.
 * @throws RangeError if a shape does not fit or a frequency is above Nyquist.
 */
export function firResponseDb(
  filter: Pick<FirFilter, "taps" | "sampleRateHz">,
  frequencyHz: ArrayLike<number>,
  out: Float64Array = new Float64Array(frequencyHz.length),
): Float64Array {
  const { taps, sampleRateHz } = filter;
  if (out.length !== frequencyHz.length) {
    throw new RangeError(`firResponseDb: out must hold ${frequencyHz.length} values, got ${out.length}`);
  }
  for (let point = 0; point < out.length; point++) {
    const frequency = frequencyHz[point]!;
    if (!(frequency >= 0 && frequency <= sampleRateHz / 2)) {
      throw new RangeError(
        `firResponseDb: frequencyHz must be within 0..${sampleRateHz / 2}, got ${frequency} at ${point}`,
      );
    }
    const angle = (2 * Math.PI * frequency) / sampleRateHz;
    const stepRe = Math.cos(angle);
    const stepIm = -Math.sin(angle);
    let [re, im, sumRe, sumIm] = [1, 0, 0, 0];
    for (let tap = 0; tap < taps.length; tap++) {
      sumRe += taps[tap]! * re;
      sumIm += taps[tap]! * im;
      const turned = re * stepRe - im * stepIm;
      im = re * stepIm + im * stepRe;
      re = turned;
    }
    out[point] = 20 * Math.log10(Math.hypot(sumRe, sumIm));
  }
  return out;
}
