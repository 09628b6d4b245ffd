import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "./random.ts";

fc.configureGlobal({ seed: 1 });

const seeds = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe("createRandom", () => {
  test("the same seed gives the same sequence, another seed another; the low 32 bits count", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const sequence = (start: number) => {
          const random = createRandom(start);
          return [...draw(5, random.uniform), ...draw(5, random.normal), random.integer(0, 1e9)];
        };
        expect(sequence(seed)).toEqual(sequence(seed));
        expect(sequence(seed + 2 ** 32)).toEqual(sequence(seed));
        expect(sequence(seed + 1)).not.toEqual(sequence(seed));
      }),
    );
  });

  test("uniform numbers fill [0, 1) evenly", () => {
    const values = draw(50_000, createRandom(1).uniform);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const counts = new Array<number>(10).fill(0);
    for (const value of values) counts[Math.floor(10 * value)]! += 1;
    // Chi-squared with 9 degrees of freedom: above 27.9 once in a thousand.
    expect(counts.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0)).toBeLessThan(27.9);
  });

  test("whole numbers take every value of their range, ends included, equally often", () => {
    const random = createRandom(2);
    const counts = new Map<number, number>();
    for (const value of draw(7000, () => random.integer(-3, 3))) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
    expect(random.integer(5, 5)).toBe(5);
  });

  test("a shuffle keeps the items, in the same array, and every order is equally likely", () => {
    const random = createRandom(3);
    const counts = new Map<string, number>();
    for (let trial = 0; trial < 6000; trial++) {
      const items = [1, 2, 3];
      expect(random.shuffle(items)).toBe(items);
      counts.set(items.join(""), (counts.get(items.join("")) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["123", "132", "213", "231", "312", "321"]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
    const many = createRandom(4).shuffle(Int32Array.from({ length: 500 }, (_, i) => i));
    expect([...many].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    expect([...many]).not.toEqual([...many].sort((a, b) => a - b));
  });
});

describe("normal", () => {
  const values = draw(100_000, createRandom(5).normal);

  test("has the moments of the standard normal distribution", () => {
    const moment = (power: number) => meanOf(values.map((value) => value ** power));
    // Five standard errors of each moment.
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(values.length));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / values.length));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / values.length));
  });

  test.each([
    [0.001, -3.0902],
    [0.025, -1.96],
    [0.25, -0.67449],
    [0.5, 0],
    [0.8413447, 1],
    [0.99, 2.32635],
    [0.999, 3.0902],
  ])("a share of %d lies below %d", (share, quantile) => {
    const below = values.filter((value) => value < quantile).length / values.length;
    expect(Math.abs(below - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / values.length));
  });

  test("neighbours in the sequence are independent", () => {
    const products = values.slice(1).map((value, i) => value * values[i]!);
    expect(Math.abs(meanOf(products))).toBeLessThan(5 / Math.sqrt(products.length));
    const sizes = values.slice(1).map((value, i) => (value ** 2 - 1) * (values[i]! ** 2 - 1));
    expect(Math.abs(meanOf(sizes))).toBeLessThan(10 / Math.sqrt(sizes.length));
  });

  test("is always finite", () => {
    for (let seed = 0; seed < 2000; seed++) {
      expect(draw(4, createRandom(seed).normal).every(Number.isFinite)).toBe(true);
    }
  });
});
