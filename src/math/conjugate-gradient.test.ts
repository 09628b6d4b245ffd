import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choleskyFactor, choleskySolve } from "./cholesky.ts";
import { conjugateGradient } from "./conjugate-gradient.ts";
import { createRandom } from "./random.ts";

fc.configureGlobal({ seed: 1 });

/** A = B·Bᵀ + ridge, a product with it that counts its calls, and a right-hand side. */
function randomSystem(seed: number, size: number, ridge: number) {
  const random = createRandom(seed);
  const root = Float64Array.from({ length: size * size }, () => random.normal());
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = i === j ? ridge : 0;
      for (let k = 0; k < size; k++) sum += root[i * size + k]! * root[j * size + k]!;
      matrix[i * size + j] = sum;
    }
  }
  const rightSide = Float64Array.from({ length: size }, () => 10 * random.normal());
  const counter = { products: 0 };
  const multiply = (x: Float64Array, out: Float64Array): void => {
    counter.products++;
    for (let i = 0; i < size; i++) {
      out[i] = 0;
      for (let j = 0; j < size; j++) out[i]! += matrix[i * size + j]! * x[j]!;
    }
  };
  const diagonal = Float64Array.from({ length: size }, (_, i) => matrix[i * size + i]!);
  return { matrix, multiply, diagonal, rightSide, counter };
}

const seeds = fc.integer({ min: 0, max: 1e6 });
const length = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));

describe("conjugateGradient", () => {
  test("finds what Cholesky finds", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 30 }), (seed, size) => {
        const { matrix, multiply, diagonal, rightSide } = randomSystem(seed, size, 0.5);
        const expected = rightSide.slice();
        choleskyFactor(matrix.slice(), size);
        const factor = matrix.slice();
        choleskyFactor(factor, size);
        choleskySolve(factor, size, expected);
        const found = conjugateGradient(multiply, diagonal, rightSide);
        found.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6));
      }),
    );
  });

  test("the preconditioner changes the way, not the end; the right side is left alone", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { multiply, diagonal, rightSide } = randomSystem(seed, 12, 1);
        const before = rightSide.slice();
        const found = conjugateGradient(multiply, diagonal, rightSide);
        const plain = conjugateGradient(multiply, new Float64Array(12).fill(1), rightSide);
        found.forEach((value, i) => expect(value).toBeCloseTo(plain[i]!, 6));
        expect(rightSide).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });

  test("stops at the tolerance asked for, sooner for a looser one", () => {
    const products = [1e-1, 1e-4, 1e-10].map((tolerance) => {
      const { multiply, diagonal, rightSide, counter } = randomSystem(3, 60, 5);
      const x = conjugateGradient(multiply, diagonal, rightSide, { tolerance });
      const used = counter.products;
      const image = new Float64Array(60);
      multiply(x, image);
      const residual = image.map((value, i) => rightSide[i]! - value);
      expect(length(residual) / length(rightSide)).toBeLessThan(1.01 * tolerance);
      return used;
    });
    expect(products[0]).toBeLessThan(products[1]!);
    expect(products[1]).toBeLessThan(products[2]!);
  });

  test("takes one product where the preconditioner is the matrix, none for a zero right side", () => {
    const counter = { products: 0 };
    const diagonal = Float64Array.of(1, 10, 1e4);
    const multiply = (x: Float64Array, out: Float64Array): void => {
      counter.products++;
      for (let i = 0; i < 3; i++) out[i] = diagonal[i]! * x[i]!;
    };
    const found = conjugateGradient(multiply, diagonal, [2, 20, 2e4]);
    found.forEach((value) => expect(value).toBeCloseTo(2, 12));
    expect(counter.products).toBe(1);
    expect([...conjugateGradient(multiply, diagonal, [0, 0, 0])]).toEqual([0, 0, 0]);
    expect(counter.products).toBe(1);
  });

  test("takes no more products than it may", () => {
    const { multiply, diagonal, rightSide, counter } = randomSystem(8, 40, 0.01);
    conjugateGradient(multiply, diagonal, rightSide, { tolerance: 0, iterations: 7 });
    expect(counter.products).toBe(7);
  });
});
