import { type Example, SAFE_SHELF_Q, type SafeExample, type SafeParameters } from "../dataset/index.ts";
import { highShelf, lowShelf, packBiquads, peaking, responseDb } from "../dsp/index.ts";
import { BAND_COUNT, bandFrequencyHz } from "../effects/index.ts";

/** The rate at which the settings are realised; the file does not say at which they were heard. */
const SAMPLE_RATE_HZ = 44_100;

/** Below this standard deviation over the bands a response counts as flat, dB; one step of SAFE's gains is 0.3 dB. */
const FLAT_DB = 0.01;

/**
 * Magnitude response of SAFE's equalizer at the centre frequencies of the 40 bands: low shelf, three bells and high
 * shelf in series (R. Bristow-Johnson, Audio EQ Cookbook), shelves with Q 0.71.
 *
 * @param sampleRateHz Above 40 kHz, so that all bands and the highest shelf lie below its half. Default 44,100.
 * @returns Shape `[40]`, dB.
 * @throws RangeError if a frequency is not below half the sample rate.
 */
export function safeResponseDb(
  parameters: SafeParameters,
  sampleRateHz: number = SAMPLE_RATE_HZ,
): Float64Array {
  const sections = packBiquads([
    lowShelf({ ...parameters.lowShelf, q: SAFE_SHELF_Q }, sampleRateHz),
    ...parameters.bells.map((bell) => peaking(bell, sampleRateHz)),
    highShelf({ ...parameters.highShelf, q: SAFE_SHELF_Q }, sampleRateHz),
  ]);
  return responseDb(sections, bandFrequencyHz, sampleRateHz);
}

/**
 * A response in the units of SocialFX's curves: mean 0 and population standard deviation 1 over the 40 bands, so
 * that level and depth are gone and both data sets compare.
 *
 * @param gainDb Shape `[40]`, dB, finite.
 * @returns Shape `[40]`, z units; undefined where the response is flat and has no shape to compare.
 */
export function standardizedCurve(gainDb: ArrayLike<number>): Float64Array | undefined {
  if (gainDb.length !== BAND_COUNT) {
    throw new RangeError(`standardizedCurve: gainDb must hold ${BAND_COUNT} values, got ${gainDb.length}`);
  }
  const curve = Float64Array.from(gainDb);
  const mean = curve.reduce((sum, gain) => sum + gain, 0) / BAND_COUNT;
  const deviation = Math.sqrt(curve.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / BAND_COUNT);
  if (!Number.isFinite(deviation)) throw new RangeError("standardizedCurve: gainDb must be finite");
  return deviation < FLAT_DB ? undefined : curve.map((gain) => (gain - mean) / deviation);
}

/** A SAFE row as if it were one of SocialFX's, with where it comes from. */
export interface SafeCurve {
  /**
   * The z-scored response as `gains`. Language English, no sound of SocialFX's; consistency 1, since nobody's
   * ratings stand between the setting and the curve.
   */
  readonly example: Example;
  readonly source: SafeExample;
}

/** SAFE rows as curves. */
export interface SafeCurves {
  readonly curves: readonly SafeCurve[];
  /** Rows that were left out because their response is flat: they say what was typed but show no shape. */
  readonly flat: readonly SafeExample[];
}

/** Turns SAFE's settings into curves like SocialFX's; flat ones are set aside. */
export function safeCurves(safe: readonly SafeExample[]): SafeCurves {
  const curves: SafeCurve[] = [];
  const flat: SafeExample[] = [];
  for (const source of safe) {
    const gains = standardizedCurve(safeResponseDb(source.parameters));
    if (gains === undefined) {
      flat.push(source);
      continue;
    }
    const { term, line } = source;
    const example: Example = {
      ...{ word: term, term, language: "en", audioId: undefined, consistency: 1 },
      gains,
      line,
    };
    curves.push({ example, source });
  }
  return { curves, flat };
}
