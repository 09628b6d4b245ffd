import { describe, expect, test } from "vitest";
import { crowdExamples } from "../../../test/support/crowd-examples.ts";
import { type Example, folds } from "../../dataset/index.ts";
import { rawCurves } from "../baselines/timbral.ts";
import type { Json, Section } from "../study.ts";
import { namingStudy } from "./naming.ts";
import { type NamedRow, nameRows, namingMethods } from "./naming-ranks.ts";

const nothingUsed = { dimensions: 0, vectors: new Map<string, Float64Array>() };
const words = Array.from({ length: 12 }, (_, index) => `xq${String.fromCharCode(97 + index)}zz`);

/** Words of 8 people each and one that a single person used, as rows of mean 0 and rms 1. */
function crowd(disagreement: number): Example[] {
  const counts = Object.fromEntries([...words.map((word) => [word, 8]), ["alone", 1]]);
  return crowdExamples(counts, { seed: 3, disagreement }).map((example) => {
    const size = Math.sqrt(example.gains.reduce((sum, gain) => sum + gain * gain, 0) / 40);
    return { ...example, consistency: 0.6, gains: example.gains.map((gain) => gain / size) };
  });
}

function namedFold(examples: readonly Example[]): NamedRow[] {
  const { train, validation } = folds(examples, 4, 1)[0]!;
  const rowOf = new Map(examples.map((example, row) => [example, row]));
  return nameRows(train, validation, rawCurves, nothingUsed, rowOf);
}

const foundFirst = (rows: readonly NamedRow[]): number =>
  rows.filter(({ ranks }) => ranks?.timbral[0] === 1).length / rows.length;

describe("ranks", () => {
  test("people who agree are named by their word, people who do not are not", () => {
    const agreed = namedFold(crowd(0.02));
    expect(foundFirst(agreed)).toBeGreaterThan(0.8);
    expect(foundFirst(namedFold(crowd(0.98)))).toBeLessThan(0.5);
    const shares = agreed.map(({ firstTen: [promised] }) => promised);
    expect(Math.min(...shares)).toBeGreaterThan(0.8);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1 + 1e-9);
  });

  test("places count from 1 up to the number of words; kin come no later than the word itself", () => {
    const examples = crowd(0.4);
    const rows = namedFold(examples);
    for (const { row, ranks } of rows) {
      if (examples[row]!.term === "alone" && ranks === null) continue;
      for (const [method] of namingMethods) {
        const [own, kin] = ranks![method];
        if (own === null) continue;
        expect(own).toBeGreaterThanOrEqual(1);
        expect(own).toBeLessThanOrEqual(words.length + 1);
        expect(kin).toBeLessThanOrEqual(own);
      }
    }
  });
});

test("the quick study gives findings, tables and figures of finite numbers", async () => {
  const data = { examples: crowd(0.3) };
  const tasks = namingStudy.tasks(data, "quick");
  const results = new Map<string, Json>();
  for (const { id, run } of tasks) results.set(id, JSON.parse(JSON.stringify(await run())));
  const section: Section = await namingStudy.summarize((id) => results.get(id)!, data, "quick");
  expect(section.tables[0]!.rows).toHaveLength(namingMethods.length);
  for (const { columns, rows } of section.tables) {
    for (const row of rows) expect(row).toHaveLength(columns.length);
  }
  expect(JSON.stringify([section.findings, section.tables])).not.toMatch(/NaN|Infinity|undefined/);
  expect(section.figures).toHaveLength(2);
});
