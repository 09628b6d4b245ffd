import { nameReadings } from "./sense-name.ts";
import { findSenses, type ReadingsTest, type SenseRows } from "./senses.ts";
import { learnWordPosterior, type WordPosterior, type WordPosteriorOptions } from "./word-posterior.ts";
import type { LearnedWordSpace } from "./word-space.ts";

/** One reading of a word that people read differently. */
export interface Sense {
  /** What it does: "full low end, recessed mids". */
  readonly name: string;
  /** Share of the word's people, 0..1. */
  readonly share: number;
  /** Shape `[size]`, in the word space's coordinates, as a word's effect. */
  readonly effect: Float64Array;
}

/** A word's senses and the comparisons behind them. */
export interface TestedSenses {
  readonly tests: readonly ReadingsTest[];
  /** Empty where one mean predicts people as well. */
  readonly senses: readonly Sense[];
}

/** Looks for senses among rows: `findSenses` for every word with people enough. */
export function learnSenses(
  rows: WordPosteriorOptions["rows"],
  options: Omit<WordPosteriorOptions, "rows" | "words">,
): ReadonlyMap<string, TestedSenses> {
  const words = [...new Set(rows.map(({ word }) => word))].sort();
  return tested(learnWordPosterior({ ...options, rows, words }), words);
}

/** The words that have several readings. @param words As the posterior was learned with. */
export function sensesOf(
  posterior: WordPosterior,
  words: readonly string[],
): ReadonlyMap<string, TestedSenses> {
  return new Map([...tested(posterior, words)].filter(([, { senses }]) => senses.length > 0));
}

function tested(posterior: WordPosterior, words: readonly string[]): Map<string, TestedSenses> {
  const { space, wordIndex, loadings, expect } = posterior;
  const rowsOf = words.map((): number[] => []);
  wordIndex.forEach((word, row) => {
    rowsOf[word]!.push(row);
  });
  const found = new Map<string, TestedSenses>();
  words.forEach((word, index) => {
    const { tests, readings } = findSenses(senseRows(space, rowsOf[index]!, loadings));
    if (tests.length === 0) return;
    const effects = readings.map(({ center }) => center.map((value, d) => value - space.mean[d]!));
    const names = nameReadings(effects.map(expect));
    const senses = readings.map(({ share }, k) => ({ name: names[k]!, share, effect: effects[k]! }));
    found.set(word, { tests, senses });
  });
  return found;
}

/** A word's rows, and its centre from some of them: shrunk by its own people alone, since kin have no part in a fold. */
function senseRows(
  { size, mean, ratio, rows: allRows }: LearnedWordSpace,
  own: readonly number[],
  allLoadings: readonly number[],
): SenseRows {
  const rows = Float64Array.from(own.flatMap((row) => [...allRows.subarray(row * size, (row + 1) * size)]));
  const loadings = own.map((row) => allLoadings[row]!);
  return {
    rows,
    loadings,
    center: (keep) => {
      const weight = keep.reduce((sum, row) => sum + loadings[row]! ** 2, 0);
      return Float64Array.from({ length: size }, (_, d) => {
        const sum = keep.reduce(
          (total, row) => total + loadings[row]! * (rows[row * size + d]! - loadings[row]! * mean[d]!),
          0,
        );
        return mean[d]! + (ratio[d]! * sum) / (1 + ratio[d]! * weight);
      });
    },
  };
}
