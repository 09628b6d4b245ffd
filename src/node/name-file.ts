import { BAND_COUNT } from "../effects/index.ts";
import { type ReadPreset, settingCurveDb } from "../presets/index.ts";
import type { CurveNames, NameOptions, WordModel } from "../semantics/index.ts";
import { FileError } from "./file-error.ts";
import { openModelFile } from "./open-model-file.ts";
import { readPresetFile } from "./preset-file.ts";
import { recordedCurve } from "./recorded-curve.ts";

export interface NameFileOptions extends NameOptions {
  /** Default: the bundled one, opened anew at every call. */
  readonly model?: WordModel;
  readonly signal?: AbortSignal;
}

/** A curve from files and what people would call it. */
export interface NamedFile extends CurveNames {
  /** Shape `[40]`, dB, at the band centres; without a preset's preamp. */
  readonly gainDb: Float64Array;
  /** Id of the preset's format; of a preset only. */
  readonly format?: string;
  /** Mean coherence over the bands, 0..1; of recordings only. */
  readonly coherence?: number;
  /** Bands that the recordings tell; of recordings only. */
  readonly heardBandCount?: number;
  /** What was lived with, one line each. */
  readonly notes: readonly string[];
}

/**
 * What people would call the equalizer of a preset file of any program, or of a curve as CSV. Its preamp only makes room for
 * boosts, so it does not count.
 *
 * @throws FileError for everything that is wrong with the file; RangeError for options out of range.
 * @example
 * const { words } = await nameFile("headphones.txt");
 */
export async function nameFile(path: string, options: NameFileOptions = {}): Promise<NamedFile> {
  const { model, signal: _, ...wanted } = options;
  const preset = await readPresetFile(path);
  const { gainDb, notes } = curveOf(path, preset);
  const names = (model ?? (await openModelFile()).model).name(gainDb, wanted);
  return { ...names, gainDb, format: preset.format, notes: [...preset.notes, ...notes] };
}

/**
 * What people would call the equalizer between two recordings of the same sound; their levels, lengths and a delay may
 * differ.
 *
 * @throws FileError for everything that is wrong with the files; RangeError for options out of range; AudioError `aborted` if
 *   the signal asked to stop.
 */
export async function nameRecordings(
  beforePath: string,
  afterPath: string,
  options: NameFileOptions = {},
): Promise<NamedFile> {
  const { model, signal, ...wanted } = options;
  const recorded = await recordedCurve(beforePath, afterPath, signal);
  const names = (model ?? (await openModelFile()).model).name(recorded.gainDb, wanted);
  return { ...names, ...recorded };
}

/** What a preset does to all channels, with the mean of what it does to single ones. */
function curveOf(
  path: string,
  { setting, channels = [] }: ReadPreset,
): { gainDb: Float64Array; notes: string[] } {
  try {
    const { curveDb, notes } = settingCurveDb(setting);
    const gainDb = Float64Array.from(curveDb);
    const said = [...notes];
    if (channels.length > 0) {
      const names = channels.map(({ channel }) => channel).join(", ");
      said.push(`the channels ${names} get curves of their own: their mean is named`);
    }
    for (const { setting: own } of channels) {
      const part = settingCurveDb(own);
      for (let band = 0; band < BAND_COUNT; band++) gainDb[band]! += part.curveDb[band]! / channels.length;
      said.push(...part.notes);
    }
    return { gainDb, notes: said };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FileError(path, error.message, error);
  }
}
