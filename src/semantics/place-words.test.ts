import { describe, expect, test } from "vitest";
import { createRandom } from "../math/index.ts";
import { agreementOf } from "./agreement.ts";
import type { CoUse } from "./co-use.ts";
import { concepts } from "./lexicon.ts";
import { rms } from "./mixture.ts";
import { LEAST_CONFIDENCE, placeWords } from "./place-words.ts";
import { foldWord } from "./spelling.ts";
import { commonSpread, wordSpread } from "./spread.ts";
import type { VocabularyEntry } from "./vocabulary.ts";
import { learnWordPosterior, type PlacedRow } from "./word-posterior.ts";

/** Two waves over the bands, of rms 1: what the two latent numbers mean. */
const waves = [1, 2].map((cycles) =>
  Float64Array.from(
    { length: 40 },
    (_, band) => Math.SQRT2 * Math.cos((Math.PI * cycles * (band + 0.5)) / 40),
  ),
);
const origin = [0, 0];
const decode = (latent: ArrayLike<number>) =>
  Float64Array.from(
    { length: 40 },
    (_, band) => latent[0]! * waves[0]![band]! + latent[1]! * waves[1]![band]!,
  );

/** Words, their people and where they stand; "calido" is spelled as people do. */
const crowd: readonly (readonly [word: string, people: number, place: readonly [number, number]])[] = [
  ["warm", 16, [1.4, 0]],
  ["calido", 5, [1.4, 0]],
  ["tin", 8, [-1.4, 0.3]],
  ["tinkly", 1, [-1, 0.3]],
  ...Array.from({ length: 24 }, (_, i): readonly [string, number, readonly [number, number]] => [
    `filler ${String.fromCharCode(97 + i)}`,
    1 + (i % 4),
    [Math.sin(i), Math.cos(2.3 * i)],
  ]),
];

function simulate(seed: number): PlacedRow[] {
  const random = createRandom(seed);
  return crowd.flatMap(([word, people, place]) =>
    Array.from({ length: people }, () => {
      const latent = Float64Array.from(place, (value) => value + 0.6 * random.normal());
      return { word, consistency: 0.3 + 0.6 * random.uniform(), curve: decode(latent), latent };
    }),
  );
}

const rows = simulate(1);
const entries = crowd
  .map(([word, people]): VocabularyEntry => ({ word, people, languages: { en: people, es: 0 } }))
  .sort((a, b) => (a.word < b.word ? -1 : 1));
const coUse: CoUse = {
  dimensions: 2,
  vectors: new Map([
    ["tin", Float64Array.of(1, 0)],
    ["campanilla", Float64Array.of(1, 0)],
    ["warm", Float64Array.of(0, 1)],
    ["unrelated", Float64Array.of(Math.SQRT1_2, Math.SQRT1_2)],
    ["contrary", Float64Array.of(0, -1)],
    ["¡warm!", Float64Array.of(0, 1)],
  ]),
};
const languageOf = (word: string) => (word === "campanilla" ? "es" : "en");
const placed = placeWords({ rows, entries, coUse, languageOf, origin, decode });
const { size } = placed.space;
const placeOf = (word: string) => placed.entries.findIndex((entry) => entry.word === word);
const effectOf = (word: string) => placed.effects.subarray(placeOf(word) * size, (placeOf(word) + 1) * size);
const posterior = learnWordPosterior({ rows, words: entries.map(({ word }) => word), coUse, origin, decode });

