import type { CoUse } from "./co-use.ts";
import { loadingOf } from "./crowd-prior.ts";
import { createRelatedness, type Relatedness, type RelatednessShares } from "./relatedness.ts";
import { learnWordEffects, type WordEffect } from "./word-effects.ts";
import { deviationOf, type LearnedWordSpace, learnWordSpace } from "./word-space.ts";

/** One person's row, encoded. */
export interface PlacedRow {
  /** Normalised. */
  readonly word: string;
  /** −1..1. */
  readonly consistency: number;
  /** Shape `[40]`, z units. */
  readonly curve: ArrayLike<number>;
  /** Shape `[latent]`. */
  readonly latent: ArrayLike<number>;
}

export interface WordPosteriorOptions {
  readonly rows: readonly PlacedRow[];
  /** The rows' words, each once. */
  readonly words: readonly string[];
  readonly coUse: CoUse;
  /** Default `defaultShares`. */
  readonly shares?: RelatednessShares;
  /** Latent of the flat curve. */
  readonly origin: ArrayLike<number>;
  /** @returns Shape `[40]`, z units. @param latent Shape `[latent]`. */
  readonly decode: (latent: ArrayLike<number>) => Float64Array;
}

/** What people's rows and words' kinship say of every word. */
export interface WordPosterior {
  readonly space: LearnedWordSpace;
  readonly relatedness: Relatedness;
  /** Of `words`, in their order. */
  readonly known: readonly WordEffect[];
  /** Word of each row. */
  readonly wordIndex: readonly number[];
  /** Listener's loading of each row. */
  readonly loadings: readonly number[];
  /** The effect of a word that has no row. */
  effectOf(word: string): WordEffect;
  /** The next person's expected curve, shape `[40]`, z units, for a word's effect. */
  expect(effect: ArrayLike<number>): Float64Array;
  /**
   * What is expected of a row's word without that row: the posterior less the row's part in it (its cavity; Rasmussen
   * & Williams 2006, section 3.6). Shape `[40]`, z units.
   */
  expectWithout(row: number): Float64Array;
}

/** Estimates every word's effect from its rows and its kin's: `learnWordSpace`, `createRelatedness`, `learnWordEffects`. */
export function learnWordPosterior(options: WordPosteriorOptions): WordPosterior {
  const { rows, words, coUse, shares, origin, decode } = options;
  const indexOf = new Map(words.map((word, index) => [word, index]));
  const wordIndex = rows.map(({ word }) => indexOf.get(word)!);
  const loadings = rows.map(({ consistency }) => loadingOf(consistency));
  const latents = rows.map(({ latent }) => latent);
  const space = learnWordSpace(latents, origin, loadings, wordIndex, words.length);
  const { size, mean, ratio, statistics, sums } = space;
  const relatedness = createRelatedness(words, coUse, shares);
  const effects = learnWordEffects({
    size,
    ratio: Float64Array.from(ratio),
    weights: statistics.weights,
    sums,
    features: words.map((word) => relatedness.featuresOf(word)),
  });
  const known = words.map((word, index) => effects.effectOf(relatedness.featuresOf(word), index));
  const expect = (effect: ArrayLike<number>): Float64Array =>
    decode(deviationOf(space, effect).map((value, d) => origin[d]! + value));
  return {
    space,
    relatedness,
    known,
    wordIndex,
    loadings,
    effectOf: (word) => effects.effectOf(relatedness.featuresOf(word)),
    expect,
    expectWithout(row) {
      const { mean: effect, variance } = known[wordIndex[row]!]!;
      const loading = loadings[row]!;
      return expect(
        effect.map((value, d) => {
          if (!(variance[d]! > 0)) return value;
          const precision = 1 / variance[d]! - loading * loading;
          const told = loading * (space.rows[row * size + d]! - loading * mean[d]!);
          return (value / variance[d]! - told) / precision;
        }),
      );
    },
  };
}
