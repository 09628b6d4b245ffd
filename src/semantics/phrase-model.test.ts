import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomModel, vocabulary } from "../../test/support/random-words.ts";
import { BAND_COUNT } from "../effects/index.ts";
import { type MixPoint, rms, shapedPoint } from "./mixture.ts";
import { createPhraseModel, type PhraseModel } from "./phrase-model.ts";
import { createWordResolver } from "./resolver/word-resolver.ts";
import { UnknownWordError } from "./vocabulary.ts";
import type { WordMeaning } from "./word-meaning.ts";

fc.configureGlobal({ seed: 1 });

/** Of every word a curve of its own, expected at 0.4. */
const pointOfWord = (index: number): MixPoint => {
  const curve = Float64Array.from({ length: BAND_COUNT }, (_, band) =>
    Math.cos(((band + 0.5) * (index + 1) * Math.PI) / 40),
  );
  const unitCurve = curve.map((gain) => gain / rms(curve));
  return shapedPoint(
    unitCurve,
    unitCurve.map((gain) => 0.4 * gain),
    Float64Array.from({ length: 3 }, (_, k) => index + k),
  );
};
const own: WordMeaning = {
  ...{
    word: "my vocal",
    source: "personal",
    match: "exact",
    language: "en",
    people: 0,
    isFault: false,
    trust: 0.7,
  },
  ...{ unitCurve: pointOfWord(7).unitCurve, origin: "taught" },
};
const phrases: PhraseModel = createPhraseModel({
  resolver: createWordResolver({ vocabulary, personal: new Map([["my vocal", own]]) }),
  pointOfWord,
  varianceOf: () => new Float64Array(BAND_COUNT).fill(0.25),
});
const words = ["warm", "bright", "smooth", "harsh", "good morning", "frío", "my vocal"];
const word = fc.constantFrom(...words);
const piece = fc
  .tuple(fc.constantFrom("", "a bit ", "very ", "less ", "not ", "without ", "keep ", "30 % "), word)
  .map((parts) => parts.join(""));
const phrase = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(", "));

describe("place", () => {
  test("a plain word is its own point", () => {
    words.slice(0, -1).forEach((text, index) => {
      const { point, words: shares } = phrases.place(text);
      expect(point.unitCurve).toEqual(pointOfWord(index).unitCurve);
      expect(point.deviation).toEqual(pointOfWord(index).deviation);
      expect(shares[0]!.confidence).toBeCloseTo(40, 9);
    });
  });

  test("less of a word is its mirror image, and a part of it that part", () => {
    fc.assert(
      fc.property(word, fc.integer({ min: 0, max: 200 }), (text, percent) => {
        const { unitCurve } = phrases.place(text).point;
        const part = phrases.place(`${percent} % ${text}`).point.unitCurve;
        const turned = phrases.place(`-${percent} % ${text}`).point.unitCurve;
        unitCurve.forEach((gain, band) => {
          expect(part[band]).toBeCloseTo((gain * percent) / 100, 12);
          expect(turned[band]).toBeCloseTo((-gain * percent) / 100, 12);
        });
      }),
    );
  });

  test("shares are the strengths of what is asked, their sizes adding up to 1", () => {
    fc.assert(
      fc.property(phrase, (text) => {
        const { words: shares, reading } = phrases.place(text);
        const total = shares.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
        expect(total).toBeCloseTo(shares.some(({ strength }) => strength !== 0) ? 1 : 0, 12);
        const isAsked = shares.some(({ mode }) => mode === "add");
        for (const { mode, weight, strength } of shares) {
          if (mode === "add") expect(Math.sign(weight)).toBe(Math.sign(strength));
          else if (isAsked) expect(weight).toBe(0);
        }
        expect(shares.map((share) => share.word)).toEqual(reading.terms.map(({ meaning }) => meaning.word));
      }),
    );
  });

  test("is no deeper than the strongest word that is asked for, and finite", () => {
    fc.assert(
      fc.property(phrase, (text) => {
        const { point, reading } = phrases.place(text);
        const strongest = Math.max(1, ...reading.terms.map(({ strength }) => Math.abs(strength)));
        expect(rms(point.unitCurve)).toBeLessThanOrEqual(strongest + 1e-9);
        expect(rms(point.expectedZ)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("the order of what is asked changes nothing that can be heard", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(words, { minLength: 2 }), (some) => {
        const [one, other] = [some, some.toReversed()].map((list) => phrases.place(list.join(", ")).point);
        one!.unitCurve.forEach((gain, band) => {
          expect(gain).toBeCloseTo(other!.unitCurve[band]!, 12);
        });
      }),
    );
  });

  test("has a latent where every word has one and all is asked for", () => {
    expect(phrases.place("warm, less bright").point.deviation).toEqual(Float64Array.of(-0.5, -0.5, -0.5));
    expect(phrases.place("warm without bright").point.deviation).toBeUndefined();
    expect(phrases.place("warm and my vocal").point.deviation).toBeUndefined();
  });

  test("a word of the user's own is believed as far as it says", () => {
    const { words: shares, point } = phrases.place("my vocal");
    expect(shares[0]).toMatchObject({ source: "personal", origin: "taught" });
    expect(rms(point.expectedZ)).toBeCloseTo(0.7, 12);
  });

  test("the first unknown word is refused by name, with what is near it", () => {
    const error = (() => {
      try {
        return phrases.place("warm, brihgtnessy, blorby");
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UnknownWordError);
    expect(String(error)).toContain("brihgtnessy");
    expect(() => phrases.place("not")).toThrow(RangeError);
  });

  test("a meaning without a curve or parts is a fault of who made it", () => {
    const broken = createPhraseModel({
      resolver: createWordResolver({
        vocabulary,
        personal: new Map([
          ["void", { ...own, word: "void", unitCurve: undefined } as unknown as WordMeaning],
        ]),
      }),
      pointOfWord,
      varianceOf: () => new Float64Array(BAND_COUNT),
    });
    expect(() => broken.place("void")).toThrow('meaning of "void" must have a curve or parts');
  });
});

describe("explain", () => {
  test("tells what place does, word by word", () => {
    fc.assert(
      fc.property(phrase, (text) => {
        const { words: shares, clashes, taken, tree } = phrases.place(text);
        const told = phrases.explain(text);
        expect(told).toMatchObject({ words: shares, clashes, taken, tree, unknown: [] });
        expect(told.confidence).toBeGreaterThanOrEqual(0);
        expect(told.confidence).toBeLessThanOrEqual(100);
      }),
    );
  });

  test("unknown words are told beside what is known, or alone", () => {
    const told = phrases.explain("warm, blorby, please, on the vocals");
    expect(told.words.map((share) => share.word)).toEqual(["warm"]);
    expect(told.unknown.map(({ text }) => text)).toEqual(["blorby"]);
    expect(told.ignored).toEqual(["please"]);
    expect(told.targets).toEqual(["vocals"]);
    expect(phrases.explain("blorby")).toMatchObject({ words: [], confidence: 0, clashes: [], taken: [] });
  });
});

describe("a model's phrases", () => {
  test("are the same, whether they were met before or not", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("warm", "a bit warm, not harsh", "less bright", "between warm and harsh"),
        (text) => {
          const { model } = randomModel(1, { bent: true });
          expect(model.curve(text)).toEqual(model.withWords({}).curve(text));
          expect(model.explain(text).confidence).toBe(model.curve(text).confidence);
        },
      ),
      { numRuns: 8 },
    );
  });
});
