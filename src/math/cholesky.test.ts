import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choleskyFactor, choleskySolve } from "./cholesky.ts";

fc.configureGlobal({ seed: 1 });

const entry = fc.double({ min: -10, max: 10, noNaN: true });
/** A = B·Bᵀ + I, which is positive definite for every B; and a right-hand side. */
const system = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.record({
      size: fc.constant(size),
      root: fc.array(entry, { minLength: size * size, maxLength: size * size }),
      vector: fc.array(entry, { minLength: size, maxLength: size }),
    }),
  )
  .map(({ size, root, vector }) => {
    const matrix = new Float64Array(size * size);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        let sum = row === column ? 1 : 0;
        for (let k = 0; k < size; k++) sum += root[row * size + k]! * root[column * size + k]!;
        matrix[row * size + column] = sum;
      }
    }
    return { size, matrix, vector };
  });

describe("Cholesky", () => {
  test("factor then solve gives back the right-hand side", () => {
    fc.assert(
      fc.property(system, ({ size, matrix, vector }) => {
        const factor = matrix.slice();
        const solution = Float64Array.from(vector);
        choleskyFactor(factor, size);
        choleskySolve(factor, size, solution);
        for (let row = 0; row < size; row++) {
          let product = 0;
          for (let column = 0; column < size; column++) {
            product += matrix[row * size + column]! * solution[column]!;
          }
          expect(product).toBeCloseTo(vector[row]!, 7);
        }
      }),
    );
  });

  test("the upper triangle is neither read nor written", () => {
    const factor = Float64Array.of(4, Number.NaN, 2, 5);
    choleskyFactor(factor, 2);
    expect([...factor]).toEqual([2, Number.NaN, 1, 2]);
    const vector = Float64Array.of(8, 14);
    choleskySolve(factor, 2, vector);
    expect([...vector]).toEqual([0.75, 2.5]);
  });

  test("refuses other shapes and matrices that are not positive definite", () => {
    expect(() => choleskyFactor(new Float64Array(3), 2)).toThrow(/must hold 4 values, got 3/);
    expect(() => choleskyFactor(Float64Array.of(1, 0, 2, 1), 2)).toThrow(/pivot -3 in row 1/);
    expect(() => choleskyFactor(Float64Array.of(Number.NaN), 1)).toThrow(/pivot NaN in row 0/);
    expect(() => choleskySolve(new Float64Array(4), 2, new Float64Array(3))).toThrow(/got 4 and 3/);
  });
});
