import { type Example, type Language, languageCodes } from "../dataset/index.ts";
import { BAND_COUNT, bandFrequencyHz } from "../effects/index.ts";
import type { SyntheticCorpus } from "./synthetic-corpus.ts";

/** What is true of one reading of a word. */
export interface TrueReading {
  readonly word: string;
  readonly language: Language;
  /** Rows of the word, all readings together. */
  readonly people: number;
  /** The word that it is a form of. */
  readonly family: string;
  /** From 1. */
  readonly reading: number;
  /** Share of the word's people who mean it, 0..1. */
  readonly share: number;
  /** Shape `[40]`, z units: what the next person who means it is expected to make. */
  readonly expectedZ: Float64Array;
}

const bandNames: readonly string[] = bandFrequencyHz.map((frequencyHz) => `RSC_${frequencyHz}Hz_band`);
const truthFields: readonly string[] = ["word", "language", "people", "family", "reading", "share"];

/** The table's first line: the published names, with the one that its second column lacks. */
export const corpusHeader: string = [
  "word",
  "language",
  "audio_id",
  "ratings_consistency",
  ...bandNames,
].join(",");

/** A row as the table has it; made-up words need no quotes. */
export function corpusLine({ word, language, audioId, consistency, gains }: Example): string {
  return `${word},${languageName(language)},${audioId ?? ""},${consistency},${gains.join(",")}`;
}

/** The first line of the table of truths. */
export const truthHeader: string = [...truthFields, ...bandNames].join(",");

/** The lines of a word in the table of truths, one for each reading. @param place In `corpus.words`. */
export function truthLines({ words, expectedZ }: SyntheticCorpus, place: number): string[] {
  const { word, language, people, family, readings } = words[place]!;
  return readings.map(({ share, effect }, index) =>
    [word, languageName(language), people, family, index + 1, share, ...expectedZ(effect)].join(","),
  );
}

/** @throws TypeError if a text is no table of truths. */
export function readTruth(text: string): TrueReading[] {
  const [header, ...lines] = text.trimEnd().split("\n");
  if (header !== truthHeader) {
    throw new TypeError(`readTruth: the first line must be ${truthFields.join(",")} and the bands`);
  }
  return lines.map((line, index) => {
    const [word = "", name = "", people, family = "", reading, share, ...curve] = line.split(",");
    const language = languageCodes.get(name);
    const expectedZ = Float64Array.from(curve, Number);
    if (language === undefined || expectedZ.length !== BAND_COUNT || !expectedZ.every(Number.isFinite)) {
      throw new TypeError(`readTruth: line ${index + 2} must hold a language and ${BAND_COUNT} numbers`);
    }
    return {
      ...{ word, language, family, expectedZ },
      ...{ people: Number(people), reading: Number(reading), share: Number(share) },
    };
  });
}

/** What is expected of a word whose reading is not known: its readings' curves by their shares. */
export function trueExpectations(readings: readonly TrueReading[]): Map<string, Float64Array> {
  const found = new Map<string, Float64Array>();
  for (const { word, share, expectedZ } of readings) {
    const sum = found.get(word) ?? new Float64Array(expectedZ.length);
    for (let band = 0; band < sum.length; band++) sum[band]! += share * expectedZ[band]!;
    found.set(word, sum);
  }
  return found;
}

function languageName(language: Language): string {
  for (const [name, code] of languageCodes) if (code === language) return name;
  return language;
}
