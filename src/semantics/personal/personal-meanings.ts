import { shapeOf } from "../curve-coordinates.ts";
import { isFaultWord } from "../resolver/faults.ts";
import { foldWord } from "../spelling.ts";
import type { WordMeaning } from "../word-meaning.ts";
import type { WordModel } from "../word-model.ts";
import type { PersonalDictionary, TaughtFrom, TaughtWord } from "./dictionary.ts";

/** Presets, curves and phrases are what the user says that the word means: 19 parts of 20 of the answer. */
export const SAID_EVIDENCE = 19;

/**
 * Correlation of two settings that one person makes for one word; two people's correlate at 0.37 (SAFE-DB, 97 words of a listener
 * with several settings: `npx tsx runs/teach-ratings.ts`). Drawing a person's setting halfway to other people's mean predicts
 * the next one better still (0.62), but a word that was taught by a preset is to be that preset.
 */
const REPEATABILITY = 0.57;

/**
 * 0..1: the correlation that is expected between a word's curve and the next one that the same user would make for it, as a
 * crowd's word's confidence is with the next person's.
 */
export function expectedCorrelation({ evidence }: Pick<TaughtWord, "evidence">): number {
  return REPEATABILITY * Math.sqrt(evidence / (1 + evidence));
}

/** Evidence of the curve between two recordings. @param coherence 0..1, mean over the bands. */
export function recordedEvidence(coherence: number): number {
  return SAID_EVIDENCE * coherence ** 2;
}

/**
 * What the user's own words mean, by their (normalised) spelling.
 *
 * The user's curve y counts as `evidence` observations where the crowd's expected curve m counts as one:
 * `m + evidence / (1 + evidence) (y − m)`, z units, brought to rms 1. A word that the crowd does not know has m = 0, so
 * that its curve is y; so has a word learned from ratings, since its prior is in it already.
 */
export function personalMeanings(
  { words }: PersonalDictionary,
  model: Pick<WordModel, "vocabulary" | "describe">,
): ReadonlyMap<string, WordMeaning> {
  return new Map(words.map((taught) => [taught.word, meaningOf(taught, model)]));
}

function meaningOf(taught: TaughtWord, model: Pick<WordModel, "vocabulary" | "describe">): WordMeaning {
  const { word, gainDb, from, evidence, isFault = isFaultWord(foldWord(word)), language = "en" } = taught;
  const found = model.vocabulary.find(word);
  const crowd = found?.kind === "exact" || found?.kind === "folded" ? found : undefined;
  const share = evidence / (1 + evidence);
  const own = shapeOf(gainDb).shape;
  const expected = crowd && from.kind !== "ratings" ? model.describe(crowd.entry.word).expectedZ : undefined;
  const curve = expected ? own.map((z, band) => expected[band]! + share * (z - expected[band]!)) : own;
  return {
    word,
    source: "personal",
    match: "exact",
    language,
    people: crowd?.entry.people ?? 0,
    isFault,
    ...(crowd ? { index: crowd.index } : {}),
    trust: expectedCorrelation(taught),
    unitCurve: shapeOf(curve).shape,
    origin: `taught ${sourceText(from)}`,
  };
}

/** `from headphones.txt (AutoEq), 2026-11-22`. */
export function sourceText(from: TaughtFrom): string {
  return `${sourceOf(from)}, ${from.date}`;
}

function sourceOf(from: TaughtFrom): string {
  switch (from.kind) {
    case "preset":
      return `from ${from.file} (${from.format})`;
    case "curve":
      return from.file === undefined ? "from a curve" : `from ${from.file}`;
    case "recordings":
      return `from ${from.before} and ${from.after}`;
    case "ratings":
      return `from ${from.count} ratings`;
    case "phrase":
      return `as ${JSON.stringify(from.phrase)}`;
    case "merged":
      return "from two dictionaries";
  }
}
