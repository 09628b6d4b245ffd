/** How far two rows of equal length are apart: 0 for the same, symmetric. */
export type Distance = (a: ArrayLike<number>, b: ArrayLike<number>) => number;

/** A row's group; rows of one group have equal labels. */
export type Label = number | string;

/** Length of a − b. */
export function euclidean(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    squares += difference * difference;
  }
  return Math.sqrt(squares);
}

/** 1 − cosine of the angle between a and b, 0..2; 1 where either is all zeros. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return aa > 0 && bb > 0 ? Math.max(0, Math.min(2, 1 - ab / Math.sqrt(aa * bb))) : 1;
}

/**
 * Silhouette of every row, −1..1 (Rousseeuw, Silhouettes, 1987): (b − a) / max(a, b), where a is the mean distance
 * to the other rows of its own group and b that to the rows of the nearest other group; 0 for a row that is alone
 * in its group.
 *
 * @throws RangeError if there are fewer than two groups, or not as many labels as rows.
 */
export function silhouettes(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<Label>,
  distance: Distance,
): Float64Array {
  const { group, sizes } = groupsOf("silhouette", rows, labels);
  const groupCount = sizes.length;
  // Sums of distances from each row to each group: every distance is taken once and none is kept.
  const sums = new Float64Array(rows.length * groupCount);
  rows.forEach((row, i) => {
    const own = group[i]!;
    for (let j = 0; j < i; j++) {
      const apart = distance(row, rows[j]!);
      sums[i * groupCount + group[j]!]! += apart;
      sums[j * groupCount + own]! += apart;
    }
  });
  return Float64Array.from(group, (own, i) => {
    if (sizes[own] === 1) return 0;
    const inside = sums[i * groupCount + own]! / (sizes[own]! - 1);
    let outside = Number.POSITIVE_INFINITY;
    for (let other = 0; other < groupCount; other++) {
      if (other !== own) outside = Math.min(outside, sums[i * groupCount + other]! / sizes[other]!);
    }
    const larger = Math.max(inside, outside);
    return larger > 0 ? (outside - inside) / larger : 0;
  });
}

/** Mean of {@link silhouettes}, −1..1: near 1 where groups are tight and far apart, below 0 where they mix. */
export function silhouette(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<Label>,
  distance: Distance,
): number {
  return silhouettes(rows, labels, distance).reduce((sum, value) => sum + value, 0) / rows.length;
}

/**
 * Davies-Bouldin index, 0 or above, smaller is better (Davies & Bouldin, A cluster separation measure, 1979): the
 * mean over groups of the worst (s_i + s_j) / d_ij, s the mean euclidean distance of a group's rows to its
 * centroid, d the distance of two centroids. Infinity where two groups' centroids are one point.
 *
 * @throws RangeError if there are fewer than two groups, or not as many labels as rows.
 */
export function daviesBouldin(rows: readonly ArrayLike<number>[], labels: ArrayLike<Label>): number {
  const { group, sizes } = groupsOf("daviesBouldin", rows, labels);
  const centroids = sizes.map(() => new Float64Array(rows[0]!.length));
  rows.forEach((row, i) => {
    const centroid = centroids[group[i]!]!;
    for (let c = 0; c < row.length; c++) centroid[c]! += row[c]! / sizes[group[i]!]!;
  });
  const spread = new Float64Array(sizes.length);
  rows.forEach((row, i) => {
    spread[group[i]!]! += euclidean(row, centroids[group[i]!]!) / sizes[group[i]!]!;
  });
  const worst = centroids.map((centroid, i) =>
    centroids.reduce((most, other, j) => {
      const both = spread[i]! + spread[j]!;
      return i === j || both === 0 ? most : Math.max(most, both / euclidean(centroid, other));
    }, 0),
  );
  return worst.reduce((sum, value) => sum + value, 0) / worst.length;
}

