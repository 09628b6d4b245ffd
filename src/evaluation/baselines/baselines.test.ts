import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../../test/support/shared.ts";
import { type Example, readSocialFxCsv } from "../../dataset/index.ts";
import { createRandom } from "../../math/index.ts";
import { meanAbsoluteError, summarizePredictions } from "../metrics/prediction.ts";
import { centroidBaseline } from "./centroid.ts";
import { geometricMedian } from "./geometric-median.ts";
import {
  type Baseline,
  baselines,
  closedFormBaselines,
  consistencyWeightedMean,
  flat,
  globalMean,
  median,
  medoid,
  plainMean,
  saturatingWeightedMean,
  trainedBaselines,
} from "./index.ts";
import { squaredDistance } from "./mean-curve.ts";
import { rowsByTerm } from "./per-word.ts";

/** Rows of three words around a shape each, with listeners of every consistency. */
function someRows(seed: number, count = 30): Example[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, row) => {
    const term = ["warm", "bright", "soft"][random.integer(0, 2)]!;
    const raw = Float64Array.from(
      { length: 40 },
      (_, band) => Math.sin(band / (3 + term.length)) + 3 * (random.uniform() - 0.5),
    );
    const mean = raw.reduce((sum, value) => sum + value, 0) / 40;
    const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40);
    return {
      word: term,
      term,
      language: "en",
      audioId: random.integer(7, 9),
      consistency: random.uniform(),
      gains: raw.map((value) => (value - mean) / deviation),
      line: row + 2,
    };
  });
}

const seeds = fc.integer({ min: 1, max: 1e6 });

describe("every baseline without a network", () => {
  test.each(
    closedFormBaselines,
  )("$id: the same rows and seed give the same curve of 40 finite values", (b) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rows = someRows(seed);
        const ask = { term: rows[0]!.term, audioId: 8 };
        const curve = b.fit(rows, seed).predict(ask)!;
        expect(curve).toHaveLength(40);
        expect(Array.from(curve).every(Number.isFinite)).toBe(true);
        expect(b.fit(rows, seed).predict(ask)).toEqual(curve);
      }),
      { numRuns: 20 },
    );
  });

  const wordwise = closedFormBaselines.filter((baseline) => baseline !== flat && baseline !== globalMean);

  test.each(wordwise)("$id: abstains on a word without rows; of one row it gives that row", (baseline) => {
    const rows = someRows(5);
    const alone: Example = { ...rows[0]!, term: "tinny" };
    const predictor = baseline.fit([...rows, alone], 1);
    expect(predictor.predict({ term: "unheard" })).toBeUndefined();
    expect(meanAbsoluteError(predictor.predict({ term: "tinny" })!, alone.gains)).toBeLessThan(1e-12);
  });

  const drawsNothing = wordwise.filter(({ id }) => id !== "another-person");

  test.each(drawsNothing)("$id: other words' rows change nothing, nor does the order of rows", (baseline) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rows = someRows(seed);
        const { term } = rows[0]!;
        const own = rows.filter((row) => row.term === term).reverse();
        const [all, alone] = [baseline.fit(rows, 1), baseline.fit(own, 1)].map(
          (predictor) => predictor.predict({ term, audioId: 7 })!,
        );
        expect(meanAbsoluteError(all!, alone!)).toBeLessThan(1e-9);
      }),
      { numRuns: 20 },
    );
  });

  test("another person's curve is one of the word's, and depends on the seed", () => {
    const rows = someRows(3);
    const baseline = closedFormBaselines.find(({ id }) => id === "another-person")!;
    const own = rows.filter(({ term }) => term === "warm").map(({ gains }) => gains);
    const drawn = Array.from(
      { length: 20 },
      (_, seed) => baseline.fit(rows, seed).predict({ term: "warm" })!,
    );
    for (const curve of drawn) expect(own).toContainEqual(curve);
    expect(new Set(drawn).size).toBeGreaterThan(2);
  });
});

test("ids are unique and every baseline is listed once", () => {
  expect(new Set(baselines.map(({ id }) => id)).size).toBe(baselines.length);
  expect(baselines).toEqual([...closedFormBaselines, ...trainedBaselines]);
  expect(trainedBaselines.map(({ id }) => id)).toEqual([
    ...["report-network", "linear-path-network", "vae-2", "vae-3", "vae-8", "vae-32"],
  ]);
});

