import { choleskyFactor, choleskySolve, conjugateGradient } from "../math/index.ts";
import type { WordFeatures } from "./relatedness.ts";

/** What people's rows say of each word, in coordinates in which the noise has variance 1. */
export interface WordEvidence {
  /** Number of coordinates. */
  readonly size: number;
  /** Shape `[size]`: variance of words' effects over the noise's, by coordinate; 0 means that words do not differ. */
  readonly ratio: Float64Array;
  /** Shape `[words]`: Σ a² over the word's rows, above 0. */
  readonly weights: Float64Array;
  /** Shape `[words, size]`: Σ a (row − a mean) over the word's rows. */
  readonly sums: Float64Array;
  /** One per word, all numbered alike. */
  readonly features: readonly WordFeatures[];
}

/** What is known of a word's effect. */
export interface WordEffect {
  /** Shape `[size]`: posterior mean. */
  readonly mean: Float64Array;
  /** Shape `[size]`: posterior variance, from 0 to the coordinate's ratio. */
  readonly variance: Float64Array;
  /** The words that it draws on most, itself left out: their number and correlation, best first. */
  readonly related: readonly { readonly word: number; readonly correlation: number }[];
}

export interface WordEffects {
  /** @param features Of any word, known or not. @param self Its number among the known, so as not to be its own kin. */
  effectOf(features: WordFeatures, self?: number): WordEffect;
}

/** Words of which the variance takes account, itself first: the nearest hold all but a trace of what can be known. */
const NEIGHBOURS = 24;
const RELATED = 3;
/** Correlations below this are not worth telling. */
const NOTICEABLE_CORRELATION = 0.15;

/**
 * Posterior of words' effects when the effects of related words are correlated: a Gaussian process over words with
 * the kernel `K = features · featuresᵀ`, `cov(effect_v, effect_w) = K_vw ratio` in each coordinate (Rasmussen & Williams
 * 2006, section 2.2). The means solve `(ratio K + 1/weight) x = data` for all words at once by conjugate gradients,
 * through the sparse features, so that time grows with the number of words. The variances take the 24 nearest words.
 */
export function learnWordEffects(evidence: WordEvidence): WordEffects {
  const { size, weights, features } = evidence;
  const featureCount = 1 + features.reduce((most, { index }) => Math.max(most, ...index), 0);
  const byFeature = featureEffects(evidence, featureCount);
  const holders: { word: number; weight: number }[][] = Array.from({ length: featureCount }, () => []);
  features.forEach(({ index, weight }, word) => {
    index.forEach((feature, i) => {
      holders[feature]!.push({ word, weight: weight[i]! });
    });
  });
  const correlations = new Float64Array(weights.length); // 0 but while a word is asked for
  const dense = new Float64Array(featureCount); // the same

  return {
    effectOf(own, self) {
      const mean = new Float64Array(size);
      const alike: number[] = [];
      own.index.forEach((feature, i) => {
        const share = own.weight[i]!;
        if (feature >= featureCount) return;
        for (let d = 0; d < size; d++) mean[d]! += share * byFeature[feature * size + d]!;
        for (const { word, weight } of holders[feature]!) {
          if (correlations[word] === 0) alike.push(word);
          correlations[word]! += share * weight;
        }
      });
      const worth = (word: number): number =>
        word === self
          ? Number.POSITIVE_INFINITY
          : (correlations[word]! * correlations[word]! * weights[word]!) / (1 + weights[word]!);
      const near = [...new Set(alike)]
        .filter((word) => Math.abs(correlations[word]!) > 1e-6)
        .sort((a, b) => worth(b) - worth(a) || a - b)
        .slice(0, NEIGHBOURS);
      const related = near
        .filter((word) => word !== self && correlations[word]! >= NOTICEABLE_CORRELATION)
        .slice(0, RELATED)
        .map((word) => ({ word, correlation: correlations[word]! }));
      const variance = variancesOf(evidence, own, near, correlations);
      for (const word of alike) correlations[word] = 0;
      return { mean, variance, related };
    },
  };

  function variancesOf(
    { ratio: ratios }: WordEvidence,
    own: WordFeatures,
    near: readonly number[],
    correlation: Float64Array,
  ): Float64Array {
    const count = near.length;
    const kernel = new Float64Array(count * count);
    near.forEach((one, i) => {
      const { index, weight } = features[one]!;
      index.forEach((feature, k) => {
        dense[feature] = weight[k]!;
      });
      for (let j = 0; j <= i; j++) {
        const other = features[near[j]!]!;
        let product = 0;
        for (let k = 0; k < other.index.length; k++) product += other.weight[k]! * dense[other.index[k]!]!;
        kernel[i * count + j] = product;
      }
      index.forEach((feature) => {
        dense[feature] = 0;
      });
    });
    const ownVariance = own.weight.reduce((sum, weight) => sum + weight * weight, 0);
    const matrix = new Float64Array(count * count);
    const solved = new Float64Array(count);
    return ratios.map((signal) => {
      if (signal === 0) return 0;
      matrix.set(kernel);
      near.forEach((word, i) => {
        matrix[i * count + i]! += 1 / (signal * weights[word]!);
        solved[i] = correlation[word]!;
      });
      if (count > 0) {
        choleskyFactor(matrix, count);
        choleskySolve(matrix, count, solved);
      }
      const known = near.reduce((sum, word, i) => sum + correlation[word]! * solved[i]!, 0);
      return signal * Math.max(0, ownVariance - known);
    });
  }
}

/** Shape `[features, size]`: the part of an effect that comes with each feature. */
function featureEffects(evidence: WordEvidence, featureCount: number): Float64Array {
  const { size, ratio, weights, sums, features } = evidence;
  const wordCount = weights.length;
  const found = new Float64Array(featureCount * size);
  const scores = new Float64Array(featureCount);
  const gather = (x: Float64Array): void => {
    scores.fill(0);
    features.forEach(({ index, weight }, word) => {
      for (let i = 0; i < index.length; i++) scores[index[i]!]! += weight[i]! * x[word]!;
    });
  };
  for (let d = 0; d < size; d++) {
    const signal = ratio[d]!;
    if (signal === 0) continue;
    const multiply = (x: Float64Array, out: Float64Array): void => {
      gather(x);
      features.forEach(({ index, weight }, word) => {
        let sum = 0;
        for (let i = 0; i < index.length; i++) sum += weight[i]! * scores[index[i]!]!;
        out[word] = signal * sum + x[word]! / weights[word]!;
      });
    };
    const diagonal = weights.map((weight) => signal + 1 / weight);
    const data = Float64Array.from(
      { length: wordCount },
      (_, word) => sums[word * size + d]! / weights[word]!,
    );
    gather(conjugateGradient(multiply, diagonal, data));
    for (let feature = 0; feature < featureCount; feature++)
      found[feature * size + d] = signal * scores[feature]!;
  }
  return found;
}
