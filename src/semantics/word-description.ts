import { REFERENCE_RMS_DB } from "../effects/index.ts";
import type { Agreement } from "./agreement.ts";
import { rms } from "./mixture.ts";
import { type Language, mainLanguage, type Vocabulary } from "./vocabulary.ts";
import type { WordTables } from "./word-tables.ts";

/** All that is known of a word. A public JSON contract. */
export interface WordDescription {
  readonly word: string;
  readonly language: Language;
  /** How many people made a curve for it; 0 for a word that is answered from its kin alone. */
  readonly people: number;
  /**
   * How many people who rate with full consistency would tell as much of the word by themselves as is known from
   * its own people and its kin, in the coordinates in which words differ.
   */
  readonly effectivePeople: number;
  /**
   * 0..100: a hundred times the correlation that is expected between `expectedZ` and the curve that one more person
   * would make. Since every person's curve has mean 0 and rms 1, that is the rms of `expectedZ`.
   */
  readonly confidence: number;
  /** How far its people agree; of two people or more. */
  readonly agreement?: Agreement;
  /** Shape `[40]`, z units. */
  readonly expectedZ: readonly number[];
  /** Shape `[40]`, z units: standard deviation of people's curves around `expectedZ`. */
  readonly spreadZ: readonly number[];
  /** Up to three words that it draws on most, best first. */
  readonly kin: readonly string[];
  /** Its readings, most people first; none where one curve predicts people as well. */
  readonly senses: readonly { readonly name: string; readonly share: number }[];
}

/** @param expectedZ Shape `[40]`, z units. @returns 0..100, see `WordDescription`. */
export function confidenceIn(expectedZ: ArrayLike<number>): number {
  return 100 * Math.min(1, rms(expectedZ));
}

/** @param index Place of the word in the vocabulary. @param expectedZ Its curve. */
export function describeWord(
  tables: WordTables,
  { entries }: Vocabulary,
  index: number,
  expectedZ: Float64Array,
): WordDescription {
  const { space, variances, crowds, kin, senses } = tables;
  const entry = entries[index]!;
  const agreement = crowds.get(index)?.agreement;
  let evidence = 0;
  let total = 0;
  for (let d = 0; d < space.size; d++) {
    const ratio = space.ratio[d]!;
    const variance = variances[index * space.size + d]!;
    if (!(variance > 0)) continue;
    evidence += ratio * Math.max(0, 1 / variance - 1 / ratio);
    total += ratio;
  }
  return {
    word: entry.word,
    language: mainLanguage(entry),
    people: entry.people,
    effectivePeople: total > 0 ? evidence / total : 0,
    confidence: confidenceIn(expectedZ),
    ...(agreement === undefined ? {} : { agreement }),
    expectedZ: [...expectedZ],
    spreadZ: [...mixedSpread(tables, [{ index, weight: 1 }])],
    kin: kin[index]!.map((place) => entries[place]!.word),
    senses: senses.filter(({ word }) => word === index).map(({ name, share }) => ({ name, share })),
  };
}

/** A word's part in a mix. */
export interface MixedWord {
  /** Place of the word in the vocabulary. */
  readonly index: number;
  /** Share, −1..1; the absolute shares add up to 1. */
  readonly weight: number;
}

/** Shape `[40]`, z units: standard deviation of people's curves, the words' variances weighed by their shares. */
export function mixedSpread({ crowds, commonSpread }: WordTables, words: readonly MixedWord[]): Float64Array {
  const variance = new Float64Array(commonSpread.length);
  for (const { index, weight } of words) {
    const own = crowds.get(index)?.spread ?? commonSpread;
    for (let band = 0; band < variance.length; band++) variance[band]! += Math.abs(weight) * own[band]!;
  }
  return variance.map(Math.sqrt);
}

/** Upper quartile of the standard normal distribution. */
const UPPER_QUARTILE = 0.6744897501960817;

/** The quartiles of people's own curves in dB, each curve at the depth of 3 dB rms for 100 percent. */
export function middleHalf(
  expectedZ: ArrayLike<number>,
  spreadZ: ArrayLike<number>,
  amountPercent: number,
): { low: number[]; high: number[] } {
  const dbPerZ = (REFERENCE_RMS_DB * amountPercent) / 100;
  const ends = [-1, 1].map((side) =>
    Array.from(
      expectedZ,
      (z, band) => dbPerZ * z + side * UPPER_QUARTILE * spreadZ[band]! * Math.abs(dbPerZ),
    ),
  );
  return { low: ends[0]!, high: ends[1]! };
}
