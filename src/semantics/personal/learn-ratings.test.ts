import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choleskyFactor, choleskySolve, createRandom, type Random } from "../../math/index.ts";
import type { CurvePrior } from "./curve-prior.ts";
import { evidenceOf, learnFromRatings } from "./learn-ratings.ts";
import { correlationOf } from "./merge-dictionaries.ts";
import { chooseProbes } from "./probes.ts";

fc.configureGlobal({ seed: 1 });

const BANDS = 40;
const RANK = 4;

/** Smooth directions of rms 1 without a mean. */
const directions = Array.from({ length: RANK }, (_, d) =>
  Float64Array.from(
    { length: BANDS },
    (_, band) => Math.SQRT2 * Math.cos((Math.PI * (d + 1) * (band + 0.5)) / BANDS),
  ),
);
const spread = [0.7, 0.5, 0.35, 0.25];
const meanWeights = [0.3, -0.2, 0.1, 0];

const combine = (weights: readonly number[]): Float64Array =>
  Float64Array.from({ length: BANDS }, (_, band) =>
    weights.reduce((sum, weight, d) => sum + weight * directions[d]![band]!, 0),
  );

const draw = (random: Random): Float64Array =>
  combine(spread.map((size, d) => meanWeights[d]! + size * random.normal()));

function priorOf(random: Random): CurvePrior {
  const covariance = new Float64Array(BANDS * BANDS);
  for (let i = 0; i < BANDS; i++) {
    for (let j = 0; j < BANDS; j++) {
      for (let d = 0; d < RANK; d++) {
        covariance[i * BANDS + j]! += spread[d]! ** 2 * directions[d]![i]! * directions[d]![j]!;
      }
    }
  }
  const candidates = Array.from({ length: 60 }, () => {
    const curve = draw(random);
    const size = Math.sqrt(curve.reduce((sum, value) => sum + value * value, 0) / BANDS);
    return curve.map((value) => value / size);
  });
  return { mean: combine(meanWeights), covariance, candidates };
}

const seeds = fc.integer({ min: 0, max: 2 ** 30 });

/** The same answer in weight space: θ = (weights of the directions, offset), each with variance 1. */
function oracle(probes: readonly Float64Array[], ratings: readonly number[]): Float64Array {
  const size = RANK + 1;
  const answers: { logEvidence: number; curve: Float64Array }[] = [];
  for (const slope of [0.35, 0.6, 1, 1.6]) {
    for (const noise of [0.05, 0.1, 0.18, 0.3, 0.45, 0.7]) {
      const rows = probes.map((probe) => [
        ...directions.map(
          (axis, d) =>
            (slope * spread[d]! * axis.reduce((sum, value, band) => sum + value * probe[band]!, 0)) / BANDS,
        ),
        0.3,
      ]);
      const mean = combine(meanWeights);
      const y = probes.map(
        (probe, i) =>
          ratings[i]! - (slope * mean.reduce((sum, value, band) => sum + value * probe[band]!, 0)) / BANDS,
      );
      const precision = new Float64Array(size * size);
      const information = new Float64Array(size);
      for (let i = 0; i < size; i++) {
        precision[i * size + i] = 1;
        rows.forEach((row, n) => {
          information[i]! += (row[i]! * y[n]!) / noise ** 2;
          for (let j = 0; j < size; j++) precision[i * size + j]! += (row[i]! * row[j]!) / noise ** 2;
        });
      }
      choleskyFactor(precision, size);
      const theta = information.slice();
      choleskySolve(precision, size, theta);
      let logEvidence =
        -y.length * Math.log(noise) - 0.5 * y.reduce((sum, value) => sum + (value / noise) ** 2, 0);
      for (let i = 0; i < size; i++) {
        logEvidence += 0.5 * information[i]! * theta[i]! - Math.log(precision[i * size + i]!);
      }
      const curve = combine(spread.map((sigma, d) => meanWeights[d]! + sigma * theta[d]!));
      answers.push({ logEvidence, curve });
    }
  }
  const best = Math.max(...answers.map(({ logEvidence }) => logEvidence));
  const shares = answers.map(({ logEvidence }) => Math.exp(logEvidence - best));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return Float64Array.from({ length: BANDS }, (_, band) =>
    answers.reduce((sum, { curve }, a) => sum + (shares[a]! / total) * curve[band]!, 0),
  );
}

