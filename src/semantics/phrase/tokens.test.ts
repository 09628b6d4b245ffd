import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../../test/support/any-text.ts";
import { tokenize } from "./tokens.ts";

fc.configureGlobal({ seed: 1 });

const told = (text: string): string[] =>
  tokenize(text).map(({ kind, text: piece, value, unit }) =>
    kind === "number" ? `${Number(value!.toFixed(4))} ${unit}` : kind === "sign" ? `(${piece})` : piece,
  );

describe("tokenize", () => {
  test("pieces lie in the text, in order and apart, whatever it is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let end = 0;
        for (const token of tokenize(text)) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          end = token.end;
          for (const at of token.hyphens ?? []) expect(text.slice(at, at + 1)).toMatch(/[-‐‑]/);
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  test("no letter or digit is left out", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const left = text.split("");
        for (const { start, end } of tokenize(text)) left.fill("", start, end);
        expect(left.join("")).not.toMatch(/[\p{L}\p{N}]/u);
      }),
      { numRuns: 2000 },
    );
  });

  test("case, composition, apostrophes and hyphens of any kind do not matter", () => {
    expect(told("Cálido DON’T low‑end")).toEqual(["cálido", "don't", "low-end"]);
    expect(told("Cálido".normalize("NFD"))).toEqual(["cálido"]);
  });

  test.each([
    ["30 %", ["0.3 percent"]],
    ["30 per cent", ["0.3 percent"]],
    ["30 por ciento", ["0.3 percent"]],
    ["2x x1.5 ×2", ["2 times", "1.5 times", "2 times"]],
    ["0,5 .5 1/4", ["0.5 none", "0.5 none", "0.25 times"]],
    ["3 dB 2 kHz", ["3 decibel", "2 hertz"]],
    ["2nd x2y", ["2nd", "x2y"]],
    ["8-bit -8", ["8-bit", "(-)", "8 none"]],
    ["2x-warm", ["2 times", "(-)", "warm"]],
    ["1/0", ["1 none", "(/)", "0 none"]],
  ])("numbers: %s", (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test("a number ends with its last digit or unit", () => {
    expect(tokenize("70 bright")[0]).toMatchObject({ text: "70", start: 0, end: 2 });
    expect(tokenize("70 % bright")[0]).toMatchObject({ text: "70 %", start: 0, end: 4 });
  });

  test("words that hold a slash stay whole", () => {
    expect(told("w/ w/o w/out and/or y/o W/oboe")).toEqual([
      "w/",
      "w/o",
      "w/out",
      "and/or",
      "y/o",
      "w/",
      "oboe",
    ]);
    expect(told("warm/bright")).toEqual(["warm", "(/)", "bright"]);
  });

  test("signs have one spelling, and those without a meaning are left out", () => {
    expect(told("a; b — c! ¿d? [e] {f} g=h i|j k−l")).toEqual(
      "a(,)b(,)c(,)(,)d(,)(()e())(()f())g(:)h i(/)j k(-)l".match(/\(.\)|\w/g),
    );
    expect(told('"warm" 🔥 *air*')).toEqual(["warm", "air"]);
  });
});
