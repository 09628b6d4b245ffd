import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choleskyFactor, choleskySolve, createRandom, type Random } from "../math/index.ts";
import type { WordFeatures } from "./relatedness.ts";
import { learnWordEffects, type WordEvidence } from "./word-effects.ts";

fc.configureGlobal({ seed: 1 });

const ratio = Float64Array.of(1.5, 0.4, 0.02, 0);

/** Three of some features, length 1, signs mixed. */
function randomFeatures(random: Random, featureCount: number): WordFeatures {
  const index = random.shuffle(Int32Array.from({ length: featureCount }, (_, i) => i)).slice(0, 3);
  const weight = Float64Array.from(index, () => random.uniform() + (random.uniform() < 0.2 ? -1 : 0.2));
  const length = Math.hypot(...weight);
  return { index, weight: weight.map((value) => value / length) };
}

function randomEvidence(seed: number, words: number): WordEvidence {
  const random = createRandom(seed);
  return {
    size: ratio.length,
    ratio,
    weights: Float64Array.from({ length: words }, () => 10 ** (3 * random.uniform() - 2)),
    sums: Float64Array.from({ length: words * ratio.length }, () => 2 * random.normal()),
    features: Array.from({ length: words }, () => randomFeatures(random, 12)),
  };
}

/** Every word's own feature and no other. */
function strangers(words: number): WordFeatures[] {
  return Array.from({ length: words }, (_, word) => ({
    index: Int32Array.of(word),
    weight: Float64Array.of(1),
  }));
}

/** The same features, most of each word's length moved to one that all words have. */
function leaning({ index, weight }: WordFeatures): WordFeatures {
  return {
    index: Int32Array.of(...index, 12),
    weight: Float64Array.of(...weight.map((value) => 0.5 * value), Math.sqrt(0.75)),
  };
}

function product(a: WordFeatures, b: WordFeatures): number {
  return a.index.reduce((sum, feature, i) => {
    const at = b.index.indexOf(feature);
    return sum + (at < 0 ? 0 : a.weight[i]! * b.weight[at]!);
  }, 0);
}

/** Mean and variance of one coordinate of an effect, from the full kernel matrix of all words. */
function densePosterior(
  { weights, sums, features, size }: WordEvidence,
  own: WordFeatures,
  d: number,
): { mean: number; variance: number } {
  const count = weights.length;
  const signal = ratio[d]!;
  const matrix = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      matrix[i * count + j] = signal * product(features[i]!, features[j]!) + (i === j ? 1 / weights[i]! : 0);
    }
  }
  choleskyFactor(matrix, count);
  const toOwn = features.map((other) => signal * product(own, other));
  const solved = Float64Array.from(toOwn);
  choleskySolve(matrix, count, solved);
  return {
    mean: solved.reduce((sum, value, word) => sum + (value * sums[word * size + d]!) / weights[word]!, 0),
    variance: signal * product(own, own) - solved.reduce((sum, value, word) => sum + value * toOwn[word]!, 0),
  };
}

const seeds = fc.integer({ min: 0, max: 1e6 });

