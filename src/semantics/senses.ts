import { createRandom, exponential, ln, type Random } from "../math/index.ts";

/** One reading of a word: some of its people. */
export interface Reading {
  /** Share of the people, 0..1; a word's readings add up to 1. */
  readonly share: number;
  /** Shape `[size]`: what a fully consistent listener's row is expected to be. */
  readonly center: Float64Array;
}

/** How a division into readings fared against one mean. */
export interface ReadingsTest {
  readonly readings: number;
  /** Mean gain in the log density of held-out rows over one mean, nats per row. */
  readonly gain: number;
  /** Standard error of the gain over the word's rows. */
  readonly standardError: number;
}

export interface Senses {
  /** Of every number of readings that was tried, 2 and up. */
  readonly tests: readonly ReadingsTest[];
  /** The readings that predict held-out rows better; empty where one mean does. Most people first. */
  readonly readings: readonly Reading[];
}

/** A word's rows in coordinates in which people differ with variance 1. */
export interface SenseRows {
  /** Shape `[rows, size]`. */
  readonly rows: ArrayLike<number>;
  /** Shape `[rows]`: the listeners' loadings. */
  readonly loadings: ArrayLike<number>;
  /** Shape `[size]`: the word's one centre, from other people than a fold holds out. @param keep Rows that may be used. */
  readonly center: (keep: readonly number[]) => Float64Array;
}

/** A reading of fewer people than this share is called outliers, not a reading. */
const SMALLEST_SHARE = 0.2;
/** Readings nearer to each other, in people's deviations, are one: two centres in one place only shrink it more. */
const LEAST_DISTANCE = 1;
/** Words with fewer people are not divided. */
export const SMALLEST_DIVIDED = 12;
const MOST_READINGS = 3;
const FOLDS = 8;
const REPEATS = 3;
const RESTARTS = 4;
const ROUNDS = 40;
/** Variance of a reading's centre around the word's, in units of the people's. */
const CENTER_VARIANCE = 1;
/** Observations that the people's variance 1 counts for when a word's own is estimated. */
const VARIANCE_WEIGHT = 10;

interface MeasuredRows extends SenseRows {
  /** Shape `[rows]`: Σ over the coordinates of their squares. */
  readonly squares: Float64Array;
}

interface Mixture {
  readonly shares: readonly number[];
  readonly centers: readonly Float64Array[];
  readonly variance: number;
}

/**
 * Looks for two or three readings of a word: mixtures of normal distributions around shrunken centres, fitted by
 * expectation maximisation and compared with one distribution on held-out people (8 folds, 3 times). Readings are
 * kept only if their mean gain exceeds its standard error, the fewest whose gain is within one standard error of the
 * best (the one-standard-error rule of Breiman et al., Classification and Regression Trees, 1984), and only if each
 * holds a fifth of the people and lies a person's standard deviation or more from the others.
 */
export function findSenses(given: SenseRows): Senses {
  const rowCount = given.loadings.length;
  if (rowCount < SMALLEST_DIVIDED) return { tests: [], readings: [] };
  const data = measured(given);
  const all = Array.from({ length: rowCount }, (_, row) => row);
  const sizes = Array.from({ length: MOST_READINGS - 1 }, (_, i) => i + 2);
  const gains = sizes.map(() => new Float64Array(rowCount));
  for (let repeat = 1; repeat <= REPEATS; repeat++) {
    const order = createRandom(repeat).shuffle([...all]);
    for (let fold = 0; fold < FOLDS; fold++) {
      const held = order.filter((_, i) => i % FOLDS === fold);
      const kept = order.filter((_, i) => i % FOLDS !== fold);
      const center = data.center(kept);
      const underOne = logDensities(fitMixture(data, kept, 1, center, repeat), data, held);
      sizes.forEach((size, i) => {
        const many = fitMixture(data, kept, size, center, repeat);
        const under = logDensities(many, data, held);
        held.forEach((row, h) => {
          gains[i]![row]! += (under[h]! - underOne[h]!) / REPEATS;
        });
      });
    }
  }
  const tests = sizes.map((readings, i) => ({ readings, ...meanAndError(gains[i]!) }));
  const best = tests.reduce((a, b) => (b.gain > a.gain ? b : a));
  const chosen = tests.find(
    ({ gain, standardError }) => gain > standardError && gain >= best.gain - best.standardError,
  );
  if (!chosen) return { tests, readings: [] };
  const { shares, centers } = fitMixture(data, all, chosen.readings, data.center(all), 1);
  const distances = centers.flatMap((one, k) =>
    centers.slice(0, k).map((other) => Math.sqrt(squaredDistance(one, other))),
  );
  if (Math.min(...shares) < SMALLEST_SHARE || Math.min(...distances) < LEAST_DISTANCE) {
    return { tests, readings: [] };
  }
  const readings = centers.map((center, k) => ({ share: shares[k]!, center }));
  return { tests, readings: readings.sort((a, b) => b.share - a.share) };
}

function measured(data: SenseRows): MeasuredRows {
  const size = data.rows.length / data.loadings.length;
  const squares = new Float64Array(data.loadings.length);
  for (let i = 0; i < data.rows.length; i++) squares[Math.floor(i / size)]! += data.rows[i]! ** 2;
  return { ...data, squares };
}

