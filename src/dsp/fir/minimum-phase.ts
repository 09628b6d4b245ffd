import type { Fft } from "../../math/index.ts";

/**
 * Makes the impulse response of which the magnitude is given and the phase is the least that this allows
 * (homomorphic: Oppenheim & Schafer, Discrete-Time Signal Processing, "minimum-phase and all-pass"). The inverse transform
 * of the log magnitude, the real cepstrum, is folded onto the times after 0; its exponential is the spectrum.
 *
 * The response may be longer than the transform, and is then added up modulo its size: take a size several times as long
 * as the response lasts.
 */
export interface MinimumPhaseMaker {
  /**
   * @param logMagnitude Shape `[size / 2 + 1]`: ln |H| from 0 Hz to Nyquist, nepers, finite.
   * @param share How often the log magnitude counts: ½ makes the response whose square has the magnitude. Default 1.
   * @returns Shape `[size]`: the impulse response. Overwritten by the next call.
   */
  impulse(logMagnitude: Float64Array, share?: number): Float64Array;
}

/** Plans {@link MinimumPhaseMaker} for one size of transform. */
export function createMinimumPhaseMaker(fft: Fft): MinimumPhaseMaker {
  const { size } = fft;
  const half = size / 2;
  const real = new Float64Array(size);
  const first = new Float64Array(2 * size);
  const second = new Float64Array(2 * size);

  function impulse(logMagnitude: Float64Array, share = 1): Float64Array {
    for (let bin = 0; bin <= half; bin++) real[bin] = (share / size) * logMagnitude[bin]!;
    for (let bin = 1; bin < half; bin++) real[size - bin] = real[bin]!;
    // An even sequence: its transform is real, and its own inverse but for the factor above.
    fft.forwardReal(real, first);
    real[0] = first[0]!;
    for (let time = 1; time < half; time++) real[time] = 2 * first[2 * time]!;
    real[half] = first[2 * half]!;
    real.fill(0, half + 1);
    fft.forwardReal(real, first);
    for (let bin = 0; bin <= half; bin++) {
      const magnitude = Math.exp(first[2 * bin]!);
      const phase = first[2 * bin + 1]!;
      first[2 * bin] = magnitude * Math.cos(phase);
      first[2 * bin + 1] = magnitude * Math.sin(phase);
    }
    for (let bin = 1; bin < half; bin++) {
      first[2 * (size - bin)] = first[2 * bin]!;
      first[2 * (size - bin) + 1] = -first[2 * bin + 1]!;
    }
    fft.inverse(first, second);
    for (let time = 0; time < size; time++) real[time] = second[2 * time]!;
    return real;
  }

  return { impulse };
}
