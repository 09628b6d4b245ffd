import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../test/support/shared.ts";
import { bandFrequencyHz } from "../effects/index.ts";
import { peaking } from "./biquad.ts";
import { CascadeProcessor } from "./cascade.ts";
import { designLegacyEqualizer, legacyGainDb } from "./legacy-equalizer.ts";
import { responseDb } from "./response.ts";

fc.configureGlobal({ seed: 1 });

const gains = fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 40, maxLength: 40 });
const hasOracle = hasShared("oracles/eq.json");

describe("designLegacyEqualizer", () => {
  test("is one cookbook bell per band with the band's own gain and Q 4.31", () => {
    fc.assert(
      fc.property(gains, fc.constantFrom(44_100, 48_000, 96_000), (gainDb, rate) => {
        const { coefficients, sectionGainDb } = designLegacyEqualizer(gainDb, rate);
        expect([...sectionGainDb]).toEqual(gainDb);
        bandFrequencyHz.forEach((frequencyHz, band) => {
          const bell = peaking({ frequencyHz, gainDb: gainDb[band]!, q: 4.31 }, rate);
          const { b0, b1, b2, a1, a2 } = bell;
          expect([...coefficients.subarray(5 * band, 5 * band + 5)]).toEqual([b0, b1, b2, a1, a2]);
        });
      }),
      { numRuns: 20 },
    );
  });

  test("says how far it is from what was asked, at every rate, and can be played", () => {
    fc.assert(
      fc.property(gains, fc.integer({ min: 8_000, max: 384_000 }), (gainDb, rate) => {
        const { coefficients, heardErrorDb } = designLegacyEqualizer(gainDb, rate);
        const heard = responseDb(
          coefficients,
          bandFrequencyHz.filter((hz) => hz < rate / 2),
          rate,
        );
        expect(Math.max(...heard.map((db, band) => Math.abs(db - gainDb[band]!)))).toBe(heardErrorDb);
        new CascadeProcessor(coefficients, 2).process([new Float64Array(64), new Float64Array(64)], 64);
      }),
      { numRuns: 30 },
    );
    expect(designLegacyEqualizer(new Float64Array(40), 48_000).heardErrorDb).toBe(0);
    // 12 dB in all bands add up to much more.
    expect(designLegacyEqualizer(new Float64Array(40).fill(12), 48_000).heardErrorDb).toBeGreaterThan(8);
  });

  test("refuses what it cannot play", () => {
    expect(() => designLegacyEqualizer([1], 48_000)).toThrow(/must hold 40 values, got 1/);
    expect(() => designLegacyEqualizer(new Float64Array(40), 0)).toThrow(/above 0, got 0/);
    expect(() => designLegacyEqualizer(new Float64Array(40).fill(Infinity), 48_000)).toThrow(/got Infinity/);
  });

  test.skipIf(!hasOracle)("is the published renderer (needs ../shared/oracles/eq.json)", () => {
    const { curves } = JSON.parse(readFileSync(sharedPath("oracles/eq.json"), "utf8")).vectors.graphic_eq;
    expect(curves).toHaveLength(5);
    for (const curve of curves) {
      for (const rate of [44_100, 48_000, 96_000]) {
        const { coefficients } = designLegacyEqualizer(legacyGainDb(curve.target_dB), rate);
        responseDb(coefficients, bandFrequencyHz, rate).forEach((db, band) => {
          expect(db).toBeCloseTo(curve[rate].audealize_naive_dB[band], 6);
        });
      }
    }
  });
});

test("legacyGainDb spans -5 to +5 dB, and a constant curve is flat", () => {
  const gainDb = legacyGainDb([...Array(38).fill(1), -3, 5]);
  expect([...gainDb.subarray(37)]).toEqual([0, -5, 5]);
  expect(legacyGainDb(new Float64Array(40).fill(2))).toEqual(new Float64Array(40));
});
