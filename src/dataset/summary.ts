import { type Example, type Language, type Problem, type Reading, shapeOf } from "./example.ts";
import { countTerms } from "./filters.ts";

/** Smallest and largest; NaN both if there are no rows. */
export type Range = readonly [smallest: number, largest: number];

/** What there is in a dataset, for a person to check. */
export interface DatasetSummary {
  readonly format: Reading["format"];
  /** Usable rows. */
  readonly rows: number;
  /** Different words as typed. */
  readonly spellings: number;
  /** Different terms. */
  readonly words: number;
  readonly languages: Readonly<Record<Language, number>>;
  /** Rows per audio id; empty where the file has none. */
  readonly audioIds: ReadonlyMap<number, number>;
  /** Rows per term, most first, then by code unit. */
  readonly wordCounts: readonly (readonly [term: string, rows: number])[];
  readonly consistency: Range;
  /** Mean of each row's gains, z units: 0 but for rounding. */
  readonly rowMean: Range;
  /** Population standard deviation of each row's gains, z units: 1 but for rounding. */
  readonly rowStandardDeviation: Range;
  readonly gain: Range;
  readonly problems: readonly Problem[];
}

/** Counts and ranges of what a reader found. */
export function summarizeDataset(reading: Reading): DatasetSummary {
  const { examples, problems, format } = reading;
  const shapes = examples.map(({ gains }) => shapeOf(gains));
  const audioIds = new Map<number, number>();
  for (const { audioId } of examples) {
    if (audioId !== undefined) audioIds.set(audioId, (audioIds.get(audioId) ?? 0) + 1);
  }
  return {
    format,
    rows: examples.length,
    spellings: new Set(examples.map(({ word }) => word)).size,
    words: new Set(examples.map(({ term }) => term)).size,
    languages: { en: countLanguage(examples, "en"), es: countLanguage(examples, "es") },
    audioIds,
    wordCounts: [...countTerms(examples)].sort(
      ([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || (a < b ? -1 : 1),
    ),
    consistency: rangeOf(examples.map(({ consistency }) => consistency)),
    rowMean: rangeOf(shapes.map(({ mean }) => mean)),
    rowStandardDeviation: rangeOf(shapes.map(({ standardDeviation }) => standardDeviation)),
    gain: rangeOf(examples.flatMap(({ gains }) => [...gains])),
    problems,
  };
}

function countLanguage(examples: readonly Example[], language: Language): number {
  return examples.filter((example) => example.language === language).length;
}

function rangeOf(values: readonly number[]): Range {
  if (values.length === 0) return [Number.NaN, Number.NaN];
  return values.reduce<Range>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [values[0]!, values[0]!],
  );
}
