import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { createSpectrumMeter } from "./spectrum.ts";

fc.configureGlobal({ seed: 1 });

function sine(frames: number, sampleRateHz: number, frequencyHz: number, amplitude = 0.5): Float64Array {
  return Float64Array.from(
    { length: frames },
    (_, frame) => amplitude * Math.sin((2 * Math.PI * frequencyHz * frame) / sampleRateHz),
  );
}

function noise(frames: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: frames }, () => 2 * random.uniform() - 1);
}

function measure(
  channels: readonly Float64Array[],
  sampleRateHz = 48_000,
  blocks: readonly number[] = [4_000],
) {
  const meter = createSpectrumMeter({ sampleRateHz, channelCount: channels.length });
  const frames = channels[0]!.length;
  for (let start = 0, turn = 0; start < frames; turn++) {
    const length = Math.min(blocks[turn % blocks.length]!, frames - start);
    meter.process(
      channels.map((channel) => channel.subarray(start, start + length)),
      length,
    );
    start += length;
  }
  return meter;
}

const added = (a: Float64Array, b: Float64Array) => a.map((x, index) => x + b[index]!);

describe("createSpectrumMeter: centroid", () => {
  test("of a sine is its frequency, at every rate and level", () => {
    for (const rate of [8_000, 11_025, 44_100, 48_000, 96_000, 384_000]) {
      for (const amplitude of [1, 1e-6]) {
        const tone = sine(rate, rate, 1_234, amplitude);
        expect(Math.abs(measure([tone], rate).centroidHz - 1_234)).toBeLessThan(1);
      }
    }
  });

  test("of two sines is their mean, weighted by power; of channels likewise", () => {
    const low = sine(48_000, 48_000, 1_000, 0.3);
    const high = sine(48_000, 48_000, 9_000, 0.1);
    const expected = (0.09 * 1_000 + 0.01 * 9_000) / 0.1;
    expect(Math.abs(measure([added(low, high)]).centroidHz - expected)).toBeLessThan(2);
    expect(Math.abs(measure([low, high]).centroidHz - expected)).toBeLessThan(2);
    expect(Math.abs(measure([low, new Float64Array(48_000), high]).centroidHz - expected)).toBeLessThan(2);
  });

  test("of noise through a one-pole low-pass is that of its response", () => {
    const pole = 0.9;
    let state = 0;
    const coloured = noise(960_000, 1).map((x) => {
      state = pole * state + (1 - pole) * x;
      return state;
    });
    let power = 0;
    let moment = 0;
    for (let hz = 20; hz < 24_000; hz++) {
      const response = 1 / (1 + pole * pole - 2 * pole * Math.cos((2 * Math.PI * hz) / 48_000));
      power += response;
      moment += response * hz;
    }
    expect(Math.abs(measure([coloured]).centroidHz / (moment / power) - 1)).toBeLessThan(0.01);
  });

  test("a gain or an offset leaves it; silence has none", () => {
    const sound = added(sine(48_000, 48_000, 2_000), noise(48_000, 2));
    const plain = measure([sound]).centroidHz;
    expect(measure([sound.map((x) => x / 8)]).centroidHz).toBeCloseTo(plain, 9);
    expect(Math.abs(measure([sound.map((x) => x + 0.5)]).centroidHz - plain)).toBeLessThan(0.5);
    expect(measure([new Float64Array(48_000)]).centroidHz).toBeNaN();
    expect(measure([new Float64Array(0)]).centroidHz).toBeNaN();
  });

  test("counts the first seconds, in which windows overlap, like all others", () => {
    const seconds = 60;
    const sound = noise(seconds * 8_000, 9);
    // A tone through the first 20 s: a third of the time.
    const tone = sine(20 * 8_000, 8_000, 3_000, 1);
    tone.forEach((x, frame) => {
      sound[frame]! += x;
    });
    const expected = ((1 / 3) * 2_010 + (1 / 6) * 3_000) / (1 / 3 + 1 / 6);
    expect(Math.abs(measure([sound], 8_000).centroidHz - expected)).toBeLessThan(10);
  });

  test("of a sound shorter than one frame it is there as well", () => {
    expect(Math.abs(measure([sine(1_000, 48_000, 3_000)]).centroidHz - 3_000)).toBeLessThan(60);
  });
});

