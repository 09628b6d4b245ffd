import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "./random.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

fc.configureGlobal({ seed: 1 });

const entry = fc.integer({ min: -10_000, max: 10_000 }).map((value) => value / 1000);
/** A symmetric matrix of any signature, row by row. */
const symmetric = fc
  .integer({ min: 1, max: 10 })
  .chain((size) =>
    fc.record({
      size: fc.constant(size),
      values: fc.array(entry, { minLength: size * size, maxLength: size * size }),
    }),
  )
  .map(({ size, values }) => ({
    size,
    matrix: Float64Array.from(values, (_, i) => {
      const [row, column] = [Math.floor(i / size), i % size];
      return values[Math.max(row, column) * size + Math.min(row, column)]!;
    }),
  }));

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
}

describe("symmetricEigen", () => {
  test("the vectors are orthonormal, the values fall, and together they give the matrix back", () => {
    fc.assert(
      fc.property(symmetric, ({ size, matrix }) => {
        const { values, vectors } = symmetricEigen(matrix, size);
        const vector = (i: number) => vectors.subarray(i * size, (i + 1) * size);
        for (let i = 0; i < size; i++) {
          if (i > 0) expect(values[i]).toBeLessThanOrEqual(values[i - 1]!);
          for (let j = 0; j < size; j++) {
            expect(dot(vector(i), vector(j))).toBeCloseTo(i === j ? 1 : 0, 10);
            let back = 0;
            for (let k = 0; k < size; k++) back += values[k]! * vector(k)[i]! * vector(k)[j]!;
            expect(back).toBeCloseTo(matrix[i * size + j]!, 9);
          }
        }
      }),
    );
  });

  test("each vector's largest element is positive", () => {
    fc.assert(
      fc.property(symmetric, ({ size, matrix }) => {
        const { vectors } = symmetricEigen(matrix, size);
        for (let i = 0; i < size; i++) {
          const vector = [...vectors.subarray(i * size, (i + 1) * size)];
          expect(Math.max(...vector)).toBeGreaterThanOrEqual(-Math.min(...vector) - 1e-12);
        }
      }),
    );
  });

  test("known values: [[2, 1], [1, 2]] has 3 along (1, 1) and 1 along (1, -1)", () => {
    const { values, vectors } = symmetricEigen([2, 1, 1, 2], 2);
    expect([...values].map((value) => value.toFixed(12))).toEqual(["3.000000000000", "1.000000000000"]);
    expect(vectors[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(vectors[0]! * vectors[1]!).toBeCloseTo(0.5, 12);
    expect(vectors[2]! * vectors[3]!).toBeCloseTo(-0.5, 12);
  });

  test("equal eigenvalues leave the vectors orthonormal", () => {
    const size = 6;
    const twice = Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 2 : 0));
    const { values, vectors } = symmetricEigen(twice, size);
    expect([...values]).toEqual(new Array(size).fill(2));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const product = dot(vectors.subarray(i * size, (i + 1) * size), vectors.subarray(j * size));
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });

  test("only the lower triangle is read, and the matrix is left as it is", () => {
    const random = createRandom(4);
    const size = 5;
    const matrix = Float64Array.from({ length: size * size }, () => random.normal());
    const upperless = matrix.map((value, i) => (i % size > Math.floor(i / size) ? Number.NaN : value));
    const before = upperless.slice();
    expect(symmetricEigen(upperless, size)).toEqual(symmetricEigen(matrix, size));
    expect(upperless).toEqual(before);
  });

  test("refuses other shapes and values that are not finite", () => {
    expect(() => symmetricEigen([1, 2, 3], 2)).toThrow(/must hold 4 values, got 3/);
    expect(() => symmetricEigen([1, 0, Number.NaN, 1], 2)).toThrow(/must be finite, got NaN/);
    expect(() => symmetricEigen([Number.POSITIVE_INFINITY], 1)).toThrow(RangeError);
  });
});
