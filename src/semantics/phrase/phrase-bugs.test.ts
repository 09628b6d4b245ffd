import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readingOf } from "../../../test/support/phrase-table.ts";
import { GAIN_LIMIT_DB } from "../../effects/index.ts";
import { openModel } from "../open-model.ts";
import { UnknownWordError } from "../vocabulary.ts";
import { parsePhrase } from "./parse.ts";

fc.configureGlobal({ seed: 1 });

const { model } = openModel(
  readFileSync(new URL("../../../models/socialfx-eq/model.safetensors", import.meta.url)),
);
const read = (phrase: string): string => readingOf(phrase, model.resolver);

describe("phrases that were once read as their opposite", () => {
  test.each([
    ["tooo bright", "-1 bright"],
    ["way tooo muddy", "-2 muddy"],
    ["lesss harsh", "-1 harsh"],
    ["less and less harsh", "-1 harsh"],
    ["cada vez menos áspero", "-1 áspero"],
    ["more or less warm", "+1 warm"],
    ["far from harsh", "-1 harsh"],
    ["it's far from warm", "+1 warm"],
    ["un-harsh", "-1 harsh"],
    ["warm, non-harsh", "+1 warm, without harsh"],
    ["a bit less too bright", "-0.5 bright"],
    ["cut the too boomy lows", "-1 boomy"],
    ["warm but de-essed", "+1 warm, -1 sibilant"],
    ["not only warm but also bright", "+1 warm, +1 bright"],
    ["bass down", "-1 bass"],
    ["brightness down a bit", "-0.5 bright"],
    ["bass up treble down", "+1 bass, -1 treble"],
    ["bass down, treble up", "-1 bass, +1 treble"],
    ["turn the harshness down", "-1 harsh"],
    ["no treble cut", "keep treble"],
    ["ni muy brillante ni muy oscuro", "-0.5 brillante, -0.5 oscuro"],
    ["neither bright nor dark", "-1 bright, -1 dark"],
  ])("%s: %s", (phrase, reading) => {
    expect(read(phrase)).toBe(reading);
  });
});

describe("numbers", () => {
  test.each([
    ["warm / 2", "+0.5 warm"],
    ["between 20 % and 30 % warm", "+0.25 warm"],
    ["entre un 20 % y un 30 % cálido", "+0.25 cálido"],
    ["almost warm", "+0.75 warm"],
    ["warm (very)", "+1.5 warm"],
    ["(a bit) warm", "+0.5 warm"],
    ["warm 30", "+0.3 warm"],
    ["2 warm 30 % bright", "+2 warm, +0.3 bright"],
    ["95 warm 5 bright", "+0.95 warm, +0.05 bright"],
    ["make track 3 warmer", "+1 warm"],
    ["make the vocals 30 % warmer", "+0.3 warm"],
  ])("%s: %s", (phrase, reading) => {
    expect(read(phrase)).toBe(reading);
  });

  test("a bare number that is neither a factor nor a percentage is refused", () => {
    for (const phrase of ["warm 5", "2.5 warm", "warm +3", "from warm to bright at 4"]) {
      expect(() => parsePhrase(model.resolver, phrase)).toThrow(RangeError);
    }
  });

  test("the number of a track is told with it", () => {
    expect(parsePhrase(model.resolver, "make track 3 warmer").targets).toEqual(["track 3"]);
  });
});

test("a word of the grammar that only a thesaurus knows is no word of sound", () => {
  expect(() => parsePhrase(model.resolver, "less")).toThrow(/must hold a word of sound/);
  expect(read("even")).toBe("+1 even");
});

test("whatever stands together: nothing but the two errors is thrown, and curves stay within the gain limit", () => {
  const pieces =
    "warm, bright, muddy, de-ess, oscuro, bass, blorby, a bit, very, less, too, not, not too, without, keep, enough, opposite of, un-, " +
    "cut, down, up, between, from, to, at, and, or, but, is, needs, ni, sin, pero, demasiado, on the, vocals, 3, 0.3, 40 %, 50/50, x2, / 2, 1e9, " +
    "-, +, (, ), !, 😀";
  const words = [...pieces.split(", "), ","];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 12 }), (row) => {
      const phrase = row.join(" ");
      try {
        const { words: shares, unknown, tree } = model.explain(phrase);
        expect(parsePhrase(model.resolver, phrase)).toEqual(tree);
        for (const { mode, strength } of shares) {
          expect(strength).toBeGreaterThanOrEqual(mode === "add" ? -2 : 0);
          expect(strength).toBeLessThanOrEqual(mode === "add" ? 2 : 1);
        }
        if (unknown.length > 0) expect(() => model.curve(phrase)).toThrow(UnknownWordError);
        else
          for (const gain of model.curve(phrase).gainDb)
            expect(Math.abs(gain)).toBeLessThanOrEqual(GAIN_LIMIT_DB);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        expect(error.message).toMatch(/^parsePhrase: /);
      }
    }),
    { numRuns: 1000 },
  );
});