describe("placeWords", () => {
  test("keeps every word with people, and what its rows and kin say of it", () => {
    entries.forEach((entry, index) => {
      const place = placeOf(entry.word);
      expect(placed.entries[place]).toEqual(entry);
      const { mean, variance } = posterior.known[index]!;
      expect([...effectOf(entry.word)]).toEqual([...mean]);
      expect([...placed.variances.subarray(place * size, (place + 1) * size)]).toEqual([...variance]);
    });
    const spellings = placed.entries.map(({ word }) => word);
    expect(spellings).toEqual([...spellings].sort());
    expect(placed.effects).toHaveLength(spellings.length * size);
  });

  test("answers words without people where their kin say enough, and no others", () => {
    const outside = placed.entries.filter(({ people }) => people === 0);
    const answered = outside.map(({ word }) => word);
    expect(answered).toContain("warmth");
    expect(answered).toContain("calidez");
    expect(answered).toContain("campanilla");
    for (const word of ["cold", "ugly", "triste", "unrelated"]) expect(answered).not.toContain(word);
    for (const { word } of outside) {
      expect(rms(posterior.expect(effectOf(word)))).toBeGreaterThanOrEqual(LEAST_CONFIDENCE);
      expect(placed.kin[placeOf(word)]!.length).toBeGreaterThan(0);
    }
  });

  test("what all words have in common is no answer for a word without kin", () => {
    const moved = rows.map(({ word, consistency, latent }) => {
      const at = Float64Array.from(latent, (value, d) => value + (d === 0 ? 2 : 0));
      return { word, consistency, curve: decode(at), latent: at };
    });
    const { entries: found } = placeWords({ rows: moved, entries, coUse, languageOf, origin, decode });
    const shared = learnWordPosterior({
      rows: moved,
      words: entries.map(({ word }) => word),
      coUse,
      origin,
      decode,
    });
    expect(rms(shared.expect(shared.effectOf("ugly").mean))).toBeGreaterThan(LEAST_CONFIDENCE);
    expect(found.map(({ word }) => word)).not.toContain("ugly");
    expect(found.map(({ word }) => word)).toContain("warmth");
  });

  test("says the language of words without people; those with people need none said", () => {
    const language = (word: string) => placed.entries[placeOf(word)]!.language;
    expect(["campanilla", "calidez", "warmth", "warm"].map(language)).toEqual(["es", "es", "en", undefined]);
  });

  test("counts the rest, each spelling once: what is known with people or without accents is not outside", () => {
    expect(placeOf("cálido")).toBe(-1);
    expect(placeOf("¡warm!")).toBe(-1);
    const known = new Set(entries.map(({ word }) => foldWord(word)));
    const outside = new Set(
      [...concepts.flat().map(({ word }) => word), ...coUse.vectors.keys()].map(foldWord),
    );
    const asked = [...outside].filter((folded) => !known.has(folded)).length;
    expect(placed.unanswered + placed.entries.length - entries.length).toBe(asked);
  });

  test("an answer from kin stands on their side and is less sure than they are", () => {
    const warm = effectOf("warm");
    for (const word of ["warmth", "calidez"]) {
      const found = effectOf(word);
      const product = warm.reduce((sum, value, d) => sum + value * found[d]!, 0);
      expect(product / (Math.hypot(...warm) * Math.hypot(...found))).toBeGreaterThan(0.9);
      expect(placed.variances[placeOf(word) * size]).toBeGreaterThan(
        placed.variances[placeOf("warm") * size]!,
      );
    }
  });

  test("names kin among the words with people, never the word itself", () => {
    const kinOf = (word: string) => placed.kin[placeOf(word)]!.map((place) => placed.entries[place]!.word);
    expect(kinOf("warmth")).toEqual(["warm", "calido"]);
    expect(kinOf("warm")).toEqual(["calido"]);
    expect(kinOf("campanilla")).toEqual(["tin"]);
    placed.kin.forEach((places, word) => {
      expect(places.length).toBeLessThanOrEqual(3);
      expect(places).not.toContain(word);
      expect(places.every((place) => placed.entries[place]!.people > 0)).toBe(true);
    });
  });

  test("tells of two people or more how they agree and spread, by the direct formulas", () => {
    const curves = rows.map(({ curve }) => curve);
    const without = rows.map((_, row) => posterior.expectWithout(row));
    const common = commonSpread(curves, without);
    expect(placed.commonSpread).toEqual(common);
    expect([...placed.crowds.keys()].sort()).toEqual(
      entries.filter(({ people }) => people >= 2).map(({ word }) => word),
    );
    entries.forEach(({ word }, index) => {
      const own = rows.flatMap((row, i) => (row.word === word ? [i] : []));
      if (own.length < 2) return;
      const ownCurves = own.map((row) => curves[row]!);
      expect(placed.crowds.get(word)).toEqual({
        spread: wordSpread(ownCurves, posterior.expect(posterior.known[index]!.mean), common),
        agreement: agreementOf(
          ownCurves,
          own.map((row) => without[row]!),
        ),
      });
    });
  });
});
