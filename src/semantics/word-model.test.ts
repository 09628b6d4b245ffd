import fc from "fast-check";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { bandFrequencyHz, curveToGainDb } from "../effects/index.ts";
import type { CurveDecoder, MixSpace } from "./mixture.ts";
import { createVocabulary, UnknownWordError } from "./vocabulary.ts";
import { createWordModel, type WordModel } from "./word-model.ts";

const words = ["warm", "bright", "smooth", "harsh", "good morning", "frío"];
const vocabulary = createVocabulary(
  words.map((word, index) =>
    word === "frío"
      ? { word, people: 13, languages: { en: 0, es: 13 } }
      : { word, people: index + 2, languages: { en: index + 1, es: 1 } },
  ),
);
const latentSize = 6;

/** A decoder with random weights: linear, or bent by a tanh. */
function randomDecoder(seed: number, bent: boolean): CurveDecoder {
  const random = xoroshiro128plus(seed);
  const weights = Float64Array.from({ length: 40 * latentSize }, () => 2 * uniformFloat64(random) - 1);
  return {
    latentSize,
    decode: (latent, curveZ) => {
      for (let band = 0; band < 40; band++) {
        let sum = 0;
        for (let d = 0; d < latentSize; d++) sum += weights[band * latentSize + d]! * latent[d]!;
        curveZ[band] = bent ? Math.tanh(sum) + 0.1 * sum : sum;
      }
    },
  };
}

interface Made {
  readonly model: WordModel;
  readonly centroids: Float32Array;
  readonly meanLatent: Float64Array;
}

function randomModel(seed: number, { bent = false, priorStrength = 3.5 } = {}): Made {
  const random = xoroshiro128plus(seed);
  const values = (length: number, size: number) =>
    Float64Array.from({ length }, () => size * (2 * uniformFloat64(random) - 1));
  const centroids = Float32Array.from(values(words.length * latentSize, 1));
  const meanLatent = values(latentSize, 0.1);
  const decoder = randomDecoder(seed + 1, bent);
  return {
    model: createWordModel({ vocabulary, centroids, meanLatent, priorStrength, decoder }),
    centroids,
    meanLatent,
  };
}

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

describe("latentOf", () => {
  test("shrinks the centroid toward the mean by n / (n + k)", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 100, noNaN: true }), (seed, priorStrength) => {
        const { model, centroids, meanLatent } = randomModel(seed, { priorStrength });
        vocabulary.entries.forEach(({ word, people }, index) => {
          const weight = people / (people + priorStrength);
          const expected = [...meanLatent].map(
            (mean, d) => mean + weight * (centroids[index * latentSize + d]! - mean),
          );
          expectClose([...model.latentOf(word)], expected, 12);
        });
      }),
      { numRuns: 20 },
    );
  });

  test("no prior gives the centroid, an infinite one the mean of all rows", () => {
    const sure = randomModel(1, { priorStrength: 0 });
    expectClose([...sure.model.latentOf("warm")], [...sure.centroids.subarray(0, latentSize)], 12);
    const unsure = randomModel(1, { priorStrength: Number.POSITIVE_INFINITY });
    expect(unsure.model.latentOf("warm")).toEqual(unsure.meanLatent);
  });

  test("the arrays are the caller's own", () => {
    const { model } = randomModel(2);
    const before = model.curve("warm");
    model.latentOf("warm").fill(9);
    model.expectedZ("warm").fill(9);
    (before.gainDb as number[]).fill(9);
    expect(model.curve("warm").expectedZ).toEqual(before.expectedZ);
    expect(model.curve("warm").gainDb).not.toEqual(before.gainDb);
  });
});

