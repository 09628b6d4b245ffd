import { describe, expect, test } from "vitest";
import { type Example, filterExamples, termOf } from "./index.ts";

function example(word: string, line: number, gains = new Float64Array(40)): Example {
  return { word, term: termOf(word), language: "en", audioId: 8, consistency: 0.5, gains, line };
}

const words = ["warm", "Warm", "warm ", "cold", "cold", "frío"];
const examples = words.map((word, index) => example(word, index + 2));

describe("filterExamples", () => {
  test("without options keeps every row", () => {
    expect(filterExamples(examples, {})).toEqual({
      kept: examples,
      removed: { nonAscii: 0, outliers: 0, rareWords: 0 },
    });
  });

  test("drops words outside ASCII, and words with too few rows counted by term", () => {
    const { kept, removed } = filterExamples(examples, { asciiOnly: true, minimumExamples: 3 });
    expect(kept.map(({ word }) => word)).toEqual(["warm", "Warm", "warm "]);
    expect(removed).toEqual({ nonAscii: 1, outliers: 0, rareWords: 2 });
  });

  test("drops a row with one band beyond three standard deviations of that band", () => {
    const rows = Array.from({ length: 20 }, (_, line) => {
      const gains = new Float64Array(40).fill(line % 2 === 0 ? 1 : -1);
      if (line === 7) gains[13] = 8;
      return example("warm", line, gains);
    });
    const { kept, removed } = filterExamples(rows, { outlierSigma: 3 });
    expect(kept.map(({ line }) => line)).not.toContain(7);
    expect(removed).toEqual({ nonAscii: 0, outliers: 1, rareWords: 0 });
    // The count of rows comes last, so that it holds for what is kept.
    expect(filterExamples(rows, { outlierSigma: 3, minimumExamples: 20 }).kept).toEqual([]);
    expect(filterExamples([], { outlierSigma: 3 }).kept).toEqual([]);
  });

  test("refuses options out of range", () => {
    expect(() => filterExamples([], { outlierSigma: 0 })).toThrow(/outlierSigma must be above 0, got 0/);
    expect(() => filterExamples([], { minimumExamples: 0 })).toThrow(/must be at least 1, got 0/);
  });
});
