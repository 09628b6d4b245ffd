import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { targetCurveDb } from "./target-curve.ts";

const oraclePath = new URL("../../../shared/oracles/eq.json", import.meta.url);
const hasOracle = existsSync(oraclePath);
if (!hasOracle) console.warn("target curve: NOT compared with scipy, missing ../shared/oracles/eq.json");

describe("targetCurveDb", () => {
  test("passes through the gains and is constant outside the bands", () => {
    const gainDb = bandFrequencyHz.map((_, band) => (band % 7) - 3);
    expect(
      [...targetCurveDb(gainDb, bandFrequencyHz)].map((db, band) => Math.abs(db - gainDb[band]!)),
    ).toEqual(new Array(40).fill(0));
    expect([...targetCurveDb(gainDb, [0, 10, 19_682, 96_000])]).toEqual([-3, -3, gainDb[39], gainDb[39]]);
  });

  test("refuses wrong shapes", () => {
    expect(() => targetCurveDb([1], [100])).toThrow(/must hold 40 values, got 1/);
    expect(() => targetCurveDb(new Float64Array(40), [100], new Float64Array(2))).toThrow(
      /hold 1 values, got 2/,
    );
  });

  test.skipIf(!hasOracle)(
    "is scipy's natural CubicSpline over the ERB-number (needs ../shared/oracles)",
    () => {
      interface Curve {
        target_dB: number[];
        spline_f: number[];
        spline_dB: number[];
      }
      const curves: Curve[] = JSON.parse(readFileSync(oraclePath, "utf8")).vectors.graphic_eq.curves;
      expect(curves).toHaveLength(5);
      for (const { target_dB, spline_f, spline_dB } of curves) {
        targetCurveDb(target_dB, spline_f).forEach((db, index) => {
          expect(db).toBeCloseTo(spline_dB[index]!, 9);
        });
      }
    },
  );
});
