import { settingResponseDb, targetCurveDb } from "../dsp/index.ts";
import { BAND_COUNT } from "../effects/index.ts";
import { decimal, rounded } from "./decimal.ts";
import { denseFrequencyHz, roundedDown } from "./headroom.ts";
import { checkedSetting } from "./prepared-setting.ts";
import { PresetError } from "./preset-error.ts";
import type { PresetInput, WriteOptions } from "./preset-format.ts";

const NOTED_ERROR_DB = 0.005;

export interface CurvePoint {
  readonly frequencyHz: number;
  readonly gainDb: number;
}

/**
 * What an input asks at some frequencies, dB: its curve, or without one the response of its setting.
 *
 * @throws PresetError if it has neither, or the curve has not 40 finite values.
 */
export function presetCurveDb(
  format: string,
  input: PresetInput,
  frequencyHz: readonly number[],
): Float64Array {
  const { curveDb, setting, sampleRateHz } = input;
  if (curveDb === undefined && setting === undefined) {
    throw new PresetError(format, undefined, "a preset of a curve needs a curve or a setting, got neither");
  }
  if (curveDb === undefined) {
    const highestHz = 0.4999 * sampleRateHz;
    return settingResponseDb(
      checkedSetting(format, input),
      frequencyHz.map((frequency) => Math.min(frequency, highestHz)),
      sampleRateHz,
    );
  }
  if (curveDb.length !== BAND_COUNT || !Array.from(curveDb).every(Number.isFinite)) {
    throw new PresetError(
      format,
      undefined,
      `a curve must hold ${BAND_COUNT} finite values, got ${curveDb.length}`,
    );
  }
  return targetCurveDb(curveDb, frequencyHz);
}

/**
 * A curve as points of a graphic equalizer, and the preamp that it needs.
 *
 * @param decimals Decimals of the gains.
 * @param isFolded True where the format has no preamp of its own: it is then part of the gains.
 */
export function prepareCurve(
  format: string,
  input: PresetInput,
  { preamp = "needed" }: WriteOptions,
  frequencyHz: readonly number[],
  decimals: number,
  isFolded: boolean,
): { readonly points: readonly CurvePoint[]; readonly preampDb: number; readonly notes: readonly string[] } {
  const asked = presetCurveDb(format, input, frequencyHz);
  const boostDb = Math.max(0, ...asked);
  // Folded into the gains it is rounded with them, and the largest becomes 0 dB exactly.
  const neededDb = isFolded ? -boostDb : roundedDown(-boostDb, decimals);
  const preampDb = preamp === "asked" ? 0 : neededDb + 0;
  const points = frequencyHz.map((frequency, point) => ({
    frequencyHz: frequency,
    gainDb: rounded(asked[point]! + (isFolded ? preampDb : 0), decimals),
  }));
  const dense = denseFrequencyHz(input.sampleRateHz, [], 20_000).filter((frequency) => frequency >= 20);
  const shift = isFolded ? preampDb : 0;
  const heard = settingResponseDb({ kind: "graphic", preampDb: -shift, points }, dense, input.sampleRateHz);
  const wanted = presetCurveDb(format, input, dense);
  const errorDb = heard.reduce((worst, value, point) => Math.max(worst, Math.abs(value - wanted[point]!)), 0);
  const notes: string[] = [];
  if (errorDb > NOTED_ERROR_DB) {
    notes.push(
      `straight lines between ${points.length} points follow the curve within ${errorDb.toFixed(2)} dB`,
    );
  }
  if (isFolded && preampDb !== 0) {
    notes.push(`${format} has no preamp: all gains are lowered by ${decimal(-preampDb, 2)} dB`);
  }
  return { points, preampDb, notes };
}
