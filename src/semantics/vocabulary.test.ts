import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/any-text.ts";
import { hasShared, sharedPath } from "../../test/support/shared.ts";
import { normalizeWord } from "./spelling.ts";
import {
  createVocabulary,
  mainLanguage,
  UnknownWordError,
  type Vocabulary,
  type VocabularyEntry,
} from "./vocabulary.ts";

fc.configureGlobal({ seed: 1 });

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

  test("a regular form is read as the word it is a form of, and says so", () => {
    for (const [form, word] of [
      ["warmer", "warm"],
      ["Warmish", "warm"],
      ["loudly", "loud"],
      ["coldness", "cold"],
      ["hottest", "hot"],
      ["frías", "frío"],
      ["heroes", "hero"],
    ] as const) {
      expect(vocabulary.lookup(form)).toMatchObject({ kind: "family", entry: { word } });
      expect(vocabulary.lookup(form)).not.toHaveProperty("didYouMean");
    }
  });

  test("a real word is no form of another that it only looks like", () => {
    const words = createVocabulary([entry("flow", 5), entry("corn", 5), entry("hard", 5), entry("low", 2)]);
    for (const word of ["flower", "corner", "hardy"]) expect(words.find(word)?.kind).not.toBe("family");
    for (const word of ["flowing", "corns", "harder", "lower", "lowest"]) {
      expect(words.find(word)?.kind).toBe("family");
    }
  });

  test("forms and typos can be left out", () => {
    expect(vocabulary.find("warmer", { forms: false, typos: false })).toBeUndefined();
    expect(vocabulary.find("warmer", { typos: false })?.kind).toBe("family");
    expect(vocabulary.find("wram", { typos: false })).toBeUndefined();
    expect(vocabulary.find("wram", { forms: false })?.kind).toBe("corrected");
    expect(vocabulary.find("Warm", { forms: false, typos: false })?.kind).toBe("exact");
  });

  test("exact and folded spellings come before forms, forms before typos, the likeliest base first", () => {
    const words = createVocabulary([
      entry("fat", 2),
      entry("fast", 50),
      entry("bright", 9),
      entry("brightly", 1),
      entry("tonto", 0, 9),
      entry("tonta", 0, 1),
    ]);
    const found = (text: string) => [words.lookup(text).kind, words.lookup(text).entry.word];
    expect(found("fats")).toEqual(["family", "fat"]);
    expect(found("fasts")).toEqual(["family", "fast"]);
    expect(found("brightly")).toEqual(["exact", "brightly"]);
    expect(found("¡brightly!")).toEqual(["folded", "brightly"]);
    expect(found("tontas")).toEqual(["family", "tonta"]);
    expect(found("tontos")).toEqual(["family", "tonto"]);
    expect(found("brighty")).toEqual(["family", "bright"]);
    expect(found("brihgt")).toEqual(["corrected", "bright"]);
  });

  test("two near words, short words and other real words are errors with suggestions, not guesses", () => {
    expect(unknown("cald").suggestions.slice(0, 2)).toEqual(["cold", "calm"]);
    expect(unknown("hut").suggestions).toEqual(["hot"]);
    expect(unknown("hott").suggestions[0]).toBe("hot");
    expect(unknown("fatt").suggestions).toEqual(["fast", "fat"]);
    expect(unknown("wide").suggestions[0]).toBe("wise");
  });

  test("the error names the word and the near words", () => {
    const error = unknown(" Warmix ");
    expect(error.word).toBe("warmix");
    expect(error.message).toBe(
      'unknown word "warmix": nobody was asked for it; did you mean warm or warmth?',
    );
    expect(unknown("xyzzyxyzzy").message).toBe(
      'unknown word "xyzzyxyzzy": nobody was asked for it, nor for any word near it',
    );
    expect(unknown("x".repeat(999)).message.length).toBeLessThan(150);
    expect(unknown("x".repeat(999)).word).toHaveLength(999);
    expect(unknown("warmin").suggestions).toContain("heart-warming");
  });

  test("no text throws anything but UnknownWordError, RangeError or TypeError", () => {
    const texts = fc.oneof(
      anyText,
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
  test("the main language is that of most people, English on a tie; of a word without people its own", () => {
    expect(vocabulary.entries.map(mainLanguage).filter((language) => language === "es")).toHaveLength(4);
    expect(mainLanguage(entry("hero", 1, 1))).toBe("en");
    expect(mainLanguage({ ...entry("etéreo", 0), language: "es" })).toBe("es");
    expect(mainLanguage(entry("glassy", 0))).toBe("en");
  });

  test("words without people are found and listed like any other, last of their kind", () => {
    const wider = createVocabulary([...vocabulary.entries, { ...entry("warmed", 0), language: "en" }]);
    expect(wider.lookup("Warmed")).toMatchObject({
      kind: "exact",
      entry: { word: "warmed", people: 0, language: "en" },
    });
    expect(wider.search("warm").map(({ word }) => word)).toEqual([
      "warm",
      "warmth",
      "warmed",
      "heart-warming",
    ]);
    expect(wider.search("").at(-1)).toMatchObject({ word: "warmed", people: 0 });
    expect(wider.entries[0]).not.toHaveProperty("language");
  });

  test("refuses no words, twins, spellings that are not normalised and counts that do not add up", () => {
    expect(() => createVocabulary([])).toThrow(/got none/);
    expect(() => createVocabulary([entry("a", 1), entry("a", 2)])).toThrow(/must come once, got "a" twice/);
    expect(() => createVocabulary([entry("Warm", 1)])).toThrow(/must be normalised \("warm"\), got "Warm"/);
    expect(() => createVocabulary([entry("", 1)])).toThrow(/must be normalised/);
    expect(() => createVocabulary([{ ...entry("a", 0), people: 1 }])).toThrow(/the sum of whole counts/);
    expect(() => createVocabulary([entry("a", -1)])).toThrow(/whole counts/);
    expect(() => createVocabulary([{ ...entry("a", 1), people: 2 }])).toThrow(/the sum of whole counts/);
    expect(() => createVocabulary([entry("a", 1.5)])).toThrow(/whole counts/);
  });
});

const table = "data/socialfx/eq_contributions.csv";
const hasData = hasShared(table);

describe.skipIf(!hasData)("the crowd's words (needs ../shared/data/socialfx/eq_contributions.csv)", () => {
  const crowd = hasData ? crowdVocabulary(readFileSync(sharedPath(table), "utf8")) : vocabulary;

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
    ["crispy", "crisp"],
    ["warmish", "warm"],
    ["brightish", "bright"],
    ["louder", "loud"],
    ["suavemente", "suave"],
    ["pesadísimo", "pesado"],
    ["tranquilas", "tranquilo"],
  ])("%s is read as a form of %s", (form, word) => {
    expect(crowd.lookup(form)).toMatchObject({ kind: "family", entry: { word } });
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
