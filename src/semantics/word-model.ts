import { assertAmount, bandFrequencyHz } from "../effects/index.ts";
import {
  type CurveDecoder,
  type MixPoint,
  type MixSpace,
  mixPoints,
  sharesOf,
  wordPoint,
} from "./mixture.ts";
import { type PhrasePart, parsePhrase } from "./phrase.ts";
import { shrinkageWeight } from "./prior.ts";
import { type Language, mainLanguage, type Vocabulary } from "./vocabulary.ts";

/** What a word model is made of. */
export interface WordModelOptions {
  readonly vocabulary: Vocabulary;
  /** Shape `[words, latent]`, row-major: mean latent of each word's rows. */
  readonly centroids: ArrayLike<number>;
  /** Shape `[latent]`: mean of all rows. */
  readonly meanLatent: ArrayLike<number>;
  /** Variance within words over variance between, 0..Infinity; see `estimatePrior`. */
  readonly priorStrength: number;
  readonly decoder: CurveDecoder;
}

/** A word's part in a curve. */
export interface WordShare {
  readonly word: string;
  /** The language in which most people used it. */
  readonly language: Language;
  /** How many people made a curve for it. */
  readonly people: number;
  /** Share, −1..1; the absolute shares add up to 1. */
  readonly weight: number;
}

/** A curve for words. A public JSON contract: `timbral curve --json` prints it. */
export interface WordCurve {
  readonly phrase: string;
  readonly words: readonly WordShare[];
  /** Shape `[40]`, Hz. */
  readonly frequencyHz: readonly number[];
  /** Shape `[40]`, z units of the data: the best estimate of the curve that one more person would make. */
  readonly expectedZ: readonly number[];
  /** Shape `[40]`, dB. */
  readonly gainDb: readonly number[];
  readonly amountPercent: number;
}

/** A step of a morph. A public JSON contract. */
export interface MorphPosition {
  /** 0 (from) to 1 (to). */
  readonly position: number;
  /** Shape `[40]`, dB. */
  readonly gainDb: readonly number[];
  /** Shape `[40]`, z units. */
  readonly expectedZ: readonly number[];
}

/** A morph in evenly spaced steps. A public JSON contract. */
export interface MorphPath {
  readonly from: string;
  readonly to: string;
  readonly positions: readonly MorphPosition[];
}

/** A word of a blend; weights are relative, negative ones lead away from the word. */
export interface WeightedWord {
  readonly word: string;
  readonly weight: number;
}

export interface MixOptions {
  /** Default `latent`. */
  readonly space?: MixSpace;
  /** −200..200 percent, default 100; negative plays the inverse. */
  readonly amountPercent?: number;
}

/** Words to curves. Every text is looked up as in `parsePhrase`: case, accents and one typo do not matter. */
export interface WordModel {
  readonly vocabulary: Vocabulary;
  /** Shape `[latent]`, a new array: `mean + n / (n + priorStrength) · (centroid − mean)`, n people. */
  latentOf(phrase: string): Float64Array;
  /** Shape `[40]`, z units, a new array: the decoded latent, the best estimate of one more person's curve. */
  expectedZ(phrase: string): Float64Array;
  /**
   * Curve of a word at the full depth of `curveToGainDb`, or of a phrase as the latent blend of its words in
   * equal shares. @param amountPercent −200..200, default 100; 0 is flat, negative the inverse curve.
   */
  curve(phrase: string, amountPercent?: number): WordCurve;
  /**
   * Mix of n words. Weights are divided by the sum of their absolute values, after those of a word that comes
   * twice were added up; see `mixPoints` for the two spaces and the depth. @throws RangeError if all are 0.
   */
  blend(parts: readonly WeightedWord[], options?: MixOptions): WordCurve;
  /** A place on the way between two words or phrases; 0 and 1 are exactly their own curves. */
  morph(from: string, to: string, position: number, options?: MixOptions): MorphPosition;
  /** The way itself. @param steps Number of positions with both ends, 2 or more. */
  morphPath(from: string, to: string, steps: number, options?: MixOptions): MorphPath;
}

/**
 * @throws RangeError if the shapes do not match, a value is not finite or priorStrength is not 0..Infinity.
 */
