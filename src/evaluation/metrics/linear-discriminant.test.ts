import { expect, test } from "vitest";
import { createRandom, type Random } from "../../math/index.ts";
import { areaUnderCurve } from "./clustering.ts";
import { fitLinearDiscriminant } from "./linear-discriminant.ts";
import { pearson } from "./prediction.ts";

/** Nearly normal, variance 1. */
const normal = (random: Random): number => {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.uniform();
  return sum;
};

/** Two classes around ±shift with a covariance that mixes neighbouring columns. */
function classes(random: Random, rowCount: number, shift: readonly number[]) {
  const isPositive = Array.from({ length: rowCount }, (_, i) => i % 2 === 0);
  const rows = isPositive.map((positive) => {
    const noise = shift.map(() => normal(random));
    return shift.map((by, c) => (positive ? by : -by) + noise[c]! + 0.8 * noise[(c + 1) % shift.length]!);
  });
  return { rows, isPositive };
}

test("without shrinkage the weights solve S w = m₊ − m₋, and 0 lies half way between the means", () => {
  const { rows, isPositive } = classes(createRandom(1), 60, [1, 0, -0.5]);
  const { weights, score } = fitLinearDiscriminant(rows, isPositive, { shrinkage: 0 });
  const mean = (is: boolean) => {
    const members = rows.filter((_, i) => isPositive[i] === is);
    return [0, 1, 2].map((c) => members.reduce((sum, row) => sum + row[c]!, 0) / members.length);
  };
  const [positive, negative] = [mean(true), mean(false)];
  [0, 1, 2].forEach((i) => {
    const product = [0, 1, 2].reduce((sum, j) => {
      const covariance = rows.reduce((all, row, k) => {
        const center = isPositive[k] ? positive : negative;
        return all + ((row[i]! - center[i]!) * (row[j]! - center[j]!)) / rows.length;
      }, 0);
      return sum + covariance * weights[j]!;
    }, 0);
    expect(product).toBeCloseTo(positive[i]! - negative[i]!, 9);
  });
  expect(score(positive)).toBeCloseTo(-score(negative), 9);
  expect(score(positive)).toBeGreaterThan(0);
});

test("with full shrinkage the weights point from one mean to the other", () => {
  const { rows, isPositive } = classes(createRandom(2), 40, [1, 0.3, -0.5, 0]);
  const { weights } = fitLinearDiscriminant(rows, isPositive, { shrinkage: 1 });
  const towards = weights.map((_, c) =>
    rows.reduce((sum, row, i) => sum + (isPositive[i] ? row[c]! : -row[c]!) / 20, 0),
  );
  expect(pearson(weights, towards)).toBeCloseTo(1, 9);
});

test("the estimated shrinkage falls with rows, is 1 for a sphere, and scores rows that were not seen", () => {
  const random = createRandom(3);
  const shift = Array.from({ length: 40 }, (_, c) => (c < 4 ? 0.9 : 0));
  const few = classes(random, 24, shift);
  const many = classes(random, 800, shift);
  const small = fitLinearDiscriminant(few.rows, few.isPositive);
  const large = fitLinearDiscriminant(many.rows, many.isPositive);
  expect(small.shrinkage).toBeGreaterThan(large.shrinkage);
  expect(large.shrinkage).toBeGreaterThan(0);
  const test = classes(random, 600, shift);
  const area = (score: (row: ArrayLike<number>) => number): number =>
    areaUnderCurve(test.rows.map(score), test.isPositive);
  expect(area(large.score)).toBeGreaterThan(0.9);
  expect(area(small.score)).toBeGreaterThan(0.7);
  const sphere = [
    ...[
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ].map(([x, y]) => [x! + 3, y!]),
    ...[
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ].map(([x, y]) => [x! - 3, y!]),
  ];
  const halves = sphere.map((_, i) => i < 4);
  expect(fitLinearDiscriminant(sphere, halves).shrinkage).toBe(1);
});

test("refuses what cannot be", () => {
  expect(() => fitLinearDiscriminant([[1]], [true])).toThrow(/got no negative/);
  expect(() => fitLinearDiscriminant([[1], [2]], [true])).toThrow(/must hold 2 values, got 1/);
  expect(() => fitLinearDiscriminant([[1], [2]], [true, false], { shrinkage: 2 })).toThrow(/got 2/);
  expect(() => fitLinearDiscriminant([[1], [2]], [true, false])).toThrow(/positive definite/);
});
