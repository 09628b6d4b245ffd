import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/any-text.ts";
import { foldWord, normalizeWord } from "./spelling.ts";

fc.configureGlobal({ seed: 1 });

describe("spelling", () => {
  test("normalising and folding twice changes nothing more", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(normalizeWord(normalizeWord(text))).toBe(normalizeWord(text));
        expect(foldWord(foldWord(text))).toBe(foldWord(text));
      }),
      { numRuns: 1000 },
    );
  });

  test("normalising makes case, outer spaces, runs of spaces and Unicode form alike", () => {
    expect(normalizeWord("  Good \n MORNING ")).toBe("good morning");
    expect(normalizeWord("FRÍO".normalize("NFD"))).toBe("frío");
    expect(normalizeWord("\t")).toBe("");
  });

  test("folding drops accents and punctuation and keeps letters and digits of any script", () => {
    expect(foldWord("¿niño-Dulce?")).toBe("nino Dulce");
    expect(foldWord("high-pitched")).toBe("high pitched");
    expect(foldWord("8-bit")).toBe("8 bit");
    expect(foldWord("тёплый")).toBe("теплыи");
    expect(foldWord("!?")).toBe("");
  });
});
