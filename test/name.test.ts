import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../src/effects/index.ts";
import { openModelFile } from "../src/node/open-model-file.ts";
import { clip, emptyFolder, timbral } from "./support/run-cli.ts";

const preset = `Preamp: -6.0 dB
Filter 1: ON PK Fc 110 Hz Gain 6.0 dB Q 0.70
Filter 2: ON PK Fc 3500 Hz Gain -5.0 dB Q 0.80
`;

function withPreset(): string {
  const folder = emptyFolder();
  writeFileSync(join(folder, "mine.txt"), preset);
  return folder;
}

/** Runs with --json and expects exactly one JSON document. */
async function json(folder: string, ...args: string[]) {
  const run = await timbral(folder, ["name", ...args, "--json"]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  return JSON.parse(run.stdout);
}

describe("the words of the bundled model", () => {
  test("clear ones are the first name of their own curve, at any amount; the others of many people among eight", async () => {
    const { model } = await openModelFile();
    for (const word of ["warm", "bright", "soft", "loud"]) {
      for (const amount of [20, 100, 180]) {
        expect(model.name(model.curve(word, amount).gainDb).words[0]).toMatchObject({ word });
        expect(model.name(model.curve(word, -amount).gainDb).opposites[0]).toMatchObject({ word });
      }
    }
    for (const { word, people } of model.vocabulary.entries) {
      if (people < 12 || model.describe(word).confidence < 30) continue;
      const { words } = model.name(model.curve(word).gainDb, { count: 8 });
      expect(words.map((name) => name.word)).toContain(word);
      expect(words[0]!.similarity).toBeGreaterThan(0.75);
    }
  });
});

describe("name", () => {
  test("says what people would call a preset, with confidence, and writes nothing", async () => {
    const folder = withPreset();
    const run = await timbral(folder, ["name", "mine.txt"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^mine\.txt: warm\n/);
    expect(run.stdout).toMatch(/boosts +\+\d\.\d dB at \d+ Hz/);
    expect(run.stdout).toMatch(
      /\n {2}warm +[█▏▎▍▌▋▊▉]+·* +\d+ of 100 +0\.\d\d +\d\.\d % {2}\d+ people, English\n/,
    );
    expect(run.stdout).toMatch(/People who asked for warm, \S+ or \S+ drew curves like this one\./);
    expect(run.stdout).toMatch(/timbral curve warm --amount \d+ is as deep\./);
    for (const line of run.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(readdirSync(folder)).toEqual(["mine.txt"]);
  });

  test("--json, --top, --language and --plot", async () => {
    const folder = withPreset();
    const found = await json(folder, "mine.txt", "--top", "3", "--plot", "mine.svg");
    expect(found).toMatchObject({
      input: "mine.txt",
      format: "equalizer-apo",
      isFlat: false,
      isInverse: false,
    });
    expect(found).toMatchObject({ frequencyHz: [...bandFrequencyHz], plot: "mine.svg" });
    expect(found.words).toHaveLength(3);
    expect(found.gainDb).toHaveLength(40);
    expect(readFileSync(join(folder, "mine.svg"), "utf8")).toContain("warm");
    const spanish = await json(folder, "mine.txt", "--language", "es");
    for (const { language } of spanish.words) expect(language).toBe("es");
  });

  test("--curve is the same as a file of it; negative gains first are no option", async () => {
    const folder = emptyFolder();
    const gains = bandFrequencyHz.map((hz) => Math.round(30 * Math.log10(hz / 600)) / 10);
    const rows = gains.map((gain, band) => `${bandFrequencyHz[band]},${gain}\n`);
    writeFileSync(join(folder, "curve.csv"), rows.join(""));
    const drawn = await json(folder, "--curve", gains.join(","));
    expect(gains[0]).toBeLessThan(0);
    expect(drawn.words).toEqual((await json(folder, "curve.csv")).words);
    expect(drawn.opposites.map(({ word }: { word: string }) => word)).toContain("warm");
  });

  test("two recordings", async () => {
    const folder = emptyFolder();
    copyFileSync(clip, join(folder, "in.wav"));
    expect((await timbral(folder, ["apply", "soft", "in.wav"])).code).toBe(0);
    const run = await timbral(folder, ["name", "in.wav", "in.soft.wav"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^in\.wav to in\.soft\.wav: soft\n/);
    expect(run.stdout).toMatch(/coherence +\d\.\d\d of 1 on average; (all|\d+ of 40) bands are heard/);
    const same = await timbral(folder, ["name", "in.wav", "in.wav"]);
    expect(same).toMatchObject({ code: 0 });
    expect(same.stdout).toMatch(/^in\.wav to in\.wav: nothing that people would name\n/);
  });

  test("refuses in one line what it cannot name", async () => {
    const folder = withPreset();
    copyFileSync(clip, join(folder, "in.wav"));
    for (const [args, code, told] of [
      [[], 2, "name needs one curve"],
      [["mine.txt", "--curve", "1"], 2, "It must hold 40 gains, got 1"],
      [["--curve", "1,x"], 2, "It must be a number within -120..120"],
      [["in.wav"], 1, "in.wav: must be a preset or a curve as text"],
      [["absent.txt"], 1, "absent.txt: must exist"],
      [["in.wav", "mine.txt"], 1, "mine.txt"],
    ] as const) {
      const run = await timbral(folder, ["name", ...args]);
      expect(run).toMatchObject({ code, stdout: "" });
      expect(run.stderr).toMatch(/^timbral: [^\n]+\n$/);
      expect(run.stderr).toContain(told);
    }
  });
});
