import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memorySink, openWavWriter, wavFormat } from "../audio/index.ts";
import { settingResponseDb } from "../dsp/index.ts";
import { bandFrequencyHz, type ParametricSetting } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { presetFormats } from "../presets/index.ts";
import type { WordModel } from "../semantics/index.ts";
import { applyWord } from "./apply-word.ts";
import { FileError } from "./file-error.ts";
import { nameFile, nameRecordings } from "./name-file.ts";
import { openModelFile } from "./open-model-file.ts";

const clip = fileURLToPath(new URL("../../demo/loop.wav", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "timbral-name-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let model: WordModel;
beforeAll(async () => {
  ({ model } = await openModelFile());
});

const setting: ParametricSetting = {
  kind: "parametric",
  preampDb: -6,
  sections: [
    { kind: "bell", frequencyHz: 110, gainDb: 6, q: 0.7 },
    { kind: "bell", frequencyHz: 3500, gainDb: -5, q: 0.8 },
  ],
};
const curveDb = settingResponseDb({ ...setting, preampDb: 0 }, bandFrequencyHz, 48_000);

/** Writes a file into the folder. */
function fileWith(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function noise(name: string, seed: number, seconds: number): Promise<string> {
  const sink = memorySink();
  const sampleRateHz = 48_000;
  const frameCount = Math.round(seconds * sampleRateHz);
  const format = wavFormat({ sampleRateHz, channelCount: 1 });
  const writer = await openWavWriter(sink, { format, frameCount });
  const random = createRandom(seed);
  await writer.write([Float64Array.from({ length: frameCount }, () => 0.1 * random.normal())], frameCount);
  await writer.close();
  return fileWith(name, sink.bytes());
}

describe("nameFile", () => {
  test("every format that is written and read gives the same names, preamp or not", async () => {
    const expected = model.name(curveDb);
    let formats = 0;
    for (const { id, takes, write, read } of presetFormats) {
      if (!write || !read || takes === "curve") continue;
      const [file] = write({ name: "mine", setting, sampleRateHz: 48_000 }).files;
      if (file?.text === undefined) continue;
      const found = await nameFile(fileWith(file.name, file.text), { model });
      expect(found.words[0], id).toMatchObject({ word: expected.words[0]!.word });
      expect(found.depthDb, id).toBeCloseTo(expected.depthDb, 0);
      formats += 1;
    }
    expect(formats).toBeGreaterThan(4);
  });

  test("a curve as CSV, also in the UTF-16 of Windows programs", async () => {
    const text = ["Hz;dB", ...Array.from(curveDb, (gain, band) => `${bandFrequencyHz[band]};${gain}`), ""];
    const path = fileWith("curve.csv", text.join("\r\n"));
    const found = await nameFile(path, { model, count: 4 });
    expect(found).toMatchObject({ ...model.name(curveDb, { count: 4 }), format: "csv", notes: [] });
    const wide = fileWith("wide.csv", Buffer.from(`\ufeff${text.join("\r\n")}`, "utf16le"));
    expect((await nameFile(wide, { model })).words).toEqual((await nameFile(path, { model })).words);
  });

  test("channels that differ are named by their mean", async () => {
    const text =
      "Channel: L\nFilter: ON PK Fc 1000 Hz Gain 6 dB Q 1\nChannel: R\nFilter: ON PK Fc 1000 Hz Gain 2 dB Q 1\n";
    const { gainDb, notes } = await nameFile(fileWith("config.txt", text), { model });
    expect(Math.max(...gainDb)).toBeCloseTo(4, 1);
    expect(notes.join()).toContain("curves of their own: their mean is named");
  });

  test("says in one line what is wrong with a file", async () => {
    for (const [path, told] of [
      [join(folder, "absent.txt"), "no such file"],
      [clip, "must be a preset or a curve as text"],
      [fileWith("words.txt", "good morning\n"), "good morning"],
      [fileWith("empty.txt", ""), "must"],
      [folder, "directory"],
    ] as const) {
      const error = await nameFile(path, { model }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(FileError);
      expect((error as FileError).message).toContain(path);
      expect((error as FileError).message).toContain(told);
      expect((error as FileError).message).not.toContain("\n");
    }
  });
});

describe("nameRecordings", () => {
  test("finds what was applied, whatever became of the level", async () => {
    const before = await noise("before.wav", 1, 6);
    const after = join(folder, "after.wav");
    const { curve } = await applyWord(before, after, "bright", { model, amountPercent: 120 });
    const found = await nameRecordings(before, after, { model });
    const mean = curve.gainDb.reduce((sum, gain) => sum + gain, 0) / 40;
    found.gainDb.forEach((gain, band) => {
      if (band > 1) expect(Math.abs(gain - found.meanDb - (curve.gainDb[band]! - mean))).toBeLessThan(0.6);
    });
    expect(found.words[0]).toMatchObject({ word: "bright" });
    expect(found.words[0]!.amountPercent).toBeGreaterThan(110);
    expect(found.words[0]!.amountPercent).toBeLessThan(130);
    expect(found.coherence).toBeGreaterThan(0.98);
    expect(found.heardBandCount).toBe(40);
  });

  test("a recording and its copy have no name", async () => {
    const copy = join(folder, "copy.wav");
    copyFileSync(clip, copy);
    expect(await nameRecordings(clip, copy, { model })).toMatchObject({ isFlat: true, words: [] });
  });

  test("refuses sounds that are not the same, too short ones and other files", async () => {
    const [one, other, short] = [
      await noise("one.wav", 2, 2),
      await noise("other.wav", 3, 2),
      await noise("short.wav", 4, 0.01),
    ];
    const told = (before: string, after: string) =>
      nameRecordings(before, after, { model }).catch((error: Error) => error.message);
    expect(await told(one, other)).toMatch(
      /other\.wav: must be the sound of .*one\.wav through an equalizer, got \d+ of 40/,
    );
    expect(await told(short, short)).toMatch(
      /short\.wav: recordings must share 2048 frames or more, got 480/,
    );
    expect(await told(one, fileWith("text.txt", "no sound"))).toContain("text.txt");
  });
});
