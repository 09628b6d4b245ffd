import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomModel } from "../../test/support/random-words.ts";
import { curveToGainDb } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { invertDecoder, shapeOf } from "./curve-coordinates.ts";
import type { CurveDecoder } from "./mixture.ts";
import { type CurveNamer, createCurveNamer, type NamedWord } from "./naming.ts";
import { createVocabulary } from "./vocabulary.ts";
import type { WordSpace } from "./word-space.ts";

fc.configureGlobal({ seed: 1 });

const BANDS = 40;
const SIZE = 4;
const seeds = fc.integer({ min: 0, max: 1e6 });

/** Waves of mean 0 and rms 1, at right angles to each other: the curve of one coordinate each. */
const waves = Array.from({ length: SIZE + 1 }, (_, cycles) =>
  Float64Array.from(
    { length: BANDS },
    (_, band) => Math.SQRT2 * Math.cos((Math.PI * (cycles + 1) * (band + 0.5)) / BANDS),
  ),
);
const decoder: CurveDecoder = {
  latentSize: SIZE,
  decode: (latent, curveZ) => {
    for (let band = 0; band < BANDS; band++) {
      curveZ[band] = 0;
      for (let d = 0; d < SIZE; d++) curveZ[band]! += latent[d]! * waves[d]![band]!;
    }
  },
};
const space: WordSpace = {
  size: SIZE,
  origin: new Float64Array(SIZE),
  axes: Float64Array.from({ length: SIZE * SIZE }, (_, i) => (i % (SIZE + 1) === 0 ? 0.4 : 0)),
  mean: new Float64Array(SIZE),
  ratio: new Float64Array(SIZE).fill(1),
  loading: 0.8,
};

interface Entry {
  readonly word: string;
  readonly people: number;
  readonly effect: readonly number[];
  readonly language?: "en" | "es";
}

function namerOf(entries: readonly Entry[], variance = 0.05): CurveNamer {
  return createCurveNamer({
    ...{ decoder, space },
    vocabulary: createVocabulary(
      entries.map(({ word, people, language = "en" }) => ({
        ...{
          word,
          people,
          languages: { en: language === "en" ? people : 0, es: language === "es" ? people : 0 },
        },
        ...(people === 0 ? { language } : {}),
      })),
    ),
    effects: entries.flatMap(({ effect }) => effect),
    variances: new Float64Array(entries.length * SIZE).fill(variance),
  });
}

const curveOf = ({ effect }: Entry): Float64Array =>
  Float64Array.from({ length: BANDS }, (_, band) =>
    effect.reduce((sum, value, d) => sum + 0.32 * value * waves[d]![band]!, 0),
  );

/** Words in directions that are far apart; "low" and "faint" lie on one line. */
const apart: readonly Entry[] = [
  { word: "alto", people: 5, effect: [2, 0, 0, 0], language: "es" },
  { word: "faint", people: 0, effect: [0, 1.2, 0, 0] },
  { word: "low", people: 9, effect: [0, 2, 0, 0] },
  { word: "round", people: 7, effect: [0, 0, 2, 0.2] },
  { word: "sharp", people: 6, effect: [0, -0.3, -0.4, 2] },
];
const namer = namerOf(apart);
const names = (words: readonly NamedWord[]): string[] => words.map(({ word }) => word);

describe("names", () => {
  test("a word's own curve is called by it, at any amount and level", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...apart.filter(({ people }) => people > 0)),
        fc.double({ min: 20, max: 200, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (entry, amountPercent, levelDb) => {
          const gainDb = curveToGainDb(curveOf(entry), amountPercent).map((gain) => gain + levelDb);
          const found = namer.name(gainDb);
          const [first] = found.words;
          expect(first).toMatchObject({ word: entry.word, people: entry.people });
          expect(first!.similarity).toBeCloseTo(1, 9);
          expect(first!.amountPercent).toBeCloseTo(amountPercent, 6);
          expect(first!.confidence).toBeCloseTo(100 * shapeOf(curveOf(entry)).depth, 6);
          expect(found.meanDb).toBeCloseTo(levelDb, 9);
          expect(found.depthDb).toBeCloseTo((3 * amountPercent) / 100, 6);
          expect(found.isInverse).toBe(false);
        },
      ),
    );
  });

  test("the inverse curve has the opposites for words, and the other way round", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { model } = randomModel(seed, { bent: true });
        const random = createRandom(seed);
        const gainDb = Float64Array.from({ length: BANDS }, () => 6 * random.normal());
        const direct = model.name(gainDb);
        const inverse = model.name(gainDb.map((gain) => -gain));
        const negated = (words: readonly NamedWord[]) =>
          words.map((word) => ({ ...word, amountPercent: -word.amountPercent }));
        expect(inverse.words).toEqual(negated(direct.opposites));
        expect(inverse.opposites).toEqual(negated(direct.words));
        for (const { amountPercent } of direct.opposites) expect(amountPercent).toBeLessThan(0);
      }),
      { numRuns: 50 },
    );
  });

  test("a curve that only an inverse explains is called an opposite", () => {
    for (const entry of apart.filter(({ people }) => people > 0)) {
      const found = namer.name(curveToGainDb(curveOf(entry), -100));
      expect(found.isInverse).toBe(true);
      expect(found.opposites[0]).toMatchObject({ word: entry.word });
      expect(found.opposites[0]!.amountPercent).toBeCloseTo(-100, 6);
    }
  });

  test("only the shape decides: depth and level change amounts alone", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.5, max: 30, noNaN: true }), (seed, factor) => {
        const { model } = randomModel(seed);
        const random = createRandom(seed);
        const gainDb = Float64Array.from({ length: BANDS }, () => 2 * random.normal());
        const once = model.name(gainDb);
        const deeper = model.name(gainDb.map((gain) => factor * gain + 5));
        expect(names(deeper.words)).toEqual(names(once.words));
        deeper.words.forEach((word, i) => {
          expect(word.similarity).toBeCloseTo(once.words[i]!.similarity, 9);
          expect(word.sharePercent).toBeCloseTo(once.words[i]!.sharePercent, 6);
          expect(word.amountPercent / once.words[i]!.amountPercent).toBeCloseTo(factor, 6);
        });
      }),
      { numRuns: 50 },
    );
  });

  test("a flat curve has no name, whatever its level; nor has one that no word explains", () => {
    for (const level of [0, -12]) {
      const found = namer.name(Float64Array.from({ length: BANDS }, (_, band) => level + (band % 2) * 0.4));
      expect(found).toMatchObject({ isFlat: true, words: [], opposites: [], isInverse: false });
    }
    const stranger = namer.name(waves[SIZE]!.map((value) => 3 * value));
    expect(stranger).toMatchObject({ isFlat: false, words: [], opposites: [], isInverse: false });
  });
});

