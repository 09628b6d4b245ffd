import { BAND_COUNT, bandFrequencyHz, erbNumber } from "../effects/index.ts";
import { createNaturalSpline } from "../math/index.ts";

/** Reads the curve of 40 gains at frequencies that were fixed beforehand; allocates nothing. */
export type TargetCurveSampler = (gainDb: ArrayLike<number>, out: Float64Array) => void;

/**
 * The asked curve between the bands: 40 gains say what is wanted at 40 frequencies, this says what is wanted
 * everywhere. A natural cubic spline over the ERB-number of the frequency, on which the bands are evenly
 * spaced; constant below the first centre (20 Hz) and above the last (19,682 Hz).
 *
 * @param gainDb Shape `[40]`, dB.
 * @param frequencyHz Shape `[points]`, Hz.
 * @param out Shape `[points]`; where to write. Default: a new array.
 * @returns `out`, dB.
 * @throws RangeError if gainDb has not 40 values.
 */
export function targetCurveDb(
  gainDb: ArrayLike<number>,
  frequencyHz: ArrayLike<number>,
  out: Float64Array = new Float64Array(frequencyHz.length),
): Float64Array {
  createTargetCurveSampler(frequencyHz)(gainDb, out);
  return out;
}

/**
 * Plans {@link targetCurveDb} for frequencies at which many curves will be read.
 *
 * @param frequencyHz Shape `[points]`, Hz; read once.
 * @returns A function from gains, shape `[40]`, dB, to the curve at the points, shape `[points]`, dB.
 */
export function createTargetCurveSampler(frequencyHz: ArrayLike<number>): TargetCurveSampler {
  const positions = Float64Array.from(frequencyHz, erbNumber);
  const spline = createNaturalSpline(bandFrequencyHz.map(erbNumber));
  return (gainDb, out) => {
    if (gainDb.length !== BAND_COUNT) {
      throw new RangeError(`targetCurveDb: gainDb must hold ${BAND_COUNT} values, got ${gainDb.length}`);
    }
    if (out.length !== positions.length) {
      throw new RangeError(`targetCurveDb: out must hold ${positions.length} values, got ${out.length}`);
    }
    spline.setValues(gainDb);
    for (let point = 0; point < positions.length; point++) out[point] = spline.at(positions[point]!);
  };
}
