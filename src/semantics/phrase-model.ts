import { type MixPoint, rms, shapedPoint } from "./mixture.ts";
import { parsePhrase } from "./phrase/parse.ts";
import { type PhraseReading, type ReadTerm, readPhrase, type UnknownTerm } from "./phrase/reading.ts";
import type { PhraseTree, TermMode } from "./phrase/tree.ts";
import type { Clash } from "./phrase-curve/clash.ts";
import { mixTerms } from "./phrase-curve/mix-terms.ts";
import { phraseSpread } from "./phrase-curve/phrase-spread.ts";
import type { Taken } from "./phrase-curve/taken.ts";
import { type Language, UnknownWordError } from "./vocabulary.ts";
import { confidenceIn } from "./word-description.ts";
import type { WordMeaning, WordResolver, WordSource } from "./word-meaning.ts";

/** A word's part in a curve. */
export interface WordShare {
  readonly word: string;
  /** The language in which most people used it. */
  readonly language: Language;
  /** How many people made a curve for it; 0 for a word that is answered from elsewhere. */
  readonly people: number;
  /** 0..100: see `WordDescription`. */
  readonly confidence: number;
  /** Share, −1..1; the absolute shares of the words that are asked for add up to 1. 0 of `without` and `keep`. */
  readonly weight: number;
  /** `add`: asked for; `without`: the others must not go its way; `keep`: nor against it. */
  readonly mode: TermMode;
  /** How much: 1 is plain, −2..2; 0..1 of `without` and `keep`. */
  readonly strength: number;
  readonly source: WordSource;
  /** How the text led to the word. */
  readonly match: WordMeaning["match"];
  /** As typed, in lower case. */
  readonly text: string;
  /** Where the meaning comes from, if not from people's curves for the word. */
  readonly origin?: string;
}

/** A phrase as it was understood; all but the curve. A public JSON contract: `timbral explain --json` prints it. */
export interface PhraseExplanation {
  readonly phrase: string;
  readonly words: readonly WordShare[];
  /** Words of which nothing is known: a phrase with one of them has no curve. */
  readonly unknown: readonly UnknownTerm[];
  /** What the sound is done to ("vocals"); the whole sound is equalised all the same. */
  readonly targets: readonly string[];
  /** Words that say nothing about the sound. */
  readonly ignored: readonly string[];
  /** Words that steer, but nothing that could be steered. */
  readonly unused: readonly string[];
  /** 0..100: of the whole curve; of no use if a word is unknown. */
  readonly confidence: number;
  /** Words that pull opposite ways. */
  readonly clashes: readonly Clash[];
  /** What `without` and `keep` took. */
  readonly taken: readonly Taken[];
  readonly tree: PhraseTree;
}

/** A phrase and where it leads. */
export interface PhrasePlace {
  readonly tree: PhraseTree;
  readonly reading: PhraseReading;
  readonly point: MixPoint;
  readonly words: readonly WordShare[];
  readonly clashes: readonly Clash[];
  readonly taken: readonly Taken[];
  /** Shape `[40]`, z units: standard deviations of people's curves. */
  readonly spreadZ: Float64Array;
  /** 0..2: the depth that the terms would have if they all agreed, at which people's curves are drawn. */
  readonly askedDepth: number;
}

export interface PhraseModelOptions {
  readonly resolver: WordResolver;
  /** The point of a word of the vocabulary, by its place. */
  pointOfWord(index: number): MixPoint;
  /** Shape `[40]`, z²: variance of people's curves around what is expected of a word, by its place if it has one. */
  varianceOf(index: number | undefined): ArrayLike<number>;
}

/** Reads phrases and finds their place. */
export interface PhraseModel {
  /**
   * @param pointOfReading Instead of the word's own point, of a phrase of one word.
   * @throws UnknownWordError for the first word of which nothing is known. @throws RangeError as `parsePhrase` does.
   */
  place(text: string, pointOfReading?: (terms: readonly ReadTerm[]) => MixPoint): PhrasePlace;
  /** As `place`, but an unknown word is part of the answer. */
  explain(text: string): PhraseExplanation;
}

