import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../../test/support/shared.ts";
import { countTerms, type Example } from "../../dataset/index.ts";
import { createRandom } from "../../math/index.ts";
import { loadSocialFx } from "../../node/dataset-file.ts";
import {
  areaUnderCurve,
  cosine,
  daviesBouldin,
  euclidean,
  intraInter,
  kNearestNeighbours,
  meanAveragePrecision,
  silhouette,
  silhouettes,
} from "./clustering.ts";

/** Quarters: differences are 0 or felt. */
const coordinate = fc.integer({ min: -40, max: 40 }).map((quarters) => quarters / 4);
/** Rows of three columns with labels of which at least two differ. */
const labelled = fc
  .array(fc.tuple(fc.tuple(coordinate, coordinate, coordinate), fc.integer({ min: 0, max: 3 })), {
    minLength: 3,
    maxLength: 14,
  })
  .filter((rows) => new Set(rows.map(([, label]) => label)).size > 1)
  .map((rows) => ({ rows: rows.map(([row]) => row), labels: rows.map(([, label]) => label) }));

test("distances: 0 to itself, symmetric, cosine blind to length", () => {
  fc.assert(
    fc.property(
      fc.tuple(coordinate, coordinate, coordinate),
      fc.tuple(coordinate, coordinate, coordinate),
      fc.double({ min: 0.1, max: 9, noNaN: true }),
      (a, b, scale) => {
        for (const distance of [euclidean, cosine]) expect(distance(a, b)).toBe(distance(b, a));
        expect(euclidean(a, a)).toBe(0);
        if (Math.hypot(...a) < 1e-3 || Math.hypot(...b) < 1e-3) return;
        expect(cosine(a, a)).toBeCloseTo(0, 9);
        const longer = a.map((x) => scale * x);
        expect(cosine(longer, b)).toBeCloseTo(cosine(a, b), 9);
      },
    ),
  );
  expect(euclidean([0, 3], [4, 0])).toBe(5);
  expect([cosine([1, 0], [0, 2]), cosine([1, 0], [-3, 0]), cosine([0, 0], [1, 1])]).toEqual([1, 2, 1]);
});

describe("silhouette, Davies-Bouldin, intra and inter", () => {
  test("known figures", () => {
    const rows = [[0], [1], [5], [7], [6]];
    const labels = ["a", "a", "b", "b", "c"];
    // sklearn.metrics.silhouette_samples: by hand (b − a) / max(a, b); the row alone has 0.
    expect([...silhouettes(rows, labels, euclidean)]).toEqual(
      [5 / 6, 4 / 5, -1 / 2, -1 / 2, 0].map((value) => expect.closeTo(value, 12)),
    );
    expect(silhouette(rows, labels, euclidean)).toBeCloseTo((5 / 6 + 4 / 5 - 1) / 5, 12);
    expect(intraInter(rows, labels, euclidean)).toEqual({
      intra: 1.5,
      inter: (6 + 5 + 5 + 7 + 4 + 6 + 1 + 1) / 8,
    });
    // Spreads .5 and 1, centroids .5 and 6; then with the lone row of spread 0 at 6, where b's centroid is too.
    expect(daviesBouldin(rows.slice(0, 4), labels.slice(0, 4))).toBeCloseTo(1.5 / 5.5, 12);
    expect(daviesBouldin(rows, labels)).toBe(Number.POSITIVE_INFINITY);
  });

  test("depend on the groups alone: not on labels' names or the rows' order, size or place", () => {
    fc.assert(
      fc.property(labelled, fc.integer(), ({ rows, labels }, seed) => {
        const order = createRandom(seed).shuffle(rows.map((_, i) => i));
        const other = {
          rows: order.map((i) => rows[i]!.map((x) => 3 * x + 1)),
          labels: order.map((i) => `word ${9 - labels[i]!}`),
        };
        const value = silhouette(rows, labels, euclidean);
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
        expect(silhouette(other.rows, other.labels, euclidean)).toBeCloseTo(value, 9);
        const index = daviesBouldin(rows, labels);
        expect(index).toBeGreaterThanOrEqual(0);
        const moved = daviesBouldin(other.rows, other.labels);
        if (index < 1e6) expect(moved).toBeCloseTo(index, 6);
        else expect(moved).toBeGreaterThan(1e6); // two centroids in one place, but for rounding
        const { intra, inter } = intraInter(rows, labels, euclidean);
        const theirs = intraInter(other.rows, other.labels, euclidean);
        expect(theirs.inter).toBeCloseTo(3 * inter, 9);
        if (Number.isNaN(intra)) expect(theirs.intra).toBeNaN();
        else expect(theirs.intra).toBeCloseTo(3 * intra, 9);
      }),
    );
  });

  test("far groups approach their best, shuffled labels are near their worst", () => {
    const random = createRandom(3);
    const labels = Array.from({ length: 90 }, (_, i) => i % 3);
    const rows = labels.map((label) => [1000 * label + random.uniform(), 500 * label + random.uniform()]);
    expect(silhouette(rows, labels, euclidean)).toBeGreaterThan(0.99);
    expect(daviesBouldin(rows, labels)).toBeLessThan(0.01);
    const shuffled = random.shuffle([...labels]);
    expect(silhouette(rows, shuffled, euclidean)).toBeLessThan(0);
    expect(daviesBouldin(rows, shuffled)).toBeGreaterThan(1);
  });

  test("refuse one group and labels that do not fit", () => {
    for (const metric of [silhouette, intraInter, daviesBouldin]) {
      expect(() => metric([[1], [2]], ["a", "a"], euclidean)).toThrow(/two labels or more, got 1/);
      expect(() => metric([[1], [2]], ["a"], euclidean)).toThrow(/labels must hold 2 values, got 1/);
      expect(() => metric([], [], euclidean)).toThrow(/there must be rows/);
    }
  });
});

