import {
  designFir,
  type FirPhase,
  fitParametricToCurve,
  fitParametricToSetting,
  type ParametricFit,
  type SectionPrototype,
  settingResponseDb,
  targetCurveDb,
} from "../dsp/index.ts";
import type { EqualizerSetting, ParametricSetting } from "../effects/index.ts";
import {
  findPresetFormat,
  type PresetInput,
  settingCurveDb,
  type WrittenPreset,
  writeConvolution,
} from "../presets/index.ts";
import { CONVOLUTION_ID } from "./export-formats.ts";
import { DEFAULT_BANDS, type ExportLayout, FIXED_LAYOUTS, layoutBands } from "./export-layout.ts";
import { playableSetting } from "./playable-setting.ts";

/** A curve of the 40 bands, or a setting that was read from another program's file. */
export type ExportSource =
  | {
      /** Of the preset; files are called after it. */
      readonly name: string;
      /** Shape `[40]`, dB. */
      readonly gainDb: ArrayLike<number>;
      readonly setting?: undefined;
      /** A line about where it comes from; written where the format has comments. */
      readonly comment?: string;
    }
  | {
      readonly name: string;
      readonly setting: EqualizerSetting;
      readonly gainDb?: undefined;
      readonly comment?: string;
    };

export interface ExportOptions {
  /** Number of sections to fit, 2..31. Default 10. A parametric setting is only fitted where this or a layout is given. */
  readonly bands?: number;
  /** Default `shelves`. */
  readonly layout?: ExportLayout;
  /** Rates at which the preset will play, Hz; only impulse responses take more than one. Default 48,000. */
  readonly sampleRatesHz?: readonly number[];
  /** See `WriteOptions`. Default `needed`. */
  readonly preamp?: "needed" | "asked";
  /** Of coefficients only. Default `cookbook`. */
  readonly prototype?: SectionPrototype;
  /** Of impulse responses only; see `designFir`. Default `minimum`. */
  readonly phase?: FirPhase;
  /** Of impulse responses only; see `designFir`. */
  readonly taps?: number;
}

/** A preset as text or bytes, and how near it is. */
export interface ExportedPreset extends WrittenPreset {
  readonly format: string;
  readonly name: string;
  readonly sampleRatesHz: readonly number[];
  /** The sections that were written from; undefined where a curve was. */
  readonly setting?: ParametricSetting;
  /** How far the sections are from what was asked, dB, at the first rate; undefined where none were fitted. */
  readonly fit?: Pick<ParametricFit, "rmsErrorDb" | "largestErrorDb">;
}

const DEFAULT_RATE_HZ = 48_000;
const NOTED_ERROR_DB = 0.05;
const comparedHz: readonly number[] = Array.from({ length: 500 }, (_, point) => 20 * 1000 ** (point / 499));

/**
 * Makes a preset for another program of a curve or a setting.
 *
 * Formats of filters get sections fitted to the curve, with the fit's error; formats of a curve get the curve itself.
 *
 * @param formatId One of `exportFormats` that is written.
 * @throws RangeError for an unknown format or an option out of range; PresetError if the format cannot hold it.
 * @example
 * const { files } = exportCurve({ name: "warm", gainDb: model.curve("warm").gainDb }, "equalizer-apo");
 */
export function exportCurve(
  source: ExportSource,
  formatId: string,
  options: ExportOptions = {},
): ExportedPreset {
  const { sampleRatesHz = [DEFAULT_RATE_HZ], preamp = "needed", prototype = "cookbook" } = options;
  const [sampleRateHz] = sampleRatesHz;
  if (sampleRateHz === undefined)
    throw new RangeError("exportCurve: sampleRatesHz must hold a rate, got none");
  const { name, comment } = source;
  const common = { format: formatId, name, sampleRatesHz };
  if (formatId === CONVOLUTION_ID) {
    const written = convolutionOf(source, sampleRatesHz, options);
    return { ...common, ...written };
  }
  const format = findPresetFormat(formatId);
  if (format?.write === undefined) {
    throw new RangeError(`exportCurve: format must be one that is written, got ${formatId}`);
  }
  if (sampleRatesHz.length > 1) {
    const got = sampleRatesHz.join(", ");
    throw new RangeError(`exportCurve: sampleRatesHz must hold one rate for ${formatId}, got ${got}`);
  }
  if (prototype !== "cookbook" && !format.options.includes("prototype")) {
    throw new RangeError(
      `exportCurve: prototype must be cookbook for ${formatId}, whose program designs its own filters, got ${prototype}`,
    );
  }
  if (format.takes === "filters" && options.layout === "cascade") {
    throw new RangeError(
      `exportCurve: layout must not be cascade for ${formatId}, whose sections are fitted`,
    );
  }
  const isCurve = format.takes === "curve" || options.layout === "cascade";
  const { input, fit, notes } = isCurve
    ? curveInput(source, sampleRateHz)
    : filterInput(source, sampleRateHz, options);
  const written = format.write(
    { ...{ name, sampleRateHz }, ...(comment !== undefined && { comment }), ...input },
    { preamp, prototype },
  );
  return {
    ...common,
    ...written,
    ...(input.setting && { setting: input.setting }),
    ...(fit && { fit: { rmsErrorDb: fit.rmsErrorDb, largestErrorDb: fit.largestErrorDb } }),
    notes: [...notes, ...written.notes],
  };
}

