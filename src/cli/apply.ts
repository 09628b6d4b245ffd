import { type Command, InvalidArgumentError, Option } from "commander";
import type { AppliedWord, ApplyWordOptions, CurvePlaying, OutputChoice } from "../node.ts";
import type { AppliedPaths } from "./apply-report.ts";
import { UsageError } from "./failure.ts";
import { interruptSignal } from "./interrupt.ts";
import { openForPhrases } from "./open-model.ts";
import { addCurveOptions, type CurveOptions, numberWithin, senseOption } from "./options.ts";
import { note, printJson } from "./output.ts";
import { readPhase } from "./phase-option.ts";
import { showProgress } from "./progress.ts";

interface ApplyOptions extends CurveOptions {
  readonly output?: string;
  readonly outDir?: string;
  readonly format?: "wav" | "flac" | "mp3";
  readonly bits?: NonNullable<OutputChoice["coding"]>;
  readonly rate?: number;
  readonly bitrate?: number;
  readonly matchLoudness?: true;
  readonly phase?: number;
  readonly legacy?: true;
  readonly protect: boolean;
  readonly sense?: number;
  readonly jobs?: number;
}

export function addApply(program: Command): void {
  addCurveOptions(
    program
      .command("apply")
      .description("apply a word to sound files: the same sound, but, say, warmer")
      .argument("<phrase>", 'a word, or more in quotes: "a bit warmer but not muddy"')
      .argument("<in...>", "sound: WAV, AIFF, FLAC, MP3, Ogg Vorbis, Opus; it is only read")
      .addOption(
        new Option(
          "-o, --output <file>",
          "where to write one file (default: in.WORD.wav beside the input)",
        ).argParser(soundPath),
      )
      .option("--out-dir <folder>", "where to write many, each under its own name; run again, it goes on")
      .addOption(
        new Option(
          "--format <kind>",
          "what to write (default: by the output's name, else as the input)",
        ).choices(["wav", "flac", "mp3"]),
      )
      .addOption(
        new Option("--bits <coding>", "how samples are kept (default: as in the input)").choices([
          ...["8", "16", "24", "32", "float", "double"],
        ]),
      )
      .addOption(
        new Option("--rate <hz>", "sample rate to convert to").argParser(
          numberWithin(8000, 384_000, "whole number"),
        ),
      )
      .addOption(new Option("--bitrate <kbps>", "of an MP3").argParser(numberWithin(8, 320, "whole number")))
      .option(
        "--match-loudness",
        "make it as loud as it was (ITU-R BS.1770), to compare fairly; default: off",
      )
      .addOption(
        new Option(
          "--phase <kind>",
          "minimum (default), linear, or 0..100 percent of the way there",
        ).argParser(readPhase),
      )
      .option("--legacy", "play the curve as Audealize does, which is not as it is drawn")
      .addOption(senseOption())
      .addOption(
        new Option("--jobs <n>", "files at a time, with --out-dir (default: one per core)").argParser(
          numberWithin(1, 1024, "whole number"),
        ),
      )
      .option("--no-protect", "refuse where the result would clip, instead of lowering the whole file"),
  )
    .addHelpText(
      "after",
      `
Examples:
  $ timbral apply warm song.wav                      writes song.warm.wav
  $ timbral apply "soft warm" song.flac -o out.mp3   both words together
  $ timbral apply "brighter but not harsh" song.wav   timbral explain says how it is read
  $ timbral apply harsh song.wav --amount -60        the opposite of harsh, a little
  $ timbral apply bright song.wav --match-loudness   as loud as before
  $ timbral apply warm album/*.flac --out-dir warm   all of them, over all cores

The output has the input's kind (Ogg, Opus and others: FLAC), channels, length, rate
(8 to 384 kHz), tags and pictures. Loudness is left as the equaliser makes it unless
--match-loudness is given. If the true peak would pass full scale, the whole file is
lowered to -1 dBTP. Integers are dithered (TPDF), except where nothing changes.
`,
    )
    .action(apply);
}

async function apply(word: string, inputs: readonly string[], options: ApplyOptions): Promise<void> {
  assertTogether(inputs, options);
  const { amount: amountPercent, protect, force = false, sense, model: modelPath } = options;
  const signal = interruptSignal();
  const [{ dictionaryPath }, { assertSense, phraseName, understand }] = await Promise.all([
    import("../node.ts"),
    import("./curve-words.ts"),
  ]);
  const { model } = await openForPhrases([word], options);
  const words = understand(model, word, amountPercent);
  if (sense !== undefined) assertSense(model, words, sense);
  const playing = playingOf(options);
  const settings = {
    ...{ amountPercent, protect, force, output: outputOf(options) },
    ...{ matchLoudness: options.matchLoudness ?? false },
    ...(sense !== undefined && { sense }),
    ...(playing && { playing }),
  };
  const { outDir } = options;
  if (outDir !== undefined) {
    const { applyMany } = await import("./apply-many.ts");
    const { jobs } = options;
    const batch = { ...settings, phrase: word, inputs, outDir, signal };
    await applyMany(
      {
        ...batch,
        dictionary: dictionaryPath(),
        ...(modelPath !== undefined && { modelPath }),
        ...(options.embedder !== undefined && { embedder: options.embedder }),
        ...(jobs !== undefined && { jobs }),
      },
      options.json ?? false,
    );
    return;
  }
  await applyToOne(
    word,
    phraseName(model.explain(word)),
    inputs[0]!,
    { ...settings, model, signal },
    options,
  );
}

