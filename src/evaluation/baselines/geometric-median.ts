import { meanCurve, squaredDistance } from "./mean-curve.ts";
import { perWord } from "./per-word.ts";
import type { Baseline } from "./predictor.ts";

const STEPS = 2000;
/** Steps shorter than this, in z units over all bands, end the search. */
const TOLERANCE = 1e-10;
/** Nearer than this the estimate stands on a row. */
const TOUCH = 1e-9;

/**
 * The curve with the least sum of distances to the given ones, by Weiszfeld's iteration as Vardi & Zhang (2000) mended
 * it for estimates that fall on a curve: the step is then shortened by one over the pull of the other curves, and is 0
 * where that pull is at most 1.
 *
 * @param curves At least one, all of one length. @returns A new array.
 */
export function geometricMedian(curves: readonly ArrayLike<number>[]): Float64Array {
  let estimate = meanCurve(curves);
  for (let step = 0; step < STEPS; step++) {
    const distances = curves.map((curve) => Math.sqrt(squaredDistance(curve, estimate)));
    const away = curves.filter((_, i) => distances[i]! > TOUCH);
    if (away.length === 0) return estimate;
    const weights = distances.filter((distance) => distance > TOUCH).map((distance) => 1 / distance);
    const target = meanCurve(away, weights);
    const pull = weights.reduce((sum, weight) => sum + weight, 0) * distanceBetween(target, estimate);
    const touching = curves.length - away.length;
    if (touching > 0 && pull <= touching) return estimate;
    const share = touching > 0 ? 1 - touching / pull : 1;
    const next = estimate.map((value, band) => value + share * (target[band]! - value));
    const moved = distanceBetween(next, estimate);
    estimate = next;
    if (moved < TOLERANCE) break;
  }
  return estimate;
}

function distanceBetween(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.sqrt(squaredDistance(a, b));
}

/** The curve with the least sum of distances to the word's rows. */
export const geometricMedianOfRows: Baseline = perWord(
  {
    id: "geometric-median",
    name: "geometric median of the word's rows",
    source: "Weiszfeld 1937; Vardi & Zhang 2000",
  },
  (rows) => geometricMedian(rows.map(({ gains }) => gains)),
);
