import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { allKinds, randomSetting } from "../../test/support/random-setting.ts";
import { settingResponseDb } from "../dsp/index.ts";
import type { ParametricSetting } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { findPresetFormat } from "./index.ts";
import { wavBytes } from "./wav-bytes.ts";

const sampleRateHz = 48_000;
const frameCount = 1 << 15;
const IMPULSE_LEVEL = 0.5;
/** Below it a response is not compared: SoX hands on 32-bit integers, which tells there. */
const LOWEST_DB = -60;

const isInstalled = (program: string, flag: string) => spawnSync(program, [flag]).status === 0;
const programs = [
  { id: "sox", program: "sox", isThere: isInstalled("sox", "--version"), limitDb: 0.1 },
  { id: "ffmpeg", program: "ffmpeg", isThere: isInstalled("ffmpeg", "-version"), limitDb: 0.01 },
];
for (const { program, isThere } of programs) {
  if (!isThere) console.warn(`SKIPPED: ${program} is not installed, so its command lines are NOT measured`);
}

const folder = mkdtempSync(join(tmpdir(), "timbral-presets-"));
afterAll(() => rmSync(folder, { recursive: true }));
const inputPath = join(folder, "impulse.wav");
const impulse = new Float64Array(frameCount);
impulse[0] = IMPULSE_LEVEL;

/** What the program makes of a sound by our command line, as a shell runs it. */
function played(
  id: string,
  sound: Float64Array,
  setting: ParametricSetting,
): { response: Float64Array; preampDb: number } {
  writeFileSync(inputPath, wavBytes(sound, sampleRateHz, 1));
  const outputPath = join(folder, `${id}.wav`);
  const { files, preampDb } = findPresetFormat(id)!.write!(
    { name: "x", setting, sampleRateHz },
    { inputPath, outputPath },
  );
  const line = files[0]!.text!.trim();
  // Only the coding of the file is added: floats, so that nothing is lost behind the filters.
  const command =
    id === "sox"
      ? line.replace(` ${outputPath} `, ` -e floating-point -b 32 ${outputPath} `).replace(/^sox /, "sox -D ")
      : line
          .replace(/^ffmpeg /, "ffmpeg -v error -y ")
          .replace(` ${outputPath}`, ` -c:a pcm_f32le ${outputPath}`);
  const { status, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command}\n${stderr}`);
  return { response: floatsIn(readFileSync(outputPath)), preampDb };
}

function floatsIn(wav: Buffer): Float64Array {
  let at = 12;
  while (wav.toString("latin1", at, at + 4) !== "data") at += 8 + wav.readUInt32LE(at + 4);
  const samples = new Float64Array(wav.readUInt32LE(at + 4) / 4);
  return samples.map((_, frame) => wav.readFloatLE(at + 8 + 4 * frame));
}

/** Level of the impulse response at a frequency, dB (Goertzel 1958). */
function levelDb(response: Float64Array, frequencyHz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * frequencyHz) / sampleRateHz);
  let last = 0;
  let before = 0;
  for (const value of response) {
    const next = value + turn * last - before;
    before = last;
    last = next;
  }
  return (
    10 * Math.log10(last * last + before * before - turn * last * before) - 20 * Math.log10(IMPULSE_LEVEL)
  );
}

describe.each(programs)("$program plays our command line", ({ id, isThere, limitDb }) => {
  test.skipIf(!isThere)(
    `as our response says, within ${limitDb} dB, for random settings of every kind`,
    () => {
      const random = createRandom(51);
      const frequencyHz = Array.from({ length: 24 }, (_, step) => 25 * (20_000 / 25) ** (step / 23));
      let worstDb = 0;
      let compared = 0;
      for (let trial = 0; trial < 10; trial++) {
        const kinds = trial < 3 ? allKinds : (["bell", "lowShelf", "highShelf"] as const);
        const asked = randomSetting(random, kinds);
        const sections = asked.sections.filter(({ kind }) => kind !== "bandPass" || trial === 0);
        const setting = { ...asked, sections };
        const { response, preampDb } = played(id, impulse, setting);
        const expected = settingResponseDb({ ...setting, preampDb }, frequencyHz, sampleRateHz);
        for (const [at, frequency] of frequencyHz.entries()) {
          if (expected[at]! < LOWEST_DB) continue;
          compared++;
          worstDb = Math.max(worstDb, Math.abs(levelDb(response, frequency) - expected[at]!));
        }
      }
      expect(compared).toBeGreaterThan(150);
      expect(worstDb).toBeLessThan(limitDb);
    },
  );

  test.skipIf(!isThere)("loud places inside the chain do not clip", () => {
    const bell = (gainDb: number) => ({ kind: "bell", frequencyHz: 1000, gainDb, q: 1 }) as const;
    const setting: ParametricSetting = {
      kind: "parametric",
      preampDb: 0,
      sections: [bell(12), bell(12), bell(-24)],
    };
    const tone = Float64Array.from({ length: frameCount }, (_, frame) => {
      return IMPULSE_LEVEL * Math.sin((2 * Math.PI * 1000 * frame) / sampleRateHz);
    });
    const { response, preampDb } = played(id, tone, setting);
    const settled = response.subarray(frameCount / 2);
    const peak = settled.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(Math.abs(20 * Math.log10(peak / IMPULSE_LEVEL) - preampDb)).toBeLessThan(limitDb);
  });
});
