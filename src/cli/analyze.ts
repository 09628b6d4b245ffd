import { existsSync } from "node:fs";
import type { Command } from "commander";
import type { AnalyzedPair, AnalyzedWord, AnalyzedWords } from "../node.ts";
import { colors } from "./colors.ts";
import { UsageError } from "./failure.ts";
import { forceOption, jsonOption, plotOption } from "./options.ts";
import { facts, note, people, print, printJson } from "./output.ts";

interface AnalyzeOptions {
  readonly data?: string;
  readonly plot?: string;
  readonly force?: true;
  readonly json?: true;
}

/** As the library takes them. */
const MOST_WORDS = 6;

export function addAnalyze(program: Command): void {
  program
    .command("analyze")
    .description("show how people set a word: how far they agree, where they boost and cut")
    .argument("<words...>", `1 to ${MOST_WORDS} words, each compared with the others`)
    .option("--data <path>", "the dataset: CSV, Parquet or their folder (default: what data fetch brought)")
    .addOption(plotOption())
    .addOption(forceOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral analyze warm bright
  $ timbral analyze warm bright --data eq.csv --plot warm-bright.svg
  $ timbral analyze warm --json | jq '.words[0].regions'

Figures are in the data's z units, which are not decibels: every person's curve has mean 0
and standard deviation 1 over its bands. A share of people counts everybody by the mean of
their curve over the region. Groups are k-means clusters, which are found in any ten curves.
`,
    )
    .action(analyze);
}

async function analyze(words: readonly string[], options: AnalyzeOptions): Promise<void> {
  if (words.length > MOST_WORDS) {
    throw new UsageError(`1 to ${MOST_WORDS} words can be analysed at once, got ${words.length}`);
  }
  if (words.some((word) => word.trim() === "")) throw new UsageError("a word must not be blank");
  const { analyzeWords, assertPlotPath, defaultDatasetFolder, FileError } = await import("../node.ts");
  const { plot, force = false, json } = options;
  if (plot !== undefined) await assertPlotPath(plot, force);
  const dataPath = options.data ?? defaultDatasetFolder();
  if (options.data === undefined && !existsSync(dataPath)) {
    const remedy = "`timbral data fetch` brings it, --data names another";
    throw new FileError(dataPath, `must be the dataset's folder, got nothing there (${remedy})`);
  }
  const result = await analyzeWords({ words, dataPath, onNote: note });
  if (plot !== undefined) {
    const { writeAnalysisPlot } = await import("./analyze-plot.ts");
    await writeAnalysisPlot(plot, result.words, { force });
  }
  if (json) return printJson(await documentOf(result));
  for (const word of result.words) print(...(await wordLines(word)), "");
  if (result.pairs.length > 0) print(...pairLines(result.pairs), "");
  print(...facts([["data", result.path], ...(plot === undefined ? [] : [["plot", plot] as const])]));
}

async function documentOf({ words, pairs, path, sha256 }: AnalyzedWords): Promise<unknown> {
  const { bandFrequencyHz } = await import("../effects/index.ts");
  const list = (values: ArrayLike<number>): number[] => Array.from(values);
  return {
    data: { path, sha256 },
    frequencyHz: bandFrequencyHz,
    words: words.map(({ mean, median, weightedMean, quartiles, clusters, agreement, ...figures }) => ({
      ...figures,
      agreement: agreement ?? null,
      meanZ: list(mean),
      medianZ: list(median),
      weightedMeanZ: list(weightedMean),
      quartilesZ: { low: list(quartiles.low), high: list(quartiles.high) },
      clusters: clusters
        ? {
            ...clusters,
            groups: clusters.groups.map(({ people, mean }) => ({ people, meanZ: list(mean) })),
            labels: list(clusters.labels),
          }
        : null,
    })),
    pairs,
  };
}

async function wordLines(analysis: AnalyzedWord): Promise<string[]> {
  const [{ languageNames }, { sparkline }] = await Promise.all([
    import("./curve-words.ts"),
    import("./terminal-curve.ts"),
  ]);
  const { word, languages, consistency, variance, agreement, clusters, mean, regions } = analysis;
  const used = (["en", "es"] as const).filter((code) => languages[code] > 0);
  const names = used.map((code) => languageNames[code] + (used.length > 1 ? ` ${languages[code]}` : ""));
  const reach = Math.max(0.5, ...mean.map(Math.abs));
  const groups = clusters?.groups.map(({ people }) => people) ?? [];
  return [
    `${word} (${people(analysis.people)}, ${names.join(", ")})`,
    ...facts([
      ["mean curve", `${sparkline([...mean], reach)}  within ±${reach.toFixed(1)} z`],
      ["", colors.dim(`${"20 Hz".padEnd(34)}20 kHz`)],
      ["consistency", `${consistency.toFixed(3)} = 1 / (1 + variance ${variance.toFixed(3)})`],
      ["agreement", agreement === undefined ? "one person" : `r ${signed(agreement)} between two people`],
      [
        "groups",
        clusters
          ? `${groups.length}, of ${groups.join(" and ")} people; silhouette ${clusters.silhouette.toFixed(2)}`
          : "too few people to look for any",
      ],
    ]),
    "",
    colors.dim(`  ${"".padEnd(22)}${["mean", "above 0", "> +0.5 z", "< -0.5 z"].map(cell).join("")}`),
    ...regions.map(({ name, rangeHz, mean, above, boosted, cut }) => {
      const cells = [`${signed(mean)} z`, ...[above, boosted, cut].map(percent)];
      return `  ${name.padEnd(11)}${rangeText(rangeHz).padEnd(11)}${cells.map(cell).join("")}`;
    }),
  ];
}

function pairLines(pairs: readonly AnalyzedPair[]): string[] {
  const names = pairs.map(({ words }) => words.join(" | "));
  const width = Math.max(11, ...names.map((name) => name.length));
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(width)}${cells.map(cell).join("")}`;
  return [
    colors.dim(line("correlation", ["means", "medians", "weighted"])),
    ...pairs.map(({ mean, median, weightedMean }, index) =>
      line(
        names[index]!,
        [mean, median, weightedMean].map((r) => signed(r, 3)),
      ),
    ),
  ];
}

function cell(text: string): string {
  return text.padStart(11);
}

/** No sign at 0. */
function signed(value: number, digits = 2): string {
  const size = Math.abs(value).toFixed(digits);
  return `${Number(size) === 0 ? "" : value < 0 ? "-" : "+"}${size}`;
}

/** `60-200 Hz`, `0.5-2 kHz`. */
function rangeText([lowHz, highHz]: readonly [number, number]): string {
  return highHz < 1000 ? `${lowHz}-${highHz} Hz` : `${lowHz / 1000}-${highHz / 1000} kHz`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
