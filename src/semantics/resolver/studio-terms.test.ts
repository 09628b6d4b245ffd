import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openModel } from "../open-model.ts";
import { foldWord, normalizeWord } from "../spelling.ts";
import { isFaultWord } from "./faults.ts";
import { regionCurve } from "./region-curve.ts";
import { studioTerms } from "./studio-terms.ts";

const { vocabulary } = openModel(
  readFileSync(new URL("../../../models/socialfx-eq/model.safetensors", import.meta.url)),
).model;

describe("studioTerms", () => {
  test("are normalised and come once", () => {
    const folded = studioTerms.map(({ word }) => foldWord(word));
    expect(new Set(folded).size).toBe(folded.length);
    for (const { word } of studioTerms) expect(word).toBe(normalizeWord(word));
  });

  test("each names a region that has a curve, or a word that the bundled model knows", () => {
    for (const { word, region, sameAs } of studioTerms) {
      if (region) expect(() => regionCurve(region), word).not.toThrow();
      else {
        const known = sameAs?.some((other) => vocabulary.find(other, { forms: false, typos: false }));
        expect(known, word).toBe(true);
      }
    }
  });

  test("none is a word that people were asked for: the crowd wins, so it would never be used", () => {
    const asked = studioTerms.filter(
      ({ word }) => (vocabulary.find(word, { forms: false, typos: false })?.entry.people ?? 0) > 0,
    );
    expect(asked.map(({ word }) => word)).toEqual([]);
  });
});

describe("isFaultWord", () => {
  test.each(
    "muddy boomy boxy harsh nasal sibilant tinny honky thin dull muffled shrill piercing hissy rumbly screechy mud boominess harshness apagado chillón áspero estridente sibilante sucio embarrado retumbante".split(
      " ",
    ),
  )("%s is a fault", (word) => expect(isFaultWord(foldWord(word))).toBe(true));

  test.each(
    "dark bright warm soft smooth clear loud quiet air body presence thick deep punchy crisp bass treble graves agudos cálido brillante oscuro suave claro".split(
      " ",
    ),
  )("%s is none: it is asked for as often", (word) => expect(isFaultWord(foldWord(word))).toBe(false));
});
