import { join, parse } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { AppliedWord, WordModel } from "../node.ts";
import { interruptSignal } from "./interrupt.ts";
import { addCurveOptions, type CurveOptions, senseOption } from "./options.ts";
import { duration, facts, note, print, printJson, signedDb } from "./output.ts";
import { showProgress } from "./progress.ts";

interface ApplyOptions extends CurveOptions {
  readonly output?: string;
  readonly protect: boolean;
  readonly sense?: number;
}

export function addApply(program: Command): void {
  addCurveOptions(
    program
      .command("apply")
      .description("apply a word to a WAV file: the same sound, but, say, warmer")
      .argument("<word>", "a word, or a few in quotes")
      .argument("<in.wav>", "the sound; it is only read")
      .addOption(
        new Option("-o, --output <file>", "where to write (default: in.WORD.wav beside the input)").argParser(
          wavePath,
        ),
      )
      .addOption(senseOption())
      .option("--no-protect", "refuse where the result would clip, instead of lowering the whole file"),
  )
    .addHelpText(
      "after",
      `
Examples:
  $ timbral apply warm song.wav                      writes song.warm.wav
  $ timbral apply "soft warm" song.wav -o out.wav    both words in equal parts
  $ timbral apply harsh song.wav --amount -60        the opposite of harsh, a little
  $ timbral apply bright song.wav --plot bright.png --force

The output has the input's format, channels, length and rate (8 to 384 kHz). If a
sample would pass full scale, the whole file is lowered to a sample peak of -1 dBFS.
`,
    )
    .action(apply);
}

async function apply(word: string, input: string, options: ApplyOptions): Promise<void> {
  const { amount: amountPercent, protect, force = false, plot, sense } = options;
  const signal = interruptSignal();
  const [{ applyWord, assertPlotPath, openModelFile }, { assertSense, understand }] = await Promise.all([
    import("../node.ts"),
    import("./curve-words.ts"),
  ]);
  const { model } = await openModelFile(options.model);
  const words = understand(model, word);
  if (sense !== undefined) assertSense(model, words, sense);
  const output = options.output ?? outputBeside(input, words);
  if (plot !== undefined) await assertPlotPath(plot, force);

  const progress = showProgress();
  const onProgress = (fraction: number, pass: 1 | 2): void =>
    progress.update(fraction, pass === 1 ? `applying ${word}` : "once more, lowered");
  const done = await applyWord(input, output, word, {
    ...{ amountPercent, protect, force, signal, onProgress },
    model: sense === undefined ? model : readingOf(model, sense),
  }).finally(progress.stop);
  for (const line of done.notes) note(`${input}: ${line}`);
  if (plot !== undefined) await plotApplied(plot, done, force);
  if (options.json) printJson(documentOf(done, { input, output, plot }));
  else await printReport(done, { input, output, plot });
}

/** The model that reads words in one of their senses. */
function readingOf(model: WordModel, sense: number): WordModel {
  return { ...model, curve: (phrase, amountPercent) => model.curve(phrase, amountPercent, { sense }) };
}

/** Refuses names that promise another format than the one that will be written. */
function wavePath(path: string): string {
  if (!/\.(wav|wave|bwf|rf64)$/i.test(path)) {
    throw new InvalidArgumentError("Only WAV is written: it must end in .wav.");
  }
  return path;
}

/** `song.wav` and "soft, warm" give `song.soft-warm.wav`, in the same folder. */
function outputBeside(input: string, words: readonly string[]): string {
  const { dir, name, ext } = parse(input);
  const slug = words.join(" ").replace(/[^\p{L}\p{N}]+/gu, "-");
  return join(dir, `${name}.${slug}${ext || ".wav"}`);
}

async function plotApplied(path: string, { curve, format }: AppliedWord, force: boolean): Promise<void> {
  const { writeCurvePlot } = await import("./curve-plot.ts");
  await writeCurvePlot(path, curve, { force, sampleRateHz: format.sampleRateHz });
}

interface Paths {
  readonly input: string;
  readonly output: string;
  readonly plot: string | undefined;
}

/** The JSON document: silence has a peak of null. */
function documentOf(done: AppliedWord, { input, output, plot = undefined }: Paths): unknown {
  const { curve, format } = done;
  return {
    ...{ input, output, plot: plot ?? null, ...curve },
    heardErrorDb: done.heardErrorDb,
    sampleRateHz: format.sampleRateHz,
    channelCount: format.channelCount,
    durationSeconds: done.durationSeconds,
    inputPeakDb: done.inputPeakDb,
    outputPeakDb: done.outputPeakDb,
    protectionGainDb: done.protectionGainDb,
    nonFiniteCount: done.nonFiniteCount,
    notes: done.notes,
    seconds: done.seconds,
    timesRealTime: done.durationSeconds / done.seconds,
  };
}

async function printReport(done: AppliedWord, { output, plot }: Paths): Promise<void> {
  const [{ gainsLine, strongest, wordsLine }, { meterText }] = await Promise.all([
    import("./curve-words.ts"),
    import("./confidence-lines.ts"),
  ]);
  const { curve, heardErrorDb, inputPeakDb, outputPeakDb, protectionGainDb } = done;
  const lowered =
    protectionGainDb === 0 ? "" : `; lowered by ${(-protectionGainDb).toFixed(1)} dB, or it would clip`;
  const speed = Math.round(done.durationSeconds / done.seconds);
  print(
    `${wordsLine(curve)} at ${curve.amountPercent} %`,
    ...facts([
      ["boosts", gainsLine(strongest(curve.gainDb, 1))],
      ["cuts", gainsLine(strongest(curve.gainDb, -1))],
      ["confidence", meterText(curve.confidence)],
      ["heard", `within ${heardErrorDb.toFixed(2)} dB of what is asked`],
      ["peak", `${peak(inputPeakDb)} before, ${peak(outputPeakDb)} after${lowered}`],
      [
        "took",
        `${duration(done.seconds)} for ${duration(done.durationSeconds)} of sound, ${speed} x real time`,
      ],
      ["wrote", output],
      ...(plot === undefined ? [] : [["plot", plot] as const]),
    ]),
  );
}

function peak(peakDb: number): string {
  return Number.isFinite(peakDb) ? `${signedDb(peakDb)}FS` : "silence";
}