describe("laws of the middle", () => {
  const sumOfDistances = (centre: ArrayLike<number>, rows: readonly Example[], power: number) =>
    rows.reduce((sum, { gains }) => sum + squaredDistance(gains, centre) ** power, 0);

  test("the medoid has the least sum of squared distances of all rows", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rows = someRows(seed).filter(({ term }) => term === "soft");
        fc.pre(rows.length > 0);
        const chosen = medoid.fit(rows, 1).predict({ term: "soft" })!;
        const least = Math.min(...rows.map(({ gains }) => sumOfDistances(gains, rows, 1)));
        expect(sumOfDistances(chosen, rows, 1)).toBeCloseTo(least, 9);
      }),
    );
  });

  test("no small step from the geometric median lowers the sum of distances", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 12 }), (seed, count) => {
        const rows = someRows(seed, count);
        const random = createRandom(seed + 1);
        const found = geometricMedian(rows.map(({ gains }) => gains));
        const least = sumOfDistances(found, rows, 0.5);
        for (const step of [1e-1, 1e-2, 1e-3]) {
          const moved = found.map((value) => value + step * (random.uniform() - 0.5));
          expect(sumOfDistances(moved, rows, 0.5)).toBeGreaterThanOrEqual(least - 1e-9);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("a row that more than half the others repeat is the geometric median", () => {
    const [one, other] = [new Float64Array(40).fill(1), Float64Array.from({ length: 40 }, (_, i) => i - 20)];
    const found = geometricMedian([one, other, one, one, other.map((value) => -value)]);
    expect(meanAbsoluteError(found, one)).toBeLessThan(1e-6);
  });

  test("weights: with equal consistency a weighted mean is the plain one, with one row far above it is that row", () => {
    const rows = someRows(9).filter(({ term }) => term === "warm");
    const alike = rows.map((row) => ({ ...row, consistency: 0.4 }));
    for (const weighted of [consistencyWeightedMean, saturatingWeightedMean]) {
      const [a, b] = [weighted, plainMean].map((one) => one.fit(alike, 1).predict({ term: "warm" })!);
      expect(meanAbsoluteError(a!, b!)).toBeLessThan(1e-12);
    }
    const trusted = { ...rows[0]!, consistency: 1 };
    const noise = Array.from({ length: 9 }, () => ({ ...rows[1]!, consistency: -0.5 }));
    const curve = consistencyWeightedMean.fit([trusted, ...noise], 1).predict({ term: "warm" })!;
    const expected = trusted.gains.map((value, band) => (value + 0.18 * rows[1]!.gains[band]!) / 1.18);
    expect(meanAbsoluteError(curve, expected)).toBeLessThan(1e-12);
  });
});

describe("centroid and decoder", () => {
  test("in a linear latent space the decoded centroid is the plain mean", () => {
    const linear = centroidBaseline({ id: "linear", name: "linear", source: "" }, () => ({
      encode: (gains) => Float64Array.from(gains, (value) => 2 * value - 1),
      decode: (latent) => Float64Array.from(latent, (value) => (value + 1) / 2),
    }));
    const rows = someRows(4);
    for (const term of ["warm", "bright", "soft"]) {
      const [a, b] = [linear, plainMean].map((baseline) => baseline.fit(rows, 1).predict({ term })!);
      expect(meanAbsoluteError(a!, b!)).toBeLessThan(1e-12);
    }
  });

  test.each(trainedBaselines)("$id: trains by its seed, abstains on a word without rows", (baseline) => {
    const rows = someRows(8, 20);
    const [one, same, other] = [1, 1, 2].map((seed) => baseline.fit(rows, seed).predict({ term: "warm" })!);
    expect(one).toHaveLength(40);
    expect(Array.from(one!).every(Number.isFinite)).toBe(true);
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
    expect(baseline.fit(rows, 1).predict({ term: "unheard" })).toBeUndefined();
  });
});

const csv = "data/socialfx/eq_contributions.csv";
const oracles = "oracles/words.json";
const canRun = [csv, oracles].every(hasShared);

describe.skipIf(!canRun)(
  `leave one out, rows of words with four or more${canRun ? "" : " [SKIPPED]"}`,
  () => {
    interface Oracle {
      readonly n: number;
      readonly pearson: number;
      readonly mae: number;
      readonly r2_vs_flat: number;
    }
    let examples: readonly Example[];
    let expected: Record<string, Oracle>;
    beforeAll(() => {
      examples = readSocialFxCsv(readFileSync(sharedPath(csv), "utf8")).examples;
      expected = JSON.parse(readFileSync(sharedPath(oracles), "utf8")).loo_EXACT;
    });

    /** Each row predicted from all others, of its own word where nothing else is used. */
    function leaveOneOut(baseline: Baseline): ReturnType<typeof summarizePredictions> {
      const pairs = [...rowsByTerm(examples).values()]
        .filter((rows) => rows.length >= 4)
        .flatMap((rows) =>
          rows.map((row) => {
            const train = (baseline === globalMean ? examples : rows).filter((other) => other !== row);
            return {
              predicted: baseline.fit(train, 1).predict({ term: row.term })!,
              actual: row.gains,
            };
          }),
        );
      return summarizePredictions(pairs);
    }

    test.each<[Baseline, string]>([
      [flat, "loo_ge4_flat"],
      [globalMean, "loo_ge4_global_mean"],
      [plainMean, "loo_ge4_mean"],
      [median, "loo_ge4_median"],
      [medoid, "loo_ge4_medoid"],
      [consistencyWeightedMean, "loo_ge4_wmean_rc"],
      [saturatingWeightedMean, "loo_ge4_wmean_a45"],
    ])("$id is $1", (baseline, key) => {
      const measured = leaveOneOut(baseline);
      const oracle = expected[key]!;
      expect(measured.rows).toBe(oracle.n);
      expect(measured.r).toBeCloseTo(oracle.pearson, 6);
      expect(measured.mae).toBeCloseTo(oracle.mae, 6);
      expect(measured.r2AgainstFlat).toBeCloseTo(oracle.r2_vs_flat, 6);
    });
  },
);
