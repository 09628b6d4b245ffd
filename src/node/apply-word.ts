import { type CurvePlaying, createCurveProcessor } from "../dsp/index.ts";
import { bandFrequencyHz } from "../effects/index.ts";
import type { WordCurve, WordModel } from "../semantics/index.ts";
import { openModelFile } from "./open-model-file.ts";
import { type RenderFileOptions, type RenderFileReport, renderFile } from "./render-file.ts";

/** How to apply a word. */
export interface ApplyWordOptions extends RenderFileOptions {
  /** −200..200 percent, default 100; negative plays the inverse curve, 0 gives the very same audio. */
  readonly amountPercent?: number;
  /** A reading of a word that has several, from 1; see `WordModel.curve`. */
  readonly sense?: number;
  /** Which filters play the curve. Default: the fitted cascade, of minimum phase. */
  readonly playing?: CurvePlaying;
  /** Default: the bundled one, opened anew at every call. */
  readonly model?: WordModel;
}

/** What was done to the sound. */
export interface AppliedWord extends RenderFileReport {
  /** What the words were taken for and the curve that was asked. */
  readonly curve: WordCurve;
  /** Largest |asked − heard| at the bands that the file's sample rate has room for, dB. */
  readonly heardErrorDb: number;
  /** Delay of the filters, which was taken out of the file, frames. */
  readonly latencyFrames: number;
  /** Wall-clock time, without opening the model. */
  readonly seconds: number;
}

/**
 * Applies a word to a sound file: the same sound, but, say, warmer. The input is only read.
 *
 * @param phrase One or more known words; see `WordModel.curve`.
 * @throws UnknownWordError for a word that nobody was asked for; RangeError for a blank phrase or an amount out of
 *   range; FileError for everything that is wrong with a file; AudioError `aborted` if the signal asked to stop.
 * @example
 * await applyWord("in.wav", "out.flac", "warm", { amountPercent: 80 });
 */
export async function applyWord(
  inputPath: string,
  outputPath: string,
  phrase: string,
  options: ApplyWordOptions = {},
): Promise<AppliedWord> {
  const { amountPercent = 100, sense, playing, model = (await openModelFile()).model, ...rest } = options;
  const begun = performance.now();
  const curve = model.curve(phrase, amountPercent, sense === undefined ? {} : { sense });
  const notes: string[] = [];
  let heardErrorDb = 0;
  let latencyFrames = 0;

  const report = await renderFile(
    inputPath,
    outputPath,
    ({ sampleRateHz, channelCount }) => {
      const made = createCurveProcessor(curve.gainDb, { sampleRateHz, channelCount }, playing);
      const unplayable = bandFrequencyHz[made.playableBandCount];
      if (unplayable !== undefined && notes.length === 0) {
        notes.push(`a sample rate of ${sampleRateHz} Hz has no room for the bands from ${unplayable} Hz up`);
      }
      heardErrorDb = made.heardErrorDb;
      latencyFrames = made.filterLatencyFrames;
      return made.processor;
    },
    rest,
  );
  const seconds = (performance.now() - begun) / 1000;
  return { ...report, notes: [...report.notes, ...notes], curve, heardErrorDb, latencyFrames, seconds };
}
