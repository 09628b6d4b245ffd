import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, type Random } from "./random.ts";
import { diagonalizeTogether } from "./simultaneous-diagonalization.ts";

fc.configureGlobal({ seed: 1 });

type Matrix = readonly (readonly number[])[];

function randomMatrix(random: Random, rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}

function transpose(a: Matrix): Matrix {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

/** `A·Aᵀ + ridge`, of the rank that A's columns allow. */
function covariance(a: Matrix, ridge: number): Matrix {
  return multiply(a, transpose(a)).map((row, i) => row.map((value, j) => value + (i === j ? ridge : 0)));
}

function rowsOf(flat: Float64Array, size: number): Matrix {
  return Array.from({ length: size }, (_, i) => [...flat.subarray(i * size, (i + 1) * size)]);
}

function expectMatrix(actual: Matrix, expected: (i: number, j: number) => number, digits: number): void {
  actual.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(value).toBeCloseTo(expected(i, j), digits);
    });
  });
}

const cases = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  size: fc.integer({ min: 1, max: 8 }),
  rank: fc.integer({ min: 1, max: 8 }),
});

describe("diagonalizeTogether", () => {
  test("T·noise·Tᵀ = I, T·signal·Tᵀ = diag(ratio) with falling ratios, and backward is the inverse of T", () => {
    fc.assert(
      fc.property(cases, ({ seed, size, rank }) => {
        const random = createRandom(seed);
        const noise = covariance(randomMatrix(random, size, size), 0.1);
        const signal = covariance(randomMatrix(random, size, rank), 0);
        const { forward, backward, ratio } = diagonalizeTogether(signal.flat(), noise.flat(), size);
        const t = rowsOf(forward, size);
        expectMatrix(multiply(multiply(t, noise), transpose(t)), (i, j) => (i === j ? 1 : 0), 8);
        const diagonal = multiply(multiply(t, signal), transpose(t));
        expectMatrix(diagonal, (i, j) => (i === j ? ratio[i]! : 0), 8);
        expectMatrix(multiply(rowsOf(backward, size), t), (i, j) => (i === j ? 1 : 0), 8);
        ratio.forEach((value, d) => {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(ratio[d - 1] ?? Number.POSITIVE_INFINITY);
          if (d >= rank) expect(value).toBeLessThan(1e-8);
        });
      }),
    );
  });

  test("the ratios do not hang on the coordinates, and grow with the signal", () => {
    fc.assert(
      fc.property(cases, ({ seed, size, rank }) => {
        const random = createRandom(seed);
        const noise = covariance(randomMatrix(random, size, size), 0.5);
        const signal = covariance(randomMatrix(random, size, rank), 0);
        const change = randomMatrix(random, size, size).map((row, i) =>
          row.map((value, j) => value + (i === j ? 4 : 0)),
        );
        const changed = (a: Matrix) => multiply(multiply(change, a), transpose(change));
        const { ratio } = diagonalizeTogether(signal.flat(), noise.flat(), size);
        const elsewhere = diagonalizeTogether(changed(signal).flat(), changed(noise).flat(), size);
        const thrice = diagonalizeTogether(
          signal.flat().map((value) => 3 * value),
          noise.flat(),
          size,
        );
        ratio.forEach((value, d) => {
          expect(Math.abs(elsewhere.ratio[d]! - value)).toBeLessThan(1e-6 * (1 + value));
          expect(Math.abs(thrice.ratio[d]! - 3 * value)).toBeLessThan(1e-9 * (1 + value));
        });
      }),
    );
  });

  test("noise without variance along a direction is refused", () => {
    expect(() => diagonalizeTogether([1, 0, 0, 1], [1, 0, 0, 0], 2)).toThrow(
      /noise must be positive definite, got eigenvalue 0/,
    );
    expect(() => diagonalizeTogether([1], [-1], 1)).toThrow(RangeError);
  });
});
