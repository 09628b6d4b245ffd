import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { UsageError } from "../src/cli/failure.ts";
import { addSynth } from "../src/cli/synth.ts";
import { pearson } from "../src/evaluation/metrics/prediction.ts";
import { drawCorpus } from "../src/evaluation/synthetic-corpus.ts";
import { readTruth, trueExpectations } from "../src/evaluation/synthetic-corpus-csv.ts";
import { sourceOfBundle } from "../src/evaluation/synthetic-corpus-source.ts";
import { loadSocialFx } from "../src/node/dataset-file.ts";
import { openModelFile } from "../src/node/open-model-file.ts";
import {
  SynthesisInterrupted,
  type SynthesizeCorpusOptions,
  synthesizeCorpus,
} from "../src/node/synthesize-corpus.ts";
import { trainModel } from "../src/node/train-model.ts";
import { writeTable } from "./support/small-table.ts";

const scratch = mkdtempSync(join(tmpdir(), "timbral-synth-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const folder = () => mkdtempSync(join(scratch, "out-"));

const model = join(scratch, "model");
beforeAll(async () => {
  writeTable(join(scratch, "table.csv"));
  await trainModel({ dataPath: join(scratch, "table.csv"), outDir: model, epochs: 2 });
});

const synthesize = (outPath: string, more: Partial<SynthesizeCorpusOptions> = {}) =>
  synthesizeCorpus({ ...{ outPath, rows: 500, words: 80, seed: 3, modelPath: model }, ...more });

describe("synthesizeCorpus", () => {
  test("writes the rows that were drawn, as the dataset's reader takes them, and the truth about them", async () => {
    const path = join(folder(), "made.csv");
    const fractions: number[] = [];
    const made = await synthesize(path, { onProgress: (fraction) => fractions.push(fraction) });
    const truthPath = path.replace(".csv", ".truth.csv");
    expect(made).toMatchObject({ path, truthPath, rows: 500, words: 80 });
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);

    const { bundle } = await openModelFile(model);
    const corpus = drawCorpus(sourceOfBundle(bundle), { rows: 500, words: 80, seed: 3 });
    const reading = await loadSocialFx(path);
    expect(reading.format).toBe("csv");
    expect(reading.problems).toEqual([]);
    expect(reading.examples).toEqual(Array.from(corpus.rows(), ({ example }) => example));
    // The crowd's words come first; they are in the table that the model learned from.
    expect(
      corpus.words
        .slice(0, 5)
        .map(({ word }) => word)
        .sort(),
    ).toEqual(["bright", "cálido", "harsh", "soft", "warm"]);

    const truth = readTruth(readFileSync(truthPath, "utf8"));
    expect(truth.map(({ word }) => word)).toEqual(
      corpus.words.flatMap(({ word, readings }) => readings.map(() => word)),
    );
    corpus.words.forEach(({ word, language, people, family, readings }) => {
      const own = truth.filter((reading) => reading.word === word);
      expect(own).toEqual(
        readings.map(({ share, effect }, index) => ({
          ...{ word, language, people, family, reading: index + 1, share },
          expectedZ: corpus.expectedZ(effect),
        })),
      );
    });
  });

  test("gives the same bytes for the same seed, others for another", async () => {
    const out = folder();
    const bytesOf = async (name: string, seed: number) => {
      const { path, truthPath } = await synthesize(join(out, name), { seed });
      return readFileSync(path, "utf8") + readFileSync(truthPath, "utf8");
    };
    const one = await bytesOf("one.csv", 1);
    expect(await bytesOf("again.csv", 1)).toBe(one);
    expect(await bytesOf("two.csv", 2)).not.toBe(one);
  });

  test("replaces neither the table nor the truth unless forced", async () => {
    for (const name of ["made.csv", "made.truth.csv"]) {
      const out = folder();
      writeFileSync(join(out, name), "precious");
      await expect(synthesize(join(out, "made.csv"))).rejects.toThrow(
        `${name}: output must not exist yet (or be forced), got a file there`,
      );
      expect(readdirSync(out)).toEqual([name]);
      expect(readFileSync(join(out, name), "utf8")).toBe("precious");
      await synthesize(join(out, "made.csv"), { force: true });
      expect(readdirSync(out).sort()).toEqual(["made.csv", "made.truth.csv"]);
      expect(readFileSync(join(out, name), "utf8")).not.toContain("precious");
    }
  });

  test("an interruption leaves nothing, wherever it comes, and keeps what was there", async () => {
    for (const stopAfter of [1, 3]) {
      const out = folder();
      writeFileSync(join(out, "made.csv"), "precious");
      const signal = { aborted: false };
      let calls = 0;
      const run = synthesize(join(out, "made.csv"), {
        ...{ force: true, signal, words: 300 },
        onProgress() {
          calls += 1;
          if (calls === stopAfter) signal.aborted = true;
        },
      });
      await expect(run).rejects.toThrow(SynthesisInterrupted);
      expect(calls).toBe(stopAfter);
      expect(readdirSync(out)).toEqual(["made.csv"]);
      expect(readFileSync(join(out, "made.csv"), "utf8")).toBe("precious");
    }
  });

  test("what cannot be is refused before anything is written", async () => {
    const out = folder();
    mkdirSync(join(out, "folder.csv"));
    await expect(synthesize(join(out, "made.txt"))).rejects.toThrow("a corpus's name must end in .csv");
    await expect(synthesize(join(out, "none", "made.csv"))).rejects.toThrow(
      "must lie in a folder that exists",
    );
    await expect(synthesize(join(out, "folder.csv"), { force: true })).rejects.toThrow("got a directory");
    await expect(synthesize(join(out, "made.csv"), { words: 501 })).rejects.toThrow("words must be");
    await expect(synthesize(join(out, "made.csv"), { modelPath: out })).rejects.toThrow("no such file");
    expect(readdirSync(out)).toEqual(["folder.csv"]);
  });

  test("a model that is trained on it answers every word, nearer to the truth than chance", async () => {
    const out = folder();
    const { path, truthPath } = await synthesize(join(out, "made.csv"), { rows: 400, words: 150 });
    const report = await trainModel({ dataPath: path, outDir: out, epochs: 2 });
    expect(report).toMatchObject({ rows: 400, words: 150 });
    const learned = await openModelFile(out);
    const truth = trueExpectations(readTruth(readFileSync(truthPath, "utf8")));
    const scores = Array.from(truth, ([word, curve]) => pearson(learned.model.expectedZ(word), curve));
    expect(scores).toHaveLength(150);
    expect(scores.reduce((sum, r) => sum + r, 0) / 150).toBeGreaterThan(0.5);
  });
});

describe("a table of truths", () => {
  test("is refused where it is something else", () => {
    expect(() => readTruth("word,language\nwarm,English\n")).toThrow(
      "readTruth: the first line must be word,",
    );
    const path = join(scratch, "cut.csv");
    return synthesize(path).then(({ truthPath }) => {
      const text = readFileSync(truthPath, "utf8");
      expect(() => readTruth(text.slice(0, -30))).toThrow("readTruth: line");
    });
  });
});

describe("synth on the command line", () => {
  async function cli(...args: readonly string[]) {
    let stdout = "";
    const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      stdout += text;
      return true;
    });
    try {
      const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
      addSynth(program);
      await program.parseAsync(["synth", "--model", model, ...args], { from: "user" });
    } finally {
      spy.mockRestore();
    }
    return stdout;
  }

  test("says what it made, or one JSON document", async () => {
    const out = join(folder(), "made.csv");
    const args = ["--rows", "300", "--words", "60", "--out", out];
    expect(await cli(...args)).toMatch(
      /^made 300 rows of 60 words\n.*took .*\n.*families; \d+ words have a single row\n.*most used.*\n.*readings.*\n.*wrote.*made\.csv\n.*truth.*made\.truth\.csv\n$/,
    );
    expect(existsSync(out)).toBe(true);
    await expect(cli(...args)).rejects.toThrow("must not exist yet");
    const document = JSON.parse(await cli(...args, "--force", "--json"));
    expect(Object.keys(document)).toEqual([
      ...["rows", "words", "seed", "path", "truth"],
      ...["families", "dividedWords", "singleWords", "mostRows", "seconds"],
    ]);
    expect(document).toMatchObject({ rows: 300, words: 60, seed: 1, path: out });
  });

  test("wrong usage is told apart", async () => {
    const out = join(folder(), "made.csv");
    await expect(cli("--rows", "10", "--words", "11", "--out", out)).rejects.toThrow(UsageError);
    await expect(cli("--rows", "1", "--out", out)).rejects.toThrow("whole number within 2..10000000");
    await expect(cli("--out", "made.json")).rejects.toThrow("It must end in .csv");
    await expect(cli()).rejects.toThrow("--out");
    expect(existsSync(out)).toBe(false);
  });
});
