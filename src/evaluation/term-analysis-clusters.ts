import { daviesBouldin, euclidean, silhouette } from "./metrics/clustering.ts";
import { kMeans } from "./metrics/k-means.ts";
import { meanOf } from "./metrics/prediction.ts";

/** A word's people in groups of like curves. */
export interface TermClusters {
  /** Groups, most people first. */
  readonly groups: readonly {
    readonly people: number;
    /** Shape `[40]`, z units. */
    readonly mean: Float64Array;
  }[];
  /** Group of each row, as numbered in `groups`. Shape `[rows]`. */
  readonly labels: Int32Array;
  /** Mean silhouette of the grouping (Rousseeuw 1987), euclidean. */
  readonly silhouette: number;
  /** Davies & Bouldin's index (1979) of the grouping. */
  readonly daviesBouldin: number;
  /** The silhouette of every number of groups that was tried. */
  readonly tried: readonly { readonly count: number; readonly silhouette: number }[];
}

/** Fewer people are not grouped. */
const FEWEST_PEOPLE = 10;
const MOST_GROUPS = 5;
const RESTARTS = 10;

/**
 * Groups a word's curves as the report does: k-means for k = 2..min(5, ⌊n/3⌋ − 1), and of these the k with the best
 * silhouette. It always finds groups, also where there are none: compare with as many rows of no one word.
 *
 * @param curves Rows of equal length.
 * @returns Undefined for fewer than ten rows, or where fewer than two differ.
 */
export function clusterTerm(curves: readonly ArrayLike<number>[], seed: number): TermClusters | undefined {
  if (curves.length < FEWEST_PEOPLE) return undefined;
  const different = new Set(curves.map((curve) => Array.from(curve).join())).size;
  const most = Math.min(MOST_GROUPS, Math.floor(curves.length / 3) - 1, different);
  const tried = [];
  for (let count = 2; count <= most; count++) {
    const { labels } = kMeans(curves, count, { seed, restarts: RESTARTS });
    tried.push({ count, labels, silhouette: silhouette(curves, labels, euclidean) });
  }
  if (tried.length === 0) return undefined;
  const best = tried.reduce((best, next) => (next.silhouette > best.silhouette ? next : best));
  const sizes = Array.from(
    { length: best.count },
    (_, group) => best.labels.filter((l) => l === group).length,
  );
  const order = sizes.map((_, group) => group).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const labels = best.labels.map((group) => order.indexOf(group));
  return {
    groups: order.map((group, place) => ({
      people: sizes[group]!,
      mean: Float64Array.from({ length: curves[0]!.length }, (_, band) =>
        meanOf(curves.filter((_, row) => labels[row] === place).map((curve) => curve[band]!)),
      ),
    })),
    labels,
    silhouette: best.silhouette,
    daviesBouldin: daviesBouldin(curves, labels),
    tried: tried.map(({ count, silhouette }) => ({ count, silhouette })),
  };
}
