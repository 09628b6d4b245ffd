import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNaturalSpline } from "./interpolation.ts";

fc.configureGlobal({ seed: 1 });

const finite = fc.double({ min: -100, max: 100, noNaN: true });
/** Strictly increasing knots with a value at each. */
const points = fc
  .array(fc.tuple(fc.double({ min: 0.1, max: 5, noNaN: true }), finite), { minLength: 2, maxLength: 30 })
  .map((steps) => {
    let x = -10;
    const knots = steps.map(([step]) => {
      x += step;
      return x;
    });
    return { knots, values: steps.map(([, value]) => value) };
  });

function splineThrough({ knots, values }: { knots: number[]; values: number[] }): (x: number) => number {
  const spline = createNaturalSpline(knots);
  spline.setValues(values);
  return spline.at;
}

describe("createNaturalSpline", () => {
  test("passes through its points and is constant outside them", () => {
    fc.assert(
      fc.property(points, ({ knots, values }) => {
        const at = splineThrough({ knots, values });
        for (const [index, knot] of knots.entries()) expect(Math.abs(at(knot) - values[index]!)).toBe(0);
        expect(at(knots[0]! - 1)).toBe(values[0]);
        expect(at(-Infinity)).toBe(values[0]);
        expect(at(knots.at(-1)! + 1e9)).toBe(values.at(-1));
      }),
    );
  });

  test("a straight line stays straight", () => {
    fc.assert(
      fc.property(points, finite, fc.double({ min: 0, max: 1, noNaN: true }), ({ knots }, slope, part) => {
        const at = splineThrough({ knots, values: knots.map((x) => slope * x + 7) });
        const x = knots[0]! + part * (knots.at(-1)! - knots[0]!);
        expect(at(x)).toBeCloseTo(slope * x + 7, 7);
      }),
    );
  });

  test("is linear in its values, so one plan serves all curves", () => {
    fc.assert(
      fc.property(points, finite, ({ knots, values }, x) => {
        const spline = createNaturalSpline(knots);
        spline.setValues(values);
        const once = spline.at(x);
        spline.setValues(values.map((value) => -2 * value));
        expect(spline.at(x)).toBeCloseTo(-2 * once, 6);
      }),
    );
  });

  test("the hand-calculated curve through (0, 0), (1, 1), (2, 0)", () => {
    // M = [0, -3, 0]: at ½ it is ½·1 + (⅛ − ½)·(−3)/6.
    const at = splineThrough({ knots: [0, 1, 2], values: [0, 1, 0] });
    expect(at(0.5)).toBeCloseTo(0.6875, 14);
    expect(at(1.5)).toBeCloseTo(0.6875, 14);
  });

  test("slope and curvature do not jump at a knot, and the curvature ends at 0", () => {
    const knots = [0, 1, 1.5, 4, 5, 7];
    const at = splineThrough({ knots, values: [3, -1, 4, 1, -5, 9] });
    const h = 1e-4;
    const slope = (x: number) => (at(x + h) - at(x - h)) / (2 * h);
    const curvature = (x: number) => (at(x + h) - 2 * at(x) + at(x - h)) / (h * h);
    for (const knot of knots.slice(1, -1)) {
      expect(slope(knot - 2 * h)).toBeCloseTo(slope(knot + 2 * h), 1);
      expect(Math.abs(curvature(knot - h) - curvature(knot + h))).toBeLessThan(0.05);
    }
    expect(Math.abs(curvature(0 + h))).toBeLessThan(0.05);
    expect(Math.abs(curvature(7 - h))).toBeLessThan(0.05);
  });

  test("refuses what is no axis and no values", () => {
    expect(() => createNaturalSpline([1])).toThrow(/at least 2 numbers, got 1/);
    expect(() => createNaturalSpline([1, 1])).toThrow(/strictly increasing, got 1 at 1/);
    expect(() => createNaturalSpline([0, Number.NaN])).toThrow(/got NaN at 1/);
    expect(() => createNaturalSpline([0, 1]).setValues([1])).toThrow(/must hold 2 numbers, got 1/);
  });
});
