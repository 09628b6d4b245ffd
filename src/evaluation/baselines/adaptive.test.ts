import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Example } from "../../dataset/index.ts";
import { bandFrequencyHz } from "../../effects/index.ts";
import { adaptive, bestSuitedRow, medoid, pinkSpectrumDb } from "./index.ts";

/** A straight tilt over the bands in z units, mean 0 and deviation 1, plus a ripple. */
function tilted(slope: number, ripple: number): Float64Array {
  const raw = Float64Array.from({ length: 40 }, (_, band) => {
    return slope * (band - 19.5) + ripple * Math.sin(band * 1.7);
  });
  const mean = raw.reduce((sum, value) => sum + value, 0) / 40;
  const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40);
  return raw.map((value) => (value - mean) / deviation);
}

function row(gains: Float64Array, audioId: number | undefined, consistency = 0.5): Example {
  return { word: "dark", term: "dark", language: "en", audioId, consistency, gains, line: 2 };
}

/** Settings for one word from much darker to a little brighter: less and less tilt in the ripple. */
const slopes = [-1, -0.3, -0.12, -0.05, 0.02, 0.1];
const rows = slopes.map((slope, i) => row(tilted(slope, 1), 7 + (i % 2)));
const tiltOf = ({ gains }: Example) => gains.reduce((sum, gain, band) => sum + gain * (band - 19.5), 0);

/** Pink noise turned by so many dB from the lowest to the highest band. */
const turned = (db: number) => pinkSpectrumDb.map((level, band) => level + (db * (band - 19.5)) / 39);

describe("the row that suits a spectrum", () => {
  test("the darker the input, the less dark a row is chosen", () => {
    const tilts = [-12, -8, -4, 0, 4, 8, 12].map((db) =>
      tiltOf(bestSuitedRow(rows, { spectrumDb: turned(db) })),
    );
    for (let i = 1; i < tilts.length; i++) expect(tilts[i]).toBeLessThanOrEqual(tilts[i - 1]!);
    expect(new Set(tilts).size).toBeGreaterThanOrEqual(4);
  });

  test("the input's level does not matter", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -60, max: 0, noNaN: true }), { minLength: 40, maxLength: 40 }),
        fc.double({ min: -40, max: 40, noNaN: true }),
        (spectrumDb, gainDb) => {
          const louder = spectrumDb.map((level) => level + gainDb);
          const shape = (chosen: Example) => Array.from(chosen.gains);
          expect(shape(bestSuitedRow(rows, { spectrumDb: louder }))).toEqual(
            shape(bestSuitedRow(rows, { spectrumDb })),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  test("on the very sound that all listeners heard it is the row nearest to the word's mean", () => {
    const [central] = [medoid.fit(rows, 1).predict({ term: "dark" })];
    expect(bestSuitedRow(rows, { spectrumDb: pinkSpectrumDb }).gains).toBe(central);
    const heard = new Map([7, 8].map((id) => [id, turned(9)]));
    expect(bestSuitedRow(rows, { spectrumDb: turned(9) }, heard).gains).toBe(central);
  });

  test("what listeners heard sets the target: who heard a bright sound and left it so wanted it bright", () => {
    const heard = new Map([7, 8].map((id) => [id, turned(12)]));
    const spectrumDb = pinkSpectrumDb;
    const plain = tiltOf(bestSuitedRow(rows, { spectrumDb }));
    expect(tiltOf(bestSuitedRow(rows, { spectrumDb }, heard))).toBeGreaterThan(plain);
  });

  test("a consistent listener draws the target to what they set", () => {
    const trusted = rows.map((one, i) => ({ ...one, consistency: i === 5 ? 0.9 : 0 }));
    expect(bestSuitedRow(trusted, { spectrumDb: pinkSpectrumDb })).toBe(trusted[5]);
  });

  test("refuses no rows and what is no spectrum", () => {
    expect(() => bestSuitedRow([])).toThrow("rows must hold at least one row, got none");
    expect(() => bestSuitedRow(rows, { spectrumDb: [1, 2] })).toThrow("must hold 40 finite values, got 2");
    const broken = bandFrequencyHz.map(() => Number.NaN);
    expect(() => bestSuitedRow(rows, { spectrumDb: broken })).toThrow("must hold 40 finite values");
  });
});

describe("the row that suits a sound known by name", () => {
  test("is one set on the same sound, the most central of them", () => {
    for (const audioId of [7, 8]) {
      const chosen = bestSuitedRow(rows, { audioId });
      expect(chosen.audioId).toBe(audioId);
      expect(adaptive.fit(rows, 1).predict({ term: "dark", audioId })).toBe(chosen.gains);
    }
    const central = medoid.fit(rows, 1).predict({ term: "dark" });
    expect([7, 8].map((audioId) => bestSuitedRow(rows, { audioId }).gains)).toContain(central);
  });

  test("is the most central of all rows where no row was set on it, or where rows do not say", () => {
    const central = medoid.fit(rows, 1).predict({ term: "dark" });
    expect(bestSuitedRow(rows, { audioId: 9 }).gains).toBe(central);
    expect(bestSuitedRow(rows).gains).toBe(central);
    const unnamed = rows.map((one) => ({ ...one, audioId: undefined }));
    expect(bestSuitedRow(unnamed, { audioId: undefined }).gains).toBe(central);
  });
});
