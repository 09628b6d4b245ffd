import { createRandom } from "../../math/index.ts";
import {
  cosine,
  daviesBouldin,
  euclidean,
  intraInter,
  kNearestNeighbours,
  type LabelledRows,
  meanAveragePrecision,
  silhouette,
} from "../metrics/clustering.ts";
import { meanOf, standardDeviation } from "../metrics/prediction.ts";
import { decimals } from "./terms-text.ts";

/** How far rows of one word keep together and apart from others'. */
export type ClusterFigures = Readonly<Record<ClusterFigure, number>>;

export const clusterFigureNames = [
  "silhouette",
  "silhouetteCosine",
  "daviesBouldin",
  "intra",
  "inter",
  "neighbours",
  "averagePrecision",
] as const;
export type ClusterFigure = (typeof clusterFigureNames)[number];

/** What the tables say about their columns. */
export const clusterFiguresNote: string =
  "Silhouette: mean over rows of (b − a) / max(a, b), a the mean distance to the own word's rows, b to the nearest " +
  "other word's, −1..1 (Rousseeuw 1987), by euclidean distance and by cosine distance. DB: Davies-Bouldin index, mean " +
  "over words of the worst ratio of spreads to distance of centroids, smaller is better; its size grows as words get " +
  "more rows, so compare within a table. Intra, inter: mean euclidean distance of two rows of one word, of two words. " +
  "5-NN: share of rows whose five nearest rows by cosine vote for its word (Cover & Hart 1967). MAP: mean average " +
  "precision of finding the rows of its word by cosine (Manning et al. 2008). Neighbours are training rows in both " +
  "tables: the other ones for a training row. Of more than 2,000 rows whole words are drawn until they are as many.";

/** All pairs of rows are compared, so time grows with the square of their number. */
const MOST_ROWS = 2000;

/**
 * @param labels The word of each row.
 * @param references Where neighbours and retrieved rows come from. Default: the other rows.
 */
export function clusterFigures(
  allRows: readonly ArrayLike<number>[],
  allLabels: readonly string[],
  allReferences?: LabelledRows,
): ClusterFigures {
  const kept = drawWords(allLabels);
  const { rows, labels } = rowsOfWords({ rows: allRows, labels: allLabels }, kept);
  const among = allReferences && { references: rowsOfWords(allReferences, kept) };
  return {
    silhouette: silhouette(rows, labels, euclidean),
    silhouetteCosine: silhouette(rows, labels, cosine),
    daviesBouldin: daviesBouldin(rows, labels),
    ...intraInter(rows, labels, euclidean),
    neighbours: kNearestNeighbours(rows, labels, cosine, { k: 5, ...among }),
    averagePrecision: meanAveragePrecision(rows, labels, cosine, among),
  };
}

/** As many words as have no more rows than can be compared; undefined where that is all. */
function drawWords(labels: readonly string[]): ReadonlySet<string> | undefined {
  if (labels.length <= MOST_ROWS) return undefined;
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const words = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const kept = new Set<string>();
  let rows = 0;
  for (const place of createRandom(1).shuffle(words.map((_, i) => i))) {
    const [word, count] = words[place]!;
    if (rows + count > MOST_ROWS) continue;
    kept.add(word);
    rows += count;
  }
  return kept;
}

function rowsOfWords(all: LabelledRows, words: ReadonlySet<string> | undefined): LabelledRows {
  if (words === undefined) return all;
  const places = Array.from(all.labels, (_, i) => i).filter((i) => words.has(String(all.labels[i])));
  return { rows: places.map((i) => all.rows[i]!), labels: places.map((i) => all.labels[i]!) };
}

/** The same labels dealt out anew. */
export function shuffledLabels(labels: readonly string[], seed: number): string[] {
  const order = createRandom(seed).shuffle(labels.map((_, i) => i));
  return order.map((i) => labels[i]!);
}

/** Mean and standard deviation over so many repetitions. */
export interface Spread {
  readonly mean: number;
  readonly sd: number;
  readonly count: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { mean: meanOf(values), sd: standardDeviation(values), count: values.length };
}

/** "0.87 ± 0.04"; without the deviation where there was one repetition; a dash where there is nothing to tell. */
export function spreadText(spread: Spread | undefined, digits: number): string {
  if (spread === undefined) return "–";
  const mean = decimals(spread.mean, digits);
  return spread.count === 1 ? mean : `${mean} ± ${spread.sd.toFixed(digits)}`;
}

/** "+0.012 ± 0.004", for differences. */
export function differenceText(spread: Spread, digits: number): string {
  return `${Number(spread.mean.toFixed(digits)) > 0 ? "+" : ""}${spreadText(spread, digits)}`;
}

/** {@link spreadOf} of each figure. */
export function spreadOfFigures(repeated: readonly ClusterFigures[]): Record<ClusterFigure, Spread> {
  const entries = clusterFigureNames.map(
    (name) => [name, spreadOf(repeated.map((one) => one[name]))] as const,
  );
  return Object.fromEntries(entries) as Record<ClusterFigure, Spread>;
}

/** Standard errors that a mean difference must lie from 0 to be called clear: p about 0.016 with five repetitions. */
export const CLEAR_ERRORS = 4;

/** The sign of a mean difference where it is clear, else 0; nothing is clear from fewer than three repetitions. */
export function clearSign({ mean, sd, count }: Spread): -1 | 0 | 1 {
  if (count < 3 || Math.abs(mean) <= (CLEAR_ERRORS * sd) / Math.sqrt(count)) return 0;
  return mean > 0 ? 1 : -1;
}
