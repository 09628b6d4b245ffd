import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../test/support/any-text.ts";
import { foldWord } from "./spelling.ts";
import { baseForms, inflectedFrom } from "./word-family.ts";

fc.configureGlobal({ seed: 1 });

describe("baseForms", () => {
  test.each([
    ["warmer", "warm"],
    ["warmest", "warm"],
    ["warmly", "warm"],
    ["brightish", "bright"],
    ["brightness", "bright"],
    ["brighten", "bright"],
    ["bigger", "big"],
    ["thinning", "thin"],
    ["flattened", "flatten"],
    ["boomy", "boom"],
    ["muddy", "mud"],
    ["edgy", "edge"],
    ["larger", "large"],
    ["heavier", "heavy"],
    ["heaviest", "heavy"],
    ["heaviness", "heavy"],
    ["heavily", "heavy"],
    ["gently", "gentle"],
    ["drums", "drum"],
    ["basses", "bass"],
  ])("English: %s is a form of %s", (form, base) => {
    expect(baseForms(form)).toContain(base);
  });

  test.each([
    ["suavemente", "suave"],
    ["rápidamente", "rapido"],
    ["fuertísimo", "fuerte"],
    ["clarísima", "claro"],
    ["calentito", "calento"],
    ["suavecita", "suaveca"],
    ["claridad", "claro"],
    ["belleza", "bella"],
    ["oscuros", "oscuro"],
    ["oscuras", "oscura"],
    ["oscuras", "oscuro"],
    ["roja", "rojo"],
    ["rojo", "roja"],
    ["suaves", "suave"],
    ["colores", "color"],
  ])("Spanish: %s is a form of %s", (form, base) => {
    expect(baseForms(form)).toContain(base);
  });

  test.each([
    "warm",
    "cold",
    "king",
    "red",
    "bed",
    "est",
    "s",
    "",
    "!",
    "a bed",
    "no es",
  ])("%j has too little before an ending, or none", (word) => {
    expect(baseForms(word)).toEqual([]);
  });

  test("the forms of any text are folded, each once, and never the text itself", () => {
    const ending = fc.constantFrom(
      "er",
      "iest",
      "ish",
      "ly",
      "ing",
      "mente",
      "ísima",
      "as",
      "os",
      "es",
      "y",
      "",
    );
    const text = fc.oneof(
      anyText,
      fc.tuple(anyText, ending).map((parts) => parts.join("")),
      fc
        .tuple(fc.string({ unit: fc.constantFrom(..."abeinorst ñé-") }), ending)
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (word) => {
        const forms = baseForms(word);
        expect(new Set(forms).size).toBe(forms.length);
        expect(forms).not.toContain(foldWord(word));
        expect(forms.map(foldWord)).toEqual(forms);
      }),
      { numRuns: 500 },
    );
  });

  test("forms of forms come to an end: each chain is finite", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."abdeginorstyz"), minLength: 3, maxLength: 14 });
    fc.assert(
      fc.property(letters, (word) => {
        const reached = new Set([word]);
        for (const form of reached) {
          for (const base of baseForms(form)) reached.add(base);
          if (reached.size > 5000) break;
        }
        expect(reached.size).toBeLessThan(5000);
      }),
    );
  });
});

describe("inflectedFrom", () => {
  test.each([
    ["warmer", "warm"],
    ["brightest", "bright"],
    ["heavier", "heavy"],
    ["softly", "soft"],
    ["harshness", "harsh"],
    ["drums", "drum"],
    ["cálida", "calido"],
    ["oscuros", "oscuro"],
    ["suavemente", "suave"],
  ])("%s is a form of %s", (word, base) => {
    expect(inflectedFrom(word)).toContain(base);
  });

  test.each([
    "boomy",
    "warmish",
    "brighten",
    "muffled",
    "ringing",
    "warm",
  ])("%s is a word of its own", (word) => {
    expect(inflectedFrom(word)).toEqual([]);
  });

  test("gives nothing that baseForms does not", () => {
    fc.assert(
      fc.property(anyText, (word) => {
        const bases = baseForms(word);
        expect(inflectedFrom(word).every((base) => bases.includes(base))).toBe(true);
      }),
    );
  });
});
