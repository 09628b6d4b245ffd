import { countTerms, type Example } from "../../dataset/index.ts";
import type { Predictor } from "../baselines/index.ts";
import { type BootstrapInterval, bootstrapClusters } from "../metrics/bootstrap.ts";
import { pearson } from "../metrics/prediction.ts";
import type { Json } from "../study.ts";

/** How one predictor did on some held-out rows; null where it abstained. */
export interface RowScores {
  /** Places in `StudyData.examples`. */
  readonly rows: readonly number[];
  /** Pearson correlation with the row. */
  readonly r: readonly (number | null)[];
  /** Mean absolute error, z units. */
  readonly mae: readonly (number | null)[];
  /** 1 − mean squared error: the row's own R2 against flat, since every row has mean square 1. */
  readonly r2: readonly (number | null)[];
  /** rms of the prediction: the correlation that is promised. */
  readonly promised: readonly (number | null)[];
}

/** Rows of words with at least this many people are scored, unless a table says otherwise. */
export const SCORED_PEOPLE = 4;

/** Scores held-out rows. @param rowOf Place of each example. */
export function scoreRows(
  predictor: Predictor,
  held: readonly Example[],
  rowOf: ReadonlyMap<Example, number>,
): RowScores & Json {
  const scores = held.map((example) => {
    const { term, language, audioId, gains } = example;
    const predicted = predictor.predict({
      term,
      language,
      ...(audioId === undefined ? {} : { audioId }),
    });
    if (!predicted) return { r: null, mae: null, r2: null, promised: null };
    let absolute = 0;
    let squared = 0;
    let power = 0;
    gains.forEach((gain, band) => {
      absolute += Math.abs(gain - predicted[band]!) / gains.length;
      squared += (gain - predicted[band]!) ** 2 / gains.length;
      power += predicted[band]! ** 2 / gains.length;
    });
    return { r: pearson(predicted, gains), mae: absolute, r2: 1 - squared, promised: Math.sqrt(power) };
  });
  return {
    rows: held.map((example) => rowOf.get(example)!),
    r: scores.map(({ r }) => r),
    mae: scores.map(({ mae }) => mae),
    r2: scores.map(({ r2 }) => r2),
    promised: scores.map(({ promised }) => promised),
  };
}

/** Scores by row, averaged over repeats; rows that were abstained from are absent. */
export type ScoresByRow = ReadonlyMap<number, Readonly<Record<Metric, number>>>;
export type Metric = "r" | "mae" | "r2" | "promised";

const metrics: readonly Metric[] = ["r", "mae", "r2", "promised"];

export function mergeScores(parts: readonly RowScores[]): ScoresByRow {
  const sums = new Map<number, { count: number } & Record<Metric, number>>();
  for (const part of parts) {
    part.rows.forEach((row, i) => {
      if (part.r[i] === null) return;
      const sum = sums.get(row) ?? { count: 0, r: 0, mae: 0, r2: 0, promised: 0 };
      sums.set(row, sum);
      sum.count += 1;
      for (const metric of metrics) sum[metric] += part[metric][i]!;
    });
  }
  return new Map(
    Array.from(sums, ([row, { count, r, mae, r2, promised }]) => [
      row,
      { r: r / count, mae: mae / count, r2: r2 / count, promised: promised / count },
    ]),
  );
}

/** Picks rows of the whole table. */
export type RowFilter = (example: Example, people: number) => boolean;

export const scoredRows: RowFilter = (_, people) => people >= SCORED_PEOPLE;

/** Rows that pass, by word. */
export function rowsByWord(examples: readonly Example[], filter: RowFilter = scoredRows): number[][] {
  const people = countTerms(examples);
  const byWord = new Map<string, number[]>();
  examples.forEach((example, row) => {
    if (!filter(example, people.get(example.term)!)) return;
    const rows = byWord.get(example.term);
    if (rows) rows.push(row);
    else byWord.set(example.term, [row]);
  });
  return [...byWord.values()];
}

/**
 * Mean of a metric with its interval, over words and their rows; with `against`, of the rows' differences where both
 * answered. Undefined without a row.
 */
export function intervalOf(
  scores: ScoresByRow,
  metric: Metric,
  words: readonly (readonly number[])[],
  against?: ScoresByRow,
): (BootstrapInterval & { readonly rows: number }) | undefined {
  const clusters = words.map((rows) =>
    rows.flatMap((row) => {
      const own = scores.get(row);
      if (!own) return [];
      if (!against) return [own[metric]];
      const other = against.get(row);
      return other ? [own[metric] - other[metric]] : [];
    }),
  );
  const rows = clusters.reduce((sum, cluster) => sum + cluster.length, 0);
  if (rows === 0) return undefined;
  return { ...bootstrapClusters(clusters, { seed: 1, resampleRows: true }), rows };
}
