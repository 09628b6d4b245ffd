import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addWord,
  DictionaryError,
  emptyDictionary,
  findTaught,
  forgetWord,
  type PersonalDictionary,
  problemOfWord,
  type TaughtFrom,
  type TaughtWord,
  taughtAmountPercent,
} from "./dictionary.ts";
import { DICTIONARY_FORMAT, parseDictionary, writeDictionary } from "./dictionary-text.ts";

fc.configureGlobal({ seed: 1 });

const date = "2026-11-22";
const words = fc.constantFrom("warm", "my vocal", "box-y", "café", "Ñandú", "singer's air", "80s", "zing");
const sources: fc.Arbitrary<TaughtFrom> = fc.constantFrom<TaughtFrom>(
  { kind: "preset", file: "eq.txt", format: "autoeq", date },
  { kind: "curve", date },
  { kind: "curve", file: "c.csv", date },
  { kind: "recordings", before: "a.wav", after: "b.wav", coherence: 0.93, date },
  { kind: "ratings", count: 15, date },
  { kind: "phrase", phrase: 'a "bit" warm', date },
  { kind: "merged", date },
);
const gains = fc
  .array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 40, maxLength: 40 })
  .filter((values) => Math.max(...values) - Math.min(...values) > 5);
const taught: fc.Arbitrary<TaughtWord> = fc
  .tuple(words, gains, sources, fc.double({ min: 0.01, max: 200, noNaN: true }), fc.boolean(), fc.boolean())
  .map(([word, gainDb, from, evidence, isFault, isMarked]) => ({
    ...{ word, gainDb, from, evidence },
    ...(isMarked ? { isFault, language: "es" as const, consistency: 0.5 } : {}),
  }));
const dictionaries: fc.Arbitrary<PersonalDictionary> = fc
  .array(taught, { maxLength: 6 })
  .map((list) =>
    list.reduce<PersonalDictionary>((sum, word) => addWord(sum, word, { replace: true }), emptyDictionary),
  );

const entry = (word: string): TaughtWord => ({
  word,
  gainDb: Array.from({ length: 40 }, (_, band) => Math.sin(band / 5) + 7),
  from: { kind: "curve", date },
  evidence: 19,
});

const freeze = (dictionary: PersonalDictionary): PersonalDictionary => {
  for (const word of dictionary.words) {
    Object.freeze(word.gainDb);
    Object.freeze(word);
  }
  Object.freeze(dictionary.words);
  return Object.freeze(dictionary);
};

describe("a dictionary's text", () => {
  test("is read back as it was; the same words in any order give the same text", () => {
    fc.assert(
      fc.property(dictionaries, (dictionary) => {
        const text = writeDictionary(dictionary);
        expect(parseDictionary(text)).toEqual(dictionary);
        expect(parseDictionary(`\uFEFF${text}`)).toEqual(dictionary);
        expect(writeDictionary({ words: dictionary.words.toReversed() })).toBe(text);
        expect(JSON.parse(text).format).toBe(DICTIONARY_FORMAT);
      }),
    );
  });

  const damaged = (change: (word: Record<string, unknown>) => void): string => {
    const root = JSON.parse(writeDictionary(addWord(emptyDictionary, entry("zing"))));
    change(root.words[0]);
    return JSON.stringify(root);
  };

  test.each<[string, (word: Record<string, unknown>) => void, RegExp]>([
    ["a stray field", (word) => Object.assign(word, { isfault: true }), /^"zing": .*got "isfault"/],
    ["39 gains", (word) => (word.gainDb as number[]).pop(), /^"zing": gainDb must hold 40 gains, got 39/],
    ["a gain as text", (word) => Object.assign(word, { gainDb: ["1"] }), /^"zing": gainDb must be a list/],
    ["an absurd gain", (word) => Object.assign(word.gainDb!, { 3: 1e9 }), /^"zing": gainDb .*±120 dB/],
    [
      "no shape",
      (word) => Object.assign(word, { gainDb: Array(40).fill(3) }),
      /^"zing": gainDb .*0\.3 dB rms/,
    ],
    ["no evidence", (word) => delete word.evidence, /^"zing": evidence must be within .*got none/],
    [
      "too much evidence",
      (word) => Object.assign(word, { evidence: 1e9 }),
      /^"zing": evidence must be within/,
    ],
    ["another language", (word) => Object.assign(word, { language: "de" }), /^"zing": language .*got "de"/],
    ["a fault as text", (word) => Object.assign(word, { isFault: "no" }), /^"zing": isFault/],
    ["no source", (word) => delete word.from, /^"zing": from must be an object, got none/],
    ["another source", (word) => Object.assign(word.from!, { kind: "x" }), /^"zing": from\.kind .*got "x"/],
    ["a source's stray field", (word) => Object.assign(word.from!, { path: "/" }), /^"zing": from: .*"path"/],
    ["a date", (word) => Object.assign(word.from!, { date: "today" }), /^"zing": from\.date .*got "today"/],
    [
      "what a terminal would obey",
      (word) => Object.assign(word, { from: { kind: "curve", file: "\u001b[2Jx", date: "2026-11-22" } }),
      /^"zing": from\.file must hold no control characters, got "\\u001b\[2Jx"/,
    ],
    [
      "half a rating",
      (word) => Object.assign(word, { from: { kind: "ratings", count: 2.5, date: "2026-11-22" } }),
      /^"zing": from\.count must be a whole number, got 2\.5/,
    ],
    ["a word in capitals", (word) => Object.assign(word, { word: "Zing" }), /^word 1: word must be "zing"/],
    ["no word", (word) => Object.assign(word, { word: "__proto__" }), /^word 1: word must be letters/],
  ])("refuses %s", (_, change, message) => {
    expect(() => parseDictionary(damaged(change))).toThrow(DictionaryError);
    expect(() => parseDictionary(damaged(change))).toThrow(message);
  });

  test("refuses other texts, other formats and words that come twice, and throws nothing else for any JSON", () => {
    expect(() => parseDictionary("")).toThrow(/must be JSON/);
    expect(() => parseDictionary("[]")).toThrow(/must be an object, got \[\]/);
    expect(() => parseDictionary('{"format":"timbral-dictionary/2"}')).toThrow(/another version/);
    expect(() => parseDictionary(" ".repeat(8 * 2 ** 20 + 1))).toThrow(/at most 8388608 characters/);
    const many = `{"format":"${DICTIONARY_FORMAT}","words":[${Array(5001).fill("0").join()}]}`;
    expect(() => parseDictionary(many)).toThrow(/at most 5000, got 5001/);
    const twice = { format: DICTIONARY_FORMAT, words: [entry("cafe"), entry("café")] };
    expect(() => parseDictionary(JSON.stringify(twice))).toThrow(/differs in accents/);
    fc.assert(
      fc.property(fc.json(), fc.json(), (word, from) => {
        const text = `{"format":"${DICTIONARY_FORMAT}","words":[${word},{"word":"a","from":${from}}]}`;
        expect(() => parseDictionary(text)).toThrow(DictionaryError);
      }),
    );
  });
});

