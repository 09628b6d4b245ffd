import { assertAmount, bandFrequencyHz } from "../effects/index.ts";
import { evenPositions } from "./even-positions.ts";
import {
  type CurveDecoder,
  type MixPoint,
  type MixSpace,
  mixPoints,
  sharesOf,
  wordPoint,
} from "./mixture.ts";
import { type CurveNamer, type CurveNames, createCurveNamer, type NameOptions } from "./naming.ts";
import { type PhrasePart, parsePhrase } from "./phrase.ts";
import { type SampledCurve, type SampleOptions, sampleCurves } from "./sample.ts";
import { type Language, mainLanguage, type Vocabulary } from "./vocabulary.ts";
import {
  confidenceIn,
  describeWord,
  middleHalf,
  mixedSpread,
  type WordDescription,
} from "./word-description.ts";
import { deviationOf } from "./word-space.ts";
import { problemOfTables, type WordTables } from "./word-tables.ts";

/** What a word model is made of. */
export interface WordModelOptions extends WordTables {
  readonly vocabulary: Vocabulary;
  readonly decoder: CurveDecoder;
}

/** A word's part in a curve. */
export interface WordShare {
  readonly word: string;
  /** The language in which most people used it. */
  readonly language: Language;
  /** How many people made a curve for it; 0 for a word that is answered from its kin alone. */
  readonly people: number;
  /** 0..100: see `WordDescription`. */
  readonly confidence: number;
  /** Share, −1..1; the absolute shares add up to 1. */
  readonly weight: number;
}