function fitMixture(
  data: MeasuredRows,
  kept: readonly number[],
  size: number,
  center: Float64Array,
  seed: number,
): Mixture {
  const random = createRandom(seed);
  let best: { mixture: Mixture; score: number } | undefined;
  for (let restart = 0; restart < (size === 1 ? 1 : RESTARTS); restart++) {
    let mixture = firstMixture(data, kept, size, center, random);
    for (let round = 0; round < ROUNDS; round++) mixture = improved(mixture, data, kept, center);
    const score = logDensities(mixture, data, kept).reduce((sum, density) => sum + density, 0);
    const penalty = mixture.centers.reduce(
      (sum, own) => sum + squaredDistance(own, center) / (2 * CENTER_VARIANCE),
      0,
    );
    if (!best || score - penalty > best.score) best = { mixture, score: score - penalty };
  }
  return best!.mixture;
}

function firstMixture(
  { rows }: SenseRows,
  kept: readonly number[],
  size: number,
  center: Float64Array,
  random: Random,
): Mixture {
  const centers = Array.from({ length: size }, () => {
    const row = kept[random.integer(0, kept.length - 1)]!;
    return size === 1 ? center : center.map((_, d) => rows[row * center.length + d]!);
  });
  return { shares: centers.map(() => 1 / size), centers, variance: 1 };
}

/** One round of expectation maximisation. */
function improved(
  mixture: Mixture,
  data: MeasuredRows,
  kept: readonly number[],
  center: Float64Array,
): Mixture {
  const { rows, loadings, squares } = data;
  const dimensions = center.length;
  const count = mixture.centers.length;
  const measure = densitiesOf(mixture, data);
  const densities = new Float64Array(count);
  const people = new Float64Array(count); // Σ share in the reading
  const weights = new Float64Array(count); // Σ share · loading²
  const sums = mixture.centers.map(() => new Float64Array(dimensions)); // Σ share · loading · row
  let total = 0; // Σ |row|²
  for (const row of kept) {
    measure(row, densities);
    let sum = 0;
    for (let k = 0; k < count; k++) sum += densities[k]!;
    const loading = loadings[row]!;
    total += squares[row]!;
    for (let k = 0; k < count; k++) {
      const share = densities[k]! / sum;
      const part = share * loading;
      people[k]! += share;
      weights[k]! += part * loading;
      const own = sums[k]!;
      for (let d = 0; d < dimensions; d++) own[d]! += part * rows[row * dimensions + d]!;
    }
  }
  const { variance } = mixture;
  const centers = sums.map((sum, k) =>
    sum.map(
      (value, d) =>
        (center[d]! / CENTER_VARIANCE + value / variance) / (1 / CENTER_VARIANCE + weights[k]! / variance),
    ),
  );
  // Σ share |row − loading · center|², multiplied out.
  const around = centers.reduce(
    (sum, own, k) => sum - 2 * dot(own, sums[k]!) + weights[k]! * dot(own, own),
    total,
  );
  return {
    shares: Array.from(people, (sum) => (1 + sum) / (kept.length + count)),
    centers,
    variance: (VARIANCE_WEIGHT * dimensions + around) / ((kept.length + VARIANCE_WEIGHT) * dimensions),
  };
}

/**
 * A row's densities under a mixture's components, each share included.
 *
 * @returns A function of the row that fills its second argument, shape `[readings]`, with them over the largest, and
 *   returns the log of that one.
 */
function densitiesOf(
  { shares, centers, variance }: Mixture,
  { rows, loadings, squares }: MeasuredRows,
): (row: number, densities: Float64Array) => number {
  const dimensions = centers[0]!.length;
  const atCenter = (dimensions / 2) * ln(2 * Math.PI * variance);
  const offsets = shares.map((share) => ln(share) - atCenter);
  const lengths = centers.map((center) => dot(center, center));
  return (row, densities) => {
    const loading = loadings[row]!;
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < centers.length; k++) {
      const center = centers[k]!;
      let product = 0;
      for (let d = 0; d < dimensions; d++) product += center[d]! * rows[row * dimensions + d]!;
      const square = squares[row]! + loading * (loading * lengths[k]! - 2 * product);
      const density = offsets[k]! - square / (2 * variance);
      densities[k] = density;
      if (density > largest) largest = density;
    }
    for (let k = 0; k < centers.length; k++) {
      densities[k] = densities[k]! === largest ? 1 : exponential(densities[k]! - largest);
    }
    return largest;
  };
}

/** Log density of some rows, shape of `kept`. */
function logDensities(mixture: Mixture, data: MeasuredRows, kept: readonly number[]): Float64Array {
  const measure = densitiesOf(mixture, data);
  const densities = new Float64Array(mixture.centers.length);
  return Float64Array.from(kept, (row) => {
    const largest = measure(row, densities);
    return largest + ln(densities.reduce((sum, density) => sum + density, 0));
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, d) => sum + value * b[d]!, 0);
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, d) => sum + (value - b[d]!) ** 2, 0);
}

function meanAndError(values: Float64Array): { gain: number; standardError: number } {
  const gain = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - gain) ** 2, 0);
  return { gain, standardError: Math.sqrt(squares / (values.length - 1) / values.length) };
}
