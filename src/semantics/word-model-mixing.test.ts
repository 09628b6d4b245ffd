import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  randomDecoder,
  randomModel,
  randomTables,
  vocabulary,
  words,
} from "../../test/support/random-words.ts";
import type { MixSpace } from "./mixture.ts";
import { UnknownWordError } from "./vocabulary.ts";
import { createWordModel, type WordModel } from "./word-model.ts";

fc.configureGlobal({ seed: 1 });

const seeds = fc.integer({ min: 0, max: 1e6 });
const spaces: readonly MixSpace[] = ["latent", "curve"];
const space = fc.constantFrom(...spaces);
const rms = (values: readonly number[]) => Math.hypot(...values) / Math.sqrt(values.length);
const largestStep = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

function expectClose(actual: readonly number[], expected: readonly number[], digits = 9): void {
  expect(actual).toHaveLength(expected.length);
  expect(largestStep(actual, expected)).toBeLessThan(10 ** -digits);
}

describe("blend", () => {
  const weight = fc.double({ min: -3, max: 3, noNaN: true }).filter((value) => Math.abs(value) > 1e-3);

  test("one word with any positive weight is the word; one with a negative weight leads away", () => {
    fc.assert(
      fc.property(seeds, space, weight, (seed, where, value) => {
        const { model } = randomModel(seed, { bent: true });
        const { expectedZ, gainDb } = model.curve("harsh", 80);
        const options = { space: where, amountPercent: 80 };
        const blend = model.blend([{ word: "harsh", weight: value }], options);
        if (value > 0) expect({ ...blend }).toMatchObject({ phrase: "harsh", expectedZ, gainDb });
        else if (where === "curve")
          expectClose(
            blend.gainDb,
            gainDb.map((gain) => -gain),
          );
        else expect(blend.gainDb.reduce((sum, gain, band) => sum + gain * gainDb[band]!, 0)).toBeLessThan(0);
      }),
      { numRuns: 50 },
    );
  });

  test("the order of the words and a common factor of the weights do not matter", () => {
    const parts = fc
      .shuffledSubarray([...words], { minLength: 2 })
      .chain((chosen) => fc.tuple(...chosen.map((word) => weight.map((value) => ({ word, weight: value })))));
    fc.assert(
      fc.property(
        seeds,
        space,
        parts,
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (seed, where, all, factor) => {
          const { model } = randomModel(seed, { bent: true });
          const blend = model.blend(all, { space: where });
          const scaled = [...all].reverse().map((part) => ({ ...part, weight: part.weight * factor }));
          const other = model.blend(scaled, { space: where });
          expectClose(other.gainDb, blend.gainDb);
          expectClose(other.expectedZ, blend.expectedZ);
          const shares = blend.words.map((share) => Math.abs(share.weight));
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("is never deeper than the mixed gain curves; in curve space it is that mix", () => {
    fc.assert(
      fc.property(seeds, weight, weight, (seed, a, b) => {
        const { model } = randomModel(seed, { bent: true });
        const parts = [
          { word: "warm", weight: a },
          { word: "bright", weight: b },
        ];
        const sum = Math.abs(a) + Math.abs(b);
        const warm = model.curve("warm").gainDb;
        const bright = model.curve("bright").gainDb;
        const mixed = warm.map((gain, band) => (a * gain + b * bright[band]!) / sum);
        expectClose(model.blend(parts, { space: "curve" }).gainDb, mixed);
        expect(rms(model.blend(parts).gainDb)).toBeLessThan(rms(mixed) + 1e-9);
      }),
      { numRuns: 100 },
    );
  });

  test("names its words and weights; a word that comes twice is added up", () => {
    const { model } = randomModel(6);
    const blend = model.blend([
      { word: "warm", weight: 1 },
      { word: "BRIGHT", weight: -0.5 },
      { word: "Warm", weight: 0.5 },
    ]);
    expect(blend.phrase).toBe("0.75 warm - 0.25 bright");
    expect(blend.words.map((share) => share.weight)).toEqual([0.75, -0.25]);
    expect(model.blend([{ word: "warm", weight: -1 }]).phrase).toBe("- 1 warm");
  });

  test("refuses weights that say nothing", () => {
    const { model } = randomModel(7);
    const cancelled = [1, -1].map((value) => ({ word: "warm", weight: value }));
    expect(() => model.blend([])).toThrow(/one weight must be other than 0/);
    expect(() => model.blend([{ word: "warm", weight: 0 }])).toThrow(/one weight must be other than 0/);
    expect(() => model.blend(cancelled)).toThrow(/one weight must be other than 0/);
    expect(() => model.blend([{ word: "warm", weight: Number.NaN }])).toThrow(/must be finite, got NaN/);
    expect(() => model.blend([{ word: "nope", weight: 1 }])).toThrow(UnknownWordError);
    const wrong = { space: "sound" as MixSpace };
    expect(() => model.blend([{ word: "warm", weight: 1 }], wrong)).toThrow(/latent or curve, got sound/);
    const huge = ["warm", "bright"].map((word) => ({ word, weight: 1e308 }));
    expect(model.blend(huge).words.map((share) => share.weight)).toEqual([0.5, 0.5]);
  });
});

describe("morph", () => {
  test("its ends are exactly the words' own curves", () => {
    fc.assert(
      fc.property(seeds, space, fc.integer({ min: -200, max: 200 }), (seed, where, amountPercent) => {
        const { model } = randomModel(seed, { bent: true });
        const options = { space: where, amountPercent };
        const from = model.curve("warm", amountPercent);
        const to = model.curve("smooth bright", amountPercent);
        expect(model.morph("warm", "smooth bright", 0, options)).toEqual({
          position: 0,
          gainDb: from.gainDb,
          expectedZ: from.expectedZ,
        });
        expect(model.morph("warm", "smooth bright", 1, options)).toMatchObject({
          gainDb: to.gainDb,
          expectedZ: to.expectedZ,
        });
      }),
      { numRuns: 50 },
    );
  });

  test("is smooth: a step of 0.001 moves no band by more than 0.1 dB, opposites included", () => {
    for (let seed = 0; seed < 12; seed++) {
      for (const bent of [false, true]) {
        const { model } = randomModel(seed, { bent });
        for (const where of spaces) expect(roughness(model, "warm", "bright", where)).toBeLessThan(0.1);
      }
    }
    for (const ratio of [1, 0.5, 0.2]) {
      const model = oppositesModel(ratio);
      for (const where of spaces) expect(roughness(model, "warm", "bright", where)).toBeLessThan(0.1);
    }
  });

  test("between opposites it passes through flat and is never deeper than the mixed gains", () => {
    const model = oppositesModel(1);
    for (const where of spaces) {
      expect(rms(model.morph("warm", "bright", 0.5, { space: where }).gainDb)).toBeLessThan(1e-9);
      expect(rms(model.morph("warm", "bright", 0.25, { space: where }).gainDb)).toBeCloseTo(1.5, 9);
    }
    expect(model.curve("warm bright").confidence).toBeLessThan(1e-9);
    expect(model.curve("warm").confidence).toBeGreaterThan(1);
  });

  test("in curve space the gains are interpolated; with a linear decoder so are both spaces' z values", () => {
    const { model } = randomModel(8);
    const a = model.curve("warm");
    const b = model.curve("harsh");
    const lerp = (from: readonly number[], to: readonly number[], t: number) =>
      from.map((value, band) => (1 - t) * value + t * to[band]!);
    for (const t of [0.1, 0.5, 0.9]) {
      const curve = model.morph("warm", "harsh", t, { space: "curve" });
      expectClose(curve.gainDb, lerp(a.gainDb, b.gainDb, t));
      expectClose(curve.expectedZ, lerp(a.expectedZ, b.expectedZ, t));
      expectClose(model.morph("warm", "harsh", t).expectedZ, curve.expectedZ);
    }
  });

  test("backwards is the same way", () => {
    const { model } = randomModel(9, { bent: true });
    for (const where of spaces) {
      const there = model.morphPath("warm", "harsh", 9, { space: where });
      const back = model.morphPath("harsh", "warm", 9, { space: where });
      there.positions.forEach((step, index) => {
        expectClose(step.gainDb, back.positions[8 - index]!.gainDb);
      });
    }
  });

  test("a path is its positions, both ends included", () => {
    const { model } = randomModel(10);
    const path = model.morphPath("WARM", "frio", 5);
    expect(Object.keys(path)).toEqual(["from", "to", "positions"]);
    expect(path).toMatchObject({ from: "warm", to: "frío" });
    expect(path.positions.map(({ position }) => position)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(path.positions[3]).toEqual(model.morph("warm", "frío", 0.75));
  });

  test("refuses positions and steps out of range", () => {
    const { model } = randomModel(11);
    expect(() => model.morph("warm", "bright", 1.01)).toThrow(/within 0..1, got 1.01/);
    expect(() => model.morph("warm", "bright", Number.NaN)).toThrow(/got NaN/);
    expect(() => model.morphPath("warm", "bright", 1)).toThrow(/whole number from 2, got 1/);
    expect(() => model.morphPath("warm", "bright", 5, { amountPercent: 999 })).toThrow(/got 999/);
    expect(() => model.morph("warm", "bright", 0, { space: "x" as MixSpace })).toThrow(/got x/);
  });
});

/** "bright" is the exact opposite of "warm", `ratio` times as large, and the decoder is linear. */
function oppositesModel(ratio: number): WordModel {
  const tables = randomTables(1);
  const { size, origin } = tables.space;
  const effects = new Float64Array(vocabulary.entries.length * size);
  [1, -ratio].forEach((factor, word) => {
    for (let d = 0; d < size; d++) effects[word * size + d] = factor * (d + 1);
  });
  return createWordModel({
    ...tables,
    vocabulary,
    space: { ...tables.space, mean: new Float64Array(size) },
    effects,
    decoder: randomDecoder(5, false, origin),
  });
}

/** The largest move of any band, dB, over steps of 0.001. */
function roughness(model: WordModel, from: string, to: string, where: MixSpace): number {
  const { positions } = model.morphPath(from, to, 1001, { space: where });
  return Math.max(
    ...positions.slice(1).map(({ gainDb }, index) => largestStep(gainDb, positions[index]!.gainDb)),
  );
}
