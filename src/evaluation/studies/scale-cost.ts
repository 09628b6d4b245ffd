import { split } from "../../dataset/index.ts";
import { fitStandardizer } from "../../math/index.ts";
import { defaultTrainingOptions, residualArchitecture } from "../../model/index.ts";
import { startLearning } from "../../semantics/index.ts";
import { lineChart } from "../charts/index.ts";
import type { Json, Scope, Section, Study, StudyData } from "../study.ts";
import { drawCorpus } from "../synthetic-corpus.ts";
import { wordsIn } from "../synthetic-corpus-counts.ts";
import { sourceOfExamples } from "../synthetic-corpus-source.ts";

const sizes: Readonly<Record<Scope, readonly number[]>> = {
  full: [1600, 4000, 10_000],
  quick: [1600, 3200],
};

type ScaleCost = {
  readonly rows: number;
  readonly words: number;
  /** Processor time of one epoch, after one that warms up. */
  readonly epochSeconds: number;
  /** Processor time of encoding all rows, placing all words and packing the bundle. */
  readonly placingSeconds: number;
  readonly peakBytes: number;
  readonly bundleBytes: number;
};

/** What training costs as data grow: time per row and memory, on corpora in the data's own statistics. */
export const scaleCostStudy: Study = {
  id: "scale-cost",
  title: "Cost of larger corpora",
  isTimed: true,
  tasks: (data, scope) =>
    sizes[scope].map((rows) => ({
      id: `rows=${rows}`,
      seconds: 2 + rows / 800,
      run: (): Json => measure(data, rows),
    })),
  async summarize(resultOf, _data, scope) {
    return summarize(
      sizes[scope].map((rows) => resultOf(`rows=${rows}`) as unknown as ScaleCost),
      scope,
    );
  },
};

function measure({ examples, machine }: StudyData, rows: number): ScaleCost {
  if (!machine) throw new TypeError("scaleCostStudy: data must bring a machine to measure with, got none");
  const words = wordsIn(rows);
  const corpus = drawCorpus(sourceOfExamples(examples), { rows, words, seed: 1 });
  const drawn = Array.from(corpus.rows(), ({ example }) => example);
  const { seed } = defaultTrainingOptions;
  const parts = split(drawn, { fraction: 0.2, seed });
  const rowOf = new Map(drawn.map((example, row) => [example, row]));
  const learning = startLearning({
    examples: drawn.map(({ term, ...example }) => ({ ...example, word: term })),
    training: parts.train.map((example) => rowOf.get(example)!),
    validation: parts.validation.map((example) => rowOf.get(example)!),
    standardizer: fitStandardizer(parts.train.map(({ gains }) => gains)),
    architecture: residualArchitecture,
    options: { ...defaultTrainingOptions, epochs: 2 },
  });
  learning.trainer.runEpoch();
  const begun = machine.cpuMs();
  learning.trainer.runEpoch();
  const trained = machine.cpuMs();
  const { bytes } = learning.finish({ dataSha256: "0".repeat(64), codeSha256: "0".repeat(64) });
  return {
    ...{ rows, words },
    epochSeconds: (trained - begun) / 1000,
    placingSeconds: (machine.cpuMs() - trained) / 1000,
    peakBytes: machine.peakBytes(),
    bundleBytes: bytes.length,
  };
}

async function summarize(costs: readonly ScaleCost[], scope: Scope): Promise<Section> {
  const { epochs } = defaultTrainingOptions;
  const inAll = (cost: ScaleCost): number => epochs * cost.epochSeconds + cost.placingSeconds;
  const [first, last] = [costs[0]!, costs.at(-1)!];
  const growth = inAll(last) / last.rows / (inAll(first) / first.rows);
  const perRow = (seconds: number, { rows }: ScaleCost): string => ((1000 * seconds) / rows).toFixed(2);
  return {
    findings: [
      `A training of ${epochs} epochs on ${last.rows.toLocaleString("en-US")} rows costs ${growth.toFixed(2)} times as much per row as on ${first.rows.toLocaleString("en-US")}: an epoch takes ${perRow(last.epochSeconds, last)} ms a row (${perRow(first.epochSeconds, first)}), placing the words ${perRow(last.placingSeconds, last)} ms a row (${perRow(first.placingSeconds, first)}).`,
      `It holds ${mebi(last.peakBytes)} MiB at most, and its bundle of ${last.words.toLocaleString("en-US")} words is ${mebi(last.bundleBytes)} MiB.`,
      ...(scope === "quick" ? ["Quick run: smaller corpora."] : []),
    ],
    tables: [
      {
        title: "Time and memory by rows",
        note: "Processor time of one process. Epoch: one of training the default network on 80 % of the rows. Placing: encoding all rows, learning the word space, every word's curve and confidence, searching words of 12 people or more for readings, packing the bundle; the search is most of it, and more of the rows are of such words in a larger corpus. Peak: the process's resident set.",
        columns: ["rows", "words", "epoch", "per row", "placing", "per row", "peak memory", "bundle"],
        rows: costs.map((cost) => [
          cost.rows.toLocaleString("en-US"),
          cost.words.toLocaleString("en-US"),
          `${cost.epochSeconds.toFixed(2)} s`,
          `${perRow(cost.epochSeconds, cost)} ms`,
          `${cost.placingSeconds.toFixed(2)} s`,
          `${perRow(cost.placingSeconds, cost)} ms`,
          `${mebi(cost.peakBytes)} MiB`,
          `${mebi(cost.bundleBytes)} MiB`,
        ]),
      },
    ],
    figures: [
      {
        title: "Time per row by rows",
        note: "Level lines are linear growth.",
        svg: await lineChart({
          xLabel: "rows",
          yLabel: "ms per row",
          xScale: "log",
          yDomain: [0, 0.1],
          series: [
            {
              name: "one epoch",
              points: costs.map(({ rows, epochSeconds }) => ({ x: rows, y: (1000 * epochSeconds) / rows })),
            },
            {
              name: "placing the words",
              points: costs.map(({ rows, placingSeconds }) => ({
                x: rows,
                y: (1000 * placingSeconds) / rows,
              })),
            },
          ],
        }),
      },
    ],
    values: costs as unknown as Json,
  };
}

function mebi(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 2 : 0);
}
