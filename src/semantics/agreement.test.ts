import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../math/index.ts";
import { agreementOf, correlation } from "./agreement.ts";

fc.configureGlobal({ seed: 1 });

function randomCurves(seed: number, count: number): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => Array.from({ length: 40 }, () => random.normal()));
}

/** Pearson's r as the mean product of standard scores. */
function pearson(a: readonly number[], b: readonly number[]): number {
  const scores = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return values.map((value) => (value - mean) / deviation);
  };
  const other = scores(b);
  return scores(a).reduce((sum, value, i) => sum + (value * other[i]!) / a.length, 0);
}

const seeds = fc.integer({ min: 0, max: 1e6 });

describe("correlation", () => {
  test("is Pearson's r", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [a, b] = randomCurves(seed, 2) as [number[], number[]];
        expect(correlation(a, b)).toBeCloseTo(pearson(a, b), 12);
        expect(correlation(b, a)).toBeCloseTo(correlation(a, b), 12);
        const moved = a.map((value) => 3 * value - 7);
        expect(correlation(moved, b)).toBeCloseTo(correlation(a, b), 12);
        expect(
          correlation(
            a.map((value) => -value),
            b,
          ),
        ).toBeCloseTo(-correlation(a, b), 12);
        expect(correlation(a, moved)).toBeCloseTo(1, 12);
      }),
    );
  });

  test("is 0 where a curve does not vary", () => {
    expect(correlation([1, 1, 1], [1, 2, 3])).toBe(0);
    expect(correlation([1, 2, 3], [0, 0, 0])).toBe(0);
  });
});

describe("agreementOf", () => {
  test("is the mean over all pairs, and over all people against what is expected without them", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 9 }), (seed, people) => {
        const curves = randomCurves(seed, people);
        const expected = randomCurves(seed + 1, people);
        const pairs = curves.flatMap((one, i) => curves.slice(i + 1).map((other) => pearson(one, other)));
        expect(pairs).toHaveLength((people * (people - 1)) / 2);
        const mean = (values: readonly number[]) =>
          values.reduce((sum, value) => sum + value, 0) / values.length;
        const agreement = agreementOf(curves, expected);
        expect(agreement.pairs).toBeCloseTo(mean(pairs), 12);
        expect(agreement.leaveOneOut).toBeCloseTo(
          mean(curves.map((curve, i) => pearson(curve, expected[i]!))),
          12,
        );
      }),
    );
  });

  test("is 1 for people who want the same, -1 for two who want the opposite", () => {
    const [curve] = randomCurves(1, 1) as [number[]];
    const opposite = curve.map((value) => -value);
    expect(agreementOf([curve, curve, curve], [curve, curve, curve]).pairs).toBeCloseTo(1, 12);
    expect(agreementOf([curve, opposite], [opposite, curve])).toEqual({
      pairs: expect.closeTo(-1, 12),
      leaveOneOut: expect.closeTo(-1, 12),
    });
  });
});
