import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../math/index.ts";
import { createResampler, resampledLength } from "./resample.ts";

/** All of a mono signal at another rate, pushed in blocks of changing length. */
function resample(input: Float64Array, fromHz: number, toHz: number, blockFrames = 1000): Float64Array {
  const resampler = createResampler({ fromHz, toHz, channelCount: 1 });
  const output = new Float64Array(resampledLength(input.length, fromHz, toHz));
  let filled = 0;
  const take = ({ channels, frameCount }: { channels: readonly Float64Array[]; frameCount: number }) => {
    output.set(channels[0]!.subarray(0, frameCount), filled);
    filled += frameCount;
  };
  for (let i = 0; i < input.length; i += blockFrames) {
    const part = input.subarray(i, i + blockFrames);
    take(resampler.push([part], part.length));
  }
  take(resampler.flush());
  expect(filled).toBe(output.length);
  return output;
}

const sine = (count: number, frequencyHz: number, rateHz: number) =>
  Float64Array.from({ length: count }, (_, i) => Math.sin((2 * Math.PI * frequencyHz * i) / rateHz));

/** Gain, phase and what is left once the tone is taken out by least squares, away from the ends. */
function measure(output: Float64Array, frequencyHz: number, rateHz: number) {
  const edge = 1000;
  let [cc, ss, cs, yc, ys] = [0, 0, 0, 0, 0];
  const angle = (i: number) => (2 * Math.PI * frequencyHz * i) / rateHz;
  for (let i = edge; i < output.length - edge; i++) {
    const [c, s, y] = [Math.cos(angle(i)), Math.sin(angle(i)), output[i]!];
    cc += c * c;
    ss += s * s;
    cs += c * s;
    yc += y * c;
    ys += y * s;
  }
  const determinant = cc * ss - cs * cs;
  const a = (yc * ss - ys * cs) / determinant;
  const b = (ys * cc - yc * cs) / determinant;
  let rest = 0;
  let all = 0;
  for (let i = edge; i < output.length - edge; i++) {
    rest += (output[i]! - a * Math.cos(angle(i)) - b * Math.sin(angle(i))) ** 2;
    all += output[i]! ** 2;
  }
  return {
    gainDb: 20 * Math.log10(Math.hypot(a, b)),
    phase: Math.atan2(a, b),
    residualDb: 10 * Math.log10(rest / all),
  };
}

const pairs: readonly (readonly [number, number])[] = [44_100, 48_000, 96_000].flatMap((from) =>
  [44_100, 48_000, 96_000].filter((to) => to !== from).map((to) => [from, to] as const),
);

describe("createResampler", () => {
  test.each(pairs)("%i to %i Hz: tones up to 20 kHz pass unchanged, not moved, 140 dB clean", (from, to) => {
    for (const frequencyHz of [20, 997, 10_007, 19_999]) {
      const { gainDb, phase, residualDb } = measure(
        resample(sine(12_000, frequencyHz, from), from, to),
        frequencyHz,
        to,
      );
      expect(Math.abs(gainDb)).toBeLessThan(1e-4);
      expect(Math.abs(phase)).toBeLessThan(1e-6);
      expect(residualDb).toBeLessThan(-140);
    }
  });

  test.each(pairs.filter(([from, to]) => to < from))("%i to %i Hz: nothing folds back", (from, to) => {
    for (const frequencyHz of [to / 2 + 1, to / 2 + 500, from / 2 - 1]) {
      const output = resample(sine(12_000, frequencyHz, from), from, to).subarray(1000, -1000);
      const power = output.reduce((sum, value) => sum + value * value, 0) / output.length;
      expect(10 * Math.log10(power / 0.5)).toBeLessThan(-130);
    }
  });

  test("rates without a common step, by interpolated coefficients", () => {
    for (const [from, to] of [
      [44_100, 48_001],
      [47_999, 44_101],
    ] as const) {
      const { gainDb, residualDb } = measure(resample(sine(8000, 15_000, from), from, to), 15_000, to);
      expect(Math.abs(gainDb)).toBeLessThan(1e-4);
      expect(residualDb).toBeLessThan(-130);
    }
  });

  test("the length is the nearest whole number, and the blocks do not matter", () => {
    const random = createRandom(3);
    fc.assert(
      fc.property(
        fc.constantFrom(8000, 11_025, 22_050, 44_100, 48_000, 96_000),
        fc.constantFrom(8000, 12_000, 44_100, 48_000, 88_200, 192_000),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 700 }),
        (from, to, count, blockFrames) => {
          const input = Float64Array.from({ length: count }, () => random.uniform() - 0.5);
          const output = resample(input, from, to, blockFrames);
          expect(output.length).toBe(Math.max(1, Math.round((count * to) / from)));
          expect(output).toEqual(resample(input, from, to, count));
        },
      ),
      { numRuns: 40, seed: 1 },
    );
  });

  test("is linear, and channels do not touch each other", () => {
    const random = createRandom(4);
    const channels = Array.from({ length: 5 }, () =>
      Float64Array.from({ length: 500 }, () => random.uniform() - 0.5),
    );
    const resampler = createResampler({ fromHz: 44_100, toHz: 96_000, channelCount: 5 });
    const first = resampler.push(channels, 500);
    const together = first.channels.map((samples) => samples.slice(0, first.frameCount));
    channels.forEach((input, c) => {
      const alone = resample(input, 44_100, 96_000).subarray(0, first.frameCount);
      expect(together[c]).toEqual(alone);
    });
    const sum = channels[0]!.map((value, i) => value + channels[1]![i]!);
    const ofSum = resample(sum, 44_100, 96_000);
    for (let i = 0; i < first.frameCount; i++) {
      expect(ofSum[i]!).toBeCloseTo(together[0]![i]! + together[1]![i]!, 13);
    }
  });

  test("a constant stays one, an impulse stays where it was", () => {
    const constant = resample(new Float64Array(2000).fill(0.5), 44_100, 48_000);
    for (const value of constant.subarray(500, -500)) expect(value).toBeCloseTo(0.5, 13);
    const impulse = new Float64Array(2000);
    impulse[147 * 7] = 1;
    const output = resample(impulse, 44_100, 48_000);
    expect(output.indexOf(Math.max(...output))).toBe(160 * 7);
    for (let i = 1; i < 100; i++) expect(output[160 * 7 + i]).toBeCloseTo(output[160 * 7 - i]!, 15);
  });

  test("nothing drifts: half a minute gives every frame that is due", () => {
    const resampler = createResampler({ fromHz: 8000, toHz: 7999, channelCount: 1 });
    const silence = [new Float64Array(8000)];
    let given = 0;
    for (let second = 0; second < 30; second++) given += resampler.push(silence, 8000).frameCount;
    given += resampler.flush().frameCount;
    expect(given).toBe(30 * 7999);
  });

  test("rates must be whole", () => {
    expect(() => createResampler({ fromHz: 44_100.5, toHz: 48_000, channelCount: 1 })).toThrow(
      "createResampler: fromHz must be a whole number above 0, got 44100.5",
    );
  });
});
