import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SearchHit } from "../../semantics/index.ts";
import { commandNames, factsOf, helpLines } from "./commands.ts";
import { completeLine } from "./complete.ts";
import { readAmount, readLine, readPath, readSteps, readSwitch, readTime } from "./line.ts";

fc.configureGlobal({ seed: 1 });

describe("lines", () => {
  test("every command is read by its name, behind a colon or a slash, in any case", () => {
    for (const name of commandNames) {
      for (const line of [`:${name}`, ` /${name.toUpperCase()} `]) {
        expect(readLine(line)).toEqual({ kind: "command", name, argument: "", isForced: false });
      }
    }
  });

  test("the beginning of a name is enough where no other has it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...commandNames), fc.integer({ min: 1, max: 8 }), (name, length) => {
        const typed = name.slice(0, length);
        const others = commandNames.filter((other) => other !== name && other.startsWith(typed));
        const known = commandNames.some((other) => other === typed);
        if (others.length === 0) expect(readLine(`:${typed}`)).toMatchObject({ name });
        else if (known) expect(readLine(`:${typed}`)).toMatchObject({ name: typed });
        else expect(() => readLine(`:${typed}`)).toThrow(/may be .* or .*: type one more letter/);
      }),
    );
  });

  test("anything without a colon is a phrase, as it was typed", () => {
    expect(readLine("  a bit warmer but not muddy ")).toEqual({
      ...{ kind: "phrase", text: "a bit warmer but not muddy", goesOn: false },
    });
    expect(readLine("but not muddy")).toMatchObject({ kind: "phrase", goesOn: true });
    expect(readLine("quit")).toMatchObject({ kind: "phrase" });
    expect([readLine(""), readLine("  "), readLine("# a remark")]).toEqual(
      Array(3).fill({ kind: "nothing" }),
    );
  });

  test("! goes with what writes files, arguments with what takes them", () => {
    expect(readLine(":render! my song.wav")).toMatchObject({ argument: "my song.wav", isForced: true });
    expect(() => readLine(":undo!")).toThrow(/replaces no files/);
    expect(() => readLine(":show it")).toThrow(/stands alone, got "it"/);
    expect(() => readLine(":bogus")).toThrow(/no command/);
    expect(() => readLine(":")).toThrow(/no command/);
  });

  test("no line breaks the reader", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("", ":", "/", ":render "),
        (text, start) => {
          try {
            readLine(start + text);
          } catch (error) {
            expect(error).toMatchObject({ name: "UsageError" });
          }
        },
      ),
    );
  });
});

describe("arguments", () => {
  test("steps, amounts, switches, times and paths", () => {
    expect([readSteps("undo", ""), readSteps("undo", "12"), readSteps("redo", "all")]).toEqual([
      ...[1, 12, Number.MAX_SAFE_INTEGER],
    ]);
    expect([readAmount("50"), readAmount("-62.5 %"), readAmount("+.5")]).toEqual([50, -62.5, 0.5]);
    expect([readSwitch("match", "", true), readSwitch("match", "ON", false)]).toEqual([false, true]);
    expect([readTime("TIME", "90"), readTime("TIME", "1:30.5"), readTime("TIME", "1:00:01")]).toEqual([
      ...[90, 90.5, 3601],
    ]);
    expect([readPath('"my song.wav"'), readPath("it's.wav"), readPath("'a'")]).toEqual([
      ...["my song.wav", "it's.wav", "a"],
    ]);
  });

  test.each([
    () => readSteps("undo", "0"),
    () => readSteps("undo", "-1"),
    () => readAmount("201"),
    () => readAmount("1e2"),
    () => readAmount(""),
    () => readSwitch("loop", "yes", true),
    () => readTime("--from", "1:2:3:4"),
    () => readTime("--from", "-3"),
    () => readTime("--from", ""),
  ])("refuses what is none: %s", (read) => {
    expect(read).toThrow(expect.objectContaining({ name: "UsageError" }));
  });
});

describe("completion", () => {
  const words = ["warm", "warmth", "wide", "cálido", "good morning"];
  const search = (text: string): SearchHit[] =>
    words
      .filter((word) => word.includes(text) || (text === "cal" && word === "cálido"))
      .map((word) => ({
        ...{ word, people: 1, languages: { en: 1, es: 0 } },
        match: word.startsWith(text) || text === "cal" ? "prefix" : "substring",
      }));
  const source = { search, formatIds: ["autoeq", "equalizer-apo"] };

  test.each([
    ["wa", ["warm", "warmth"], "wa"],
    ["a bit wa", ["warm", "warmth"], "wa"],
    ["bright,go", ["good morning"], "go"],
    ["cal", ["cálido"], "cal"],
    ["le", ["less"], "le"],
    [":u", [":undo", ":use"], ":u"],
    ["/a", ["/add", "/amount", "/a", "/ab"], "/a"],
    [":match o", ["on", "off"], "o"],
    [":export eq", ["equalizer-apo"], "eq"],
    [":export! a", ["autoeq"], "a"],
    [":add wi", ["without", "wide"], "wi"],
    [":undo ", [], ""],
    [":render x", [], "x"],
    ["rm", [], "rm"],
  ] as const)("%j", (line, hits, part) => {
    expect(completeLine(line, source)).toEqual([hits, part]);
  });
});

test("help names every command, in lines that fit a terminal of 80 columns", () => {
  const lines = helpLines();
  for (const name of commandNames) {
    expect(lines.some((line) => line.startsWith(`  :${name} `) && line.includes(factsOf(name).does))).toBe(
      true,
    );
  }
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});
