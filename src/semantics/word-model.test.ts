import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/any-text.ts";
import {
  randomDecoder,
  randomModel,
  randomTables,
  vocabulary,
  words,
} from "../../test/support/random-words.ts";
import { bandFrequencyHz, curveToGainDb } from "../effects/index.ts";
import { UnknownWordError } from "./vocabulary.ts";
import { createWordModel } from "./word-model.ts";
import { deviationOf } from "./word-space.ts";

fc.configureGlobal({ seed: 1 });

const seeds = fc.integer({ min: 0, max: 1e6 });
const rms = (values: readonly number[]) => Math.hypot(...values) / Math.sqrt(values.length);

function expectClose(actual: readonly number[], expected: readonly number[], digits = 9): void {
  expect(actual).toHaveLength(expected.length);
  const largest = Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)));
  expect(largest).toBeLessThan(10 ** -digits);
}

describe("latentOf", () => {
  test("is the flat curve's latent, moved along the axes by the mean loading times mean and effect", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { model, tables, decoder } = randomModel(seed, { bent: true });
        const { size, origin, axes, mean, loading } = tables.space;
        vocabulary.entries.forEach(({ word }, index) => {
          const expected = Array.from(origin, (value, k) => {
            let sum = value;
            for (let d = 0; d < size; d++) {
              const coordinate = loading * (mean[d]! + tables.effects[index * size + d]!);
              sum += coordinate * axes[d * origin.length + k]!;
            }
            return sum;
          });
          expectClose([...model.latentOf(word)], expected, 12);
          const curve = new Float64Array(40);
          decoder.decode(expected, curve);
          expectClose([...model.expectedZ(word)], [...curve], 12);
        });
      }),
      { numRuns: 20 },
    );
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
      "confidence",
      "clashes",
      "taken",
      "frequencyHz",
      "expectedZ",
      "gainDb",
      "middleHalfDb",
      "amountPercent",
    ]);
    expect(curve).toMatchObject({ phrase: "frio", amountPercent: 50, frequencyHz: bandFrequencyHz });
    const { confidence } = curve;
    expect(curve.words).toEqual([
      {
        ...{ word: "frío", language: "es", people: 13, confidence, weight: 1, mode: "add", strength: 1 },
        ...{ source: "crowd", match: "folded", text: "frio" },
      },
    ]);
    expect(curve.expectedZ).toEqual([...model.expectedZ("frío")]);
    expect(curve.gainDb).toEqual([...curveToGainDb(curve.expectedZ, 50)]);
    expect(Object.keys(curve.middleHalfDb)).toEqual(["low", "high"]);
    expect(JSON.parse(JSON.stringify(curve))).toEqual(curve);
  });

  test("scales with the amount; negative is the inverse; 0 is exactly flat", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 100, noNaN: true }), (seed, amount) => {
        const { model } = randomModel(seed, { bent: true });
        const full = model.curve("warm").gainDb;
        const scaled = full.map((gain) => (gain * amount) / 100);
        expectClose(model.curve("warm", amount).gainDb, scaled);
        const inverse = model.curve("warm", -amount).gainDb;
        const sums = model.curve("warm", amount).gainDb.map((gain, band) => gain + inverse[band]!);
        expect(sums.filter((sum) => sum !== 0)).toEqual([]);
        expect(model.curve("warm bright", 0).gainDb.every((gain) => gain === 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test("a word plays at full depth whatever its confidence, and its confidence is the rms of its curve", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { model } = randomModel(seed, { bent: true });
        for (const word of words) {
          const { gainDb, expectedZ, confidence } = model.curve(word);
          if (gainDb.every((gain) => Math.abs(gain) < 12)) expect(rms(gainDb)).toBeCloseTo(3, 9);
          expect(confidence).toBeCloseTo(100 * Math.min(1, rms(expectedZ)), 9);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("a phrase is the sum of its words' moves, no deeper than the strongest of them", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { model } = randomModel(seed, { bent: true });
        const curve = model.curve("Warm, a bit smooth and less BRIHGT");
        expect(curve.phrase).toBe("warm, a bit smooth and less brihgt");
        const moves = [1, 0.5, -1];
        const parts = ["warm", "smooth", "bright"].map((word) => [...model.expectedZ(word)]);
        const sum = Array.from({ length: 40 }, (_, band) =>
          parts.reduce((total, z, part) => total + (moves[part]! * z[band]!) / rms(z), 0),
        );
        const deep = Math.max(1, rms(sum));
        const expected = sum.map((unit) => Math.max(-12, Math.min(12, (3 * unit) / deep)));
        expectClose(curve.gainDb, expected, 9);
        expect(curve.words.map(({ weight }) => weight)).toEqual([0.4, 0.2, -0.4]);
      }),
      { numRuns: 20 },
    );
  });

  test("entries of several words are one word, and a word that comes twice is said twice as strongly", () => {
    const { model } = randomModel(4, { bent: true });
    expect(model.curve("good morning").words).toHaveLength(1);
    const phrase = model.curve("warm good morning + frio");
    expect(phrase.words.map(({ word }) => word)).toEqual(["warm", "good morning", "frío"]);
    expect(model.curve("warm & warm").words.map(({ strength }) => strength)).toEqual([2]);
    expect(model.curve("warm & warm").gainDb).toEqual(model.curve("warm x2").gainDb);
  });

  test("each word has its own confidence, the phrase that of its curve", () => {
    const { model } = randomModel(12, { bent: true });
    const phrase = model.curve("warm warm frío");
    const alone = ["warm", "frío"].map((word) => model.curve(word).confidence);
    expect(phrase.words.map(({ confidence }) => confidence)).toEqual(alone);
    expect(phrase.confidence).toBeCloseTo(100 * Math.min(1, rms(phrase.expectedZ)), 9);
    const away = model.blend([
      { word: "warm", weight: 3 },
      { word: "bright", weight: -1 },
    ]);
    expect(away.confidence).toBeCloseTo(100 * Math.min(1, rms(away.expectedZ)), 9);
  });

  test("words without people are answered, and said to have none", () => {
    const { model } = randomModel(5);
    expect(model.curve("glassy").words[0]).toMatchObject({ people: 0, language: "en" });
    expect(model.curve("etereo").words[0]).toMatchObject({ word: "etéreo", people: 0, language: "es" });
  });

  test("forms of a known word are read as it, in phrases too", () => {
    const { model } = randomModel(5);
    expect(model.curve("warmer").words[0]?.word).toBe("warm");
    expect(model.curve("Brightish, smoothly").words.map(({ word }) => word)).toEqual(["bright", "smooth"]);
    expect(model.curve("warmer").gainDb).toEqual(model.curve("warm").gainDb);
  });

  test("unknown words, empty phrases and amounts out of range are errors", () => {
    const { model } = randomModel(5);
    expect(() => model.curve("warm blorby")).toThrow(UnknownWordError);
    expect(model.curve("Warm!").words[0]?.word).toBe("warm");
    expect(() => model.curve("and")).toThrow(/must hold a word of sound, got "and"/);
    expect(() => model.curve("300 % warm")).toThrow(/at most 200 %, got "300 %"/);
    expect(() => model.curve("")).toThrow(RangeError);
    expect(() => model.curve("warm", 201)).toThrow(/got 201/);
    expect(() => model.curve(1 as unknown as string)).toThrow(TypeError);
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          model.curve(text);
        } catch (error) {
          expect([UnknownWordError, RangeError].some((type) => error instanceof type)).toBe(true);
        }
      }),
    );
  });
});

