import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { CascadeProcessor } from "./cascade.ts";
import { equalize } from "./equalize.ts";
import { designGraphicEqualizer } from "./graphic-equalizer.ts";

const gainDb = bandFrequencyHz.map((_, band) => 8 * Math.sin(band / 3));

/** White noise within ±1 (Numerical Recipes' linear congruential generator). Shape `[frames]`. */
function noise(frames: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: frames }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

describe("equalize", () => {
  const channels = [Float32Array.from(noise(10_000, 1)), Float32Array.from(noise(10_000, 2))];

  test("flat is the very samples; the input is never touched", () => {
    const before = structuredClone(channels);
    expect(equalize({ channels, sampleRateHz: 44_100 }, new Float64Array(40))).toEqual(before);
    equalize({ channels, sampleRateHz: 44_100 }, gainDb);
    expect(channels).toEqual(before);
  });

  test("is the cascade in 64 bit, rounded once to 32 bit", () => {
    const expected = channels.map((channel) => Float64Array.from(channel));
    new CascadeProcessor(designGraphicEqualizer(gainDb, 48_000).coefficients, 2).process(expected, 10_000);
    expect(equalize({ channels, sampleRateHz: 48_000 }, gainDb)).toEqual(
      expected.map((channel) => Float32Array.from(channel)),
    );
  });

  test("a boost and the equal cut give back the sound", () => {
    const up = equalize({ channels, sampleRateHz: 48_000 }, gainDb);
    const back = equalize(
      { channels: up, sampleRateHz: 48_000 },
      gainDb.map((gain) => -gain),
    );
    back.forEach((channel, index) => {
      channel.forEach((sample, frame) => {
        expect(Math.abs(sample - channels[index]![frame]!)).toBeLessThan(1e-5);
      });
    });
  });

  test("takes no channel, no frame, and refuses channels of unequal length", () => {
    expect(equalize({ channels: [], sampleRateHz: 48_000 }, gainDb)).toEqual([]);
    expect(equalize({ channels: [new Float32Array(0)], sampleRateHz: 48_000 }, gainDb)).toEqual([
      new Float32Array(0),
    ]);
    const unequal = [new Float32Array(2), new Float32Array(3)];
    expect(() => equalize({ channels: unequal, sampleRateHz: 48_000 }, gainDb)).toThrow(
      /equally long, got 2 and 3/,
    );
  });
});
