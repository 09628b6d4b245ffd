import { BAND_COUNT } from "../../effects/index.ts";
import { choleskyFactor, choleskySolve } from "../../math/index.ts";
import { dot, shapeOf } from "../curve-coordinates.ts";
import { rms } from "../mixture.ts";
import type { CurvePrior } from "./curve-prior.ts";

export interface RatedProbes {
  /** Each of shape `[40]`: gains in any unit; only their shape matters. */
  readonly probes: readonly ArrayLike<number>[];
  /** One for each, −1 (the opposite of the word) to 1 (exactly the word). */
  readonly ratings: readonly number[];
  readonly prior: CurvePrior;
}

/** What ratings tell of a word. */
export interface LearnedRatings {
  /** Shape `[40]`, z units: the best estimate of the curve that the listener means. */
  readonly expectedZ: Float64Array;
  /** Shape `[40]`: the same with mean 0 and rms 1; all 0 where nothing is known. */
  readonly shape: Float64Array;
  /** 0..100: a hundred times the correlation that is expected between `shape` and what the listener means. */
  readonly confidence: number;
  /** 0..1: the correlation that is expected between these ratings and the same listener's second ones. */
  readonly consistency: number;
  /** See `TaughtWord`. */
  readonly evidence: number;
}

/** How strongly listeners may answer, and how unsteadily: rating = offset + slope × correlation + noise. */
const SLOPES = [0.35, 0.6, 1, 1.6] as const;
const NOISES = [0.05, 0.1, 0.18, 0.3, 0.45, 0.7] as const;
/** Standard deviation of the offset: some find everything too much. */
export const OFFSET_SPREAD = 0.3;

/**
 * Learns a word from how well a few equalizer settings fit it: the procedure of SocialEQ (Sabin & Pardo, ACM Multimedia 2009;
 * Cartwright & Pardo, ISMIR 2013), which takes each band's gain as the slope of the ratings over it. Here all bands are found
 * together by Bayesian linear regression (Bishop, Pattern Recognition and Machine Learning, 2006, section 3.3) with the
 * prior of what people mean, so that a handful of ratings is enough:
 *
 * `rating = offset + slope · (probe · curve) / 40 + noise`, `curve ~ N(mean, covariance)`, `offset ~ N(0, 0.3²)`.
 *
 * Slope and noise are of the listener: the answers of a grid of both are averaged, each weighed by how well it explains the
 * ratings. Without ratings, or with ratings that are all alike, the prior's mean remains.
 *
 * @throws RangeError if the lengths differ, a rating is out of range or a probe has not 40 finite values or no shape.
 */
export function learnFromRatings({ probes, ratings, prior }: RatedProbes): LearnedRatings {
  const shapes = probes.map(probeShape);
  const wrong = ratings.find((rating) => !(rating >= -1 && rating <= 1));
  if (ratings.length !== probes.length || wrong !== undefined) {
    throw new RangeError(
      `learnFromRatings: ratings must be one within -1..1 for each of ${probes.length} probes, got ${wrong ?? ratings.length}`,
    );
  }
  const count = shapes.length;
  const reach = shapes.map((shape) => timesCovariance(prior, shape)); // covariance between rating and curve
  const products = shapes.map((a) => reach.map((b) => dot(a, b) / BAND_COUNT));
  const expected = shapes.map((shape) => dot(shape, prior.mean) / BAND_COUNT);

  const answers: {
    readonly logEvidence: number;
    readonly weights: Float64Array;
    readonly slope: number;
    readonly noise: number;
  }[] = [];
  for (const slope of SLOPES) {
    for (const noise of NOISES) {
      const matrix = new Float64Array(count * count);
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < count; j++) {
          matrix[i * count + j] =
            slope * slope * products[i]![j]! + OFFSET_SPREAD ** 2 + (i === j ? noise * noise : 0);
        }
      }
      const residual = Float64Array.from(ratings, (rating, i) => rating - slope * expected[i]!);
      const weights = Float64Array.from(residual);
      choleskyFactor(matrix, count);
      choleskySolve(matrix, count, weights);
      let logEvidence = -0.5 * dot(residual, weights);
      for (let i = 0; i < count; i++) logEvidence -= Math.log(matrix[i * count + i]!);
      answers.push({ logEvidence, weights, slope, noise });
    }
  }
  const best = answers.reduce((most, { logEvidence }) => Math.max(most, logEvidence), -Infinity);
  const likelihoods = answers.map(({ logEvidence }) => Math.exp(logEvidence - best));
  const total = likelihoods.reduce((sum, value) => sum + value, 0);
  const expectedZ = Float64Array.from(prior.mean);
  let noisePower = 0;
  answers.forEach(({ weights, slope, noise }, answer) => {
    const share = likelihoods[answer]! / total;
    noisePower += share * noise * noise;
    for (let i = 0; i < count; i++) {
      const part = share * slope * weights[i]!;
      for (let band = 0; band < BAND_COUNT; band++) expectedZ[band]! += part * reach[i]![band]!;
    }
  });
  const correlation = Math.min(1, rms(expectedZ)); // a person's curve has rms 1
  return {
    expectedZ,
    shape: shapeOf(expectedZ).shape,
    confidence: 100 * correlation,
    consistency: consistencyOf(ratings, noisePower),
    evidence: evidenceOf(correlation),
  };
}

/** The evidence of a curve that is expected to correlate so with what the user means; see `TaughtWord.evidence`. */
export function evidenceOf(correlation: number): number {
  const share = Math.min(0.99, correlation ** 2);
  return share / (1 - share);
}

/** Share of the ratings' variance that is no noise. */
function consistencyOf(ratings: readonly number[], noisePower: number): number {
  const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
  const power = ratings.reduce((sum, rating) => sum + (rating - mean) ** 2, 0) / (ratings.length - 1);
  return power > 0 ? Math.max(0, 1 - noisePower / power) : 0;
}

function probeShape(probe: ArrayLike<number>, index: number): Float64Array {
  const { shape, depth } = shapeOf(probe);
  if (probe.length !== BAND_COUNT || !(depth > 0 && depth < Infinity)) {
    throw new RangeError(
      `learnFromRatings: a probe must hold ${BAND_COUNT} finite values that differ, got another at place ${index}`,
    );
  }
  return shape;
}

/** Covariance between the rating of a probe and the curve: shape `[40]`. @param shape Shape `[40]`. */
export function timesCovariance({ covariance }: CurvePrior, shape: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: BAND_COUNT }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < BAND_COUNT; j++) sum += covariance[i * BAND_COUNT + j]! * shape[j]!;
    return sum / BAND_COUNT;
  });
}
