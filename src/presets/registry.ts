import { autoEq, autoEqGraphic, wavelet } from "./autoeq.ts";
import type { AutomationFormat } from "./automation.ts";
import { biquadsC, biquadsJson } from "./biquads.ts";
import { camillaDsp } from "./camilla-dsp.ts";
import { csvAutomation } from "./csv-automation.ts";
import { csvCurve } from "./csv-curve.ts";
import { easyEffects } from "./easy-effects.ts";
import { equalizerApo, equalizerApoGraphic } from "./equalizer-apo.ts";
import { ffmpeg } from "./ffmpeg.ts";
import { jamesDsp, jamesDspDdc } from "./james-dsp.ts";
import { midiAutomation } from "./midi-automation.ts";
import { peace } from "./peace.ts";
import { poweramp } from "./poweramp.ts";
import { PresetError, quoted } from "./preset-error.ts";
import type { PresetFormat, ReadOptions, ReadPreset } from "./preset-format.ts";
import { rew } from "./rew.ts";
import { sox } from "./sox.ts";
import { webAudio } from "./web-audio.ts";

/** All preset formats. Where several recognise a text, the first that does reads it. */
export const presetFormats: readonly PresetFormat[] = [
  biquadsJson,
  webAudio,
  easyEffects,
  poweramp,
  rew,
  peace,
  camillaDsp,
  autoEq,
  autoEqGraphic,
  equalizerApo,
  equalizerApoGraphic,
  csvCurve,
  wavelet,
  jamesDsp,
  jamesDspDdc,
  biquadsC,
  ffmpeg,
  sox,
];

/** All formats of a morph over time. */
export const automationFormats: readonly AutomationFormat[] = [midiAutomation, csvAutomation];

/** The format of an id; undefined if there is none. */
export function findPresetFormat(id: string): PresetFormat | undefined {
  return presetFormats.find((format) => format.id === id);
}

/**
 * Reads a preset of any format, by its content and its file's name.
 *
 * @throws PresetError if no format recognises it or the one that does cannot read it.
 */
export function readPreset(text: string, fileName?: string, options?: ReadOptions): ReadPreset {
  const format = presetFormats.find((candidate) => candidate.recognizes?.(text, fileName) === true);
  if (format?.read === undefined) {
    const problem = `the text must be a preset of a known program or a curve, got ${quoted(text.slice(0, 200))}`;
    throw new PresetError("preset", undefined, problem);
  }
  return format.read(text, options);
}
