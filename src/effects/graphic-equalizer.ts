/** Number of bands of the crowd's curves and of the graphic equalizer that plays them. */
export const BAND_COUNT = 40;

/** Centre frequencies of the 40 bands, Hz: 1.03-1.06 ERB apart (SocialEQ; Cartwright & Pardo, ISMIR 2013). */
export const bandFrequencyHz: readonly number[] = [
  20, 50, 83, 120, 161, 208, 259, 318, 383, 455, 537, 628, 729, 843, 971, 1114, 1273, 1452, 1652, 1875, 2126,
  2406, 2719, 3070, 3462, 3901, 4392, 4941, 5556, 6244, 7014, 7875, 8839, 9917, 11124, 12474, 13984, 15675,
  17566, 19682,
];

/** Largest boost or cut of any one band, dB. */
export const GAIN_LIMIT_DB = 12;

/** Root mean square over the 40 bands of the curve that amount 100 % plays, dB. */
export const REFERENCE_RMS_DB = 3;

/** Range of the amount, percent: negative amounts play the inverse curve. */
export const AMOUNT_RANGE_PERCENT: readonly [number, number] = [-200, 200];

/**
 * How a curve in the data's units becomes decibels: the one place where that is decided.
 *
 * The crowd's curves carry shape and sign but no level (each row was divided by its own standard deviation),
 * so the depth is a product decision: the curve is scaled to an rms of 3 dB over its 40 bands at amount 100 %,
 * in proportion to the amount, and each band is then clamped to ±12 dB. Its mean is left as it is. A flat
 * curve stays flat.
 *
 * @param curveZ Shape `[40]`, z units.
 * @param amountPercent -200..200; 0 is flat, negative is the inverse curve. Default 100.
 * @returns Shape `[40]`, dB, each within ±12.
 * @throws RangeError if the curve has not 40 finite values or the amount is out of range.
 */
export function curveToGainDb(curveZ: ArrayLike<number>, amountPercent = 100): Float64Array {
  if (curveZ.length !== BAND_COUNT) {
    throw new RangeError(`curveToGainDb: curveZ must hold ${BAND_COUNT} values, got ${curveZ.length}`);
  }
  assertAmount(amountPercent);
  let sumOfSquares = 0;
  for (let band = 0; band < BAND_COUNT; band++) sumOfSquares += curveZ[band]! * curveZ[band]!;
  if (!Number.isFinite(sumOfSquares)) {
    throw new RangeError("curveToGainDb: curveZ must be finite, got NaN or infinity");
  }
  const gainDb = new Float64Array(BAND_COUNT);
  const rms = Math.sqrt(sumOfSquares / BAND_COUNT);
  if (rms === 0 || amountPercent === 0) return gainDb;
  const dbPerUnit = ((REFERENCE_RMS_DB / rms) * amountPercent) / 100;
  for (let band = 0; band < BAND_COUNT; band++) {
    gainDb[band] = Math.min(GAIN_LIMIT_DB, Math.max(-GAIN_LIMIT_DB, curveZ[band]! * dbPerUnit));
  }
  return gainDb;
}

/** @throws RangeError unless amountPercent is within -200..200. */
export function assertAmount(amountPercent: number): void {
  const [low, high] = AMOUNT_RANGE_PERCENT;
  if (!(amountPercent >= low && amountPercent <= high)) {
    throw new RangeError(`amountPercent must be within ${low}..${high}, got ${amountPercent}`);
  }
}