/** Mean distances of pairs of rows. */
export interface IntraInter {
  /** Of pairs within a group; NaN where every row is alone in its group. */
  readonly intra: number;
  /** Of pairs from two groups. */
  readonly inter: number;
}

/**
 * Mean distance of two rows of one group and of two rows of different groups, each over all pairs; inter / intra
 * is about 1 where the groups are none.
 *
 * @throws RangeError if there are fewer than two groups, or not as many labels as rows.
 */
export function intraInter(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<Label>,
  distance: Distance,
): IntraInter {
  const { group } = groupsOf("intraInter", rows, labels);
  const [sum, pairs] = [
    [0, 0],
    [0, 0],
  ];
  rows.forEach((row, i) => {
    for (let j = 0; j < i; j++) {
      const kind = group[i] === group[j] ? 0 : 1;
      sum[kind]! += distance(row, rows[j]!);
      pairs[kind]! += 1;
    }
  });
  return { intra: sum[0]! / pairs[0]!, inter: sum[1]! / pairs[1]! };
}

/** Rows with their labels to look among. */
export interface LabelledRows {
  readonly rows: readonly ArrayLike<number>[];
  readonly labels: ArrayLike<Label>;
}

/**
 * Accuracy of the k-nearest-neighbour rule (Cover & Hart, Nearest neighbor pattern classification, 1967), 0..1:
 * share of rows whose label wins the vote of the k references nearest to it; of equal votes the one that has the
 * nearer neighbour wins.
 *
 * @param options.k Default 5.
 * @param options.references Where neighbours come from. Default: all other rows (leave one out).
 * @throws RangeError if there are no rows or no references, k is below 1, or labels do not fit.
 */
export function kNearestNeighbours(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<Label>,
  distance: Distance,
  { k = 5, references }: { readonly k?: number; readonly references?: LabelledRows } = {},
): number {
  if (!(Number.isInteger(k) && k >= 1)) {
    throw new RangeError(`kNearestNeighbours: k must be a whole number above 0, got ${k}`);
  }
  let right = 0;
  forEachQuery(
    "kNearestNeighbours",
    { rows, labels },
    references,
    distance,
    (label, { apart, among, own }) => {
      const nearest: number[] = []; // in order; only the k first are kept
      for (let i = 0; i < apart.length; i++) {
        if (i === own || (nearest.length === k && !(apart[i]! < apart[nearest[k - 1]!]!))) continue;
        if (nearest.length === k) nearest.pop();
        let place = nearest.length;
        while (place > 0 && apart[i]! < apart[nearest[place - 1]!]!) place -= 1;
        nearest.splice(place, 0, i);
      }
      const votes = new Map<Label, number>(); // in the order of the nearest neighbour, which settles ties
      for (const i of nearest) votes.set(among[i]!, (votes.get(among[i]!) ?? 0) + 1);
      const winner = [...votes].reduce((best, next) => (next[1] > best[1] ? next : best));
      if (winner[0] === label) right += 1;
    },
  );
  return right / rows.length;
}

/**
 * Mean average precision of retrieval, 0..1 (Manning, Raghavan & Schütze, Introduction to Information Retrieval,
 * 2008, section 8.4): each row asks for the references in the order of their distance; its average precision is
 * the mean, over the references with its label, of the share of its label among those up to there. Rows whose
 * label no reference has are left out.
 *
 * @param options.references What is ranked. Default: all other rows.
 * @returns NaN where no row's label is among its references.
 * @throws RangeError if there are no rows or no references, or labels do not fit.
 */
