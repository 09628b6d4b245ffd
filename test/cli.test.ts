import { spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createProgram } from "../src/cli/program.ts";
import { bandFrequencyHz } from "../src/effects/index.ts";
import { BUNDLE_FORMAT } from "../src/model/index.ts";
import { defaultTrainModelOptions } from "../src/node/train-model.ts";
import { readWordBundle, writeWordBundle } from "../src/semantics/index.ts";
import { clip, emptyFolder, model, type Run, sha256, timbral } from "./support/run-cli.ts";
import { writeTable } from "./support/small-table.ts";

/** A folder with the clip as `in.wav`. */
function withClip(): string {
  const folder = emptyFolder();
  copyFileSync(clip, join(folder, "in.wav"));
  return folder;
}

/** Runs with --json, expects success and stdout to be exactly one JSON document. */
async function json(folder: string, ...args: string[]) {
  const run = await timbral(folder, [...args, "--json"]);
  expect(run).toMatchObject({ code: 0 });
  expect(run.stdout.endsWith("\n")).toBe(true);
  return JSON.parse(run.stdout);
}

const isCurve = (values: unknown): boolean =>
  Array.isArray(values) && values.length === 40 && values.every(Number.isFinite);

describe("apply", () => {
  test("writes in.WORD.wav beside the input, says what changed and touches nothing else", async () => {
    const folder = withClip();
    const before = sha256(join(folder, "in.wav"));
    const run = await timbral(folder, ["apply", "warm", "in.wav"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^warm \(\d+ people, English\) at 100 %\n/);
    expect(run.stdout).toMatch(/boosts +\+\d+\.\d dB at \d+ Hz/);
    expect(run.stdout).toMatch(/heard +within 0\.\d\d dB/);
    expect(run.stdout).toMatch(
      /true peak +-3\.0 dBTP before, -1\.0 dBTP after, headroom 1\.0 dB; lowered by \d\.\d dB/,
    );
    expect(run.stdout).toMatch(/x real time/);
    expect(run.stdout).toMatch(/wrote +in\.warm\.wav\n$/);
    expect(readdirSync(folder).sort()).toEqual(["in.warm.wav", "in.wav"]);
    expect(sha256(join(folder, "in.wav"))).toBe(before);

    const written = sha256(join(folder, "in.warm.wav"));
    const again = await timbral(folder, ["apply", "warm", "in.wav", "--amount", "50"]);
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toMatch(
      /^timbral: in\.warm\.wav: output must not exist yet \(or --force be given\)/,
    );
    expect(sha256(join(folder, "in.warm.wav"))).toBe(written);
    expect((await timbral(folder, ["apply", "warm", "in.wav", "--amount", "50", "--force"])).code).toBe(0);
    expect(sha256(join(folder, "in.warm.wav"))).not.toBe(written);
  });

  test("--json, --plot, a typo and a phrase", async () => {
    const folder = withClip();
    const args = ["apply", "soft, brigth", "in.wav", "--amount", "-80", "--plot", "curve.png"];
    const run = await timbral(folder, [...args, "--json"]);
    expect(run).toMatchObject({ code: 0, stderr: 'timbral: understood "soft, brigth" as soft, bright\n' });
    const result = JSON.parse(run.stdout);
    expect(result).toMatchObject({
      ...{ input: "in.wav", output: "in.soft-bright.wav", plot: "curve.png", amountPercent: -80 },
      words: [{ word: "soft" }, { word: "bright" }],
      ...{ sampleRateHz: 48_000, channelCount: 2, durationSeconds: 10, nonFiniteCount: 0, notes: [] },
    });
    expect(isCurve(result.gainDb)).toBe(true);
    expect(result.heardErrorDb).toBeLessThan(0.15);
    expect(readFileSync(join(folder, "curve.png")).subarray(1, 4).toString()).toBe("PNG");
    // A plot that is there is refused before any sound is written.
    const refused = await timbral(folder, ["apply", "warm", "in.wav", "--plot", "curve.png"]);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(existsSync(join(folder, "in.warm.wav"))).toBe(false);
  });

  test("amount 0 gives the very same bytes", async () => {
    const folder = withClip();
    await json(folder, "apply", "warm", "in.wav", "--amount", "0", "-o", "out.wav");
    expect(sha256(join(folder, "out.wav"))).toBe(sha256(clip));
  });

  test("--no-protect refuses what would clip and leaves nothing", async () => {
    const folder = withClip();
    const run = await timbral(folder, ["apply", "warm", "in.wav", "--no-protect"]);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/^timbral: in\.wav: .*it would clip\n$/);
    expect(readdirSync(folder)).toEqual(["in.wav"]);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGHUP", 129],
  ] as const)("%s leaves nothing half-written", async (signal, code) => {
    const folder = withClip();
    const sound = readFileSync(join(folder, "in.wav"));
    const long = Buffer.concat([sound, ...Array(60).fill(sound.subarray(44))]);
    long.writeUInt32LE(long.length - 8, 4);
    long.writeUInt32LE(long.length - 44, 40);
    writeFileSync(join(folder, "in.wav"), long);
    const run = await timbral(folder, ["apply", "warm", "in.wav"], {
      onStart(child) {
        const timer = setInterval(() => {
          if (!readdirSync(folder).some((name) => name.endsWith(".part"))) return;
          clearInterval(timer);
          child.kill(signal);
        }, 20);
      },
    });
    expect(run).toEqual({
      code,
      stdout: "",
      stderr: expect.stringMatching(/^timbral: interrupted.*\n$/),
    });
    expect(readdirSync(folder)).toEqual(["in.wav"]);
  });
});

