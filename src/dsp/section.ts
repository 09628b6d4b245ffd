import type { EqualizerSection, EqualizerSetting, GraphicSetting, SectionKind } from "../effects/index.ts";
import { type Biquad, type BiquadSetting, highShelf, lowShelf, packBiquads, peaking } from "./biquad.ts";
import { designMatched } from "./matched.ts";
import { bandPass, highPass, lowPass, notch } from "./pass-sections.ts";
import { responseDb } from "./response.ts";

/** Which biquad stands for an analogue section. */
export type SectionPrototype = "cookbook" | "matched";

type Design = (setting: BiquadSetting, sampleRateHz: number) => Biquad;

const cookbook: Readonly<Record<SectionKind, Design>> = {
  bell: peaking,
  lowShelf,
  highShelf,
  lowPass,
  highPass,
  bandPass,
  notch,
};

/**
 * The biquad of one section at one sample rate.
 *
 * @param section Its gain is ignored where the kind has none.
 * @param sampleRateHz Above 0, Hz; the section's frequency must lie below half of it.
 * @param prototype `cookbook`: the bilinear transform of the Audio EQ Cookbook, as nearly all other equalizers have it;
 * `matched`: as the analogue section up to Nyquist, at any sample rate (`designMatched` has the trade-off).
 * @throws RangeError if a value is out of range.
 */
export function designSection(
  section: EqualizerSection,
  sampleRateHz: number,
  prototype: SectionPrototype,
): Biquad {
  return prototype === "matched"
    ? designMatched(section, sampleRateHz)
    : cookbook[section.kind](section, sampleRateHz);
}

/**
 * What a setting does to a steady tone, its preamp included.
 *
 * A graphic setting is read as it stands: straight lines in dB over the logarithm of the frequency, held flat below the
 * first point and above the last.
 *
 * @param frequencyHz Shape `[points]`, Hz, each within 0..Nyquist.
 * @param prototype See {@link designSection}; only parametric settings ask it. Default `cookbook`.
 * @returns Shape `[points]`, dB.
 * @throws RangeError if a value is out of range.
 */
export function settingResponseDb(
  setting: EqualizerSetting,
  frequencyHz: ArrayLike<number>,
  sampleRateHz: number,
  prototype: SectionPrototype = "cookbook",
): Float64Array {
  if (setting.kind === "graphic") {
    return Float64Array.from(frequencyHz, (hz) => setting.preampDb + graphicDb(setting.points, hz));
  }
  const sections = setting.sections.map((section) => designSection(section, sampleRateHz, prototype));
  const heardDb = responseDb(packBiquads(sections), frequencyHz, sampleRateHz);
  return heardDb.map((db) => db + setting.preampDb);
}

/** The points' line at one frequency, dB. */
function graphicDb(points: GraphicSetting["points"], frequencyHz: number): number {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) {
    throw new RangeError("settingResponseDb: a graphic setting must have a point, got none");
  }
  if (frequencyHz <= first.frequencyHz) return first.gainDb;
  if (frequencyHz >= last.frequencyHz) return last.gainDb;
  const next = points.findIndex((point) => point.frequencyHz > frequencyHz);
  const below = points[next - 1]!;
  const above = points[next]!;
  const part = Math.log(frequencyHz / below.frequencyHz) / Math.log(above.frequencyHz / below.frequencyHz);
  return below.gainDb + part * (above.gainDb - below.gainDb);
}
