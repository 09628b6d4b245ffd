import { type Command, Option } from "commander";
import type { Filters } from "../dataset/index.ts";
import type { TrainModelOptions, TrainModelReport } from "../node.ts";
import { interruptSignal } from "./interrupt.ts";
import { forceOption, jsonOption, numberWithin, readSeed, wholeFrom } from "./options.ts";
import { count, duration, facts, note, print, printJson } from "./output.ts";
import { showProgress } from "./progress.ts";

/** The options whose names and values the library takes as they are. */
type Settings = Pick<
  TrainModelOptions,
  | "seed"
  | "epochs"
  | "batchSize"
  | "learningRate"
  | "schedule"
  | "contrastiveWeight"
  | "temperature"
  | "batchOrder"
  | "architecture"
  | "blockOrder"
  | "head"
  | "bands"
  | "validationShare"
>;

interface TrainOptions extends Settings {
  readonly data: string;
  readonly out: string;
  readonly reportFilters?: true;
  readonly minExamples?: number;
  readonly asciiOnly?: true;
  readonly outlierSigma?: number;
  readonly skipBadRows?: true;
  readonly restart?: true;
  readonly force?: true;
  readonly json?: true;
}

export function addTrain(program: Command): void {
  const number = (flags: string, about: string, fallback: number, read: (text: string) => number): Option =>
    new Option(flags, about).argParser(read).default(fallback);
  const choice = (flags: string, about: string, choices: [string, ...string[]]): Option =>
    new Option(flags, about).choices(choices).default(choices[0]);
  const anyFrom = (low: number): ((text: string) => number) => numberWithin(low, Number.MAX_VALUE);
  program
    .command("train")
    .description("train a model on people's curves")
    .requiredOption("--data <path>", "the dataset: CSV, Parquet or their folder")
    .requiredOption("--out <dir>", "folder that gets model.safetensors")
    .addOption(number("--seed <n>", "decides split, first values, batches, dropout", 1, readSeed))
    .addOption(number("--epochs <n>", "times through the rows", 50, numberWithin(1, 100_000, "whole number")))
    .addOption(number("--batch-size <n>", "rows per step", 16, numberWithin(2, 4096, "whole number")))
    .addOption(number("--learning-rate <x>", "step size of Adam at the start", 1e-3, numberWithin(1e-9, 10)))
    .addOption(choice("--schedule <name>", "how the step size falls", ["cosine", "constant"]))
    .addOption(number("--contrastive-weight <x>", "weight of the contrastive loss", 0.1, anyFrom(0)))
    .addOption(
      number("--temperature <x>", "temperature of the contrastive loss", 0.1, numberWithin(1e-3, 1e3)),
    )
    .addOption(choice("--batch-order <name>", "how batches are drawn", ["by-word", "shuffled"]))
    .addOption(
      choice("--architecture <name>", "with or without linear paths around the network", [
        "residual",
        "report",
      ]),
    )
    .addOption(choice("--block-order <name>", "order inside a residual block", ["relu-norm", "norm-relu"]))
    .addOption(
      choice("--head <name>", "40 band gains, or bells with gain, frequency and Q", [
        "graphic",
        "parametric",
      ]),
    )
    .addOption(number("--bands <n>", "bells of a parametric head", 13, numberWithin(1, 64, "whole number")))
    .addOption(
      number("--validation-share <x>", "share of the rows that only scores", 0.2, numberWithin(0.01, 0.9)),
    )
    .option("--report-filters", "the report's row filters: --ascii-only --outlier-sigma 3 --min-examples 8")
    .addOption(new Option("--min-examples <n>", "leave out words with fewer rows").argParser(wholeFrom(1)))
    .option("--ascii-only", "leave out words with characters outside ASCII")
    .addOption(
      new Option("--outlier-sigma <x>", "leave out rows further than this from the mean").argParser(
        numberWithin(1e-3, 1e3),
      ),
    )
    .option("--skip-bad-rows", "go on without rows that cannot be read, instead of failing")
    .option("--restart", "begin anew although an interrupted training could be continued")
    .addOption(forceOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral train --data "$(timbral data fetch --json | jq -r .folder)" --out my-model
  $ timbral train --data eq.csv --out report --architecture report --report-filters
  $ timbral apply warm song.wav --model my-model

Ctrl-C saves a checkpoint; the same command goes on from it. The same data, settings and
seed give the same model. reverb_contributions.csv and comp_contributions.csv beside the
table tell which words people use together: with them, more words are answered from kin.
`,
    )
    .action(train);
}

async function train(options: TrainOptions): Promise<void> {
  const { data, out, reportFilters, minExamples, asciiOnly, outlierSigma, json, ...settings } = options;
  const signal = interruptSignal();
  const { trainModel } = await import("../node.ts");
  const progress = showProgress();
  const report = await trainModel({
    ...settings,
    dataPath: data,
    outDir: out,
    filters: await filtersOf(options),
    signal,
    onNote: note,
    onEpoch({ epoch, epochs, loss }) {
      progress.update(epoch / epochs, `epoch ${epoch} of ${epochs}, loss ${loss.toFixed(4)}`);
      const isTenth = Math.floor((epoch * 10) / epochs) > Math.floor(((epoch - 1) * 10) / epochs);
      if (isTenth && !process.stderr.isTTY) note(`epoch ${epoch} of ${epochs}, loss ${loss.toFixed(4)}`);
    },
  }).finally(progress.stop);
  if (json) printJson(documentOf(report));
  else printReport(report);
}

async function filtersOf(options: TrainOptions): Promise<Filters> {
  const { reportFilters, minExamples, asciiOnly, outlierSigma } = options;
  const base = reportFilters ? (await import("../dataset/index.ts")).reportFilters : {};
  return {
    ...base,
    ...(minExamples === undefined ? {} : { minimumExamples: minExamples }),
    ...(asciiOnly === undefined ? {} : { asciiOnly }),
    ...(outlierSigma === undefined ? {} : { outlierSigma }),
  };
}

/** The public contract up to `sha256`; what follows may grow. */
function documentOf(report: TrainModelReport): unknown {
  const { rows, words, epochs, steps, seconds, finalLoss, validation, sha256 } = report;
  const { maeZ, r2 } = validation;
  return {
    ...{ rows, words, epochs, steps, seconds, finalLoss, validation: { maeZ, r2 }, sha256 },
    path: report.path,
    validationRows: validation.rows,
    resumedFromEpoch: report.resumedFromEpoch,
    removed: report.removed,
    outsideWords: report.outsideWords,
  };
}

function printReport(report: TrainModelReport): void {
  const { rows, words, epochs, steps, seconds, finalLoss, validation, sha256, path } = report;
  const { maeZ, r2 } = validation;
  const { answered, unanswered } = report.outsideWords;
  const scores = `mean absolute error ${maeZ.toFixed(4)} z, R2 ${r2.toFixed(5)}`;
  print(
    `trained on ${count(rows)} rows of ${count(words)} words`,
    ...facts([
      ["took", `${duration(seconds)} for ${epochs} epochs, ${count(steps)} steps`],
      ["loss", finalLoss.toFixed(5)],
      ["validation", `${scores}, over ${count(validation.rows)} of the rows`],
      ["kin", `${count(answered)} more words answered from their kin, ${count(unanswered)} left unanswered`],
      ["sha256", sha256],
      ["wrote", path],
    ]),
  );
}
