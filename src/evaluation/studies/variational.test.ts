import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Example, SafeExample, SafeParameters } from "../../dataset/index.ts";
import { createRandom } from "../../math/index.ts";
import { defaultVariationalOptions } from "../../model/index.ts";
import { assertJson, assertSection } from "../report/check-section.ts";
import type { Json, StudyData } from "../study.ts";
import { variationalStudy } from "./variational.ts";
import { measureLinear, measureVariational } from "./variational-measure.ts";
import { type RowSet, rowSetsOf, safeShares, warmAndBright } from "./variational-sets.ts";

const random = createRandom(31);
const within = (low: number, high: number) => low + (high - low) * random.uniform();

function randomParameters(): SafeParameters {
  const bell = (low: number, high: number) => ({
    gainDb: within(-12, 12),
    frequencyHz: within(low, high),
    q: within(0.1, 10),
  });
  return {
    lowShelf: { gainDb: within(-12, 12), frequencyHz: within(22, 1000) },
    bells: [bell(82, 3900), bell(180, 4700), bell(220, 10_000)],
    highShelf: { gainDb: within(-12, 12), frequencyHz: within(580, 20_000) },
  };
}

function safeExample(line: number, term: string, parameters = randomParameters()): SafeExample {
  return {
    ...{ term, descriptors: [term], participant: "p001", listener: "p001", line, parameters },
    ...{ stimulus: undefined, genre: undefined, instrument: undefined },
  };
}

/** Curves of two kinds of movement each, so that two dimensions are worth having. */
const examples: Example[] = Array.from({ length: 60 }, (_, row) => {
  const [a, b] = [within(-1, 1), within(-1, 1)];
  const raw = Float64Array.from(
    { length: 40 },
    (_, band) => a * Math.sin(band / 7) + b * Math.cos(band / 7) + within(-0.1, 0.1),
  );
  const mean = raw.reduce((sum, value) => sum + value, 0) / 40;
  const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40);
  return {
    ...{ word: "warm", term: row % 2 ? "warm" : "bright", language: "en", audioId: 7, line: row + 2 },
    ...{ consistency: 0.5, gains: raw.map((value) => (value - mean) / deviation) },
  };
});
const safe = Array.from({ length: 40 }, (_, row) =>
  safeExample(row + 1, ["warm", "bright", "airy"][row % 3]!),
);

describe("SAFE's parameters as shares of their ranges", () => {
  test("the ends of each range are 0 and 1, and in between it is linear", () => {
    const ends = (share: 0 | 1): SafeParameters => {
      const pick = <T>(low: T, high: T) => (share === 0 ? low : high);
      const bell = (low: number, high: number) => ({
        ...{ gainDb: pick(-12, 12), frequencyHz: pick(low, high), q: pick(0.1, 10) },
      });
      return {
        lowShelf: { gainDb: pick(-12, 12), frequencyHz: pick(22, 1000) },
        bells: [bell(82, 3900), bell(180, 4700), bell(220, 10_000)],
        highShelf: { gainDb: pick(-12, 12), frequencyHz: pick(580, 20_000) },
      };
    };
    expect(Array.from(safeShares(ends(0)))).toEqual(new Array(13).fill(0));
    expect(Array.from(safeShares(ends(1)))).toEqual(new Array(13).fill(1));
    fc.assert(
      fc.property(fc.nat(), () => {
        const parameters = randomParameters();
        const shares = safeShares(parameters);
        expect(-12 + 24 * shares[0]!).toBeCloseTo(parameters.lowShelf.gainDb, 9);
        expect(180 + 4520 * shares[6]!).toBeCloseTo(parameters.bells[1].frequencyHz, 6);
        expect(0.1 + 9.9 * shares[10]!).toBeCloseTo(parameters.bells[2].q, 9);
        expect(580 + 19_420 * shares[12]!).toBeCloseTo(parameters.highShelf.frequencyHz, 6);
      }),
    );
  });

  test("a row with several descriptors counts once, and FlowEQ's rows are those called warm or bright", () => {
    const shared = randomParameters();
    const twice = [safeExample(3, "warm", shared), safeExample(3, "soft", shared), ...safe.slice(5, 8)];
    const set = rowSetsOf({ examples, safe: twice })[1]!;
    expect(set.rows.map(({ term }) => term)).toEqual(["warm", ...safe.slice(5, 8).map(({ term }) => term)]);
    expect(warmAndBright(safe).rows).toHaveLength(27);
    expect(rowSetsOf({ examples }).map(({ id }) => id)).toEqual(["socialfx"]);
  });
});

