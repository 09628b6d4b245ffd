import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../../test/support/any-text.ts";
import { readingOf, readPhraseTable } from "../../../test/support/phrase-table.ts";
import { openModel } from "../open-model.ts";
import { foldWord } from "../spelling.ts";
import { degreeWords } from "./degree-words.ts";
import { functionWords } from "./function-words.ts";
import { isReserved } from "./lexemes.ts";
import { parsePhrase } from "./parse.ts";
import { type PhraseReading, readPhrase } from "./reading.ts";
import type { PhraseNode, PhraseTree, TermNode } from "./tree.ts";

fc.configureGlobal({ seed: 1 });

const { model } = openModel(
  readFileSync(new URL("../../../models/socialfx-eq/model.safetensors", import.meta.url)),
);
const { resolver } = model;
const golden = readPhraseTable(new URL("../../../test/phrases/golden.tsv", import.meta.url));
const goldenPhrases = golden.map(({ phrase }) => phrase);

const parse = (text: string): PhraseTree => parsePhrase(resolver, text);
const read = (text: string): PhraseReading => readPhrase(parse(text));
/** `+1 warm, without harsh`. */
const told = (text: string): string => readingOf(text, resolver);

/** Undefined where the text holds no word of sound, or a number out of range. */
function parseAnything(text: string): PhraseTree | undefined {
  try {
    return parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toMatch(/^RangeError: parsePhrase: .* must .*, got /su);
    return undefined;
  }
}

function termsOf(nodes: readonly PhraseNode[]): TermNode[] {
  return nodes.flatMap((node) => {
    if (node.kind === "term") return [node];
    return termsOf(node.kind === "group" ? node.parts : node.ends.flat());
  });
}

function nodesOf(nodes: readonly PhraseNode[]): PhraseNode[] {
  return nodes.flatMap((node) => {
    if (node.kind === "term") return [node];
    return [node, ...nodesOf(node.kind === "group" ? node.parts : node.ends.flat())];
  });
}

const grammar = [...Object.values(functionWords), ...Object.values(degreeWords)].flatMap((list) =>
  list.split(/[,|]/).map((text) => text.trim()),
);
const grammarWords = new Set(grammar.flatMap((text) => text.split(" ")));
/** Words that no entry of the grammar holds, and that are no forms of others. */
const plainWords = model.vocabulary.entries
  .filter(
    ({ word, people }) =>
      people > 0 && /^\p{L}+$/u.test(word) && !isReserved(word) && !grammarWords.has(word),
  )
  .map(({ word }) => word)
  .filter((word) => {
    const [term] = parse(word).parts;
    return term?.kind === "term" && term.strength === 1 && term.meaning?.word === word;
  });
const word = fc.constantFrom(...plainWords);
const pair = fc.tuple(word, word).filter(([a, b]) => a !== b);
const percent = fc.integer({ min: 0, max: 200 });

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...grammar) },
  { weight: 4, arbitrary: word },
  {
    weight: 2,
    arbitrary: fc.constantFrom(",", ".", "(", ")", "+", "-", "/", ":", "%", "“", "¿", "🔥", "&", ";"),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("0.3", "30 %", "2x", "x2", "50/50", "1/3", "70", "0", "3 dB", "8-bit"),
  },
  { weight: 1, arbitrary: fc.constantFrom("blorby", "İİİ-a", "un-harsh", "it'd", "w/o", "and/or") },
);
const phrase = fc
  .array(fc.tuple(piece, fc.constantFrom(" ", " ", " ", "", "  ")), { minLength: 1, maxLength: 16 })
  .map((pieces) => pieces.flat().join(""));

