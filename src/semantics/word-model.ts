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
import type { ReadTerm } from "./phrase/reading.ts";
import type { Clash } from "./phrase-curve/clash.ts";
import type { Taken } from "./phrase-curve/taken.ts";
import {
  createPhraseModel,
  type PhraseExplanation,
  type PhraseModel,
  type PhrasePlace,
  type WordShare,
} from "./phrase-model.ts";
import { createWordResolver } from "./resolver/word-resolver.ts";
import { type SampledCurve, type SampleOptions, sampleCurves } from "./sample.ts";
import { normalizeWord } from "./spelling.ts";
import { type Lookup, mainLanguage, type Vocabulary } from "./vocabulary.ts";
import {
  confidenceIn,
  describeWord,
  type MixedWord,
  middleHalf,
  mixedSpread,
  type WordDescription,
} from "./word-description.ts";
import type { WordMeaning, WordResolver } from "./word-meaning.ts";
import { deviationOf } from "./word-space.ts";
import { problemOfTables, type WordTables } from "./word-tables.ts";

/** What a word model is made of. */
export interface WordModelOptions extends WordTables {
  readonly vocabulary: Vocabulary;
  readonly decoder: CurveDecoder;
}

/** A curve for words. A public JSON contract: `timbral curve --json` prints it. */
export interface WordCurve {
  readonly phrase: string;
  readonly words: readonly WordShare[];
  /** 0..100: of the whole curve, see `WordDescription`; words that contradict each other leave little. */
  readonly confidence: number;
  /** The reading that was chosen of a word that has several. */
  readonly sense?: string;
  /** Words that pull opposite ways; of a phrase. */
  readonly clashes: readonly Clash[];
  /** What `without` and `keep` took from the other words; of a phrase. */
  readonly taken: readonly Taken[];
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
  /** Default `curve`: neither is better on held-out rows (`npx tsx runs/blend-space.ts`), and every phrase has a curve. */
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

/** Words that the model has not learned, for `WordModel.withWords`. */
export interface OwnWords {
  /** The user's own words, by their spelling: they come before the crowd's. */
  readonly personal?: ReadonlyMap<string, WordMeaning>;
  /** Asked last, for a word that nothing else explains. */
  readonly embedding?: (word: string) => WordMeaning | undefined;
}

/**
 * Words to curves. A phrase is read by the grammar of docs/phrases.md; case, accents, regular forms and one typo do not
 * matter.
 */
export interface WordModel {
  readonly vocabulary: Vocabulary;
  /** The same model with words of the user's, or of an embedding, beside those it has; each kind replaces what was there. */
  withWords(words: OwnWords): WordModel;
  /** Finds what words stand for. */
  readonly resolver: WordResolver;
  /** Shape `[latent]`, a new array: where the next person's curve for a word of the vocabulary is expected. */
  latentOf(word: string): Float64Array;
  /** Shape `[40]`, z units, a new array: the best estimate of one more person's curve for the phrase. */
  expectedZ(phrase: string): Float64Array;
  /** How a phrase is understood; unknown words are told, not thrown. @throws RangeError as `curve` does. */
  explain(phrase: string): PhraseExplanation;
  /**
   * Curve of a word at the full depth of `curveToGainDb`, or of a phrase: see `mixTerms`.
   * @param amountPercent −200..200, default 100; 0 is flat, negative the inverse curve.
   * @throws UnknownWordError for a word of which nothing is known.
   * @throws RangeError for a text without a word of sound, a strength beyond 200 %, or if a sense is asked of several words
   *   or of a word that has not as many.
   */
  curve(phrase: string, amountPercent?: number, options?: CurveOptions): WordCurve;
  /** What is known of one word. @throws UnknownWordError as `lookup` does. */
  describe(word: string): WordDescription;
  /**
   * Draws curves that further people might make: the words' effects from what is known of them, and a person's own
   * ways from the spread between people, both normal distributions in the word space, the listener's loading at
   * its mean. Of a phrase, `without` and `keep` are left out.
   *
   * @throws RangeError if a word is not one of the vocabulary's, or nothing but `without` is asked.
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
  const pointOfSense = (terms: readonly ReadTerm[], sense: number): { point: MixPoint; name: string } => {
    const [term] = terms;
    if (!term || terms.length > 1)
      throw new RangeError("curve: sense must be asked of a single word, got several");
    const { index, word, source } = term.meaning;
    const readings = options.senses.filter((reading) => source === "crowd" && reading.word === index);
    const found = readings[sense - 1];
    if (!found) {
      const told = readings.length === 0 ? "one reading" : `${readings.length} readings`;
      throw new RangeError(`curve: sense must be a reading of "${word}", which has ${told}, got ${sense}`);
    }
    return { point: wordPoint(deviationOf(space, found.effect), origin, decoder), name: found.name };
  };

  const varianceOf = (index: number | undefined): ArrayLike<number> =>
    (index === undefined ? undefined : options.crowds.get(index)?.spread) ?? options.commonSpread;

  const mix = (points: readonly MixPoint[], weights: readonly number[], mixSpace: MixSpace): MixPoint =>
    mixPoints(points, sharesOf(weights), mixSpace, origin, decoder);

  const curveAt = (
    phrase: string,
    { words, clashes, taken, point, spreadZ, askedDepth }: Omit<PhrasePlace, "tree" | "reading">,
    amountPercent: number,
    sense?: string,
  ): WordCurve => ({
    phrase,
    words,
    confidence: confidenceIn(point.expectedZ),
    ...(sense === undefined ? {} : { sense }),
    clashes,
    taken,
    frequencyHz: [...bandFrequencyHz],
    expectedZ: [...point.expectedZ],
    gainDb: [...point.gainDb(amountPercent)],
    middleHalfDb: middleHalf(point.expectedZ, spreadZ, amountPercent * askedDepth),
    amountPercent,
  });

  const stepBetween = (
    ends: readonly [MixPoint, MixPoint],
    position: number,
    { space: mixSpace = "curve", amountPercent = 100 }: MixOptions,
  ): MorphPosition => {
    const point = mix(ends, [1 - position, position], mixSpace);
    return { position, gainDb: [...point.gainDb(amountPercent)], expectedZ: [...point.expectedZ] };
  };

  let namer: CurveNamer | undefined; // made when first asked for

  const modelWith = (own: OwnWords): WordModel => {
    // Made when first asked for: whoever only describes words need not wait for it.
    let resolver: WordResolver | undefined;
    let phrases: PhraseModel | undefined;
    const resolverOf = (): WordResolver => {
      resolver ??= createWordResolver({ vocabulary, ...own });
      return resolver;
    };
    const phrasesOf = (): PhraseModel => {
      phrases ??= createPhraseModel({ resolver: resolverOf(), pointOfWord, varianceOf });
      return phrases;
    };
    const pointOf = (phrase: string): MixPoint => phrasesOf().place(phrase).point;
    /** One plain word by its own spelling, another phrase as typed. */
    const nameOf = (phrase: string): string => {
      const { words } = phrasesOf().place(phrase);
      const [only] = words;
      return only && words.length === 1 && only.strength === 1 ? only.word : normalizeWord(phrase);
    };
    return {
      vocabulary,
      get resolver() {
        return resolverOf();
      },
      withWords: (more) => modelWith({ ...own, ...more }),
      latentOf: (word) =>
        pointOfWord(vocabulary.lookup(word).index).deviation!.map((value, d) => origin[d]! + value),
      expectedZ: (phrase) => pointOf(phrase).expectedZ.slice(),
      explain: (phrase) => phrasesOf().explain(phrase),
      curve: (text, amountPercent = 100, { sense } = {}) => {
        assertAmount(amountPercent);
        if (sense === undefined) return curveAt(normalizeWord(text), phrasesOf().place(text), amountPercent);
        let name = "";
        const place = phrasesOf().place(text, (terms) => {
          const found = pointOfSense(terms, sense);
          name = found.name;
          return found.point;
        });
        return curveAt(normalizeWord(text), place, amountPercent, name);
      },
      describe: (word) => {
        const { index } = vocabulary.lookup(word);
        return describeWord(options, vocabulary, index, pointOfWord(index).expectedZ);
      },
      sample: (phrase, given) => {
        const { words, reading } = phrasesOf().place(phrase);
        return sampleCurves(options, decoder, sampledWords(reading.terms, words), given);
      },
      blend: (weighted, { space: mixSpace = "curve", amountPercent = 100 } = {}) => {
        assertAmount(amountPercent);
        assertSpace("blend", mixSpace);
        const parts = partsOfBlend(vocabulary, weighted);
        const weights = parts.map(({ weight }) => weight);
        const point = mix(
          parts.map(({ lookup }) => pointOfWord(lookup.index)),
          weights,
          mixSpace,
        );
        const words = parts.map((part) => shareOfPart(part, confidenceOf(part.lookup.index)));
        const spreadZ = mixedSpread(
          options,
          parts.map(({ lookup, weight }) => ({ index: lookup.index, weight })),
        );
        return curveAt(
          phraseOf(parts),
          { words, clashes: [], taken: [], point, spreadZ, askedDepth: 1 },
          amountPercent,
        );
      },
      morph: (from, to, position, options = {}) => {
        if (!(position >= 0 && position <= 1)) {
          throw new RangeError(`morph: position must be within 0..1, got ${position}`);
        }
        assertAmount(options.amountPercent ?? 100);
        assertSpace("morph", options.space ?? "curve");
        return stepBetween([pointOf(from), pointOf(to)], position, options);
      },
      morphPath: (from, to, steps, options = {}) => {
        if (!(Number.isSafeInteger(steps) && steps >= 2)) {
          throw new RangeError(`morphPath: steps must be a whole number from 2, got ${steps}`);
        }
        assertAmount(options.amountPercent ?? 100);
        assertSpace("morphPath", options.space ?? "curve");
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
        return { from: nameOf(from), to: nameOf(to), positions };
      },
      name(gainDb, given) {
        namer ??= createCurveNamer(options);
        return namer.name(gainDb, given);
      },
    };
  };
  return modelWith({});
}

