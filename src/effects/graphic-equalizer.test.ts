import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BAND_COUNT, bandFrequencyHz, curveToGainDb, erbNumber } from "./index.ts";

const curve = fc.array(fc.double({ min: -3.5, max: 3.5, noNaN: true }), { minLength: 40, maxLength: 40 });
const rms = (values: ArrayLike<number>) => Math.hypot(...Array.from(values)) / Math.sqrt(values.length);

describe("curveToGainDb", () => {
  test("amount 100 % has an rms of 3 dB unless a band is clamped", () => {
    fc.assert(
      fc.property(curve, (z) => {
        fc.pre(rms(z) > 1e-6);
        const gainDb = curveToGainDb(z);
        if (gainDb.every((gain) => Math.abs(gain) < 12)) expect(rms(gainDb)).toBeCloseTo(3, 9);
        expect(Math.max(...gainDb.map(Math.abs))).toBeLessThanOrEqual(12);
      }),
    );
  });

  test("the depth of the curve does not matter, only its shape", () => {
    fc.assert(
      fc.property(curve, fc.double({ min: 0.1, max: 10, noNaN: true }), (z, scale) => {
        fc.pre(rms(z) > 1e-3);
        const scaled = curveToGainDb(z.map((value) => value * scale));
        curveToGainDb(z).forEach((gain, band) => expect(scaled[band]).toBeCloseTo(gain, 6));
      }),
    );
  });

  test("a negative amount is the inverse curve; amount 0 and a flat curve are exactly flat", () => {
    fc.assert(
      fc.property(curve, fc.double({ min: 0, max: 200, noNaN: true }), (z, amount) => {
        const inverse = curveToGainDb(z, -amount);
        curveToGainDb(z, amount).forEach((gain, band) => expect(inverse[band]! + gain).toBe(0));
        expect(curveToGainDb(z, 0).every((gain) => gain === 0)).toBe(true);
      }),
    );
    expect(curveToGainDb(new Float64Array(40)).every((gain) => gain === 0)).toBe(true);
  });

  test("refuses what is no curve and no amount", () => {
    expect(() => curveToGainDb([1, 2])).toThrow(/must hold 40 values, got 2/);
    expect(() => curveToGainDb(new Float64Array(40).fill(Number.NaN))).toThrow(/must be finite/);
    expect(() => curveToGainDb(new Float64Array(40), 201)).toThrow(/within -200..200, got 201/);
    expect(() => curveToGainDb(new Float64Array(40), Number.NaN)).toThrow(/got NaN/);
  });
});

test("the bands are evenly spaced on the ERB scale", () => {
  expect(bandFrequencyHz).toHaveLength(BAND_COUNT);
  const steps = bandFrequencyHz.slice(1).map((f, band) => erbNumber(f) - erbNumber(bandFrequencyHz[band]!));
  expect(Math.min(...steps)).toBeGreaterThan(1.02);
  expect(Math.max(...steps)).toBeLessThan(1.07);
});