export function meanAveragePrecision(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<Label>,
  distance: Distance,
  { references }: { readonly references?: LabelledRows } = {},
): number {
  let [sum, asked] = [0, 0];
  forEachQuery(
    "meanAveragePrecision",
    { rows, labels },
    references,
    distance,
    (label, { apart, among, own }) => {
      const fellows: number[] = [];
      for (let i = 0; i < apart.length; i++) if (i !== own && among[i] === label) fellows.push(i);
      if (fellows.length === 0) return;
      fellows.sort((a, b) => apart[a]! - apart[b]! || a - b);
      let precision = 0;
      fellows.forEach((fellow, found) => {
        let place = 1;
        for (let i = 0; i < apart.length; i++) {
          if (i !== own && (apart[i]! < apart[fellow]! || (apart[i] === apart[fellow] && i < fellow)))
            place += 1;
        }
        precision += (found + 1) / place;
      });
      sum += precision / fellows.length;
      asked += 1;
    },
  );
  return sum / asked;
}

/**
 * Area under the receiver operating characteristic, 0..1: the chance that a positive scores higher than a negative,
 * a tie counting half; from mid-ranks, as the Mann-Whitney statistic over the number of pairs (Hanley & McNeil,
 * 1982). 0.5 is guessing.
 *
 * @throws RangeError if positives or negatives are missing, a score is NaN, or lengths differ.
 */
export function areaUnderCurve(scores: ArrayLike<number>, isPositive: ArrayLike<boolean>): number {
  if (scores.length !== isPositive.length) {
    throw new RangeError(
      `areaUnderCurve: isPositive must hold ${scores.length} values, got ${isPositive.length}`,
    );
  }
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let [rankSum, positives, start] = [0, 0, 0];
  while (start < order.length) {
    const score = scores[order[start]!]!;
    if (Number.isNaN(score)) throw new RangeError("areaUnderCurve: scores must be numbers, got NaN");
    let end = start + 1;
    while (end < order.length && scores[order[end]!] === score) end += 1;
    const among = order.slice(start, end).filter((row) => isPositive[row]).length;
    rankSum += (among * (start + 1 + end)) / 2;
    positives += among;
    start = end;
  }
  const negatives = scores.length - positives;
  if (positives === 0 || negatives === 0) {
    throw new RangeError(
      `areaUnderCurve: there must be positives and negatives, got ${positives} and ${negatives}`,
    );
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Numbers the groups in the order of their first rows. */
function groupsOf(
  name: string,
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<Label>,
): { group: Int32Array; sizes: number[] } {
  assertLabels(name, { rows, labels });
  const numbers = new Map<Label, number>();
  const sizes: number[] = [];
  const group = Int32Array.from(rows, (_, row) => {
    const label = labels[row]!;
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    sizes[number] = (sizes[number] ?? 0) + 1;
    return number;
  });
  if (sizes.length < 2)
    throw new RangeError(`${name}: rows must have two labels or more, got ${sizes.length}`);
  return { group, sizes };
}

/** What a row is compared with. */
interface Compared {
  /** Distance to each reference; the same array for every row. */
  readonly apart: Float64Array;
  /** Label of each reference. */
  readonly among: ArrayLike<Label>;
  /** The reference that is the row itself, not to be counted; −1 where there is none. */
  readonly own: number;
}

function forEachQuery(
  name: string,
  queries: LabelledRows,
  references: LabelledRows | undefined,
  distance: Distance,
  use: (label: Label, compared: Compared) => void,
): void {
  assertLabels(name, queries);
  const among = references ?? queries;
  assertLabels(name, among);
  if (references === undefined && queries.rows.length < 2) {
    throw new RangeError(`${name}: there must be another row to compare with, got one`);
  }
  const apart = new Float64Array(among.rows.length);
  queries.rows.forEach((row, query) => {
    for (let i = 0; i < apart.length; i++) apart[i] = distance(row, among.rows[i]!);
    use(queries.labels[query]!, { apart, among: among.labels, own: references === undefined ? query : -1 });
  });
}

function assertLabels(name: string, { rows, labels }: LabelledRows): void {
  if (rows.length === 0) throw new RangeError(`${name}: there must be rows, got none`);
  if (rows.length !== labels.length) {
    throw new RangeError(`${name}: labels must hold ${rows.length} values, got ${labels.length}`);
  }
}
