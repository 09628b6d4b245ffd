import { correlation } from "../agreement.ts";
import { foldWord, normalizeWord } from "../spelling.ts";
import { mainLanguage, type Vocabulary } from "../vocabulary.ts";
import type { WordMeaning } from "../word-meaning.ts";
import type { EmbeddingIndex } from "./embedding-index.ts";

/** A known word near another, with the cosine between their vectors. */
export interface NearWord {
  readonly word: string;
  readonly cosine: number;
}

/** What an embedding says of a word: a meaning, or why there is none. */
export type EmbeddingAnswer =
  | { readonly kind: "meaning"; readonly meaning: WordMeaning; readonly near: readonly NearWord[] }
  /** The embedder cannot read the word. */
  | { readonly kind: "unreadable" }
  /** No known word is near enough. */
  | { readonly kind: "far"; readonly near: readonly NearWord[]; readonly leastCosine: number }
  /** Two of the near words pull opposite ways, so nearness cannot say which way this one pulls. */
  | { readonly kind: "opposed"; readonly near: readonly [NearWord, NearWord]; readonly correlation: number }
  /** The embedding does not even stand in for words that are known. */
  | { readonly kind: "untrusted"; readonly trust: number };

/** How well an embedding stands in for words whose curves are known: each word in turn taken as unknown. */
export interface EmbeddingTrial {
  /** Words that were tried. */
  readonly words: number;
  /** Of them, those that no other word was near enough to. */
  readonly far: number;
  /** Refused since two near words pull opposite ways. */
  readonly opposed: number;
  /** Answered. */
  readonly answered: number;
  /** Answered by a curve that pulls the other way (correlation below 0). */
  readonly wrongWay: number;
  /** Mean correlation of an answer's curve with the word's own, −1..1; 0 if none was answered. */
  readonly correlation: number;
  /** The same with any word's: what an embedding comes to that knows nothing, since many words' curves are alike. */
  readonly chance: number;
}

/** An index that knows words' curves too: what is near, and whether it agrees. */
export interface EmbeddingSpace {
  readonly index: EmbeddingIndex;
  /** The nearest known word must be at least this near: half of the known words have one that is. */
  readonly leastCosine: number;
  /** 0..0.5: `WordMeaning.trust` of every answer. */
  readonly trust: number;
  readonly trial: EmbeddingTrial;
  /**
   * What the embedding says of a word that nothing else knows: the up to 3 nearest known words in the shares
   * `w_i ∝ exp(cosine_i / 0.1)`. Never that it is a fault, nor which way it pulls: where two of the up to 5 nearest (within
   * a cosine of 0.2 of the first) pull opposite ways, as thick and thin do, which embeddings put side by side, there is no answer.
   *
   * @param vector Shape `[index.size]`, of length 1 or zeros.
   * @throws RangeError if the vector has another length.
   */
  nearestMeaning(vector: ArrayLike<number>, word: string): EmbeddingAnswer;
}

/** A cosine that is higher by so much weighs e times as much. Set by hand. */
const TEMPERATURE = 0.1;
const MOST_PARTS = 3;
/** So many of the nearest words must not contradict each other ... */
const MOST_RIVALS = 5;
/** ... as far as their cosines are this near to the first one's, so that they weigh e^-2 = 14 % of it or more. */
const RIVAL_REACH = 2 * TEMPERATURE;
/** Correlation of expected curves below which two words pull opposite ways: thick and thin −0.97, soft and hard −0.39. */
const OPPOSITE = -0.3;
/** An embedding knows how words are used, not how they sound: it is believed half at most. */
const MOST_TRUST = 0.5;
/** As the model's own least expected correlation for an answer. */
const LEAST_TRUST = 0.15;
/** Trust is shrunk as if so many further answers had correlated 0. */
const PRIOR_ANSWERS = 8;
/** Words that begin alike (warm, warmth) are forms of each other more often than not. */
const FAMILY_LETTERS = 4;

/** A word of the index and how near it is. */
interface Neighbour {
  /** Place in the index. */
  readonly at: number;
  readonly cosine: number;
}

