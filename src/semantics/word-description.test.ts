import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  randomDecoder,
  randomModel,
  randomTables,
  vocabulary,
  words,
} from "../../test/support/random-words.ts";
import { createRandom } from "../math/index.ts";
import { UnknownWordError } from "./vocabulary.ts";
import { middleHalf } from "./word-description.ts";
import { createWordModel } from "./word-model.ts";

fc.configureGlobal({ seed: 1 });

const seeds = fc.integer({ min: 0, max: 1e6 });
const rms = (values: readonly number[]) => Math.hypot(...values) / Math.sqrt(values.length);

describe("describe", () => {
  const { model, tables } = randomModel(1, { bent: true });

  test("is the JSON contract, and nothing but it", () => {
    const described = model.describe(" Harsh ");
    const index = words.indexOf("harsh");
    const { spread, agreement } = tables.crowds.get(index)!;
    expect(Object.keys(described)).toEqual([
      "word",
      "language",
      "people",
      "effectivePeople",
      "confidence",
      "agreement",
      "expectedZ",
      "spreadZ",
      "kin",
      "senses",
    ]);
    expect(described).toMatchObject({ word: "harsh", language: "en", people: 4, agreement });
    expect(described.expectedZ).toEqual([...model.expectedZ("harsh")]);
    expect(described.spreadZ).toEqual(Array.from(spread, Math.sqrt));
    expect(described.kin).toEqual(["good morning", "glassy"]);
    expect(described.senses).toEqual(tables.senses.map(({ name, share }) => ({ name, share })));
    expect(JSON.parse(JSON.stringify(described))).toEqual(described);
  });

  test("of one person there is no agreement, and the spread is that of all words", () => {
    const described = model.describe("warm");
    expect(described).not.toHaveProperty("agreement");
    expect(described.spreadZ).toEqual(Array.from(tables.commonSpread, Math.sqrt));
    expect([described.people, described.senses]).toEqual([1, []]);
  });

  test("of nobody there is still a curve, how sure it is, and the kin it comes from", () => {
    const described = model.describe("etereo");
    expect(described).toMatchObject({ word: "etéreo", language: "es", people: 0, kin: ["warm", "smooth"] });
    expect(described).not.toHaveProperty("agreement");
    expect(described.expectedZ).toHaveLength(40);
    expect(described.confidence).toBeGreaterThan(0);
    expect(described.effectivePeople).toBeGreaterThan(0);
  });

  test("confidence is a hundred times the rms of what is expected, 100 at most", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const made = randomModel(seed, { bent: true }).model;
        for (const { word } of vocabulary.entries) {
          const { confidence, expectedZ } = made.describe(word);
          expect(confidence).toBeCloseTo(Math.min(100, 100 * rms(expectedZ)), 9);
          expect(made.curve(word).confidence).toBe(confidence);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("finds the word as a curve does", () => {
    expect(model.describe("warmer").word).toBe("warm");
    expect(model.describe("brihgt").word).toBe("bright");
    expect(() => model.describe("warm bright")).toThrow(UnknownWordError);
    expect(() => model.describe("")).toThrow(RangeError);
  });
});

describe("effective people", () => {
  /** The people that are told of a word whose variances are given by coordinate. */
  const peopleAt = (variancesOf: (ratio: number, d: number) => number) => {
    const tables = randomTables(2);
    const { ratio, size, origin } = tables.space;
    const variances = tables.effects as Float64Array;
    const model = createWordModel({
      ...tables,
      variances: variances.map((_, i) => variancesOf(ratio[i % size]!, i % size)),
      vocabulary,
      decoder: randomDecoder(3, false, origin),
    });
    return model.describe("warm").effectivePeople;
  };

  test("are the word's own where nothing else is known: n people of full consistency count n", () => {
    for (const people of [0, 0.01, 1, 7.5, 64]) {
      expect(peopleAt((ratio) => ratio / (1 + ratio * people))).toBeCloseTo(people, 9);
    }
  });

  test("weigh the coordinates by how much words differ there", () => {
    const { ratio } = randomTables(2).space;
    const total = Array.from(ratio).reduce((sum, value) => sum + value, 0);
    const first = peopleAt((value, d) => value / (1 + value * (d === 0 ? 10 : 0)));
    expect(first).toBeCloseTo((10 * ratio[0]!) / total, 9);
  });

  test("grow as the variance falls, and are 0 where it is that of any word or rounded above it", () => {
    const counts = [1.0001, 1, 0.5, 0.1].map((share) => peopleAt((ratio) => share * ratio));
    expect(counts.slice(0, 2)).toEqual([0, 0]);
    expect(counts[2]).toBeGreaterThan(0);
    expect(counts[3]).toBeGreaterThan(counts[2]!);
    expect(peopleAt(() => 0)).toBe(0);
  });
});

describe("the middle half", () => {
  test("holds half of the people's curves, band by band, each as deep as the amount says", () => {
    const random = createRandom(1);
    const expectedZ = Float64Array.of(1, -0.5, 0);
    const spreadZ = Float64Array.of(0.5, 1, 2);
    const amount = -150;
    const { low, high } = middleHalf(expectedZ, spreadZ, amount);
    const people = Array.from({ length: 20_000 }, () =>
      Array.from(expectedZ, (z, band) => 3 * (amount / 100) * (z + spreadZ[band]! * random.normal())),
    );
    low.forEach((bottom, band) => {
      const shareBelow = (level: number) => people.filter((curve) => curve[band]! < level).length / 20_000;
      expect(Math.abs(shareBelow(bottom) - 0.25)).toBeLessThan(0.016);
      expect(Math.abs(shareBelow(high[band]!) - 0.75)).toBeLessThan(0.016);
    });
  });

  test("of a curve is around what is expected, at the words' spreads by the size of their shares", () => {
    const { model, tables } = randomModel(4, { bent: true });
    const curve = model.blend(
      [
        { word: "harsh", weight: 3 },
        { word: "warm", weight: -1 },
      ],
      { amountPercent: 50 },
    );
    const harsh = tables.crowds.get(words.indexOf("harsh"))!.spread;
    curve.middleHalfDb.low.forEach((low, band) => {
      const high = curve.middleHalfDb.high[band]!;
      const deviation = Math.sqrt(0.75 * harsh[band]! + 0.25 * tables.commonSpread[band]!);
      expect((low + high) / 2).toBeCloseTo(1.5 * curve.expectedZ[band]!, 9);
      expect(high - low).toBeCloseTo(2 * 0.67449 * 1.5 * deviation, 4);
    });
    const flat = model.curve("warm", 0).middleHalfDb;
    expect([...flat.low, ...flat.high].every((gain) => Math.abs(gain) === 0)).toBe(true);
  });
});
