import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Example } from "../../dataset/index.ts";
import { createRandom } from "../../math/index.ts";
import { assertJson, assertSection } from "../report/check-section.ts";
import type { Json } from "../study.ts";
import { reconstructionStudy } from "./reconstruction.ts";
import { bellErrors, curveOfBells, fittedBells, refittedBells } from "./reconstruction-bells.ts";
import { contenders } from "./reconstruction-contenders.ts";
import { CONTROL_BELLS, knownBanks } from "./reconstruction-control.ts";
import { leastAssignment, matchBells } from "./reconstruction-matching.ts";
import { reconstructionErrors } from "./reconstruction-scores.ts";

fc.configureGlobal({ seed: 1 });

const random = createRandom(7);
/** Curves made of a few waves: five numbers say all about them. */
const examples: Example[] = Array.from({ length: 80 }, (_, row) => {
  const waves = Array.from({ length: 5 }, () => 2 * random.uniform() - 1);
  const raw = Float64Array.from({ length: 40 }, (_, band) =>
    waves.reduce((sum, size, wave) => sum + size * Math.cos((Math.PI * (wave + 1) * (band + 0.5)) / 40), 0),
  );
  const scale = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0) / 40);
  const term = ["warm", "bright", "harsh"][row % 3]!;
  return {
    ...{ word: term, term, language: "en", audioId: 7, line: row + 2, consistency: 0.5 },
    gains: raw.map((value) => value / scale),
  };
});
const [train, held] = [examples.slice(0, 60), examples.slice(60)];

const bell = fc.record({
  gainDb: fc.double({ min: -12, max: 12, noNaN: true }),
  frequencyHz: fc.double({ min: 20, max: 20_000, noNaN: true }),
  q: fc.double({ min: 0.1, max: 10, noNaN: true }),
});

describe("the assignment", () => {
  test("costs as little as the best of all permutations", () => {
    const table = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2 }))
      .chain(([rows, more]) =>
        fc.array(
          fc.array(fc.double({ min: 0, max: 10, noNaN: true }), {
            minLength: rows + more,
            maxLength: rows + more,
          }),
          { minLength: rows, maxLength: rows },
        ),
      );
    fc.assert(
      fc.property(table, (cost) => {
        const best = (row: number, taken: readonly number[]): number =>
          row === cost.length
            ? 0
            : Math.min(
                ...cost[row]!.map((value, column) =>
                  taken.includes(column) ? Infinity : value + best(row + 1, [...taken, column]),
                ),
              );
        const columns = leastAssignment(cost);
        expect(new Set(columns).size).toBe(cost.length);
        const sum = columns.reduce((total, column, row) => total + cost[row]![column]!, 0);
        expect(sum).toBeCloseTo(best(0, []), 9);
      }),
    );
    expect(leastAssignment([])).toEqual([]);
    expect(() => leastAssignment([[1], [2]])).toThrow(/no more rows than columns, got 2 × 1/);
  });

  test("pairs a bank with itself in any order, leaving faint bells out", () => {
    fc.assert(
      fc.property(fc.array(bell, { minLength: 1, maxLength: 8 }), fc.nat(), (bank, seed) => {
        const order = createRandom(seed).shuffle(bank.map((_, i) => i));
        const { pairs, faint, single } = matchBells(
          bank,
          order.map((i) => bank[i]!),
        );
        for (const [a, b] of pairs) expect(a).toEqual(b);
        expect(2 * pairs.length + faint).toBe(2 * bank.length);
        expect(single).toBe(0);
      }),
    );
  });

  test("counts bells without a partner on either side", () => {
    const of = (...frequencies: number[]) =>
      frequencies.map((frequencyHz) => ({ gainDb: 3, frequencyHz, q: 1 }));
    const less = matchBells(of(100, 1000), of(90, 950, 9000));
    expect(less.pairs.map(([a, b]) => [a.frequencyHz, b.frequencyHz])).toEqual([
      [100, 90],
      [1000, 950],
    ]);
    expect(less.single).toBe(1);
    const more = matchBells(of(90, 950, 9000), of(1000));
    expect(more.pairs.map(([a, b]) => [a.frequencyHz, b.frequencyHz])).toEqual([[950, 1000]]);
    expect(more.single).toBe(2);
  });
});