describe("neighbours", () => {
  const rows = [[0], [1], [2], [10], [11], [12]];
  const labels = ["a", "a", "b", "b", "b", "a"];

  test("votes: known figures, leave one out", () => {
    // Nearest: 0→1 a, 1→0 a, 2→1 a (wrong), 10→11 b, 11→10 b, 12→11 b (wrong).
    expect(kNearestNeighbours(rows, labels, euclidean, { k: 1 })).toBeCloseTo(4 / 6, 12);
    // All others vote: of a and b 2 to 3, or 3 to 2: always for the other.
    expect(kNearestNeighbours(rows, labels, euclidean, { k: 5 })).toBe(0);
    // A tie goes to the nearer: 0 sees a b, 1 a b, 2 a a, 10 b a, 11 b a, 12 b b.
    expect(kNearestNeighbours(rows, labels, euclidean, { k: 2 })).toBeCloseTo(4 / 6, 12);
  });

  test("precision: known figures", () => {
    // 0: a at 1, 5; 1: a at 1, 5; 2: b at 3, 4; 10: b at 1, 3; 11: b at 1, 3; 12: a at 4, 5.
    const expected = [(1 + 2 / 5) / 2, 0.7, (1 / 3 + 2 / 4) / 2, (1 + 2 / 3) / 2, (1 + 2 / 3) / 2, 0.325];
    const mean = expected.reduce((sum, value) => sum + value, 0) / 6;
    expect(meanAveragePrecision(rows, labels, euclidean)).toBeCloseTo(mean, 12);
  });

  test("references are looked among as they are, the row itself too; rows without a fellow are left out", () => {
    const references = { rows, labels };
    expect(kNearestNeighbours(rows, labels, euclidean, { k: 1, references })).toBe(1);
    expect(kNearestNeighbours([[0.4]], ["c"], euclidean, { references })).toBe(0);
    expect(meanAveragePrecision([[0.4], [3]], ["c", "b"], euclidean, { references })).toBeCloseTo(
      (1 + 2 / 4 + 3 / 5) / 3,
      12,
    );
    expect(meanAveragePrecision([[0.4]], ["c"], euclidean, { references })).toBeNaN();
  });

  test("a perfect space has both at 1, a random one at chance", () => {
    const random = createRandom(4);
    const labels = Array.from({ length: 120 }, (_, i) => i % 4);
    const perfect = labels.map((label) => [label + 0.1 * random.uniform(), label]);
    expect(kNearestNeighbours(perfect, labels, cosine, { k: 3 })).toBeLessThan(1);
    expect(kNearestNeighbours(perfect, labels, euclidean, { k: 3 })).toBe(1);
    expect(meanAveragePrecision(perfect, labels, euclidean)).toBeCloseTo(1, 12);
    const noise = labels.map(() => [random.uniform(), random.uniform()]);
    expect(meanAveragePrecision(noise, labels, euclidean)).toBeLessThan(0.35);
    expect(kNearestNeighbours(noise, labels, euclidean)).toBeLessThan(0.4);
  });

  test("refuse what cannot be", () => {
    expect(() => kNearestNeighbours(rows, labels, euclidean, { k: 0 })).toThrow(/k must be .* got 0/);
    expect(() => kNearestNeighbours([[1]], ["a"], euclidean)).toThrow(/another row/);
    expect(() => meanAveragePrecision(rows, ["a"], euclidean)).toThrow(/labels must hold 6 values, got 1/);
  });
});