/** The words that curves are drawn of, with their shares. */
function sampledWords(terms: readonly ReadTerm[], words: readonly WordShare[]): MixedWord[] {
  const mixed = terms.flatMap(({ meaning: { index, source, word } }, place) => {
    const { weight } = words[place]!;
    if (weight === 0) return [];
    if (index === undefined || (source !== "crowd" && source !== "kin")) {
      throw new RangeError(`sample: every word must be one of the vocabulary, got "${word}"`);
    }
    return [{ index, weight }];
  });
  if (mixed.length === 0) throw new RangeError("sample: a word must be asked for, got none");
  return mixed;
}

function shareOfPart({ lookup, weight }: BlendPart, confidence: number): WordShare {
  const { entry, kind } = lookup;
  return {
    word: entry.word,
    language: mainLanguage(entry),
    people: entry.people,
    confidence,
    weight,
    mode: "add",
    strength: weight,
    source: entry.people > 0 ? "crowd" : "kin",
    match: kind,
    text: entry.word,
  };
}

function assertSpace(caller: string, mixSpace: string): void {
  if (mixSpace !== "latent" && mixSpace !== "curve") {
    throw new RangeError(`${caller}: space must be latent or curve, got ${mixSpace}`);
  }
}

/** A word of a blend and its share. */
interface BlendPart {
  readonly lookup: Lookup;
  readonly weight: number;
}

function partsOfBlend(vocabulary: Vocabulary, weighted: readonly WeightedWord[]): BlendPart[] {
  const byIndex = new Map<number, BlendPart>();
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
function phraseOf(parts: readonly BlendPart[]): string {
  const [first] = parts;
  if (first && parts.length === 1 && first.weight > 0) return first.lookup.entry.word;
  const terms = parts.map(({ lookup, weight }) => {
    const share = Number(Math.abs(weight).toPrecision(3));
    return `${weight < 0 ? "-" : "+"} ${share} ${lookup.entry.word}`;
  });
  return terms.join(" ").replace(/^\+ /, "");
}
