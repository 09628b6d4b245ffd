import { bandFrequencyHz } from "../effects/index.ts";
import {
  type Language,
  parsePhrase,
  type WordCurve,
  type WordModel,
  type WordShare,
} from "../semantics/index.ts";
import { UsageError } from "./failure.ts";
import { hertz, note, people, signedDb } from "./output.ts";

/** Names of the languages, for readers. */
export const languageNames: Readonly<Record<Language, string>> = { en: "English", es: "Spanish" };

/**
 * Reads a phrase before anything is done with it; a corrected typo, another form of a word and a word that is
 * answered from its kin are told on stderr.
 *
 * @returns The words it was understood as.
 * @throws UnknownWordError for a word of which nothing is known. @throws UsageError for a blank phrase or signs.
 */
export function understand(model: WordModel, text: string): string[] {
  try {
    const { phrase, parts } = parsePhrase(model.vocabulary, text);
    const words = parts.map(({ lookup }) => lookup.entry.word);
    const kinds = parts.map(({ lookup }) => lookup.kind);
    if (kinds.includes("corrected") || kinds.includes("family")) {
      const form = kinds.length === 1 && kinds[0] === "family" ? "a form of " : "";
      note(`understood ${JSON.stringify(phrase)} as ${form}${JSON.stringify(words.join(" "))}`);
    }
    for (const { lookup } of parts) if (lookup.entry.people === 0) noteKin(model, lookup.entry.word);
    return words;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Nothing but signs and connectives, or a word that begins with a minus.
    throw new UsageError(error.message.replace(/^\w+: (text)?/, (_, text) => (text ? "the phrase" : "")));
  }
}

function noteKin(model: WordModel, word: string): void {
  const { kin, confidence } = model.describe(word);
  const sure = `confidence ${confidence.toFixed(0)} of 100`;
  note(`nobody was asked for ${JSON.stringify(word)}: answered from ${kinList(kin)} (${sure})`);
}

/** Words in a list; those that hold a space in quotes. */
export function kinList(words: readonly string[]): string {
  return words.map((word) => (word.includes(" ") ? JSON.stringify(word) : word)).join(", ");
}

/**
 * Finds out whether a reading can be had.
 *
 * @param words As `understand` gives them. @param sense From 1. @throws UsageError saying what there is.
 */
export function assertSense(model: WordModel, words: readonly string[], sense: number): void {
  const [word, ...others] = words;
  if (word === undefined || others.length > 0) {
    throw new UsageError(`--sense chooses a reading of one word, got ${words.length}: ${kinList(words)}`);
  }
  const { senses } = model.describe(word);
  if (sense <= senses.length) return;
  const name = JSON.stringify(word);
  if (senses.length === 0) throw new UsageError(`${name} has one reading: leave --sense ${sense} out`);
  const listed = senses.map((reading, index) => `${index + 1} ${reading.name}`).join("; ");
  throw new UsageError(`${name} has ${senses.length} readings, got --sense ${sense}: ${listed}`);
}

/** `64 people, English`. */
export function sourceOf(word: WordShare): string {
  return `${word.people === 0 ? "from kin" : people(word.people)}, ${languageNames[word.language]}`;
}

/** `warm (64 people, English)`, with the reading that was chosen; of several words also their shares. */
export function wordsLine({ words, sense }: Pick<WordCurve, "words" | "sense">): string {
  const [first] = words;
  if (first && words.length === 1) {
    return `${first.word}${sense === undefined ? "" : `: ${sense}`} (${sourceOf(first)})`;
  }
  return words
    .map((word) => `${Math.round(word.weight * 100)} % ${word.word} (${sourceOf(word)})`)
    .join(" + ");
}

/** Gain at one of the 40 bands. */
export interface BandGain {
  readonly frequencyHz: number;
  readonly gainDb: number;
}

/** Smaller boosts and cuts, and dents between two of them that are no deeper, are not worth a word. */
const NOTICEABLE_DB = 0.5;

/** The summits of a curve (`sign` 1) or its valleys (−1), strongest first. */
export function strongest(gainDb: ArrayLike<number>, sign: 1 | -1, atMost = 3): BandGain[] {
  const height = Array.from(gainDb, (gain) => gain * sign);
  const order = height.map((_, band) => band).sort((a, b) => height[b]! - height[a]! || a - b);
  const summits: number[] = [];
  for (const band of order) {
    if (summits.length === atMost || height[band]! < NOTICEABLE_DB) break;
    const standsAlone = summits.every((summit) => {
      const between = height.slice(Math.min(band, summit), Math.max(band, summit) + 1);
      return Math.min(...between) <= height[band]! - NOTICEABLE_DB;
    });
    if (standsAlone) summits.push(band);
  }
  return summits.map((band) => ({ frequencyHz: bandFrequencyHz[band]!, gainDb: gainDb[band]! }));
}

/** `+4.2 dB at 161 Hz, +1.0 dB at 2.1 kHz`, or `none`. */
export function gainsLine(gains: readonly BandGain[]): string {
  if (gains.length === 0) return "none of half a decibel or more";
  return gains.map(({ frequencyHz, gainDb }) => `${signedDb(gainDb)} at ${hertz(frequencyHz)}`).join(", ");
}
