import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../../test/support/shared.ts";
import { packBiquads } from "../biquad.ts";
import { responseDb } from "../response.ts";
import { kWeighting } from "./k-weighting.ts";

describe("kWeighting", () => {
  test("is the table of BS.1770-4 at 48 kHz", () => {
    const { shelf, highPass } = kWeighting(48_000);
    expect(shelf.b0).toBeCloseTo(1.53512485958697, 13);
    expect(shelf.b1).toBeCloseTo(-2.69169618940638, 13);
    expect(shelf.b2).toBeCloseTo(1.19839281085285, 13);
    expect(shelf.a1).toBeCloseTo(-1.69065929318241, 13);
    expect(shelf.a2).toBeCloseTo(0.73248077421585, 13);
    expect(highPass).toMatchObject({ b0: 1, b1: -2, b2: 1 });
    expect(highPass.a1).toBeCloseTo(-1.99004745483398, 13);
    expect(highPass.a2).toBeCloseTo(0.99007225036621, 13);
  });

  test.skipIf(!hasShared("oracles/loudness.json"))("is the reference at nine rates", () => {
    const { k_weighting_coefficients: table } = JSON.parse(
      readFileSync(sharedPath("oracles/loudness.json"), "utf8"),
    ) as { k_weighting_coefficients: Record<string, number[][]> };
    expect(Object.keys(table)).toHaveLength(9);
    for (const [rate, rows] of Object.entries(table)) {
      const { shelf, highPass } = kWeighting(Number(rate));
      for (const [index, { b0, b1, b2, a1, a2 }] of [shelf, highPass].entries()) {
        [b0, b1, b2, 1, a1, a2].forEach((value, at) => expect(value).toBeCloseTo(rows[index]![at]!, 12));
      }
    }
  });

  test("weighs alike at every rate, to 0.1 dB below a sixth of it", () => {
    const gain = (rate: number, hz: number) => {
      const { shelf, highPass } = kWeighting(rate);
      return responseDb(packBiquads([shelf, highPass]), [hz], rate)[0]!;
    };
    for (const rate of [22_050, 44_100, 96_000, 192_000, 384_000]) {
      for (const hz of [40, 100, 500, 1_000, 2_000, 3_500]) {
        expect(Math.abs(gain(rate, hz) - gain(48_000, hz))).toBeLessThan(0.1);
      }
    }
  });

  test("refuses rates that no meter needs", () => {
    for (const rate of [0, 7_999, 384_001, Number.NaN]) {
      expect(() => kWeighting(rate)).toThrow(/within 8000..384000, got/);
    }
  });
});
