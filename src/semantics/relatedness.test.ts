import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/any-text.ts";
import { createRandom, symmetricEigen } from "../math/index.ts";
import type { CoUse } from "./co-use.ts";
import { concepts } from "./lexicon.ts";
import { createRelatedness, defaultShares, type Relatedness, type WordFeatures } from "./relatedness.ts";
import { normalizeWord } from "./spelling.ts";

fc.configureGlobal({ seed: 1 });

const noUse: CoUse = { dimensions: 0, vectors: new Map() };

function product(a: WordFeatures, b: WordFeatures): number {
  const weights = new Map(Array.from(b.index, (feature, i) => [feature, b.weight[i]!]));
  return a.index.reduce((sum, feature, i) => sum + a.weight[i]! * (weights.get(feature) ?? 0), 0);
}

function correlation(relatedness: Relatedness, one: string, other: string): number {
  return product(relatedness.featuresOf(one), relatedness.featuresOf(other));
}

/** Unit vectors at random for some words. */
function randomUse(words: readonly string[], dimensions: number, seed: number): CoUse {
  const random = createRandom(seed);
  return {
    dimensions,
    vectors: new Map(
      words.map((word) => {
        const vector = Float64Array.from({ length: dimensions }, () => random.normal());
        const length = Math.hypot(...vector);
        return [word, vector.map((value) => value / length)];
      }),
    ),
  };
}

const words = [
  ...concepts.slice(0, 25).flatMap((concept) => concept.slice(0, 3).map(({ word }) => word)),
  ...["boom", "boomy", "boomier", "tonto", "tonta", "wobbly", "rugged", "good morning", "¿como es esto", "!"],
];

describe("the kernel", () => {
  test("every word's features have length 1, so that it is 1 with itself and at most 1 with others", () => {
    const relatedness = createRelatedness(words, randomUse(words.slice(0, 50), 7, 1));
    fc.assert(
      fc.property(fc.oneof(anyText.map(normalizeWord), fc.constantFrom(...words)), (word) => {
        expect(correlation(relatedness, word, word)).toBeCloseTo(1, 12);
        expect(Math.abs(correlation(relatedness, word, "warm"))).toBeLessThanOrEqual(1 + 1e-12);
        expect(relatedness.featuresOf(word)).toEqual(relatedness.featuresOf(word));
        expect(Math.max(...relatedness.featuresOf(word).index)).toBeLessThan(relatedness.featureCount());
      }),
    );
  });

  test("is positive semi-definite", () => {
    for (let seed = 0; seed < 3; seed++) {
      const relatedness = createRelatedness(words, randomUse(words.slice(10, 60), 5, seed));
      const features = words.map((word) => relatedness.featuresOf(word));
      const kernel = features.flatMap((one) => features.map((other) => product(one, other)));
      const { values } = symmetricEigen(kernel, words.length);
      expect(values.at(-1)).toBeGreaterThan(-1e-9);
    }
  });

  test("without any share of use and meaning words are strangers to each other", () => {
    const relatedness = createRelatedness(words, randomUse(words, 5, 1), { use: 0, meaning: 0 });
    words.forEach((one, i) => {
      for (const other of words.slice(0, i)) expect(correlation(relatedness, one, other)).toBe(0);
    });
  });
});

describe("meaning", () => {
  const relatedness = createRelatedness(["tonto", "tonta", "boom", "boomy", "twang"], noUse);

  test.each([
    ["warm", "cálido"],
    ["warm", "warmth"],
    ["warm", "warmer"],
    ["soft", "suavemente"],
    ["oscuro", "obscuro"],
    ["musica", "música"],
    ["high-pitched", "high pitched"],
    ["boom", "boomy"],
    ["boomy", "boomier"],
    ["boomier", "boomed"],
    ["tonto", "tonta"],
    ["tontos", "tonta"],
    ["twang", "twangy"],
  ])("%s and %s mean the same", (one, other) => {
    expect(correlation(relatedness, one, other)).toBeCloseTo(defaultShares.meaning, 12);
    expect(defaultShares.meaning).toBeGreaterThan(0.9);
  });

  test.each([
    ["warm", "cold"],
    ["warm", "bright"],
    ["soft", "loud"],
    ["claro", "oscuro"],
    ["wobbly", "warm"],
    ["twang", "boom"],
    ["tonto", "boom"],
  ])("%s and %s have nothing in common", (one, other) => {
    expect(correlation(relatedness, one, other)).toBe(0);
  });

  test("a form of a word that is neither known nor in the lexicon is a word of its own", () => {
    expect(correlation(createRelatedness([], noUse), "boom", "boomy")).toBe(0);
    expect(correlation(createRelatedness([], noUse), "boomy", "boomy")).toBeCloseTo(1, 12);
  });

  test("a word of two meanings shares less with each", () => {
    expect(correlation(relatedness, "rugged", "tough")).toBeCloseTo(defaultShares.meaning / Math.SQRT2, 12);
    expect(correlation(relatedness, "rugged", "rough")).toBeCloseTo(defaultShares.meaning / Math.SQRT2, 12);
  });
});

describe("use", () => {
  const { use, meaning } = defaultShares;
  const coUse: CoUse = {
    dimensions: 2,
    vectors: new Map([
      ["warm", Float64Array.of(1, 0)],
      ["boom", Float64Array.of(0.6, 0.8)],
      ["dark", Float64Array.of(-1, 0)],
      ["warmth", Float64Array.of(0, 1)],
      ["loud", Float64Array.of(0, 1)],
      ["loudly", Float64Array.of(0, -1)],
    ]),
  };
  const relatedness = createRelatedness(["warm", "boom"], coUse);

  test("words that are used alike share its part, by the cosine of their vectors", () => {
    expect(correlation(relatedness, "warm", "boom")).toBeCloseTo(0.6 * use, 12);
    expect(correlation(relatedness, "warm", "dark")).toBeCloseTo(-use, 12);
    expect(correlation(relatedness, "warm", "warmth")).toBeCloseTo((1 - use) * meaning, 12);
  });

  test("a word that was not used takes the mean of its synonyms, a form that of its base", () => {
    const between = Math.SQRT1_2;
    expect(correlation(relatedness, "cálido", "warm")).toBeCloseTo((1 - use) * meaning + use * between, 12);
    expect(correlation(relatedness, "boomy", "boom")).toBeCloseTo((1 - use) * meaning + use, 12);
    expect(correlation(relatedness, "boomy", "warm")).toBeCloseTo(0.6 * use, 12);
  });

  test("synonyms whose uses cancel give none", () => {
    expect(relatedness.kinshipOf("fuerte")).toEqual({ meaning: true, use: false });
    expect(correlation(relatedness, "fuerte", "volumen")).toBeCloseTo(meaning, 12);
  });

  test("says which kin there are", () => {
    expect(relatedness.kinshipOf("warm")).toEqual({ meaning: true, use: true });
    expect(relatedness.kinshipOf("cálido")).toEqual({ meaning: true, use: true });
    expect(relatedness.kinshipOf("boomed")).toEqual({ meaning: true, use: true });
    expect(relatedness.kinshipOf("boom")).toEqual({ meaning: false, use: true });
    expect(relatedness.kinshipOf("triste")).toEqual({ meaning: true, use: false });
    expect(relatedness.kinshipOf("wobbly")).toEqual({ meaning: false, use: false });
  });
});
