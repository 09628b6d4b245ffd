import { type Command, InvalidArgumentError, Option } from "commander";
import type { DatasetSource, DatasetSummary } from "../node.ts";
import { NegativeResult } from "./failure.ts";
import { interruptSignal } from "./interrupt.ts";
import { jsonOption } from "./options.ts";
import { count, facts, print, printJson } from "./output.ts";
import { showProgress } from "./progress.ts";

interface FetchOptions {
  readonly out?: string;
  readonly revision?: string;
  readonly baseUrl?: string;
  readonly json?: true;
}

/** As many bad rows as a reader takes in; --json has all. */
const SHOWN_PROBLEMS = 20;

export function addData(program: Command): void {
  const data = program
    .command("data")
    .description("fetch and check the dataset that models are trained on")
    .addHelpText(
      "after",
      "\nExamples:\n  $ timbral data fetch\n  $ timbral data check eq_contributions.csv\n",
    );
  data
    .command("fetch")
    .description("download the public SocialFX dataset, once; an interrupted download is continued")
    .option("--out <dir>", "cache folder (default: $XDG_CACHE_HOME/timbral or ~/.cache/timbral)")
    .option("--revision <name>", "branch, tag or commit of the dataset (default: main)")
    .addOption(
      new Option(
        "--base-url <url>",
        "another server of the same layout (default: https://huggingface.co)",
      ).argParser(webAddress),
    )
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral data fetch
  $ timbral data fetch --out data --json | jq -r .folder
`,
    )
    .action(fetchData);
  data
    .command("check")
    .description("read a dataset and tell what is in it; exit code 1 if rows are bad")
    .argument("<path>", "CSV, Parquet or their folder")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral data check eq_contributions.csv
  $ timbral data check my-data --json | jq .problems
`,
    )
    .action(checkData);
}

function webAddress(text: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError("It must be an address that begins with http:// or https://.");
  }
  return text;
}

async function fetchData({ out, revision, baseUrl, json }: FetchOptions): Promise<void> {
  const signal = interruptSignal();
  const { fetchDataset } = await import("../node.ts");
  const progress = showProgress();
  const { folder, files } = await fetchDataset({
    ...(out === undefined ? {} : { cacheDir: out }),
    ...(revision === undefined ? {} : { revision }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    signal,
    onProgress: ({ file, receivedBytes, totalBytes }) =>
      progress.update(totalBytes ? receivedBytes / totalBytes : 0, `fetching ${file}`),
  }).finally(progress.stop);
  if (json) return printJson({ folder, files });
  print(
    folder,
    ...facts(
      files.map(({ file, bytes, sha256, cached }) => [
        file,
        `${count(bytes)} bytes, sha256 ${sha256.slice(0, 16)}..., ${cached ? "was there" : "fetched"}`,
      ]),
    ),
  );
}

async function checkData(path: string, { json }: { readonly json?: true }): Promise<void> {
  const { checkDataset } = await import("../node.ts");
  const summary = await checkDataset(path);
  const { problems } = summary;
  if (summary.rows === 0 && problems.length === 0) {
    throw new NegativeResult(`${summary.path}: must hold rows, got none`);
  }
  if (json) {
    printJson({
      ...summary,
      audioIds: Object.fromEntries(summary.audioIds),
      wordCounts: Object.fromEntries(summary.wordCounts),
    });
  } else print(...summaryLines(summary));
  const [first] = problems;
  if (first) {
    const rows = problems.length === 1 ? "1 row" : `${count(problems.length)} rows`;
    throw new NegativeResult(
      `${summary.path}: ${rows} cannot be read, first line ${first.line}: ${first.reason}`,
    );
  }
}

function summaryLines(summary: DatasetSummary & DatasetSource): string[] {
  const { problems, languages, audioIds, wordCounts } = summary;
  const range = ([low, high]: readonly [number, number], digits: number): string =>
    `${low.toFixed(digits)} to ${high.toFixed(digits)}`;
  const most = wordCounts.slice(0, 8).map(([word, rows]) => `${word} ${rows}`);
  const sounds = [...audioIds].sort(([a], [b]) => a - b).map(([id, rows]) => `${id}: ${count(rows)}`);
  return [
    summary.path,
    ...facts([
      ["format", summary.format],
      ["rows", `${count(summary.rows)} (${count(languages.en)} English, ${count(languages.es)} Spanish)`],
      ["words", `${count(summary.words)} (${count(summary.spellings)} spellings)`],
      ["most used", most.join(", ")],
      ["sounds", sounds.length > 0 ? sounds.join(", ") : "the file does not say"],
      ["gains", `${range(summary.gain, 2)} z`],
      ["consistency", range(summary.consistency, 4)],
      ["sha256", summary.sha256],
      ["problems", problems.length === 0 ? "none" : count(problems.length)],
    ]),
    ...problems.slice(0, SHOWN_PROBLEMS).map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...(problems.length > SHOWN_PROBLEMS ? [`  and ${problems.length - SHOWN_PROBLEMS} more`] : []),
  ];
}
