import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  meanAbsoluteError,
  meanOf,
  pearson,
  quantile,
  rootMeanSquareError,
  standardDeviation,
  summarizePredictions,
} from "./prediction.ts";

const value = fc.double({ min: -100, max: 100, noNaN: true });
const values = fc.array(value, { minLength: 1, maxLength: 40 });
/** Two arrays of one length. */
const pairs = fc.integer({ min: 2, max: 40 }).chain((length) => {
  const one = fc.array(value, { minLength: length, maxLength: length });
  return fc.tuple(one, one);
});

describe("mean, deviation, quantile", () => {
  test("known figures", () => {
    expect(meanOf([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5);
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(standardDeviation([3])).toBe(0);
    // numpy.quantile([1, 2, 4, 8], [0, .25, .5, .9, 1])
    expect([0, 0.25, 0.5, 0.9, 1].map((share) => quantile([8, 1, 4, 2], share))).toEqual([
      ...[1, 1.75, 3],
      expect.closeTo(6.8, 12),
      8,
    ]);
  });

  test("a quantile lies within the values, rises with its share and turns with their sign", () => {
    fc.assert(
      fc.property(
        values,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (xs, p, q) => {
          const at = quantile(xs, p);
          expect(at).toBeGreaterThanOrEqual(Math.min(...xs));
          expect(at).toBeLessThanOrEqual(Math.max(...xs));
          if (p <= q) expect(at).toBeLessThanOrEqual(quantile(xs, q) + 1e-9);
          expect(
            quantile(
              xs.map((x) => -x),
              1 - p,
            ),
          ).toBeCloseTo(-at, 9);
        },
      ),
    );
  });

  test("refuse what they cannot answer", () => {
    expect(() => meanOf([])).toThrow(/meanOf: there must be at least one value/);
    expect(() => quantile([], 0.5)).toThrow(RangeError);
    expect(() => quantile([1], 1.5)).toThrow(/share must be within 0..1, got 1.5/);
  });
});

describe("pearson", () => {
  test("is symmetric, within −1..1, blind to level and depth, and turns with the sign", () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: 0.1, max: 10, noNaN: true }), value, ([a, b], scale, shift) => {
        const r = pearson(a, b);
        expect(Math.abs(r)).toBeLessThanOrEqual(1);
        expect(pearson(b, a)).toBeCloseTo(r, 12);
        if (standardDeviation(a) < 1e-3 || standardDeviation(b) < 1e-3) return;
        const moved = a.map((x) => scale * x + shift);
        expect(pearson(moved, b)).toBeCloseTo(r, 6);
        const turned = a.map((x) => -x);
        expect(pearson(turned, b)).toBeCloseTo(-r, 12);
        expect(pearson(a, a)).toBeCloseTo(1, 12);
      }),
    );
  });

  test("is 0 where either is constant, rounding or not", () => {
    fc.assert(
      fc.property(value, values, (constant, xs) => {
        const flat = xs.map(() => constant / 3);
        expect(pearson(flat, xs)).toBe(0);
        expect(pearson(xs, flat)).toBe(0);
      }),
    );
  });

  test("known figure, and lengths that differ", () => {
    expect(pearson([1, 2, 3, 4], [1, 3, 2, 5])).toBeCloseTo(0.8315218406, 9); // scipy.stats.pearsonr
    expect(() => pearson([1, 2], [1, 2, 3])).toThrow(/got 2 and 3/);
  });
});

describe("errors", () => {
  test("mean absolute error is at most the root mean square, both 0 for the same", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const [mae, rmse] = [meanAbsoluteError(a, b), rootMeanSquareError(a, b)];
        expect(mae).toBeLessThanOrEqual(rmse + 1e-9);
        expect(rmse).toBeLessThanOrEqual(Math.sqrt(a.length) * mae + 1e-9);
        expect(meanAbsoluteError(b, a)).toBe(mae);
        expect(meanAbsoluteError(a, a) + rootMeanSquareError(a, a)).toBe(0);
      }),
    );
    expect(meanAbsoluteError([1, 2], [2, 4])).toBe(1.5);
    expect(rootMeanSquareError([1, 2], [2, 4])).toBeCloseTo(Math.sqrt(2.5), 12);
  });

  test("a summary of perfect, flat and opposite predictions", () => {
    const actual = [1, -1, 2, -2];
    const summary = (predicted: number[]) => summarizePredictions([{ predicted, actual }]);
    expect(summary(actual)).toEqual({
      ...{ rows: 1, mae: 0, rmse: 0, r2AgainstFlat: 1 },
      r: expect.closeTo(1, 12),
    });
    expect(summary([0, 0, 0, 0])).toEqual({
      rows: 1,
      r: 0,
      mae: 1.5,
      rmse: Math.sqrt(2.5),
      r2AgainstFlat: 0,
    });
    expect(summary(actual.map((x) => -x))).toMatchObject({ r: expect.closeTo(-1, 12), r2AgainstFlat: -3 });
  });

  test("r is the mean over rows, R2 the ratio of sums over all", () => {
    const rows = [
      { predicted: [1, -1], actual: [10, -10] },
      { predicted: [1, -1], actual: [-1, 1] },
    ];
    expect(summarizePredictions(rows)).toMatchObject({
      ...{ rows: 2, mae: 5.5 },
      r: expect.closeTo(0, 12),
      r2AgainstFlat: expect.closeTo(1 - (2 * 81 + 2 * 4) / 202, 12),
    });
    expect(() => summarizePredictions([])).toThrow(RangeError);
    expect(() => summarizePredictions([{ predicted: [1], actual: [0] }])).toThrow(/must not all be flat/);
  });
});
