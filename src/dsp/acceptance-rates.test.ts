import { describe, expect, test } from "vitest";
import { renderBlocks, whiteNoise } from "../../test/support/block-render.ts";
import { equalizers, wavyGainDb } from "../../test/support/equalizers.ts";
import { bandFrequencyHz } from "../effects/index.ts";

const rates = [
  8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000, 384_000,
];

/** Gain of a tone in the last tenth of a second, dB. */
function heardDb(samples: Float64Array, frequencyHz: number, sampleRateHz: number): number {
  const cycles = Math.floor((0.1 * frequencyHz) | 0);
  const count = Math.round((cycles * sampleRateHz) / frequencyHz);
  let real = 0;
  let imaginary = 0;
  for (let frame = samples.length - count; frame < samples.length; frame++) {
    const angle = (2 * Math.PI * frequencyHz * frame) / sampleRateHz;
    real += samples[frame]! * Math.cos(angle);
    imaginary += samples[frame]! * Math.sin(angle);
  }
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / count);
}

describe.each(equalizers)("sample rates: $name", ({ make }) => {
  test.each(rates)("%i Hz: a tone at a centre comes out with the asked gain", (sampleRateHz) => {
    for (const band of [14, 22]) {
      const frequencyHz = bandFrequencyHz[band]!;
      const tone = Float64Array.from({ length: Math.round(0.8 * sampleRateHz) }, (_, frame) =>
        Math.sin((2 * Math.PI * frequencyHz * frame) / sampleRateHz),
      );
      const [heard] = renderBlocks(make(wavyGainDb, sampleRateHz, 1), [tone], [4096]);
      expect(Math.abs(heardDb(heard!, frequencyHz, sampleRateHz) - wavyGainDb[band]!)).toBeLessThan(0.2);
    }
  });

  test.each([8_000, 384_000])("%i Hz: blocks do not matter, noise stays finite", (sampleRateHz) => {
    const sound = [whiteNoise(5_000, 1), whiteNoise(5_000, 2)];
    const whole = renderBlocks(make(wavyGainDb, sampleRateHz, 2), sound, [5_000]);
    expect(renderBlocks(make(wavyGainDb, sampleRateHz, 2), sound, [17])).toEqual(whole);
    expect(whole.every((channel) => channel.every(Number.isFinite))).toBe(true);
  });
});
