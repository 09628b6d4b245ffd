import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { euclidean } from "./clustering.ts";
import { kMeans } from "./k-means.ts";

const coordinate = fc.integer({ min: -900, max: 900 }).map((hundredths) => hundredths / 100);
const rowsOf = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 20 });

test("every row is nearest to its own centre, which is the mean of its group", () => {
  fc.assert(
    fc.property(rowsOf, fc.integer({ min: 1, max: 3 }), fc.integer(), (rows, k, seed) => {
      fc.pre(new Set(rows.map(String)).size >= k);
      const { labels, centers, sizes, inertia } = kMeans(rows, k, { seed, restarts: 3 });
      expect(centers).toHaveLength(k);
      let total = 0;
      centers.forEach((center, group) => {
        const members = rows.filter((_, i) => labels[i] === group);
        expect(members.length).toBe(sizes[group]);
        expect(members.length).toBeGreaterThan(0);
        for (const column of [0, 1]) {
          const mean = members.reduce((sum, row) => sum + row[column]!, 0) / members.length;
          expect(center[column]).toBeCloseTo(mean, 9);
        }
        for (const row of members) {
          total += euclidean(row, center) ** 2;
          for (const other of centers) {
            expect(euclidean(row, center)).toBeLessThanOrEqual(euclidean(row, other) + 1e-9);
          }
        }
      });
      expect(inertia).toBeCloseTo(total, 9);
    }),
  );
});

test("finds groups that are there, numbered as they come, the same for the same seed", () => {
  const random = createRandom(8);
  const truth = Array.from({ length: 60 }, (_, i) => i % 3);
  const rows = truth.map((group) => [10 * group + random.uniform(), random.uniform(), -5 * group]);
  const found = kMeans(rows, 3, { seed: 4 });
  expect([...found.labels]).toEqual(truth);
  expect(found.sizes).toEqual([20, 20, 20]);
  expect(kMeans(rows, 3, { seed: 4 })).toEqual(found);
});

test("one group is the mean; as many groups as rows cost nothing; more groups never cost more", () => {
  const random = createRandom(9);
  const rows = Array.from({ length: 12 }, () => [random.uniform(), random.uniform()]);
  const cost = (k: number): number => kMeans(rows, k, { seed: 1, restarts: 30 }).inertia;
  expect(cost(12)).toBeCloseTo(0, 12);
  for (let k = 1; k < 12; k++) expect(cost(k + 1)).toBeLessThanOrEqual(cost(k) + 1e-12);
});

test("refuses what cannot be", () => {
  expect(() => kMeans([[1]], 2, { seed: 1 })).toThrow(/k must be a whole number within 1..1, got 2/);
  expect(() => kMeans([[1], [1], [2]], 3, { seed: 1 })).toThrow(/3 rows must differ, got 2/);
  expect(() => kMeans([[1]], 1, { seed: 1, restarts: 0 })).toThrow(/restarts .* got 0/);
});
