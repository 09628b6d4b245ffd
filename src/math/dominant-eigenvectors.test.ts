import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dominantEigenvectors } from "./dominant-eigenvectors.ts";
import { createRandom } from "./random.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

fc.configureGlobal({ seed: 1 });

/** `V·diag(spectrum)·Vᵀ` with random orthonormal V. */
function matrixOf(spectrum: readonly number[], seed: number): Float64Array {
  const size = spectrum.length;
  const random = createRandom(seed);
  const any = Float64Array.from({ length: size * size }, () => random.normal());
  const { vectors } = symmetricEigen(any, size);
  const matrix = new Float64Array(size * size);
  spectrum.forEach((value, k) => {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        matrix[i * size + j]! += value * vectors[k * size + i]! * vectors[k * size + j]!;
      }
    }
  });
  return matrix;
}

function productWith(matrix: Float64Array): (x: Float64Array, out: Float64Array) => void {
  return (x, out) => {
    for (let i = 0; i < x.length; i++) {
      out[i] = 0;
      for (let j = 0; j < x.length; j++) out[i]! += matrix[i * x.length + j]! * x[j]!;
    }
  };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** Sizes that fall by a fifth each, with random signs. */
function fallingSpectrum(seed: number, size: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: size }, (_, k) => (random.uniform() < 0.5 ? -5 : 5) * 0.8 ** k);
}

describe("dominantEigenvectors", () => {
  test("finds the eigenvalues of largest size and the vectors that the dense decomposition finds", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 6, max: 40 }),
        (seed, count, size) => {
          const matrix = matrixOf(fallingSpectrum(seed, size), seed + 1);
          const { values, vectors } = dominantEigenvectors(productWith(matrix), size, count);
          const dense = symmetricEigen(matrix, size);
          const order = Array.from(dense.values.keys()).sort(
            (a, b) => Math.abs(dense.values[b]!) - Math.abs(dense.values[a]!),
          );
          expect(values).toHaveLength(count);
          for (let k = 0; k < count; k++) {
            const from = order[k]!;
            expect(values[k]).toBeCloseTo(dense.values[from]!, 6);
            const found = vectors.subarray(k * size, (k + 1) * size);
            const expected = dense.vectors.subarray(from * size, (from + 1) * size);
            expect(Math.abs(dot(found, expected))).toBeCloseTo(1, 6);
            for (let other = 0; other <= k; other++) {
              const product = dot(found, vectors.subarray(other * size, (other + 1) * size));
              expect(product).toBeCloseTo(other === k ? 1 : 0, 10);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("is the same on every run", () => {
    const matrix = matrixOf(fallingSpectrum(1, 20), 2);
    expect(dominantEigenvectors(productWith(matrix), 20, 4)).toEqual(
      dominantEigenvectors(productWith(matrix), 20, 4),
    );
  });

  test("does not hang on the matrix's size: a tiny multiple has the same vectors", () => {
    const matrix = matrixOf(fallingSpectrum(5, 15), 6);
    const { values, vectors } = dominantEigenvectors(productWith(matrix), 15, 3);
    const tiny = dominantEigenvectors(productWith(matrix.map((value) => 1e-20 * value)), 15, 3);
    tiny.values.forEach((value, k) => expect(value * 1e20).toBeCloseTo(values[k]!, 9));
    tiny.vectors.forEach((value, i) => expect(value).toBeCloseTo(vectors[i]!, 9));
  });

  test("of a matrix of lower rank the further eigenvalues are 0", () => {
    const matrix = matrixOf([4, -2, ...new Array<number>(13).fill(0)], 3);
    const { values, vectors } = dominantEigenvectors(productWith(matrix), 15, 4);
    expect([...values].map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([4, -2, 0, 0]);
    expect(vectors.every(Number.isFinite)).toBe(true);
    const none = dominantEigenvectors((_, out) => void out.fill(0), 5, 2);
    expect([...none.values]).toEqual([0, 0]);
  });

  test("refuses a count out of range", () => {
    const multiply = productWith(new Float64Array(9));
    expect(() => dominantEigenvectors(multiply, 3, 0)).toThrow(/within 1..3, got 0/);
    expect(() => dominantEigenvectors(multiply, 3, 4)).toThrow(/within 1..3, got 4/);
  });
});
