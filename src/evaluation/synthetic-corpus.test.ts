import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BAND_COUNT } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { foldWord } from "../semantics/index.ts";
import { baseForms } from "../semantics/word-family.ts";
import { pearson, quantile } from "./metrics/prediction.ts";
import { drawCorpus } from "./synthetic-corpus.ts";
import { discountOf, drawWordOfRow, startingCounts, wordsIn } from "./synthetic-corpus-counts.ts";
import { createExpectation } from "./synthetic-corpus-expectation.ts";
import { consistencyAt, shownShare } from "./synthetic-corpus-listeners.ts";
import { type CorpusSource, sourceOfExamples } from "./synthetic-corpus-source.ts";
import { makeWords } from "./synthetic-corpus-words.ts";

/** A cosine over the bands: mean 0, rms 1, at right angles to the others. */
const wave = (d: number) =>
  Float64Array.from(
    { length: BAND_COUNT },
    (_, band) => Math.SQRT2 * Math.cos((Math.PI * (d + 1) * (band + 0.5)) / BAND_COUNT),
  );
const depths = [0.7, 0.5, 0.35, 0.2];
/** Four coordinates; in the first two words differ. */
const source: CorpusSource = {
  mean: [0.1, -0.2, 0, 0.1],
  ratio: [0.6, 0.5, 0.03, 0],
  curveAt(coordinates) {
    const curve = new Float64Array(BAND_COUNT).fill(0.3);
    depths.forEach((depth, d) => {
      wave(d).forEach((value, band) => {
        curve[band]! += coordinates[d]! * depth * value;
      });
    });
    return curve;
  },
  people: [20, 9, 5, 4, 3, 2, 2, 2, ...Array.from({ length: 24 }, () => 1)],
  spanish: 0.4,
  readings: { share: 0, variance: new Float64Array(4) },
  first: [],
  taken: new Set(),
};

