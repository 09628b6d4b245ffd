import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFft, createRandom } from "../../math/index.ts";
import { packBiquads, peaking } from "../biquad.ts";
import { responseDb } from "../response.ts";
import { designFir, type FirFilter } from "./fir-design.ts";
import { FirProcessor, type FirProcessorOptions } from "./fir-processor.ts";

fc.configureGlobal({ seed: 1 });

const numbers = (count: number, seed: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => 2 * random.uniform() - 1);
};

const filterOf = (taps: Float64Array, latencyFrames = 0): FirFilter => ({
  taps,
  latencyFrames,
  sampleRateHz: 48_000,
});

/** The definition of convolution, as long as the sound. */
function convolve(taps: Float64Array, sound: Float64Array): Float64Array {
  return sound.map((_, frame) => {
    let sum = 0;
    for (let tap = 0; tap < taps.length && tap <= frame; tap++) sum += taps[tap]! * sound[frame - tap]!;
    return sum;
  });
}

/** The channels through the processor, cut into blocks of the given lengths in turn. */
function play(processor: FirProcessor, sounds: readonly Float64Array[], blocks: readonly number[]) {
  const out = sounds.map((sound) => new Float64Array(sound.length));
  for (let start = 0, turn = 0; start < sounds[0]!.length; turn++) {
    const length = Math.min(blocks[turn % blocks.length]!, sounds[0]!.length - start);
    const block = sounds.map((sound) => sound.slice(start, start + length));
    processor.process(block, length);
    for (const [channel, samples] of block.entries()) out[channel]!.set(samples, start);
    start += length;
  }
  return out;
}

const render = (
  filter: FirFilter,
  sounds: readonly Float64Array[],
  blocks: readonly number[],
  options: FirProcessorOptions,
) => play(new FirProcessor(filter, sounds.length, options), sounds, blocks);

/** 20 log10 of the largest difference between `sound`, delayed, and `late`; full scale is 0 dB. */
function differenceDb(late: Float64Array, sound: Float64Array, delay: number): number {
  let largest = 0;
  for (let frame = 0; frame < late.length; frame++) {
    largest = Math.max(largest, Math.abs(late[frame]! - (sound[frame - delay] ?? 0)));
  }
  return 20 * Math.log10(largest);
}

const partition = fc.constantFrom(16, 32, 64, 128, 256);
const blockSequence = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 10 });
const curve = Float64Array.from({ length: 40 }, (_, band) => 8 * Math.sin(band / 3));

