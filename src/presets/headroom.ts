import { settingResponseDb } from "../dsp/index.ts";
import type { ParametricSetting } from "../effects/index.ts";

const POINTS_PER_OCTAVE = 24;
const LOWEST_HZ = 5;

/**
 * Frequencies at which presets are compared and their largest boost is sought: 24 per octave (or another count) from 5 Hz to just below
 * Nyquist (or to `highestHz`), and the given ones within.
 */
export function denseFrequencyHz(
  sampleRateHz: number,
  extraHz: readonly number[] = [],
  highestHz: number = Infinity,
  pointsPerOctave: number = POINTS_PER_OCTAVE,
): number[] {
  const limitHz = Math.min(highestHz, 0.4999 * sampleRateHz);
  const frequencyHz = extraHz.filter((frequency) => frequency >= LOWEST_HZ && frequency <= limitHz);
  for (let step = 0; ; step++) {
    const frequency = LOWEST_HZ * 2 ** (step / pointsPerOctave);
    if (frequency > limitHz) break;
    frequencyHz.push(frequency);
  }
  frequencyHz.push(limitHz);
  return frequencyHz.sort((left, right) => left - right);
}

/**
 * The largest boost of a setting without its preamp, dB; below 0 if it only cuts. Sought on a dense grid with the
 * sections' own frequencies, then refined around the highest point.
 */
export function largestBoostDb(setting: ParametricSetting, sampleRateHz: number): number {
  const bare: ParametricSetting = { ...setting, preampDb: 0 };
  const own = setting.sections.map((section) => section.frequencyHz);
  const frequencyHz = denseFrequencyHz(sampleRateHz, own);
  const response = settingResponseDb(bare, frequencyHz, sampleRateHz);
  let highest = 0;
  for (let point = 1; point < response.length; point++)
    if (response[point]! > response[highest]!) highest = point;
  const low = frequencyHz[Math.max(0, highest - 1)]!;
  const high = frequencyHz[Math.min(frequencyHz.length - 1, highest + 1)]!;
  const near = Array.from({ length: 65 }, (_, step) => low * (high / low) ** (step / 64));
  return Math.max(response[highest]!, ...settingResponseDb(bare, near, sampleRateHz));
}

/** A gain rounded towards silence, so that what is written does not clip by a rounding. */
export function roundedDown(gainDb: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.floor(gainDb * scale + 1e-7) / scale + 0;
}
