import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { openModel } from "../semantics/index.ts";
import { TrainingInterrupted, trainModel } from "./train-model.ts";

const scratch = mkdtempSync(join(tmpdir(), "timbral-train-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const folder = () => mkdtempSync(join(scratch, "out-"));

/** A table like the crowd's: a few words, each row a tilted line with noise, mean 0 and deviation 1. */
function writeTable(name: string, rows = 60, spoil: (line: string, row: number) => string = (line) => line) {
  const random = createRandom(31);
  const words = ["warm", "bright", "cálido", "soft", "harsh"];
  const lines = Array.from({ length: rows }, (_, row) => {
    const word = words[row % words.length]!;
    const raw = bandFrequencyHz.map((_, band) => ((row % 5) - 2) * band + 30 * random.uniform());
    const mean = raw.reduce((a, b) => a + b, 0) / 40;
    const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40);
    const gains = raw.map((value) => (value - mean) / deviation);
    const language = word === "cálido" ? "Español" : "English";
    return spoil([word, language, 7, 0.5, ...gains].join(","), row);
  });
  const header = [
    "word",
    "language",
    "audio_id",
    "ratings_consistency",
    ...bandFrequencyHz.map((f) => `${f}Hz`),
  ];
  const path = join(scratch, name);
  writeFileSync(path, [header.join(","), ...lines].join("\n"));
  return path;
}

const table = writeTable("table.csv");
const small = { dataPath: table, epochs: 4, batchSize: 8 };

describe("trainModel", () => {
  test("writes one bundle that opens, and says what it came to", async () => {
    const outDir = folder();
    const epochs: number[] = [];
    const report = await trainModel({ ...small, outDir, onEpoch: ({ epoch }) => epochs.push(epoch) });
    expect(readdirSync(outDir)).toEqual(["model.safetensors"]);
    expect(epochs).toEqual([1, 2, 3, 4]);
    expect(report).toMatchObject({ rows: 60, words: 5, epochs: 4, steps: 24, resumedFromEpoch: 0 });
    expect(report.finalLoss).toBeGreaterThan(0);
    const { model, bundle } = openModel(readFileSync(report.path));
    expect(bundle.contentSha256).toBe(report.sha256);
    expect(bundle.validation).toEqual(report.validation);
    expect(model.curve("calido").words[0]).toMatchObject({ word: "cálido", people: 12, language: "es" });
  });

  test("interrupted, it saves, and the same call goes on to the same bundle", async () => {
    const unbroken = await trainModel({ ...small, outDir: folder() });
    const outDir = folder();
    const signal = { aborted: false };
    const onEpoch = ({ epoch }: { epoch: number }) => {
      signal.aborted = epoch === 2;
    };
    await expect(trainModel({ ...small, outDir, signal, onEpoch })).rejects.toThrow(TrainingInterrupted);
    expect(readdirSync(outDir)).toEqual(["checkpoint.safetensors"]);
    const notes: string[] = [];
    const resumed = await trainModel({ ...small, outDir, onNote: (line) => notes.push(line) });
    expect(resumed.resumedFromEpoch).toBe(2);
    expect(notes.join()).toMatch(/going on from epoch 2/);
    expect({ ...resumed, ...changing }).toEqual({ ...unbroken, ...changing });
    expect(readdirSync(outDir)).toEqual(["model.safetensors"]);
  });

  /** What two runs to the same bundle may differ in. */
  const changing = { seconds: 0, path: "", resumedFromEpoch: 0 };

  test("a checkpoint of other settings, or a damaged one, is not used", async () => {
    const outDir = folder();
    const signal = { aborted: true };
    await expect(trainModel({ ...small, outDir, signal })).rejects.toThrow("interrupted after epoch 0 of 4");
    const notes: string[] = [];
    const note = (line: string) => notes.push(line);
    expect((await trainModel({ ...small, seed: 2, outDir, onNote: note })).resumedFromEpoch).toBe(0);
    expect(notes.pop()).toMatch(/is of another training: beginning anew/);
    writeFileSync(join(outDir, "checkpoint.safetensors"), "rubbish");
    expect((await trainModel({ ...small, outDir, force: true, onNote: note })).resumedFromEpoch).toBe(0);
    expect(notes.pop()).toMatch(/cannot be used .*beginning anew/);
  });

  test("does not replace a bundle unasked, nor start on rows that cannot be read", async () => {
    const outDir = folder();
    await trainModel({ ...small, outDir });
    await expect(trainModel({ ...small, outDir })).rejects.toThrow(
      /model.safetensors: bundle must not exist yet \(or be forced\)/,
    );
    const spoiled = writeTable("spoiled.csv", 60, (line, row) => (row === 6 ? line.slice(0, 90) : line));
    const given = { ...small, dataPath: spoiled, outDir: folder() };
    await expect(trainModel(given)).rejects.toThrow(/spoiled.csv: line 8: must hold .* \(or be skipped\)/);
    expect(existsSync(join(given.outDir, "model.safetensors"))).toBe(false);
    expect((await trainModel({ ...given, skipBadRows: true })).rows).toBe(59);
  });

  test("finds out before training that it cannot end well", async () => {
    const file = join(scratch, "a-file");
    writeFileSync(file, "");
    await expect(trainModel({ ...small, outDir: file })).rejects.toThrow(
      /a-file: must be a folder, got a file/,
    );
    const few = writeTable("few.csv", 4);
    await expect(trainModel({ ...small, dataPath: few, outDir: folder() })).rejects.toThrow(
      /few.csv: must hold rows to train and score on, two words and one of them twice, got 4 rows of 4 words/,
    );
  });

  test("stops where the loss leaves the numbers, and says when the network is worse than none", async () => {
    const outDir = folder();
    const wild = { ...small, outDir, contrastiveWeight: 1e300 };
    await expect(trainModel(wild)).rejects.toThrow(
      /the loss must stay finite, got (NaN|Infinity) in epoch 1/,
    );
    expect(readdirSync(outDir)).toEqual([]);
    const notes: string[] = [];
    const bad = { ...small, outDir, learningRate: 10, schedule: "constant" as const };
    await trainModel({ ...bad, onNote: (line) => notes.push(line) });
    expect(notes.join()).toMatch(/worse than the mean curve does/);
  });

  test("filters are counted", async () => {
    const notes: string[] = [];
    const filters = { asciiOnly: true };
    const options = { ...small, outDir: folder(), filters, onNote: (line: string) => notes.push(line) };
    expect(await trainModel(options)).toMatchObject({ rows: 48, words: 4, removed: { nonAscii: 12 } });
    expect(notes).toEqual([
      "filters keep 48 of 60 rows (removed: 12 non-ASCII, 0 outliers, 0 of rare words)",
      "no reverb_contributions.csv or comp_contributions.csv beside the table: words learn less from each other",
    ]);
  });

  test("a parametric head and the report's architecture train too", async () => {
    const given = { ...small, epochs: 40, outDir: folder(), head: "parametric", bands: 5 } as const;
    const parametric = await trainModel(given);
    expect(parametric.validation.r2).toBeGreaterThan(0);
    const report = await trainModel({ ...small, outDir: folder(), architecture: "report" });
    expect(report.sha256).not.toBe(parametric.sha256);
  });
});

const built = fileURLToPath(new URL("../../dist/node/train-model.js", import.meta.url));

describe.skipIf(!existsSync(built))("killed with SIGKILL while it trains", () => {
  test("the next run goes on from the last checkpoint to the same bits", async () => {
    const long = { dataPath: writeTable("long.csv", 400), epochs: 40 };
    const unbroken = await trainModel({ ...long, outDir: folder() });
    const outDir = folder();
    await killWhenCheckpointed(
      spawn(process.execPath, [
        "--input-type=module",
        "--eval",
        `import { trainModel } from ${JSON.stringify(built)};
         await trainModel(${JSON.stringify({ ...long, outDir })});`,
      ]),
      join(outDir, "checkpoint.safetensors"),
    );
    expect(readdirSync(outDir)).not.toContain("model.safetensors");
    const resumed = await trainModel({ ...long, outDir });
    expect(resumed.resumedFromEpoch).toBeGreaterThan(0);
    expect(resumed.sha256).toBe(unbroken.sha256);
  });
});

async function killWhenCheckpointed(child: ChildProcess, checkpoint: string): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  const watch = setInterval(() => existsSync(checkpoint) && child.kill("SIGKILL"), 5);
  await ended;
  clearInterval(watch);
}
