import type { Example } from "../../dataset/index.ts";
import { BAND_COUNT, curveToGainDb } from "../../effects/index.ts";
import { createRandom } from "../../math/index.ts";
import {
  type CoUse,
  createCurveNamer,
  createRelatedness,
  createVocabulary,
  learnWordPosterior,
  type NamedWord,
  normalizeWord,
} from "../../semantics/index.ts";
import type { LatentSpace } from "../baselines/timbral.ts";
import { meanOf, pearson } from "../metrics/prediction.ts";

/** Ways to order words for a curve, the product's first. */
export const namingMethods = [
  ["timbral", "Timbral: likelihood × √people, similarity ≥ 0.3"],
  ["share", "likelihood × people (the share)"],
  ["likelihood", "likelihood alone"],
  ["confidence", "expected correlation with the next person (the confidence)"],
  ["euclid", "nearest expected curve, squared distance"],
  ["similarity", "nearest expected curve, correlation"],
  ["plain-mean", "nearest mean of the word's rows, correlation"],
  ["people", "people alone, whatever the curve"],
  ["chance", "words in random order"],
] as const;

export type NamingMethod = (typeof namingMethods)[number][0];

export type Ranks = readonly [own: number | null, kin: number | null];

/** What a held-out row was called. */
export interface NamedRow {
  /** Place in `StudyData.examples`. */
  readonly row: number;
  /**
   * Place of the row's own word and of the first of its kin (itself included) by each method, from 1; null if not listed.
   * Null altogether for a word without people in training.
   */
  readonly ranks: Readonly<Record<NamingMethod, Ranks>> | null;
  /** Of the first ten names: the sum of their shares, 0..1, and whether the row's own word is among them. */
  readonly firstTen: readonly [promised: number, isHit: boolean];
  readonly isInverse: boolean;
  /** Of the first names: the promised correlation with the next person's curve, and the mean over held-out people's. */
  readonly confidences: readonly (readonly [promised: number, observed: number])[];
}

/** The product's default. */
const LEAST_SIMILARITY = 0.3;
/** Names whose confidence is held against other held-out rows of the same word. */
const CHECKED_NAMES = 5;

/**
 * Learns the words of some people's rows in given latents and names the others' rows.
 *
 * @param rowOf Place of each example.
 */
