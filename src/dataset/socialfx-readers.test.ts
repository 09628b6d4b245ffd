import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { readSocialFxCsv, readSocialFxParquet } from "./index.ts";

/** A curve with mean 0 and population standard deviation 1 over the 40 bands. */
function curve(phase: number): number[] {
  return bandFrequencyHz.map((_, band) => Math.SQRT2 * Math.cos((2 * Math.PI * band) / 40 + phase));
}

const bandNames = bandFrequencyHz.map((frequencyHz) => `RSC_${frequencyHz}Hz_band`);
const shiftedHeader = ["descriptor", "audio_id", "ratings_consistency", ...bandNames].join(",");
const header = ["word", "language", "audio_id", "ratings_consistency", ...bandNames].join(",");
const rows: readonly (readonly (string | number)[])[] = [
  ["hot", "English", 8, 0.797209, ...curve(0)],
  [" Frío ", "Español", 7, 0.000238, ...curve(1)],
  ['"sonido ""profundo"", sí"', "Español", 9, 0.942108, ...curve(2)],
];
const csv = (head: string, lines: readonly string[], end = "\r\n") => [head, ...lines, ""].join(end);
const lines = rows.map((cells) => cells.join(","));

describe("readSocialFxCsv", () => {
  test("the published, shifted header and a correct one give the same rows", () => {
    const shifted = readSocialFxCsv(csv(shiftedHeader, lines));
    const named = readSocialFxCsv(csv(header, lines));
    expect(shifted.format).toBe("csv with shifted header");
    expect(named.format).toBe("csv");
    expect(named.examples).toEqual(shifted.examples);
    expect(shifted.problems).toEqual([]);
    expect(shifted.examples).toEqual([
      {
        word: "hot",
        term: "hot",
        language: "en",
        audioId: 8,
        consistency: 0.797209,
        gains: Float64Array.from(curve(0)),
        line: 2,
      },
      {
        word: " Frío ",
        term: "frío",
        language: "es",
        audioId: 7,
        consistency: 0.000238,
        gains: Float64Array.from(curve(1)),
        line: 3,
      },
      {
        word: 'sonido "profundo", sí',
        term: 'sonido "profundo", sí',
        language: "es",
        audioId: 9,
        consistency: 0.942108,
        gains: Float64Array.from(curve(2)),
        line: 4,
      },
    ]);
  });

  test("named columns may stand in any order, audio_id may be missing", () => {
    const names = ["ratings_consistency", ...bandNames.toReversed(), "lang", "word"];
    const row = [0.5, ...curve(0.3).reverse(), "English", "warm"].join(",");
    const [example] = readSocialFxCsv(csv(names.join(","), [row])).examples;
    expect(example).toMatchObject({ word: "warm", language: "en", audioId: undefined, consistency: 0.5 });
    expect([...example!.gains]).toEqual(curve(0.3));
  });

  test("line ends, byte order mark and blank lines change nothing but the line numbers", () => {
    const expected = readSocialFxCsv(csv(shiftedHeader, lines)).examples;
    for (const end of ["\n", "\r", "\r\n"]) {
      expect(readSocialFxCsv(`\uFEFF${csv(shiftedHeader, lines, end)}`).examples).toEqual(expected);
    }
    const spread = readSocialFxCsv(csv(shiftedHeader, [lines[0]!, "", lines[1]!]));
    expect(spread.examples.map(({ line }) => line)).toEqual([2, 4]);
    expect(spread.problems).toEqual([]);
  });

  test("a cell with a line break does not upset the line numbers", () => {
    const broken = ['"two\r\nlines"', "English", 8, 0.5, ...curve(0)].join(",");
    const { examples } = readSocialFxCsv(csv(shiftedHeader, [broken, ...lines]));
    expect(examples.map(({ line }) => line)).toEqual([2, 4, 5, 6]);
    expect(examples[0]!.word).toBe("two\nlines");
  });

  test.each<[string, (cells: (string | number)[]) => unknown, RegExp]>([
    ["too few cells", (cells) => cells.pop(), /must hold 44 cells, got 43/],
    ["too many cells", (cells) => cells.push(0), /must hold 44 cells, got 45/],
    ["an empty word", (cells) => cells.splice(0, 1, "  "), /the word is empty/],
    ["an unknown language", (cells) => cells.splice(1, 1, "Espa├▒ol"), /English or Español, got "Espa├▒ol"/],
    ["the name of an inherited property", (cells) => cells.splice(1, 1, "constructor"), /language must be/],
    ["an audio id that is none", (cells) => cells.splice(2, 1, "7.5"), /audio_id .* got "7.5"/],
    ["a consistency out of range", (cells) => cells.splice(3, 1, 1.5), /within -1..1, got "1.5"/],
    ["an empty consistency", (cells) => cells.splice(3, 1, ""), /within -1..1, got ""/],
    ["a gain in letters", (cells) => cells.splice(4, 1, "loud"), /at 20 Hz must be a number, got "loud"/],
    ["a gain NaN", (cells) => cells.splice(5, 1, "NaN"), /at 50 Hz must be a number, got "NaN"/],
    ["an empty gain", (cells) => cells.splice(43, 1, ""), /at 19682 Hz must be a number, got ""/],
    ["a hexadecimal gain", (cells) => cells.splice(43, 1, "0x1"), /at 19682 Hz must be a number/],
    ["an infinite gain", (cells) => cells.splice(43, 1, "1e999"), /at 19682 Hz must be a number/],
    [
      "another depth",
      (cells) => cells.splice(4, 40, ...curve(0).map((gain) => 2 * gain)),
      /standard deviation 2/,
    ],
    ["another mean", (cells) => cells.splice(4, 40, ...curve(0).map((gain) => gain + 1)), /mean 1 and/],
    ["a flat curve", (cells) => cells.splice(4, 40, ...Array(40).fill(0)), /standard deviation 0/],
    ["a quote left open", (cells) => cells.splice(43, 1, '"0.1'), /malformed CSV/],
  ])("reports %s with its line and reads on", (_, spoil, reason) => {
    const cells = [...rows[0]!];
    spoil(cells);
    const last = reason.source.includes("malformed") ? [] : [lines[1]!];
    const { examples, problems } = readSocialFxCsv(csv(shiftedHeader, [lines[0]!, cells.join(","), ...last]));
    expect(examples.map(({ line }) => line)).toEqual(last.length > 0 ? [2, 4] : [2]);
    expect(problems).toEqual([{ line: 3, reason: expect.stringMatching(reason) }]);
  });

  test("every row is either an example or a problem, whatever the cells", () => {
    const cell = fc.stringMatching(/^[a-zA-Z0-9.\-éñ ]{0,6}$/);
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 50 }), { maxLength: 8 }), (table) => {
        const text = csv(
          shiftedHeader,
          table.map((cells) => ["x", ...cells].join(",")),
        );
        const { examples, problems } = readSocialFxCsv(text);
        expect(examples.length + problems.length).toBe(table.length);
      }),
    );
  });

  test("refuses a table of something else, and an empty one", () => {
    expect(() => readSocialFxCsv("a,b\n1,2\n")).toThrow(/the header must name word.*got 2 columns: a, b/);
    expect(() => readSocialFxCsv(shiftedHeader.replace("RSC_161Hz", "RSC_160Hz"))).toThrow(/the header must/);
    expect(() => readSocialFxCsv("")).toThrow(/must hold a header and rows, got none/);
  });
});