describe("FirProcessor", () => {
  test("is convolution, delayed by the reported latency, for any filter, channels, partition and blocks", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 5 }),
        partition,
        blockSequence,
        (tapCount, channelCount, partitionFrames, blocks) => {
          const taps = numbers(tapCount, tapCount);
          const sounds = Array.from({ length: channelCount }, (_, channel) => numbers(1_500, channel));
          const processor = new FirProcessor(filterOf(taps), channelCount, { partitionFrames });
          const heard = play(processor, sounds, blocks);
          expect(processor.latencyFrames).toBe(partitionFrames);
          for (const [channel, sound] of sounds.entries()) {
            expect(differenceDb(heard[channel]!, convolve(taps, sound), partitionFrames)).toBeLessThan(-220);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("tap counts around whole partitions lose and double no tap", () => {
    const sound = numbers(400, 3);
    for (const tapCount of [1, 2, 15, 16, 17, 18, 31, 32, 33, 34, 48, 49, 50, 64, 65, 66]) {
      const taps = numbers(tapCount, tapCount);
      const [heard] = render(filterOf(taps), [sound], [400], { partitionFrames: 16 });
      expect(differenceDb(heard!, convolve(taps, sound), 16)).toBeLessThan(-250);
    }
  });

  test("the output does not depend on the blocks, bit for bit, nor on the partition within -140 dB", () => {
    const filter = designFir({ gainDb: curve, sampleRateHz: 48_000, phase: "linear" });
    const sounds = [numbers(20_480, 1), numbers(20_480, 2)];
    const whole = render(filter, sounds, [20_480], { partitionFrames: 512 });
    for (const blocks of [[17], [128], [511, 1], [513, 4096, 3]]) {
      const cut = render(filter, sounds, blocks, { partitionFrames: 512 });
      expect(cut.every((samples, channel) => differenceDb(samples, whole[channel]!, 0) === -Infinity)).toBe(
        true,
      );
    }
    for (const partitionFrames of [128, 4096]) {
      const other = render(filter, sounds, [4096], { partitionFrames, isAligned: true });
      for (const [channel, samples] of other.entries()) {
        expect(differenceDb(whole[channel]!, samples, 512)).toBeLessThan(-250);
      }
    }
  });

  test.each([
    "minimum",
    1,
    35,
    80,
    "linear",
  ] as const)("latency at phase %s is exact to the frame: by impulse, and by cross-correlation of noise", (phase) => {
    const filter = designFir({ gainDb: curve.map((db) => db / 2), sampleRateHz: 48_000, phase });
    for (const options of [
      { partitionFrames: 128, isAligned: true },
      { partitionFrames: 128 },
      { partitionFrames: 2048 },
    ]) {
      const processor = new FirProcessor(filter, 1, options);
      const added = options.isAligned ? 0 : options.partitionFrames;
      expect(processor.latencyFrames).toBe(filter.latencyFrames + added);
      const impulse = new Float64Array(16_384);
      impulse[1000] = 1;
      const [heard] = play(processor, [impulse], [128]);
      const peak = heard!.reduce(
        (best, sample, frame) => (Math.abs(sample) > Math.abs(heard![best]!) ? frame : best),
        0,
      );
      expect(peak - 1000).toBe(processor.latencyFrames);
      processor.reset();
      const sound = numbers(24_576, 9);
      const [noisy] = play(processor, [sound], [128]);
      let best = { lag: -1, correlation: 0 };
      for (let lag = processor.latencyFrames - 40; lag <= processor.latencyFrames + 40; lag++) {
        let correlation = 0;
        for (let frame = Math.max(0, lag); frame < noisy!.length; frame++) {
          correlation += noisy![frame]! * sound[frame - lag]!;
        }
        if (correlation > best.correlation) best = { lag, correlation };
      }
      expect(best.lag).toBe(processor.latencyFrames);
    }
  });

  test("a flat curve is a delay, bit for bit, at every phase", () => {
    const sounds = [numbers(9_000, 4), numbers(9_000, 5), numbers(9_000, 6)];
    for (const phase of ["minimum", 40, "linear"] as const) {
      const flat = designFir({ gainDb: new Float64Array(40), sampleRateHz: 8_000, phase });
      const processor = new FirProcessor(flat, 3, { partitionFrames: 256 });
      expect(processor.isIdentity).toBe(true);
      for (const [channel, samples] of play(processor, sounds, [100, 3]).entries()) {
        expect(differenceDb(samples, sounds[channel]!, processor.latencyFrames)).toBe(-Infinity);
      }
    }
    const bent = designFir({ gainDb: new Float64Array(40).fill(1), sampleRateHz: 8_000, phase: "linear" });
    expect(new FirProcessor(bent, 3, { partitionFrames: 256 }).isIdentity).toBe(false);
  });

  test("what is no number becomes 0 and is counted; the rest sounds as if it had been 0", () => {
    const dirty = [numbers(900, 1), numbers(900, 2), numbers(900, 3)];
    const clean = dirty.map((samples) => samples.slice());
    const bad = [Number.NaN, Infinity, -Infinity, 1e300, -Number.MAX_VALUE];
    for (const [index, value] of bad.entries()) {
      dirty[index % 3]![100 + 50 * index] = value;
      clean[index % 3]![100 + 50 * index] = 0;
    }
    const filter = filterOf(numbers(100, 8));
    const processor = new FirProcessor(filter, 3, { partitionFrames: 64 });
    expect(play(processor, dirty, [77])).toEqual(render(filter, clean, [900], { partitionFrames: 64 }));
    expect(processor.nonFiniteCount).toBe(5);
  });

  test("silence after sound is exactly 0 once the filter has rung out", () => {
    const sound = numbers(3_000, 1);
    sound.fill(0, 1_000);
    const [heard] = render(filterOf(numbers(200, 2)), [sound], [128], { partitionFrames: 64 });
    expect(heard!.subarray(1_000 + 7 * 64).every((sample) => sample === 0)).toBe(true);
  });

  test("reset is a new processor with the filter that was changed to last", () => {
    const [first, second, third] = [1, 2, 3].map((seed) => filterOf(numbers(90, seed))) as [
      FirFilter,
      FirFilter,
      FirFilter,
    ];
    const processor = new FirProcessor(first, 2, { partitionFrames: 32 });
    const sounds = [numbers(500, 4), numbers(500, 5)];
    play(processor, sounds, [50]);
    processor.change(second);
    processor.process([Float64Array.of(Number.NaN), Float64Array.of(1)], 1);
    processor.change(third);
    processor.reset();
    expect(processor.nonFiniteCount).toBe(0);
    expect(play(processor, sounds, [50])).toEqual(render(third, sounds, [50], { partitionFrames: 32 }));
  });

  test("refuses wrong shapes", () => {
    const filter = filterOf(numbers(10, 1));
    expect(() => new FirProcessor(filter, 0)).toThrow(/positive integer, got 0/);
    expect(() => new FirProcessor(filter, 1, { partitionFrames: 100 })).toThrow(/power of two .* got 100/);
    expect(() => new FirProcessor(filter, 1, { fadeMs: -1 })).toThrow(/got -1/);
    expect(() => new FirProcessor(filterOf(Float64Array.of(1, Number.NaN)), 1)).toThrow(/1 of them not/);
    const processor = new FirProcessor(filter, 2, { partitionFrames: 16, isAligned: true });
    const block = [new Float64Array(40), new Float64Array(40)];
    expect(() => processor.process(block, 40)).toThrow(/multiple of 16, got 40/);
    expect(() => processor.process(block, 48)).toThrow(/within 0..40, got 48/);
    expect(() => processor.process([block[0]!], 16)).toThrow(/must hold 2, got 1/);
    expect(() => processor.change(filterOf(numbers(11, 1)))).toThrow(/1..10, got 11/);
    expect(() => processor.change(filterOf(numbers(10, 1), 3))).toThrow(/latency of 0 frames .* got 3/);
  });
});

describe("FirProcessor.change", () => {
  const fadeFrames = 480;
  const options = { fadeMs: 10, capacityTaps: 100 };
  const sounds = [numbers(4_000, 1), numbers(4_000, 2), numbers(4_000, 3)];
  const filters = [0, 1, 2, 3].map((seed) => filterOf(numbers(100 - 20 * seed, seed + 10)));
  /** Share of the new filter `done` frames into a fade. */
  const weight = (done: number) =>
    done >= fadeFrames ? 1 : done < 0 ? 0 : 0.5 - 0.5 * Math.cos((Math.PI * (done + 0.5)) / fadeFrames);

  /** Plays `sounds` in the given blocks; changes to filters[index] before the frame `at[index - 1]`. */
  function change(at: readonly number[], blocks: readonly number[], partitionFrames: number) {
    const processor = new FirProcessor(filters[0]!, 3, { ...options, partitionFrames });
    const out = sounds.map(() => new Float64Array(4_000));
    const edges = [0, ...at, 4_000];
    for (let part = 0; part + 1 < edges.length; part++) {
      if (part > 0) processor.change(filters[part]!);
      const pieces = sounds.map((sound) => sound.slice(edges[part], edges[part + 1]));
      for (const [channel, samples] of play(processor, pieces, blocks).entries()) {
        out[channel]!.set(samples, edges[part]!);
      }
    }
    return out;
  }

  test("is a raised-cosine cross-fade from the very next frame, whatever blocks and partition", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_900 }), partition, blockSequence, (at, size, blocks) => {
        const heard = change([at], blocks, size);
        for (const [channel, sound] of sounds.entries()) {
          const before = convolve(filters[0]!.taps, sound);
          const after = convolve(filters[1]!.taps, sound);
          const mixed = before.map((x, frame) => x + weight(frame - at) * (after[frame]! - x));
          expect(differenceDb(heard[channel]!, mixed, size)).toBeLessThan(-220);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("a change during a fade waits for its end; of two that wait the last is taken", () => {
    for (const size of [32, 512]) {
      const heard = change([700, 800, 900], [64], size);
      const [old, first, , last] = filters.map(({ taps }) => convolve(taps, sounds[1]!)) as Float64Array[];
      const mixed = old!.map((x, frame) => {
        const y = x + weight(frame - 700) * (first![frame]! - x);
        return y + weight(frame - 700 - fadeFrames) * (last![frame]! - y);
      });
      expect(differenceDb(heard[1]!, mixed, size)).toBeLessThan(-220);
    }
  });

  test.each([
    "minimum",
    "linear",
  ] as const)("%s phase: a bell's gain from -12 to +12 dB is heard as no click (997 Hz, ±200 Hz around it apart: -60 dB)", (phase) => {
    const bell = (gainDb: number) => packBiquads([peaking({ frequencyHz: 1000, gainDb, q: 1 }, 48_000)]);
    const design = (gainDb: number) =>
      designFir({
        responseDb: (hz) => responseDb(bell(gainDb), hz, 48_000),
        sampleRateHz: 48_000,
        phase,
      });
    const tone = Float64Array.from({ length: 65_536 }, (_, frame) =>
      Math.sin((2 * Math.PI * 997 * frame) / 48_000),
    );
    const processor = new FirProcessor(design(-12), 1, { partitionFrames: 128 });
    const [before] = play(processor, [tone.slice(0, 40_000)], [128]);
    processor.change(design(12));
    const [after] = play(processor, [tone.slice(40_000)], [128]);
    const heard = Float64Array.from([...before!, ...after!]).subarray(65_536 - 32_768 - 4_096, -4_096);
    expect(outsideDb(heard, 997, 200)).toBeLessThan(-60);
  });
});

/** Energy further than `widthHz` from a frequency, relative to all, dB (Blackman-Harris window, 48 kHz). */
function outsideDb(samples: Float64Array, frequencyHz: number, widthHz: number): number {
  const size = samples.length;
  const fft = createFft(size);
  const windowed = samples.map((sample, frame) => {
    const angle = (2 * Math.PI * frame) / size;
    const window =
      0.35875 - 0.48829 * Math.cos(angle) + 0.14128 * Math.cos(2 * angle) - 0.01168 * Math.cos(3 * angle);
    return window * sample;
  });
  const spectrum = new Float64Array(2 * size);
  fft.forwardReal(windowed, spectrum);
  let [all, outside] = [0, 0];
  for (let bin = 0; bin <= size / 2; bin++) {
    const energy = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
    all += energy;
    if (Math.abs((bin * 48_000) / size - frequencyHz) > widthHz) outside += energy;
  }
  return 10 * Math.log10(outside / all);
}
