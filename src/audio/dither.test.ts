import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDither } from "./dither.ts";
import { decodeSamples, encodeSamples } from "./samples.ts";
import { wavFormat } from "./wav/wav-format.ts";

fc.configureGlobal({ seed: 1 });

const format = wavFormat({ bits: 16, channelCount: 1 });

/** To 16 bits and back. Shape `[frames]`. */
function rounded(samples: Float64Array): Float64Array {
  const bytes = new Uint8Array(2 * samples.length);
  encodeSamples(format, [samples], samples.length, bytes);
  const decoded = new Float64Array(samples.length);
  decodeSamples(format, bytes, [decoded], samples.length);
  return decoded;
}

function dithered(samples: Float64Array, seed = 1): Float64Array {
  const copy = samples.slice();
  createDither({ bits: 16, channelCount: 1, seed }).process([copy], copy.length);
  return copy;
}

const rms = (samples: Float64Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
const decibels = (amplitude: number) => 20 * Math.log10(amplitude);

/** Amplitude of the sine at a whole number of cycles over the signal. */
function amplitudeAt(samples: Float64Array, cycles: number): number {
  const step = (2 * Math.PI * cycles) / samples.length;
  let real = 0;
  let imaginary = 0;
  samples.forEach((sample, frame) => {
    real += sample * Math.cos(step * frame);
    imaginary += sample * Math.sin(step * frame);
  });
  return (2 * Math.hypot(real, imaginary)) / samples.length;
}

const seconds = 4;
const tone = Float64Array.from(
  { length: seconds * 48_000 },
  (_, frame) => 10 ** (-90 / 20) * Math.sin((2 * Math.PI * 997 * frame) / 48_000),
);
/** A harmonic over the fundamental, dB. */
const harmonicDb = (samples: Float64Array, order: number) =>
  decibels(amplitudeAt(samples, order * 997 * seconds) / amplitudeAt(samples, 997 * seconds));

describe("a sine of 997 Hz and -90 dBFS in 16 bits", () => {
  test("without dither it is distorted: harmonics 3 and 5 at -32.8 and -14.6 dB", () => {
    const heard = rounded(tone);
    expect(harmonicDb(heard, 3)).toBeCloseTo(-32.8, 1);
    expect(harmonicDb(heard, 5)).toBeCloseTo(-14.6, 1);
  });

  test("with dither the error is noise at -96.33 dBFS, and no harmonic stands out of it", () => {
    const heard = rounded(dithered(tone));
    const error = heard.map((sample, frame) => sample - tone[frame]!);
    expect(Math.abs(decibels(rms(error)) + 96.33)).toBeLessThan(0.02);
    expect(decibels(amplitudeAt(heard, 997 * seconds))).toBeCloseTo(-90, 1);
    // Expected of a line of white noise: its amplitude is Rayleigh distributed, above 3.5 of these in 5e-6 of lines.
    const line = rms(error) * 2 * Math.sqrt(1 / error.length);
    for (let order = 2; order <= 12; order++) {
      expect(amplitudeAt(error, order * 997 * seconds)).toBeLessThan(3.5 * line);
    }
  });
});

describe("createDither", () => {
  /** The noise alone, in steps of 16 bits. */
  const noise = dithered(new Float64Array(400_000)).map((x) => x * 32_768);

  test("is triangular within one step", () => {
    expect(noise.every((x) => Math.abs(x) < 1)).toBe(true);
    const below = (limit: number) => noise.filter((x) => x < limit).length / noise.length;
    for (const limit of [-0.9, -0.5, -0.1, 0, 0.3, 0.7]) {
      const triangular = limit < 0 ? (1 + limit) ** 2 / 2 : 1 - (1 - limit) ** 2 / 2;
      expect(Math.abs(below(limit) - triangular)).toBeLessThan(0.003);
    }
  });

  test("is white, and channels and seeds are independent", () => {
    const correlation = (a: Float64Array, b: Float64Array, lag: number) => {
      let sum = 0;
      for (let at = lag; at < a.length; at++) sum += a[at]! * b[at - lag]!;
      return (6 * sum) / (a.length - lag);
    };
    const pair = [new Float64Array(400_000), new Float64Array(400_000)] as const;
    createDither({ bits: 1, channelCount: 2, seed: 1 }).process(pair, 400_000);
    const other = dithered(new Float64Array(400_000), 2).map((x) => x * 32_768);
    // 1/√400,000 is 0.0016.
    for (let lag = 1; lag <= 20; lag++) expect(Math.abs(correlation(noise, noise, lag))).toBeLessThan(0.008);
    for (let lag = 0; lag <= 20; lag++) {
      expect(Math.abs(correlation(pair[0], pair[1], lag))).toBeLessThan(0.008);
      expect(Math.abs(correlation(noise, other, lag))).toBeLessThan(0.008);
    }
  });

  test("does not depend on the block size, bit for bit, and touches only the first frameCount samples", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 9 }), (blocks) => {
        const dither = createDither({ bits: 16, channelCount: 2, seed: 1 });
        const whole = new Float64Array(5_000);
        for (let start = 0, turn = 0; start < 5_000; turn++) {
          const length = Math.min(blocks[turn % blocks.length]!, 5_000 - start);
          const block = [new Float64Array(length + 1), new Float64Array(length + 1)] as const;
          dither.process(block, length);
          whole.set(block[0].subarray(0, length), start);
          expect(block[0][length]).toBe(0);
          start += length;
        }
        expect(whole.map((x) => x * 32_768)).toEqual(noise.subarray(0, 5_000));
      }),
      { numRuns: 10 },
    );
  });

  test("scales with the word length", () => {
    const fine = new Float64Array(1_000);
    createDither({ bits: 24, channelCount: 1, seed: 1 }).process([fine], 1_000);
    expect(fine.map((x) => x * 2 ** 23)).toEqual(noise.subarray(0, 1_000));
  });

  test("refuses word lengths and channel counts that are none", () => {
    expect(() => createDither({ bits: 32, channelCount: 1 })).toThrow(/within 1..24, got 32/);
    expect(() => createDither({ bits: 16, channelCount: 0 })).toThrow(/positive integer, got 0/);
  });
});
