import { fitStandardizer } from "../math/index.ts";
import type { Example } from "./example.ts";

/** Which rows to leave out; a filter that is not named is off. */
export interface Filters {
  /** Drop words with characters outside ASCII, among them every accented Spanish word. Default false. */
  readonly asciiOnly?: boolean;
  /** Drop rows any band of which is more than this many standard deviations from that band's mean. */
  readonly outlierSigma?: number;
  /** Drop words with fewer rows than this. Default 1. */
  readonly minimumExamples?: number;
}

/** The filters of the work that Timbral follows. */
export const reportFilters: Required<Filters> = { asciiOnly: true, outlierSigma: 3, minimumExamples: 8 };

/** The rows that stay, and how many each filter took. */
export interface Filtered {
  readonly kept: readonly Example[];
  readonly removed: { readonly nonAscii: number; readonly outliers: number; readonly rareWords: number };
}

/**
 * Applies the filters in this order: characters, outliers (mean and population standard deviation of the rows
 * that are left by then), and last the count of rows per word, so that it holds for the rows that stay. Each
 * filter counts only what the ones before it left.
 */
export function filterExamples(examples: readonly Example[], filters: Filters): Filtered {
  const { asciiOnly = false, outlierSigma, minimumExamples = 1 } = filters;
  if (outlierSigma !== undefined && !(outlierSigma > 0)) {
    throw new RangeError(`filterExamples: outlierSigma must be above 0, got ${outlierSigma}`);
  }
  if (!(minimumExamples >= 1)) {
    throw new RangeError(`filterExamples: minimumExamples must be at least 1, got ${minimumExamples}`);
  }
  const spelled = asciiOnly ? examples.filter(({ term }) => isAscii(term)) : examples;
  const usual = outlierSigma === undefined ? spelled : withoutOutliers(spelled, outlierSigma);
  const counts = countTerms(usual);
  const kept = usual.filter(({ term }) => counts.get(term)! >= minimumExamples);
  return {
    kept,
    removed: {
      nonAscii: examples.length - spelled.length,
      outliers: spelled.length - usual.length,
      rareWords: usual.length - kept.length,
    },
  };
}

/** Rows per term, in the order of first appearance. */
export function countTerms(examples: readonly { readonly term: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { term } of examples) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function isAscii(text: string): boolean {
  return [...text].every((character) => character <= "\u007f");
}

function withoutOutliers(examples: readonly Example[], sigma: number): readonly Example[] {
  if (examples.length === 0) return examples;
  const { mean, scale } = fitStandardizer(
    examples.map(({ gains }) => gains),
    0,
  );
  return examples.filter(({ gains }) =>
    gains.every((gain, band) => Math.abs(gain - mean[band]!) <= sigma * scale[band]!),
  );
}