interface SourceInput {
  readonly input: Pick<PresetInput, "curveDb" | "setting">;
  readonly fit?: ParametricFit;
  readonly notes: readonly string[];
}

function curveInput({ gainDb, setting }: ExportSource, sampleRateHz: number): SourceInput {
  if (setting === undefined) return { input: { curveDb: gainDb }, notes: [] };
  if (setting.kind === "parametric") {
    const playable = playableSetting(setting, sampleRateHz);
    return { input: { setting: playable.setting as ParametricSetting }, notes: playable.notes };
  }
  const { curveDb } = settingCurveDb(setting);
  const notes = [...preampNotes(setting)];
  // The curve's own corners, and places between them.
  const corners = setting.points.map(({ frequencyHz }) => frequencyHz);
  const hz = [...corners, ...comparedHz].filter((frequencyHz) => frequencyHz >= 20 && frequencyHz <= 20_000);
  const asked = settingResponseDb({ ...setting, preampDb: 0 }, hz, sampleRateHz);
  const kept = targetCurveDb(curveDb, hz);
  const errorDb = asked.reduce((worst, db, point) => Math.max(worst, Math.abs(db - kept[point]!)), 0);
  if (errorDb > NOTED_ERROR_DB) {
    notes.push(`the curve goes through the 40 bands, which follow it within ${errorDb.toFixed(2)} dB`);
  }
  return { input: { curveDb }, notes };
}

/** The sections as they are, where there are some and nothing else is asked for; otherwise fitted ones. */
function filterInput(source: ExportSource, sampleRateHz: number, options: ExportOptions): SourceInput {
  const { bands = DEFAULT_BANDS, layout = "shelves", prototype = "cookbook" } = options;
  const { gainDb, setting } = source;
  const isAsked = options.bands !== undefined || options.layout !== undefined;
  if (layout === "cascade") throw new RangeError("exportCurve: layout cascade has no sections to fit");
  if (options.bands !== undefined && FIXED_LAYOUTS.has(layout)) {
    throw new RangeError(`exportCurve: bands must be left out for layout ${layout}, got ${bands}`);
  }
  const fitting = {
    ...{ sampleRateHz, prototype, effort: "best" as const },
    bands: layoutBands(layout, bands, sampleRateHz),
  };
  if (setting === undefined) {
    const fit = fitParametricToCurve(gainDb, fitting);
    return { input: { setting: fit.setting }, fit, notes: [] };
  }
  const playable = playableSetting(setting, sampleRateHz);
  if (playable.setting.kind === "parametric" && !isAsked) {
    return { input: { setting: playable.setting }, notes: playable.notes };
  }
  const fit = fitParametricToSetting(playable.setting, fitting);
  return { input: { setting: fit.setting }, fit, notes: playable.notes };
}

function convolutionOf(
  source: ExportSource,
  sampleRatesHz: readonly number[],
  { phase = "minimum", taps, preamp = "needed", bands, layout }: ExportOptions,
): WrittenPreset {
  if (bands !== undefined || layout !== undefined) {
    throw new RangeError(
      "exportCurve: bands and layout must be left out for convolution, which plays the curve",
    );
  }
  const notes = new Set<string>();
  const responses = sampleRatesHz.map((sampleRateHz) => {
    const made = designFir({ ...{ sampleRateHz, phase }, ...targetOf(sampleRateHz), ...(taps && { taps }) });
    notes.add(`${sampleRateHz} Hz: within ${made.heardErrorDb.toFixed(3)} dB of what is asked`);
    const share = phase === "minimum" ? 0 : phase === "linear" ? 100 : phase;
    return { ...made, phase: share === 0 ? "minimum" : share === 100 ? "linear" : "mixed" } as const;
  });
  const written = writeConvolution({ name: source.name, responses }, { preamp });
  return { ...written, notes: [...notes, ...written.notes] };

  function targetOf(sampleRateHz: number) {
    const { gainDb, setting } = source;
    if (setting === undefined) return { gainDb };
    const playable = playableSetting(setting, sampleRateHz);
    for (const line of playable.notes) notes.add(line);
    return { responseDb: (hz: Float64Array) => settingResponseDb(playable.setting, hz, sampleRateHz) };
  }
}

function preampNotes({ preampDb }: EqualizerSetting): string[] {
  if (preampDb === 0) return [];
  return [
    `the preamp of ${preampDb.toFixed(2)} dB is not kept: the preset gets the one that its curve needs`,
  ];
}
