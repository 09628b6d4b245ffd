import { describe, expect, test } from "vitest";
import { renderBlocks, whiteNoise } from "../../test/support/block-render.ts";
import { equalizers, wavyGainDb } from "../../test/support/equalizers.ts";
import { designGraphicEqualizer } from "./graphic-equalizer.ts";
import { MovingEqualizer } from "./moving-equalizer.ts";
import { responseDb } from "./response.ts";

describe.each(equalizers)("levels: $name", ({ make }) => {
  test("a flat curve is a copy to the bit, subnormal numbers and -0 too", () => {
    const samples = Float64Array.of(-0, 0, 1, -1, 5e-324, -1e-310, 0.1, -3.4e38, ...whiteNoise(4_000, 1));
    const [heard] = renderBlocks(make(new Float64Array(40), 44_100, 1), [samples], [3]);
    expect([...heard!].every((sample, frame) => Object.is(sample, samples[frame]))).toBe(true);
  });

  test("silence stays silence", () => {
    const [heard] = renderBlocks(make(wavyGainDb, 48_000, 1), [new Float64Array(20_000)], [4096]);
    expect(heard!.every((sample) => sample === 0)).toBe(true);
  });

  test("a constant passes with the gain at 0 Hz", () => {
    const [heard] = renderBlocks(make(wavyGainDb, 48_000, 1), [new Float64Array(120_000).fill(0.5)], [4096]);
    const [atZeroDb] = responseDb(designGraphicEqualizer(wavyGainDb, 48_000).coefficients, [0], 48_000);
    expect(heard!.at(-1)).toBeCloseTo(0.5 * 10 ** (atZeroDb! / 20), 8);
  });

  test("full scale at the largest boost is finite and not clipped", () => {
    const square = Float64Array.from({ length: 48_000 }, (_, frame) => (frame % 96 < 48 ? 1 : -1));
    const [heard] = renderBlocks(make(new Float64Array(40).fill(24), 48_000, 1), [square], [128]);
    expect(heard!.every(Number.isFinite)).toBe(true);
    expect(heard!.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeGreaterThan(10);
  });

  test("silence after sound becomes exactly 0, with nothing subnormal on the way", () => {
    const sound = whiteNoise(240_000, 5).fill(0, 24_000);
    const [heard] = renderBlocks(make(wavyGainDb, 48_000, 1), [sound], [4096]);
    expect(heard!.filter((sample) => sample !== 0 && Math.abs(sample) < 1e-200).length).toBe(0);
    expect(heard!.subarray(200_000).every((sample) => sample === 0)).toBe(true);
  });
});

test("silence in the middle of a long glide is flushed as well", () => {
  const moving = new MovingEqualizer({ sampleRateHz: 48_000, channelCount: 1, glideMs: 20_000 });
  moving.setTarget(wavyGainDb);
  const sound = whiteNoise(240_000, 5).fill(0, 24_000);
  moving.process([sound], sound.length);
  expect(sound.filter((sample) => sample !== 0 && Math.abs(sample) < 1e-200).length).toBe(0);
  expect(sound.subarray(200_000).every((sample) => sample === 0)).toBe(true);
});

test("bypass is a copy to the bit once it has faded, and its end brings the setting back", () => {
  const moving = new MovingEqualizer({ sampleRateHz: 48_000, channelCount: 2, target: wavyGainDb });
  const play = (seed: number) =>
    renderBlocks(moving, [whiteNoise(48_000, seed), whiteNoise(48_000, 9)], [128]);
  expect(play(1)[0]).not.toEqual(whiteNoise(48_000, 1));
  moving.setBypass(true);
  play(2);
  expect(play(3)).toEqual([whiteNoise(48_000, 3), whiteNoise(48_000, 9)]);
  moving.setBypass(false);
  play(4);
  expect(play(5)[0]).not.toEqual(whiteNoise(48_000, 5));
});