describe("shares", () => {
  test("are likelihood times people, as the word space tells it, and add up to 100", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        const at = Float64Array.from({ length: SIZE }, () => random.normal());
        const curve = Float64Array.from({ length: BANDS }, (_, band) =>
          at.reduce((sum, value, d) => sum + value * waves[d]![band]!, 0),
        );
        const length = Math.hypot(...at);
        const density = apart.map(({ effect, people }) => {
          const variance = 1 + 0.8 ** 2 * 0.05;
          const square = effect.reduce(
            (sum, value, d) => sum + (at[d]! / length / 0.4 - 0.8 * value) ** 2,
            0,
          );
          return people * Math.exp(-square / 2 / variance);
        });
        const total = density.reduce((sum, value) => sum + value, 0);
        const all = namer.name(curve, { count: apart.length, leastSimilarity: -1 }).words;
        expect(all).toHaveLength(apart.length);
        for (const { word, sharePercent } of all) {
          const place = apart.findIndex((entry) => entry.word === word);
          expect(sharePercent).toBeCloseTo((100 * density[place]!) / total, 6);
        }
        expect(all.reduce((sum, { sharePercent }) => sum + sharePercent, 0)).toBeCloseTo(100, 9);
      }),
    );
  });

  test("a word that nobody was asked for comes last and has none; a language leaves the others out", () => {
    const gainDb = curveToGainDb(curveOf(apart[1]!));
    const { words } = namer.name(gainDb, { leastSimilarity: -1 });
    expect(words.at(-1)).toMatchObject({ word: "faint", people: 0, sharePercent: 0 });
    expect(names(namer.name(gainDb, { count: 1 }).words)).toEqual(["low"]);
    expect(names(namer.name(gainDb, { language: "es", leastSimilarity: -1 }).words)).toEqual(["alto"]);
    expect(names(namer.name(gainDb, { language: "en" }).words)).toEqual(["low", "faint"]);
  });

  test("of two words with one curve, the one that more people use comes first", () => {
    const twins = namerOf([
      { word: "a", people: 2, effect: [1, 1, 0, 0] },
      { word: "b", people: 8, effect: [1, 1, 0, 0] },
    ]);
    const { words } = twins.name(waves[0]!);
    expect(names(words)).toEqual(["b", "a"]);
    expect(words[0]!.sharePercent).toBeCloseTo(80, 9);
  });
});

test("coordinates of a linear decoder's curves come back, and of the inverse with the other sign", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { tables, decoder: random } = randomModel(seed);
      const { size, origin, axes } = tables.space;
      const generator = createRandom(seed);
      const coordinates = Float64Array.from({ length: size }, () => generator.normal());
      const latent = Array.from(origin, (value, k) =>
        coordinates.reduce((sum, at, d) => sum + at * axes[d * origin.length + k]!, value),
      );
      const curve = new Float64Array(BANDS);
      random.decode(latent, curve);
      const found = invertDecoder(tables.space, random).map((row) =>
        row.reduce((sum, value, band) => sum + value * curve[band]!, 0),
      );
      found.forEach((value, d) => {
        expect(value).toBeCloseTo(coordinates[d]!, 4);
      });
    }),
    { numRuns: 50 },
  );
});

test.each([
  [new Float64Array(39), {}, "name: gainDb must hold 40 finite values, got 39 values"],
  [new Float64Array(40).fill(Number.NaN), {}, "name: gainDb must hold 40 finite values, got NaN"],
  [new Float64Array(40), { count: 0 }, "name: count must be 1 or more, got 0"],
  [new Float64Array(40), { language: "de" as "en" }, "name: language must be en or es, got de"],
  [new Float64Array(40), { leastSimilarity: 2 }, "name: leastSimilarity must be within -1..1, got 2"],
])("refuses what it cannot name: %#", (gainDb, options, message) => {
  expect(() => namer.name(gainDb, options)).toThrow(new RangeError(message));
});