describe("any text", () => {
  test("gives a tree within bounds, or a RangeError that says why", () => {
    fc.assert(
      fc.property(fc.oneof(phrase, phrase, anyText), (text) => {
        const tree = parseAnything(text);
        for (const node of nodesOf(tree?.parts ?? [])) {
          if (node.kind === "between") {
            expect(node.position).toBeGreaterThanOrEqual(0);
            expect(node.position).toBeLessThanOrEqual(1);
          } else {
            expect(Math.abs(node.strength)).toBeLessThanOrEqual(2);
            if (node.mode !== "add") expect(node.strength).toBeGreaterThanOrEqual(0);
          }
        }
        for (const { mode, strength } of tree ? readPhrase(tree).terms : []) {
          expect(strength).toBeGreaterThanOrEqual(mode === "add" ? -2 : 0);
          expect(strength).toBeLessThanOrEqual(mode === "add" ? 2 : 1);
        }
      }),
      { numRuns: 700 },
    );
  });

  test("a term's span holds the word as it was typed", () => {
    fc.assert(
      fc.property(phrase, (text) => {
        const tree = parseAnything(text);
        for (const { start, end, text: typed } of termsOf(tree?.parts ?? [])) {
          expect(foldWord(tree!.phrase.slice(start, end).toLowerCase())).toBe(foldWord(typed));
        }
      }),
      { numRuns: 500 },
    );
  });

  test("the same text gives the same tree", () => {
    fc.assert(
      fc.property(phrase, (text) => {
        expect(parseAnything(text)).toEqual(parseAnything(text));
      }),
    );
  });

  test("no text and too much of it are refused", () => {
    for (const text of ["", "  ", ",", "not", "🔥", "blorby ".repeat(144)]) {
      expect(() => parse(text)).toThrow(RangeError);
    }
    expect(() => parsePhrase(resolver, 7 as never)).toThrow(TypeError);
  });

  test.each([
    ["commas", ",".repeat(990)],
    ["words joined by or", "warm or ".repeat(120)],
    ["a list that an or might end", `not ${"x, ".repeat(300)}`],
    ["open parentheses", "(".repeat(900)],
    ["nested parentheses", `${"(".repeat(300)}dark${")".repeat(300)}`],
    ["negated parentheses", `${"not (".repeat(180)}dark`],
    ["numbers behind a word", `warm ${"1 ".repeat(480)}`],
    ["degrees", "very ".repeat(190)],
    ["unfinished places", "between a between the ".repeat(40)],
    ["regions", "the bass and ".repeat(70)],
  ])("1,000 characters of %s are read at once", (_, text) => {
    const times = [1, 2, 3].map(() => {
      const begun = performance.now();
      parseAnything(`${text} warm`.slice(-1000));
      return performance.now() - begun;
    });
    expect(Math.min(...times)).toBeLessThan(500); // some 10 ms on an idle machine
  });
});

describe("a phrase is read alike", () => {
  test("in any case, spacing and composition", () => {
    for (const text of goldenPhrases) {
      const reading = told(text);
      expect(told(text.toUpperCase())).toBe(reading);
      expect(told(`  ${text.replaceAll(" ", " \t ")} `)).toBe(reading);
      expect(told(text.normalize("NFD"))).toBe(reading);
    }
  });

  test("without accents, up to the spelling of its words", () => {
    const folded = (text: string): string => text.normalize("NFD").replaceAll(/\p{M}/gu, "");
    for (const text of goldenPhrases) {
      expect(folded(told(folded(text))), text).toBe(folded(told(text)));
    }
  });

  test("with a full stop, thanks or a smiley behind it", () => {
    for (const text of goldenPhrases) {
      expect(told(`${text}.`), text).toBe(told(text));
      expect(told(`${text} :)`), text).toBe(told(text));
    }
  });
});

describe("words of which nothing is known", () => {
  test("never vanish: they are unknown, or told as what the sound is done to or as left out", () => {
    const nonsense = fc.constantFrom(
      "blorby",
      "zzkt",
      "frumious",
      "quuxly",
      "ñandutí",
      "brilligmente",
      "xq-zt",
    );
    fc.assert(
      fc.property(fc.constantFrom(...goldenPhrases), nonsense, fc.nat(), (text, odd, seed) => {
        const words = text.split(" ");
        words.splice(seed % (words.length + 1), 0, odd);
        const tree = parseAnything(words.join(" "));
        if (!tree) return;
        const unknown = termsOf(tree.parts).flatMap((term) => (term.meaning ? [] : [term.text]));
        const all = [...unknown, ...tree.targets, ...tree.ignored, ...tree.unused].join(" ");
        for (const part of odd.split("-")) expect(all, tree.phrase).toContain(part);
      }),
      { numRuns: 700 },
    );
  });

  test("a closing parenthesis that closes nothing ends nothing", () => {
    expect(told("a bit warmer :) and less harsh")).toBe("+0.5 warm, -1 harsh");
    expect(told("between warm and dark (30 %), less harsh")).toBe("+0.7 warm, +0.3 dark, -1 harsh");
  });

  test("are not mistaken for words of the grammar with another letter in them", () => {
    expect(told("warm and modern")).toBe("+1 warm, ? modern"); // moderá
    expect(told("a warm property")).toBe("+1 warm, ? property"); // properly
    expect(told("warm wihtout harshness")).toBe(told("warm without harshness"));
    expect(told("extremly warm")).toBe("+2 warm");
  });
});

