import {
  assertAmount,
  BAND_COUNT,
  curveToGainDb,
  GAIN_LIMIT_DB,
  REFERENCE_RMS_DB,
} from "../effects/index.ts";

/**
 * Where curves are mixed: `latent` mixes the words' deviations from the flat curve's latent and decodes the result, so
 * that every step is a curve that the decoder would draw; `curve` mixes the finished curves band by band.
 */
export type MixSpace = "latent" | "curve";

/** Latent vectors to curves in the data's z units (already de-normalised). The same latent, the same curve. */
export interface CurveDecoder {
  readonly latentSize: number;
  /** @param latent Shape `[latent]`. @param curveZ Shape `[40]`, z units: written. */
  decode(latent: ArrayLike<number>, curveZ: Float64Array): void;
}

/** A place between words: a word, a phrase, a blend or a step of a morph. */
export interface MixPoint {
  /** Shape `[latent]`: the latent less that of the flat curve. Words that the model has not learned have none. */
  readonly deviation?: Float64Array;
  /** Shape `[40]`, z units. */
  readonly expectedZ: Float64Array;
  /** Shape `[40]`: gain over the reference depth, before any clamping; its rms is 1 for a word, 0..2 for a phrase. */
  readonly unitCurve: Float64Array;
  /** Shape `[40]`, dB, for an amount in percent. */
  gainDb(amountPercent: number): Float64Array;
}

/** The point of a deviation that stands for a word: full depth, whatever the size of its curve. */
export function wordPoint(
  deviation: Float64Array,
  origin: ArrayLike<number>,
  decoder: CurveDecoder,
): MixPoint {
  return latentPoint(deviation, decodeAt(deviation, origin, decoder), 1);
}

/**
 * The point of a curve that is drawn as it is. @param unitCurve Shape `[40]`: gain over the reference depth.
 * @param expectedZ Shape `[40]`, z units.
 */
export function shapedPoint(
  unitCurve: Float64Array,
  expectedZ: Float64Array,
  deviation?: Float64Array,
): MixPoint {
  return {
    ...(deviation && { deviation }),
    expectedZ,
    unitCurve,
    gainDb: (amountPercent) => {
      assertAmount(amountPercent);
      const dbPerUnit = (REFERENCE_RMS_DB * amountPercent) / 100;
      return unitCurve.map((unit) => Math.max(-GAIN_LIMIT_DB, Math.min(GAIN_LIMIT_DB, unit * dbPerUnit)) + 0);
    },
  };
}

/**
 * Shares of weights: divided by the sum of their absolute values, so that they say "how much of it" and a mix is
 * never deeper than its words.
 *
 * @throws RangeError if a weight is not finite or all are 0.
 */
export function sharesOf(weights: readonly number[]): number[] {
  for (const weight of weights) {
    if (!Number.isFinite(weight)) throw new RangeError(`sharesOf: weight must be finite, got ${weight}`);
  }
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  if (largest === 0) throw new RangeError("sharesOf: one weight must be other than 0, got none");
  const scaled = weights.map((weight) => weight / largest);
  const sum = scaled.reduce((total, weight) => total + Math.abs(weight), 0);
  return scaled.map((weight) => weight / sum);
}

/**
 * Mixes points p_i with shares s_i, Σ|s_i| = 1. A single positive share gives that very point.
 *
 * - `curve`: `expectedZ = Σ s_i z_i` and `gainDb = Σ s_i gainDb_i`.
 * - `latent`: `z = decode(origin + Σ s_i d_i)`, played at the depth (1 is the depth of a word)
 *   `min(rms(Σ s_i u_i), rms(z) Σ |s_i| rms(u_i) / rms(z_i))`, u_i being the unit curves.
 *   The first term: no deeper than the mixed gain curves would be, so that words which contradict each other
 *   meet in something shallow instead of in noise blown up to full depth. The second: no more dB for one z unit
 *   than the words themselves have, so that the gain stays continuous where the decoded curve passes through 0.
 *
 * Negative shares lead away from the flat curve's latent (`latent`) or play the inverse curve (`curve`).
 *
 * @throws RangeError in latent space if a point has no latent.
 */
export function mixPoints(
  points: readonly MixPoint[],
  shares: readonly number[],
  space: MixSpace,
  origin: ArrayLike<number>,
  decoder: CurveDecoder,
): MixPoint {
  const used = points
    .map((point, index) => ({ point, share: shares[index] ?? 0 }))
    .filter(({ share }) => share !== 0);
  const [only] = used;
  if (only && used.length === 1 && only.share > 0) return only.point;

  const mixed = (size: number, of: (point: MixPoint) => Float64Array): Float64Array => {
    const sum = new Float64Array(size);
    for (const { point, share } of used) {
      const values = of(point);
      for (let i = 0; i < size; i++) sum[i]! += share * values[i]!;
    }
    return sum;
  };
  const isLearned = used.every(({ point }) => point.deviation !== undefined);
  const deviation = isLearned ? mixed(origin.length, (point) => point.deviation!) : undefined;
  const unitCurve = mixed(BAND_COUNT, (point) => point.unitCurve);
  if (space === "curve") {
    return {
      ...(deviation && { deviation }),
      expectedZ: mixed(BAND_COUNT, (point) => point.expectedZ),
      unitCurve,
      gainDb: (amountPercent) => mixed(BAND_COUNT, (point) => point.gainDb(amountPercent)),
    };
  }
  if (!deviation) {
    throw new RangeError(
      "mix: only words that the model has learned have a place in latent space; mix curves",
    );
  }
  const expectedZ = decodeAt(deviation, origin, decoder);
  let depthPerZ = 0;
  for (const { point, share } of used) {
    const size = rms(point.expectedZ);
    if (size > 0) depthPerZ += (Math.abs(share) * rms(point.unitCurve)) / size;
  }
  return latentPoint(deviation, expectedZ, Math.min(1, rms(unitCurve), rms(expectedZ) * depthPerZ));
}

function latentPoint(deviation: Float64Array, expectedZ: Float64Array, depth: number): MixPoint {
  const size = rms(expectedZ);
  const unitPerZ = size > 0 ? depth / size : 0;
  return {
    deviation,
    expectedZ,
    unitCurve: expectedZ.map((z) => z * unitPerZ),
    gainDb: (amountPercent) => curveToGainDb(expectedZ, amountPercent * depth),
  };
}

function decodeAt(deviation: Float64Array, origin: ArrayLike<number>, decoder: CurveDecoder): Float64Array {
  const expectedZ = new Float64Array(BAND_COUNT);
  decoder.decode(
    deviation.map((value, i) => origin[i]! + value),
    expectedZ,
  );
  return expectedZ;
}

/** Root of the mean square. */
export function rms(values: ArrayLike<number>): number {
  let sumOfSquares = 0;
  for (let i = 0; i < values.length; i++) sumOfSquares += values[i]! * values[i]!;
  return Math.sqrt(sumOfSquares / values.length);
}
