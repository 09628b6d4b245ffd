import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openModel } from "../open-model.ts";
import { isFaultWord } from "./faults.ts";
import { neighbourTable } from "./neighbour-table.ts";
import { isOpposite, neighbourOf, neighbourWords, type Relation, relations } from "./neighbours.ts";
import { studioTerms } from "./studio-terms.ts";

const { vocabulary } = openModel(
  readFileSync(new URL("../../../models/socialfx-eq/model.safetensors", import.meta.url)),
).model;
const words = neighbourWords();
const find = (word: string) => vocabulary.find(word, { forms: false, typos: false });

/** The weight that a known word has in another's meaning. */
const weightIn = (word: string, known: string): number =>
  neighbourOf(word)!
    .parts.filter((part) => part.word === known)
    .reduce((sum, { weight }) => sum + weight, 0);

describe("the neighbours' table", () => {
  test("holds one line for each word, of words that the bundled model knows", () => {
    const listed = neighbourTable.split(/[;\n]/).flatMap((line) => line.split("|")[2]!.split(" "));
    expect(listed.length).toBe(new Set(listed).size);
    expect(words).toEqual(listed);
    for (const word of words) {
      for (const part of neighbourOf(word)!.parts)
        expect(find(part.word), `${word}: ${part.word}`).toBeDefined();
    }
  });

  test("holds no word that is known otherwise", () => {
    const studio = new Set(studioTerms.map(({ word }) => word));
    expect(words.filter((word) => find(word) !== undefined || studio.has(word))).toEqual([]);
  });

  test("is small", () => {
    expect(neighbourTable.length).toBeLessThan(80_000);
  });

  test("has one to three parts for each word, of absolute weight 1 together, and a trust of the relation's", () => {
    const trusts = Object.values(relations).map(({ trust }) => trust);
    for (const word of words) {
      const { parts, trust, origin } = neighbourOf(word)!;
      expect(parts.length).toBeGreaterThanOrEqual(1);
      expect(parts.length).toBeLessThanOrEqual(3);
      expect(parts.reduce((sum, { weight }) => sum + Math.abs(weight), 0)).toBeCloseTo(1, 12);
      expect(trusts).toContain(trust);
      expect(origin).toMatch(/^WordNet: [a-z ]+ \S+$/);
    }
  });

  test("the sign of the best part is its relation's", () => {
    for (const line of neighbourTable.split(/[;\n]/)) {
      const [relation = "", parts = ""] = line.split("|");
      expect(parts.startsWith("-"), line).toBe(isOpposite(relation as Relation));
    }
  });
});

/** Words of opposite meaning, from general knowledge. */
const antonyms: readonly (readonly [string, string])[] = [
  ["thick", "thin"],
  ["warm", "cold"],
  ["warm", "cool"],
  ["hot", "cold"],
  ["bright", "dark"],
  ["bright", "dull"],
  ["bright", "dim"],
  ["loud", "soft"],
  ["loud", "quiet"],
  ["noisy", "quiet"],
  ["hard", "soft"],
  ["heavy", "light"],
  ["light", "dark"],
  ["high", "low"],
  ["sharp", "dull"],
  ["rough", "smooth"],
  ["wet", "dry"],
  ["full", "empty"],
  ["strong", "weak"],
  ["fast", "slow"],
  ["clear", "unclear"],
  ["clean", "dirty"],
  ["deep", "shallow"],
  ["fat", "thin"],
  ["pleasant", "unpleasant"],
  ["happy", "sad"],
  ["good", "bad"],
  ["sweet", "sour"],
];

describe("polarity", () => {
  test("a fault is like a fault: less of it is never less of a quality (glassy, smooth)", () => {
    const faults = words.filter(isFaultWord);
    expect(faults.length).toBeGreaterThan(2);
    for (const word of faults) {
      const [best] = neighbourOf(word)!.parts;
      expect(best!.weight, word).toBeGreaterThan(0);
      expect(isFaultWord(best!.word), word).toBe(true);
    }
  });

  test.each(antonyms)("nothing is like both %s and %s, nor the opposite of both", (one, other) => {
    for (const word of words) {
      expect(weightIn(word, one) * weightIn(word, other), word).toBeLessThanOrEqual(0);
    }
  });

  test("each pair has words on either side, so that the law can fail", () => {
    const used = antonyms.filter(([one, other]) =>
      words.some((word) => weightIn(word, one) !== 0 && weightIn(word, other) !== 0),
    );
    expect(used.length).toBeGreaterThan(8);
  });

  test.each([
    ["close", "distant"],
    ["gauzy", "thick"],
    ["pitch-dark", "bright"],
    ["rocklike", "soft"],
    ["lightless", "bright"],
    ["feathery", "heavy"],
  ])("%s is never like %s", (word, opposite) => {
    const parts = neighbourOf(word)?.parts ?? [];
    expect(parts.every((part) => part.word !== opposite || part.weight < 0)).toBe(true);
  });
});
