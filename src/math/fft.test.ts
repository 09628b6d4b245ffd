import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFft, fftSizeFor } from "./fft.ts";
import { createRandom } from "./random.ts";

fc.configureGlobal({ seed: 1 });

/** The definition, term by term. Shape `[size, 2]` to `[size, 2]`. */
function plainTransform(input: Float64Array): Float64Array {
  const size = input.length / 2;
  const output = new Float64Array(2 * size);
  for (let bin = 0; bin < size; bin++) {
    for (let index = 0; index < size; index++) {
      // The product is reduced first, so that the angle is exact at large indices too.
      const angle = (-2 * Math.PI * ((bin * index) % size)) / size;
      output[2 * bin]! += input[2 * index]! * Math.cos(angle) - input[2 * index + 1]! * Math.sin(angle);
      output[2 * bin + 1]! += input[2 * index]! * Math.sin(angle) + input[2 * index + 1]! * Math.cos(angle);
    }
  }
  return output;
}

const numbers = (count: number, seed: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => random.normal());
};

const largestDifference = (a: Float64Array, b: Float64Array) =>
  a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - b[index]!)), 0);

const exponent = fc.integer({ min: 1, max: 9 });
const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe("createFft", () => {
  test("is the discrete Fourier transform at every size", () => {
    fc.assert(
      fc.property(exponent, seed, (power, from) => {
        const size = 2 ** power;
        const input = numbers(2 * size, from);
        const output = new Float64Array(2 * size);
        createFft(size).forward(input, output);
        expect(largestDifference(output, plainTransform(input))).toBeLessThan(1e-12 * size);
      }),
      { numRuns: 30 },
    );
  });

  test("real input gives what the same numbers give as complex ones", () => {
    fc.assert(
      fc.property(exponent, seed, (power, from) => {
        const fft = createFft(2 ** power);
        const real = numbers(fft.size, from);
        const complex = new Float64Array(2 * fft.size);
        for (const [index, value] of real.entries()) complex[2 * index] = value;
        const spectrum = new Float64Array(2 * fft.size);
        const expected = new Float64Array(2 * fft.size);
        fft.forwardReal(real, spectrum);
        fft.forward(complex, expected);
        expect(largestDifference(spectrum, expected)).toBeLessThan(1e-13 * fft.size);
      }),
      { numRuns: 30 },
    );
  });

  test("inverse undoes forward, and both leave their input as it is", () => {
    for (let power = 1; power <= 17; power++) {
      const fft = createFft(2 ** power);
      const input = numbers(2 * fft.size, power);
      const kept = input.slice();
      const spectrum = new Float64Array(2 * fft.size);
      const back = new Float64Array(2 * fft.size);
      fft.forward(input, spectrum);
      const keptSpectrum = spectrum.slice();
      fft.inverse(spectrum, back);
      expect(largestDifference(back, input)).toBeLessThan(1e-13);
      expect(largestDifference(input, kept)).toBe(0);
      expect(largestDifference(spectrum, keptSpectrum)).toBe(0);
    }
  });

  test("refuses other sizes, other shapes and one array for both", () => {
    for (const size of [0, 1, 3, 48, 2.5, -4, Number.NaN, Infinity, 2 ** 25]) {
      expect(() => createFft(size)).toThrow(`a power of two within 2..16777216, got ${size}`);
    }
    const fft = createFft(4);
    const eight = new Float64Array(8);
    expect(() => fft.forward(eight, new Float64Array(4))).toThrow(/got 8 and 4/);
    expect(() => fft.inverse(eight, eight)).toThrow(/the same array/);
    expect(() => fft.forwardReal(eight, new Float64Array(8))).toThrow(/input must hold 4 /);
  });
});

test("fftSizeFor is the smallest power of two that is enough", () => {
  expect([0, 1, 2, 3, 4, 5, 1024, 1025].map(fftSizeFor)).toEqual([2, 2, 2, 4, 4, 8, 1024, 2048]);
});
