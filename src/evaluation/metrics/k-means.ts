import { createRandom, type Random } from "../../math/index.ts";

export interface KMeansOptions {
  /** Decides the first centres. */
  readonly seed: number;
  /** Independent starts, of which the tightest is kept. Default 10. */
  readonly restarts?: number;
}

/** Rows in k groups around their means. */
export interface KMeansResult {
  /** Group of each row, 0..k−1, numbered by first appearance. Shape `[rows]`. */
  readonly labels: Int32Array;
  /** Mean of each group's rows. Shape `[k][columns]`. */
  readonly centers: readonly Float64Array[];
  /** Rows per group. */
  readonly sizes: readonly number[];
  /** Sum of the rows' squared distances to their centres. */
  readonly inertia: number;
}

/** Rounds after which a start is left as it is; a few dozen rows need about ten. */
const ROUND_LIMIT = 300;

/**
 * k-means clustering: Lloyd's rounds (Least squares quantization in PCM, 1982) from first centres that are drawn
 * far apart (k-means++, Arthur & Vassilvitskii, 2007), until no row changes its group.
 *
 * @param rows Rows of equal length, at least k that differ.
 * @param k Number of groups, none of which is empty.
 * @throws RangeError if k or restarts are out of range, or fewer than k rows differ.
 */
export function kMeans(
  rows: readonly ArrayLike<number>[],
  k: number,
  { seed, restarts = 10 }: KMeansOptions,
): KMeansResult {
  if (!(Number.isInteger(k) && k >= 1 && k <= rows.length)) {
    throw new RangeError(`kMeans: k must be a whole number within 1..${rows.length}, got ${k}`);
  }
  if (!(Number.isInteger(restarts) && restarts >= 1)) {
    throw new RangeError(`kMeans: restarts must be a whole number above 0, got ${restarts}`);
  }
  const random = createRandom(seed);
  let best: KMeansResult | undefined;
  for (let start = 0; start < restarts; start++) {
    const found = refined(rows, firstCenters(rows, k, random));
    if (best === undefined || found.inertia < best.inertia) best = found;
  }
  return renumbered(best!);
}

/** Rows drawn as centres: the first at random, each further one with odds of its squared distance to the nearest. */
function firstCenters(rows: readonly ArrayLike<number>[], k: number, random: Random): Float64Array[] {
  const centers = [Float64Array.from(rows[random.integer(0, rows.length - 1)]!)];
  const apart = new Float64Array(rows.length).fill(Number.POSITIVE_INFINITY);
  while (centers.length < k) {
    let total = 0;
    rows.forEach((row, i) => {
      apart[i] = Math.min(apart[i]!, squaredDistance(row, centers.at(-1)!));
      total += apart[i]!;
    });
    if (!(total > 0)) throw new RangeError(`kMeans: ${k} rows must differ, got ${centers.length} that do`);
    let left = random.uniform() * total;
    let drawn = apart.findIndex((odds) => {
      left -= odds;
      return odds > 0 && left < 0;
    });
    if (drawn < 0) drawn = apart.findLastIndex((odds) => odds > 0); // rounding ate the rest
    centers.push(Float64Array.from(rows[drawn]!));
  }
  return centers;
}

function refined(rows: readonly ArrayLike<number>[], centers: Float64Array[]): KMeansResult {
  const labels = new Int32Array(rows.length).fill(-1);
  const apart = new Float64Array(rows.length);
  const sizes = new Array<number>(centers.length);
  for (let round = 0; round < ROUND_LIMIT; round++) {
    let isChanged = false;
    sizes.fill(0);
    rows.forEach((row, i) => {
      let nearest = 0;
      let least = Number.POSITIVE_INFINITY;
      centers.forEach((center, group) => {
        const squared = squaredDistance(row, center);
        if (squared < least) [nearest, least] = [group, squared];
      });
      isChanged ||= labels[i] !== nearest;
      labels[i] = nearest;
      apart[i] = least;
      sizes[nearest]! += 1;
    });
    isChanged = fillEmpty(labels, apart, sizes) || isChanged;
    if (!isChanged) break;
    for (const center of centers) center.fill(0);
    rows.forEach((row, i) => {
      const group = labels[i]!;
      const center = centers[group]!;
      for (let c = 0; c < row.length; c++) center[c]! += row[c]! / sizes[group]!;
    });
  }
  const inertia = rows.reduce((sum, row, i) => sum + squaredDistance(row, centers[labels[i]!]!), 0);
  return { labels, centers, sizes, inertia };
}

/** Gives an empty group the row that lies furthest from its centre in a group of several. */
function fillEmpty(labels: Int32Array, apart: Float64Array, sizes: number[]): boolean {
  let isFilled = false;
  for (let empty = sizes.indexOf(0); empty >= 0; empty = sizes.indexOf(0)) {
    let furthest = -1;
    labels.forEach((group, i) => {
      if (sizes[group]! > 1 && (furthest < 0 || apart[i]! > apart[furthest]!)) furthest = i;
    });
    sizes[labels[furthest]!]! -= 1;
    labels[furthest] = empty;
    sizes[empty] = 1;
    apart[furthest] = 0;
    isFilled = true;
  }
  return isFilled;
}

function renumbered({ labels, centers, sizes, inertia }: KMeansResult): KMeansResult {
  const order = [...new Set(labels)];
  return {
    labels: labels.map((group) => order.indexOf(group)),
    centers: order.map((group) => centers[group]!),
    sizes: order.map((group) => sizes[group]!),
    inertia,
  };
}

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    sum += difference * difference;
  }
  return sum;
}
