import type { EqualizerSection, ParametricSetting } from "../effects/index.ts";
import { BAND_COUNT, bandFrequencyHz } from "../effects/index.ts";
import { rounded } from "./decimal.ts";
import { PresetError } from "./preset-error.ts";
import type { WrittenPreset } from "./preset-format.ts";

/** One moment of a morph. All frames of an automation hold the same: a curve, or a setting of the same sections. */
export interface AutomationFrame {
  /** From the start, seconds, at or above 0. */
  readonly timeSeconds: number;
  /** Shape `[40]`, dB. */
  readonly curveDb?: ArrayLike<number>;
  readonly setting?: ParametricSetting;
}

export interface AutomationInput {
  readonly name: string;
  /** By increasing time. */
  readonly frames: readonly AutomationFrame[];
}

/** A format for a morph over time. */
export interface AutomationFormat {
  readonly id: string;
  readonly name: string;
  readonly program: string;
  readonly extension: string;
  /** @throws PresetError if the frames do not fit each other or the format. */
  readonly write: (input: AutomationInput) => WrittenPreset;
}

/** One parameter over the whole morph. */
export interface AutomationTrack {
  readonly label: string;
  readonly unit: "Hz" | "dB" | "Q";
  /** Shape `[frames]`. */
  readonly values: readonly number[];
}

/**
 * The frames as one track per parameter: the gains of the 40 bands, or of every section its frequency, gain (if its kind
 * has one) and Q, and the preamp.
 *
 * @throws PresetError if there are no frames, times do not increase, or frames hold different things.
 */
export function automationTracks(format: string, { frames }: AutomationInput): AutomationTrack[] {
  const [first] = frames;
  if (first === undefined) throw new PresetError(format, undefined, "there must be a frame, got none");
  for (const [index, { timeSeconds }] of frames.entries()) {
    const before = index === 0 ? -1 : frames[index - 1]!.timeSeconds;
    if (!(timeSeconds >= 0 && timeSeconds > before && timeSeconds < 1e6)) {
      throw new PresetError(format, undefined, `times must increase from 0 or above, got ${timeSeconds} s`);
    }
  }
  return first.curveDb === undefined ? settingTracks(format, frames) : curveTracks(format, frames);
}

function curveTracks(format: string, frames: readonly AutomationFrame[]): AutomationTrack[] {
  for (const { curveDb } of frames) {
    if (curveDb?.length !== BAND_COUNT || !Array.from(curveDb).every(Number.isFinite)) {
      throw new PresetError(
        format,
        undefined,
        `every frame must hold ${BAND_COUNT} gains, got ${curveDb?.length ?? 0}`,
      );
    }
  }
  return Array.from({ length: BAND_COUNT }, (_, band) => ({
    label: `${rounded(bandFrequencyHz[band]!, 1)} Hz`,
    unit: "dB" as const,
    values: frames.map(({ curveDb }) => curveDb![band]!),
  }));
}

function settingTracks(format: string, frames: readonly AutomationFrame[]): AutomationTrack[] {
  const settings = frames.map(({ setting }) => {
    if (setting === undefined)
      throw new PresetError(format, undefined, "every frame must hold a setting, got none");
    return setting;
  });
  const layout = settings[0]!.sections;
  for (const { sections } of settings) {
    const isSame =
      sections.length === layout.length && sections.every(({ kind }, at) => kind === layout[at]!.kind);
    if (!isSame)
      throw new PresetError(format, undefined, "all frames must have the same kinds of sections, got others");
  }
  const preamp = { label: "preamp", unit: "dB" as const, values: settings.map(({ preampDb }) => preampDb) };
  return [preamp, ...layout.flatMap((section, at) => sectionTracks(section, at, settings))];
}

function sectionTracks(
  { kind }: EqualizerSection,
  at: number,
  settings: readonly ParametricSetting[],
): AutomationTrack[] {
  const track = (
    unit: AutomationTrack["unit"],
    of: (section: EqualizerSection) => number,
  ): AutomationTrack => ({
    label: `${at + 1} ${kind}`,
    unit,
    values: settings.map(({ sections }) => of(sections[at]!)),
  });
  const hasGain = kind === "bell" || kind === "lowShelf" || kind === "highShelf";
  const gain = hasGain ? [track("dB", ({ gainDb }) => gainDb)] : [];
  return [track("Hz", ({ frequencyHz }) => frequencyHz), ...gain, track("Q", ({ q }) => q)];
}
