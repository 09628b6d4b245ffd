import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Example, SafeExample } from "../../dataset/index.ts";
import { BAND_COUNT } from "../../effects/index.ts";
import { createRandom, type Random } from "../../math/index.ts";
import { pearson } from "../metrics/prediction.ts";
import { safeCurves, standardizedCurve } from "../safe-curve.ts";
import type { Json, Study, StudyData } from "../study.ts";
import { createCrossDatasetStudy, crossDatasetStudy } from "./cross-dataset.ts";
import { listenerFolds, shareOf } from "./cross-dataset-data.ts";
import { signAgreement } from "./cross-dataset-prediction.ts";
import { shrunkenMean, strengthWithin } from "./cross-dataset-shrunken-mean.ts";
import { type ContextRow, fitContext } from "./cross-dataset-sound.ts";
import { createTally, mergeTallies, rowScores, tallyInterval } from "./cross-dataset-tally.ts";

/** About normal, mean 0 and standard deviation 1: a sum of twelve uniform numbers. */
const normal = (random: Random): number =>
  Array.from({ length: 12 }, () => random.uniform()).reduce((sum, value) => sum + value, -6);

const wave = (cycles: number, phase = 0): number[] =>
  Array.from({ length: BAND_COUNT }, (_, band) =>
    Math.cos((Math.PI * cycles * (band + 0.5)) / BAND_COUNT + phase),
  );

function example(term: string, shape: readonly number[], random: Random, line: number): Example {
  const gains = standardizedCurve(shape.map((z) => z + 0.5 * normal(random)))!;
  return { word: term, term, language: "en", audioId: 7 + (line % 3), consistency: 0.5, gains, line };
}

/** Tilts downwards for warm and upwards for bright, in SAFE by its shelves; three more words are in one set only. */
function syntheticData(): StudyData & { readonly safe: readonly SafeExample[] } {
  const random = createRandom(5);
  const shapes = { warm: wave(1), bright: wave(1, Math.PI), soft: wave(2), heavy: wave(3), odd: wave(4) };
  const words = Object.entries(shapes);
  const examples = Array.from({ length: 75 }, (_, i) => {
    const [term, shape] = words[i % words.length]!;
    return example(term, shape, random, i + 2);
  });
  const safe = Array.from({ length: 60 }, (_, i): SafeExample => {
    const term = ["warm", "bright", "boomy"][i % 3]!;
    const low = { warm: 6, bright: -6, boomy: 12 }[term]! + normal(random);
    const listener = `p${1 + (i % 7)}`;
    return {
      ...{ term, descriptors: [term], participant: listener, listener, line: i + 1 },
      ...{ stimulus: `jazz${1 + (i % 2)}`, genre: "jazz", instrument: i % 5 === 0 ? "piano" : undefined },
      parameters: {
        lowShelf: { gainDb: low, frequencyHz: 300 },
        bells: [
          { gainDb: normal(random), frequencyHz: 500, q: 1 },
          { gainDb: normal(random), frequencyHz: 1000, q: 1 },
          { gainDb: normal(random), frequencyHz: 3000, q: 1 },
        ],
        highShelf: { gainDb: -low, frequencyHz: 3000 },
      },
    };
  });
  return { examples, safe };
}

describe("tallies", () => {
  const cluster = fc.constantFrom("a", "b", "c", "d");
  const rows = fc.array(fc.tuple(cluster, fc.double({ min: -1, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 40,
  });

  test("the mean over rows or over clusters is what the rows themselves give, in one tally or merged", () => {
    fc.assert(
      fc.property(rows, rows, (first, second) => {
        const tallies = [first, second].map((part) => {
          const counter = createTally();
          for (const [name, score] of part) counter.add(name, [score, 1]);
          return counter.tally;
        });
        const all = [...first, ...second];
        const merged = mergeTallies(tallies);
        const byRow = tallyInterval(merged, ([score]) => score!, { seed: 1 });
        expect(byRow.mean).toBeCloseTo(all.reduce((sum, [, score]) => sum + score, 0) / all.length, 10);
        const names = [...new Set(all.map(([name]) => name))];
        const clusterMeans = names.map((name) => {
          const own = all.filter(([other]) => other === name);
          return own.reduce((sum, [, score]) => sum + score, 0) / own.length;
        });
        const byCluster = tallyInterval(merged, ([score]) => score!, { seed: 1, weighting: "clusters" });
        expect(byCluster.mean).toBeCloseTo(
          clusterMeans.reduce((sum, mean) => sum + mean, 0) / names.length,
          10,
        );
        expect(byRow.low).toBeLessThanOrEqual(byRow.mean + 1e-9);
        expect(tallyInterval(merged, ([, one]) => one!, { seed: 1 })).toEqual({ mean: 1, low: 1, high: 1 });
      }),
      { numRuns: 15 },
    );
  });

  test("a perfect prediction scores 1 and 1, a flat line or none 0 and 0, an opposite one −1 and −3", () => {
    const actual = standardizedCurve(wave(2, 0.3))!;
    for (const [predicted, expected] of [
      [actual, [1, 1]],
      [new Float64Array(BAND_COUNT), [0, 0]],
      [undefined, [0, 0]],
      [actual.map((z) => -z), [-1, -3]],
    ] as const) {
      rowScores(predicted, actual).forEach((score, i) => expect(score).toBeCloseTo(expected[i]!, 10));
    }
  });
});

describe("signAgreement", () => {
  const curve = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 40, maxLength: 40 });

  test("counts the bands where both curves are clear of 0", () => {
    fc.assert(
      fc.property(curve, curve, (a, b) => {
        const agreement = signAgreement(a, b);
        expect(signAgreement(b, a)).toBe(agreement);
        const clear = a.flatMap((z, band) =>
          Math.min(Math.abs(z), Math.abs(b[band]!)) > 0.1 ? [z * b[band]!] : [],
        );
        if (clear.length === 0) expect(agreement).toBeUndefined();
        else expect(agreement).toBeCloseTo(clear.filter((product) => product > 0).length / clear.length, 12);
        if (a.some((z) => Math.abs(z) > 0.1)) {
          expect(signAgreement(a, a)).toBe(1);
          expect(
            signAgreement(
              a,
              a.map((z) => -z),
            ),
          ).toBe(0);
        }
      }),
    );
  });
});

