import type { Language } from "./vocabulary.ts";

/**
 * Where a word's curve comes from: the user's own dictionary (`personal`), people's curves (`crowd`), the model's own
 * kin of a word that nobody was asked for (`kin`), an engineer's term (`studio`), a thesaurus (`neighbour`) or an
 * embedding that the caller brought (`embedding`).
 */
export type WordSource = "personal" | "crowd" | "kin" | "studio" | "neighbour" | "embedding";

/** A known word's part in the meaning of another; negative for an opposite. */
export interface MeaningPart {
  /** Row of the vocabulary. */
  readonly index: number;
  readonly weight: number;
}

/** What a word of a phrase stands for. */
export interface WordMeaning {
  /** The word that was found: "warm" for "warmer". */
  readonly word: string;
  readonly source: WordSource;
  /** How the text led to the word; `corrected` must be told to the user. */
  readonly match: "exact" | "folded" | "family" | "corrected";
  readonly language: Language;
  /** How many people made a curve for the word itself. */
  readonly people: number;
  /** A fault (muddy, sibilant): "it sounds muddy" asks for less of it. Written by hand, never guessed. */
  readonly isFault: boolean;
  /** Row of the vocabulary: of `crowd` and `kin`; also of `personal` if the crowd knows the word. */
  readonly index?: number;
  /** Known words that stand for it: of `neighbour` and `embedding`, and of `studio` where it has them. */
  readonly parts?: readonly MeaningPart[];
  /** 0..1: how far `parts` or `unitCurve` can be trusted; expected correlations are multiplied by it. Default 1. */
  readonly trust?: number;
  /**
   * Shape `[40]`, rms 1: a curve of its own, of `personal` and of `studio` terms that name a region of frequency.
   */
  readonly unitCurve?: Float64Array;
  /** Where it comes from, for readers: "WordNet: similar to sharp". */
  readonly origin?: string;
}

/** Finds what words stand for. */
export interface WordResolver {
  /** How many words the longest entry has ("good morning": 2). */
  readonly longest: number;
  /**
   * @param text One word or several, as typed.
   * @param allow `forms`: also regular forms of a known word; `typos`: also one typo away. Default both.
   */
  resolve(
    text: string,
    allow?: { readonly forms?: boolean; readonly typos?: boolean },
  ): WordMeaning | undefined;
  /** The nearest known words of an unknown one, best first, at most 5. */
  suggestions(text: string): readonly string[];
}