export function nameRows(
  train: readonly Example[],
  held: readonly Example[],
  { encode, decode }: LatentSpace,
  coUse: CoUse,
  rowOf: ReadonlyMap<Example, number>,
): NamedRow[] {
  const rows = train.map(({ term, consistency, gains }) => ({
    ...{ word: normalizeWord(term), consistency, curve: gains, latent: encode(gains) },
  }));
  const counts = new Map<string, number>();
  for (const { word } of rows) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts.keys()].sort();
  const origin = encode(new Float64Array(BAND_COUNT));
  const { space, known, expect } = learnWordPosterior({ rows, words, coUse, origin, decode });
  const people = words.map((word) => counts.get(word)!);
  const namer = createCurveNamer({
    vocabulary: createVocabulary(
      words.map((word, w) => ({ word, people: people[w]!, languages: { en: people[w]!, es: 0 } })),
    ),
    decoder: { latentSize: origin.length, decode: (latent, curveZ) => curveZ.set(decode(latent)) },
    space,
    effects: known.flatMap(({ mean }) => [...mean]),
    variances: known.flatMap(({ variance }) => [...variance]),
  });
  const expected = known.map(({ mean }) => expect(mean));
  const means = meanCurves(train, words);
  const kinOf = kinship(words);
  const shuffle = createRandom(1);
  const heldOf = new Map<string, Example[]>();
  for (const example of held) {
    const word = normalizeWord(example.term);
    heldOf.set(word, [...(heldOf.get(word) ?? []), example]);
  }

  return held.map((example): NamedRow => {
    const own = words.indexOf(normalizeWord(example.term));
    const gainDb = curveToGainDb(example.gains);
    const { words: named, isInverse } = namer.name(gainDb, { count: Infinity, leastSimilarity: -1 });
    const product = named.filter(({ similarity }) => similarity >= LEAST_SIMILARITY);
    const firstTen = product.slice(0, 10);
    return {
      row: rowOf.get(example)!,
      ranks: own < 0 ? null : ranksOf(example, own, named),
      firstTen: [
        firstTen.reduce((sum, { sharePercent }) => sum + sharePercent / 100, 0),
        own >= 0 && firstTen.some(({ word }) => word === words[own]),
      ],
      isInverse,
      confidences: product.slice(0, CHECKED_NAMES).flatMap(({ word, confidence }) => {
        const others = (heldOf.get(word) ?? []).filter((other) => other !== example);
        if (others.length === 0) return [];
        return [
          [confidence / 100, meanOf(others.map(({ gains }) => pearson(gains, example.gains)))] as const,
        ];
      }),
    };
  });

  function ranksOf(
    { gains }: Example,
    own: number,
    named: readonly NamedWord[],
  ): Record<NamingMethod, Ranks> {
    const kin = kinOf(own);
    const byWord = new Map(named.map((name, place) => [name.word, { ...name, place }]));
    const found = words.map((word) => byWord.get(word)!);
    const by = (score: (word: number) => number, isListed: (word: number) => boolean = () => true): Ranks =>
      placesOf(
        words.map((_, word) => (isListed(word) ? score(word) : null)),
        own,
        kin,
      );
    return {
      timbral: by(
        (word) => -found[word]!.place,
        (word) => found[word]!.similarity >= LEAST_SIMILARITY,
      ),
      share: by((word) => found[word]!.sharePercent),
      likelihood: by((word) => found[word]!.sharePercent / people[word]!),
      confidence: by((word) => pearson(expected[word]!, gains) * rms(expected[word]!)),
      euclid: by((word) => -squaredDistance(expected[word]!, gains)),
      similarity: by((word) => found[word]!.similarity),
      "plain-mean": by((word) => pearson(means[word]!, gains)),
      people: by((word) => people[word]!),
      chance: by(() => shuffle.uniform()),
    };
  }
}

/** @param score One per word, higher first, null if not listed; ties share the mean place, rounded down. */
function placesOf(score: readonly (number | null)[], own: number, kin: readonly number[]): Ranks {
  const placeOf = (word: number): number | null => {
    const value = score[word] ?? null;
    if (value === null) return null;
    let before = 0;
    let tied = -1;
    for (const other of score) {
      if (other === null) continue;
      if (other > value) before += 1;
      else if (other === value) tied += 1;
    }
    return 1 + before + Math.floor(tied / 2);
  };
  const places = kin.map(placeOf).filter((place) => place !== null);
  return [placeOf(own), places.length > 0 ? Math.min(...places) : null];
}

/** Words of one concept of the lexicon or of one family, the word itself among them. */
function kinship(words: readonly string[]): (word: number) => number[] {
  const relatedness = createRelatedness(words, { dimensions: 0, vectors: new Map() });
  const meanings = words.map((word) => [...relatedness.featuresOf(word).index.slice(1)]); // the first is its own
  const holders = new Map<number, number[]>();
  meanings.forEach((features, word) => {
    for (const feature of features) holders.set(feature, [...(holders.get(feature) ?? []), word]);
  });
  return (word) => [...new Set([word, ...meanings[word]!.flatMap((feature) => holders.get(feature)!)])];
}

/** Shape `[words][40]`, z units. */
function meanCurves(train: readonly Example[], words: readonly string[]): Float64Array[] {
  const placeOf = new Map(words.map((word, place) => [word, place]));
  const sums = words.map(() => new Float64Array(train[0]!.gains.length));
  for (const { term, gains } of train) {
    const sum = sums[placeOf.get(normalizeWord(term))!]!;
    for (let band = 0; band < sum.length; band++) sum[band]! += gains[band]!;
  }
  return sums; // their size does not matter to a correlation
}

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}

function rms(values: ArrayLike<number>): number {
  return Math.sqrt(squaredDistance(values, new Float64Array(values.length)) / values.length);
}