/** A curve for words. A public JSON contract: `timbral curve --json` prints it. */
export interface WordCurve {
  readonly phrase: string;
  readonly words: readonly WordShare[];
  /** 0..100: of the whole curve, see `WordDescription`; words that contradict each other leave little. */
  readonly confidence: number;
  /** The reading that was chosen of a word that has several. */
  readonly sense?: string;
  /** Shape `[40]`, Hz. */
  readonly frequencyHz: readonly number[];
  /** Shape `[40]`, z units of the data: the best estimate of the curve that one more person would make. */
  readonly expectedZ: readonly number[];
  /** Shape `[40]`, dB. */
  readonly gainDb: readonly number[];
  /**
   * Shape `[40]` each, dB: between these lie the middle half of people's own curves at this amount, each of the same
   * depth as `gainDb`, band by band under a normal distribution. One person's curve is bolder than what is common
   * to all, so `gainDb` may leave the ribbon.
   */
  readonly middleHalfDb: { readonly low: readonly number[]; readonly high: readonly number[] };
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

export interface MorphPathOptions extends MixOptions {
  /**
   * `position`: places evenly spaced in position. `length`: places that are equally far from each other in dB rms, so
   * that each step is heard as much as the next (`timbral evaluate --only morph`). Default `position`.
   */
  readonly spacing?: "position" | "length";
}

export interface CurveOptions {
  /** Which reading of a word that has several, from 1; default all of them together. */
  readonly sense?: number;
}

/** Words to curves. Every text is looked up as in `parsePhrase`: case, accents, regular forms and one typo do not matter. */
export interface WordModel {
  readonly vocabulary: Vocabulary;
  /** Shape `[latent]`, a new array: where the next person's curve for the phrase is expected. */
  latentOf(phrase: string): Float64Array;
  /** Shape `[40]`, z units, a new array: the decoded latent, the best estimate of one more person's curve. */
  expectedZ(phrase: string): Float64Array;
  /**
   * Curve of a word at the full depth of `curveToGainDb`, or of a phrase as the latent blend of its words in
   * equal shares. @param amountPercent −200..200, default 100; 0 is flat, negative the inverse curve.
   * @throws RangeError if a sense is asked of several words or of a word that has not as many.
   */
  curve(phrase: string, amountPercent?: number, options?: CurveOptions): WordCurve;
  /** What is known of one word. @throws UnknownWordError as `lookup` does. */
  describe(word: string): WordDescription;
  /**
   * Draws curves that further people might make: the words' effects from what is known of them, and a person's own
   * ways from the spread between people, both normal distributions in the word space, the listener's loading at
   * its mean.
   */
  sample(phrase: string, options: SampleOptions): SampledCurve[];
  /**
   * Mix of n words. Weights are divided by the sum of their absolute values, after those of a word that comes
   * twice were added up; see `mixPoints` for the two spaces and the depth. @throws RangeError if all are 0.
   */
  blend(parts: readonly WeightedWord[], options?: MixOptions): WordCurve;
  /** A place on the way between two words or phrases; 0 and 1 are exactly their own curves. */
  morph(from: string, to: string, position: number, options?: MixOptions): MorphPosition;
  /** The way itself. @param steps Number of positions with both ends, 2 or more. */
  morphPath(from: string, to: string, steps: number, options?: MorphPathOptions): MorphPath;
  /** What people would call a curve; see `CurveNamer`. */
  name(gainDb: ArrayLike<number>, options?: NameOptions): CurveNames;
}

/** Places at which the length of a path is summed up. */
const LENGTH_SAMPLES = 129;

/** @throws RangeError if the tables do not fit the vocabulary or the decoder, or a value is not finite. */
export function createWordModel(options: WordModelOptions): WordModel {
  const { vocabulary, space, effects, decoder } = options;
  const { origin, size } = space;
  const problem = problemOfTables(options, vocabulary);
  if (problem) throw new RangeError(`createWordModel: ${problem}`);
  if (origin.length !== decoder.latentSize) {
    throw new RangeError(
      `createWordModel: origin must hold ${decoder.latentSize} values, got ${origin.length}`,
    );
  }
  const known: (MixPoint | undefined)[] = [];
  const pointOfWord = (index: number): MixPoint => {
    known[index] ??= wordPoint(deviationOf(space, effects, index * size), origin, decoder);
    return known[index];
  };
  const confidenceOf = (index: number): number => confidenceIn(pointOfWord(index).expectedZ);

  /** The point of a reading, and its name. */
  const pointOfSense = (parts: readonly PhrasePart[], sense: number): { point: MixPoint; name: string } => {
    const [part] = parts;
    if (!part || parts.length > 1)
      throw new RangeError("curve: sense must be asked of a single word, got several");
    const { index, entry } = part.lookup;
    const readings = options.senses.filter(({ word }) => word === index);
    const found = readings[sense - 1];
    if (!found) {
      const told = readings.length === 0 ? "one reading" : `${readings.length} readings`;
      throw new RangeError(
        `curve: sense must be a reading of "${entry.word}", which has ${told}, got ${sense}`,
      );
    }
    return { point: wordPoint(deviationOf(space, found.effect), origin, decoder), name: found.name };
  };

  const mix = (points: readonly MixPoint[], weights: readonly number[], mixSpace: MixSpace): MixPoint =>
    mixPoints(points, sharesOf(weights), mixSpace, origin, decoder);

  const pointOfParts = (parts: readonly PhrasePart[], mixSpace: MixSpace): MixPoint =>
    mix(
      parts.map(({ lookup }) => pointOfWord(lookup.index)),
      parts.map(({ weight }) => weight),
      mixSpace,
    );

  const pointOf = (phrase: string): MixPoint => pointOfParts(parsePhrase(vocabulary, phrase).parts, "latent");

  const describeCurve = (
    phrase: string,
    parts: readonly PhrasePart[],
    point: MixPoint,
    amountPercent: number,
    sense?: string,
  ): WordCurve => ({
    phrase,
    words: parts.map(({ lookup: { entry, index }, weight }) => ({
      word: entry.word,
      language: mainLanguage(entry),
      people: entry.people,
      confidence: confidenceOf(index),
      weight,
    })),
    confidence: confidenceIn(point.expectedZ),
    ...(sense === undefined ? {} : { sense }),
    frequencyHz: [...bandFrequencyHz],
    expectedZ: [...point.expectedZ],
    gainDb: [...point.gainDb(amountPercent)],
    middleHalfDb: middleHalf(
      point.expectedZ,
      mixedSpread(
        options,
        parts.map(({ lookup, weight }) => ({ index: lookup.index, weight })),
      ),
      amountPercent,
    ),
    amountPercent,
  });

  const stepBetween = (
    ends: readonly [MixPoint, MixPoint],
    position: number,
    { space: mixSpace = "latent", amountPercent = 100 }: MixOptions,
  ): MorphPosition => {
    const point = mix(ends, [1 - position, position], mixSpace);
    return { position, gainDb: [...point.gainDb(amountPercent)], expectedZ: [...point.expectedZ] };
  };

  let namer: CurveNamer | undefined; // made when first asked for

  return {
    vocabulary,
    latentOf: (phrase) => pointOf(phrase).deviation.map((value, d) => origin[d]! + value),
    expectedZ: (phrase) => pointOf(phrase).expectedZ.slice(),
    curve: (text, amountPercent = 100, { sense } = {}) => {
      assertAmount(amountPercent);
      const { phrase, parts } = parsePhrase(vocabulary, text);
      if (sense === undefined)
        return describeCurve(phrase, parts, pointOfParts(parts, "latent"), amountPercent);
      const { point, name } = pointOfSense(parts, sense);
      return describeCurve(phrase, parts, point, amountPercent, name);
    },
    describe: (word) => {
      const { index } = vocabulary.lookup(word);
      return describeWord(options, vocabulary, index, pointOfWord(index).expectedZ);
    },
    sample: (phrase, given) => {
      const { parts } = parsePhrase(vocabulary, phrase);
      return sampleCurves(
        options,
        decoder,
        parts.map(({ lookup, weight }) => ({ index: lookup.index, weight })),
        given,
      );
    },
    blend: (weighted, { space: mixSpace = "latent", amountPercent = 100 } = {}) => {
      assertAmount(amountPercent);
      assertSpace("blend", mixSpace);
      const parts = partsOfBlend(vocabulary, weighted);
      return describeCurve(phraseOf(parts), parts, pointOfParts(parts, mixSpace), amountPercent);
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
      const { spacing = "position" } = options;
      if (spacing !== "position" && spacing !== "length") {
        throw new RangeError(`morphPath: spacing must be position or length, got ${spacing}`);
      }
      const evenly = (count: number): MorphPosition[] =>
        Array.from({ length: count }, (_, step) => stepBetween(ends, step / (count - 1), options));
      const positions =
        spacing === "position"
          ? evenly(steps)
          : evenPositions(
              evenly(LENGTH_SAMPLES).map(({ gainDb }) => gainDb),
              steps,
            ).map((position) => stepBetween(ends, position, options));
      return {
        from: wordsOf(parsePhrase(vocabulary, from).parts),
        to: wordsOf(parsePhrase(vocabulary, to).parts),
        positions,
      };
    },
    name(gainDb, given) {
      namer ??= createCurveNamer(options);
      return namer.name(gainDb, given);
    },
  };
}

function assertSpace(caller: string, mixSpace: string): void {
  if (mixSpace !== "latent" && mixSpace !== "curve") {
    throw new RangeError(`${caller}: space must be latent or curve, got ${mixSpace}`);
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
