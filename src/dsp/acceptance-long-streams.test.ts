import { describe, expect, test } from "vitest";
import { renderBlocks, whiteNoise } from "../../test/support/block-render.ts";
import { equalizers, wavyGainDb } from "../../test/support/equalizers.ts";
import { MovingEqualizer } from "./moving-equalizer.ts";

/** Past 2^32 frames: a day at 48 kHz. A multiple of 512. */
const late = 2 ** 32 + 5 * 512;

describe("long streams", () => {
  test("past 2^32 frames a moving equalizer gives the bits that it gives at the start", () => {
    const render = (startFrame: number) => {
      const moving = new MovingEqualizer({ sampleRateHz: 48_000, channelCount: 2, startFrame });
      moving.schedule([
        { frame: startFrame + 77, target: wavyGainDb },
        { frame: startFrame + 9_001, target: wavyGainDb.map((gain) => -gain) },
      ]);
      return renderBlocks(moving, [whiteNoise(24_000, 1), whiteNoise(24_000, 2)], [1_000, 17]);
    };
    expect(render(late)).toEqual(render(0));
    expect(render(2 ** 32 - 4_096)).toEqual(render(0));
    expect(render(2 ** 45)).toEqual(render(0));
  });

  test.each(equalizers)("after a minute, the same sound gives the same bits: $name", ({ make }) => {
    // Silence longer than any memory: what is carried is then nothing but the counters.
    const processor = make(wavyGainDb, 8_000, 1);
    const sound = whiteNoise(8_000, 1);
    renderBlocks(processor, [sound], [8_000]);
    renderBlocks(processor, [new Float64Array(60 * 8_000)], [4_096]);
    const [last] = renderBlocks(processor, [sound], [128]);
    renderBlocks(processor, [new Float64Array(61 * 8_000)], [500]);
    const [again] = renderBlocks(processor, [sound], [8_000]);
    expect(again).toEqual(last);
  });

  test("the start must be a whole number of pieces", () => {
    const options = { sampleRateHz: 48_000, channelCount: 1 };
    expect(() => new MovingEqualizer({ ...options, startFrame: 100 })).toThrow(/multiple of 512, got 100/);
    expect(() => new MovingEqualizer({ ...options, startFrame: -512 })).toThrow(/got -512/);
  });
});
