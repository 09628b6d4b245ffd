import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { vocabulary } from "../../../test/support/random-words.ts";
import { createWordResolver } from "../resolver/word-resolver.ts";
import { foldWord } from "../spelling.ts";
import type { WordMeaning } from "../word-meaning.ts";
import { commands } from "./command-words.ts";
import { degreeWords, fractionWords } from "./degree-words.ts";
import { functionWords, regionWords } from "./function-words.ts";
import { isReserved, type Lexeme, lexemesOf } from "./lexemes.ts";
import { tokenize } from "./tokens.ts";

fc.configureGlobal({ seed: 1 });

const resolver = createWordResolver({ vocabulary });
const lexemes = (text: string): Lexeme[] => lexemesOf(tokenize(text), resolver);
const kinds = (text: string): string[] =>
  lexemes(text).map((lexeme) => (lexeme.kind === "head" ? lexeme.meaning.word : lexeme.kind));
const wordsOf = (list: string): string[] =>
  list
    .split(/[,|]/)
    .map((text) => text.trim())
    .filter((text) => text !== "");

const tables: readonly (readonly [string, readonly string[]])[] = [
  ...Object.values(degreeWords).map((list) => ["degree", wordsOf(list)] as const),
  ...fractionWords.map(([, list]) => ["degree", wordsOf(list)] as const),
  ...Object.entries(functionWords).map(([kind, list]) => [kind, wordsOf(list)] as const),
];

describe("the tables of the grammar", () => {
  test("have each word once, since only its first place would count", () => {
    const all = tables.flatMap(([, words]) => words);
    expect(all.filter((text, at) => all.indexOf(text) !== at)).toEqual([]);
  });

  test("have no word that cannot be found", () => {
    const lost = tables.flatMap(([kind, words]) =>
      words.filter((text) => {
        const inside = /^(?:'|(?:un|non)-$)/.test(text) ? `blorby${text}` : text; // found in a word only
        if (/^(?:un|non)-$/.test(text)) return false;
        const last = lexemes(inside).at(-1)!;
        const isWhole = foldWord(last.text) === foldWord(text);
        const isFound =
          last.kind === kind || (last.kind === "filler" && kind === "degree") || last.kind === "head";
        return !(isWhole && isFound) && kind !== "turn";
      }),
    );
    expect(lost).toEqual([]);
  });

  test("no region and no command is a word of the grammar of another kind", () => {
    const reserved = new Map(tables.flatMap(([kind, words]) => words.map((text) => [text, kind])));
    expect(wordsOf(regionWords).filter((text) => reserved.has(text))).toEqual([]);
    const verbs = [...commands.keys()].map((verb) => reserved.get(verb) ?? "remove");
    expect(verbs.filter((kind) => kind !== "add" && kind !== "remove")).toEqual([]);
  });
});

describe("lexemesOf", () => {
  test("the longest entry wins, in any case and without accents", () => {
    expect(kinds("a little bit warm")).toEqual(["degree", "warm"]);
    expect(kinds("good morning warm")).toEqual(["good morning", "warm"]);
    expect(kinds("MAS frio")).toEqual(["more", "frío"]);
    expect(kinds("the opposite of the opposite of warm")).toEqual(["opposite", "opposite", "warm"]);
  });

  test("forms of a word are that word with its degree", () => {
    const forms = ["warm", "warmer", "warmest", "warmish", "warmly"].map((text) => lexemes(text)[0]!);
    expect(forms.map((form) => form.kind === "head" && [form.meaning.word, form.strength])).toEqual([
      ["warm", 1],
      ["warm", 1],
      ["warm", 2],
      ["warm", 0.5],
      ["warm", 1],
    ]);
    expect(lexemes("brighten")[0]).toMatchObject({ kind: "head", isCommand: true });
    expect(lexemes("warmer")[0]).toMatchObject({ kind: "head", isComparative: true });
  });

  test("a word of the user's own is never a form of another, and has forms of its own", () => {
    const meaning: WordMeaning = {
      ...{ word: "", source: "personal", match: "exact", language: "en", people: 0, isFault: false },
      unitCurve: new Float64Array(40),
    };
    const words = ["brighten", "zingy", "8-bit", "70s rock"];
    const personal = new Map(words.map((word) => [word, { ...meaning, word }]));
    const own = createWordResolver({ vocabulary, personal });
    const read = (text: string) => lexemesOf(tokenize(text), own)[0];
    for (const word of words) expect(read(word), word).toMatchObject({ meaning: { word }, isCommand: false });
    expect(read("zingiest")).toMatchObject({ meaning: { word: "zingy" }, strength: 2 });
  });

  test("hyphens and contractions are cut unless the word is known as it is", () => {
    expect(kinds("not-too-bright")).toEqual(["notToo", "bright"]);
    expect(kinds("warm-blorby")).toEqual(["warm", "unknown"]);
    expect(kinds("the pastor's mic")).toEqual(["determiner", "target", "be", "target"]);
    expect(kinds("it'd they’ve")).toEqual(["pronoun", "filler", "pronoun", "filler"]);
    expect(kinds("low-end")).toEqual(["low end"]);
  });

  test("pieces of words keep their place in the text", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[aéİß]{1,4}(?:[-’'][aéİsß]{1,3}){0,4}$/u), (text) => {
        for (const form of [text, text.normalize("NFD")]) {
          let end = 0;
          for (const piece of lexemes(form)) {
            expect(piece.start).toBeGreaterThanOrEqual(end);
            expect(piece.end).toBeGreaterThan(piece.start);
            end = piece.end;
          }
          expect(end).toBe(form.length);
        }
      }),
    );
  });

  test("stretched words are the words", () => {
    expect(kinds("waaaay tooooo warmmmm")).toEqual(["degree", "too", "warm"]);
  });

  test("a typo in a word of the grammar is letters missing, doubled or swapped, never another letter", () => {
    for (const [typo, kind] of [
      ["wihtout", "without"],
      ["extremly", "degree"],
      ["sligthly", "degree"],
      ["slighttly", "degree"],
    ]) {
      expect(kinds(`${typo} warm`), typo).toEqual([kind, "warm"]);
    }
    for (const real of ["modern", "mixing", "property", "project", "timing", "kissing"]) {
      expect(kinds(`${real} sound`)[0], real).toBe("unknown");
    }
  });

  test("take and tone turn something only with a particle", () => {
    expect(kinds("take the bass down")).toEqual(["turn", "determiner", "bass", "down"]);
    expect(kinds("the warm tone")).toEqual(["determiner", "warm", "filler"]);
    expect(kinds("i'll take warm")).toEqual(["filler", "filler", "warm"]);
  });

  test("closing parentheses without an opening one are left out", () => {
    expect(kinds("warm :) bright")).toEqual(["warm", "sign", "bright"]);
    expect(kinds("(warm) bright)")).toEqual(["sign", "warm", "sign", "bright"]);
  });

  test("numbers and signs that the grammar names", () => {
    expect(kinds("808 & warm")).toEqual(["target", "and", "warm"]);
    expect(kinds("50/50 30 % 3 dB")).toEqual(["split", "number", "unknown"]);
  });
});

describe("isReserved", () => {
  test("holds for the grammar's words, in any case and without accents, and for what is no word", () => {
    for (const text of ["x2", "3 dB", "not", "A  Bit", "mas", "más", "without", "7", "", "vocals"])
      expect(isReserved(text), text).toBe(true);
    for (const text of ["warm", "my vocal", "blorby", "bass"]) expect(isReserved(text), text).toBe(false);
  });
});
