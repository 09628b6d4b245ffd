import { type Agreement, agreementOf } from "./agreement.ts";
import type { CoUse } from "./co-use.ts";
import { concepts } from "./lexicon.ts";
import { rms } from "./mixture.ts";
import { foldWord, normalizeWord } from "./spelling.ts";
import { commonSpread, wordSpread } from "./spread.ts";
import type { Language, VocabularyEntry } from "./vocabulary.ts";
import type { WordEffect } from "./word-effects.ts";
import { learnWordPosterior, type PlacedRow } from "./word-posterior.ts";
import { type Sense, sensesOf } from "./word-senses.ts";
import type { WordSpace } from "./word-space.ts";

/** A word that nobody made a curve for, but that is known from elsewhere. */
export interface OutsideWord {
  readonly word: string;
  readonly language: Language;
}

export interface WordPlacing {
  readonly rows: readonly PlacedRow[];
  /** Words with people, sorted. */
  readonly entries: readonly VocabularyEntry[];
  readonly coUse: CoUse;
  /** Languages of the words of `coUse`; English where it is not said. */
  readonly languageOf: (word: string) => Language;
  /** Latent of the flat curve. */
  readonly origin: ArrayLike<number>;
  /** @returns Shape `[40]`, z units. @param latent Shape `[latent]`. */
  readonly decode: (latent: ArrayLike<number>) => Float64Array;
}

/** Everything that is known of words after learning. */
export interface PlacedWords {
  readonly space: WordSpace;
  /** All words that get an answer: those with people, then those known from elsewhere; sorted by spelling. */
  readonly entries: readonly VocabularyEntry[];
  /** Shape `[words, size]`. */
  readonly effects: Float64Array;
  /** Shape `[words, size]`. */
  readonly variances: Float64Array;
  /** For each word, up to three others that it draws on, best first, as indices of `entries`. */
  readonly kin: readonly (readonly number[])[];
  /** Shape `[40]`, z²: variance of people's curves around what is expected of their word. */
  readonly commonSpread: Float64Array;
  /** For words with two people or more, by word. */
  readonly crowds: ReadonlyMap<string, { readonly spread: Float64Array; readonly agreement: Agreement }>;
  /** Of words that have several. */
  readonly senses: ReadonlyMap<string, readonly Sense[]>;
  /** Words known from elsewhere of which nothing could be said. */
  readonly unanswered: number;
}

/**
 * A word that nobody was asked for gets an answer where the correlation with the next person's curve is expected to
 * be at least this, and a known word is its kin; the mean of all rows reaches 0.1 for any word.
 */
export const LEAST_CONFIDENCE = 0.15;

/**
 * Places every word in the word space: those with people by their rows and their kin's, those without by their kin
 * alone (`learnWordPosterior`). Also says how far people agree and whether a word has several readings.
 */
export function placeWords({ rows, entries, coUse, languageOf, origin, decode }: WordPlacing): PlacedWords {
  const words = entries.map(({ word }) => word);
  const posterior = learnWordPosterior({ rows, words, coUse, origin, decode });
  const { space, relatedness, known, wordIndex, expect } = posterior;
  const { size, ratio } = space;
  const expectedWithout = rows.map((_, row) => posterior.expectWithout(row));
  const curves = rows.map(({ curve }) => curve);
  const common = commonSpread(curves, expectedWithout);
  const rowsOf = entries.map((): number[] => []);
  wordIndex.forEach((word, row) => {
    rowsOf[word]!.push(row);
  });
  const crowds = new Map<string, { spread: Float64Array; agreement: Agreement }>();
  entries.forEach(({ word }, index) => {
    const own = rowsOf[index]!;
    if (own.length < 2) return;
    const ownCurves = own.map((row) => curves[row]!);
    crowds.set(word, {
      spread: wordSpread(ownCurves, expect(known[index]!.mean), common),
      agreement: agreementOf(
        ownCurves,
        own.map((row) => expectedWithout[row]!),
      ),
    });
  });
  const senses = sensesOf(posterior, words);

  const outside = outsideWords(entries, coUse, languageOf);
  const answered = outside.flatMap(({ word, language }) => {
    const { meaning, use } = relatedness.kinshipOf(word);
    if (!meaning && !use) return [];
    const effect = posterior.effectOf(word);
    if (effect.related.length === 0 || rms(expect(effect.mean)) < LEAST_CONFIDENCE) return [];
    const entry: VocabularyEntry = { word, people: 0, languages: { en: 0, es: 0 }, language };
    return [{ entry, effect }];
  });
  const all = [...entries.map((entry, index) => ({ entry, effect: known[index]! })), ...answered].sort(
    (a, b) => (a.entry.word < b.entry.word ? -1 : 1),
  );
  const placeOf = new Map(all.map(({ entry }, index) => [entry.word, index]));
  const gather = (part: (effect: WordEffect) => Float64Array): Float64Array =>
    Float64Array.from(all.flatMap(({ effect }) => [...part(effect)]));
  return {
    space: { size, origin, axes: space.axes, mean: space.mean, ratio, loading: space.loading },
    entries: all.map(({ entry }) => entry),
    effects: gather(({ mean }) => mean),
    variances: gather(({ variance }) => variance),
    kin: all.map(({ effect }) => effect.related.map(({ word }) => placeOf.get(entries[word]!.word)!)),
    commonSpread: common,
    crowds,
    senses: new Map(Array.from(senses, ([word, found]) => [word, found.senses])),
    unanswered: outside.length - answered.length,
  };
}

/** Words of the lexicon and of other effects that are not among the known ones, each once. */
function outsideWords(
  entries: readonly VocabularyEntry[],
  coUse: CoUse,
  languageOf: (word: string) => Language,
): OutsideWord[] {
  const taken = new Set(entries.map(({ word }) => foldWord(word)));
  const found: OutsideWord[] = [];
  const used = Array.from(coUse.vectors.keys(), (word) => ({ word, language: languageOf(word) }));
  for (const { word, language } of [...concepts.flat(), ...used]) {
    const folded = foldWord(word);
    if (folded === "" || taken.has(folded) || word !== normalizeWord(word)) continue;
    taken.add(folded);
    found.push({ word, language });
  }
  return found;
}
