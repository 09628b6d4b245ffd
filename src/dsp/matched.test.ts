import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { largestDifference } from "../../test/support/block-render.ts";
import { hasShared, sharedPath } from "../../test/support/shared.ts";
import type { EqualizerSection } from "../effects/index.ts";
import { analogueResponseDb } from "./analogue-section.ts";
import { packBiquads } from "./biquad.ts";
import { CascadeProcessor } from "./cascade.ts";
import { designMatched } from "./matched.ts";
import { responseDb } from "./response.ts";
import { designSection } from "./section.ts";

fc.configureGlobal({ seed: 1 });

const sampleRateHz = fc.constantFrom(8_000, 44_100, 48_000, 96_000, 384_000);
/** Part of the sample rate. */
const part = fc.double({ min: Math.log(0.0001), max: Math.log(0.49), noNaN: true }).map(Math.exp);
const gainDb = fc.double({ min: -24, max: 24, noNaN: true });
const quality = (max: number) =>
  fc.double({ min: Math.log(0.1), max: Math.log(max), noNaN: true }).map(Math.exp);
const withGain = fc.constantFrom("bell" as const, "lowShelf" as const, "highShelf" as const);
const anyKind = fc.constantFrom(
  ...(["bell", "lowShelf", "highShelf", "lowPass", "highPass", "bandPass", "notch"] as const),
);

/** Largest distance from the analogue section in dB, where that is above -60 dB. */
function errorDb(section: EqualizerSection, rate: number, highestHz: number): number {
  const at = Float64Array.from({ length: 300 }, (_, index) => (highestHz * (index + 1)) / 300);
  const heard = responseDb(packBiquads([designMatched(section, rate)]), at, rate);
  const wanted = analogueResponseDb(section, at);
  return wanted.reduce(
    (largest, db, index) => (db > -60 ? Math.max(largest, Math.abs(heard[index]! - db)) : largest),
    0,
  );
}

