import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createVocabulary,
  foldWord,
  mainLanguage,
  normalizeWord,
  UnknownWordError,
  type Vocabulary,
  type VocabularyEntry,
} from "./vocabulary.ts";

const entry = (word: string, en: number, es = 0): VocabularyEntry => ({
  word,
  people: en + es,
  languages: { en, es },
});
const vocabulary = createVocabulary([
  entry("warm", 64),
  entry("cold", 34),
  entry("calm", 13),
  entry("loud", 26),
  entry("sound", 1),
  entry("hot", 9),
  entry("fat", 2),
  entry("fast", 5),
  entry("wise", 1),
  entry("niño", 0, 2),
  entry("frío", 0, 13),
  entry("alegre", 0, 5),
  entry("alegré", 0, 1),
  entry("warmth", 3),
  entry("high-pitched", 2),
  entry("heart-warming", 1),
  entry("hero", 1, 1),
]);

function unknown(text: string, words: Vocabulary = vocabulary): UnknownWordError {
  try {
    words.lookup(text);
  } catch (error) {
    if (error instanceof UnknownWordError) return error;
    throw error;
  }
  throw new Error(`lookup found ${text}`);
}

describe("lookup", () => {
  test("every word finds itself, whatever its case, spaces and Unicode form", () => {
    for (const { word } of vocabulary.entries) {
      for (const text of [word, ` ${word.toUpperCase()}\n`, word.normalize("NFD")]) {
        expect(vocabulary.lookup(text)).toMatchObject({ kind: "exact", entry: { word } });
      }
    }
  });

  test("accents, ñ and hyphens are folded, but the exact spelling comes first", () => {
    const found = (text: string) => [vocabulary.lookup(text).kind, vocabulary.lookup(text).entry.word];
    expect(found("nino")).toEqual(["folded", "niño"]);
    expect(found("FRIO")).toEqual(["folded", "frío"]);
    expect(found("wärm")).toEqual(["folded", "warm"]);
    expect(found("High  Pitched")).toEqual(["folded", "high-pitched"]);
    expect(found("alegré")).toEqual(["exact", "alegré"]);
    expect(found("alegrè")).toEqual(["folded", "alegre"]);
  });

  test("one typo is corrected and says so", () => {
    for (const typo of ["warrm", "wram", "awrm", "warn", "earm"]) {
      expect(vocabulary.lookup(typo)).toMatchObject({ kind: "corrected", index: 0, didYouMean: "warm" });
    }
    expect(vocabulary.lookup("warmt")).toMatchObject({ didYouMean: "warm" });
    expect(vocabulary.lookup("lound")).toMatchObject({ didYouMean: "loud" });
    expect(vocabulary.lookup("friio")).toMatchObject({ didYouMean: "frío" });
    expect(vocabulary.lookup("alegree")).toMatchObject({ didYouMean: "alegre" });
  });

  test("two near words, short words and other real words are errors with suggestions, not guesses", () => {
    expect(unknown("cald").suggestions.slice(0, 2)).toEqual(["cold", "calm"]);
    expect(unknown("hut").suggestions).toEqual(["hot"]);
    expect(unknown("hott").suggestions[0]).toBe("hot");
    expect(unknown("fatt").suggestions).toEqual(["fast", "fat"]);
    expect(unknown("wide").suggestions[0]).toBe("wise");
  });

  test("the error names the word and the near words", () => {
    const error = unknown(" Warmish ");
    expect(error.word).toBe("warmish");
    expect(error.message).toBe(
      'unknown word "warmish": nobody was asked for it; did you mean warm or warmth?',
    );
    expect(unknown("xyzzyxyzzy").message).toBe(
      'unknown word "xyzzyxyzzy": nobody was asked for it, nor for any word near it',
    );
    expect(unknown("x".repeat(999)).message.length).toBeLessThan(150);
    expect(unknown("x".repeat(999)).word).toHaveLength(999);
    expect(unknown("warming").suggestions).toContain("heart-warming");
  });

  test("no text throws anything but UnknownWordError, RangeError or TypeError", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom(...vocabulary.entries.map(({ word }) => word)).chain((word) =>
        fc.tuple(fc.nat(word.length), fc.string({ maxLength: 2 })).map(([at, text]) => {
          return word.slice(0, at) + text + word.slice(at + 1);
        }),
      ),
    );
    fc.assert(
      fc.property(texts, (text) => {
        vocabulary.search(text);
        try {
          expect(vocabulary.entries[vocabulary.lookup(text).index]).toBe(vocabulary.lookup(text).entry);
        } catch (error) {
          const known = [UnknownWordError, RangeError, TypeError].some((type) => error instanceof type);
          expect(known).toBe(true);
          if (error instanceof UnknownWordError) expect(error.suggestions.length).toBeLessThanOrEqual(5);
        }
      }),
      { numRuns: 1000 },
    );
    expect(() => vocabulary.lookup("  ")).toThrow(RangeError);
    expect(() => vocabulary.lookup(7 as unknown as string)).toThrow(/must be a string, got number/);
  });
});

