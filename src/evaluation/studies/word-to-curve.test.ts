import { describe, expect, test } from "vitest";
import type { Example } from "../../dataset/index.ts";
import { createRandom } from "../../math/index.ts";
import type { Predictor } from "../baselines/index.ts";
import { fitWordModel, rawCurves } from "../baselines/timbral.ts";
import { calibration } from "./word-to-curve-calibration.ts";
import { disagreementCeiling } from "./word-to-curve-groups.ts";
import { intervalOf, mergeScores, rowsByWord, scoreRows } from "./word-to-curve-scores.ts";
import { planOf, tasksOf, wordFoldId } from "./word-to-curve-tasks.ts";

/** People's curves around one curve per word; `noise` 0 is full agreement. */
function crowd(words: readonly string[], people: number, noise: number): Example[] {
  const random = createRandom(5);
  const wave = () => {
    const [a, b, phase] = [random.normal(), random.normal(), random.uniform()];
    return Float64Array.from(
      { length: 40 },
      (_, band) => a * Math.sin(band / 6 + phase) + (b * (band - 20)) / 20,
    );
  };
  const own = new Map(words.map((word) => [word, wave()]));
  return words.flatMap((word) =>
    Array.from({ length: people }, (_, line): Example => {
      const strange = wave();
      const raw = own.get(word)!.map((value, band) => value + noise * strange[band]!);
      const mean = raw.reduce((sum, value) => sum + value, 0) / 40;
      const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40);
      return {
        word,
        term: word,
        language: "en",
        audioId: 7,
        consistency: 0.6,
        gains: raw.map((value) => (value - mean) / deviation),
        line: line + 2,
      };
    }),
  );
}

const words = Array.from(
  { length: 30 },
  (_, index) => `word${String.fromCharCode(97 + (index % 26))}x${index}`,
);
const places = (examples: readonly Example[]) => new Map(examples.map((example, row) => [example, row]));

describe("scores", () => {
  const examples = crowd(words, 5, 0.6);
  const perfect: Predictor = {
    predict: ({ term }) => examples.find((example) => example.term === term)!.gains,
  };
  const flat: Predictor = { predict: () => new Float64Array(40) };
  const silent: Predictor = { predict: () => undefined };

  test("a row predicted by itself scores r 1, error 0, R2 1 and promises 1; a flat curve 0 of all", () => {
    const own = examples.filter(({ line }) => line === 2);
    const scores = scoreRows(perfect, own, places(examples));
    for (const i of own.keys()) {
      expect(scores.r[i]).toBeCloseTo(1, 12);
      expect(scores.mae[i]).toBeCloseTo(0, 12);
      expect(scores.r2[i]).toBeCloseTo(1, 12);
      expect(scores.promised[i]).toBeCloseTo(1, 12);
    }
    const none = scoreRows(flat, own, places(examples));
    expect(none.r.every((r) => r === 0)).toBe(true);
    for (const r2 of none.r2) expect(r2).toBeCloseTo(0, 12);
  });

  test("repeats are averaged row by row and abstentions left out", () => {
    const held = examples.slice(0, 4);
    const merged = mergeScores([
      scoreRows(perfect, held, places(examples)),
      scoreRows(flat, held, places(examples)),
      scoreRows(silent, examples.slice(0, 8), places(examples)),
    ]);
    expect([...merged.keys()]).toEqual([0, 1, 2, 3]);
    expect(merged.get(0)!.r).toBeCloseTo(0.5, 12);
  });

  test("a paired difference of a method with itself is exactly 0, and has no row where one abstains", () => {
    const scores = mergeScores([scoreRows(perfect, examples, places(examples))]);
    const groups = rowsByWord(examples);
    expect(intervalOf(scores, "r", groups, scores)).toMatchObject({ mean: 0, low: 0, high: 0 });
    expect(intervalOf(scores, "r", groups, new Map())).toBeUndefined();
  });
});

describe("the plan", () => {
  test("every row is held out once by word folds, with all rows of its word", () => {
    const examples = crowd(words.slice(0, 20), 2, 1);
    const ids = tasksOf({ examples }, planOf("full")).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith("unseen/"))).toEqual(
      Array.from({ length: 10 }, (_, fold) => wordFoldId(fold)),
    );
    expect(tasksOf({ examples }, planOf("quick")).length).toBeLessThan(10);
  });
});

describe("the word model as a predictor", () => {
  test("agreeing people are predicted nearly perfectly, and it promises so", () => {
    const examples = crowd(words, 6, 0.1);
    const train = examples.filter(({ line }) => line > 2);
    const held = examples.filter(({ line }) => line === 2);
    const scores = mergeScores([scoreRows(fitWordModel(train, rawCurves, {}), held, places(examples))]);
    const r = intervalOf(scores, "r", rowsByWord(examples))!;
    expect(r.mean).toBeGreaterThan(0.95);
    const promised = intervalOf(scores, "promised", rowsByWord(examples))!;
    expect(promised.mean).toBeGreaterThan(0.75);
  });

  test("it abstains for a word without rows and kin, and answers a translation of a known one", () => {
    const examples = crowd(["warm", "bright", ...words], 6, 0.1);
    const { predict } = fitWordModel(examples, rawCurves, {});
    expect(predict({ term: "xylophonic" })).toBeUndefined();
    const answer = predict({ term: "cálido" })!;
    const known = predict({ term: "warm" })!;
    const product = Array.from(answer, (z, band) => z * known[band]!).reduce((sum, value) => sum + value, 0);
    expect(product).toBeGreaterThan(0);
  });
});

test("the ceiling of people who agree is 1, of people who do not about 0", () => {
  const agreed = disagreementCeiling(crowd(words, 4, 0));
  expect(agreed.pairs).toBeCloseTo(1, 10);
  expect(agreed.r).toBeCloseTo(1, 10);
  const apart = disagreementCeiling(crowd(words, 4, 50));
  expect(Math.abs(apart.pairs)).toBeLessThan(0.2);
});

test("calibration of a predictor that promises what comes has a small error", async () => {
  const examples = crowd(words, 8, 0.2);
  const train = examples.filter(({ line }) => line % 2 === 0);
  const held = examples.filter(({ line }) => line % 2 === 1);
  const scores = mergeScores([scoreRows(fitWordModel(train, rawCurves, {}), held, places(examples))]);
  const { values, tables } = await calibration(examples, scores, new Map(), scores);
  expect((values as { expectedCalibrationError: number }).expectedCalibrationError).toBeLessThan(0.08);
  expect(tables[0]!.rows).toHaveLength(10);
});