test.skipIf(!existsSync("/dev/full"))("a full disk behind stdout is one line and exit code 1", () => {
  const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
  const full = openSync("/dev/full", "w");
  const { status, stderr } = spawnSync(process.execPath, [main, "words"], {
    stdio: ["ignore", full, "pipe"],
    encoding: "utf8",
  });
  closeSync(full);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: "timbral: cannot write to standard output (ENOSPC)\n",
  });
});

test("apply tells a corrected typo, and refuses a blank phrase, with an output named too", async () => {
  const folder = withClip();
  const corrected = await timbral(folder, ["apply", "wram", "in.wav", "-o", "out.wav"]);
  expect(corrected).toMatchObject({ code: 0, stderr: 'timbral: understood "wram" as "warm"\n' });
  expect(await timbral(folder, ["apply", " ", "in.wav", "-o", "no.wav"])).toMatchObject({
    code: 2,
    stdout: "",
  });
  expect(readdirSync(folder)).toEqual(["in.wav", "out.wav"]);
});

describe("curve", () => {
  test("--json is the public contract", async () => {
    const result = await json(emptyFolder(), "curve", "warm", "--amount", "50");
    expect(Object.keys(result)).toEqual(
      "phrase words confidence clashes taken frequencyHz expectedZ gainDb middleHalfDb amountPercent descriptions".split(
        " ",
      ),
    );
    expect(result).toMatchObject({ phrase: "warm", amountPercent: 50, frequencyHz: bandFrequencyHz });
    const { confidence } = result;
    expect(result.words).toEqual([
      {
        ...{ word: "warm", language: "en", people: 64, confidence, weight: 1, mode: "add", strength: 1 },
        ...{ source: "crowd", match: "exact", text: "warm" },
      },
    ]);
    expect(isCurve(result.expectedZ) && isCurve(result.gainDb)).toBe(true);
    expect(isCurve(result.middleHalfDb.low) && isCurve(result.middleHalfDb.high)).toBe(true);
    expect(Math.hypot(...result.gainDb) / Math.sqrt(40)).toBeCloseTo(1.5, 6);
    expect(result.descriptions).toHaveLength(1);
    expect(result.descriptions[0]).toMatchObject({ word: "warm", people: 64, confidence });
    expect(result.descriptions[0].kin).toContain("cálido");
  });

  test("tells how sure it is: of one word in full, of several a line each", async () => {
    const folder = emptyFolder();
    const one = await json(folder, "curve", "warm");
    const [{ effectivePeople, agreement, kin }] = one.descriptions;
    const { stdout } = await timbral(folder, ["curve", "warm"]);
    const sure = one.confidence.toFixed(0);
    const r = (one.confidence / 100).toFixed(2);
    expect(stdout).toMatch(new RegExp(`confidence +[█▏▎▍▌▋▊▉]+·+ +${sure} of 100: r ${r} expected`));
    expect(stdout).toMatch(new RegExp(`people +64, with kin worth ${effectivePeople.toFixed(0)} fully`));
    expect(stdout).toContain(`r +${agreement.pairs.toFixed(2)} of two people`);
    expect(stdout).toContain(`draws on    ${kin.join(", ")}\n`);

    const two = await timbral(folder, ["curve", "soft warm"]);
    expect(two.stdout).toMatch(/^ {2}word +confidence +people +worth +agreement +draws on$/m);
    expect(two.stdout).toMatch(new RegExp(`^ {2}warm +${sure} +64 +`, "m"));
    expect(two.stdout).toMatch(/^ {2}soft +\d+ +29 +/m);
  });

  test("a word from kin and another form of a word are answered, and told on stderr", async () => {
    const folder = emptyFolder();
    const kin = await timbral(folder, ["curve", "boomy", "--json"]);
    expect(kin.code).toBe(0);
    const { words, descriptions, confidence } = JSON.parse(kin.stdout);
    expect(words).toMatchObject([{ word: "boomy", people: 0 }]);
    const from = descriptions[0].kin.join(", ");
    const sure = `confidence ${confidence.toFixed(0)} of 100`;
    expect(kin.stderr).toBe(`timbral: nobody was asked for "boomy": answered from ${from} (${sure})\n`);
    const shown = await timbral(folder, ["curve", "boomy"]);
    expect(shown.stdout).toMatch(/^boomy \(from kin, English\) at 100 %\n/);
    expect(shown.stdout).toMatch(/people +none; its kin are worth \d+\.\d fully consistent ones\n/);

    const form = await timbral(folder, ["curve", "brightish", "--json"]);
    expect(form.stderr).toBe('timbral: understood "brightish" as 0.5 × bright\n');
    expect(JSON.parse(form.stdout).words).toMatchObject([{ word: "bright" }]);
    const both = await timbral(folder, ["morph", "brightish, soft", "boomy", "--steps", "2"]);
    expect(both.stderr).toMatch(
      /^timbral: understood "brightish, soft" as 0.5 × bright, soft\ntimbral: nobody was .*\n$/,
    );
  });

  test("--sample: curves of further people, by their seed", async () => {
    const folder = emptyFolder();
    const drawn = await json(folder, "curve", "warm", "--sample", "3", "--seed", "5", "--plot", "people.svg");
    expect(drawn.seed).toBe(5);
    expect(drawn.samples).toHaveLength(3);
    for (const { curveZ, gainDb } of drawn.samples) {
      expect(isCurve(curveZ) && isCurve(gainDb)).toBe(true);
      expect(Math.hypot(...gainDb) / Math.sqrt(40)).toBeCloseTo(3, 1);
    }
    const plot = readFileSync(join(folder, "people.svg"), "utf8");
    for (const text of ["sample 3", "samples of seed 5", "middle half of people"])
      expect(plot).toContain(text);
    expect((await json(folder, "curve", "warm", "--sample", "3", "--seed", "5")).samples).toEqual(
      drawn.samples,
    );
    const other = await json(folder, "curve", "warm", "--sample", "3");
    expect(other).toMatchObject({ seed: 1, gainDb: drawn.gainDb });
    expect(other.samples).not.toEqual(drawn.samples);
    const { stdout } = await timbral(folder, ["curve", "warm", "--sample", "3"]);
    expect(stdout).toMatch(/\nall {2}[▁-█]{40} .*\n1 {4}[▁-█]{40} /);
    for (const line of stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
  });

  test("draws a picture of 80 columns at most, without colours where there is no terminal", async () => {
    const folder = emptyFolder();
    const { stdout, code } = await timbral(folder, ["curve", "warm", "--plot", "warm.svg"]);
    expect(code).toBe(0);
    expect(stdout).toContain("█");
    expect(stdout).not.toContain("\u001b");
    for (const line of stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
    const plot = readFileSync(join(folder, "warm.svg"), "utf8");
    expect(plot).toMatch(/^<svg .*confidence \d+ of 100.*heard at 48 kHz.*middle half of people/s);
  });
});

describe("readings", () => {
  /** The bundled model, but that "warm" has two readings. */
  function withReadings(folder: string): void {
    const bundle = readWordBundle(readFileSync(model));
    const word = bundle.vocabulary.entries.findIndex((entry) => entry.word === "warm");
    const { size } = bundle.space;
    const own = Array.from(bundle.effects).slice(word * size, (word + 1) * size);
    const senses = [
      {
        word,
        name: "full low end",
        share: 0.6,
        effect: own.map((value, d) => (d === 0 ? value + 1 : value)),
      },
      {
        word,
        name: "softened treble",
        share: 0.4,
        effect: own.map((value, d) => (d === 1 ? value - 1 : value)),
      },
    ];
    writeFileSync(join(folder, "model.safetensors"), writeWordBundle({ ...bundle, senses }));
  }

  test("curve lists them, --sense chooses one, for curve, plot and apply alike", async () => {
    const folder = withClip();
    withReadings(folder);
    const all = await timbral(folder, ["curve", "warm", "--model", "."]);
    expect(all.stdout).toMatch(/readings +1 full low end \(60 % of people\)\n +2 softened treble \(40 %/);
    expect(all.stdout).toContain("--sense 2 chooses the second");
    const phrase = await timbral(folder, ["curve", "soft warm", "--model", "."]);
    expect(phrase.stdout).toContain('"warm" alone has 2: timbral curve "warm" lists them');

    const first = await json(folder, "curve", "warm", "--sense", "1", "--model", ".");
    const second = await json(folder, "curve", "warm", "--sense", "2", "--plot", "two.svg", "--model", ".");
    expect([first.sense, second.sense]).toEqual(["full low end", "softened treble"]);
    expect(second.gainDb).not.toEqual(first.gainDb);
    expect(readFileSync(join(folder, "two.svg"), "utf8")).toContain("warm: softened treble");
    const chosen = await timbral(folder, ["curve", "warm", "--sense", "2", "--model", "."]);
    expect(chosen.stdout).toMatch(/^warm: softened treble \(64 people, English\) at 100 %\n/);
    expect(chosen.stdout).toMatch(/2 softened treble \(40 % of people, chosen\)/);

    const applied = await json(folder, "apply", "warm", "in.wav", "--sense", "2", "--model", ".");
    expect(applied).toMatchObject({ sense: "softened treble", gainDb: second.gainDb });
    const { senses } = await json(folder, "info", "--model", ".");
    expect(senses).toMatchObject([{ word: "warm", senses: [{ share: 0.6 }, { name: "softened treble" }] }]);
  });

  test("a reading that is not there is wrong usage and names those that are", async () => {
    const folder = withClip();
    withReadings(folder);
    for (const verb of [
      ["curve", "warm"],
      ["apply", "warm", "in.wav"],
    ]) {
      const run = await timbral(folder, [...verb, "--sense", "3", "--model", "."]);
      expect(run).toEqual({
        ...{ code: 2, stdout: "" },
        stderr: 'timbral: "warm" has 2 readings, got --sense 3: 1 full low end; 2 softened treble\n',
      });
    }
    const one = await timbral(folder, ["curve", "bright", "--sense", "1", "--model", "."]);
    expect(one).toMatchObject({
      code: 2,
      stderr: 'timbral: "bright" has one reading: leave --sense 1 out\n',
    });
    const two = await timbral(folder, ["curve", "warm bright", "--sense", "1", "--model", "."]);
    expect(two).toMatchObject({ code: 2, stdout: "" });
    expect(two.stderr).toMatch(/--sense chooses a reading of one word, got 2: warm, bright\n$/);
    expect(existsSync(join(folder, "in.warm.wav"))).toBe(false);
  });
});

test("morph: --json is the public contract, the ends are the words' own curves", async () => {
  const folder = emptyFolder();
  const path = await json(folder, "morph", "warm", "bright", "--steps", "3", "--plot", "morph.svg");
  expect(Object.keys(path)).toEqual(["from", "to", "positions"]);
  expect(path).toMatchObject({ from: "warm", to: "bright" });
  expect(path.positions.map(({ position }: { position: number }) => position)).toEqual([0, 0.5, 1]);
  for (const step of path.positions) {
    expect(Object.keys(step)).toEqual(["position", "gainDb", "expectedZ"]);
    expect(isCurve(step.gainDb) && isCurve(step.expectedZ)).toBe(true);
  }
  expect(path.positions[2].gainDb).toEqual((await json(folder, "curve", "bright")).gainDb);
  expect(existsSync(join(folder, "morph.svg"))).toBe(true);

  const one = await json(folder, "morph", "warm", "bright", "--position", "0.3", "--space", "curve");
  expect(one.positions).toHaveLength(1);
  expect(one.positions[0].position).toBe(0.3);
  expect((await timbral(folder, ["morph", "warm", "bright"])).stdout.trim().split("\n")).toHaveLength(14);
});

test("words: finds, filters and counts", async () => {
  const folder = emptyFolder();
  const all = await json(folder, "words");
  expect(all.words).toHaveLength(all.total);
  const { confidence } = all.words[0];
  expect(all.words[0]).toEqual({
    ...{ word: "warm", people: 64, languages: { en: 64, es: 0 }, language: "en", confidence },
  });
  expect(confidence).toBe((await json(folder, "curve", "warm")).confidence);
  expect(all.words.every(({ people }: { people: number }) => people > 0)).toBe(true);
  const spanish = await json(folder, "words", "--language", "es", "--limit", "4");
  expect(spanish.words).toHaveLength(4);
  expect(spanish.total).toBeGreaterThan(4);
  const { stdout } = await timbral(folder, ["words", "--search", "brigh"]);
  expect(stdout).toMatch(/^word +people +confidence +language\nbright +\d+ +\d+ +English\n/);
});

test("words: those from kin are listed with --all and found by a search", async () => {
  const folder = emptyFolder();
  const { words, wordsFromKin } = await json(folder, "info");
  const all = await json(folder, "words", "--all");
  expect(all.total).toBe(words + wordsFromKin);
  const kin = all.words.filter(({ people }: { people: number }) => people === 0);
  expect(kin).toHaveLength(wordsFromKin);
  expect(kin.find(({ word }: { word: string }) => word === "boomy")).toEqual({
    ...{ word: "boomy", people: 0, languages: { en: 0, es: 0 }, language: "en" },
    confidence: (await json(folder, "curve", "boomy")).confidence,
  });
  const spanish = await json(folder, "words", "--all", "--language", "es");
  expect(spanish.words.some(({ people }: { people: number }) => people === 0)).toBe(true);
  expect(
    spanish.words.every(
      ({ languages, language }: { languages: { es: number }; language: string }) =>
        languages.es > 0 || language === "es",
    ),
  ).toBe(true);
  expect((await timbral(folder, ["words", "--search", "boomy"])).stdout).toMatch(
    /\nboomy +0 +\d+ +English, from kin\n/,
  );
});

test("info: tells the model's origin", async () => {
  const folder = emptyFolder();
  const result = await json(folder, "info");
  expect(result).toMatchObject({ format: BUNDLE_FORMAT, words: 765, people: 1595, seed: 1 });
  expect(result.wordsFromKin).toBeGreaterThan(500);
  expect(result.uses).toEqual({ rows: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  for (const key of ["sha256", "fileSha256", "dataSha256", "codeSha256"]) {
    expect(result[key]).toMatch(/^[0-9a-f]{64}$/);
  }
  expect((await timbral(folder, ["info"])).stdout).toContain(result.sha256);
});

describe("train", () => {
  test("--json begins with the public contract; the model is used with --model", async () => {
    const folder = emptyFolder();
    writeTable(join(folder, "table.csv"));
    const args = ["train", "--data", "table.csv", "--out", "mine", "--epochs", "2", "--min-examples", "3"];
    const { code, stdout, stderr } = await timbral(folder, [...args, "--json"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^timbral: no reverb_contributions.csv or comp_contributions.csv beside the table/,
    );
    const result = JSON.parse(stdout);
    expect(Object.keys(result).slice(0, 8)).toEqual(
      "rows words epochs steps seconds finalLoss validation sha256".split(" "),
    );
    expect(result).toMatchObject({ rows: 60, words: 5, epochs: 2 });
    expect(Object.keys(result.validation)).toEqual(["maeZ", "r2"]);
    expect(readdirSync(join(folder, "mine"))).toEqual(["model.safetensors"]);
    const { answered, unanswered } = result.outsideWords;
    expect(answered + unanswered).toBeGreaterThan(0);
    expect(await json(folder, "info", "--model", "mine")).toMatchObject({
      ...{ sha256: result.sha256, words: 5, wordsFromKin: answered, uses: null },
    });
    const byFile = await json(folder, "curve", "calido", "--model", "mine/model.safetensors");
    expect(byFile.words[0]).toMatchObject({ word: "cálido", language: "es" });
    const again = await timbral(folder, args);
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toMatch(/model\.safetensors: bundle must not exist yet \(or --force be given\)/);
  });

  test("the defaults in its help are the library's", () => {
    const { options } = createProgram().commands.find((command) => command.name() === "train")!;
    const ours = Object.fromEntries(
      options
        .filter(({ defaultValue }) => defaultValue !== undefined)
        .map((option) => [option.attributeName(), option.defaultValue]),
    );
    expect(defaultTrainModelOptions).toMatchObject(ours);
    expect(Object.keys(ours)).toHaveLength(13);
  });
});

describe("data", () => {
  test("check: facts of a table, and its bad rows with their lines", async () => {
    const folder = emptyFolder();
    writeTable(join(folder, "good.csv"));
    writeTable(join(folder, "bad.csv"), (line, row) => (row === 3 ? line.replace(/,[^,]*$/, "") : line));
    expect(await json(folder, "data", "check", "good.csv")).toMatchObject({ rows: 60, problems: [] });
    const bad = await timbral(folder, ["data", "check", "bad.csv"]);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/line 5: must hold 44 cells, got 43/);
    expect(bad.stderr).toMatch(/bad\.csv: 1 row cannot be read, first line 5: must hold 44 cells, got 43\n$/);
  });

  test("fetch: from a server, then from the cache; a server that is not there is a clear error", async () => {
    const folder = emptyFolder();
    const server = createServer((_, response) => response.end("no table, but bytes"));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const first = await json(folder, "data", "fetch", "--out", "cache", "--base-url", url);
    expect(first.files).toHaveLength(3);
    expect(first.files.every((file: { cached: boolean }) => !file.cached)).toBe(true);
    server.close();
    const second = await json(folder, "data", "fetch", "--out", "cache", "--base-url", url);
    expect(second.files.every((file: { cached: boolean }) => file.cached)).toBe(true);
    mkdirSync(join(folder, "empty"));
    const offline = await timbral(folder, ["data", "fetch", "--out", "empty", "--base-url", url]);
    expect(offline).toMatchObject({ code: 1, stdout: "" });
    expect(offline.stderr.trim().split("\n")).toHaveLength(1);
    expect(offline.stderr).toContain(url);
  });
});

describe("usage", () => {
  const isUsageError = ({ code, stdout, stderr }: Run): void => {
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^timbral: [^\n]+\n$/);
  };

  test.each([
    "frobnicate",
    "apply",
    "apply warm",
    "apply warm in.wav --amont 3",
    "apply warm in.wav --amount abc",
    "apply warm in.wav --amount 201",
    "apply warm in.wav -o out.ogg",
    "apply , in.wav",
    "curve warm bright",
    "curve warm --plot curve.gif",
    "curve warm --sense 0",
    "curve warm --sample 0",
    "curve warm --sample 1001",
    "curve warm --sample 8 --plot people.svg",
    "curve warm --sample 2 --sense 1",
    "curve warm --seed 2",
    "morph warm",
    "morph warm bright --position 1.2",
    "morph warm bright --position 0.5 --steps 3",
    "morph warm bright --steps 1",
    "morph warm bright --space time",
    "words --limit -1",
    "train --data x",
    "train --data x --out y --epochs 0.5",
  ])("`timbral %s` exits 2 with one line", async (line) => {
    isUsageError(await timbral(emptyFolder(), line.split(" ")));
  });

  test("no verb at all: the help, as an error; --help and --version are none", async () => {
    const folder = emptyFolder();
    const none = await timbral(folder, []);
    expect(none).toMatchObject({ code: 2, stdout: "" });
    const help = await timbral(folder, ["--help"]);
    expect(help).toEqual({ code: 0, stdout: none.stderr, stderr: "" });
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(await timbral(folder, ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("the help of every verb ends with examples", () => {
    const verbs = createProgram().commands.flatMap((verb) => (verb.name() === "data" ? verb.commands : verb));
    expect(verbs).toHaveLength(18);
    for (const verb of verbs) {
      let text = "";
      const writeOut = (part: string): void => {
        text += part;
      };
      verb.configureOutput({ writeOut }).outputHelp();
      expect(text, verb.name()).toMatch(/\nExamples:\n {2}\$ timbral .+\n/);
      for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(92);
    }
  });
});
