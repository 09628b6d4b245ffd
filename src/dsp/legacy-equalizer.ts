import { BAND_COUNT, bandFrequencyHz } from "../effects/index.ts";
import { COEFFICIENTS_PER_SECTION, writeBell } from "./biquad.ts";
import { createGraphicEqualizerDesign, type GraphicEqualizerDesign } from "./graphic-equalizer.ts";
import { responseDb } from "./response.ts";

/** Q of every bell of the legacy mode, dimensionless. */
const LEGACY_Q = 4.31;
/** A cookbook bell has no centre at or above Nyquist. */
const NYQUIST = 0.5;

/** Where Audealize's web page puts a curve's least and greatest value, dB. */
const LEGACY_RANGE_DB: readonly [number, number] = [-5, 5];

/**
 * The gains of Audealize's web page for a curve: its least value becomes -5 dB, its greatest +5 dB. A constant curve is flat.
 *
 * @param curve Shape `[40]`, any unit, finite.
 * @returns Shape `[40]`, dB.
 */
export function legacyGainDb(curve: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(curve);
  const least = values.reduce((low, value) => Math.min(low, value), Infinity);
  const range = values.reduce((high, value) => Math.max(high, value), -Infinity) - least;
  const [low, high] = LEGACY_RANGE_DB;
  return values.map((value) => (range > 0 ? low + ((high - low) * (value - least)) / range : 0));
}

/**
 * The legacy mode, for replication only: plays a curve as Audealize does (Seetharaman & Pardo, ACM Multimedia 2014), 40
 * cookbook bells in series with a Q of 4.31 and the asked gains as their own. Neighbouring bells overlap and add up, so it
 * is *not* the asked curve that is heard: over the crowd's 1,595 curves the largest error at the centres has a median of
 * 5.8 dB. Bands at or above Nyquist are left out.
 *
 * @param gainDb Shape `[40]`, dB, finite.
 * @param sampleRateHz Above 0, Hz.
 * @returns What {@link CascadeProcessor} plays, with the error against the asked curve in `heardErrorDb`.
 * @throws RangeError if gainDb has not 40 finite values or the rate is not above 0.
 */
export function designLegacyEqualizer(
  gainDb: ArrayLike<number>,
  sampleRateHz: number,
): GraphicEqualizerDesign {
  if (gainDb.length !== BAND_COUNT) {
    throw new RangeError(
      `designLegacyEqualizer: gainDb must hold ${BAND_COUNT} values, got ${gainDb.length}`,
    );
  }
  if (!(sampleRateHz > 0 && sampleRateHz < Infinity)) {
    throw new RangeError(`designLegacyEqualizer: sampleRateHz must be above 0, got ${sampleRateHz}`);
  }
  const centreHz = bandFrequencyHz.filter((frequencyHz) => frequencyHz < NYQUIST * sampleRateHz);
  const design = createGraphicEqualizerDesign();
  for (let band = 0; band < BAND_COUNT; band++) {
    if (!Number.isFinite(gainDb[band])) {
      throw new RangeError(
        `designLegacyEqualizer: gainDb must be finite, got ${gainDb[band]} in band ${band}`,
      );
    }
    if (band >= centreHz.length) {
      design.coefficients[band * COEFFICIENTS_PER_SECTION] = 1;
      continue;
    }
    const angle = (2 * Math.PI * centreHz[band]!) / sampleRateHz;
    const alpha = Math.sin(angle) / (2 * LEGACY_Q);
    writeBell(design.coefficients, band, Math.cos(angle), alpha, gainDb[band]!);
    design.sectionGainDb[band] = gainDb[band]!;
  }
  const heardDb = responseDb(design.coefficients, centreHz, sampleRateHz);
  for (const [band, db] of heardDb.entries()) {
    design.heardErrorDb = Math.max(design.heardErrorDb, Math.abs(db - gainDb[band]!));
  }
  return design;
}
