import { bandFrequencyHz, REFERENCE_RMS_DB } from "../effects/index.ts";
import {
  clashText,
  type Language,
  type PhraseExplanation,
  remainsText,
  takenText,
  UnknownWordError,
  type WordCurve,
  type WordModel,
  type WordShare,
} from "../semantics/index.ts";
import { UsageError } from "./failure.ts";
import { hertz, note, people, signedDb } from "./output.ts";

/** Names of the languages, for readers. */
export const languageNames: Readonly<Record<Language, string>> = { en: "English", es: "Spanish" };

/**
 * Reads a phrase before anything is done with it, and tells on stderr what a reader must know: corrected typos, other
 * forms, words that are answered from elsewhere, what was left out and words that pull opposite ways.
 *
 * @param amountPercent −200..200: how much of it will be used.
 * @returns The words it was understood as.
 * @throws UnknownWordError for a word of which nothing is known. @throws UsageError for what is no phrase.
 */
export function understand(model: WordModel, text: string, amountPercent = 100): string[] {
  const explained = explainPhrase(model, text);
  const [unknown] = explained.unknown;
  if (unknown) throw new UnknownWordError(unknown.text, unknown.suggestions);
  for (const line of notesOf(explained, model, amountPercent)) note(line);
  return explained.words.map(({ word }) => word);
}

/**
 * A phrase as a part of a file's name: its words where they are plain ("soft bright"), else as typed, but for a minus, which
 * no name shows ("-warm" must not be told as "warm").
 */
export function phraseName({ words, phrase }: Pick<WordCurve, "words" | "phrase">): string {
  const isPlain = words.every(({ mode, strength }) => mode === "add" && strength === 1);
  if (isPlain) return words.map(({ word }) => word).join(" ");
  return /(^|[^\p{L}\p{N}])[-−]\s*[\p{L}\p{N}(.]/u.test(phrase) ? readingText(words) : phrase.toLowerCase();
}

/** As `model.explain`. @throws UsageError for what is no phrase. */
export function explainPhrase(model: WordModel, text: string): PhraseExplanation {
  try {
    return model.explain(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(
      error.message.replace(/^\w+: (text)?/, (_, subject) => (subject ? "the phrase" : "")),
    );
  }
}

/** What a reader must know beside the curve, a line each. @param amountPercent −200..200: of the curve that is told of. */
export function notesOf(explained: PhraseExplanation, model: WordModel, amountPercent = 100): string[] {
  const { phrase, words, targets, unused, clashes, taken } = explained;
  const lines: string[] = [];
  const isPlain = words.length === 1 && words[0]!.mode === "add" && words[0]!.strength === 1;
  const isOther = words.some(({ match }) => match === "corrected" || match === "family");
  if (!isPlain) lines.push(`understood ${JSON.stringify(phrase)} as ${readingText(words)}`);
  else if (isOther) {
    const form = words[0]!.match === "family" ? "a form of " : "";
    lines.push(`understood ${JSON.stringify(phrase)} as ${form}${JSON.stringify(words[0]!.word)}`);
  }
  for (const word of words) {
    if (word.source === "kin") lines.push(kinNote(model, word.word));
    else if (word.source !== "crowd") lines.push(sourceNote(word));
  }
  if (targets.length > 0) lines.push(`the whole sound is equalized, not only ${kinList(targets)}`);
  if (unused.length > 0) lines.push(`not understood, left out: ${kinList(unused)}`);
  for (const clash of clashes) lines.push(clashText(clash));
  for (const term of taken) lines.push(takenText(term));
  if (clashes.length > 0) {
    const { gainDb } = model.curve(phrase, amountPercent);
    lines.push(remainsText({ unitCurve: Float64Array.from(gainDb, (gain) => gain / REFERENCE_RMS_DB) }));
  }
  return lines;
}

/** `0.5 warm, without muddy`. */
export function readingText(words: readonly Pick<WordShare, "word" | "mode" | "strength">[]): string {
  return words
    .map(({ word, mode, strength }) => {
      const size = Number(Math.abs(strength).toFixed(2));
      if (mode !== "add") return `${mode} ${size === 1 ? "" : `${size} `}${word}`;
      return `${strength < 0 ? "less " : ""}${size === 1 ? "" : `${size} × `}${word}`;
    })
    .join(", ");
}

function kinNote(model: WordModel, word: string): string {
  const { kin, confidence } = model.describe(word);
  const sure = `confidence ${confidence.toFixed(0)} of 100`;
  return `nobody was asked for ${JSON.stringify(word)}: answered from ${kinList(kin)} (${sure})`;
}

function sourceNote({ word, source, origin, confidence }: WordShare): string {
  const sure = `confidence ${confidence.toFixed(0)} of 100`;
  const name = JSON.stringify(word);
  if (source === "personal") return `${name} is your own word, ${origin} (${sure})`;
  return `nobody was asked for ${name}: ${origin} (${sure})`;
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

const sourceNames = {
  personal: "your own",
  kin: "from kin",
  studio: "engineers' term",
  neighbour: "from a thesaurus",
  embedding: "from an embedding",
} as const;

/** `64 people, English`. */
export function sourceOf({ source, people: number, language }: WordShare): string {
  return `${source === "crowd" ? people(number) : sourceNames[source]}, ${languageNames[language]}`;
}

/** `warm (64 people, English)`, with the reading that was chosen; of other phrases also how much of each word. */
export function wordsLine({ words, sense }: Pick<WordCurve, "words" | "sense">): string {
  return words
    .map((word) => {
      const name = readingText([word]);
      const reading = words.length === 1 && sense !== undefined ? `: ${sense}` : "";
      return `${name}${reading} (${sourceOf(word)})`;
    })
    .join(", ");
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