describe("measures", () => {
  const [socialFx] = rowSetsOf({ examples }) as [RowSet];

  test("all components restore held-out rows, fewer restore less, none beyond the columns", () => {
    const { variance, mae } = measureLinear(socialFx, [1, 2, 20, 40, 41], 1);
    expect(variance).toHaveLength(40);
    expect(mae[3]).toBeLessThan(1e-9);
    for (let i = 1; i < 4; i++) expect(mae[i]).toBeLessThan(mae[i - 1]!);
    expect(mae[4]).toBeNull();
    expect(variance.reduce((sum, value) => sum + value, 0)).toBeCloseTo(40, 3);
  });

  test("a large β collapses every dimension, a small one keeps what the rows vary in; the same on every run", () => {
    const shape = { latentSize: 4, hidden: [16], output: "linear" } as const;
    const figures = (beta: number) => {
      const options = { ...defaultVariationalOptions, beta, epochs: 150, learningRate: 1e-2 };
      return measureVariational(socialFx, shape, options, [1, 2]);
    };
    const [loose, tight] = [figures(1), figures(100)];
    expect(loose.active).toBeGreaterThanOrEqual(2);
    expect(tight.active).toBe(0);
    expect(Math.max(...tight.divergence)).toBeLessThan(0.02);
    expect(loose.mae).toBeLessThan(0.6 * tight.mae);
    expect(loose.divergence).toEqual(loose.divergence.toSorted((a, b) => b - a));
    expect(figures(1)).toEqual(loose);
  });
});

describe("the study", () => {
  const data: StudyData = { examples, safe };

  async function summarize(given: StudyData) {
    const tasks = variationalStudy.tasks(given, "quick");
    const results = new Map<string, Json>();
    for (const { id, run } of tasks) {
      const result = await run();
      assertJson(id, result);
      results.set(id, JSON.parse(JSON.stringify(result)));
    }
    const section = await variationalStudy.summarize((id) => results.get(id)!, given, "quick");
    return { tasks, results, section };
  }

  test("cuts its work into tasks with ids of their own, and says of all what came out", async () => {
    const { tasks, results, section } = await summarize(data);
    expect(results.size).toBe(tasks.length);
    for (const { id, seconds } of tasks) {
      expect(id).toMatch(/^[A-Za-z0-9.=,/-]+$/);
      expect(seconds).toBeGreaterThan(0);
    }
    expect(section.tables).toHaveLength(3);
    expect(section.figures).toHaveLength(4);
    expect(() => assertSection(section)).not.toThrow();
    expect(section.findings.join(" ")).not.toContain("undefined");
  });

  test("without SAFE-DB it says so and does the rest", async () => {
    const { section } = await summarize({ examples });
    expect(() => assertSection(section)).not.toThrow();
    expect(section.tables).toHaveLength(1);
    expect(section.findings).toContain("SAFE-DB is not in the data folder, so its part is missing.");
  });

  test("the full run has every size and β of the plan on both data sets", () => {
    const ids = variationalStudy.tasks(data, "full").map(({ id }) => id);
    for (const set of ["socialfx", "safe"]) {
      for (const size of [2, 3, 8, 32]) {
        for (const beta of [0.001, 0.1, 1, 4]) expect(ids).toContain(`${set}/latent=${size}/beta=${beta}`);
      }
    }
    expect(ids).toContain("socialfx/autoencoder/latent=32");
    expect(ids).not.toContain("safe/autoencoder/latent=32");
    expect(new Set(ids).size).toBe(ids.length);
  });
});
