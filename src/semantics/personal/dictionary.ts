import { BAND_COUNT, REFERENCE_RMS_DB } from "../../effects/index.ts";
import { shapeOf } from "../curve-coordinates.ts";
import { LEAST_DEPTH_DB } from "../naming.ts";
import { foldWord, normalizeWord } from "../spelling.ts";
import type { Language } from "../vocabulary.ts";

/** Where a taught word's curve comes from. File names only, never a path; `date` is a day, `2026-11-22`. */
export type TaughtFrom =
  | { readonly kind: "preset"; readonly file: string; readonly format: string; readonly date: string }
  | { readonly kind: "curve"; readonly file?: string; readonly date: string }
  | {
      readonly kind: "recordings";
      readonly before: string;
      readonly after: string;
      /** 0..1, mean over the bands. */
      readonly coherence: number;
      readonly date: string;
    }
  | { readonly kind: "ratings"; readonly count: number; readonly date: string }
  | { readonly kind: "phrase"; readonly phrase: string; readonly date: string }
  /** Two dictionaries had it: the word's curves were combined. */
  | { readonly kind: "merged"; readonly date: string };

/** A word that somebody taught. A public JSON contract: an entry of the file. */
export interface TaughtWord {
  /** Normalised, see `normalizeWord`; letters, digits, spaces, hyphens and apostrophes, at most 60 characters. */
  readonly word: string;
  /** Shape `[40]`, dB: what was taught, its level (the mean over the bands) taken out. */
  readonly gainDb: readonly number[];
  readonly from: TaughtFrom;
  /**
   * How much is known, above 0: so many curves made by other people for the word would tell as much of what this user
   * means. The user's meaning is expected to correlate with the curve at `√(evidence / (1 + evidence))`.
   */
  readonly evidence: number;
  /** Of ratings: the correlation that is expected between two ratings of the same sounds, 0..1. */
  readonly consistency?: number;
  /** A fault (muddy, sibilant): "it sounds my-mud" asks for less of it. Default: as the word is known. */
  readonly isFault?: boolean;
  /** Default English. */
  readonly language?: Language;
}

/** A user's own words. Immutable: every function gives a new one. */
export interface PersonalDictionary {
  /** Sorted by spelling; no two that are equal but for accents and punctuation. */
  readonly words: readonly TaughtWord[];
}

/** A word cannot be taught or found, or a dictionary is damaged. The message is for the user. */
export class DictionaryError extends Error {
  override readonly name = "DictionaryError";
}

export const emptyDictionary: PersonalDictionary = { words: [] };

/** More words than anybody teaches; a larger file is something else. */
export const MOST_WORDS = 5000;
/** Characters of a word. */
export const LONGEST_WORD = 60;
/** No equalizer has more, dB. */
export const LARGEST_GAIN_DB = 120;
/** From here on more evidence changes nothing that can be heard. */
export const MOST_EVIDENCE = 100;

