import { createFft, fftSizeFor } from "../math/index.ts";

/** Frames of each recording that are compared, from its start: 22 s at 48 kHz. */
const COMPARED_FRAMES = 2 ** 20;

/**
 * How much later one recording of a sound is than another: where their cross-correlation is largest in magnitude, so
 * that a change of polarity does not matter. All frequencies count alike (the phase transform of Knapp and Carter,
 * "The generalized correlation method for estimation of time delay", 1976): else loud low notes, which an equalizer
 * shifts, would decide.
 *
 * @param before Mono, finite.
 * @param after Mono, finite, of any length.
 * @returns Frames by which `after` lags, negative if it is ahead; 0 if either is silent.
 */
export function recordingDelay(before: Float64Array, after: Float64Array): number {
  const beforeCount = Math.min(before.length, COMPARED_FRAMES);
  const afterCount = Math.min(after.length, COMPARED_FRAMES);
  const size = fftSizeFor(beforeCount + afterCount);
  const fft = createFft(size);
  const input = new Float64Array(size);
  const beforeSpectrum = new Float64Array(2 * size);
  const afterSpectrum = new Float64Array(2 * size);
  input.set(before.subarray(0, beforeCount));
  fft.forwardReal(input, beforeSpectrum);
  input.fill(0);
  input.set(after.subarray(0, afterCount));
  fft.forwardReal(input, afterSpectrum);
  for (let at = 0; at < 2 * size; at += 2) {
    const real = beforeSpectrum[at]!;
    const imaginary = -beforeSpectrum[at + 1]!;
    const otherReal = afterSpectrum[at]!;
    const otherImaginary = afterSpectrum[at + 1]!;
    const power =
      (real * real + imaginary * imaginary) * (otherReal * otherReal + otherImaginary * otherImaginary);
    const weight = power === 0 ? 0 : 1 / Math.sqrt(power);
    beforeSpectrum[at] = weight * (real * otherReal - imaginary * otherImaginary);
    beforeSpectrum[at + 1] = weight * (real * otherImaginary + imaginary * otherReal);
  }
  const correlation = afterSpectrum;
  fft.inverse(beforeSpectrum, correlation);
  let highest = 0;
  let delay = 0;
  for (let lag = 1 - beforeCount; lag < afterCount; lag++) {
    const magnitude = Math.abs(correlation[2 * (lag < 0 ? lag + size : lag)]!);
    if (magnitude > highest) {
      highest = magnitude;
      delay = lag;
    }
  }
  return delay;
}