export function createPhraseModel({ resolver, pointOfWord, varianceOf }: PhraseModelOptions): PhraseModel {
  const pointOf = (meaning: WordMeaning): MixPoint => pointOfMeaning(meaning, pointOfWord);

  const placed = (
    tree: PhraseTree,
    reading: PhraseReading,
    pointOfReading?: (terms: readonly ReadTerm[]) => MixPoint,
  ): PhrasePlace => {
    const { terms } = reading;
    const own = terms.map(({ meaning }) => pointOf(meaning));
    const points = pointOfReading ? [pointOfReading(terms)] : own;
    const mixed = mixTerms(
      terms.map(({ meaning, mode, strength }, index) => ({
        word: meaning.word,
        mode,
        strength,
        unitCurve: points[index]!.unitCurve,
        expectedZ: points[index]!.expectedZ,
      })),
    );
    const shares = sharesOfTerms(terms);
    return {
      tree,
      reading,
      point: pointOfPhrase(terms, points, shares, mixed),
      words: terms.map(({ meaning, mode, strength, text }, index) => ({
        word: meaning.word,
        language: meaning.language,
        people: meaning.people,
        confidence: confidenceIn(own[index]!.expectedZ),
        weight: shares[index]!,
        mode,
        strength,
        source: meaning.source,
        match: meaning.match,
        text,
        ...(meaning.origin === undefined ? {} : { origin: meaning.origin }),
      })),
      clashes: mixed.clashes,
      taken: mixed.taken,
      askedDepth: mixed.askedDepth,
      spreadZ: phraseSpread(
        terms.map(({ meaning, mode, strength }) => ({ mode, strength, variance: varianceOf(meaning.index) })),
      ),
    };
  };

  return {
    place(text, pointOfReading) {
      const tree = parsePhrase(resolver, text);
      const reading = readPhrase(tree);
      const [unknown] = reading.unknown;
      if (unknown) throw new UnknownWordError(unknown.text, unknown.suggestions);
      return placed(tree, reading, pointOfReading);
    },
    explain(text) {
      const tree = parsePhrase(resolver, text);
      const reading = readPhrase(tree);
      const { targets, ignored, unused, phrase } = tree;
      const told = { phrase, unknown: reading.unknown, targets, ignored, unused, tree };
      if (reading.terms.length === 0) {
        return { ...told, words: [], confidence: 0, clashes: [], taken: [] };
      }
      const { words, point, clashes, taken } = placed(tree, reading);
      return { ...told, words, confidence: confidenceIn(point.expectedZ), clashes, taken };
    },
  };
}

/** Shares of the terms that are asked for: their strengths over the sum of the strengths' sizes. */
function sharesOfTerms(terms: readonly ReadTerm[]): number[] {
  const isAsked = terms.some(({ mode }) => mode === "add");
  const signed = terms.map(({ mode, strength }) => {
    if (mode === "add") return strength;
    if (isAsked) return 0;
    return mode === "keep" ? strength : -strength;
  });
  const total = signed.reduce((sum, strength) => sum + Math.abs(strength), 0);
  return signed.map((strength) => (total > 0 ? strength / total : 0));
}

/** One plain word is its own point; others have a latent if every word has one and nothing was taken. */
function pointOfPhrase(
  terms: readonly ReadTerm[],
  points: readonly MixPoint[],
  shares: readonly number[],
  mixed: { readonly unitCurve: Float64Array; readonly expectedZ: Float64Array },
): MixPoint {
  const [only] = terms;
  if (only && terms.length === 1 && only.mode === "add" && only.strength === 1) return points[0]!;
  const isLinear = terms.every(({ mode }) => mode === "add") && points.every(({ deviation }) => deviation);
  if (!isLinear) return shapedPoint(mixed.unitCurve, mixed.expectedZ);
  const deviation = new Float64Array(points[0]!.deviation!.length);
  points.forEach((point, index) => {
    for (let k = 0; k < deviation.length; k++) deviation[k]! += shares[index]! * point.deviation![k]!;
  });
  return shapedPoint(mixed.unitCurve, mixed.expectedZ, deviation);
}

/** The point of a word: of the vocabulary, of the words that stand for it, or of its own curve. */
function pointOfMeaning(
  { word, source, index, parts, unitCurve, trust = 1 }: WordMeaning,
  pointOfWord: (index: number) => MixPoint,
): MixPoint {
  if (index !== undefined && (source === "crowd" || source === "kin")) return pointOfWord(index);
  if (unitCurve)
    return shapedPoint(
      unitCurve,
      unitCurve.map((value) => trust * value),
    );
  if (!parts || parts.length === 0)
    throw new RangeError(`phrase: meaning of "${word}" must have a curve or parts`);
  const total = parts.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  const points = parts.map((part) => ({ point: pointOfWord(part.index), share: part.weight / total }));
  const expectedZ = new Float64Array(points[0]!.point.expectedZ.length);
  for (const { point, share } of points) {
    for (let band = 0; band < expectedZ.length; band++)
      expectedZ[band]! += trust * share * point.expectedZ[band]!;
  }
  const size = rms(expectedZ);
  return shapedPoint(
    expectedZ.map((z) => (size > 0 ? z / size : 0)),
    expectedZ,
  );
}
