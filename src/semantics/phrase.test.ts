import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/any-text.ts";
import { parsePhrase } from "./phrase.ts";
import { createVocabulary, UnknownWordError } from "./vocabulary.ts";

fc.configureGlobal({ seed: 1 });

const vocabulary = createVocabulary(
  ["warm", "bright", "low", "low end", "good morning", "with", "perlo", "pera", "frío"].map(
    (word, index) => ({
      word,
      people: 10 - index,
      languages: { en: 10 - index, es: 0 },
    }),
  ),
);
const read = (text: string) =>
  parsePhrase(vocabulary, text).parts.map(({ lookup, weight }) => [lookup.entry.word, weight]);

describe("parsePhrase", () => {
  test("words share equally, whatever stands between them", () => {
    for (const text of [
      "warm bright",
      "Warm, bright;",
      "warm+BRIGHT",
      "warm & bright",
      "warm/bright",
      "warm and bright",
    ]) {
      expect(read(text)).toEqual([
        ["warm", 0.5],
        ["bright", 0.5],
      ]);
    }
    expect(read("warm y frio pero warm e bright")).toEqual([
      ["warm", 0.5],
      ["frío", 0.25],
      ["bright", 0.25],
    ]);
  });

  test("the longest entry comes first, typos and forms of single words included", () => {
    expect(read("good morning")).toEqual([["good morning", 1]]);
    expect(read("warm low end").map(([word]) => word)).toEqual(["warm", "low end"]);
    expect(() => read("low warm end")).toThrow(UnknownWordError);
    expect(read("warmer brihgt low ends").map(([word]) => word)).toEqual(["warm", "bright", "low end"]);
  });

  test("a connective is dropped unless people were asked for it, and never read as a typo or a form", () => {
    expect(read("warm with bright").map(([word]) => word)).toEqual(["warm", "with", "bright"]);
    expect(read("warm and bright").map(([word]) => word)).toEqual(["warm", "bright"]);
    expect(read("warm pero bright").map(([word]) => word)).toEqual(["warm", "bright"]);
    expect(() => read("and")).toThrow(RangeError);
    expect(() => read("y e con")).toThrow(/must hold a word/);
  });

  test("the shares of any text add up to 1, each above 0, or it is refused", () => {
    const text = fc.oneof(
      anyText,
      fc
        .array(
          fc.oneof(
            fc.constantFrom(...vocabulary.entries.map(({ word }) => word)),
            fc.constantFrom("and", ",", "y"),
          ),
        )
        .map((parts) => parts.join(" ")),
    );
    fc.assert(
      fc.property(text, (any) => {
        try {
          const weights = parsePhrase(vocabulary, any).parts.map(({ weight }) => weight);
          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
          expect(Math.min(...weights)).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof UnknownWordError)) expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