async function applyToOne(
  word: string,
  name: string,
  input: string,
  settings: ApplyWordOptions,
  { plot, format, json, ...options }: ApplyOptions,
): Promise<void> {
  const [{ applyWord, assertPlotPath, extensionFor }, { documentOf, printReport }, { renderedBeside }] =
    await Promise.all([import("../node.ts"), import("./apply-report.ts"), import("./render-facts.ts")]);
  const output = options.output ?? renderedBeside(input, name, extensionFor(input, format));
  assertFits(output, options);
  const { force = false } = options;
  if (plot !== undefined) await assertPlotPath(plot, force);
  const progress = showProgress();
  const again = settings.matchLoudness ? `applying ${word}` : "once more, lowered";
  const onProgress = (fraction: number, pass: 1 | 2): void =>
    progress.update(
      fraction,
      pass === 2 ? again : settings.matchLoudness ? "measuring loudness" : `applying ${word}`,
    );
  const done = await applyWord(input, output, word, { ...settings, onProgress }).finally(progress.stop);
  for (const line of done.notes) note(`${input}: ${line}`);
  if (plot !== undefined) await plotApplied(plot, done, force);
  const paths: AppliedPaths = { input, output, plot };
  if (json) printJson(documentOf(done, paths));
  else await printReport(done, paths);
}

/** Refuses options that contradict each other. */
function assertTogether(inputs: readonly string[], options: ApplyOptions): void {
  const { output, outDir, plot, jobs, phase, legacy, format } = options;
  if (outDir === undefined) {
    if (inputs.length > 1) {
      throw new UsageError(`${inputs.length} files need a folder to go to: give --out-dir`);
    }
    if (jobs !== undefined) throw new UsageError("--jobs is for many files: give --out-dir as well");
  } else {
    if (output !== undefined) throw new UsageError("--output and --out-dir exclude each other: give one");
    if (plot !== undefined)
      throw new UsageError("--plot goes with one file: `timbral curve` draws the curve");
  }
  if (output !== undefined && format !== undefined && !isNamedFor(output, format)) {
    throw new UsageError(`--format ${format} and the name ${output} contradict each other: leave one out`);
  }
  if (legacy && phase !== undefined)
    throw new UsageError("--legacy has a phase of its own: leave --phase out");
}

/** Refuses what has no meaning in the kind that is written. */
function assertFits(output: string, { bits, bitrate }: ApplyOptions): void {
  const isMp3 = isNamedFor(output, "mp3");
  if (isMp3 && bits !== undefined) throw new UsageError("--bits has no meaning in an MP3: give --bitrate");
  if (!isMp3 && bitrate !== undefined) throw new UsageError(`--bitrate is of an MP3, got ${output} to write`);
}

function isNamedFor(output: string, format: string): boolean {
  const name = output.toLowerCase();
  return format === "wav" ? !/\.(flac|mp3)$/.test(name) : name.endsWith(`.${format}`);
}

function playingOf({ phase, legacy }: ApplyOptions): CurvePlaying | undefined {
  if (legacy) return { filters: "legacy" };
  // Minimum phase is what the cascade has, without a delay.
  return phase === undefined || phase === 0 ? undefined : { filters: "fir", phase };
}

function outputOf({ format, bits, rate, bitrate }: ApplyOptions): OutputChoice {
  return {
    ...(format && { kind: format }),
    ...(bits && { coding: bits }),
    ...(rate !== undefined && { sampleRateHz: rate }),
    ...(bitrate !== undefined && { bitrateKbps: bitrate }),
  };
}

/** Refuses names that promise a kind that is not written. */
function soundPath(path: string): string {
  if (!/\.(wav|wave|bwf|rf64|flac|mp3)$/i.test(path)) {
    throw new InvalidArgumentError(
      "It must end in .wav, .flac or .mp3, which are the kinds that are written.",
    );
  }
  return path;
}

async function plotApplied(path: string, { curve, format }: AppliedWord, force: boolean): Promise<void> {
  const { writeCurvePlot } = await import("./curve-plot.ts");
  await writeCurvePlot(path, curve, { force, sampleRateHz: format.sampleRateHz });
}