describe("splits", () => {
  const { curves } = safeCurves(syntheticData().safe);

  test("every SAFE row is held out once, and no listener stands on both sides", () => {
    for (const k of [2, 3, 7]) {
      const parts = listenerFolds(curves, k, 4);
      expect(parts.flatMap(({ heldOut }) => heldOut).sort((a, b) => a.source.line - b.source.line)).toEqual(
        curves,
      );
      for (const { train, heldOut } of parts) {
        expect(train.length + heldOut.length).toBe(curves.length);
        const trained = new Set(train.map(({ source }) => source.listener));
        expect(heldOut.some(({ source }) => trained.has(source.listener))).toBe(false);
      }
      expect(listenerFolds(curves, k, 4)).toEqual(parts);
    }
    expect(() => listenerFolds(curves, 8, 1)).toThrow(/within 2..7, got 8/);
  });

  test("smaller shares lie within larger ones, whole at 100 %", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 90 }), fc.integer(), (count, seed) => {
        const rows = Array.from({ length: count }, (_, i) => i);
        let previous: number[] = [];
        for (const share of [0.1, 0.25, 0.5, 1]) {
          const some = shareOf(rows, share, seed);
          expect(some).toHaveLength(Math.max(2, Math.round(share * count)));
          expect(previous.every((row) => some.includes(row))).toBe(true);
          previous = some;
        }
        expect(previous).toEqual(rows);
      }),
    );
  });
});

describe("shrinkage", () => {
  test("a word of many rows keeps its own mean, a rare one goes most of the way to the mean of all", () => {
    const random = createRandom(2);
    const many = Array.from({ length: 200 }, (_, i) => example("often", wave(1), random, i));
    const few = Array.from({ length: 200 }, (_, i) =>
      example(`rare ${i % 100}`, wave(1, (i % 100) / 8), random, i),
    );
    const predictor = shrunkenMean.fit([...many, ...few], 1);
    const own = many.reduce(
      (sum, { gains }) => sum.map((z, band) => z + gains[band]! / 200),
      new Float64Array(BAND_COUNT),
    );
    const predicted = predictor.predict({ term: "often" })!;
    for (let band = 0; band < BAND_COUNT; band++) expect(predicted[band]).toBeCloseTo(own[band]!, 1);
    expect(predictor.predict({ term: "never" })).toBeUndefined();
    const rare = few.find(({ term }) => term === "rare 50")!;
    const drawn = predictor.predict({ term: rare.term })!;
    expect(Math.hypot(...Array.from(drawn))).toBeLessThan(0.95 * Math.hypot(...rare.gains));
  });

  test("finds the ratio of variances that made the rows, whatever lies between the words", () => {
    for (const [cellDeviation, expected] of [
      [1, 1],
      [0.5, 4],
    ] as const) {
      const random = createRandom(8);
      const rows = Array.from({ length: 60 }, (_, word) => {
        const wordLevel = 10 * normal(random);
        return Array.from({ length: 5 }, (_, cell) => {
          const shift = Array.from({ length: BAND_COUNT }, () => wordLevel + cellDeviation * normal(random));
          return Array.from({ length: 1 + ((word + cell) % 6) }, () => ({
            ...{ word: `${word}`, cell: `${word}/${cell}` },
            curve: shift.map((z) => z + normal(random)),
          }));
        });
      }).flat(2);
      const strength = strengthWithin(rows);
      expect(strength).toBeGreaterThan(0.9 * expected);
      expect(strength).toBeLessThan(1.1 * expected);
    }
  });

  test("says nothing of cells that do not differ or cannot be told from their rows", () => {
    const row = (word: string, cell: string, z: number) => ({ word, cell, curve: [z, -z] });
    expect(
      strengthWithin([row("a", "a1", 1), row("a", "a1", -1), row("a", "a2", 1), row("a", "a2", -1)]),
    ).toBe(Infinity);
    expect(strengthWithin([row("a", "a1", 1), row("b", "b1", 2)])).toBe(Infinity);
  });

  test("an offset that every word has with a sound is found; a sound that was never heard adds nothing", () => {
    const random = createRandom(6);
    const offset = wave(5).map((z) => 0.8 * z);
    const rows = Array.from({ length: 600 }, (_, i): ContextRow => {
      const term = `word ${i % 20}`;
      const sound = ["7", "8"][(i >> 3) % 2]!;
      const sign = sound === "7" ? 1 : -1;
      const shape = wave(1 + (i % 20) / 5).map((z, band) => z + sign * offset[band]!);
      return { sound, cluster: term, example: example(term, shape, random, i) };
    });
    const predict = fitContext(rows);
    const [seven, eight] = ["7", "8"].map((sound) => predict("word 3", sound));
    const added = Array.from(seven!.offset, (z, band) => z - seven!.word[band]!);
    expect(pearson(added, offset)).toBeGreaterThan(0.95);
    expect(
      pearson(
        Array.from(eight!.cell, (z, band) => z - eight!.word[band]!),
        offset,
      ),
    ).toBeLessThan(-0.8);
    expect(predict("word 3", "9").offset).toEqual(Float64Array.from(seven!.word));
  });
});

