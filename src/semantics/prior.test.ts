import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { centroidsOf, estimatePrior, shrinkageWeight } from "./prior.ts";

/** Rows of a one-way random-effects model with unequal groups: word effects and errors of known deviation. */
function simulate(
  seed: number,
  words: number,
  latentSize: number,
  betweenDeviation: number,
  withinDeviation: number,
): { latentRows: Float32Array; wordIndex: Int32Array } {
  const random = xoroshiro128plus(seed);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random));
  const rows: number[] = [];
  const wordIndex: number[] = [];
  for (let word = 0; word < words; word++) {
    const effect = Array.from({ length: latentSize }, () => 5 + betweenDeviation * normal());
    const count = 1 + Math.floor(8 * uniformFloat64(random) ** 3);
    for (let row = 0; row < count; row++) {
      rows.push(...effect.map((value) => value + withinDeviation * normal()));
      wordIndex.push(word);
    }
  }
  return { latentRows: Float32Array.from(rows), wordIndex: Int32Array.from(wordIndex) };
}

describe("estimatePrior", () => {
  test.each([
    [1, 1],
    [0.5, 1],
    [2, 0.5],
    [0.3, 0.9],
  ])("recovers the variance ratio of simulated words, deviations %d between and %d within", (between, within) => {
    const { latentRows, wordIndex } = simulate(7, 2000, 8, between, within);
    const { meanLatent, priorStrength } = estimatePrior(latentRows, wordIndex);
    const truth = within ** 2 / between ** 2;
    expect(Math.abs(priorStrength / truth - 1)).toBeLessThan(0.1);
    for (const mean of meanLatent) expect(Math.abs(mean - 5)).toBeLessThan(0.15);
  });

  test("agrees with a hand-made table: groups {1, 3} and {6}", () => {
    // Grand mean 10/3, SSW 2, SSB = 2 (2 − 10/3)² + (6 − 10/3)² = 32/3, n0 = 3 − 5/3 = 4/3, within 2.
    const { meanLatent, priorStrength } = estimatePrior([1, 3, 6], [0, 0, 1]);
    expect(meanLatent[0]).toBeCloseTo(10 / 3, 12);
    expect(priorStrength).toBeCloseTo(2 / ((32 / 3 - 2) / (4 / 3)), 12);
  });

  test("equal rows within words give 0; words that do not differ beyond chance give Infinity", () => {
    expect(estimatePrior([1, 1, 2, 2], [0, 0, 1, 1]).priorStrength).toBe(0);
    expect(estimatePrior([-1, 1, -1, 1], [0, 0, 1, 1]).priorStrength).toBe(Number.POSITIVE_INFINITY);
  });

  test("does not hang on the numbers of the words, on a shift or on a common factor", () => {
    const { latentRows, wordIndex } = simulate(3, 50, 4, 1, 1);
    const { priorStrength } = estimatePrior(latentRows, wordIndex);
    const renumbered = wordIndex.map((word) => 200 - 2 * word);
    expect(estimatePrior(latentRows, renumbered).priorStrength).toBeCloseTo(priorStrength, 9);
    const moved = Float64Array.from(latentRows, (value) => 4 * value - 11);
    expect(estimatePrior(moved, wordIndex).priorStrength).toBeCloseTo(priorStrength, 9);
  });

  test("refuses what cannot be estimated", () => {
    expect(() => estimatePrior([1, 2, 3], [0, 0])).toThrow(/each of 2 rows, got 3/);
    expect(() => estimatePrior([], [])).toThrow(RangeError);
    expect(() => estimatePrior([1, 2], [0, 0])).toThrow(/got 1 words in 2 rows/);
    expect(() => estimatePrior([1, 2], [0, 1])).toThrow(/got 2 words in 2 rows/);
    expect(() => estimatePrior([1, 2, 3], [0, -1, 0])).toThrow(/whole and within 0..0, got -1/);
    expect(() => estimatePrior([1, Number.NaN, 3], [0, 0, 1])).toThrow(/must be finite/);
  });
});

describe("centroidsOf", () => {
  test("is the mean of each word's rows", () => {
    expect(centroidsOf([1, 10, 3, 30, 7, 70], [1, 1, 0], 2)).toEqual(Float32Array.of(7, 70, 2, 20));
  });

  test("refuses a word without rows and indices out of range", () => {
    expect(() => centroidsOf([1, 2], [0, 2], 3)).toThrow(/must have a row, got none for 1/);
    expect(() => centroidsOf([1, 2], [0, 3], 3)).toThrow(/within 0..2, got 3/);
    expect(() => centroidsOf([1, 2], [0, 0.5], 3)).toThrow(/got 0.5/);
  });
});

test("the shrunken mean has the least error among fixed weights, in simulation", () => {
  const people = 3;
  const { latentRows, wordIndex } = simulate(11, 3000, 4, 0.7, 1);
  const { priorStrength } = estimatePrior(latentRows, wordIndex);
  const random = xoroshiro128plus(12);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random));
  const errors = new Map<number, number>();
  const best = shrinkageWeight(people, priorStrength);
  for (let trial = 0; trial < 20_000; trial++) {
    const truth = 0.7 * normal();
    const mean = truth + normal() / Math.sqrt(people);
    for (const weight of [0, best - 0.15, best, best + 0.15, 1]) {
      errors.set(weight, (errors.get(weight) ?? 0) + (weight * mean - truth) ** 2);
    }
  }
  expect([...errors].sort((a, b) => a[1] - b[1])[0]?.[0]).toBe(best);
});