describe("learnWordEffects", () => {
  test("where up to 24 words all correlate, means and variances are those of the dense Gaussian process", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 24 }), (seed, words) => {
        const any = randomEvidence(seed, words);
        const evidence = { ...any, features: any.features.map(leaning) };
        const effects = learnWordEffects(evidence);
        const fresh = leaning(randomFeatures(createRandom(seed + 1), 12));
        [...evidence.features, fresh].forEach((own, word) => {
          const { mean, variance } = effects.effectOf(own, own === fresh ? undefined : word);
          for (let d = 0; d < 3; d++) {
            const dense = densePosterior(evidence, own, d);
            expect(Math.abs(mean[d]! - dense.mean)).toBeLessThan(1e-6);
            expect(Math.abs(variance[d]! - dense.variance)).toBeLessThan(1e-9);
          }
        });
      }),
      { numRuns: 30 },
    );
  });

  test("of any words the means are exact, and the variances leave out, never invent, knowledge", () => {
    for (let seed = 0; seed < 4; seed++) {
      const evidence = randomEvidence(seed, 30 + 20 * seed);
      const effects = learnWordEffects(evidence);
      evidence.features.slice(0, 8).forEach((own, word) => {
        const { mean, variance } = effects.effectOf(own, word);
        for (let d = 0; d < 3; d++) {
          const dense = densePosterior(evidence, own, d);
          expect(Math.abs(mean[d]! - dense.mean)).toBeLessThan(1e-6);
          expect(variance[d]).toBeGreaterThan(dense.variance - 1e-9);
          expect(variance[d]).toBeLessThan(dense.variance + 0.25 * ratio[d]!);
        }
      });
    }
  });

  test("words that are strangers to each other have the closed form ratio / (1 + ratio N)", () => {
    const evidence = { ...randomEvidence(5, 30), features: strangers(30) };
    const effects = learnWordEffects(evidence);
    for (let word = 0; word < 30; word++) {
      const { mean, variance, related } = effects.effectOf(evidence.features[word]!, word);
      ratio.forEach((signal, d) => {
        const expected = signal / (1 + signal * evidence.weights[word]!);
        expect(variance[d]).toBeCloseTo(expected, 12);
        expect(mean[d]).toBeCloseTo(expected * evidence.sums[word * ratio.length + d]!, 7);
      });
      expect(related).toEqual([]);
    }
  });

  test("the variance lies within 0..ratio and falls with every row of any word", () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 2, max: 20 }),
        fc.double({ min: 0.01, max: 5 }),
        (seed, words, more) => {
          const evidence = randomEvidence(seed, words);
          const which = seed % words;
          const weights = evidence.weights.map((weight, word) => weight + (word === which ? more : 0));
          const before = learnWordEffects(evidence);
          const after = learnWordEffects({ ...evidence, weights });
          evidence.features.forEach((own, word) => {
            const { variance } = after.effectOf(own, word);
            before.effectOf(own, word).variance.forEach((was, d) => {
              expect(was).toBeGreaterThanOrEqual(0);
              expect(was).toBeLessThanOrEqual(ratio[d]! + 1e-12);
              expect(variance[d]).toBeLessThan(was + 1e-12);
              if (word === which && d < 3) expect(variance[d]).toBeLessThan(was);
            });
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test("a word's own rows always count, and with them the 23 kin that tell most", () => {
    const any = randomEvidence(6, 80);
    const weights = any.weights.map((_, word) => (word === 79 ? 0.01 : 40 - word / 10));
    const features = strangers(80).map(({ index }) => ({
      index: Int32Array.of(index[0]! + 1, 0),
      weight: Float64Array.of(0.6, 0.8),
    }));
    const evidence = { ...any, weights, features };
    const counted = [79, ...Array.from({ length: 23 }, (_, word) => word)];
    const subset = {
      ...evidence,
      weights: Float64Array.from(counted, (word) => weights[word]!),
      sums: new Float64Array(24 * ratio.length),
      features: counted.map((word) => features[word]!),
    };
    const { variance } = learnWordEffects(evidence).effectOf(features[79]!, 79);
    for (let d = 0; d < 3; d++) {
      expect(variance[d]).toBeCloseTo(densePosterior(subset, features[79]!, d).variance, 12);
    }
  });

  test("a coordinate in which words do not differ has neither effect nor variance", () => {
    const { mean, variance } = learnWordEffects(randomEvidence(7, 10)).effectOf(strangers(3)[2]!);
    expect([mean[3], variance[3]]).toEqual([0, 0]);
  });

  test("an unknown word of unknown features is as uncertain as before any row, and known by no kin", () => {
    const unknown = { index: Int32Array.of(500), weight: Float64Array.of(1) };
    expect(learnWordEffects(randomEvidence(8, 30)).effectOf(unknown)).toEqual({
      mean: new Float64Array(4),
      variance: ratio,
      related: [],
    });
  });

  test("names up to three kin, most telling first, not itself and none that hardly or inversely correlate", () => {
    const share = (shares: readonly number[]): WordFeatures => ({
      index: Int32Array.from(shares, (_, i) => i),
      weight: Float64Array.from(shares),
    });
    const features = [
      share([1, 0, 0]),
      share([0.9, Math.sqrt(0.19), 0]),
      share([0.9, 0, Math.sqrt(0.19)]),
      share([0.5, Math.sqrt(0.75), 0]),
      share([-1, 0, 0]),
      share([0.1, Math.sqrt(0.99), 0]),
      share([0.4, 0, Math.sqrt(0.84)]),
    ];
    const weights = Float64Array.of(3, 1, 5, 2, 9, 9, 9);
    const effects = learnWordEffects({
      size: 1,
      ratio: Float64Array.of(1),
      weights,
      sums: new Float64Array(7),
      features,
    });
    const kin = effects.effectOf(features[0]!, 0).related;
    expect(kin.map(({ word }) => word)).toEqual([2, 1, 3]);
    expect(kin[0]!.correlation).toBeCloseTo(0.9, 12);
    expect(effects.effectOf(features[0]!).related.map(({ word }) => word)).toEqual([0, 2, 1]);
  });
});
