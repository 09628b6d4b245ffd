import { join } from "node:path";
import { createCurveProcessor } from "../dsp/index.ts";
import { curveToGainDb } from "../effects/index.ts";
import { writeRatingSheet } from "../semantics/personal/index.ts";
import { makeNamedFolder } from "./make-folder.ts";
import { extensionFor } from "./output-choice.ts";
import { findTarget } from "./output-target.ts";
import { renderFile } from "./render-file.ts";
import { writeWholeFile } from "./write-file.ts";

export interface WriteProbesOptions {
  /** Replace files that are there. Default false: refuse, before anything is rendered. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  /** 0..1, over all sounds. */
  readonly onProgress?: (fraction: number) => void;
}

/** What there is to listen to and to fill in. */
export interface WrittenProbes {
  /** The sounds, in the order of the sheet. */
  readonly sounds: readonly string[];
  readonly sheet: string;
  /** Oddities of the sound, one line each. */
  readonly notes: readonly string[];
}

/** Twice as deep as a word at 100 %: clear to hear, and what a word may be played at. */
const PROBE_PERCENT = 200;
const SHEET = "ratings.csv";

/**
 * Renders a sound through every probe, each as loud as the sound itself, and writes the sheet to be filled in beside them.
 *
 * @param probes Each of shape `[40]`, of `chooseProbes`.
 * @throws FileError for everything that is wrong with a file; AudioError `aborted` if the signal asked to stop.
 */
export async function writeProbes(
  soundPath: string,
  folder: string,
  probes: readonly ArrayLike<number>[],
  { force = false, signal, onProgress }: WriteProbesOptions = {},
): Promise<WrittenProbes> {
  await makeNamedFolder(folder);
  const digits = String(probes.length).length;
  const names = probes.map(
    (_, probe) => `probe-${String(probe + 1).padStart(digits, "0")}${extensionFor(soundPath)}`,
  );
  const sheet = join(folder, SHEET);
  const sounds = names.map((name) => join(folder, name));
  for (const path of [sheet, ...sounds]) await findTarget(soundPath, path, force);
  const notes = new Set<string>();
  const gains = probes.map((probe) => curveToGainDb(probe, PROBE_PERCENT));
  for (const [index, path] of sounds.entries()) {
    const report = await renderFile(
      soundPath,
      path,
      ({ sampleRateHz, channelCount }) =>
        createCurveProcessor(gains[index]!, { sampleRateHz, channelCount }).processor,
      {
        ...{ force, matchLoudness: true, ...(signal && { signal }) },
        onProgress: (fraction) => onProgress?.((index + fraction) / sounds.length),
      },
    );
    for (const line of report.notes) notes.add(line);
  }
  const rows = names.map((name, index) => ({ name, gainDb: gains[index]! }));
  await writeWholeFile(sheet, writeRatingSheet(rows), { force });
  return { sounds, sheet, notes: [...notes] };
}