interface HubRow {
  text: unknown;
  keys: unknown;
  values: unknown;
  extra: unknown;
}

function parquet(table: readonly HubRow[]): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: "id", data: table.map((_, index) => `eq_${index}`), type: "STRING" },
        { name: "text", data: table.map(({ text }) => text), type: "STRING" },
        { name: "param_keys", data: table.map(({ keys }) => keys), type: "JSON" },
        { name: "param_values", data: table.map(({ values }) => values), type: "JSON" },
        { name: "extra", data: table.map(({ extra }) => extra), type: "STRING" },
      ],
    }),
  );
}

const hubRow = (word: unknown, phase: number, language = "English"): HubRow => ({
  text: word,
  keys: bandNames,
  values: curve(phase),
  extra: `{'lang': '${language}', 'ratings_consistency': 0.5}`,
});

describe("readSocialFxParquet", () => {
  test("reads the hub's layout, with the row number as line", async () => {
    const table = [hubRow("Warm", 0), hubRow("frío", 1, "Español")];
    expect(await readSocialFxParquet(parquet(table))).toEqual({
      format: "parquet",
      problems: [],
      examples: [
        {
          word: "Warm",
          term: "warm",
          language: "en",
          audioId: undefined,
          consistency: 0.5,
          gains: Float64Array.from(curve(0)),
          line: 1,
        },
        {
          word: "frío",
          term: "frío",
          language: "es",
          audioId: undefined,
          consistency: 0.5,
          gains: Float64Array.from(curve(1)),
          line: 2,
        },
      ],
    });
  });

  test("takes a window on a larger buffer, bands in any order, and audio_id where there is one", async () => {
    const row = hubRow("warm", 0);
    row.keys = bandNames.toReversed();
    row.values = curve(0).reverse();
    row.extra = '{"lang": "English", "ratings_consistency": 5e-1, "audio_id": 7, "note": None}';
    const bytes = parquet([row]);
    const larger = new Uint8Array(bytes.length + 20);
    larger.set(bytes, 7);
    const [example] = (await readSocialFxParquet(larger.subarray(7, 7 + bytes.length))).examples;
    expect(example).toMatchObject({ audioId: 7, gains: Float64Array.from(curve(0)) });
  });

  test("reports malformed rows and reads on", async () => {
    const { examples, problems } = await readSocialFxParquet(
      parquet([
        hubRow("warm", 0),
        hubRow("", 0),
        { ...hubRow("warm", 0), extra: "lang: English" },
        { ...hubRow("warm", 0), extra: "{'ratings_consistency': 0.5}" },
        { ...hubRow("warm", 0), values: curve(0).slice(1) },
        { ...hubRow("warm", 0), keys: bandNames.slice(1), values: curve(0).slice(1) },
        { ...hubRow("warm", 0), values: [null, ...curve(0).slice(1)] },
        hubRow("cold", 1),
      ]),
    );
    expect(examples.map(({ line }) => line)).toEqual([1, 8]);
    expect(problems).toEqual([
      { line: 2, reason: "the word is empty" },
      { line: 3, reason: expect.stringMatching(/^extra must be a Python dictionary/) },
      { line: 4, reason: "language must be English or Español, got undefined" },
      { line: 5, reason: "param_keys and param_values must be lists of the same length" },
      { line: 6, reason: expect.stringMatching(/^param_keys must name the 40 bands, got 39: RSC_50Hz_band/) },
      { line: 7, reason: "the gain at 20 Hz must be a number, got null" },
    ]);
  });

  test("refuses what is no Parquet file, a cut one and another table", async () => {
    await expect(readSocialFxParquet(new Uint8Array(50))).rejects.toThrow(
      /readSocialFxParquet: bytes must be a Parquet file, got 50 bytes/,
    );
    const bytes = parquet([hubRow("warm", 0)]);
    await expect(readSocialFxParquet(bytes.subarray(0, bytes.length - 9))).rejects.toThrow(
      /bytes must be a Parquet file/,
    );
    const other = new Uint8Array(
      parquetWriteBuffer({ columnData: [{ name: "a", data: [1], type: "INT32" }] }),
    );
    await expect(readSocialFxParquet(other)).rejects.toThrow(/must have the columns text, .* got a$/);
  });
});