describe("createSpectrumMeter: bands", () => {
  test("a sine at a band's centre lies in that band: -3 dB re its amplitude", () => {
    for (const band of [10, 20, 30, 39]) {
      const tone = sine(96_000, 48_000, bandFrequencyHz[band]!, 0.5);
      const levels = measure([tone, tone]).bandLevelDb;
      expect(levels[band]).toBeCloseTo(20 * Math.log10(0.5) - 3.0103, 2);
      for (const other of [band - 1, band + 1]) {
        if (other < 40) expect(levels[other]).toBeLessThan(-45);
      }
    }
  });

  test("white noise has the same level per hertz in all bands", () => {
    const levels = measure([noise(960_000, 3)]).bandLevelDb;
    const perHertz = 10 * Math.log10(1 / 3 / 24_000);
    for (let band = 1; band < 39; band++) {
      const low = Math.sqrt(bandFrequencyHz[band - 1]! * bandFrequencyHz[band]!);
      const high = Math.sqrt(bandFrequencyHz[band + 1]! * bandFrequencyHz[band]!);
      expect(Math.abs(levels[band]! - 10 * Math.log10(high - low) - perHertz)).toBeLessThan(0.6);
    }
  });

  test("bands above Nyquist and silence are -Infinity", () => {
    const levels = measure([noise(8_000, 4)], 8_000).bandLevelDb;
    expect(levels).toHaveLength(40);
    expect(levels[24]).toBeGreaterThan(-40);
    expect(levels[30]).toBe(Number.NEGATIVE_INFINITY);
    expect(measure([new Float64Array(9_000)]).bandLevelDb.every((db) => db === -Infinity)).toBe(true);
  });
});

describe("createSpectrumMeter: stream", () => {
  test("nothing depends on the block size, bit for bit", () => {
    // Long enough at this rate for windows to stand side by side at the end.
    const channels = [noise(90_000, 5), noise(90_000, 6), noise(90_000, 7)];
    const whole = measure(channels, 8_000, [90_000]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 9 }), (blocks) => {
        const cut = measure(channels, 8_000, blocks);
        expect(cut.centroidHz).toBe(whole.centroidHz);
        expect(cut.bandLevelDb).toEqual(whole.bandLevelDb);
      }),
      { numRuns: 8 },
    );
  });

  test("reading does not disturb; NaN and infinities count as 0", () => {
    const sound = noise(3_000, 8);
    const meter = createSpectrumMeter({ sampleRateHz: 8_000, channelCount: 1 });
    for (let start = 0; start < 3_000; start += 100) {
      meter.process([sound.subarray(start, start + 100)], 100);
      expect(meter.centroidHz).toBeGreaterThan(0);
    }
    expect(meter.centroidHz).toBe(measure([sound], 8_000).centroidHz);
    const dirty = sound.slice();
    const clean = sound.slice();
    [Number.NaN, Infinity, -Infinity, 1e300].forEach((value, index) => {
      dirty[700 * index] = value;
      clean[700 * index] = 0;
    });
    expect(measure([dirty], 8_000).centroidHz).toBe(measure([clean], 8_000).centroidHz);
  });

  test("refuses wrong options and shapes", () => {
    expect(() => createSpectrumMeter({ sampleRateHz: 0, channelCount: 1 })).toThrow(/got 0/);
    expect(() => createSpectrumMeter({ sampleRateHz: 48_000, channelCount: 0 })).toThrow(/got 0/);
    const meter = createSpectrumMeter({ sampleRateHz: 48_000, channelCount: 1 });
    expect(() => meter.process([new Float64Array(8)], 9)).toThrow(/within 0..8, got 9/);
  });
});
