import { createFft } from "../../src/math/index.ts";

const SIZE = 65_536;
const fft = createFft(SIZE);
const spectrum = new Float64Array(2 * SIZE);
/** Blackman-Harris, four terms, −92 dB (F. Harris, Proc. IEEE 66(1) 1978). */
const window = Float64Array.from({ length: SIZE }, (_, frame) => {
  const angle = (2 * Math.PI * frame) / SIZE;
  return 0.35875 - 0.48829 * Math.cos(angle) + 0.14128 * Math.cos(2 * angle) - 0.01168 * Math.cos(3 * angle);
});

/** Frames that {@link splatterDb} looks at. */
export const SPLATTER_FRAMES: number = SIZE;

/** A tone of full scale, shape `[65,536]`. */
export function tone(frequencyHz: number, sampleRateHz: number): Float64Array {
  return Float64Array.from({ length: SIZE }, (_, frame) =>
    Math.sin((2 * Math.PI * frequencyHz * frame) / sampleRateHz),
  );
}

/**
 * What a change in the middle of a tone leaves beside it: the energy further than 200 Hz from the tone, relative to all.
 *
 * @param samples Shape `[65,536]`.
 * @returns dB.
 */
export function splatterDb(samples: Float64Array, frequencyHz: number, sampleRateHz: number): number {
  fft.forwardReal(
    samples.map((sample, frame) => sample * window[frame]!),
    spectrum,
  );
  let all = 0;
  let beside = 0;
  for (let bin = 0; bin <= SIZE / 2; bin++) {
    const power = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
    all += power;
    if (Math.abs((bin * sampleRateHz) / SIZE - frequencyHz) > 200) beside += power;
  }
  return 10 * Math.log10(beside / all);
}