export function createWordModel(options: WordModelOptions): WordModel {
  const { vocabulary, centroids, meanLatent, priorStrength, decoder } = options;
  assertParts(options);
  const { latentSize } = decoder;
  const known: (MixPoint | undefined)[] = [];

  const pointOfWord = (index: number): MixPoint => {
    const made = known[index];
    if (made) return made;
    const weight = shrinkageWeight(vocabulary.entries[index]!.people, priorStrength);
    const deviation = new Float64Array(latentSize);
    for (let d = 0; d < latentSize; d++) {
      deviation[d] = weight * (centroids[index * latentSize + d]! - meanLatent[d]!);
    }
    const point = wordPoint(deviation, meanLatent, decoder);
    known[index] = point;
    return point;
  };

  const mix = (points: readonly MixPoint[], weights: readonly number[], space: MixSpace): MixPoint =>
    mixPoints(points, sharesOf(weights), space, meanLatent, decoder);

  const pointOfParts = (parts: readonly PhrasePart[], space: MixSpace): MixPoint =>
    mix(
      parts.map(({ lookup }) => pointOfWord(lookup.index)),
      parts.map(({ weight }) => weight),
      space,
    );

  const pointOf = (phrase: string): MixPoint => pointOfParts(parsePhrase(vocabulary, phrase).parts, "latent");

  const describeCurve = (
    phrase: string,
    parts: readonly PhrasePart[],
    point: MixPoint,
    amountPercent: number,
  ): WordCurve => ({
    phrase,
    words: parts.map(({ lookup: { entry }, weight }) => ({
      word: entry.word,
      language: mainLanguage(entry),
      people: entry.people,
      weight,
    })),
    frequencyHz: [...bandFrequencyHz],
    expectedZ: [...point.expectedZ],
    gainDb: [...point.gainDb(amountPercent)],
    amountPercent,
  });

  const stepBetween = (
    ends: readonly [MixPoint, MixPoint],
    position: number,
    { space = "latent", amountPercent = 100 }: MixOptions,
  ): MorphPosition => {
    const point = mix(ends, [1 - position, position], space);
    return { position, gainDb: [...point.gainDb(amountPercent)], expectedZ: [...point.expectedZ] };
  };

  return {
    vocabulary,
    latentOf: (phrase) => pointOf(phrase).deviation.map((value, d) => meanLatent[d]! + value),
    expectedZ: (phrase) => pointOf(phrase).expectedZ.slice(),
    curve: (text, amountPercent = 100) => {
      assertAmount(amountPercent);
      const { phrase, parts } = parsePhrase(vocabulary, text);
      return describeCurve(phrase, parts, pointOfParts(parts, "latent"), amountPercent);
    },
    blend: (weighted, { space = "latent", amountPercent = 100 } = {}) => {
      assertAmount(amountPercent);
      assertSpace("blend", space);
      const parts = partsOfBlend(vocabulary, weighted);
      return describeCurve(phraseOf(parts), parts, pointOfParts(parts, space), amountPercent);
    },
    morph: (from, to, position, options = {}) => {
      if (!(position >= 0 && position <= 1)) {
        throw new RangeError(`morph: position must be within 0..1, got ${position}`);
      }
      assertAmount(options.amountPercent ?? 100);
      assertSpace("morph", options.space ?? "latent");
      return stepBetween([pointOf(from), pointOf(to)], position, options);
    },
    morphPath: (from, to, steps, options = {}) => {
      if (!(Number.isSafeInteger(steps) && steps >= 2)) {
        throw new RangeError(`morphPath: steps must be a whole number from 2, got ${steps}`);
      }
      assertAmount(options.amountPercent ?? 100);
      assertSpace("morphPath", options.space ?? "latent");
      const ends = [pointOf(from), pointOf(to)] as const;
      const positions = Array.from({ length: steps }, (_, step) =>
        stepBetween(ends, step / (steps - 1), options),
      );
      return {
        from: wordsOf(parsePhrase(vocabulary, from).parts),
        to: wordsOf(parsePhrase(vocabulary, to).parts),
        positions,
      };
    },
  };
}

function assertParts({ vocabulary, centroids, meanLatent, priorStrength, decoder }: WordModelOptions): void {
  const { latentSize } = decoder;
  const size = vocabulary.entries.length * latentSize;
  if (centroids.length !== size) {
    throw new RangeError(
      `createWordModel: centroids must hold ${vocabulary.entries.length} words of ${latentSize} values, got ${centroids.length}`,
    );
  }
  if (meanLatent.length !== latentSize) {
    throw new RangeError(
      `createWordModel: meanLatent must hold ${latentSize} values, got ${meanLatent.length}`,
    );
  }
  for (let i = 0; i < size; i++) {
    if (!Number.isFinite(centroids[i]! + meanLatent[i % latentSize]!)) {
      throw new RangeError("createWordModel: centroids and meanLatent must be finite, got NaN or infinity");
    }
  }
  if (!(priorStrength >= 0)) {
    throw new RangeError(`createWordModel: priorStrength must be within 0..Infinity, got ${priorStrength}`);
  }
}

function assertSpace(caller: string, space: string): void {
  if (space !== "latent" && space !== "curve") {
    throw new RangeError(`${caller}: space must be latent or curve, got ${space}`);
  }
}

function partsOfBlend(vocabulary: Vocabulary, weighted: readonly WeightedWord[]): PhrasePart[] {
  const byIndex = new Map<number, PhrasePart>();
  for (const { word, weight } of weighted) {
    const lookup = vocabulary.lookup(word);
    const known = byIndex.get(lookup.index);
    byIndex.set(lookup.index, {
      lookup: known?.lookup ?? lookup,
      weight: known ? known.weight + weight : weight,
    });
  }
  const parts = [...byIndex.values()];
  const shares = sharesOf(parts.map(({ weight }) => weight));
  return parts.map(({ lookup }, index) => ({ lookup, weight: shares[index]! }));
}

/** "warm", "0.7 warm - 0.3 bright". */
function phraseOf(parts: readonly PhrasePart[]): string {
  const [first] = parts;
  if (first && parts.length === 1 && first.weight > 0) return first.lookup.entry.word;
  const terms = parts.map(({ lookup, weight }) => {
    const share = Number(Math.abs(weight).toPrecision(3));
    return `${weight < 0 ? "-" : "+"} ${share} ${lookup.entry.word}`;
  });
  return terms.join(" ").replace(/^\+ /, "");
}

function wordsOf(parts: readonly PhrasePart[]): string {
  return parts.map(({ lookup }) => lookup.entry.word).join(" ");
}
