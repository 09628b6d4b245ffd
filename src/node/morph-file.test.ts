import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSound } from "../../test/support/read-sound.ts";
import { memorySink, openWavWriter, wavFormat } from "../audio/index.ts";
import { bandFrequencyHz } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import type { WordModel } from "../semantics/index.ts";
import { applyWord } from "./apply-word.ts";
import { morphFile, writeMorphAutomation } from "./morph-file.ts";
import { openModelFile } from "./open-model-file.ts";
import { openSoundFile } from "./open-sound-file.ts";

const RATE_HZ = 48_000;
const FRAMES = 1.5 * RATE_HZ;
const folder = mkdtempSync(join(tmpdir(), "timbral-morph-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
let model: WordModel;

beforeAll(async () => {
  ({ model } = await openModelFile());
  const format = wavFormat({ encoding: "float", bits: 32, channelCount: 2, sampleRateHz: RATE_HZ });
  const sink = memorySink();
  const writer = await openWavWriter(sink, { format, frameCount: FRAMES });
  const random = createRandom(5);
  const channels = [0, 1].map(() => Float64Array.from({ length: FRAMES }, () => 0.02 * random.normal()));
  await writer.write(channels, FRAMES);
  await writer.close();
  writeFileSync(at("noise.wav"), sink.bytes());
});

async function soundOf(name: string): Promise<Float64Array[]> {
  const { reader, close } = await openSoundFile(at(name));
  const sound = await readSound(reader);
  await close();
  return sound;
}

/** Level of the difference from a frame on, dB relative to the level of the second. */
function differenceDb(left: Float64Array[], right: Float64Array[], start: number, end: number): number {
  let [error, power] = [0, 0];
  for (const [c, channel] of right.entries()) {
    for (let frame = start; frame < end; frame++) {
      error += (left[c]![frame]! - channel[frame]!) ** 2;
      power += channel[frame]! ** 2;
    }
  }
  return 10 * Math.log10(error / power);
}

describe("morphFile", () => {
  test("a render in blocks of 128 frames, as played live, gives the same file as any other", async () => {
    for (const [name, blockFrames] of [
      ["live.wav", 128],
      ["odd.wav", 1001],
      ["default.wav", undefined],
    ] as const) {
      const done = await morphFile(at("noise.wav"), at(name), "warm", "bright", {
        ...{ model, overSeconds: 1, ...(blockFrames && { blockFrames }) },
      });
      expect(done).toMatchObject({ overSeconds: 1, nonFiniteCount: 0, protectionGainDb: 0, notes: [] });
    }
    const expected = readFileSync(at("default.wav"));
    expect(readFileSync(at("live.wav")).equals(expected)).toBe(true);
    expect(readFileSync(at("odd.wav")).equals(expected)).toBe(true);
    expect(readFileSync(at("noise.wav")).equals(expected)).toBe(false);
  });

  test("it begins as the first word and ends as the second", async () => {
    await morphFile(at("noise.wav"), at("way.wav"), "warm", "bright", { model, overSeconds: 0.5 });
    for (const word of ["warm", "bright"]) {
      await applyWord(at("noise.wav"), at(`${word}.wav`), word, { model });
    }
    const [way, warm, bright] = await Promise.all(["way.wav", "warm.wav", "bright.wav"].map(soundOf));
    // In the first milliseconds the way has hardly begun.
    expect(differenceDb(way!, warm!, 0, 240)).toBeLessThan(-40);
    // Once it has come to rest, and what the filters remember has faded.
    expect(differenceDb(way!, bright!, FRAMES - RATE_HZ / 4, FRAMES)).toBeLessThan(-90);
    expect(differenceDb(way!, warm!, FRAMES - RATE_HZ / 4, FRAMES)).toBeGreaterThan(-20);
  });

  test("without a time it takes the whole sound", async () => {
    const done = await morphFile(at("noise.wav"), at("whole.wav"), "warm", "bright", {
      ...{ model, amountPercent: 50, space: "curve", spacing: "length" },
    });
    expect(done.overSeconds).toBe(1.5);
    expect(done.path.positions.at(-1)!.gainDb).toEqual(model.curve("bright", 50).gainDb);
  });

  test("refuses a time of nothing, and a sound that is not there", async () => {
    const options = { model, overSeconds: 0 };
    await expect(morphFile(at("noise.wav"), at("x.wav"), "warm", "bright", options)).rejects.toThrow(
      "morphFile: overSeconds must be above 0, got 0",
    );
    await expect(morphFile(at("none.wav"), at("x.wav"), "warm", "bright", { model })).rejects.toThrow(
      /none\.wav: must exist/,
    );
  });
});

describe("writeMorphAutomation", () => {
  test("CSV: a row per place, its gains and times", () => {
    const path = model.morphPath("warm", "bright", 5);
    const [file] = writeMorphAutomation(path, 8, "csv").files;
    const rows = file!
      .text!.trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(",").map(Number));
    expect(rows.map(([time]) => time)).toEqual([0, 2, 4, 6, 8]);
    for (const [index, { gainDb }] of path.positions.entries()) {
      expect(rows[index]).toHaveLength(1 + bandFrequencyHz.length);
      for (const [band, gain] of gainDb.entries()) expect(rows[index]![1 + band]).toBeCloseTo(gain, 2);
    }
  });

  test("MIDI: a file of control changes; a time of nothing is refused", () => {
    const path = model.morphPath("warm", "bright", 21);
    const { files, notes } = writeMorphAutomation(path, 1, "midi");
    expect(Buffer.from(files[0]!.bytes!.subarray(0, 4)).toString()).toBe("MThd");
    expect(notes[0]).toMatch(/^a controller has 128 steps: gains are within 0\.\d\d dB$/);
    expect(() => writeMorphAutomation(path, 0, "midi")).toThrow(/overSeconds must be above 0, got 0/);
  });
});
