import { BAND_COUNT } from "../../effects/index.ts";
import { createRandom } from "../../math/index.ts";
import { shapeOf } from "../curve-coordinates.ts";
import type { CurvePrior } from "./curve-prior.ts";
import { OFFSET_SPREAD } from "./learn-ratings.ts";

export interface ProbeOptions {
  readonly prior: CurvePrior;
  /** How many, 1..200. */
  readonly count: number;
  /** Probes that were rated already, each of shape `[40]`: the next ones add to what they told. Default none. */
  readonly asked?: readonly ArrayLike<number>[];
  /** Of the order in which they are played. Default 1. */
  readonly seed?: number;
}

/** The noise of a usual listener's ratings, where two ratings of the same sounds correlate at 0.5. */
const USUAL_NOISE = 0.3;
const MOST_PROBES = 200;
/** The last number of the space: the listener's offset. */
const SIZE = BAND_COUNT + 1;

/**
 * Chooses settings to be rated, each the one of the prior's candidates of which the rating would most lower the variance of
 * the curve (A-optimal design, one step ahead; Chaloner & Verdinelli, Bayesian experimental design, 1995). In a linear model
 * it does not depend on the answers what is best asked next, so that all can be made at once and rated in any order: they
 * come shuffled.
 *
 * @returns Each of shape `[40]`, mean 0 and rms 1. The same options, the same probes.
 * @throws RangeError if count is out of range.
 */
export function chooseProbes({ prior, count, asked = [], seed = 1 }: ProbeOptions): Float64Array[] {
  if (!(Number.isSafeInteger(count) && count >= 1 && count <= MOST_PROBES)) {
    throw new RangeError(`chooseProbes: count must be a whole number within 1..${MOST_PROBES}, got ${count}`);
  }
  const covariance = new Float64Array(SIZE * SIZE);
  for (let i = 0; i < BAND_COUNT; i++) {
    covariance.set(prior.covariance.subarray(i * BAND_COUNT, (i + 1) * BAND_COUNT), i * SIZE);
  }
  covariance[SIZE * SIZE - 1] = OFFSET_SPREAD ** 2;
  for (const probe of asked) tell(covariance, shapeOf(probe).shape);
  const chosen: Float64Array[] = [];
  while (chosen.length < count) {
    let best = prior.candidates[0]!;
    let most = -1;
    for (const candidate of prior.candidates) {
      const gain = varianceTold(covariance, candidate);
      if (gain > most) [best, most] = [candidate, gain];
    }
    tell(covariance, best);
    chosen.push(best);
  }
  const order = createRandom(seed).shuffle(Array.from(chosen.keys()));
  return order.map((place) => chosen[place]!.slice());
}

/** Covariance between a probe's rating and everything, and the rating's own variance. */
function rating(covariance: Float64Array, probe: Float64Array): { reach: Float64Array; variance: number } {
  const reach = new Float64Array(SIZE);
  for (let i = 0; i < SIZE; i++) {
    let sum = 0;
    for (let j = 0; j < BAND_COUNT; j++) sum += covariance[i * SIZE + j]! * probe[j]!;
    reach[i] = sum / BAND_COUNT + covariance[i * SIZE + BAND_COUNT]!;
  }
  let variance = USUAL_NOISE ** 2 + reach[BAND_COUNT]!;
  for (let j = 0; j < BAND_COUNT; j++) variance += (reach[j]! * probe[j]!) / BAND_COUNT;
  return { reach, variance };
}

/** By how much the rating lowers the variance of all bands together. */
function varianceTold(covariance: Float64Array, probe: Float64Array): number {
  const { reach, variance } = rating(covariance, probe);
  let sum = 0;
  for (let band = 0; band < BAND_COUNT; band++) sum += reach[band]! ** 2;
  return sum / variance;
}

/** The covariance once the probe is rated. */
function tell(covariance: Float64Array, probe: Float64Array): void {
  const { reach, variance } = rating(covariance, probe);
  for (let i = 0; i < SIZE; i++) {
    for (let j = 0; j < SIZE; j++) covariance[i * SIZE + j]! -= (reach[i]! * reach[j]!) / variance;
  }
}
