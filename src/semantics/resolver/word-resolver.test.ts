import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../../test/support/any-text.ts";
import { bandFrequencyHz } from "../../effects/index.ts";
import { openModel } from "../open-model.ts";
import { createVocabulary, type Language } from "../vocabulary.ts";
import type { WordMeaning } from "../word-meaning.ts";
import { neighbourWords } from "./neighbours.ts";
import { createWordResolver } from "./word-resolver.ts";

fc.configureGlobal({ seed: 1 });

const { vocabulary } = openModel(
  readFileSync(new URL("../../../models/socialfx-eq/model.safetensors", import.meta.url)),
).model;
const resolver = createWordResolver({ vocabulary });
const wordAt = (index: number): string => vocabulary.entries[index]!.word;

function found(text: string, allow?: { forms?: boolean; typos?: boolean }): WordMeaning {
  const meaning = resolver.resolve(text, allow);
  if (!meaning) throw new Error(`nothing is known of ${text}`);
  return meaning;
}

const taught = (word: string, language: Language = "en"): WordMeaning => ({
  ...{ word, source: "personal", match: "exact", language, people: 0, isFault: false },
  unitCurve: Float64Array.from({ length: 40 }, (_, band) => (band % 2 === 0 ? 1 : -1)),
});

describe("the vocabulary", () => {
  test("every word with people is the crowd's, whatever its case", () => {
    for (const [index, { word, people, languages }] of vocabulary.entries.entries()) {
      if (people === 0) continue;
      const meaning = found(word.toUpperCase());
      expect(meaning).toMatchObject({ word, source: "crowd", match: "exact", people, index });
      expect(languages[meaning.language]).toBeGreaterThan(0);
      expect(meaning.parts ?? meaning.unitCurve ?? meaning.trust).toBeUndefined();
    }
  });

  test("a word that is known from other effects is kin, without people", () => {
    expect(found("piercing")).toMatchObject({ source: "kin", match: "exact", people: 0 });
    expect(found("cacophonous").index).toBe(
      vocabulary.entries.findIndex(({ word }) => word === "cacophonous"),
    );
  });

  test.each([
    ["warmer", "warm"],
    ["brightest", "bright"],
    ["softness", "soft"],
    ["oscuros", "oscuro"],
    ["suavemente", "suave"],
    ["fuller", "full"],
  ])("%s is %s, though other effects know it too", (form, word) => {
    expect(found(form)).toMatchObject({ word, source: "crowd", match: "family" });
    expect(found(form).people).toBeGreaterThan(0);
  });

  test("forms and typos can be left out", () => {
    expect(resolver.resolve("crispest", { forms: false, typos: false })).toBeUndefined();
    expect(found("crispest", { typos: false })).toMatchObject({ word: "crisp", match: "family" });
    expect(resolver.resolve("brihgt", { typos: false })).toBeUndefined();
    expect(found("brihgt")).toMatchObject({ word: "bright", match: "corrected" });
  });
});

describe("engineers' terms", () => {
  test.each([
    ["sibilance", 5000, 9000],
    ["nasal", 600, 1500],
    ["low end", 20, 250],
    ["air", 10_000, 20_000],
    ["medios", 500, 2000],
    ["mud", 250, 400],
  ])("%s is highest between %d and %d Hz", (term, lowHz, highHz) => {
    const { source, unitCurve, trust, origin } = found(term);
    expect(source).toBe("studio");
    expect(trust).toBeGreaterThan(0.2);
    expect(trust).toBeLessThan(0.6);
    expect(origin).toMatch(/^engineers' term for /);
    const top = unitCurve!.indexOf(Math.max(...unitCurve!));
    expect(bandFrequencyHz[top]).toBeGreaterThanOrEqual(lowHz);
    expect(bandFrequencyHz[top]).toBeLessThanOrEqual(highHz);
  });

  test("a term that takes a region away is its inverse", () => {
    const { unitCurve } = found("scooped");
    expect(unitCurve![20]).toBeLessThan(0);
    expect(unitCurve![0]).toBeGreaterThan(0);
  });

  test("step in where nobody was asked, and only there", () => {
    expect(found("bass").source).toBe("studio");
    expect(found("bassy").source).toBe("crowd");
    expect(found("thump").source).toBe("kin");
    expect(found("muddiness")).toMatchObject({ source: "crowd", word: "muddy", match: "family" });
  });

  test("have regular forms and typos", () => {
    expect(found("sizzling")).toMatchObject({ word: "sizzle", match: "family" });
    expect(found("sibilence")).toMatchObject({ word: "sibilance", match: "corrected" });
  });

  test("some stand for a known word", () => {
    const { source, parts } = found("phat");
    expect(source).toBe("studio");
    expect(parts!.map(({ index, weight }) => [wordAt(index), weight])).toEqual([["fat", 1]]);
  });

  test("the longest entry has as many words as any", () => {
    expect(resolver.longest).toBe(3);
    expect(
      createWordResolver({ vocabulary, personal: new Map([["a b c d e f", taught("x")]]) }).longest,
    ).toBe(6);
  });
});

describe("a thesaurus", () => {
  test("explains words by known ones and says how", () => {
    const meaning = found("raucous");
    expect(meaning).toMatchObject({ source: "neighbour", match: "exact", people: 0, language: "en" });
    expect(meaning.origin).toMatch(/^WordNet: /);
    expect(found("raucously")).toMatchObject({ word: "raucous", match: "family" });
  });

  test("every one of its words has parts in the bundled vocabulary", () => {
    for (const word of neighbourWords()) {
      const { source, parts } = found(word);
      expect(source, word).toBe("neighbour");
      expect(parts!.length).toBeGreaterThan(0);
    }
  });

  test("an opposite has a negative part", () => {
    const parts = found("loose").parts!.map(({ index, weight }) => [wordAt(index), weight]);
    expect(parts).toEqual([
      ["compact", -0.5],
      ["tight", -0.5],
    ]);
  });
});

describe("what is not guessed", () => {
  test.each([
    "flower",
    "corner",
    "carry",
    "park",
    "heart",
    "ring",
    "worm",
  ])("%s is another word than its spelling suggests", (word) => {
    expect(resolver.resolve(word)).toBeUndefined();
    expect(resolver.suggestions(word).length).toBeGreaterThan(0);
  });

  test("flower is no form of flow, and its plural is none either", () => {
    for (const word of ["flower", "flowers"]) expect(resolver.resolve(word)?.word).not.toBe("flow");
    expect(found("flowing").word).toBe("flow");
  });

  test("their own forms are none either", () => {
    for (const word of ["corners", "parks", "hearts"]) expect(resolver.resolve(word), word).toBeUndefined();
  });

  test("unknown words come with the nearest known ones, of engineers too", () => {
    for (const word of ["zorptastic", "blorby", "quibblish"]) expect(resolver.resolve(word)).toBeUndefined();
    expect(resolver.suggestions("blowry")).toContain("blowy");
    expect(resolver.suggestions("sibilanze")[0]).toBe("sibilance");
    expect(resolver.suggestions("zzzzzzzzzz")).toEqual([]);
  });

  test("blank and punctuation have no meaning", () => {
    for (const text of ["", "  ", "!?", "-"]) expect(resolver.resolve(text)).toBeUndefined();
  });

  test("no text throws", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const meaning = resolver.resolve(text);
        if (meaning?.index !== undefined) expect(wordAt(meaning.index)).toBe(meaning.word);
        expect(resolver.suggestions(text).length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 300 },
    );
  });
});