describe("errors", () => {
  test("of bells are the differences of the pairs", () => {
    const [a, b] = [
      { gainDb: 3, frequencyHz: 1000, q: 1 },
      { gainDb: 2, frequencyHz: 2000, q: 1.5 },
    ];
    const errors = bellErrors([{ bells: [a], others: [b] }])!;
    expect(errors.gainDb).toEqual({ mean: 1, median: 1 });
    expect(errors.octaves.mean).toBeCloseTo(1, 12);
    expect(errors.frequencyHz.mean).toBe(1000);
    expect(errors.q.mean).toBe(0.5);
    expect(errors.withinClaim).toBe(0);
    expect(bellErrors([{ bells: [a], others: [a] }])!.withinClaim).toBe(1);
    expect(bellErrors([{ bells: [{ ...a, gainDb: 0.1 }], others: [a] }])).toBeUndefined();
  });

  test("of rows are 0 for what keeps all, and R² is 0 for the mean of the training rows", () => {
    const perfect = reconstructionErrors(held, train, (gains) => gains);
    expect(perfect).toMatchObject({ rows: 20, mae: 0, rmse: 0, p95: 0, r2: 1 });
    const mean = train[0]!.gains.map(
      (_, band) => train.reduce((sum, { gains }) => sum + gains[band]!, 0) / train.length,
    );
    expect(reconstructionErrors(held, train, () => mean).r2).toBeCloseTo(0, 12);
    const off = reconstructionErrors(held, train, (gains) => Array.from(gains, (value) => value + 0.25));
    for (const figure of [off.mae, off.rmse, off.p95, ...off.bandMae, ...off.bandRmse]) {
      expect(figure).toBeCloseTo(0.25, 12);
    }
  });
});

test("five components keep curves of five numbers; linear training comes near, and the same seed gives the same", () => {
  const errorsOf = (id: string, epochs: number) => {
    const contender = contenders.find((candidate) => candidate.id === id)!;
    return reconstructionErrors(held, train, contender.fit(train, 1, epochs)).mae;
  };
  expect(errorsOf("pca-12", 1)).toBeLessThan(1e-6);
  expect(errorsOf("linear", 200)).toBeLessThan(0.05);
  expect(errorsOf("linear", 3)).toBeGreaterThan(0.1);
  expect(errorsOf("linear", 3)).toBe(errorsOf("linear", 3));
});

describe("banks of known bells", () => {
  const banks = knownBanks(30, 1);

  test("are drawn by their seed and stand apart", () => {
    expect(knownBanks(30, 1)).toEqual(banks);
    expect(knownBanks(1, 2)).not.toEqual(banks.slice(0, 1));
    for (const { bells } of banks) {
      expect(bells).toHaveLength(CONTROL_BELLS);
      for (let i = 1; i < bells.length; i++) {
        expect(Math.log2(bells[i]!.frequencyHz / bells[i - 1]!.frequencyHz)).toBeGreaterThan(0.75);
      }
    }
  });

  test("are found again by the fit, most of them, from 40 values or from their response", () => {
    const rows = (find: (bank: (typeof banks)[number]) => ReturnType<typeof fittedBells>) =>
      bellErrors(banks.map((bank) => ({ bells: find(bank), others: bank.bells })))!;
    const fromCurve = rows(({ example }) => fittedBells(example.gains, CONTROL_BELLS));
    expect(fromCurve.gainDb.median).toBeLessThan(0.2);
    const fromResponse = rows(({ bells }) => refittedBells(bells));
    expect(fromResponse.gainDb.median).toBeLessThan(1e-3);
    expect(fromResponse.withinClaim).toBeGreaterThan(0.7);
    const { example, bells } = banks[0]!;
    expect(curveOfBells(bells)).toEqual(example.gains);
  });
});

test("the study's tasks give JSON, and its summary a section that can be shown", async () => {
  const tasks = reconstructionStudy.tasks({ examples: train }, "quick");
  expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length);
  const results = new Map<string, Json>();
  for (const { id, run } of tasks) {
    const result = await run();
    assertJson(id, result);
    results.set(id, result);
  }
  const section = await reconstructionStudy.summarize((id) => results.get(id)!, { examples: train }, "quick");
  assertSection(section);
  expect(section.tables[0]!.rows).toHaveLength(contenders.length + 4);
  expect(section.findings.at(-1)).toMatch(/^Quick/);
});
