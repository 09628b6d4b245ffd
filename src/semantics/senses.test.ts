import { describe, expect, test } from "vitest";
import { createRandom } from "../math/index.ts";
import { findSenses, type SenseRows, SMALLEST_DIVIDED } from "./senses.ts";

const ratio = [0.6, 0.5, 0.02, 0.02];
const size = ratio.length;

/** One word's people: each at one of some centres by its loading, with noise of variance 1 along each coordinate. */
function simulate(seed: number, groups: readonly { people: number; center: readonly number[] }[]): SenseRows {
  const random = createRandom(seed);
  const people = groups.flatMap(({ people: count, center }) =>
    new Array<readonly number[]>(count).fill(center),
  );
  const loadings = people.map(() => Math.min(1, 0.1 + 1.5 * random.uniform()));
  const rows = Float64Array.from(
    people.flatMap((center, row) => center.map((value) => loadings[row]! * value + random.normal())),
  );
  return {
    rows,
    loadings,
    center: (keep) => {
      const weight = keep.reduce((sum, row) => sum + loadings[row]! ** 2, 0);
      return Float64Array.from(ratio, (signal, d) => {
        const told = keep.reduce((sum, row) => sum + loadings[row]! * rows[row * size + d]!, 0);
        return (signal * told) / (1 + signal * weight);
      });
    },
  };
}

describe("findSenses", () => {
  test("finds two readings, their shares and their centres", () => {
    const [here, there] = [
      [3, 1, 0, 0],
      [-3, 0.5, 0, 0],
    ] as const;
    const { tests, readings } = findSenses(
      simulate(1, [
        { people: 18, center: here },
        { people: 12, center: there },
      ]),
    );
    expect(tests.map(({ readings: count }) => count)).toEqual([2, 3]);
    expect(tests[0]!.gain).toBeGreaterThan(2 * tests[0]!.standardError);
    expect(readings).toHaveLength(2);
    expect(Math.abs(readings[0]!.share - 0.6)).toBeLessThan(0.1);
    expect(readings[0]!.share + readings[1]!.share).toBeCloseTo(1, 12);
    [here, there].forEach((center, k) => {
      center.forEach((value, d) => expect(Math.abs(readings[k]!.center[d]! - value)).toBeLessThan(0.9));
    });
  });

  test("finds three where there are three", () => {
    const centers = [
      [4, 0, 0, 0],
      [-3, 4, 0, 0],
      [-3, -4, 0, 0],
    ];
    const { readings } = findSenses(
      simulate(
        2,
        centers.map((center) => ({ people: 12, center })),
      ),
    );
    expect(readings).toHaveLength(3);
    for (const { share } of readings) expect(Math.abs(share - 1 / 3)).toBeLessThan(0.1);
  });

  test("one population is hardly ever divided", () => {
    let divided = 0;
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(1000 + seed);
      const center = ratio.map((signal) => Math.sqrt(signal) * random.normal());
      const { tests, readings } = findSenses(simulate(seed, [{ people: 12 + (seed % 8), center }]));
      expect(tests).toHaveLength(2);
      if (readings.length > 0) divided++;
    }
    expect(divided).toBeLessThanOrEqual(2);
  });

  test("a few who stand apart are outliers, not a reading", () => {
    const { readings } = findSenses(
      simulate(4, [
        { people: 27, center: [2, 0, 0, 0] },
        { people: 3, center: [-6, 0, 0, 0] },
      ]),
    );
    expect(readings).toEqual([]);
  });

  test("two centres in one place are one reading, though they shrink it a little more and so predict better", () => {
    for (const seed of [1, 2, 3]) {
      const random = createRandom(seed);
      const loadings = Array.from({ length: 16 }, () => 0.6 + 0.4 * random.uniform());
      const { tests, readings } = findSenses({
        loadings,
        rows: Float64Array.from({ length: 16 * size }, () => 0.2 * random.normal()),
        center: () => new Float64Array(size),
      });
      expect(tests[0]!.gain).toBeGreaterThan(tests[0]!.standardError);
      expect(readings).toEqual([]);
    }
  });

  test("words of few people are not tested; the answer is the same on every run", () => {
    const groups = [
      { people: 6, center: [5, 0, 0, 0] },
      { people: 5, center: [-5, 0, 0, 0] },
    ];
    expect(SMALLEST_DIVIDED).toBe(12);
    expect(findSenses(simulate(5, groups))).toEqual({ tests: [], readings: [] });
    const enough = simulate(5, [groups[0]!, { ...groups[1]!, people: 6 }]);
    expect(findSenses(enough).readings).toHaveLength(2);
    expect(findSenses(enough)).toEqual(findSenses(enough));
  });
});
