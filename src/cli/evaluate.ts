import { existsSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Evaluation, EvaluationFailure, EvaluationProgress } from "../node.ts";
import { colors } from "./colors.ts";
import { NegativeResult, UsageError } from "./failure.ts";
import { interruptSignal } from "./interrupt.ts";
import { forceOption, jsonOption, numberWithin } from "./options.ts";
import { duration, facts, note, print, printJson } from "./output.ts";
import { showProgress } from "./progress.ts";

interface EvaluateOptions {
  readonly data?: string;
  readonly out: string;
  readonly quick?: true;
  readonly only?: readonly string[];
  readonly jobs?: number;
  readonly restart?: true;
  readonly force?: true;
  readonly json?: true;
}

/** Findings are broken to the terminal's width, within these. */
const WIDTH_RANGE = [60, 110] as const;

export function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .description("measure how good the models are, against baselines and ceilings, and write a report")
    .option("--data <path>", "the dataset: CSV, Parquet or their folder (default: what data fetch brought)")
    .option("--out <dir>", "folder that gets report.html, report.json and timing.json", "report")
    .option("--quick", "fewer seeds, folds and epochs: a minute instead of many")
    .addOption(
      new Option("--only <parts>", "only these parts of the report, with commas between").argParser(listOf),
    )
    .addOption(
      new Option("--jobs <n>", "how many processes at a time (default: one per core)").argParser(
        numberWithin(1, 1024, "whole number"),
      ),
    )
    .option("--restart", "do all again, although there are results that could be kept")
    .addOption(forceOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral evaluate --data eq.csv
  $ timbral evaluate --quick --out quick-report
  $ timbral evaluate --only word-to-curve,terms --json | jq '.sections[0].values'

Ctrl-C stops and keeps what is done; the same command goes on from there. Results are kept
in the report's folder for as long as data and code stay the same, which is also why the
second run is short. The same data and code give the same report.json; what was measured
with a clock is in timing.json.
`,
    )
    .action(evaluate);
}

function listOf(text: string): string[] {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.includes("")) throw new InvalidArgumentError("It must be names with commas between.");
  return parts;
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const { out, quick, only, jobs, restart = false, force = false, json } = options;
  const signal = interruptSignal();
  const { defaultDatasetFolder, evaluate, FileError } = await import("../node.ts");
  const dataPath = options.data ?? defaultDatasetFolder();
  if (options.data === undefined && !existsSync(dataPath)) {
    const remedy = "`timbral data fetch` brings it, --data names another";
    throw new FileError(dataPath, `must be the dataset's folder, got nothing there (${remedy})`);
  }
  if (only) await assertParts(only);
  const progress = showProgress();
  const tell = tellProgress(progress.update);
  const evaluation = await evaluate({
    ...{ dataPath, outDir: out, scope: quick ? "quick" : "full", restart, force, signal },
    ...(only === undefined ? {} : { only }),
    ...(jobs === undefined ? {} : { jobs }),
    onProgress: tell,
    onNote: note,
  }).finally(progress.stop);
  if (json) printJson(documentOf(evaluation));
  else await printReport(evaluation);
  assertComplete(evaluation);
}

/** Asked before the data are read. */
async function assertParts(only: readonly string[]): Promise<void> {
  const { loadStudies } = await import("../evaluation/index.ts");
  const ids = (await loadStudies()).map(({ id }) => id);
  const unknown = only.find((id) => !ids.includes(id));
  if (unknown !== undefined) throw new UsageError(`--only takes ${ids.join(", ")}, got ${unknown}`);
}

/** The bar on a terminal; elsewhere a line at every tenth of the work. */
function tellProgress(
  update: (fraction: number, label: string) => void,
): (progress: EvaluationProgress) => void {
  const begun = performance.now();
  let told = 0;
  return ({ fraction, done, total }) => {
    update(fraction, `${done} of ${total} tasks`);
    if (process.stderr.isTTY || Math.floor(fraction * 10) <= told) return;
    told = Math.floor(fraction * 10);
    const left = ((performance.now() - begun) / 1000) * (1 / fraction - 1);
    const rest = fraction < 1 ? `, about ${duration(left)} left` : "";
    note(`${done} of ${total} tasks${rest}`);
  };
}

function documentOf({ scope, sections, failures, tasks, kept, seconds, paths }: Evaluation): unknown {
  return {
    ...{ scope, tasks, kept, seconds, ...paths },
    failures: failures.map(({ study, task, message }) => ({ study, task, message })),
    sections: sections.map(({ id, title, section }) => ({
      ...{ id, title, findings: section?.findings ?? null, values: section?.values ?? null },
    })),
  };
}

async function printReport({ sections, tasks, kept, seconds, paths }: Evaluation): Promise<void> {
  const { sectionText } = await import("../evaluation/index.ts");
  const style = { heading: colors.bold, quiet: colors.dim, bad: colors.red };
  const [narrowest, widest] = WIDTH_RANGE;
  const width = Math.min(widest, Math.max(narrowest, process.stdout.columns ?? 80));
  for (const section of sections) print(...sectionText(section, style, width), "");
  const before = kept > 0 ? `, ${kept} of them before` : "";
  print(
    ...facts([
      ["took", `${duration(seconds)} for ${tasks} tasks${before}`],
      ["report", paths.html],
      ["values", paths.json],
      ["times", paths.timing],
    ]),
  );
}

/** Lists what failed, and makes it the command's end. */
function assertComplete({ failures, paths }: Evaluation): void {
  if (failures.length === 0) return;
  for (const failure of failures) note(`failed: ${nameOf(failure)}: ${failure.message}`);
  if (process.env.TIMBRAL_DEBUG) {
    for (const { stack } of failures) process.stderr.write(`${stack ?? ""}\n`);
  }
  const what = failures.length === 1 ? nameOf(failures[0]!) : `${failures.length} tasks`;
  throw new NegativeResult(`${what} failed, so ${paths.html} is not complete; the same command tries again`);
}

function nameOf({ study, task }: EvaluationFailure): string {
  return `${study} ${task}`;
}
