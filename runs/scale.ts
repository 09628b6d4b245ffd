// What a training costs on corpora of growing size with known truth, and how near it comes to the truth: rows and words
// as many as SocialFX would have had on the way to 40,000 rows of 7,000 words. Each size is a process of its own; times
// are of the processor, so that others at work on the machine count less.
//   npx tsx runs/scale.ts [--model folder] [--epochs 5] [rows ...]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pearson } from "../src/evaluation/metrics/prediction.ts";
import { wordsIn } from "../src/evaluation/synthetic-corpus-counts.ts";
import { readTruth, trueExpectations } from "../src/evaluation/synthetic-corpus-csv.ts";
import { loadSocialFx } from "../src/node/dataset-file.ts";
import { machine } from "../src/node/evaluate-machine.ts";
import { openModelFile } from "../src/node/open-model-file.ts";
import { synthesizeCorpus } from "../src/node/synthesize-corpus.ts";
import { trainModel } from "../src/node/train-model.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { model: { type: "string" }, epochs: { type: "string", default: "5" }, data: { type: "string" } },
});
const epochs = Number(values.epochs);

/** Of one size. */
interface Cost {
  readonly words: number;
  /** Reading the table and setting up. */
  readonly readSeconds: number;
  readonly epochSeconds: number;
  /** Encoding all rows, placing the words, packing and writing the bundle. */
  readonly placeSeconds: number;
  readonly peakBytes: number;
  readonly bundleBytes: number;
}

/** Trains on a table, alone in its process. */
async function measure(dataPath: string): Promise<Cost> {
  const outDir = join(dataPath, "..", "model");
  const begun = machine.cpuMs();
  const marks: number[] = [];
  const { words, path } = await trainModel({
    ...{ dataPath, outDir, epochs, force: true, restart: true },
    onEpoch: () => marks.push(machine.cpuMs()),
  });
  const done = machine.cpuMs();
  const [first, last] = [marks[0]!, marks.at(-1)!];
  const epochMs = (last - first) / (epochs - 1);
  return {
    words,
    readSeconds: (first - begun - epochMs) / 1000,
    epochSeconds: epochMs / 1000,
    placeSeconds: (done - last) / 1000,
    peakBytes: machine.peakBytes(),
    bundleBytes: statSync(path).size,
  };
}

function costOf(dataPath: string): Cost {
  const script = fileURLToPath(import.meta.url);
  const args = [...process.execArgv, script, "--data", dataPath, "--epochs", String(epochs)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Mean correlation with the true curve, of the model's and of the plain mean, by rows per word. */
async function printTruth(folder: string): Promise<void> {
  const { examples } = await loadSocialFx(join(folder, "corpus.csv"));
  const truth = trueExpectations(readTruth(readFileSync(join(folder, "corpus.truth.csv"), "utf8")));
  const { model } = await openModelFile(join(folder, "model"));
  const sums = new Map<string, { rows: number; sum: Float64Array }>();
  for (const { term, gains } of examples) {
    const own = sums.get(term) ?? { rows: 0, sum: new Float64Array(gains.length) };
    own.rows += 1;
    for (let band = 0; band < gains.length; band++) own.sum[band]! += gains[band]!;
    sums.set(term, own);
  }
  const classes = [1, 2, 4, 8, 16, 64, Number.POSITIVE_INFINITY];
  console.log("correlation with the true expected curve: rows of the word, words, plain mean, Timbral");
  for (const [index, low] of classes.slice(0, -1).entries()) {
    const words = [...sums].filter(([, { rows }]) => rows >= low && rows < classes[index + 1]!);
    if (words.length === 0) continue;
    const mean = (score: (word: string, sum: Float64Array) => number): string =>
      (words.reduce((total, [word, { sum }]) => total + score(word, sum), 0) / words.length).toFixed(3);
    const plain = mean((word, sum) => pearson(sum, truth.get(word)!));
    const ours = mean((word) => pearson(model.expectedZ(word), truth.get(word)!));
    const upTo = classes[index + 1] === Number.POSITIVE_INFINITY ? "more" : classes[index + 1]! - 1;
    console.log(`  ${low}..${upTo}  ${words.length}  ${plain}  ${ours}`);
  }
}

if (values.data !== undefined) console.log(JSON.stringify(await measure(values.data)));
else {
  const sizes = positionals.length > 0 ? positionals.map(Number) : [1600, 5000, 10_000, 20_000, 40_000];
  const folder = mkdtempSync(join(tmpdir(), "timbral-scale-"));
  console.log(
    `${epochs} epochs; per row: of one epoch, of reading, of placing the words; all in processor time`,
  );
  let first: number | undefined;
  for (const rows of sizes) {
    const corpus = join(folder, "corpus.csv");
    const words = wordsIn(rows);
    const made = await synthesizeCorpus({
      ...{ outPath: corpus, rows, words, force: true, modelPath: values.model },
    });
    const cost = costOf(corpus);
    const { readSeconds, epochSeconds, placeSeconds, peakBytes, bundleBytes } = cost;
    const total = readSeconds + epochs * epochSeconds + placeSeconds;
    const perRow = (seconds: number): string => `${((1000 * seconds) / rows).toFixed(3)} ms`;
    first ??= total / rows;
    console.log(
      [
        `${rows} rows, ${cost.words} words (most used: ${made.mostRows})`,
        `epoch ${epochSeconds.toFixed(2)} s (${perRow(epochSeconds)})`,
        `reading ${readSeconds.toFixed(2)} s (${perRow(readSeconds)})`,
        `placing ${placeSeconds.toFixed(2)} s (${perRow(placeSeconds)})`,
        `in all ${total.toFixed(1)} s, per row ${(total / rows / first).toFixed(2)} times the first size's`,
        `peak ${(peakBytes / 2 ** 20).toFixed(0)} MiB`,
        `bundle ${(bundleBytes / 2 ** 20).toFixed(2)} MiB`,
      ].join("; "),
    );
    if (rows === sizes.at(-1)) await printTruth(folder);
  }
  rmSync(folder, { recursive: true });
}