describe("faults", () => {
  test.each([
    "muddy",
    "boomier",
    "harshness",
    "sibilant",
    "honky",
    "chillón",
    "estridente",
    "barro",
    "boxiness",
  ])("%s is one", (word) => expect(found(word).isFault).toBe(true));

  test.each(["warm", "darker", "bright", "air", "cálido", "punchy", "smooth"])("%s is none", (word) =>
    expect(found(word).isFault).toBe(false));

  test("what is like a fault is none for that", () => {
    // Thick and thin are neighbours in a thesaurus; only one of them is a complaint.
    const like = neighbourWords().filter((word) =>
      (found(word).parts ?? []).some(({ index }) => wordAt(index) === "thin"),
    );
    expect(like.length).toBeGreaterThan(5);
    expect(like.some((word) => !found(word).isFault)).toBe(true);
  });
});

describe("the user's own words", () => {
  const personal = new Map([
    ["Buttery", taught("buttery")],
    ["warm", { ...taught("warm"), index: vocabulary.find("warm")!.index, people: 64 }],
    ["ñoño", taught("ñoño", "es")],
  ]);
  const mine = createWordResolver({ vocabulary, personal });

  test("come before the crowd's, in any spelling, with their forms and typos", () => {
    expect(mine.resolve("WARM")).toMatchObject({ source: "personal", match: "exact" });
    expect(mine.resolve("warmer")).toMatchObject({ source: "personal", match: "family", word: "warm" });
    expect(mine.resolve("buttery")?.source).toBe("personal");
    expect(mine.resolve("nono")).toMatchObject({ source: "personal", match: "folded" });
    expect(mine.resolve("buttrey")).toMatchObject({ word: "buttery", match: "corrected" });
    expect(mine.resolve("cold")?.source).toBe("crowd");
  });
});

describe("an embedding", () => {
  test("is asked last, once for each text", () => {
    const asked: string[] = [];
    const withModel = createWordResolver({
      vocabulary,
      embedding: (word) => {
        asked.push(word);
        if (word !== "zorptastic") return undefined;
        return { ...taught(word), source: "embedding", parts: [{ index: 0, weight: 1 }], trust: 0.3 };
      },
    });
    for (const word of ["warm", "sibilance", "raucous", "brihgt", "crispest"]) withModel.resolve(word);
    expect(asked).toEqual([]);
    for (let i = 0; i < 3; i++) {
      expect(withModel.resolve("Zorptastic")?.source).toBe("embedding");
      expect(withModel.resolve("blorby")).toBeUndefined();
    }
    expect(asked).toEqual(["zorptastic", "blorby"]);
  });
});

test("people's own curves come before a region, and a real word is no form of one's own word either", () => {
  const people = (word: string) => ({ word, people: 2, languages: { en: 2, es: 0 } });
  const few = createWordResolver({
    vocabulary: createVocabulary([people("bass"), people("warm")]),
    personal: new Map([["flow", taught("flow")]]),
  });
  expect(few.resolve("bass")?.source).toBe("crowd");
  expect(few.resolve("flower")).toBeUndefined();
  expect(few.resolve("flowing")?.source).toBe("personal");
});

test("a vocabulary without the thesaurus' words leaves them unknown", () => {
  const small = createVocabulary([{ word: "warm", people: 1, languages: { en: 1, es: 0 } }]);
  const few = createWordResolver({ vocabulary: small });
  expect(few.resolve("raucous")).toBeUndefined();
  expect(few.resolve("phat")).toBeUndefined();
  expect(few.resolve("sibilance")?.source).toBe("studio");
});

test("answers do not depend on what was asked before", () => {
  const words = ["warm", "warmer", "sibilance", "raucous", "brihgt", "zorptastic", "flower"];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (asked) => {
      const fresh = createWordResolver({ vocabulary });
      for (const word of asked) expect(fresh.resolve(word)).toEqual(resolver.resolve(word));
    }),
    { numRuns: 20 },
  );
});
