import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../test/support/shared.ts";
import { createRandom } from "../math/index.ts";
import { type EffectWords, readEffectWords } from "./index.ts";

const header =
  "likert,effectTime,didnotagree,language,rawwords,agreed,userid,effect,param,ind,words,audioFile".split(",");

/** A cell in quotes where it needs them. */
const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function table(
  rows: readonly Record<string, string>[],
  names: readonly string[] = header,
  end = "\n",
): string {
  const defaults = {
    likert: "3",
    language: "English",
    userid: "p0001",
    effect: "reverb",
    ind: "7",
    words: "warm",
  };
  const lines = rows.map((row) => {
    const cells: Record<string, string> = { ...defaults, ...row };
    return names.map((name) => quoted(cells[name] ?? "")).join(",");
  });
  return [names.join(","), ...lines].join(end);
}

describe("readEffectWords", () => {
  test("gives back what was written, in any order of columns and with any line ends", () => {
    const random = createRandom(11);
    const vocabulary = ["warm", "big-church", "sub-bass", "lejísimo", 'the "room"', "muy bien"];
    const pick = () => vocabulary.filter(() => random.uniform() < 0.5);
    const expected: EffectWords[] = Array.from({ length: 60 }, (_, i) => ({
      effect: random.uniform() < 0.5 ? "reverb" : "compressor",
      settingIndex: random.integer(0, 255),
      participant: `p${random.integer(1, 99)}`,
      language: random.uniform() < 0.5 ? "en" : "es",
      words: [vocabulary[i % vocabulary.length]!],
      agreed: pick(),
      declined: pick(),
      likert: random.integer(0, 4),
      line: i + 2,
    }));
    const rows = expected.map((row) => ({
      effect: row.effect === "reverb" ? "reverb" : "compression",
      ind: String(row.settingIndex),
      userid: row.participant,
      language: row.language === "en" ? "English" : row.line % 2 ? "Español" : "Espa├▒ol",
      words: row.words.join(),
      agreed: row.agreed.join(),
      didnotagree: [...row.declined, "none of the above"].join(),
      likert: String(row.likert),
    }));
    for (const end of ["\n", "\r\n", "\r"]) {
      const names = createRandom(3).shuffle(header.map((_, i) => i));
      const reading = readEffectWords(
        table(
          rows,
          names.map((i) => header[i]!),
          end,
        ),
      );
      expect(reading).toEqual({ rows: expected, problems: [] });
    }
  });

  test("cells with line ends count in the line numbers, and words in them are cleaned", () => {
    const { rows } = readEffectWords(
      table([{ words: "Far \n away, , WARM ,warm", rawwords: "a\nb\nc" }, { words: "cold" }]),
    );
    expect(rows.map(({ words, line }) => [words, line])).toEqual([
      [["far away", "warm"], 2],
      [["cold"], 6],
    ]);
  });

  test("the compressor table has no language", () => {
    const names = header.filter((name) => name !== "language");
    expect(readEffectWords(table([{ effect: "compression" }], names)).rows).toEqual([
      {
        ...{ effect: "compressor", settingIndex: 7, participant: "p0001", language: undefined },
        ...{ words: ["warm"], agreed: [], declined: [], likert: 3, line: 2 },
      },
    ]);
  });

  test.each([
    [{ effect: "chorus" }, /effect must be reverb or compression, got "chorus"/],
    [{ ind: "-1" }, /ind must be a whole number/],
    [{ ind: "1.5" }, /ind must be a whole number/],
    [{ userid: " " }, /userid must be a participant/],
    [{ language: "Klingon" }, /language must be English or Español, got "Klingon"/],
    [{ likert: "5" }, /likert must be a whole number within 0..4, got "5"/],
    [{ likert: "" }, /likert must be/],
    [{ words: "", rawwords: "church_organ" }, /words must hold a word, got none \(typed: "church_organ"\)/],
    [{ words: " , none of the above" }, /words must hold a word/],
  ])("%j is a problem of its row alone", (row, reason) => {
    const reading = readEffectWords(table([{}, row, {}]));
    expect(reading.rows.map(({ line }) => line)).toEqual([2, 4]);
    expect(reading.problems).toEqual([{ line: 3, reason: expect.stringMatching(reason) }]);
  });

  test("a row with too few cells is a problem, a header without the columns an error", () => {
    const text = table([{}]).split("\n");
    expect(readEffectWords([text[0], "1,2"].join("\n")).problems).toEqual([
      { line: 2, reason: "must hold 12 cells, got 2" },
    ]);
    expect(() => readEffectWords("likert,words\n3,warm")).toThrow(/must name effect, ind, userid/);
    expect(() => readEffectWords("")).toThrow(/got no header/);
  });
});

describe.skipIf(!hasShared("data/socialfx/reverb_contributions.csv"))("SocialFX's words for effects", () => {
  const read = (name: string) => readEffectWords(readFileSync(sharedPath(`data/socialfx/${name}`), "utf8"));

  test("the reverb table", () => {
    const { rows, problems } = read("reverb_contributions.csv");
    expect([rows.length, problems.length]).toEqual([6772, 19]);
    expect(problems.every(({ reason }) => reason.startsWith("words must hold a word"))).toBe(true);
    expect(rows.every(({ effect }) => effect === "reverb")).toBe(true);
    expect(rows.filter(({ language }) => language === "es")).toHaveLength(65);
    expect(new Set(rows.map(({ settingIndex }) => settingIndex)).size).toBe(256);
    // One of the 698 participants typed nothing that the spelling correction kept.
    expect(new Set(rows.map(({ participant }) => participant)).size).toBe(697);
    expect(rows.filter(({ words }) => words.includes("warm"))).toHaveLength(482);
    expect(rows.filter(({ words }) => words.includes("echo"))).toHaveLength(701);
    expect(
      rows.some(({ words, agreed, declined }) =>
        [...words, ...agreed, ...declined].includes("none of the above"),
      ),
    ).toBe(false);
  });

  test("the compressor table", () => {
    const { rows, problems } = read("comp_contributions.csv");
    expect([rows.length, problems.length]).toEqual([1142, 6]);
    expect(rows.every(({ effect, language }) => effect === "compressor" && language === undefined)).toBe(
      true,
    );
    expect(rows.filter(({ words }) => words.includes("louder"))).toHaveLength(95);
  });
});