describe("area under the curve", () => {
  test("is the share of pairs in order, ties half", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean()), { minLength: 2, maxLength: 30 }),
        (all) => {
          const [positives, negatives] = [true, false].map((is) =>
            all.filter(([, positive]) => positive === is),
          );
          fc.pre(positives!.length > 0 && negatives!.length > 0);
          let pairs = 0;
          for (const [high] of positives!) {
            for (const [low] of negatives!) pairs += high > low ? 1 : high === low ? 0.5 : 0;
          }
          const scores = all.map(([score]) => score);
          const signs = all.map(([, positive]) => positive);
          const area = areaUnderCurve(scores, signs);
          expect(area).toBeCloseTo(pairs / positives!.length / negatives!.length, 12);
          const turned = scores.map((score) => -score);
          expect(areaUnderCurve(turned, signs)).toBeCloseTo(1 - area, 12);
        },
      ),
    );
  });

  test("refuses one class and NaN", () => {
    expect(() => areaUnderCurve([1, 2], [true, true])).toThrow(/got 2 and 0/);
    expect(() => areaUnderCurve([1, Number.NaN], [true, false])).toThrow(/got NaN/);
    expect(() => areaUnderCurve([1], [true, false])).toThrow(/must hold 1 values, got 2/);
  });
});

describe.skipIf(!(hasShared("data/socialfx/eq_contributions.csv") && hasShared("oracles/words.json")))(
  "against scikit-learn on the crowd's rows",
  () => {
    const oracle = JSON.parse(readFileSync(sharedPath("oracles/words.json"), "utf8")).clustering_raw_EXACT;
    let examples: readonly Example[];
    beforeAll(async () => {
      ({ examples } = await loadSocialFx(sharedPath("data")));
    });
    const split = (keep: (example: Example) => boolean) => {
      const kept = examples.filter(keep);
      return { rows: kept.map(({ gains }) => gains), labels: kept.map(({ term }) => term) };
    };

    test.each([8, 10])("words with %d rows or more", (least) => {
      const counts = countTerms(examples);
      const { rows, labels } = split(({ term }) => counts.get(term)! >= least);
      expect(silhouette(rows, labels, euclidean)).toBeCloseTo(oracle[`ge${least}`].sil, 6);
      expect(daviesBouldin(rows, labels)).toBeCloseTo(oracle[`ge${least}`].db, 5);
    });

    test.each(Object.keys(oracle).filter((key) => key.includes("|")))("%s", (pair) => {
      const { rows, labels } = split(({ term }) => pair.split("|").includes(term));
      expect(silhouette(rows, labels, euclidean)).toBeCloseTo(oracle[pair].sil, 6);
      expect(silhouette(rows, labels, cosine)).toBeCloseTo(oracle[pair].sil_cos, 6);
      expect(daviesBouldin(rows, labels)).toBeCloseTo(oracle[pair].db, 5);
    });
  },
);