/** What can be a word of one's own: letters, digits, single spaces, hyphens and apostrophes, beginning with a letter or digit. */
const SPELLING = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[ '’-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*$/u;

/** What is wrong with a word of one's own, as "must ...", if anything. @param word Normalised. */
export function problemOfWord(word: string): string | undefined {
  if (word === "") return "must not be empty";
  if (word.length > LONGEST_WORD) return `must have at most ${LONGEST_WORD} characters, got ${word.length}`;
  if (!/\p{L}/u.test(word)) return "must hold a letter";
  if (!SPELLING.test(word)) {
    return "must be letters and digits with single spaces, hyphens or apostrophes between them";
  }
  return undefined;
}

/** What is wrong with a taught curve, as "must ...", if anything. @param gainDb Shape `[40]`, dB. */
export function problemOfGains(gainDb: ArrayLike<number>): string | undefined {
  if (gainDb.length !== BAND_COUNT) return `must hold ${BAND_COUNT} gains, got ${gainDb.length}`;
  const wrong = Array.from(gainDb).find((gain) => !(Math.abs(gain) <= LARGEST_GAIN_DB));
  if (wrong !== undefined) return `must be within ±${LARGEST_GAIN_DB} dB, got ${wrong}`;
  const { depth } = shapeOf(gainDb);
  return depth < LEAST_DEPTH_DB
    ? `must differ between the bands by ${LEAST_DEPTH_DB} dB rms or more, got ${depth.toFixed(2)}`
    : undefined;
}

/** The amount, percent, at which the word's curve is as deep as it was taught. */
export function taughtAmountPercent({ gainDb }: Pick<TaughtWord, "gainDb">): number {
  return (100 * shapeOf(gainDb).depth) / REFERENCE_RMS_DB;
}

/** Finds a word; accents, punctuation and case do not matter. */
export function findTaught({ words }: PersonalDictionary, text: string): TaughtWord | undefined {
  const folded = foldWord(normalizeWord(text));
  return words.find(({ word }) => foldWord(word) === folded);
}

export interface AddWordOptions {
  /** Replace a word that is there. Default false: refuse. */
  readonly replace?: boolean;
  /** Whether the grammar of phrases needs this (normalised) word: "not", "less", "a bit". Default: none. */
  readonly isReserved?: (word: string) => boolean;
}

/**
 * Adds a word. Its spelling is normalised, the mean of its gains taken out and the rest rounded to 0.001 dB.
 *
 * @throws DictionaryError if the word cannot be one, is reserved or is there already, or the curve has no shape.
 */
export function addWord(
  dictionary: PersonalDictionary,
  taught: TaughtWord,
  { replace = false, isReserved = () => false }: AddWordOptions = {},
): PersonalDictionary {
  const word = normalizeWord(taught.word);
  const name = JSON.stringify(word.slice(0, LONGEST_WORD));
  const problem = problemOfWord(word);
  if (problem) throw new DictionaryError(`a word of one's own ${problem}, got ${name}`);
  if (isReserved(word)) {
    throw new DictionaryError(`${name} is a word of the grammar of phrases: it cannot be taught`);
  }
  const wrong = problemOfGains(taught.gainDb);
  if (wrong) throw new DictionaryError(`the curve of ${name} ${wrong}`);
  if (!(taught.evidence > 0)) {
    throw new DictionaryError(`the evidence of ${name} must be above 0, got ${taught.evidence}`);
  }
  const known = findTaught(dictionary, word);
  if (known && !replace) {
    throw new DictionaryError(
      `${JSON.stringify(known.word)} is taught already (replace it or forget it first)`,
    );
  }
  const { mean } = shapeOf(taught.gainDb);
  const entry: TaughtWord = {
    ...taught,
    word,
    gainDb: Array.from(taught.gainDb, (gain) => rounded(gain - mean)),
    evidence: rounded(Math.min(MOST_EVIDENCE, taught.evidence)),
  };
  const words = sorted([...dictionary.words.filter((other) => other !== known), entry]);
  if (words.length > MOST_WORDS) {
    throw new DictionaryError(`a dictionary must hold at most ${MOST_WORDS} words, got ${words.length}`);
  }
  return { words };
}

/** Takes a word out. @throws DictionaryError if it is not there. */
export function forgetWord(dictionary: PersonalDictionary, text: string): PersonalDictionary {
  const known = findTaught(dictionary, text);
  if (!known) throw new DictionaryError(unknownText(dictionary, text));
  return { words: dictionary.words.filter((other) => other !== known) };
}

/** "nobody taught ...", with what there is. */
export function unknownText({ words }: PersonalDictionary, text: string): string {
  const name = JSON.stringify(text.slice(0, LONGEST_WORD));
  if (words.length === 0) return `${name} was not taught: the dictionary is empty`;
  const listed = words.slice(0, 8).map(({ word }) => JSON.stringify(word));
  return `${name} was not taught: the dictionary holds ${listed.join(", ")}${words.length > 8 ? ", ..." : ""}`;
}

/** In the order of their spelling (UTF-16), whatever the locale. */
export function sorted(words: readonly TaughtWord[]): TaughtWord[] {
  return words.toSorted((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : 0));
}

/** To three decimals, without −0. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}
