import { describe, expect, test } from "vitest";
import { createRandom } from "../math/index.ts";
import { loadingOf } from "./crowd-prior.ts";
import { learnWordEffects } from "./word-effects.ts";
import { learnWordPosterior, type PlacedRow, type WordPosteriorOptions } from "./word-posterior.ts";

const latentSize = 4;
/** Words that mean the same, and how many rows each has. */
const families: readonly Readonly<Record<string, number>>[] = [
  { warm: 9, cálido: 3, warmer: 1 },
  { bright: 6, brillante: 2 },
  { boom: 4, boomy: 1 },
  { cold: 5, frío: 1 },
  { wobbly: 3 },
  { sour: 1 },
];
const counts: Readonly<Record<string, number>> = Object.assign({}, ...families);
const words = Object.keys(counts).sort();

/** Rows of the model that is assumed, with the latent as its own curve. */
function simulate(seed: number): PlacedRow[] {
  const random = createRandom(seed);
  const normals = () => Float64Array.from({ length: latentSize }, () => random.normal());
  return families.flatMap((family) => {
    const effect = normals();
    return Object.entries(family).flatMap(([word, count]) =>
      Array.from({ length: count }, () => {
        const consistency = random.uniform();
        const noise = normals();
        const latent = effect.map((value, d) => 1 + loadingOf(consistency) * (0.5 + value) + noise[d]!);
        return { word, consistency, curve: latent, latent };
      }),
    );
  });
}

const rows = simulate(1);
const options: WordPosteriorOptions = {
  rows,
  words,
  coUse: { dimensions: 0, vectors: new Map() },
  origin: new Float64Array(latentSize).fill(1),
  decode: (latent) => Float64Array.from(latent, (value) => 2 * value),
};
const posterior = learnWordPosterior(options);
const { space, relatedness } = posterior;
const { size } = space;

describe("learnWordPosterior", () => {
  test("gives every row its word and its listener's loading", () => {
    expect(posterior.wordIndex.map((index) => words[index])).toEqual(rows.map(({ word }) => word));
    expect(posterior.loadings).toEqual(rows.map(({ consistency }) => loadingOf(consistency)));
  });

  test("expects the next person at the mean loading, from the flat curve", () => {
    const effect = posterior.known[0]!.mean;
    const latent = new Float64Array(latentSize).fill(1);
    for (let d = 0; d < size; d++) {
      const far = space.loading * (space.mean[d]! + effect[d]!);
      for (let k = 0; k < latentSize; k++) latent[k]! += far * space.axes[d * latentSize + k]!;
    }
    posterior.expect(effect).forEach((value, k) => expect(value).toBeCloseTo(2 * latent[k]!, 10));
  });

  test("without a row it expects what is learned, in the same space, from all rows but that", () => {
    rows.forEach(({ word }, row) => {
      const own = posterior.wordIndex[row]!;
      const loading = posterior.loadings[row]!;
      const weights = space.statistics.weights.slice();
      const sums = space.sums.slice();
      weights[own]! -= loading ** 2;
      for (let d = 0; d < size; d++) {
        sums[own * size + d]! -= loading * (space.rows[row * size + d]! - loading * space.mean[d]!);
      }
      const kept = words.flatMap((_, index) => (index === own && counts[word] === 1 ? [] : [index]));
      const effects = learnWordEffects({
        size,
        ratio: Float64Array.from(space.ratio),
        weights: Float64Array.from(kept, (index) => weights[index]!),
        sums: Float64Array.from(
          kept.flatMap((index) => [...sums.subarray(index * size, (index + 1) * size)]),
        ),
        features: kept.map((index) => relatedness.featuresOf(words[index]!)),
      });
      const expected = posterior.expect(effects.effectOf(relatedness.featuresOf(word)).mean);
      posterior.expectWithout(row).forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 5));
    });
  });

  test("a word of several rows is drawn to them, a word without to its kin, a stranger to the mean", () => {
    const center = posterior.expect(new Float64Array(size));
    const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Math.hypot(...Array.from(a, (value, k) => value - b[k]!));
    const warm = posterior.known[words.indexOf("warm")]!;
    const kin = posterior.effectOf("calidez");
    expect(kin.related.map(({ word }) => words[word])).toEqual(["warm", "cálido", "warmer"]);
    expect(distance(kin.mean, warm.mean)).toBeLessThan(0.3 * Math.hypot(...warm.mean));
    kin.variance.forEach((value, d) => {
      expect(value).toBeGreaterThan(warm.variance[d]!);
      expect(value).toBeLessThan(space.ratio[d]!);
    });
    const stranger = posterior.effectOf("xylophone");
    expect(distance(posterior.expect(stranger.mean), center)).toBe(0);
    expect([...stranger.variance].map((value) => value.toFixed(12))).toEqual(
      Array.from(space.ratio, (value) => value.toFixed(12)),
    );
    expect(warm.related.map(({ word }) => words[word])).toEqual(["cálido", "warmer"]);
  });

  test("the shares decide how much is drawn from kin", () => {
    const alone = learnWordPosterior({ ...options, shares: { use: 0, meaning: 0 } });
    expect([...alone.effectOf("calidez").mean]).toEqual(new Array(size).fill(0));
    words.forEach((word, index) => {
      const { mean, variance, related } = alone.known[index]!;
      const weight = alone.space.statistics.weights[index]!;
      for (let d = 0; d < size; d++) {
        const expected = alone.space.ratio[d]! / (1 + alone.space.ratio[d]! * weight);
        expect(variance[d]).toBeCloseTo(expected, 10);
        expect(mean[d]).toBeCloseTo(expected * alone.space.sums[index * size + d]!, 6);
      }
      expect([word, related]).toEqual([word, []]);
    });
  });
});
