import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomSetting } from "../../test/support/random-setting.ts";
import { readSound } from "../../test/support/read-sound.ts";
import { memorySink, openWavWriter, wavFormat } from "../audio/index.ts";
import { settingResponseDb } from "../dsp/index.ts";
import type { EqualizerSetting } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { readPreset } from "../presets/index.ts";
import { type ApplyPresetOptions, applyPreset } from "./apply-preset.ts";
import { openSoundFile } from "./open-sound-file.ts";

const RATE_HZ = 48_000;
const FRAMES = 16_384;
const folder = mkdtempSync(join(tmpdir(), "timbral-preset-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const heardHz: readonly number[] = Array.from({ length: 30 }, (_, index) => 60 * 320 ** (index / 29));
/** Where an impulse stands, so that what comes before it is seen. */
const IMPULSE_FRAME = 6000;
const IMPULSE = 0.01;

beforeAll(async () => {
  const format = wavFormat({ encoding: "float", bits: 64, channelCount: 2, sampleRateHz: RATE_HZ });
  const sink = memorySink();
  const writer = await openWavWriter(sink, { format, frameCount: FRAMES });
  const channel = new Float64Array(FRAMES);
  channel[IMPULSE_FRAME] = IMPULSE;
  await writer.write([channel, channel], FRAMES);
  await writer.close();
  writeFileSync(at("impulse.wav"), sink.bytes());
});

type Preset = Parameters<typeof applyPreset>[2];

async function heard(preset: Preset, options: ApplyPresetOptions = {}) {
  const done = await applyPreset(at("impulse.wav"), at("out.wav"), preset, { ...options, force: true });
  const { reader, close } = await openSoundFile(at("out.wav"));
  const channels = await readSound(reader);
  await close();
  return { done, channels };
}

function responseDb(channel: Float64Array): number[] {
  return heardHz.map((hz) => {
    let [real, imaginary] = [0, 0];
    for (const [time, sample] of channel.entries()) {
      real += sample * Math.cos((2 * Math.PI * hz * time) / RATE_HZ);
      imaginary -= sample * Math.sin((2 * Math.PI * hz * time) / RATE_HZ);
    }
    return 10 * Math.log10((real * real + imaginary * imaginary) / IMPULSE ** 2);
  });
}

function expectResponse(
  channel: Float64Array,
  settings: readonly EqualizerSetting[],
  withinDb: number,
): void {
  const found = responseDb(channel);
  const parts = settings.map((setting) => settingResponseDb(setting, heardHz, RATE_HZ));
  for (const [point, db] of found.entries()) {
    const asked = parts.reduce((sum, part) => sum + part[point]!, 0);
    expect(Math.abs(db - asked), `${heardHz[point]} Hz`).toBeLessThan(withinDb);
  }
}

describe("applyPreset", () => {
  test("sections play as they are, with their preamp", async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const setting = randomSetting(createRandom(seed), ["bell", "lowShelf", "highShelf"]);
      const { done, channels } = await heard({ format: "rew", setting });
      expect(done.protectionGainDb).toBe(0);
      for (const channel of channels) expectResponse(channel, [setting], 0.01);
    }
  });

  test("a curve plays as its lines are drawn, in time, with either phase", async () => {
    const points = [50, 200, 1000, 4000, 12_000].map((frequencyHz, index) => ({
      frequencyHz,
      gainDb: [3, -4, 5, 0, -2][index]!,
    }));
    const setting: EqualizerSetting = { kind: "graphic", preampDb: -5, points };
    for (const phase of ["minimum", "linear"] as const) {
      const { channels } = await heard({ format: "csv", setting }, { phase });
      expectResponse(channels[0]!, [setting], 0.2);
      const largest = channels[0]!.reduce(
        (best, x, at, all) => (Math.abs(x) > Math.abs(all[best]!) ? at : best),
        0,
      );
      expect(Math.abs(largest - IMPULSE_FRAME)).toBeLessThan(3);
    }
  });

  test("single channels get what is theirs, and stay together", async () => {
    const text = (rest: string) =>
      `Preamp: -6 dB\nFilter: ON PK Fc 300 Hz Gain 4 dB Q 1\nChannel: R\n${rest}\nChannel: C\nFilter: ON PK Fc 99 Hz Gain 1 dB Q 1\n`;
    for (const rest of ["Filter: ON PK Fc 2000 Hz Gain -5 dB Q 2", "GraphicEQ: 100 -3; 5000 2"]) {
      const preset = readPreset(text(rest), "x.txt");
      const right = preset.channels!.find(({ channel }) => channel === "R")!.setting;
      const { done, channels } = await heard(preset);
      expectResponse(channels[0]!, [preset.setting], 0.2);
      expectResponse(channels[1]!, [preset.setting, right], 0.2);
      expect(done.notes).toContain("the sound has no channel C: what the preset does to it is not played");
    }
  });

  test("sections that the rate has no room for are said and left out; a flat preset changes no bit", async () => {
    const high = { kind: "bell", frequencyHz: 30_000, gainDb: 6, q: 1 } as const;
    const setting: EqualizerSetting = { kind: "parametric", preampDb: 0, sections: [high] };
    const { done, channels } = await heard({ format: "rew", setting });
    expect(done.notes).toEqual(["a sample rate of 48000 Hz has no room for: bell at 30000 Hz"]);
    expect(channels[0]![IMPULSE_FRAME]).toBe(IMPULSE);
    expect(channels[0]!.filter((sample) => sample !== 0)).toHaveLength(1);
  });
});