describe("the study on rows with a known truth", () => {
  const data = syntheticData();
  const results = new Map<string, Json>();
  const resultOf = (id: string): Json => results.get(id)!;
  beforeAll(async () => {
    for (const task of crossDatasetStudy.tasks(data, "quick")) {
      expect(results.has(task.id)).toBe(false);
      expect(task.id).toMatch(/^[A-Za-z0-9.=,/-]+$/);
      const result = await task.run();
      results.set(task.id, JSON.parse(JSON.stringify(result)) as Json);
      expect(results.get(task.id)).toEqual(result);
    }
  });

  test("every table's rows fill its columns, and every figure is an image", async () => {
    const { findings, tables, figures, values } = await crossDatasetStudy.summarize(resultOf, data, "quick");
    for (const { columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length);
    for (const { svg } of figures) expect(svg).toMatch(/^<svg .*<\/svg>\s*$/s);
    expect(JSON.stringify([findings, tables])).not.toMatch(/NaN|undefined|Infinity/);
    expect(JSON.parse(JSON.stringify(values))).toEqual(values);
  });

  test("words that mean the same in both are found to, in both directions", () => {
    const { socialfx, safe } = resultOf("words/plain-mean") as unknown as Record<
      "socialfx" | "safe",
      { words: { term: string; rOfMeans: number; signAgreement: number }[]; mismatched: { rOfMeans: number } }
    >;
    for (const { words, mismatched } of [socialfx, safe]) {
      expect(words.map(({ term }) => term).sort()).toEqual(["bright", "warm"]);
      for (const { rOfMeans, signAgreement } of words) {
        expect(rOfMeans).toBeGreaterThan(0.8);
        expect(signAgreement).toBeGreaterThan(0.8);
      }
      expect(mismatched.rOfMeans).toBeLessThan(-0.7);
    }
  });

  test("more rows predict better, and tasks give the same again", async () => {
    const id = "efficiency/data=socialfx/plain-mean/draw=1";
    const { tallies } = resultOf(id) as unknown as { tallies: Record<string, number[]>[] };
    const means = tallies.map((tally) => tallyInterval(tally, ([r]) => r!, { seed: 1 }).mean);
    expect(means.at(-1)).toBeGreaterThan(means[0]!);
    for (const task of crossDatasetStudy
      .tasks(data, "quick")
      .filter((task) => /efficiency|sound/.test(task.id))) {
      expect(await task.run()).toEqual(resultOf(task.id));
    }
  });

  test("a baseline that is given is fitted, asked and listed", () => {
    const study: Study = createCrossDatasetStudy([shrunkenMean]);
    const ids = study.tasks(data, "quick").map(({ id }) => id);
    expect(ids).toContain("words/shrunken-mean");
    expect(ids).not.toContain("words/plain-mean");
  });

  test("without SAFE it says so first and measures what SocialFX alone can tell", async () => {
    const alone: StudyData = { examples: data.examples };
    const tasks = crossDatasetStudy.tasks(alone, "quick");
    expect(tasks.map(({ id }) => id)).toEqual([
      "efficiency/data=socialfx/plain-mean/draw=1",
      "efficiency/data=socialfx/shrunken-mean/draw=1",
      "efficiency/data=socialfx/word-model-on-curves/draw=1",
      "sound/audio-id",
    ]);
    const { findings, tables } = await crossDatasetStudy.summarize(resultOf, alone, "quick");
    expect(findings[0]).toMatch(/^SKIPPED: .*SAFE/);
    expect(tables.map(({ title }) => title)).toEqual([
      "How far more rows help",
      "Does it help to know the sound?",
    ]);
  });
});
