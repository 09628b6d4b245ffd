import { bandFrequencyHz } from "../effects/index.ts";
import { type Language, parsePhrase, type WordModel, type WordShare } from "../semantics/index.ts";
import { UsageError } from "./failure.ts";
import { hertz, note, people, signedDb } from "./output.ts";

/** Names of the languages, for readers. */
export const languageNames: Readonly<Record<Language, string>> = { en: "English", es: "Spanish" };

/**
 * Reads a phrase before anything is done with it; a corrected typo is told on stderr.
 *
 * @returns The words it was understood as.
 * @throws UnknownWordError for a word that nobody was asked for. @throws UsageError for a blank phrase or signs.
 */
export function understand(model: WordModel, text: string): string[] {
  try {
    const { phrase, parts } = parsePhrase(model.vocabulary, text);
    const words = parts.map(({ lookup }) => lookup.entry.word);
    if (parts.some(({ lookup }) => lookup.kind === "corrected")) {
      note(`understood ${JSON.stringify(phrase)} as ${JSON.stringify(words.join(" "))}`);
    }
    return words;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Nothing but signs and connectives, or a word that begins with a minus.
    throw new UsageError(error.message.replace(/^\w+: (text)?/, (_, text) => (text ? "the phrase" : "")));
  }
}

/** `64 people, English`. */
export function sourceOf(word: WordShare): string {
  return `${people(word.people)}, ${languageNames[word.language]}`;
}

/** `warm (64 people, English)`; of several words also their shares. */
export function wordsLine(words: readonly WordShare[]): string {
  const [first] = words;
  if (first && words.length === 1) return `${first.word} (${sourceOf(first)})`;
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
