import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../../effects/index.ts";
import { regionCurve } from "./region-curve.ts";

fc.configureGlobal({ seed: 1 });

const region = fc
  .tuple(fc.double({ min: 20, max: 15_000, noNaN: true }), fc.double({ min: 1.2, max: 8, noNaN: true }))
  .map(([lowHz, ratio]) => ({ lowHz, highHz: Math.min(20_000, lowHz * ratio) }));

describe("regionCurve", () => {
  test("has mean 0 and rms 1, as people's curves have", () => {
    fc.assert(
      fc.property(region, (given) => {
        const curve = regionCurve(given);
        expect(curve.reduce((sum, value) => sum + value, 0) / 40).toBeCloseTo(0, 10);
        expect(curve.reduce((sum, value) => sum + value * value, 0) / 40).toBeCloseTo(1, 10);
      }),
    );
  });

  test("is highest inside the region and falls away on both sides", () => {
    fc.assert(
      fc.property(region, (given) => {
        const curve = regionCurve(given);
        const top = Math.max(...curve);
        bandFrequencyHz.forEach((hz, band) => {
          if (hz >= given.lowHz && hz <= given.highHz) expect(curve[band]).toBe(top);
          const next = curve[band + 1];
          if (next === undefined) return;
          if (bandFrequencyHz[band + 1]! <= given.lowHz) expect(next).toBeGreaterThanOrEqual(curve[band]!);
          if (hz >= given.highHz) expect(next).toBeLessThanOrEqual(curve[band]!);
        });
      }),
    );
  });

  test("falls to exp(-1/2) at 2 Cams beyond an edge, by the published scale of hearing", () => {
    const cams = (hz: number): number => 21.4 * Math.log10(1 + 0.00437 * hz);
    const curve = regionCurve({ lowHz: 1000, highHz: 2000 });
    const height = (band: number): number =>
      Math.exp(
        -(
          Math.max(0, cams(1000) - cams(bandFrequencyHz[band]!), cams(bandFrequencyHz[band]!) - cams(2000)) **
          2
        ) / 8,
      );
    const inside = bandFrequencyHz.findIndex((hz) => hz > 1000 && hz < 2000);
    for (const band of [11, 12, 13, 20, 21, 22]) {
      const share = (curve[inside]! - curve[band]!) / (curve[inside]! - curve[0]!);
      expect(share).toBeCloseTo((1 - height(band)) / (1 - height(0)), 8);
    }
  });

  test.each([
    [10, 100],
    [200, 100],
    [100, 100],
    [100, 30_000],
    [20, 20_000],
    [Number.NaN, 100],
  ])("refuses %d to %d Hz", (lowHz, highHz) => {
    expect(() => regionCurve({ lowHz, highHz })).toThrow(RangeError);
  });
});
