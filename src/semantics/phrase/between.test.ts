import { describe, expect, test } from "vitest";
import { vocabulary } from "../../../test/support/random-words.ts";
import { createWordResolver } from "../resolver/word-resolver.ts";
import { readEnds, readPosition } from "./between.ts";
import { Cursor } from "./cursor.ts";
import { lexemesOf } from "./lexemes.ts";
import { tokenize } from "./tokens.ts";
import type { BetweenNode } from "./tree.ts";

const resolver = createWordResolver({ vocabulary });
const cursorOf = (text: string): Cursor => new Cursor(lexemesOf(tokenize(text), resolver));

/** `1 warm | 0.5 bright @ 0.3`, then what is left: what follows *between* or *from*. */
function read(text: string, joint: "and" | "to" = "and"): string | undefined {
  const cursor = cursorOf(text);
  const ends = readEnds(cursor, resolver, joint, []);
  if (!ends) {
    expect(cursor.at).toBe(0);
    return undefined;
  }
  const position = readPosition(cursor, [], ends);
  const rest = cursor.lexemes.slice(cursor.at).map((lexeme) => lexeme.text);
  return [...ends.map(endText), `@ ${position}`, ...rest].join(" ");
}

function endText([node]: BetweenNode["ends"][number]): string {
  if (node?.kind !== "term") return "?";
  return `${node.strength} ${node.meaning?.word ?? `? ${node.text}`}`;
}

describe("readEnds", () => {
  test("takes a word with its degree on either side of the joint", () => {
    expect(read("warm and bright")).toBe("1 warm 1 bright @ 0.5");
    expect(read("warm to bright", "to")).toBe("1 warm 1 bright @ 0.5");
    expect(read("a bit warm and very bright")).toBe("0.5 warm 1.5 bright @ 0.5");
    expect(read("less warm and the smooth")).toBe("-1 warm 1 smooth @ 0.5");
    expect(read("warm and blorby")).toBe("1 warm 1 ? blorby @ 0.5");
  });

  test("a degree and a superlative are no more than 2", () => {
    expect(read("very warmest and extremely brightest")).toBe("2 warm 2 bright @ 0.5");
  });

  test("takes nothing where that is not what follows", () => {
    for (const text of ["warm", "warm to bright", "warm and", "and bright", "not warm and bright", ""]) {
      expect(read(text), text).toBeUndefined();
    }
  });

  test("tells the words that say nothing, if it takes any", () => {
    const ignored: string[] = [];
    readEnds(cursorOf("basically warm and please bright"), resolver, "and", ignored);
    expect(ignored).toEqual(["basically", "please"]);
    readEnds(cursorOf("basically warm or bright"), resolver, "and", ignored);
    expect(ignored).toHaveLength(2);
  });
});

describe("readPosition", () => {
  test.each([
    ["warm and bright at 0.3", "@ 0.3"],
    ["warm and bright at 30 %", "@ 0.3"],
    ["warm and bright, 30 %", "@ 0.3"],
    ["warm and bright (30 %)", "@ 0.3"],
    ["warm and bright (30 % of the way), smooth", "@ 0.3 , smooth"],
    ["warm and bright: 0.3", "@ 0.3"],
    ["warm and bright en 0.3", "@ 0.3"],
    ["warm and bright, a quarter of the way", "@ 0.25 the way"],
    ["warm and bright, closer to warm", "@ 0.25"],
    ["warm and bright (closer to bright), smooth", "@ 0.75 , smooth"],
    ["warm and bright, 30 % smooth", "@ 0.5 , 30 % smooth"],
    ["warm and bright, a bit", "@ 0.5 , a bit"],
    ["warm and bright (smooth)", "@ 0.5 ( smooth )"],
    ["warm and bright, closer to smooth", "@ 0.5 , closer to smooth"],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(`1 warm 1 bright ${expected}`);
  });

  test("what was said before counts, parts of parts multiplied", () => {
    const ends: BetweenNode["ends"] = [[], []];
    const said = [0.5, 0.5].map((does) => ({ text: "half", does }));
    expect(readPosition(cursorOf("at 0.9"), said, ends)).toBe(0.25);
  });

  test("beyond the ends there is nothing", () => {
    for (const text of ["warm and bright at 1.5", "warm and bright, 120 %"]) {
      expect(() => read(text)).toThrow("a position between two words must be within 0..1");
    }
  });
});