/**
 * Tries an embedding on the words that are known, each taken as unknown together with its family (words that begin with
 * the same four letters: forms of known words are found without an embedding). That sets two numbers, whatever the
 * embedder's scale: `leastCosine`, the median over the words of the cosine to the nearest other, and `trust`,
 * `(Σ g − 2 √Σ (g − mean g)²) / (answers + 8)` within 0..0.5, g = correlation − chance: what it gains over chance, two
 * standard errors down. The correlation alone would trust noise: answers are only given where near words agree, and
 * curves that agree are mostly of the commonest kind.
 *
 * @param curveOf Of a vocabulary's row: the curve that is expected for it, shape `[40]`.
 */
export function createEmbeddingSpace(
  index: EmbeddingIndex,
  vocabulary: Vocabulary,
  curveOf: (row: number) => ArrayLike<number>,
): EmbeddingSpace {
  const { rows, size, vectors, embedder } = index;
  const entries = rows.map((row) => vocabulary.entries[row]!);
  const curves = rows.map(curveOf);
  const near = ({ at, cosine }: Neighbour): NearWord => ({ word: entries[at]!.word, cosine });

  const { leastCosine, trial, trust } = tryOnKnownWords(
    index,
    entries.map(({ word }) => foldWord(word).slice(0, FAMILY_LETTERS)),
    curves,
  );
  return {
    index,
    leastCosine,
    trust,
    trial,
    nearestMeaning(vector, word) {
      if (vector.length !== size) {
        throw new RangeError(`nearestMeaning: vector must hold ${size} values, got ${vector.length}`);
      }
      if (isZero(vector)) return { kind: "unreadable" };
      if (trust < LEAST_TRUST) return { kind: "untrusted", trust };
      const nearest = nearestOf(cosinesTo(vector, vectors, size));
      const rivals = rivalsAmong(nearest, leastCosine);
      if (rivals.length === 0) return { kind: "far", near: nearest.slice(0, 1).map(near), leastCosine };
      const pair = opposedPair(rivals, curves);
      if (pair) return { kind: "opposed", near: [near(pair[0]), near(pair[1])], correlation: pair[2] };
      const parts = sharesOf(rivals);
      const told = parts.map(({ neighbour }) => near(neighbour));
      const meaning: WordMeaning = {
        word: normalizeWord(word),
        source: "embedding",
        match: "exact",
        language: mainLanguage(entries[rivals[0]!.at]!),
        people: 0,
        isFault: false,
        parts: parts.map(({ neighbour, weight }) => ({ index: rows[neighbour.at]!, weight })),
        trust,
        origin: `embedding ${embedder}: near ${told.map(({ word, cosine }) => `${word} (${cosine.toFixed(2)})`).join(", ")}`,
      };
      return { kind: "meaning", meaning, near: told };
    },
  };
}

function tryOnKnownWords(
  { rows, size, vectors }: EmbeddingIndex,
  families: readonly string[],
  curves: readonly ArrayLike<number>[],
): Pick<EmbeddingSpace, "leastCosine" | "trust" | "trial"> {
  const tried: { own: number; nearest: Neighbour[] }[] = [];
  for (const own of rows.keys()) {
    const vector = vectors.subarray(own * size, (own + 1) * size);
    if (isZero(vector)) continue;
    const cosines = cosinesTo(vector, vectors, size);
    const nearest = nearestOf(cosines, (at) => families[at] !== families[own]);
    if (nearest.length > 0) tried.push({ own, nearest });
  }
  const best = tried.map(({ nearest }) => nearest[0]!.cosine).sort((a, b) => a - b);
  const leastCosine = best[best.length >> 1] ?? 1;

  const common = meanUnitCurve(curves);
  const commonLength = Math.hypot(...common);
  const fits: number[] = [];
  const chances: number[] = [];
  let [far, opposed] = [0, 0];
  for (const { own, nearest } of tried) {
    const rivals = rivalsAmong(nearest, leastCosine);
    if (rivals.length === 0) far++;
    else if (opposedPair(rivals, curves)) opposed++;
    else {
      const curve = new Float64Array(curves[own]!.length);
      for (const { neighbour, weight } of sharesOf(rivals)) {
        for (let band = 0; band < curve.length; band++) curve[band]! += weight * curves[neighbour.at]![band]!;
      }
      fits.push(correlation(curve, curves[own]!));
      chances.push(commonLength * correlation(curve, common));
    }
  }
  const gains = fits.map((fit, i) => fit - chances[i]!);
  const gain = meanOf(gains);
  const spread = Math.hypot(...gains.map((value) => value - gain));
  const sure = (gain * gains.length - 2 * spread) / (gains.length + PRIOR_ANSWERS);
  return {
    leastCosine,
    trust: Math.max(0, Math.min(MOST_TRUST, sure)),
    trial: {
      words: tried.length,
      far,
      opposed,
      answered: fits.length,
      wrongWay: fits.filter((fit) => fit < 0).length,
      correlation: meanOf(fits),
      chance: meanOf(chances),
    },
  };
}

