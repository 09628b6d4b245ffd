import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { INTERPOLATION_REACH, interpolationFilter } from "./interpolation-filter.ts";
import { createTruePeakMeter } from "./true-peak-meter.ts";

fc.configureGlobal({ seed: 1 });

/** White noise that swells and fades. Shape `[frames]`. */
function noise(frames: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from(
    { length: frames },
    (_, frame) => (0.55 + 0.45 * Math.sin(frame / 700)) * (2 * random.uniform() - 1),
  );
}

function sine(frames: number, cyclesPerSample: number, phase = 0): Float64Array {
  return Float64Array.from({ length: frames }, (_, n) => Math.sin(2 * Math.PI * cyclesPerSample * n + phase));
}

function measure(
  channels: readonly Float64Array[],
  sampleRateHz = 48_000,
  blocks: readonly number[] = [4_096],
) {
  const meter = createTruePeakMeter({ sampleRateHz, channelCount: channels.length });
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

/** The definition, without leaving anything out: dBTP. */
function plainTruePeakDb(samples: Float64Array, factor: number): number {
  const padded = new Float64Array(samples.length + 11);
  padded.set(samples, 11);
  let peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
  for (let phase = 1; phase < factor; phase++) {
    const filter = interpolationFilter(phase / factor);
    for (let at = 0; at < samples.length; at++) {
      const point = filter.reduce((sum, tap, index) => sum + tap * padded[at + index]!, 0);
      peak = Math.max(peak, Math.abs(point));
    }
  }
  return 20 * Math.log10(peak);
}

describe("createTruePeakMeter", () => {
  test("is the plain definition: 4, 2 or 1 points per sample", () => {
    for (let seed = 1; seed <= 8; seed++) {
      const sound = noise(3_000, seed);
      for (const [rate, factor] of [
        [8_000, 4],
        [88_200, 4],
        [96_000, 2],
        [176_400, 2],
        [192_000, 1],
        [384_000, 1],
      ] as const) {
        expect(measure([sound], rate).truePeakDb).toBeCloseTo(plainTruePeakDb(sound, factor), 10);
      }
    }
  });

  test("the peak does not depend on the block size, bit for bit", () => {
    const channels = [noise(9_000, 1), noise(9_000, 2)];
    const whole = measure(channels, 48_000, [9_000]).channelPeakDb;
    for (const size of [1, 17, 31, 33, 128, 1_024, 4_096]) {
      expect(measure(channels, 48_000, [size]).channelPeakDb).toEqual(whole);
    }
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 9 }), (blocks) => {
        expect(measure(channels, 48_000, blocks).channelPeakDb).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  test("the filters are flat within 0.05 dB up to 0.3 of the rate", () => {
    for (const position of [0.25, 0.5, 0.75]) {
      const filter = interpolationFilter(position);
      for (let frequency = 0; frequency <= 0.3; frequency += 0.005) {
        const [real, imaginary] = [Math.cos, Math.sin].map((part) =>
          filter.reduce((sum, tap, index) => sum + tap * part(2 * Math.PI * frequency * index), 0),
        );
        expect(Math.abs(20 * Math.log10(Math.hypot(real!, imaginary!)))).toBeLessThan(0.05);
      }
    }
    expect(interpolationFilter(0.75)).toEqual(interpolationFilter(0.25).reverse());
    expect(interpolationFilter(0.5)).toHaveLength(2 * INTERPOLATION_REACH);
  });

  test("finds the peak that the samples miss: at most the grid's own error below it", () => {
    for (const frequency of [0.05, 0.11, 0.2, 0.25, 0.29]) {
      for (let phase = 0; phase < 3; phase += 0.37) {
        const faded = sine(2_000, frequency, phase).map(
          (x, n) => x * Math.min(1, n / 500, (1_999 - n) / 500),
        );
        const error = measure([faded]).truePeakDb;
        expect(error).toBeLessThan(0.05);
        expect(error).toBeGreaterThan(20 * Math.log10(Math.cos((Math.PI * frequency) / 4)) - 0.05);
      }
    }
  });

  test("a gain moves the peak, the sign does not, channels are apart", () => {
    const sound = noise(4_000, 5);
    const meter = measure([sound, sound.map((x) => -x / 2), new Float64Array(4_000)]);
    const [left, right, silent] = meter.channelPeakDb;
    expect(right! - left!).toBeCloseTo(20 * Math.log10(0.5), 12);
    expect(silent).toBe(Number.NEGATIVE_INFINITY);
    expect(meter.truePeakDb).toBe(left);
  });

  test("silence is -Infinity; NaN and infinities count as 0 and stay where they are", () => {
    expect(measure([new Float64Array(100)]).truePeakDb).toBe(Number.NEGATIVE_INFINITY);
    expect(measure([new Float64Array(0)]).truePeakDb).toBe(Number.NEGATIVE_INFINITY);
    const dirty = noise(4_000, 6);
    const clean = dirty.slice();
    [Number.NaN, Infinity, -Infinity, 1e300].forEach((value, index) => {
      dirty[901 * index] = value;
      clean[901 * index] = 0;
    });
    const before = dirty.slice();
    expect(measure([dirty]).truePeakDb).toBe(measure([clean]).truePeakDb);
    expect(dirty).toEqual(before);
  });

  test("refuses wrong options and shapes", () => {
    expect(() => createTruePeakMeter({ sampleRateHz: 1, channelCount: 1 })).toThrow(/got 1/);
    expect(() => createTruePeakMeter({ sampleRateHz: 48_000, channelCount: 1.5 })).toThrow(/got 1.5/);
    const meter = createTruePeakMeter({ sampleRateHz: 48_000, channelCount: 1 });
    expect(() => meter.process([], 0)).toThrow(/must hold 1, got 0/);
    expect(() => meter.process([new Float64Array(8)], 9)).toThrow(/within 0..8, got 9/);
  });
});
