import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choleskyFactor, choleskySolve, createRandom, ln, type Random } from "../math/index.ts";
import { type CrowdPrior, crowdStatistics, estimateCrowdPrior, loadingOf } from "./crowd-prior.ts";

fc.configureGlobal({ seed: 1 });

interface Crowd {
  readonly rows: readonly (readonly number[])[];
  readonly loadings: readonly number[];
  readonly wordIndex: readonly number[];
}

/** Lower triangle L of a covariance L·Lᵀ. */
type Root = readonly (readonly number[])[];

const mean = [0.5, -0.3, 0.1];
const betweenRoot: Root = [[1.2], [0.4, 0.7], [-0.2, 0.1, 0.3]];
const withinRoot: Root = [[0.9], [-0.5, 1.1], [0.3, 0.2, 0.8]];

function draw(random: Random, root: Root): number[] {
  const normals = root.map(() => random.normal());
  return root.map((row) => row.reduce((sum, value, i) => sum + value * normals[i]!, 0));
}

function covarianceOf(root: Root): number[] {
  return root.flatMap((a) => root.map((b) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)));
}

/** Rows as `CrowdPrior` describes them, 1 to 8 for each word, most words few. */
function simulate(seed: number, words: number, between = betweenRoot): Crowd {
  const random = createRandom(seed);
  const rows: number[][] = [];
  const loadings: number[] = [];
  const wordIndex: number[] = [];
  for (let word = 0; word < words; word++) {
    const effect = draw(random, between);
    const count = 1 + Math.floor(8 * random.uniform() ** 3);
    for (let row = 0; row < count; row++) {
      const loading = loadingOf(random.uniform());
      const noise = draw(random, withinRoot);
      rows.push(mean.map((value, d) => loading * (value + effect[d]!) + noise[d]!));
      loadings.push(loading);
      wordIndex.push(word);
    }
  }
  return { rows, loadings, wordIndex };
}

function statisticsOf({ rows, loadings, wordIndex }: Crowd) {
  return crowdStatistics(rows, loadings, wordIndex, Math.max(...wordIndex) + 1);
}

/** Log density of all rows, word by word, from the full covariance of a word's rows. */
function logLikelihood({ rows, loadings, wordIndex }: Crowd, prior: CrowdPrior): number {
  const { size } = prior;
  const rowsOf = new Map<number, number[]>();
  wordIndex.forEach((word, row) => {
    rowsOf.set(word, [...(rowsOf.get(word) ?? []), row]);
  });
  let total = 0;
  for (const own of rowsOf.values()) {
    const length = own.length * size;
    const covariance = new Float64Array(length * length);
    const deviation = new Float64Array(length);
    own.forEach((row, r) => {
      for (let i = 0; i < size; i++) {
        deviation[r * size + i] = rows[row]![i]! - loadings[row]! * prior.mean[i]!;
        own.forEach((other, s) => {
          for (let j = 0; j < size; j++) {
            covariance[(r * size + i) * length + s * size + j] =
              loadings[row]! * loadings[other]! * prior.between[i * size + j]! +
              (r === s ? prior.within[i * size + j]! : 0);
          }
        });
      }
    });
    const solved = deviation.slice();
    choleskyFactor(covariance, length);
    choleskySolve(covariance, length, solved);
    for (let k = 0; k < length; k++) {
      total -= 0.5 * deviation[k]! * solved[k]! + ln(covariance[k * length + k]!) + 0.5 * ln(2 * Math.PI);
    }
  }
  return total;
}

/** Length of the difference over the length of the truth. */
function relativeError(found: ArrayLike<number>, truth: readonly number[]): number {
  return Math.hypot(...truth.map((value, i) => found[i]! - value)) / Math.hypot(...truth);
}

describe("loadingOf", () => {
  test("is the consistency over 0.45, within 0.1..1", () => {
    expect([-1, 0, 0.04, 0.225, 0.45, 0.9].map(loadingOf)).toEqual([0.1, 0.1, 0.1, 0.5, 1, 1]);
    expect(loadingOf(0.09)).toBeCloseTo(0.2, 12);
  });
});

describe("crowdStatistics", () => {
  test("are the direct sums", () => {
    const crowd = simulate(3, 20);
    const { weights, sums, squares, rowCount, size } = statisticsOf(crowd);
    const sumOver = (of: (row: number) => number) => crowd.rows.reduce((total, _, row) => total + of(row), 0);
    expect([rowCount, size, weights.length]).toEqual([crowd.rows.length, 3, 20]);
    for (let word = 0; word < 20; word++) {
      const isOwn = (row: number) => (crowd.wordIndex[row] === word ? 1 : 0);
      expect(weights[word]).toBeCloseTo(
        sumOver((row) => isOwn(row) * crowd.loadings[row]! ** 2),
        12,
      );
      for (let i = 0; i < 3; i++) {
        const sum = sumOver((row) => isOwn(row) * crowd.loadings[row]! * crowd.rows[row]![i]!);
        expect(sums[word * 3 + i]).toBeCloseTo(sum, 12);
      }
    }
    for (let i = 0; i < 9; i++) {
      const [a, b] = [Math.floor(i / 3), i % 3];
      expect(squares[i]).toBeCloseTo(
        sumOver((row) => crowd.rows[row]![a]! * crowd.rows[row]![b]!),
        9,
      );
    }
  });

  test("refuses what does not fit together", () => {
    expect(() => crowdStatistics([], [], [], 1)).toThrow(/must match and not be empty, got 0, 0 and 0/);
    expect(() => crowdStatistics([[1]], [1, 1], [0], 1)).toThrow(/got 1, 2 and 1/);
    expect(() => crowdStatistics([[1]], [1], [1], 1)).toThrow(/whole and within 0..0, got 1/);
    expect(() => crowdStatistics([[1]], [1], [0.5], 1)).toThrow(/got 0.5/);
    expect(() => crowdStatistics([[Number.NaN]], [1], [0], 1)).toThrow(/must be finite, got NaN in row 0/);
    expect(() => crowdStatistics([[1]], [Number.NaN], [0], 1)).toThrow(RangeError);
  });
});

