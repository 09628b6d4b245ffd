import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import {
  filterExamples,
  folds,
  type Reading,
  readSocialFxCsv,
  readSocialFxParquet,
  reportFilters,
  split,
  summarizeDataset,
} from "./index.ts";

const folder = fileURLToPath(new URL("../../../shared/data/socialfx/", import.meta.url));
const csvPath = `${folder}eq_contributions.csv`;
const parquetPath = `${folder}huggingface/data/eq-00000-of-00001.parquet`;
const missing = [csvPath, parquetPath].filter((path) => !existsSync(path));
const because = missing.length > 0 ? ` [SKIPPED: ${missing.join(" and ")} missing]` : "";
if (because !== "") console.warn(`socialfx-facts.test.ts:${because}`);

describe.skipIf(because !== "")(`the crowd's 1,595 curves${because}`, () => {
  let csv: Reading;
  let parquet: Reading;
  beforeAll(async () => {
    csv = readSocialFxCsv(readFileSync(csvPath, "utf8"));
    parquet = await readSocialFxParquet(readFileSync(parquetPath));
  });

  test("are what the data's README says", () => {
    const summary = summarizeDataset(csv);
    expect(summary).toMatchObject({
      format: "csv with shifted header",
      rows: 1595,
      spellings: 885,
      words: 765,
      languages: { en: 918, es: 677 },
      consistency: [0.000238, 0.942108],
      problems: [],
    });
    expect(summary.audioIds).toEqual(
      new Map([
        [8, 789],
        [7, 510],
        [9, 296],
      ]),
    );
    const counts = new Map(summary.wordCounts);
    const expected = {
      ...{ warm: 64, cold: 34, claro: 33, soft: 29, loud: 26, suave: 23, happy: 22, bright: 19, fuerte: 18 },
      ...{ soothing: 17, harsh: 16, heavy: 15, cool: 15, smooth: 14, aggressive: 4, punchy: 2, muddy: 2 },
    };
    for (const [word, rows] of Object.entries(expected))
      expect([word, counts.get(word)]).toEqual([word, rows]);
    expect(summary.wordCounts.slice(0, 3)).toEqual([
      ["warm", 64],
      ["cold", 34],
      ["claro", 33],
    ]);
    const rows = [...counts.values()];
    expect(rows.filter((count) => count === 1)).toHaveLength(555);
    expect(rows.filter((count) => count < 8)).toHaveLength(732);
  });

  test("have mean 0 and population standard deviation 1 in each row, within rounding", () => {
    for (const reading of [csv, parquet]) {
      const { rowMean, rowStandardDeviation, gain } = summarizeDataset(reading);
      expect(Math.max(...rowMean.map(Math.abs))).toBeLessThan(1e-15);
      expect(Math.max(...rowStandardDeviation.map((sd) => Math.abs(sd - 1)))).toBeLessThan(1e-15);
      expect(gain[0]).toBeCloseTo(-3.3313, 4);
      expect(gain[1]).toBeCloseTo(3.4593, 4);
    }
  });

  test("start with this row, each value in its own column", () => {
    expect(csv.examples[0]).toMatchObject({
      ...{ word: "hot", term: "hot", language: "en", audioId: 8, consistency: 0.797209, line: 2 },
    });
    expect(csv.examples[0]!.gains[0]).toBe(-1.287298455028059);
    expect(csv.examples[0]!.gains[39]).toBe(-1.0730892926286768);
  });

  test("are the same rows from CSV and from Parquet", () => {
    expect(parquet.problems).toEqual([]);
    expect(parquet.examples).toHaveLength(csv.examples.length);
    parquet.examples.forEach((row, index) => {
      const other = csv.examples[index]!;
      // The Parquet has the words already lower-cased and no audio_id; the rest is equal.
      expect(row).toMatchObject({
        ...{ word: other.word.toLowerCase(), term: other.term, language: other.language, audioId: undefined },
        ...{ consistency: other.consistency, line: other.line - 1 },
      });
      // A few decimals were rounded to the neighbouring double when the Parquet was made.
      const worst = Math.max(...row.gains.map((gain, band) => Math.abs(gain / other.gains[band]! - 1)));
      expect(worst).toBeLessThanOrEqual(2 ** -52);
    });
  });

  test("under the report's filters", () => {
    expect(filterExamples(csv.examples, { minimumExamples: 8 })).toMatchObject({
      kept: { length: 532 },
      removed: { nonAscii: 0, outliers: 0, rareWords: 1063 },
    });
    expect(filterExamples(csv.examples, reportFilters)).toMatchObject({
      kept: { length: 519 },
      removed: { nonAscii: 94, outliers: 3, rareWords: 979 },
    });
  });

  test("split 1,276 to 319, and in five folds of 319", () => {
    const { train, validation } = split(csv.examples, { seed: 1 });
    expect([train.length, validation.length]).toEqual([1276, 319]);
    const warm = validation.filter(({ term }) => term === "warm").length;
    expect([12, 13]).toContain(warm);
    for (const fold of folds(csv.examples, 5, 1)) expect(fold.validation).toHaveLength(319);
    // The same rows are held out whichever file was read.
    expect(split(parquet.examples, { seed: 1 }).validation.map(({ line }) => line + 1)).toEqual(
      validation.map(({ line }) => line),
    );
  });
});