describe("senses", () => {
  const { model, tables, decoder } = randomModel(13, { bent: true });

  test("a reading is chosen by its number and answered as a word of its own", () => {
    tables.senses.forEach(({ effect, name }, k) => {
      const curve = model.curve("Harsh", 80, { sense: k + 1 });
      const latent = deviationOf(tables.space, effect).map((value, d) => value + tables.space.origin[d]!);
      const expected = new Float64Array(40);
      decoder.decode(latent, expected);
      expect(curve).toMatchObject({ phrase: "harsh", sense: name, amountPercent: 80 });
      expectClose(curve.expectedZ, [...expected], 12);
      expectClose(curve.gainDb, [...curveToGainDb(expected, 80)], 12);
      expect(curve.confidence).toBeCloseTo(100 * Math.min(1, rms([...expected])), 9);
      expect(curve.words).toEqual(model.curve("harsh").words);
    });
    expect(model.curve("harsh")).not.toHaveProperty("sense");
  });

  test("without a number all readings are answered together", () => {
    expect(model.curve("harsh", 100, {})).toEqual(model.curve("harsh"));
    expectClose([...model.curve("harsh").expectedZ], [...model.expectedZ("harsh")], 12);
  });

  test("readings that a word has not, and readings of several words, are errors that say what there is", () => {
    const ask = (phrase: string, sense: number) => () => model.curve(phrase, 100, { sense });
    expect(ask("harsh", 3)).toThrow(/a reading of "harsh", which has 2 readings, got 3/);
    expect(ask("harsh", 0)).toThrow(/got 0/);
    expect(ask("harsh", 1.5)).toThrow(/got 1.5/);
    expect(ask("warmer", 1)).toThrow(/a reading of "warm", which has one reading, got 1/);
    expect(ask("warm harsh", 1)).toThrow(/of a single word, got several/);
    expect(ask("harsh", 3)).toThrow(RangeError);
    expect(ask("hrsh blorby", 1)).toThrow(UnknownWordError);
  });
});

