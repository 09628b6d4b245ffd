import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { packBiquads, peaking } from "./biquad.ts";
import { CascadeProcessor } from "./cascade.ts";
import { designGraphicEqualizer } from "./graphic-equalizer.ts";
import { responseDb } from "./response.ts";

fc.configureGlobal({ seed: 1 });

const gainDb = bandFrequencyHz.map((_, band) => 8 * Math.sin(band / 3));
const { coefficients } = designGraphicEqualizer(gainDb, 48_000);

/** White noise within ±1 (Numerical Recipes' linear congruential generator). Shape `[frames]`. */
function noise(frames: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: frames }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** The channels through the cascade, cut into blocks of the given lengths in turn. */
function render(
  packed: Float64Array,
  channels: readonly Float64Array[],
  blocks: readonly number[],
): Float64Array[] {
  const processor = new CascadeProcessor(packed, channels.length);
  const frames = channels[0]!.length;
  const out = channels.map(() => new Float64Array(frames));
  for (let start = 0, turn = 0; start < frames; turn++) {
    const length = Math.min(blocks[turn % blocks.length]!, frames - start);
    const block = channels.map((channel) => channel.slice(start, start + length));
    processor.process(block, length);
    for (const [index, samples] of block.entries()) out[index]!.set(samples, start);
    start += length;
  }
  return out;
}