describe("learning from ratings", () => {
  test("agrees with regression in the weights of the prior's directions", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 12 }), (seed, count) => {
        const random = createRandom(seed);
        const prior = priorOf(random);
        const probes = prior.candidates.slice(0, count);
        const ratings = probes.map(() => 2 * random.uniform() - 1);
        const { expectedZ } = learnFromRatings({ probes, ratings, prior });
        oracle(probes, ratings).forEach((value, band) => {
          expect(expectedZ[band]).toBeCloseTo(value, 6);
        });
      }),
      { numRuns: 30 },
    );
  });

  test("finds the listener's curve, whatever the listener's offset and slope, and is sure of it", () => {
    fc.assert(
      fc.property(
        seeds,
        fc.double({ min: -0.2, max: 0.2, noNaN: true }),
        fc.double({ min: 0.4, max: 0.8, noNaN: true }),
        (seed, offset, slope) => {
          const random = createRandom(seed);
          const prior = priorOf(random);
          const truth = prior.candidates.at(-1)!;
          const probes = chooseProbes({ prior, count: 25 });
          const ratings = probes.map((probe) => offset + slope * correlationOf(probe, truth));
          const learned = learnFromRatings({ probes, ratings, prior });
          expect(correlationOf(learned.shape, truth)).toBeGreaterThan(0.98);
          expect(learned.confidence).toBeGreaterThan(60);
          expect(learned.consistency).toBeGreaterThan(0.85);
        },
      ),
      { numRuns: 12 },
    );
  });

  test("without ratings the prior's mean remains; noise alone tells little", () => {
    const random = createRandom(1);
    const prior = priorOf(random);
    const { expectedZ, confidence, consistency } = learnFromRatings({ probes: [], ratings: [], prior });
    expect([...expectedZ]).toEqual([...prior.mean]);
    expect(consistency).toBe(0);
    expect(confidence).toBeCloseTo(100 * Math.hypot(...meanWeights), 6);
    const probes = Array.from({ length: 6 }, () => prior.candidates).flat();
    const noisy = learnFromRatings({ probes, ratings: probes.map(() => random.uniform() - 0.5), prior });
    expect(noisy.consistency).toBeLessThan(0.15);
  });

  test("evidence and correlation are two sides of one thing", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.99, noNaN: true }), (correlation) => {
        const evidence = evidenceOf(correlation);
        expect(Math.sqrt(evidence / (1 + evidence))).toBeCloseTo(correlation, 9);
      }),
    );
    expect(evidenceOf(1)).toBeLessThan(100);
  });

  test("refuses what is no rating or no probe", () => {
    const prior = priorOf(createRandom(1));
    const [probe] = prior.candidates;
    const learn = (probes: ArrayLike<number>[], ratings: number[]) => () =>
      learnFromRatings({ probes, ratings, prior });
    expect(learn([probe!], [])).toThrow(/one within -1\.\.1 for each of 1/);
    expect(learn([probe!], [1.1])).toThrow(/got 1\.1/);
    expect(learn([probe!], [Number.NaN])).toThrow(RangeError);
    expect(learn([new Float64Array(40)], [1])).toThrow(/place 0/);
    expect(learn([probe!.slice(1)], [1])).toThrow(RangeError);
  });
});

describe("choosing probes", () => {
  const prior = priorOf(createRandom(3));

  /** Trace of the curve's covariance once the probes are rated, from its definition. */
  const traceAfter = (probes: readonly Float64Array[]): number => {
    const size = RANK + 1;
    const precision = new Float64Array(size * size);
    for (let i = 0; i < size; i++) precision[i * size + i] = 1;
    for (const probe of probes) {
      const row = [
        ...directions.map(
          (axis, d) => (spread[d]! * axis.reduce((sum, v, band) => sum + v * probe[band]!, 0)) / BANDS,
        ),
        0.3,
      ];
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) precision[i * size + j]! += (row[i]! * row[j]!) / 0.3 ** 2;
    }
    choleskyFactor(precision, size);
    let trace = 0;
    for (let d = 0; d < RANK; d++) {
      const unit = new Float64Array(size);
      unit[d] = 1;
      choleskySolve(precision, size, unit);
      trace += spread[d]! ** 2 * unit[d]!;
    }
    return trace;
  };

  test("each is the candidate that leaves the least variance after those before it", () => {
    const asked: Float64Array[] = [];
    for (let step = 0; step < 6; step++) {
      const [next] = chooseProbes({ prior, count: 1, asked }) as [Float64Array];
      const best = Math.min(...prior.candidates.map((candidate) => traceAfter([...asked, candidate])));
      expect(traceAfter([...asked, next])).toBeCloseTo(best, 9);
      asked.push(next);
    }
    const together = chooseProbes({ prior, count: 6 });
    expect(traceAfter(together)).toBeCloseTo(traceAfter(asked), 9);
    expect(traceAfter(together)).toBeLessThan(traceAfter(prior.candidates.slice(0, 6)));
  });

  test("are the same for the same seed, in another order for another, of mean 0 and rms 1", () => {
    const probes = chooseProbes({ prior, count: 10 });
    expect(chooseProbes({ prior, count: 10 })).toEqual(probes);
    const other = chooseProbes({ prior, count: 10, seed: 2 });
    expect(other).not.toEqual(probes);
    const key = (list: Float64Array[]) => list.map((probe) => probe.join()).sort();
    expect(key(other)).toEqual(key(probes));
    for (const probe of probes) {
      expect(probe.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9);
      expect(probe.reduce((sum, value) => sum + value * value, 0) / BANDS).toBeCloseTo(1, 9);
    }
    for (const count of [0, 201, 1.5, Number.NaN])
      expect(() => chooseProbes({ prior, count })).toThrow(RangeError);
  });
});
