import { settingResponseDb } from "../dsp/index.ts";
import { bandFrequencyHz, type EqualizerSetting } from "../effects/index.ts";

const LIMIT_DB = 120;
const DEFAULT_RATE_HZ = 48_000;

/**
 * What a setting that was read does to the 40 bands, without its preamp (a level is no tone colour): the way from any
 * preset to a curve, for naming it or going on from it.
 *
 * @param sampleRateHz Rate at which its filters play, at least 41,000 Hz. Default 48,000.
 * @returns The curve, shape `[40]`, dB, held within ±120; and what of the setting cannot play at the rate.
 */
export function settingCurveDb(
  setting: EqualizerSetting,
  sampleRateHz: number = DEFAULT_RATE_HZ,
): { readonly curveDb: Float64Array; readonly notes: readonly string[] } {
  const notes: string[] = [];
  let playable: EqualizerSetting = { ...setting, preampDb: 0 };
  if (playable.kind === "parametric") {
    const sections = playable.sections.filter(({ frequencyHz }) => frequencyHz < sampleRateHz / 2);
    const lost = playable.sections.length - sections.length;
    if (lost > 0)
      notes.push(`${lost} sections at or above ${sampleRateHz / 2} Hz do not play at ${sampleRateHz} Hz`);
    playable = { ...playable, sections };
  }
  const response = settingResponseDb(playable, bandFrequencyHz as readonly number[], sampleRateHz);
  return { curveDb: response.map((value) => Math.min(LIMIT_DB, Math.max(-LIMIT_DB, value))), notes };
}