describe("curve", () => {
  test("is the JSON contract, and nothing but it", () => {
    const { model } = randomModel(3);
    const curve = model.curve(" Frio ", 50);
    expect(Object.keys(curve)).toEqual([
      "phrase",
      "words",
      "frequencyHz",
      "expectedZ",
      "gainDb",
      "amountPercent",
    ]);
    expect(curve).toMatchObject({ phrase: "frio", amountPercent: 50, frequencyHz: bandFrequencyHz });
    expect(curve.words).toEqual([{ word: "frío", language: "es", people: 13, weight: 1 }]);
    expect(curve.expectedZ).toEqual([...model.expectedZ("frío")]);
    expect(curve.gainDb).toEqual([...curveToGainDb(curve.expectedZ, 50)]);
    expect(JSON.parse(JSON.stringify(curve))).toEqual(curve);
  });

  test("scales with the amount; negative is the inverse; 0 is exactly flat", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 100, noNaN: true }), (seed, amount) => {
        const { model } = randomModel(seed, { bent: true });
        const full = model.curve("warm").gainDb;
        expectClose(
          model.curve("warm", amount).gainDb,
          full.map((gain) => (gain * amount) / 100),
        );
        const inverse = model.curve("warm", -amount).gainDb;
        model.curve("warm", amount).gainDb.forEach((gain, band) => {
          expect(gain + inverse[band]!).toBe(0);
        });
        expect(model.curve("warm bright", 0).gainDb.every((gain) => gain === 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test("a phrase is the latent blend of its words in equal shares", () => {
    const { model } = randomModel(4, { bent: true });
    const curve = model.curve("Warm, smooth and BRIHGT");
    expect(curve.phrase).toBe("warm, smooth and brihgt");
    expect(curve.words.map(({ word }) => word)).toEqual(["warm", "smooth", "bright"]);
    const blend = model.blend(["warm", "smooth", "bright"].map((word) => ({ word, weight: 1 })));
    expectClose(curve.gainDb, blend.gainDb, 12);
    expect(model.curve("good morning").words).toHaveLength(1);
    expect(model.curve("warm good morning + frio").words.map(({ word }) => word)).toEqual([
      "warm",
      "good morning",
      "frío",
    ]);
    expect(model.curve("warm warm warm bright").words.map(({ weight }) => weight)).toEqual([0.75, 0.25]);
    expect(model.curve("warm & warm").gainDb).toEqual(model.curve("warm").gainDb);
  });

  test("unknown words, empty phrases and amounts out of range are errors", () => {
    const { model } = randomModel(5);
    expect(() => model.curve("not warm")).toThrow(UnknownWordError);
    expect(() => model.curve("warm - bright")).toThrow(/must not begin with a minus, got "-"/);
    expect(() => model.curve("warm -bright")).toThrow(/must not begin with a minus, got "-bright"/);
    expect(model.curve("Warm!").words[0]?.word).toBe("warm");
    expect(() => model.curve("good evening")).toThrow(/unknown word "good".* did you mean good morning/);
    expect(() => model.curve("and")).toThrow(/must hold a word, got "and"/);
    expect(() => model.curve("")).toThrow(RangeError);
    expect(() => model.curve("warm", 201)).toThrow(/got 201/);
    expect(() => model.curve(1 as unknown as string)).toThrow(TypeError);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        try {
          model.curve(text);
        } catch (error) {
          expect([UnknownWordError, RangeError].some((type) => error instanceof type)).toBe(true);
        }
      }),
    );
  });
});

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
      .shuffledSubarray(words, { minLength: 2 })
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

describe("createWordModel", () => {
  const parts = { vocabulary, priorStrength: 1, decoder: randomDecoder(1, false) };
  const centroids = new Float32Array(words.length * latentSize);
  const meanLatent = new Float64Array(latentSize);

  test("words without any curve are flat, and so is what is mixed from them", () => {
    const model = createWordModel({ ...parts, centroids, meanLatent });
    expect(model.curve("warm").gainDb.every((gain) => gain === 0)).toBe(true);
    for (const where of spaces) {
      expect(rms(model.morph("warm", "bright", 0.3, { space: where }).gainDb)).toBe(0);
    }
  });

  test("refuses shapes that do not match and numbers that are none", () => {
    const make = (other: object) => () => createWordModel({ ...parts, centroids, meanLatent, ...other });
    expect(make({ centroids: centroids.subarray(1) })).toThrow(/hold 6 words of 6 values, got 35/);
    expect(make({ meanLatent: [1] })).toThrow(/meanLatent must hold 6 values, got 1/);
    expect(make({ centroids: centroids.map(() => Number.NaN) })).toThrow(/must be finite/);
    expect(make({ priorStrength: -1 })).toThrow(/within 0..Infinity, got -1/);
    expect(make({ priorStrength: Number.NaN })).toThrow(/got NaN/);
  });
});

/** "bright" is the exact opposite of "warm", `ratio` times as large, in a linear latent space around 0. */
function oppositesModel(ratio: number): WordModel {
  const centroids = new Float32Array(words.length * latentSize);
  const sizes = [1, -ratio];
  sizes.forEach((size, word) => {
    for (let d = 0; d < latentSize; d++) centroids[word * latentSize + d] = size * (d + 1);
  });
  const meanLatent = new Float64Array(latentSize);
  return createWordModel({
    vocabulary,
    centroids,
    meanLatent,
    priorStrength: 0,
    decoder: randomDecoder(5, false),
  });
}

/** The largest move of any band, dB, over steps of 0.001. */
function roughness(model: WordModel, from: string, to: string, where: MixSpace): number {
  const { positions } = model.morphPath(from, to, 1001, { space: where });
  return Math.max(
    ...positions.slice(1).map(({ gainDb }, index) => largestStep(gainDb, positions[index]!.gainDb)),
  );
}