describe("a synthetic corpus", () => {
  const size = { rows: 1500, words: 300 };
  const corpus = drawCorpus(source, { ...size, seed: 1 });
  const rows = [...corpus.rows()];

  test("has as many rows and words as asked, every word used, rows as the data's", () => {
    expect(rows).toHaveLength(size.rows);
    const counts = corpus.words.map((_, place) => rows.filter(({ word }) => word === place).length);
    expect(counts).toEqual(corpus.words.map(({ people }) => people));
    expect(Math.min(...counts)).toBe(1);
    expect(new Set(corpus.words.map(({ word }) => word)).size).toBe(size.words);
    for (const { example, word } of rows) {
      const { gains, term, language, audioId, consistency } = example;
      expect({ term, language }).toEqual({
        term: corpus.words[word]!.word,
        language: corpus.words[word]!.language,
      });
      expect([7, 8, 9]).toContain(audioId);
      expect(consistency >= 0 && consistency <= 0.942).toBe(true);
      const mean = gains.reduce((sum, value) => sum + value, 0) / BAND_COUNT;
      const square = gains.reduce((sum, value) => sum + value * value, 0) / BAND_COUNT;
      expect(Math.abs(mean)).toBeLessThan(1e-12);
      expect(Math.abs(square - 1)).toBeLessThan(1e-12);
    }
  });

  test("is the same for the same seed, as often as it is read, and another for another", () => {
    expect([...corpus.rows()]).toEqual(rows);
    const again = drawCorpus(source, { ...size, seed: 1 });
    expect(again.words).toEqual(corpus.words);
    expect([...again.rows()]).toEqual(rows);
    const other = drawCorpus(source, { ...size, seed: 2 });
    expect(other.words).not.toEqual(corpus.words);
    expect([...other.rows()].map(({ example }) => example.gains)).not.toEqual(
      rows.map(({ example }) => example.gains),
    );
  });

  test("listeners rate as consistently as the data's", () => {
    const found = rows.map(({ example }) => example.consistency);
    // Quantiles of the 1,595 listeners.
    const real = { 0.1: 0.1257, 0.25: 0.2714, 0.5: 0.4895, 0.75: 0.6558, 0.9: 0.77 };
    for (const [share, value] of Object.entries(real)) {
      expect(Math.abs(quantile(found, Number(share)) - value)).toBeLessThan(0.05);
    }
  });

  test("the mean of many rows is the word's true expected curve, of two readings by their shares", () => {
    const divided = { ...source, readings: { share: 1, variance: [0.8, 0.5, 0, 0] } };
    for (const from of [source, divided]) {
      const few = drawCorpus(from, { rows: 12_000, words: 3, seed: 5 });
      const sums = few.words.map(() => new Float64Array(BAND_COUNT));
      for (const { example, word } of few.rows()) {
        for (let band = 0; band < BAND_COUNT; band++) sums[word]![band]! += example.gains[band]!;
      }
      few.words.forEach(({ people, readings }, place) => {
        if (people < 1000) return;
        expect(readings).toHaveLength(from === divided ? 2 : 1);
        const truth = new Float64Array(BAND_COUNT);
        for (const { share, effect } of readings) {
          few.expectedZ(effect).forEach((value, band) => {
            truth[band]! += share * value;
          });
        }
        const mean = sums[place]!.map((value) => value / people);
        const error = Math.sqrt(
          mean.reduce((sum, value, band) => sum + (value - truth[band]!) ** 2, 0) / BAND_COUNT,
        );
        expect(error).toBeLessThan(2 / Math.sqrt(people)); // rows have deviation 1
        expect(pearson(mean, truth)).toBeGreaterThan(0.98);
      });
    }
  });

  test("its rows have the source's statistics although they are brought to deviation 1", () => {
    const many = drawCorpus(source, { rows: 8000, words: 1200, seed: 3 });
    const learned = sourceOfExamples(Array.from(many.rows(), ({ example }) => example));
    for (const d of [0, 1]) expect(Math.abs(learned.ratio[d]! / source.ratio[d]! - 1)).toBeLessThan(0.25);
    expect(learned.ratio[2]!).toBeLessThan(0.1);
    // And drawn without calibration they would not.
    expect(many.law.ratio[0]!).toBeGreaterThan(1.15 * source.ratio[0]!);
  });

  test("words of a family mean nearly the same, others not", () => {
    const alike: number[][] = [[], []];
    const strange: number[][] = [[], []];
    const effectOf = (place: number) => corpus.words[place]!.readings[0]!.effect[0]!;
    corpus.words.forEach(({ family }, place) => {
      const other = corpus.words.findIndex((word, at) => at > place && word.family === family);
      const pairs = other >= 0 ? alike : strange;
      pairs[0]!.push(effectOf(place));
      pairs[1]!.push(effectOf(other >= 0 ? other : (place + 1) % corpus.words.length));
    });
    expect(alike[0]!.length).toBeGreaterThan(30);
    expect(pearson(alike[0]!, alike[1]!)).toBeGreaterThan(0.85);
    expect(Math.abs(pearson(strange[0]!, strange[1]!))).toBeLessThan(0.2);
  });

  test("begins with the crowd's words, near what is known of them", () => {
    const known = {
      ...{ language: "en" as const, effect: [2, -2, 0, 0], variance: [0.01, 0.01, 0, 0] },
    };
    const first = [
      { ...known, word: "warm", people: 20 },
      { ...known, word: "soft", people: 9 },
    ];
    const { words, law } = drawCorpus({ ...source, first }, { rows: 400, words: 50, seed: 1 });
    expect(words.slice(0, 2).map(({ word }) => word)).toEqual(["warm", "soft"]);
    expect(words[0]!.people).toBeGreaterThanOrEqual(20);
    // Calibration stretches effects alike.
    const stretch = Math.sqrt(law.ratio[0]! / source.ratio[0]!);
    expect(Math.abs(words[0]!.readings[0]!.effect[0]! / stretch - 2)).toBeLessThan(0.5);
  });

  test("sizes that cannot be are refused", () => {
    const draw = (rows: number, words: number, seed = 1) => drawCorpus(source, { rows, words, seed });
    expect(() => draw(1, 1)).toThrow("rows must be a whole number from 2, got 1");
    expect(() => draw(10, 11)).toThrow("words must be a whole number within 2..10, got 11");
    expect(() => draw(10, 1)).toThrow("got 1");
    expect(() => draw(10, 5, 0.5)).toThrow("seed must be a whole number, got 0.5");
    expect(draw(2, 2).words).toHaveLength(2);
  });
});

