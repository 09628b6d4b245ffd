import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "./failure.ts";
import { interruptSignal } from "./interrupt.ts";
import { forceOption, jsonOption, modelOption, numberWithin } from "./options.ts";
import { count, duration, facts, print, printJson } from "./output.ts";
import { showProgress } from "./progress.ts";

interface SynthOptions {
  readonly rows: number;
  readonly words: number;
  readonly out: string;
  readonly seed: number;
  readonly model?: string;
  readonly force?: true;
  readonly json?: true;
}

const MOST_ROWS = 10_000_000;
const MOST_WORDS = 1_000_000;

export function addSynth(program: Command): void {
  const whole = (flags: string, about: string, fallback: number, range: readonly [number, number]): Option =>
    new Option(flags, about).argParser(numberWithin(...range, "whole number")).default(fallback);
  program
    .command("synth")
    .description("make a large dataset with known truth, to test training and evaluation on")
    .requiredOption("--out <file.csv>", "the dataset; the truth goes beside it as file.truth.csv", csvPath)
    .addOption(whole("--rows <n>", "how many curves", 40_000, [2, MOST_ROWS]))
    .addOption(whole("--words <n>", "of how many words, at most as many as rows", 7000, [2, MOST_WORDS]))
    .addOption(whole("--seed <n>", "decides everything that is random", 1, [0, 2 ** 31 - 1]))
    .addOption(modelOption())
    .addOption(forceOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral synth --rows 40000 --words 7000 --out large.csv
  $ timbral train --data large.csv --out large-model --epochs 5
  $ timbral synth --rows 5000 --words 1500 --seed 2 --out small.csv --json | jq .truth

Rows and listeners are made up in the statistics of the model's own data: how many rows
words have, how far words differ and people disagree, how consistently they rate. The
model's words come first, then made-up ones. The truth has, for every word and reading, the
curve that one more person is expected to make. The same seed, sizes and model give the
same files.
`,
    )
    .action(synth);
}

function csvPath(path: string): string {
  if (!/\.csv$/i.test(path)) throw new InvalidArgumentError("It must end in .csv.");
  return path;
}

async function synth(options: SynthOptions): Promise<void> {
  const { rows, words, out, seed, model, force = false, json } = options;
  if (words > rows) throw new UsageError(`--words must be at most --rows (${rows}), got ${words}`);
  const signal = interruptSignal();
  const { synthesizeCorpus } = await import("../node/synthesize-corpus.ts");
  const progress = showProgress();
  const made = await synthesizeCorpus({
    ...{ outPath: out, rows, words, seed, modelPath: model, force, signal },
    onProgress: (fraction) => progress.update(fraction, "writing rows"),
  }).finally(progress.stop);
  if (json) {
    const { path, truthPath, families, dividedWords, singleWords, mostRows, seconds } = made;
    printJson({
      ...{ rows, words, seed, path, truth: truthPath },
      ...{ families, dividedWords, singleWords, mostRows, seconds },
    });
    return;
  }
  print(
    `made ${count(rows)} rows of ${count(words)} words`,
    ...facts([
      ["took", duration(made.seconds)],
      ["words", `${count(made.families)} families; ${count(made.singleWords)} words have a single row`],
      ["most used", `a word with ${count(made.mostRows)} rows`],
      ["readings", `${count(made.dividedWords)} words have two, the others one`],
      ["wrote", made.path],
      ["truth", made.truthPath],
    ]),
  );
}