describe("createWordModel", () => {
  const tables = randomTables(1);
  const decoder = randomDecoder(1, false, tables.space.origin);
  const { size } = tables.space;

  test("words that do not differ from the flat curve are flat, and so is what is mixed from them", () => {
    const space = { ...tables.space, mean: new Float64Array(size) };
    const effects = new Float64Array(vocabulary.entries.length * size);
    const model = createWordModel({ ...tables, space, effects, vocabulary, decoder });
    expect(model.curve("warm").gainDb.every((gain) => gain === 0)).toBe(true);
    expect(model.curve("warm").confidence).toBe(0);
    for (const where of ["latent", "curve"] as const) {
      expect(rms(model.morph("warm", "bright", 0.3, { space: where }).gainDb)).toBe(0);
    }
  });

  test("refuses shapes that do not match and numbers that are none", () => {
    const make = (change: object) => () => createWordModel({ ...tables, vocabulary, decoder, ...change });
    const inSpace = (change: object) => make({ space: { ...tables.space, ...change } });
    expect(make({ effects: [1] })).toThrow(/createWordModel: effects must hold 32 values, got 1/);
    expect(make({ variances: [1] })).toThrow(/variances must hold 32 values/);
    expect(make({ effects: new Float64Array(32).fill(Number.NaN) })).toThrow(
      /effects must be finite, got NaN/,
    );
    expect(make({ variances: new Float64Array(32).fill(-1) })).toThrow(
      /variances must be 0 or above, got -1/,
    );
    expect(make({ kin: [] })).toThrow(/kin must name places/);
    expect(make({ kin: vocabulary.entries.map(() => [8]) })).toThrow(/kin must name places/);
    expect(make({ commonSpread: [1] })).toThrow(/commonSpread must hold 40 values/);
    expect(make({ crowds: new Map() })).toThrow(/crowds must hold "bright"/);
    expect(make({ senses: [{ ...tables.senses[0], effect: [1] }] })).toThrow(
      /a sense's effect must hold 4 values/,
    );
    expect(make({ senses: [{ ...tables.senses[0], word: 99 }] })).toThrow(/senses must name places/);
    expect(make({ senses: [{ ...tables.senses[0], share: 2 }] })).toThrow(/shares within 0..1/);
    expect(inSpace({ mean: [1] })).toThrow(/space.mean must hold 4 values, got 1/);
    expect(inSpace({ ratio: [1, 1, 1, -1] })).toThrow(/must be 0 or above, got -1/);
    expect(inSpace({ loading: 0 })).toThrow(/loading must be within 0..1, got 0/);
    expect(inSpace({ loading: Number.NaN })).toThrow(/got NaN/);
    expect(inSpace({ axes: [1] })).toThrow(/space.axes must hold 24 values/);
    expect(make({ decoder: { ...decoder, latentSize: 5 } })).toThrow(/origin must hold 5 values, got 6/);
  });
});
