import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { bootstrapClusters } from "./bootstrap.ts";
import { meanOf, standardDeviation } from "./prediction.ts";

const clusters = fc
  .array(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { maxLength: 6 }), {
    minLength: 1,
    maxLength: 12,
  })
  .filter((all) => all.some((rows) => rows.length > 0));

test("the mean is that of all rows, and a wider level gives a wider interval inside the values", () => {
  fc.assert(
    fc.property(clusters, fc.integer(), fc.boolean(), (words, seed, resampleRows) => {
      const options = { samples: 200, seed, resampleRows };
      const wide = bootstrapClusters(words, { ...options, level: 0.95 });
      const narrow = bootstrapClusters(words, { ...options, level: 0.5 });
      const rows = words.flat();
      expect(wide.mean).toBeCloseTo(meanOf(rows), 9);
      expect(wide.low).toBeLessThanOrEqual(narrow.low);
      expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
      expect(wide.low).toBeGreaterThanOrEqual(Math.min(...rows) - 1e-9);
      expect(wide.high).toBeLessThanOrEqual(Math.max(...rows) + 1e-9);
      expect(bootstrapClusters(words, options)).toEqual(wide);
    }),
    { numRuns: 40 },
  );
});

test("one row per word: the interval is the normal one of the mean", () => {
  const random = createRandom(5);
  const rows = Array.from({ length: 400 }, () => random.uniform() + random.uniform() + random.uniform());
  const { mean, low, high } = bootstrapClusters(
    rows.map((row) => [row]),
    { seed: 1, samples: 4000 },
  );
  const error = standardDeviation(rows) / Math.sqrt(rows.length);
  expect((high - mean) / error).toBeGreaterThan(1.85);
  expect((high - mean) / error).toBeLessThan(2.07);
  expect((mean - low) / error).toBeGreaterThan(1.85);
  expect((mean - low) / error).toBeLessThan(2.07);
});

test("rows that repeat their word's value add no certainty; resampling rows adds what they vary by", () => {
  const random = createRandom(6);
  const levels = Array.from({ length: 60 }, () => random.uniform());
  const width = (words: number[][], resampleRows = false): number => {
    const { low, high } = bootstrapClusters(words, { seed: 2, samples: 4000, resampleRows });
    return high - low;
  };
  const single = width(levels.map((level) => [level]));
  expect(width(levels.map((level) => Array<number>(9).fill(level)))).toBeCloseTo(single, 12);
  const oneWord = [levels];
  expect(width(oneWord)).toBe(0);
  expect(width(oneWord, true)).toBeGreaterThan(0.8 * single);
});

test("95 % intervals of clustered rows hold the truth about 95 times in 100; row by row they would not", () => {
  const random = createRandom(7);
  let [byWord, byRow] = [0, 0];
  const runs = 200;
  for (let run = 0; run < runs; run++) {
    const words = Array.from({ length: 40 }, () => {
      const level = random.uniform() - 0.5;
      return Array.from({ length: 1 + random.integer(0, 7) }, () => level + 0.2 * (random.uniform() - 0.5));
    });
    const holds = (clusters: number[][]): boolean => {
      const { low, high } = bootstrapClusters(clusters, { seed: run, samples: 300 });
      return low <= 0 && high >= 0;
    };
    if (holds(words)) byWord += 1;
    if (holds(words.flat().map((row) => [row]))) byRow += 1;
  }
  expect(byWord / runs).toBeGreaterThan(0.89);
  expect(byRow / runs).toBeLessThan(0.8);
});

test("refuses what it cannot answer", () => {
  expect(() => bootstrapClusters([[]], { seed: 1 })).toThrow(/clusters must hold a row, got none/);
  expect(() => bootstrapClusters([[1]], { seed: 1, samples: 0 })).toThrow(/samples .* got 0/);
  expect(() => bootstrapClusters([[1]], { seed: 1, level: 1 })).toThrow(/level .* got 1/);
});