describe("adding and forgetting", () => {
  test("change no dictionary but give a new one; forgetting undoes adding", () => {
    fc.assert(
      fc.property(dictionaries, gains, (dictionary, gainDb) => {
        const before = writeDictionary(freeze(dictionary));
        const more = addWord(dictionary, { ...entry("brand new"), gainDb });
        expect(more.words).toHaveLength(dictionary.words.length + 1);
        expect(writeDictionary(forgetWord(more, "Brand  NEW"))).toBe(before);
        expect(writeDictionary(dictionary)).toBe(before);
      }),
    );
  });

  test("keep the shape and the depth, not the level", () => {
    const { words: kept } = addWord(emptyDictionary, entry("zing"));
    const [{ gainDb }] = kept as [TaughtWord];
    const given = entry("zing").gainDb;
    expect(Math.abs(gainDb.reduce((sum, gain) => sum + gain, 0))).toBeLessThan(0.03);
    gainDb.forEach((gain, band) => {
      expect(gain - gainDb[0]!).toBeCloseTo(given[band]! - given[0]!, 2);
    });
    const tripled = addWord(emptyDictionary, { ...entry("zing"), gainDb: given.map((gain) => 3 * gain) });
    expect(taughtAmountPercent(tripled.words[0]!) / taughtAmountPercent(kept[0]!)).toBeCloseTo(3, 2);
  });

  test("find a word whatever its case, accents and hyphens, and refuse it twice", () => {
    const dictionary = addWord(emptyDictionary, entry("Café-Noir"));
    expect(findTaught(dictionary, "CAFE  noir")?.word).toBe("café-noir");
    expect(() => addWord(dictionary, entry("cafe noir"))).toThrow(/"café-noir" is taught already/);
    expect(addWord(dictionary, entry("cafe noir"), { replace: true }).words).toHaveLength(1);
    expect(() => forgetWord(dictionary, "tea")).toThrow(/"tea" was not taught: .*"café-noir"/);
    expect(() => forgetWord(emptyDictionary, "tea")).toThrow(/is empty/);
  });

  test("refuse what cannot be a word, and words of the grammar", () => {
    for (const word of [
      "",
      "  ",
      "-3",
      "50",
      "a, b",
      "a+b",
      "50 %",
      "a/b",
      "x".repeat(61),
      '"a"',
      "a\u0000b",
      "!",
    ]) {
      expect(() => addWord(emptyDictionary, entry(word))).toThrow(DictionaryError);
    }
    for (const word of ["my vocal", "80s", "dj-air", "singer’s", "o'neill", "größe"]) {
      expect(problemOfWord(word)).toBeUndefined();
    }
    const isReserved = (word: string) => word === "less";
    expect(() => addWord(emptyDictionary, entry("LESS"), { isReserved })).toThrow(/grammar of phrases/);
    expect(() => addWord(emptyDictionary, { ...entry("a"), evidence: Number.NaN })).toThrow(/above 0/);
  });
});
