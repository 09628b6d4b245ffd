import { type Command, InvalidArgumentError, Option } from "commander";
import type { NamedFile } from "../node.ts";
import type { Language, WordModel } from "../semantics/index.ts";
import { UsageError } from "./failure.ts";
import { forceOption, jsonOption, modelOption, numberWithin, plotOption } from "./options.ts";
import { note, printJson } from "./output.ts";

interface NameOptions {
  readonly curve?: readonly number[];
  readonly language?: Language;
  readonly top: number;
  readonly plot?: string;
  readonly force?: true;
  readonly model?: string;
  readonly json?: true;
}

const BANDS = 40;
const MOST_NAMES = 1000;

export function addName(program: Command): void {
  program
    .command("name")
    .description("say what people would call an equalizer's curve")
    .argument("[file]", "a preset of any program, a curve as CSV, or a recording before the equalizer")
    .argument("[after]", "the same recording after the equalizer")
    .addOption(
      new Option(
        "--curve <gains>",
        `${BANDS} gains in dB at the bands, from 20 Hz up, with commas between`,
      ).argParser(readGains),
    )
    .addOption(
      new Option("--top <n>", "how many names")
        .argParser(numberWithin(1, MOST_NAMES, "whole number"))
        .default(8),
    )
    .addOption(new Option("--language <code>", "only words that were used in it").choices(["en", "es"]))
    .addOption(plotOption())
    .addOption(forceOption())
    .addOption(modelOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral name headphones.txt                 a preset: EqualizerAPO, REW, AutoEq ...
  $ timbral name curve.csv --language es        a curve: frequency and gain per line
  $ timbral name dry.wav mastered.wav           what was done between two recordings
  $ timbral name preset.txt --json | jq -r '.words[0].word'

Only the shape counts: a preset's preamp and the level of recordings are left out.
Best names first: how well the word explains the curve, weighed by how many people use
it. Confidence is a hundred times the correlation that is expected between this curve and
the one that the next person would make for the word; share says how many of a hundred
people with such a curve had the word in mind; like is the correlation with the word's
own curve. People differ much: the word that one of them had in mind, where others use it
too, is among the first ten names for one curve in three (timbral evaluate --only naming).
`,
    )
    .action(name);
}

async function name(
  file: string | undefined,
  after: string | undefined,
  options: NameOptions,
): Promise<void> {
  const { curve, plot, force = false } = options;
  if ((file === undefined) === (curve === undefined)) {
    throw new UsageError(
      "name needs one curve: a preset or CSV file, two recordings (before and after), or --curve",
    );
  }
  const { openModelFile, assertPlotPath } = await import("../node.ts");
  if (plot !== undefined) await assertPlotPath(plot, force);
  const { model } = await openModelFile(options.model);
  const named = await namedCurve(model, file, after, options);
  for (const text of named.notes) note(text);
  const { writeNamesPlot, nameLines } = await import("./name-lines.ts");
  const title = file === undefined ? "the curve" : after === undefined ? file : `${file} to ${after}`;
  if (plot !== undefined) await writeNamesPlot(plot, title, named, model, force);
  if (options.json) {
    const { bandFrequencyHz } = await import("../effects/index.ts");
    return printJson({
      ...(file === undefined ? {} : { input: file }),
      ...(after === undefined ? {} : { after }),
      ...named,
      gainDb: [...named.gainDb],
      frequencyHz: [...bandFrequencyHz],
      ...(plot === undefined ? {} : { plot }),
    });
  }
  const { print } = await import("./output.ts");
  print(...nameLines(title, named, plot));
}

async function namedCurve(
  model: WordModel,
  file: string | undefined,
  after: string | undefined,
  { curve = [], top: count, language }: NameOptions,
): Promise<NamedFile> {
  const wanted = { count, ...(language === undefined ? {} : { language }) };
  if (file === undefined) {
    return { ...model.name(curve, wanted), gainDb: Float64Array.from(curve), notes: [] };
  }
  const { nameFile, nameRecordings } = await import("../node.ts");
  if (after === undefined) return nameFile(file, { ...wanted, model });
  const { interruptSignal } = await import("./interrupt.ts");
  return nameRecordings(file, after, { ...wanted, model, signal: interruptSignal() });
}

/** Reads `0,1.5,-2 ...`. */
function readGains(text: string): number[] {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const gains = parts.map(numberWithin(-120, 120));
  if (gains.length !== BANDS) {
    const example = "a file with a frequency and a gain per line takes any number";
    throw new InvalidArgumentError(`It must hold ${BANDS} gains, got ${gains.length} (${example}).`);
  }
  return gains;
}