describe("estimateCrowdPrior", () => {
  test("recovers mean and covariances from the rows of many simulated words", () => {
    const prior = estimateCrowdPrior(statisticsOf(simulate(1, 6000)));
    expect(relativeError(prior.within, covarianceOf(withinRoot))).toBeLessThan(0.03);
    expect(relativeError(prior.between, covarianceOf(betweenRoot))).toBeLessThan(0.07);
    expect(relativeError(prior.mean, mean)).toBeLessThan(0.07);
  });

  test("finds that words do not differ where they do not", () => {
    const statistics = statisticsOf(simulate(2, 500, [[0], [0, 0], [0, 0, 0]]));
    const share = (rounds: number) => {
      const { between, within } = estimateCrowdPrior(statistics, rounds);
      return (between[0]! + between[4]! + between[8]!) / (within[0]! + within[4]! + within[8]!);
    };
    const shares = [0, 80, 800].map(share);
    expect(shares[0]).toBeCloseTo(0.05 / 0.95, 6);
    expect(shares[1]).toBeLessThan(0.045);
    expect(shares[2]).toBeLessThan(0.03);
  });

  test("no round lowers the likelihood, and the end is likelier than the truth", () => {
    const truth: CrowdPrior = {
      size: 3,
      mean: Float64Array.from(mean),
      between: Float64Array.from(covarianceOf(betweenRoot)),
      within: Float64Array.from(covarianceOf(withinRoot)),
    };
    for (const seed of [1, 2, 3]) {
      const crowd = simulate(seed, 60);
      const statistics = statisticsOf(crowd);
      const after = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 80, 81].map((rounds) =>
        logLikelihood(crowd, estimateCrowdPrior(statistics, rounds)),
      );
      after.slice(1).forEach((value, i) => expect(value).toBeGreaterThan(after[i]! - 1e-4));
      expect(after[1]! - after[0]!).toBeGreaterThan(1);
      expect(after.at(-1)! - after.at(-2)!).toBeLessThan(0.05);
      expect(after.at(-1)).toBeGreaterThan(logLikelihood(crowd, truth));
    }
  });

  test("ends where no small step is likelier: of the mean, or of either covariance", () => {
    const crowd = simulate(6, 60);
    const end = estimateCrowdPrior(statisticsOf(crowd), 600);
    const best = logLikelihood(crowd, end);
    for (const part of ["mean", "between", "within"] as const) {
      for (let i = 0; i < 3; i++) {
        for (const step of [-0.02, 0.02]) {
          const values = end[part].slice();
          if (part === "mean") values[i]! += step;
          else values[4 * i]! *= 1 + step;
          expect(logLikelihood(crowd, { ...end, [part]: values })).toBeLessThan(best + 0.01);
        }
      }
    }
  });

  test("follows a change of units and of coordinates, and the words' numbers do not matter", () => {
    const crowd = simulate(4, 80);
    const prior = estimateCrowdPrior(statisticsOf(crowd), 30);
    const spare = crowd.wordIndex.map((word) => 200 - 2 * word);
    const renumbered = estimateCrowdPrior(statisticsOf({ ...crowd, wordIndex: spare }), 30);
    expect(relativeError(renumbered.between, [...prior.between])).toBeLessThan(1e-9);

    const turn = (row: readonly number[]) => [2 * row[1]!, -2 * row[0]!, 2 * row[2]!];
    const turned = estimateCrowdPrior(statisticsOf({ ...crowd, rows: crowd.rows.map(turn) }), 30);
    expect(relativeError(turned.mean, turn([...prior.mean]))).toBeLessThan(1e-9);
    for (const part of ["between", "within"] as const) {
      const m = [...prior[part]].map((value) => 4 * value);
      const expected = [m[4]!, -m[3]!, m[5]!, -m[1]!, m[0]!, -m[2]!, m[7]!, -m[6]!, m[8]!];
      expect(relativeError(turned[part], expected)).toBeLessThan(1e-8);
    }
  });

  test("stands rows that do not vary along a coordinate", () => {
    const { rows, ...rest } = simulate(5, 30);
    const flat = { ...rest, rows: rows.map((row) => [row[0]!, row[1]!, 0]) };
    const prior = estimateCrowdPrior(statisticsOf(flat));
    for (const values of [prior.mean, prior.between, prior.within]) {
      expect(values.every(Number.isFinite)).toBe(true);
    }
    expect(prior.within[8]).toBeGreaterThan(0);
  });
});
