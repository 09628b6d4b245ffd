import { BAND_COUNT } from "../../effects/index.ts";
import { targetCurveDb } from "../target-curve.ts";

/** The magnitude that a filter is to have: a curve over the 40 bands, or any function of the frequency. */
export type FirTarget =
  | {
      /** Shape `[40]`, dB, each within ±120: asked is the curve that {@link targetCurveDb} draws through it. */
      readonly gainDb: ArrayLike<number>;
      readonly responseDb?: undefined;
    }
  | {
      /**
       * Gives the response at frequencies from 0 Hz to Nyquist: shape `[points]`, Hz, to `[points]`, dB, at most 120. What
       * is below -120 dB counts as -120 dB.
       */
      readonly responseDb: (frequencyHz: Float64Array) => ArrayLike<number>;
      readonly gainDb?: undefined;
    };

/** Nothing is asked to be quieter or louder than this, dB. */
const LARGEST_DB = 120;

/**
 * What is asked at every bin of a transform from 0 Hz to Nyquist.
 *
 * @returns Shape `[size / 2 + 1]`, dB, each within ±120.
 * @throws RangeError if the target has another shape or leaves its range.
 */
export function askTarget(target: FirTarget, sampleRateHz: number, size: number): Float64Array {
  const frequencyHz = Float64Array.from({ length: size / 2 + 1 }, (_, bin) => (bin * sampleRateHz) / size);
  const askedDb = target.gainDb
    ? askCurve(target.gainDb, frequencyHz)
    : Float64Array.from(target.responseDb(frequencyHz));
  if (askedDb.length !== frequencyHz.length) {
    throw new RangeError(
      `designFir: responseDb must give ${frequencyHz.length} values, got ${askedDb.length}`,
    );
  }
  for (let bin = 0; bin < askedDb.length; bin++) {
    const db = askedDb[bin]!;
    if (!(db <= LARGEST_DB)) {
      throw new RangeError(
        `designFir: response must be at most ${LARGEST_DB} dB, got ${db} at ${frequencyHz[bin]} Hz`,
      );
    }
    if (db < -LARGEST_DB) askedDb[bin] = -LARGEST_DB;
  }
  return askedDb;
}

function askCurve(gainDb: ArrayLike<number>, frequencyHz: Float64Array): Float64Array {
  for (let band = 0; band < BAND_COUNT; band++) {
    if (!(Math.abs(gainDb[band] ?? 0) <= LARGEST_DB)) {
      throw new RangeError(
        `designFir: gainDb must be within ±${LARGEST_DB}, got ${gainDb[band]} in band ${band}`,
      );
    }
  }
  return targetCurveDb(gainDb, frequencyHz);
}
