import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { createLoudnessMeter, type LoudnessMeter } from "./loudness-meter.ts";

fc.configureGlobal({ seed: 1 });

/** White noise that swells and fades over some seconds. Shape `[frames]`. */
function noise(frames: number, seed: number, gain = 0.3): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from(
    { length: frames },
    (_, frame) => gain * (1.05 + Math.sin(frame / 9_000)) * (random.uniform() - 0.5),
  );
}

function sine(frames: number, sampleRateHz: number, frequencyHz: number, amplitude: number): Float64Array {
  return Float64Array.from(
    { length: frames },
    (_, frame) => amplitude * Math.sin((2 * Math.PI * frequencyHz * frame) / sampleRateHz),
  );
}

/** One sound after the other. */
function joined(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

interface Stream {
  readonly channels: readonly Float64Array[];
  readonly sampleRateHz?: number;
  readonly channelMask?: number;
  readonly blocks?: readonly number[];
}

function measure({ channels, sampleRateHz = 8_000, channelMask = 0, blocks = [4_096] }: Stream) {
  const meter = createLoudnessMeter({ sampleRateHz, channelCount: channels.length, channelMask });
  const frames = channels[0]!.length;
  for (let start = 0, turn = 0; start < frames; turn++) {
    const length = Math.min(blocks[turn % blocks.length]!, frames - start);
    meter.process(
      channels.map((channel) => channel.subarray(start, start + length)),
      length,
    );
    start += length;
  }
  return readings(meter);
}

function readings(meter: LoudnessMeter) {
  const {
    integratedLufs,
    momentaryLufs,
    shortTermLufs,
    maxMomentaryLufs,
    maxShortTermLufs,
    loudnessRangeLu,
  } = meter;
  return {
    integratedLufs,
    momentaryLufs,
    shortTermLufs,
    maxMomentaryLufs,
    maxShortTermLufs,
    loudnessRangeLu,
  };
}

const nothing = {
  integratedLufs: Number.NEGATIVE_INFINITY,
  momentaryLufs: Number.NEGATIVE_INFINITY,
  shortTermLufs: Number.NEGATIVE_INFINITY,
  maxMomentaryLufs: Number.NEGATIVE_INFINITY,
  maxShortTermLufs: Number.NEGATIVE_INFINITY,
  loudnessRangeLu: 0,
};

describe("createLoudnessMeter", () => {
  test("the readings do not depend on the block size, bit for bit, at rates with uneven steps too", () => {
    for (const sampleRateHz of [8_000, 11_025]) {
      const channels = [noise(44_000, 1), noise(44_000, 2)];
      const whole = measure({ channels, sampleRateHz, blocks: [44_000] });
      for (const size of [1, 17, 128, 4_096]) {
        expect(measure({ channels, sampleRateHz, blocks: [size] })).toEqual(whole);
      }
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 9 }),
          (blocks) => {
            expect(measure({ channels, sampleRateHz, blocks })).toEqual(whole);
          },
        ),
        { numRuns: 10 },
      );
    }
  });

  test("a gain moves every loudness by as many LU and leaves the range", () => {
    const channels = [noise(60_000, 3), noise(60_000, 4)];
    const plain = measure({ channels });
    const louder = measure({ channels: channels.map((samples) => samples.map((x) => x * 10 ** (7.3 / 20))) });
    for (const kind of ["integratedLufs", "momentaryLufs", "shortTermLufs", "maxMomentaryLufs"] as const) {
      expect(louder[kind] - plain[kind]).toBeCloseTo(7.3, 6);
    }
    expect(louder.loudnessRangeLu).toBeCloseTo(plain.loudnessRangeLu, 1);
  });

  test("equal sound reads alike at every rate", () => {
    for (const sampleRateHz of [8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000, 384_000]) {
      const tone = sine(4 * sampleRateHz, sampleRateHz, 1_000, 0.1);
      // -3.01 dB for a sine and K-weighting's 0.69 dB at 1 kHz, which the formula's constant takes off again.
      expect(Math.abs(measure({ channels: [tone], sampleRateHz }).integratedLufs + 23.01)).toBeLessThan(0.1);
    }
  });

  test("the quiet parts of a programme do not count: gates at -70 LUFS and 10 LU below the mean", () => {
    const tone = sine(80_000, 8_000, 1_000, 0.1);
    const alone = measure({ channels: [tone] }).integratedLufs;
    const around = (gainDb: number) => {
      const quiet = sine(80_000, 8_000, 1_000, 0.1 * 10 ** (gainDb / 20));
      return measure({ channels: [joined(tone, quiet)] }).integratedLufs;
    };
    // Of 100 blocks that pass, three are partly tone: 3/4, 1/2 and 1/4 of it.
    const withTransition = alone + 10 * Math.log10((97 + 1.5) / 100);
    expect(around(-90)).toBeCloseTo(withTransition, 3);
    expect(Math.abs(around(-15) - withTransition)).toBeLessThan(0.01);
    expect(around(-5)).toBeLessThan(alone - 1.5);
  });

  test("each position has the standard's weight", () => {
    const tone = sine(32_000, 8_000, 1_000, 0.1);
    const silence = new Float64Array(32_000);
    const mono = measure({ channels: [tone] }).integratedLufs;
    const only = (channel: number, count: number, channelMask = 0) => {
      const channels = Array.from({ length: count }, (_, index) => (index === channel ? tone : silence));
      return measure({ channels, channelMask }).integratedLufs - mono;
    };
    const surround = 10 * Math.log10(1.41);
    const fiveOne = [0, 0, 0, Number.NEGATIVE_INFINITY, surround, surround];
    fiveOne.forEach((gain, channel) => expect(only(channel, 6)).toBeCloseTo(gain, 9));
    fiveOne.forEach((gain, channel) => expect(only(channel, 6, 0x60f)).toBeCloseTo(gain, 9));
    // Without a centre, the fourth channel is a surround; a mask says otherwise.
    expect(only(3, 4)).toBeCloseTo(surround, 9);
    expect(only(3, 4, 0x107)).toBeCloseTo(0, 9);
  });

  test("a channel counts the same beside any other, bit for bit", () => {
    const sound = noise(20_000, 8);
    const other = noise(20_000, 9);
    const silence = new Float64Array(20_000);
    const alone = measure({ channels: [sound] });
    expect(measure({ channels: [sound, silence] })).toEqual(alone);
    expect(measure({ channels: [silence, silence, sound] })).toEqual(alone);
    // The third of four is a low-frequency channel, so the first two are a pair and the last is alone.
    expect(measure({ channels: [silence, sound, other, silence], channelMask: 0x10b })).toEqual(alone);
    expect(measure({ channels: [silence, silence, other, sound], channelMask: 0x10b })).toEqual(alone);
  });

  test("silence is -Infinity, and so is what was too short", () => {
    expect(measure({ channels: [new Float64Array(40_000), new Float64Array(40_000)] })).toEqual(nothing);
    expect(readings(createLoudnessMeter({ sampleRateHz: 48_000, channelCount: 1 }))).toEqual(nothing);
    expect(measure({ channels: [noise(79, 5)] })).toEqual(nothing);
    const short = measure({ channels: [noise(3_100, 5)] });
    expect(short.integratedLufs).toBe(Number.NEGATIVE_INFINITY);
    expect(short.maxMomentaryLufs).toBeGreaterThan(-40);
  });

  test("silence after sound becomes silence again, but the maxima stay", () => {
    const sound = joined(noise(8_000, 6), new Float64Array(80_000));
    const after = measure({ channels: [sound] });
    expect(after.momentaryLufs).toBe(Number.NEGATIVE_INFINITY);
    expect(after.shortTermLufs).toBe(Number.NEGATIVE_INFINITY);
    expect(after.maxMomentaryLufs).toBe(measure({ channels: [sound.subarray(0, 9_600)] }).maxMomentaryLufs);
  });

  test("what is no number counts as 0, and the samples stay as they are", () => {
    const bad = [Number.NaN, Infinity, -Infinity, 1e300];
    const dirty = noise(40_000, 7);
    const clean = dirty.slice();
    bad.forEach((value, index) => {
      dirty[3_000 * index] = value;
      clean[3_000 * index] = 0;
    });
    const before = dirty.slice();
    expect(measure({ channels: [dirty] })).toEqual(measure({ channels: [clean] }));
    expect(dirty).toEqual(before);
  });

  test("a programme louder than the histogram's last bin still counts", () => {
    const loud = sine(40_000, 8_000, 1_000, 1e5);
    expect(measure({ channels: [loud] }).integratedLufs).toBeCloseTo(
      measure({ channels: [loud] }).maxMomentaryLufs,
      1,
    );
  });

  test("refuses wrong options and shapes", () => {
    const options = { sampleRateHz: 48_000, channelCount: 2 };
    expect(() => createLoudnessMeter({ ...options, sampleRateHz: 4_000 })).toThrow(/got 4000/);
    expect(() => createLoudnessMeter({ ...options, channelCount: 0 })).toThrow(/positive integer, got 0/);
    const meter = createLoudnessMeter(options);
    expect(() => meter.process([new Float64Array(8)], 8)).toThrow(/must hold 2, got 1/);
    expect(() => meter.process([new Float64Array(8), new Float64Array(7)], 8)).toThrow(/within 0..7, got 8/);
  });
});