describe("designMatched", () => {
  test("is stable and of minimum phase for every gain, Q and frequency", () => {
    fc.assert(
      fc.property(anyKind, part, gainDb, quality(20), sampleRateHz, (kind, at, gain, q, rate) => {
        const section = { kind, frequencyHz: at * rate, gainDb: gain, q };
        const { b0, b1, b2, a1, a2 } = designMatched(section, rate);
        expect(Math.abs(a2)).toBeLessThan(1);
        expect(Math.abs(a1)).toBeLessThan(1 + a2);
        expect(Math.abs(b2)).toBeLessThanOrEqual(b0 * (1 + 1e-6));
        expect(Math.abs(b1)).toBeLessThanOrEqual((b0 + b2) * (1 + 1e-6) + 1e-12);
        new CascadeProcessor(packBiquads([{ b0, b1, b2, a1, a2 }]), 1);
      }),
      { numRuns: 500 },
    );
  });

  test("a cut is the inverse of the boost, 0 dB the identity", () => {
    fc.assert(
      fc.property(withGain, part, gainDb, quality(20), sampleRateHz, (kind, at, gain, q, rate) => {
        const section = { kind, frequencyHz: at * rate, gainDb: gain, q };
        const both = [section, { ...section, gainDb: -gain }].map((one) => designMatched(one, rate));
        const points = [0, 0.1, 0.3, 0.5, 0.8, 1].map((x) => (x * rate) / 2);
        for (const db of responseDb(packBiquads(both), points, rate)) expect(db).toBeCloseTo(0, 5);
        const { b0, b1, b2, a1, a2 } = designMatched({ ...section, gainDb: 0 }, rate);
        expect([b0, b1, b2]).toEqual([1, a1, a2]);
      }),
    );
  });

  test("a bell has exactly its gain at the centre and none at 0 Hz", () => {
    fc.assert(
      fc.property(part, gainDb, quality(20), sampleRateHz, (at, gain, q, rate) => {
        const section = { kind: "bell" as const, frequencyHz: at * rate, gainDb: gain, q };
        const packed = packBiquads([designMatched(section, rate)]);
        const [zero, centre] = responseDb(packed, [0, at * rate], rate);
        expect(zero).toBeCloseTo(0, 4);
        expect(centre).toBeCloseTo(gain, 4);
      }),
    );
  });

  test("follows the analogue section to 20 kHz at 44.1 and 48 kHz", () => {
    const usual = quality(4);
    const frequency = fc.double({ min: Math.log(20), max: Math.log(20_000), noNaN: true }).map(Math.exp);
    const rates = fc.constantFrom(44_100, 48_000);
    const limitDb = {
      bell: 0.8,
      lowShelf: 1.5,
      highShelf: 1.5,
      lowPass: 0.6,
      highPass: 1,
      bandPass: 0.65,
      notch: 1,
    };
    fc.assert(
      fc.property(anyKind, frequency, gainDb, usual, rates, (kind, frequencyHz, gain, q, rate) => {
        const section = { kind, frequencyHz, gainDb: gain, q };
        expect(errorDb(section, rate, 20_000), JSON.stringify(section)).toBeLessThan(limitDb[kind]);
      }),
      { numRuns: 400 },
    );
  });

  test("is the same to the ear at every sample rate, where the cookbook's is not", () => {
    const section = { kind: "bell", frequencyHz: 12_000, gainDb: 6, q: 0.7 } as const;
    const at = Float64Array.from({ length: 200 }, (_, index) => 100 * (index + 1));
    const apart = (prototype: "cookbook" | "matched") => {
      const [low, high] = [44_100, 192_000].map((rate) =>
        responseDb(packBiquads([designSection(section, rate, prototype)]), at, rate),
      );
      return largestDifference(low!, high!);
    };
    expect(apart("matched")).toBeLessThan(0.15);
    expect(apart("cookbook")).toBeGreaterThan(3);
  });

  test("a small change of the setting is a small change of the response", () => {
    fc.assert(
      fc.property(withGain, part, gainDb, quality(5), sampleRateHz, (kind, at, gain, q, rate) => {
        const section = { kind, frequencyHz: at * rate, gainDb: gain, q };
        const points = Float64Array.from({ length: 60 }, (_, index) => (0.45 * rate * (index + 1)) / 60);
        const [one, other] = [section, { ...section, gainDb: gain + 1e-3, q: q * 1.0001 }].map((each) =>
          responseDb(packBiquads([designMatched(each, rate)]), points, rate),
        );
        expect(largestDifference(one!, other!)).toBeLessThan(0.02);
      }),
    );
  });
});

describe.skipIf(!hasShared("oracles/eq.json"))("beside Vicanek's matched bells", () => {
  interface Row {
    readonly fs: number;
    readonly f0: number;
    readonly Q: number;
    readonly gain: number;
    readonly rbj_maxdev: number;
    readonly matched_maxdev: number;
  }

  test("up to 20 kHz, within his error or 0.03 dB; the cookbook's bells are as far off as measured", () => {
    const rows: Row[] = JSON.parse(readFileSync(sharedPath("oracles/eq.json"), "utf8")).cramping;
    const at = Float64Array.from({ length: 2000 }, (_, index) => 20 + (index * 19_980) / 1999);
    expect(rows.length).toBe(108);
    for (const { fs, f0, Q, gain, rbj_maxdev, matched_maxdev } of rows) {
      const section = { kind: "bell", frequencyHz: f0, gainDb: gain, q: Q } as const;
      const wanted = analogueResponseDb(section, at);
      const error = (prototype: "cookbook" | "matched") =>
        largestDifference(responseDb(packBiquads([designSection(section, fs, prototype)]), at, fs), wanted);
      expect(error("matched"), JSON.stringify(section)).toBeLessThan(Math.max(matched_maxdev, 0.03));
      expect(error("cookbook")).toBeCloseTo(rbj_maxdev, 1);
      if (gain === 6) expect(error("matched")).toBeLessThan(fs > 48_000 ? 0.0155 : 0.28);
    }
  });
});
