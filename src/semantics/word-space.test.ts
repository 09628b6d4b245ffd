import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../math/index.ts";
import { deviationOf, type LearnedWordSpace, latentDeviation, learnWordSpace } from "./word-space.ts";

fc.configureGlobal({ seed: 1 });

interface Rows {
  readonly latents: readonly Float64Array[];
  readonly origin: Float64Array;
  readonly loadings: readonly number[];
  readonly wordIndex: readonly number[];
}

const WORDS = 400;
/** How far words and people differ along each latent coordinate. */
const betweenDeviation = [0, 3, 0, 0, 0];
const withinDeviation = [4, 2, 1, 0.5, 0.25];

function simulate(seed: number, latentSize = 5): Rows {
  const random = createRandom(seed);
  const origin = Float64Array.from({ length: latentSize }, () => random.normal());
  const rows = Array.from({ length: WORDS }, (_, word) => {
    const effect = betweenDeviation.map((deviation) => deviation * random.normal());
    return Array.from({ length: 1 + (word % 6) }, () => {
      const loading = 0.3 + 0.7 * random.uniform();
      const latent = origin.map((value, d) => {
        const noise = (withinDeviation[d] ?? 0.05) * random.normal();
        return value + loading * (0.7 * (d % 2) + (effect[d] ?? 0)) + noise;
      });
      return { word, loading, latent };
    });
  }).flat();
  return {
    latents: rows.map(({ latent }) => latent),
    origin,
    loadings: rows.map(({ loading }) => loading),
    wordIndex: rows.map(({ word }) => word),
  };
}

function learn({ latents, origin, loadings, wordIndex }: Rows): LearnedWordSpace {
  return learnWordSpace(latents, origin, loadings, wordIndex, WORDS);
}

describe("learnWordSpace", () => {
  const rows = simulate(1);
  const space = learn(rows);
  const { size, mean, ratio } = space;

  test("its coordinates lose nothing of a latent space that is no larger", () => {
    expect(size).toBe(5);
    rows.latents.forEach((latent, row) => {
      const back = latentDeviation(space, space.rows.subarray(row * size, (row + 1) * size));
      latent.forEach((value, d) => expect(rows.origin[d]! + back[d]!).toBeCloseTo(value, 8));
    });
  });

  test("finds along which direction words differ most against their people, and how far", () => {
    const length = Math.hypot(...Array.from(space.axes).slice(0, size));
    expect(Math.abs(space.axes[1]!) / length).toBeGreaterThan(0.98);
    expect(Math.abs(ratio[0]! - (3 / 2) ** 2)).toBeLessThan(0.4);
    Array.from(ratio)
      .slice(1)
      .forEach((value, d) => {
        expect(value).toBeLessThan(0.1);
        expect(value).toBeLessThanOrEqual(ratio[d]!);
      });
  });

  test("around their words people differ with variance 1 along each coordinate, independently", () => {
    const byWord = new Map<number, number[]>();
    rows.wordIndex.forEach((word, row) => {
      byWord.set(word, [...(byWord.get(word) ?? []), row]);
    });
    const products = new Float64Array(size * size);
    let freedom = 0;
    for (const own of byWord.values()) {
      const weight = own.reduce((sum, row) => sum + rows.loadings[row]! ** 2, 0);
      const center = Array.from({ length: size }, (_, d) =>
        own.reduce((sum, row) => sum + (rows.loadings[row]! * space.rows[row * size + d]!) / weight, 0),
      );
      freedom += own.length - 1;
      for (const row of own) {
        const apart = center.map((value, d) => space.rows[row * size + d]! - rows.loadings[row]! * value);
        for (let i = 0; i < size * size; i++) products[i]! += apart[Math.floor(i / size)]! * apart[i % size]!;
      }
    }
    products.forEach((sum, i) => {
      expect(Math.abs(sum / freedom - (i % (size + 1) === 0 ? 1 : 0))).toBeLessThan(0.12);
    });
  });

  test("sums and weights are what the rows say beyond the mean", () => {
    const weights = new Float64Array(WORDS);
    const sums = new Float64Array(WORDS * size);
    rows.wordIndex.forEach((word, row) => {
      const loading = rows.loadings[row]!;
      weights[word]! += loading ** 2;
      for (let d = 0; d < size; d++) {
        sums[word * size + d]! += loading * (space.rows[row * size + d]! - loading * mean[d]!);
      }
    });
    weights.forEach((value, word) => expect(space.statistics.weights[word]).toBeCloseTo(value, 9));
    sums.forEach((value, i) => expect(space.sums[i]).toBeCloseTo(value, 9));
    const loading = rows.loadings.reduce((sum, value) => sum + value, 0) / rows.loadings.length;
    expect(space.loading).toBeCloseTo(loading, 12);
  });

  test("of a larger latent space it keeps eight coordinates, those of most variance", () => {
    const large = simulate(2, 12);
    const kept = learn(large);
    expect([kept.size, kept.axes.length, kept.origin.length]).toEqual([8, 96, 12]);
    const row = latentDeviation(kept, kept.rows.subarray(0, 8));
    large.latents[0]!.slice(0, 4).forEach((value, d) => {
      expect(Math.abs(large.origin[d]! + row[d]! - value)).toBeLessThan(0.5);
    });
  });
});

describe("deviationOf", () => {
  test("is the mean loading times mean and effect, along the axes", () => {
    const space = {
      size: 2,
      origin: [7, 7, 7],
      axes: [1, 0, 2, 0, 1, -1],
      mean: [0.5, 1],
      ratio: [1, 1],
      loading: 0.8,
    };
    expect([...latentDeviation(space, [1, 10])]).toEqual([1, 10, -8]);
    const effects = [9, 9, 0.5, 2];
    deviationOf(space, effects, 2).forEach((value, d) => expect(value).toBeCloseTo([0.8, 2.4, -0.8][d]!, 12));
    expect([...deviationOf(space, [-0.5, -1])]).toEqual([0, 0, 0]);
  });
});
