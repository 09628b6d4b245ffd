import { describe, expect, test } from "vitest";
import type { WordMeaning } from "../word-meaning.ts";
import { type ReadTerm, readPhrase } from "./reading.ts";
import type { GroupNode, PhraseNode, TermMode, TermNode } from "./tree.ts";

function meaning(word: string, source: WordMeaning["source"] = "crowd"): WordMeaning {
  return { word, source, match: "exact", language: "en", people: 1, isFault: false };
}
function term(word: string, strength = 1, mode: TermMode = "add"): TermNode {
  return {
    kind: "term",
    text: word,
    start: 0,
    end: 0,
    mode,
    strength,
    modifiers: [],
    meaning: meaning(word),
  };
}
function unknown(text: string): TermNode {
  const { meaning: _, ...node } = term(text);
  return { ...node, suggestions: [`${text}ish`] };
}
function group(mode: TermMode, strength: number, ...parts: PhraseNode[]): GroupNode {
  return { kind: "group", mode, strength, modifiers: [], parts };
}
const read = (...parts: PhraseNode[]) => {
  const phrase = { phrase: "", parts, targets: [], ignored: [], unused: [] };
  const { terms, unknown: strange } = readPhrase(phrase);
  const short = ({ mode, strength, meaning: { word } }: ReadTerm) => `${mode} ${strength} ${word}`;
  return { terms: terms.map(short), unknown: strange };
};
const terms = (...parts: PhraseNode[]) => read(...parts).terms;

describe("readPhrase", () => {
  test("terms come in the order of the phrase, one for each word and mode, strengths added up to 2", () => {
    expect(terms(term("b"), term("a", 0.5), term("b", 0.25))).toEqual(["add 1.25 b", "add 0.5 a"]);
    expect(terms(term("a", 1.5), term("a", 1.5), term("b", -2), term("b", -1))).toEqual([
      "add 2 a",
      "add -2 b",
    ]);
    expect(terms(term("a"), term("a", -1))).toEqual(["add 0 a"]);
    expect(terms(term("a"), term("b", 0.7, "without"), term("b", 0.7, "without"))).toEqual([
      "add 1 a",
      "without 1 b",
    ]);
    expect(terms(term("a"), term("a", 1, "without"))).toEqual(["add 1 a", "without 1 a"]);
  });

  test("a word of the user's own is another word than the crowd's", () => {
    expect(terms(term("a"), { ...term("a"), meaning: meaning("a", "personal") })).toHaveLength(2);
  });

  test("without asks for less where nothing is asked for, and keep alone stays", () => {
    expect(terms(term("a", 1, "without"), term("b", 0.5, "without"))).toEqual(["add -1 a", "add -0.5 b"]);
    expect(terms(term("a", 1, "without"), term("b", 1, "keep"))).toEqual(["without 1 a", "keep 1 b"]);
    expect(terms(term("a", 1, "keep"))).toEqual(["keep 1 a"]);
  });

  test("a place is both ends, each with its share", () => {
    const ends = [[term("a", 2)], [term("b", -1)]] as const;
    expect(terms({ kind: "between", position: 0.25, ends })).toEqual(["add 1.5 a", "add -0.25 b"]);
    expect(terms({ kind: "between", position: 0, ends })).toEqual(["add 2 a", "add 0 b"]);
  });

  test("a group multiplies; below 0 it turns what is in it", () => {
    expect(terms(group("add", 0.5, term("a"), term("b", -2)))).toEqual(["add 0.5 a", "add -1 b"]);
    expect(terms(group("add", -2, term("a"), term("b", 1, "keep")))).toEqual(["add -2 a", "without 1 b"]);
    expect(terms(group("add", 0.5, group("add", 0.5, term("a"))))).toEqual(["add 0.25 a"]);
  });

  test("a group that is not to be guards against all of it, and not of not keeps", () => {
    const beside = term("x");
    expect(terms(beside, group("without", 1, term("a"), term("b", -0.5)))).toEqual([
      "add 1 x",
      "without 1 a",
      "keep 0.5 b",
    ]);
    expect(terms(beside, group("without", 1, term("a", 1, "without")))).toEqual(["add 1 x", "keep 1 a"]);
    expect(terms(beside, group("without", 1, term("a", 1, "keep")))).toEqual(["add 1 x", "without 1 a"]);
    expect(terms(beside, group("keep", 1, term("a", 1, "without")))).toEqual(["add 1 x", "without 1 a"]);
    expect(terms(beside, group("keep", 0.5, term("a", 2)))).toEqual(["add 1 x", "keep 1 a"]);
  });

  test("unknown words stand apart, each once, and count as asked for", () => {
    expect(read(unknown("q"), term("a", 1, "without"), unknown("q"))).toEqual({
      terms: ["without 1 a"],
      unknown: [{ text: "q", suggestions: ["qish"] }],
    });
  });
});