describe("search", () => {
  const found = (text: string) => vocabulary.search(text).map(({ word, match }) => `${word}:${match}`);

  test("ranks equal, folded, starting with, containing and similar words, each by people", () => {
    expect(found("Warm")).toEqual(["warm:exact", "warmth:prefix", "heart-warming:substring"]);
    expect(found("nino")).toEqual(["niño:folded"]);
    expect(found("o").slice(0, 2)).toEqual(["cold:substring", "loud:substring"]);
    expect(found("wram")).toEqual(["warm:similar"]);
    expect(found("-")).toEqual(["high-pitched:substring", "heart-warming:substring"]);
    expect(found("zzz")).toEqual([]);
  });

  test("a blank text lists all words by people", () => {
    const people = vocabulary.search(" ").map((hit) => hit.people);
    expect(people).toHaveLength(vocabulary.entries.length);
    expect(people).toEqual([...people].sort((a, b) => b - a));
  });
});

describe("vocabulary", () => {
  test("normalising and folding twice changes nothing more", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(normalizeWord(normalizeWord(text))).toBe(normalizeWord(text));
        expect(foldWord(foldWord(text))).toBe(foldWord(text));
      }),
    );
  });

  test("the main language is that of most people, English on a tie", () => {
    expect(vocabulary.entries.map(mainLanguage).filter((language) => language === "es")).toHaveLength(4);
    expect(mainLanguage(entry("hero", 1, 1))).toBe("en");
  });

  test("refuses no words, twins, spellings that are not normalised and counts that do not add up", () => {
    expect(() => createVocabulary([])).toThrow(/got none/);
    expect(() => createVocabulary([entry("a", 1), entry("a", 2)])).toThrow(/must come once, got "a" twice/);
    expect(() => createVocabulary([entry("Warm", 1)])).toThrow(/must be normalised \("warm"\), got "Warm"/);
    expect(() => createVocabulary([entry("", 1)])).toThrow(/must be normalised/);
    expect(() => createVocabulary([entry("a", 0)])).toThrow(/people of "a" must be above 0/);
    expect(() => createVocabulary([{ ...entry("a", 1), people: 2 }])).toThrow(/the sum of whole counts/);
    expect(() => createVocabulary([entry("a", 1.5)])).toThrow(/whole counts/);
  });
});

const dataPath = fileURLToPath(
  new URL("../../../shared/data/socialfx/eq_contributions.csv", import.meta.url),
);
const hasData = existsSync(dataPath);
if (!hasData) console.warn(`SKIPPED: the real vocabulary is not tested, ${dataPath} is missing`);

describe.skipIf(!hasData)("the crowd's words (needs ../shared/data/socialfx/eq_contributions.csv)", () => {
  const crowd = hasData ? crowdVocabulary(readFileSync(dataPath, "utf8")) : vocabulary;

  test("there are 765 words", () => {
    expect(crowd.entries).toHaveLength(765);
    expect(crowd.lookup("WARM").entry).toEqual(entry("warm", 64));
    expect(mainLanguage(crowd.lookup("claro").entry)).toBe("es");
    for (const { word } of crowd.entries) expect(crowd.lookup(word).kind).toBe("exact");
  });

  test.each([
    ["warmm", "warm"],
    ["wram", "warm"],
    ["warn", "warm"],
    ["brigt", "bright"],
    ["birght", "bright"],
    ["smoth", "smooth"],
    ["smooht", "smooth"],
    ["loudd", "loud"],
    ["lound", "loud"],
    ["shap", "sharp"],
    ["tiny", "tinny"],
    ["krisp", "crisp"],
    ["crispy", "crisp"],
    ["mellwo", "mellow"],
    ["drak", "dark"],
    ["agressive", "aggressive"],
    ["sooting", "soothing"],
    ["tranqilo", "tranquilo"],
    ["pesdo", "pesado"],
    ["calinete", "caliente"],
    ["dulse", "dulce"],
    ["brilante", "brillante"],
  ])("%s is read as %s", (typo, word) => {
    expect(crowd.lookup(typo)).toMatchObject({ kind: "corrected", didYouMean: word });
  });

  test.each([
    ["frio", "frío"],
    ["pequeno", "pequeño"],
    ["música", "musica"],
    ["high pitched", "high-pitched"],
    ["como es esto?", "¿como es esto"],
  ])("%s is read as %s, with no typo", (text, word) => {
    expect(crowd.lookup(text)).toMatchObject({ kind: "folded", entry: { word } });
  });

  test.each([
    "cald",
    "gold",
    "hars",
    "fatt",
    "wide",
    "head",
    "bass",
    "hto",
    "warmish",
    "xyzzy",
  ])("%s is not guessed", (text) => {
    expect(unknown(text, crowd).word).toBe(text);
  });
});

/** The header is shifted by one: the real columns are word, language, audio_id, ratings_consistency, 40 gains. */
function crowdVocabulary(csv: string): Vocabulary {
  const counts = new Map<string, { en: number; es: number }>();
  for (const line of csv.trim().split(/\r?\n/).slice(1)) {
    const [word = "", language] = line.split(",");
    const count = counts.get(normalizeWord(word)) ?? { en: 0, es: 0 };
    count[language === "English" ? "en" : "es"]++;
    counts.set(normalizeWord(word), count);
  }
  return createVocabulary([...counts].map(([word, { en, es }]) => entry(word, en, es)));
}