/** 0 of none. */
function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/**
 * Shape `[40]`: the mean m of the curves brought to mean 0 and length 1. A curve's mean correlation with all of them is
 * `|m| correlation(curve, m)`.
 */
function meanUnitCurve(curves: readonly ArrayLike<number>[]): Float64Array {
  const common = new Float64Array(curves[0]?.length ?? 0);
  for (const curve of curves) {
    const mean = common.reduce((sum, _, band) => sum + curve[band]!, 0) / common.length;
    const length = Math.hypot(...common.map((_, band) => curve[band]! - mean));
    if (!(length > 0)) continue;
    for (let band = 0; band < common.length; band++) {
      common[band]! += (curve[band]! - mean) / length / curves.length;
    }
  }
  return common;
}

/** Shape `[rows]`; 0 for a word without a vector. */
function cosinesTo(vector: ArrayLike<number>, vectors: Float32Array, size: number): Float64Array {
  const cosines = new Float64Array(vectors.length / size);
  for (let i = 0; i < cosines.length; i++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += vectors[i * size + k]! * vector[k]!;
    cosines[i] = sum;
  }
  return cosines;
}

/** The nearest words, at most 5, best first; of equals the earlier. Only what is nearer than at a right angle. */
function nearestOf(cosines: Float64Array, isAllowed: (at: number) => boolean = () => true): Neighbour[] {
  const nearest: Neighbour[] = [];
  for (const [at, cosine] of cosines.entries()) {
    const worst = nearest.length < MOST_RIVALS ? 0 : nearest[nearest.length - 1]!.cosine;
    if (!(cosine > worst) || !isAllowed(at)) continue;
    const place = nearest.findIndex((other) => cosine > other.cosine);
    nearest.splice(place < 0 ? nearest.length : place, 0, { at, cosine });
    if (nearest.length > MOST_RIVALS) nearest.pop();
  }
  return nearest;
}

/** Those that have a say; none if even the nearest is not near enough. */
function rivalsAmong(nearest: readonly Neighbour[], leastCosine: number): Neighbour[] {
  const best = nearest[0]?.cosine ?? 0;
  return best >= leastCosine ? nearest.filter(({ cosine }) => cosine >= best - RIVAL_REACH) : [];
}

/** The two nearest words of which one pulls opposite to the other, and the correlation of their curves. */
function opposedPair(
  rivals: readonly Neighbour[],
  curves: readonly ArrayLike<number>[],
): [Neighbour, Neighbour, number] | undefined {
  for (const [i, later] of rivals.entries()) {
    for (const earlier of rivals.slice(0, i)) {
      const found = correlation(curves[earlier.at]!, curves[later.at]!);
      if (found < OPPOSITE) return [earlier, later, found];
    }
  }
  return undefined;
}

/** The nearest 3 and their shares, which add up to 1. */
function sharesOf(rivals: readonly Neighbour[]): { neighbour: Neighbour; weight: number }[] {
  const parts = rivals.slice(0, MOST_PARTS);
  const weights = parts.map(({ cosine }) => Math.exp((cosine - parts[0]!.cosine) / TEMPERATURE));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return parts.map((neighbour, i) => ({ neighbour, weight: weights[i]! / total }));
}

function isZero(vector: ArrayLike<number>): boolean {
  return Array.prototype.every.call(vector, (value) => value === 0);
}
