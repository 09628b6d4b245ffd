import { describe, expect, test } from "vitest";
import { BAND_COUNT } from "../../effects/index.ts";
import { assertSection } from "../report/check-section.ts";
import type { Json, Machine } from "../study.ts";
import { drawCorpus } from "../synthetic-corpus.ts";
import type { CorpusSource } from "../synthetic-corpus-source.ts";
import { scaleStudy } from "./scale.ts";
import { scaleCostStudy } from "./scale-cost.ts";
import { type MethodId, methods, scoreAgainstTruth, type TruthScores } from "./scale-truth.ts";

/** Ten coordinates, words differ in the first two. */
const source: CorpusSource = {
  mean: new Float64Array(10),
  ratio: [0.6, 0.5, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02],
  curveAt: (coordinates) =>
    Float64Array.from({ length: BAND_COUNT }, (_, band) => {
      let sum = 0;
      for (let d = 0; d < 10; d++) {
        sum += (coordinates[d]! / (d + 1)) * Math.cos((Math.PI * (d + 1) * (band + 0.5)) / BAND_COUNT);
      }
      return sum;
    }),
  people: [20, 9, 5, 4, 3, 2, 2, 2, ...Array.from({ length: 24 }, () => 1)],
  spanish: 0.4,
  readings: { share: 0, variance: new Float64Array(10) },
  first: [],
  taken: new Set(),
};
const examples = Array.from(
  drawCorpus(source, { rows: 800, words: 300, seed: 1 }).rows(),
  ({ example }) => example,
);

describe("against a known truth", () => {
  const scores = scoreAgainstTruth(examples, { rows: 900, words: 300 });

  test("nobody beats the ideal observer, the word model beats the plain mean, and kin help", () => {
    const error = (id: MethodId) => scores.overall[id].squaredError;
    for (const [id] of methods) if (id !== "ideal") expect(error("ideal")).toBeLessThan(error(id));
    expect(error("alone")).toBeLessThan(error("plain"));
    expect(error("kin")).toBeLessThan(error("alone"));
    expect(scores.overall.ideal.r).toBeLessThan(1);
    expect(scores.classes.reduce((sum, { words }) => sum + words, 0)).toBe(300);
    expect(scores.classes[0]).toMatchObject({ from: 1, words: scores.singles });
  });

  test("the more rows a word has, the nearer all come", () => {
    const [few, many] = [scores.classes[0]!, scores.classes.at(-1)!];
    for (const id of ["plain", "alone", "kin", "ideal"] as const) {
      expect(many.scores[id].squaredError).toBeLessThan(few.scores[id].squaredError);
    }
  });

  test("the section holds what was measured", async () => {
    const ids = scaleStudy.tasks({ examples }, "quick").map(({ id }) => id);
    expect(ids).toEqual(["rows=1600", "rows=4000"]);
    const section = await scaleStudy.summarize(
      (id) => ({ ...scores, rows: Number(id.slice("rows=".length)) }) as unknown as Json,
      { examples },
      "quick",
    );
    assertSection(section);
    expect(section.findings[0]).toContain("4,000 rows");
    expect(section.tables[0]!.rows.map(([rows]) => rows)).toEqual(["1,600", "4,000"]);
    expect((section.values as unknown as TruthScores[])[0]!.overall).toEqual(scores.overall);
  });
});

describe("cost", () => {
  test("needs a machine to measure with, and tells the growth per row", async () => {
    const [task] = scaleCostStudy.tasks({ examples }, "quick");
    expect(() => task!.run()).toThrow("data must bring a machine");
    let cpu = 0;
    const machine: Machine = {
      nowMs: () => 0,
      cpuMs: () => (cpu += 500),
      residentBytes: () => 1,
      peakBytes: () => 2 ** 28,
    };
    const cost = { words: 700, epochSeconds: 1, placingSeconds: 2, peakBytes: 2 ** 28, bundleBytes: 2 ** 21 };
    const section = await scaleCostStudy.summarize(
      (id) => ({ ...cost, rows: Number(id.slice("rows=".length)) }),
      { examples, machine },
      "quick",
    );
    assertSection(section);
    // As long for twice the rows is half as long per row.
    expect(section.findings[0]).toMatch(/on 3,200 rows costs 0\.50 times as much per row as on 1,600/);
    expect(section.findings[1]).toContain("256 MiB");
  });
});