describe("CascadeProcessor", () => {
  test("the output does not depend on the block size, bit for bit, through decay to silence", () => {
    const sound = noise(20_000, 3);
    sound.fill(0, 6_000);
    const whole = render(coefficients, [sound, noise(20_000, 4)], [20_000]);
    for (const size of [1, 17, 128, 511, 512, 513, 4096]) {
      expect(render(coefficients, [sound, noise(20_000, 4)], [size])).toEqual(whole);
    }
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 20 }), (blocks) => {
        expect(render(coefficients, [sound, noise(20_000, 4)], blocks)).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  test("each of 1 to 8 channels equals its own mono render, bit for bit", () => {
    const all = Array.from({ length: 8 }, (_, channel) => noise(3_000, channel + 1));
    const mono = all.map((channel) => render(coefficients, [channel], [1024])[0]);
    for (let count = 1; count <= 8; count++) {
      expect(render(coefficients, all.slice(0, count), [1024])).toEqual(mono.slice(0, count));
    }
  });

  test("its impulse response has the response of responseDb", () => {
    const impulse = new Float64Array(1 << 16);
    impulse[0] = 1;
    const [heard] = render(coefficients, [impulse], [4096]);
    const frequencies = [20, 37, 120, 455, 1000, 3070, 9917, 17_566, 21_000];
    responseDb(coefficients, frequencies, 48_000).forEach((db, point) => {
      let real = 0;
      let imaginary = 0;
      for (const [frame, sample] of heard!.entries()) {
        const angle = (2 * Math.PI * frequencies[point]! * frame) / 48_000;
        real += sample * Math.cos(angle);
        imaginary -= sample * Math.sin(angle);
      }
      expect(20 * Math.log10(Math.hypot(real, imaginary))).toBeCloseTo(db, 8);
    });
  });

  test("a constant passes with the gain at 0 Hz, silence stays silence", () => {
    const [heard] = render(coefficients, [new Float64Array(96_000).fill(0.5)], [4096]);
    expect(heard!.at(-1)).toBeCloseTo(0.5, 9);
    const [silent] = render(coefficients, [new Float64Array(9_600)], [4096]);
    expect(silent!.every((sample) => sample === 0)).toBe(true);
  });

  test("full scale at the largest boost stays finite and is not clipped", () => {
    const loud = designGraphicEqualizer(new Float64Array(40).fill(24), 48_000).coefficients;
    const square = Float64Array.from({ length: 48_000 }, (_, frame) => (frame % 96 < 48 ? 1 : -1));
    const [heard] = render(loud, [square], [128]);
    expect(heard!.every(Number.isFinite)).toBe(true);
    expect(heard!.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeGreaterThan(10);
  });

  test("identity sections leave every sample untouched, -0 and subnormals too", () => {
    const flat = designGraphicEqualizer(new Float64Array(40), 44_100).coefficients;
    const samples = Float64Array.of(-0, 0, 1, -1, 5e-324, -1e-310, 0.1, 3.4e38);
    const [heard] = render(flat, [samples], [3]);
    expect(new CascadeProcessor(flat, 1).isIdentity).toBe(true);
    expect(new CascadeProcessor(coefficients, 1).isIdentity).toBe(false);
    expect([...heard!].every((sample, index) => Object.is(sample, samples[index]))).toBe(true);
  });

  test("what is no number becomes 0 and is counted; the rest sounds as if it had been 0", () => {
    const bad = [Number.NaN, Infinity, -Infinity, 1e300, -Number.MAX_VALUE];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(2_999), fc.constantFrom(...bad)), { minLength: 1, maxLength: 50 }),
        (events) => {
          const dirty = [noise(3_000, 1), noise(3_000, 2), noise(3_000, 3)];
          const clean = dirty.map((channel) => channel.slice());
          for (const [frame, value] of events) {
            dirty[frame % 3]![frame] = value;
            clean[frame % 3]![frame] = 0;
          }
          const processor = new CascadeProcessor(coefficients, 3);
          processor.process(dirty, 3_000);
          expect(dirty).toEqual(render(coefficients, clean, [3_000]));
          expect(processor.nonFiniteCount).toBe(new Set(events.map(([frame]) => frame)).size);
        },
      ),
      { numRuns: 20 },
    );
    const flat = new CascadeProcessor(new Float64Array(0), 1);
    const samples = Float64Array.of(1, Number.NaN, -Infinity);
    flat.process([samples], 3);
    expect([...samples]).toEqual([1, 0, 0]);
    expect(flat.nonFiniteCount).toBe(2);
  });

  test("silence after sound becomes exactly 0, not subnormal", () => {
    const processor = new CascadeProcessor(coefficients, 1);
    const block = noise(48_000, 5);
    processor.process([block], block.length);
    let subnormal = 0;
    for (let second = 0; second < 4; second++) {
      block.fill(0);
      processor.process([block], block.length);
      subnormal += block.filter((sample) => sample !== 0 && Math.abs(sample) < 1e-200).length;
    }
    expect(subnormal).toBe(0);
    expect(block.every((sample) => sample === 0)).toBe(true);
  });

  test("reset is a new processor; only the first frameCount samples are touched", () => {
    const processor = new CascadeProcessor(coefficients, 1);
    const first = noise(1_000, 7);
    processor.process([first], 1_000);
    processor.process([Float64Array.of(Number.NaN)], 1);
    processor.reset();
    const second = noise(1_000, 7);
    processor.process([second], 600);
    expect(second.subarray(0, 600)).toEqual(first.subarray(0, 600));
    expect(second.subarray(600)).toEqual(noise(1_000, 7).subarray(600));
    expect(processor.nonFiniteCount).toBe(0);
  });

  test("refuses unstable sections and wrong shapes", () => {
    expect(() => new CascadeProcessor(Float64Array.of(1, 0, 0, 0, 1), 1)).toThrow(
      /stable, got 1,0,0,0,1 in section 0/,
    );
    expect(() => new CascadeProcessor(Float64Array.of(1, 0, 0, Number.NaN, 0), 1)).toThrow(/got 1,0,0,NaN,0/);
    expect(() => new CascadeProcessor(new Float64Array(4), 1)).toThrow(/must hold 5 per section, got 4/);
    expect(() => new CascadeProcessor(coefficients, 0)).toThrow(/positive integer, got 0/);
    const processor = new CascadeProcessor(coefficients, 2);
    expect(() => processor.process([new Float64Array(8)], 8)).toThrow(/must hold 2, got 1/);
    expect(() => processor.process([new Float64Array(8), new Float64Array(7)], 8)).toThrow(
      /within 0..7, got 8/,
    );
    expect(() => processor.process([new Float64Array(8), new Float64Array(8)], -1)).toThrow(/got -1/);
  });
});

test("a bell and its inverse in one cascade are no filter, to rounding", () => {
  const bell = (gain: number) => peaking({ frequencyHz: 300, gainDb: gain, q: 2 }, 48_000);
  const sound = noise(5_000, 9);
  const [heard] = render(packBiquads([bell(9), bell(-9)]), [sound], [64]);
  expect(heard!.every((sample, frame) => Math.abs(sample - sound[frame]!) < 1e-12)).toBe(true);
});
