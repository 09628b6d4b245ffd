import { type Command, Option } from "commander";
import type { SampledCurve, WordCurve } from "../semantics/index.ts";
import { UsageError } from "./failure.ts";
import { openForPhrases } from "./open-model.ts";
import { addCurveOptions, type CurveOptions, numberWithin, readSeed, senseOption } from "./options.ts";
import { facts, print, printJson } from "./output.ts";

interface CurveVerbOptions extends CurveOptions {
  readonly sense?: number;
  readonly sample?: number;
  readonly seed?: number;
}

const MOST_SAMPLES = 1000;
/** As many curves as a plot can hold beside the word's own. */
const PLOTTED_SAMPLES = 7;

export function addCurve(program: Command): void {
  addCurveOptions(
    program
      .command("curve")
      .description("show the equalizer curve of a word, and how sure it is")
      .argument("<phrase>", 'a word, or more in quotes: "a bit warmer but not muddy"')
      .addOption(senseOption())
      .addOption(
        new Option("--sample <n>", "also n curves that further people might make").argParser(
          numberWithin(1, MOST_SAMPLES, "whole number"),
        ),
      )
      .addOption(new Option("--seed <n>", "decides which samples (default: 1)").argParser(readSeed)),
  )
    .addHelpText(
      "after",
      `
Examples:
  $ timbral curve warm
  $ timbral curve warm --amount 50 --plot warm.png
  $ timbral curve warm --json | jq .gainDb           40 gains, dB, at .frequencyHz
  $ timbral curve soft --sense 2                     the second of its readings
  $ timbral curve warm --sample 5 --seed 3           five people's curves, imagined

The picture and the plot's line show what is heard at 48 kHz, the plot's dots the 40
gains that are asked, its ribbon where the middle half of people's own curves are. The
line can leave the ribbon: it plays what people have in common at full depth.

Confidence is a hundred times the correlation that is expected between the curve and the
one that the next person would make for the word. Samples are such people's curves.
`,
    )
    .action(curve);
}

async function curve(word: string, options: CurveVerbOptions): Promise<void> {
  const { amount: amountPercent, plot, force = false, sense, sample, seed = 1 } = options;
  assertTogether(options);
  const [{ assertPlotPath }, { assertSense, understand }] = await Promise.all([
    import("../node.ts"),
    import("./curve-words.ts"),
  ]);
  const { model } = await openForPhrases([word], options);
  const words = understand(model, word, amountPercent);
  if (sense !== undefined) assertSense(model, words, sense);
  if (plot !== undefined) await assertPlotPath(plot, force);
  const found = model.curve(word, amountPercent, sense === undefined ? {} : { sense });
  const descriptions = found.words
    .filter(({ source }) => source === "crowd" || source === "kin")
    .map((known) => model.describe(known.word));
  const samples = sample === undefined ? [] : model.sample(word, { count: sample, seed, amountPercent });
  if (plot !== undefined) {
    const { writeCurvePlot } = await import("./curve-plot.ts");
    await writeCurvePlot(plot, found, { force, ...(sample === undefined ? {} : { samples, seed }) });
  }
  if (options.json) {
    return printJson({ ...found, descriptions, ...(sample === undefined ? {} : { seed, samples }) });
  }
  const { gainsLine, strongest, wordsLine } = await import("./curve-words.ts");
  const { confidenceFacts, confidenceTable } = await import("./confidence-lines.ts");
  print(
    `${wordsLine(found)} at ${found.amountPercent} %`,
    "",
    ...(await picture(found, samples)),
    "",
    ...facts([
      ["boosts", gainsLine(strongest(found.gainDb, 1))],
      ["cuts", gainsLine(strongest(found.gainDb, -1))],
      ...confidenceFacts(found, descriptions),
      ...(sample === undefined ? [] : [["samples", samplesLine(sample, seed)] as const]),
      ...(plot === undefined ? [] : [["plot", plot] as const]),
    ]),
    ...(descriptions.length < 2 ? [] : ["", ...confidenceTable(descriptions)]),
  );
}

/** Refuses options that say nothing, or something else, beside each other. */
function assertTogether({ plot, sense, sample, seed }: CurveVerbOptions): void {
  if (seed !== undefined && sample === undefined) {
    throw new UsageError("--seed decides which samples are drawn: it needs --sample");
  }
  if (sense !== undefined && sample !== undefined) {
    throw new UsageError("--sense and --sample exclude each other: samples are of all readings together");
  }
  if (plot !== undefined && sample !== undefined && sample > PLOTTED_SAMPLES) {
    throw new UsageError(`--plot can show ${PLOTTED_SAMPLES} samples at most, got --sample ${sample}`);
  }
}

function samplesLine(count: number, seed: number): string {
  return count === 1
    ? `1 is a curve that a further person might make, seed ${seed}`
    : `1 to ${count} are curves that further people might make, seed ${seed}`;
}

/** What is heard; with samples a line for it and one for each of them. */
async function picture(found: WordCurve, samples: readonly SampledCurve[]): Promise<string[]> {
  if (samples.length === 0) return (await import("./heard-picture.ts")).heardPicture(found.gainDb);
  const { curveLines } = await import("./curve-lines.ts");
  const drawn = samples.map(({ gainDb }, index) => ({ label: String(index + 1), gainDb }));
  return curveLines([{ label: "all", gainDb: found.gainDb }, ...drawn]);
}