describe("the expected curve", () => {
  test("along a single direction it is the error function of the distance", () => {
    // A row of one direction is +1 or −1 times it: E = P(x > 0) − P(x < 0) = erf(m / √2).
    const single: CorpusSource = {
      ...{ ...source, mean: [0], ratio: [1] },
      curveAt: (coordinates) => wave(0).map((value) => coordinates[0]! * value),
    };
    const expectation = createExpectation(single);
    for (const effect of [-1.7, -0.4, 0, 0.3, 1, 2.5]) {
      const curve = expectation([effect]);
      let size = 0;
      for (let i = 0; i < 2000; i++)
        size += erf((shownShare(consistencyAt((i + 0.5) / 2000)) * effect) / Math.SQRT2) / 2000;
      curve.forEach((value, band) => {
        expect(Math.abs(value - size * wave(0)[band]!)).toBeLessThan(0.005);
      });
    }
  });

  test("is opposite for the opposite word, and never longer than a row", () => {
    const expectation = createExpectation({ ...source, mean: [0, 0, 0, 0] });
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (effect) => {
          const [one, other] = [expectation(effect), expectation(effect.map((value) => -value))];
          one.forEach((value, band) => expect(Math.abs(value + other[band]!)).toBeLessThan(1e-9));
          expect(one.reduce((sum, value) => sum + value * value, 0) / BAND_COUNT).toBeLessThan(1);
        },
      ),
      { numRuns: 50, seed: 4 },
    );
  });
});

/** Abramowitz & Stegun 7.1.5: the series of the error function. */
function erf(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

describe("rows per word", () => {
  const countsOf = (wordOf: Int32Array, words: number): number[] => {
    const counts = new Array<number>(words).fill(0);
    for (const word of wordOf) counts[word]!++;
    return counts;
  };

  test("every word comes, numbered as they appear, and the law is found again in its own draws", () => {
    for (const discount of [0.4, 0.7]) {
      const wordOf = drawWordOfRow(6000, 1500, discount, createRandom(7));
      let known = 0;
      for (const word of wordOf) {
        expect(word).toBeLessThanOrEqual(known);
        if (word === known) known += 1;
      }
      expect(known).toBe(1500);
      expect(Math.abs(discountOf(countsOf(wordOf, 1500)) - discount)).toBeLessThan(0.1);
    }
  });

  test("words grow through the data's and the collection's", () => {
    expect(wordsIn(40_000)).toBe(7000);
    expect(Math.abs(wordsIn(1595) - 765)).toBeLessThan(3);
  });

  test("a crowd's own rows fit into whatever is asked", () => {
    const sizes = fc.tuple(fc.integer({ min: 2, max: 400 }), fc.integer({ min: 2, max: 400 }));
    const crowd = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 80 });
    fc.assert(
      fc.property(crowd, sizes, (people, [a, b]) => {
        const [words, rows] = [Math.min(a, b), Math.max(a, b)];
        const falling = people.toSorted((x, y) => y - x);
        const start = startingCounts(falling, rows, words);
        const total = start.reduce((sum, count) => sum + count, 0);
        expect(start.length).toBeLessThanOrEqual(words);
        expect(total - start.length).toBeLessThanOrEqual(rows - words);
        start.forEach((count, word) => {
          expect(count >= 1 && count <= falling[word]!).toBe(true);
        });
        const counts = countsOf(drawWordOfRow(rows, words, 0.6, createRandom(1), start), words);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows);
        counts.forEach((count, word) => {
          expect(count).toBeGreaterThanOrEqual(start[word] ?? 1);
        });
      }),
      { numRuns: 200, seed: 2 },
    );
    expect(startingCounts([64, 34, 1, 1], 40_000, 7000)).toEqual([64, 34, 1, 1]);
  });
});

describe("made-up words", () => {
  const words = makeWords(4000, createRandom(9), { spanish: 0.5, taken: new Set(["tolak"]) });
  const folded = new Set(words.map(({ word }) => foldWord(word)));

  test("differ without accents, and families are found by their spelling, no others", () => {
    expect(folded.size).toBe(4000);
    expect(words.every(({ word }) => word === word.toLowerCase().normalize("NFC"))).toBe(true);
    for (const { word, family } of words) {
      const bases = baseForms(word).filter((form) => folded.has(form));
      expect(bases.slice(0, 1)).toEqual(word === family ? [] : [foldWord(family)]);
    }
  });

  test("half are Spanish, and as many share a family as in the data", () => {
    const spanish = words.filter(({ language }) => language === "es");
    expect(Math.abs(spanish.length / 4000 - 0.5)).toBeLessThan(0.05);
    expect(spanish.every(({ word }) => /[áéíóú]/.test(word))).toBe(true);
    const sizes = new Map<string, number>();
    for (const { family } of words) sizes.set(family, (sizes.get(family) ?? 0) + 1);
    const sharing = words.filter(({ family }) => sizes.get(family)! > 1).length;
    expect(Math.abs(sharing / 4000 - 476 / 765)).toBeLessThan(0.05);
  });
});