describe("strength", () => {
  test("is the number that stands before, behind or in parentheses", () => {
    fc.assert(
      fc.property(word, percent, (text, amount) => {
        const strengths = [
          `${amount} % ${text}`,
          `${text} ${amount} %`,
          `${text} (${amount} %)`,
          `${text}: ${amount} %`,
        ]
          .map((typed) => read(typed).terms)
          .map((terms) => terms.map(({ strength }) => strength));
        for (const found of strengths) expect(found).toEqual([amount / 100]);
      }),
    );
  });

  test("multiplies, up to 2", () => {
    fc.assert(
      fc.property(word, percent, percent, (text, a, b) => {
        const product = Math.min(2, (a * b) / 1e4);
        for (const typed of [`${a} % (${b} % ${text})`, `${a / 100}x ${b} % ${text}`]) {
          expect(read(typed).terms[0]!.strength, typed).toBeCloseTo(product, 12);
        }
      }),
    );
  });

  test("beyond 200 %, or of a number that may be a part or a factor, is refused", () => {
    for (const typed of ["250 % warm", "3x warm", "warm x 2.5", "warm 3", "4 warm"]) {
      expect(() => parse(typed), typed).toThrow("a strength must be at most 200 %");
    }
  });

  test("of a place between two words is shared by them", () => {
    fc.assert(
      fc.property(pair, fc.integer({ min: 0, max: 100 }), ([a, b], at) => {
        const both = read(`from ${a} to ${b} at ${at} %`).terms;
        expect(both.map(({ meaning }) => meaning.word)).toEqual([a, b]);
        expect(both[0]!.strength).toBeCloseTo(1 - at / 100, 12);
        expect(both[1]!.strength).toBeCloseTo(at / 100, 12);
        expect(read(`between ${a} and ${b}`).terms.map(({ strength }) => strength)).toEqual([0.5, 0.5]);
      }),
    );
  });
});

describe("laws of the grammar", () => {
  const sorted = (text: string): string => told(text).split(", ").sort().join(", ");
  test("and, plus and a comma join alike, in any order", () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const both = sorted(`${a} and ${b}`);
        for (const joint of [" & ", ", ", " + ", " y ", " plus "])
          expect(sorted(`${b}${joint}${a}`)).toBe(both);
        expect(both.split(", ")).toHaveLength(2);
      }),
    );
  });

  test("the opposite, less, minus and too turn a word round; twice the opposite is the word", () => {
    fc.assert(
      fc.property(word, (text) => {
        const turned = told(text).replace("+", "-");
        for (const typed of [
          `opposite of ${text}`,
          `less ${text}`,
          `-${text}`,
          `minus ${text}`,
          `too ${text}`,
        ]) {
          expect(told(typed), typed).toBe(turned);
        }
        expect(told(`the opposite of the opposite of ${text}`)).toBe(told(text));
      }),
    );
  });

  test("without beside something that is asked for is a guard, alone it asks for less; twice not is not", () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(told(`${a} without ${b}`)).toBe(`${told(a)}, without ${b}`);
        expect(told(`${a} but not ${b}`)).toBe(`${told(a)}, without ${b}`);
        expect(told(`without ${b}`)).toBe(`-1 ${b}`);
        expect(told(`not not ${b}`)).toBe(`-1 ${b}`);
        expect(told(`${a}, keep ${b}`)).toBe(`${told(a)}, keep ${b}`);
        expect(told(`${a}, not less ${b}`)).toBe(`${told(a)}, keep ${b}`);
      }),
    );
  });

  test("a group is its terms under one sign", () => {
    fc.assert(
      fc.property(pair, percent, ([a, b], amount) => {
        expect(told(`-(${a} + ${b})`)).toBe(told(`-${a} -${b}`));
        expect(told(`${amount} % (${a} + ${b})`)).toBe(told(`${amount} % ${a}, ${amount} % ${b}`));
        expect(told(`(${a}) (${b})`)).toBe(told(`${a}, ${b}`));
      }),
    );
  });
});
