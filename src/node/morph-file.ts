import { type AutomationPoint, createMorphAutomation, MovingEqualizer } from "../dsp/index.ts";
import { automationFormats, type WrittenPreset } from "../presets/index.ts";
import type { MorphPath, MorphPathOptions, WordModel } from "../semantics/index.ts";
import { openModelFile } from "./open-model-file.ts";
import { openSoundFile } from "./open-sound-file.ts";
import { type RenderFileOptions, type RenderFileReport, renderFile } from "./render-file.ts";

export interface MorphFileOptions extends RenderFileOptions, MorphPathOptions {
  /** How long the way takes, seconds, above 0; then the sound stays at its end. Default: as long as the sound is. */
  readonly overSeconds?: number;
  /** Default: the bundled one, opened anew at every call. */
  readonly model?: WordModel;
}

export interface MorphedFile extends RenderFileReport {
  /** The way, at the places that are joined by straight lines in dB. */
  readonly path: MorphPath;
  readonly overSeconds: number;
  /** Wall-clock time, without opening the model. */
  readonly seconds: number;
}

/** Places on the way: its curves bend little between two of them. */
const PLACES = 65;
/** Steps in time; more are not heard apart, and each is a design of 40 filters. */
const MOST_STEPS = 4000;
const SHORTEST_STEP_SECONDS = 0.02;

/**
 * Renders a sound file while it goes from one word's curve to another's. The equalizer is the one that plays live, so the
 * file is what is heard there, bit for bit, whatever the size of the blocks.
 *
 * @param from One or more known words; see `WordModel.curve`. @param to The same.
 * @throws UnknownWordError for a word that nobody was asked for; RangeError for an option out of range; FileError for
 *   everything that is wrong with a file; AudioError `aborted` if the signal asked to stop.
 * @example
 * await morphFile("in.wav", "out.wav", "warm", "bright");
 */
export async function morphFile(
  inputPath: string,
  outputPath: string,
  from: string,
  to: string,
  options: MorphFileOptions = {},
): Promise<MorphedFile> {
  const { model = (await openModelFile()).model, space, amountPercent, spacing, ...rest } = options;
  const { overSeconds: asked, ...rendering } = rest;
  const begun = performance.now();
  if (asked !== undefined && !(asked > 0 && asked < Infinity)) {
    throw new RangeError(`morphFile: overSeconds must be above 0, got ${asked}`);
  }
  const path = model.morphPath(from, to, PLACES, {
    ...(space && { space }),
    ...(amountPercent !== undefined && { amountPercent }),
    ...(spacing && { spacing }),
  });
  const overSeconds = asked ?? (await lengthSeconds(inputPath, rendering.signal));
  let points: readonly AutomationPoint[] | undefined;
  const report = await renderFile(
    inputPath,
    outputPath,
    ({ sampleRateHz, channelCount }) => {
      points ??= pointsOf(path, overSeconds, sampleRateHz);
      const equalizer = new MovingEqualizer({ sampleRateHz, channelCount, target: points[0]!.target });
      equalizer.schedule(points);
      return equalizer;
    },
    rendering,
  );
  return { ...report, path, overSeconds, seconds: (performance.now() - begun) / 1000 };
}

function pointsOf(path: MorphPath, overSeconds: number, sampleRateHz: number): AutomationPoint[] {
  const last = path.positions.length - 1;
  const stops = path.positions.map(({ gainDb }, index) => ({
    seconds: (overSeconds * index) / last,
    gainDb,
  }));
  const stepSeconds = Math.max(SHORTEST_STEP_SECONDS, overSeconds / MOST_STEPS);
  return createMorphAutomation(stops, sampleRateHz, { stepSeconds });
}

async function lengthSeconds(path: string, signal?: AbortSignal): Promise<number> {
  const { reader, close } = await openSoundFile(path, signal);
  const seconds = reader.frameCount / reader.format.sampleRateHz;
  await close();
  return seconds;
}

/** Ids of the formats that {@link writeMorphAutomation} writes. */
export const MORPH_AUTOMATIONS = ["midi", "csv"] as const;
export type MorphAutomation = (typeof MORPH_AUTOMATIONS)[number];

/**
 * A way from word to word as automation of a graphic equalizer of 40 bands, for other programs.
 *
 * @param path Its places are taken as evenly spread over the time.
 * @param overSeconds From the first place to the last, above 0.
 * @throws RangeError if overSeconds is out of range; PresetError if the format cannot hold it.
 */
export function writeMorphAutomation(
  path: MorphPath,
  overSeconds: number,
  kind: MorphAutomation,
): WrittenPreset {
  if (!(overSeconds > 0 && overSeconds < Infinity)) {
    throw new RangeError(`writeMorphAutomation: overSeconds must be above 0, got ${overSeconds}`);
  }
  const id = kind === "csv" ? "csv-automation" : kind;
  const format = automationFormats.find((candidate) => candidate.id === id);
  if (format === undefined) {
    throw new RangeError(
      `writeMorphAutomation: kind must be one of ${MORPH_AUTOMATIONS.join(", ")}, got ${kind}`,
    );
  }
  const last = path.positions.length - 1;
  const frames = path.positions.map(({ gainDb }, index) => ({
    timeSeconds: (overSeconds * index) / last,
    curveDb: gainDb,
  }));
  return format.write({ name: `${path.from} to ${path.to}`, frames });
}
