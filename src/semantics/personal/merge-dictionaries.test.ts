import { describe, expect, test } from "vitest";
import { addWord, emptyDictionary, type PersonalDictionary, type TaughtWord } from "./dictionary.ts";
import { writeDictionary } from "./dictionary-text.ts";
import { correlationOf, type MergePreference, mergeDictionaries } from "./merge-dictionaries.ts";

const date = "2026-11-22";
const curve = (phase: number, depth = 2): number[] =>
  Array.from({ length: 40 }, (_, band) => depth * Math.sin(band / 4 + phase));
const word = (name: string, gainDb: number[], evidence = 19): TaughtWord => ({
  ...{ word: name, gainDb, evidence },
  from: { kind: "curve", file: "a.csv", date: "2026-01-01" },
});
const of = (...words: TaughtWord[]): PersonalDictionary =>
  words.reduce<PersonalDictionary>((sum, next) => addWord(sum, next), emptyDictionary);
const merge = (mine: PersonalDictionary, theirs: PersonalDictionary, prefer: MergePreference) =>
  mergeDictionaries(mine, theirs, { prefer, date });

describe("merging dictionaries", () => {
  const mine = of(word("a", curve(0)), word("b", curve(0)));
  const theirs = of(word("b", curve(0.9)), word("c", curve(1)));

  test("adds what is new and reports what differs; equal words are no conflict", () => {
    const { dictionary, added, conflicts } = merge(mine, theirs, "mine");
    expect(dictionary.words.map((one) => one.word)).toEqual(["a", "b", "c"]);
    expect(dictionary.words[1]).toEqual(mine.words[1]);
    expect(added).toEqual(["c"]);
    expect(conflicts).toEqual([{ word: "b", similarity: expect.any(Number), kept: "mine" }]);
    expect(merge(mine, theirs, "theirs").dictionary.words[1]).toEqual(theirs.words[0]);
    for (const prefer of ["mine", "theirs", "both"] as const) {
      expect(merge(mine, mine, prefer)).toEqual({ dictionary: mine, added: [], conflicts: [] });
      expect(merge(emptyDictionary, mine, prefer).dictionary).toEqual(mine);
      expect(merge(mine, emptyDictionary, prefer).dictionary).toBe(mine);
    }
    expect(writeDictionary(mine)).toBe(writeDictionary(of(word("a", curve(0)), word("b", curve(0)))));
  });

  test("both: the curve lies between, nearer to the one with more evidence, whoever merges", () => {
    const [a, b] = [of(word("b", curve(0, 1), 30)), of(word("b", curve(0.9, 4), 10))];
    const [{ gainDb, evidence, from }] = merge(a, b, "both").dictionary.words as [TaughtWord];
    const near = correlationOf(gainDb, curve(0));
    const far = correlationOf(gainDb, curve(0.9));
    expect(near).toBeGreaterThan(far);
    expect(far).toBeGreaterThan(correlationOf(curve(0), curve(0.9)));
    expect(evidence).toBe(40);
    expect(from).toEqual({ kind: "merged", date });
    expect(merge(b, a, "both").dictionary.words[0]!.gainDb).toEqual(gainDb);
  });

  test("both: curves that contradict each other are not averaged", () => {
    const { dictionary, conflicts } = merge(of(word("b", curve(0))), of(word("b", curve(Math.PI))), "both");
    expect(dictionary.words[0]!.gainDb).toEqual(of(word("b", curve(0))).words[0]!.gainDb);
    expect(conflicts[0]).toMatchObject({ kept: "mine", reason: /contradict/ });
    expect(conflicts[0]!.similarity).toBeCloseTo(-1, 3);
  });

  test("takes no word that the grammar uses", () => {
    const isReserved = (text: string) => text === "c";
    expect(() => mergeDictionaries(mine, theirs, { prefer: "mine", date, isReserved })).toThrow(
      /"c" is a word of the grammar/,
    );
  });
});
