import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createRandom, type Random } from "../../math/index.ts";
import { packBiquads, peaking } from "../biquad.ts";
import { CascadeProcessor } from "../cascade.ts";
import type { CascadeKernel } from "./cascade-kernel.ts";
import { plainCascade } from "./plain-cascade.ts";
import { createWasmCascade } from "./wasm-cascade.ts";

fc.configureGlobal({ seed: 1 });

afterEach(() => {
  vi.unstubAllGlobals();
});

function wasmCascade(): CascadeKernel {
  const kernel = createWasmCascade();
  if (kernel === undefined) throw new Error("this engine must run WASM SIMD");
  return kernel;
}

/** Stable sections, poles up to 0.9999 of the way out, gains over four decades, some the identity. Shape `[count, 5]`. */
function randomSections(count: number, random: Random): Float64Array {
  const packed = new Float64Array(5 * count);
  for (let section = 0; section < count; section++) {
    const radius = 1 - 10 ** (-4 * random.uniform());
    const a1 = -2 * radius * Math.cos(Math.PI * random.uniform());
    const a2 = radius * radius;
    const zeros = () => 10 ** (4 * random.uniform() - 3) * random.normal();
    const isIdentity = random.uniform() < 0.1;
    packed.set(isIdentity ? [1, a1, a2, a1, a2] : [zeros(), zeros(), zeros(), a1, a2], 5 * section);
  }
  return packed;
}

/** Noise of any level, with silences, negative zeros and what is no number. Shape `[channels][frames]`. */
function randomSound(channelCount: number, frameCount: number, random: Random): Float64Array[] {
  return Array.from({ length: channelCount }, () => {
    const level = 10 ** (12 * random.uniform() - 10);
    const silentFrom = random.uniform() * 2 * frameCount;
    return Float64Array.from({ length: frameCount }, (_, frame) => {
      const draw = random.uniform();
      if (draw < 0.001) return [Number.NaN, Infinity, -Infinity, 1e300][Math.floor(4000 * draw)]!;
      if (draw < 0.01) return -0;
      return frame < silentFrom ? level * random.normal() : 0;
    });
  });
}

interface Step {
  readonly frameCount: number;
  readonly resetsBefore: boolean;
}

/** The sound block by block, and how many samples were silenced since the last reset. */
function play(kernel: CascadeKernel, sections: Float64Array, sound: readonly Float64Array[], steps: Step[]) {
  const processor = new CascadeProcessor(sections, sound.length, kernel);
  const out = sound.map((channel) => channel.slice());
  let start = 0;
  for (const { frameCount, resetsBefore } of steps) {
    if (resetsBefore) processor.reset();
    const blocks = out.map((channel) => channel.subarray(start, start + frameCount));
    processor.process(blocks, frameCount);
    start += frameCount;
  }
  return { out, nonFiniteCount: processor.nonFiniteCount };
}

/** Every bit of every channel, so that -0 is not 0. */
function bitsOf(channels: readonly Float64Array[]): BigUint64Array[] {
  return channels.map(({ buffer, byteOffset, length }) => new BigUint64Array(buffer, byteOffset, length));
}

describe("the SIMD kernel and its plain twin", () => {
  const wasm = wasmCascade();

  test("give the same bits: any sections, 1 to 9 channels, any cutting, with resets", () => {
    const anyStep = fc.record({
      frameCount: fc.oneof(fc.nat(40), fc.nat(1_500), fc.constantFrom(128, 511, 512, 513)),
      resetsBefore: fc.nat(9).map((draw) => draw === 0),
    });
    let wasHeard = 0;
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(anyStep, { minLength: 1, maxLength: 12 }),
        (seed, sectionCount, channelCount, steps) => {
          const random = createRandom(seed);
          const sections = randomSections(sectionCount, random);
          const frames = steps.reduce((sum, { frameCount }) => sum + frameCount, 0);
          const sound = randomSound(channelCount, frames, random);
          const expected = play(plainCascade, sections, sound, steps);
          const got = play(wasm, sections, sound, steps);
          expect(bitsOf(got.out)).toEqual(bitsOf(expected.out));
          expect(got.nonFiniteCount).toBe(expected.nonFiniteCount);
          if (sectionCount > 0 && expected.out[0]!.some((sample) => sample !== 0)) wasHeard++;
        },
      ),
      { numRuns: 60 },
    );
    expect(wasHeard).toBeGreaterThan(30);
  });

  test("many processors alive at once do not hear each other, also when a long one makes the memory grow", () => {
    const random = createRandom(2);
    const kernel = wasmCascade();
    const lengths = [1, 2, 3, 40, 7, 1_500, 41, 0, 5];
    const blocks = [100, 512, 37, 700, 300];
    const steps = blocks.map((frameCount) => ({ frameCount, resetsBefore: false }));
    const voices = lengths.map((sectionCount, index) => {
      const bells = Array.from({ length: sectionCount }, () => {
        const frequencyHz = 20 * 1000 ** random.uniform();
        return peaking({ frequencyHz, gainDb: random.normal(), q: 1 + 9 * random.uniform() }, 48_000);
      });
      const sections = packBiquads(bells);
      const sound = randomSound(1 + (index % 3), 1_649, random);
      return { sections, sound, out: sound.map((channel) => channel.slice()) };
    });
    const processors = voices.map(
      ({ sections, sound }) => new CascadeProcessor(sections, sound.length, kernel),
    );
    let start = 0;
    for (const frameCount of blocks) {
      for (const [index, processor] of processors.entries()) {
        processor.process(
          voices[index]!.out.map((channel) => channel.subarray(start, start + frameCount)),
          frameCount,
        );
      }
      start += frameCount;
    }
    for (const { sections, sound, out } of voices) {
      expect(out[0]!.some((sample) => sample !== 0 && Number.isFinite(sample))).toBe(true);
      expect(bitsOf(out)).toEqual(bitsOf(play(plainCascade, sections, sound, steps).out));
    }
  });

  test("ten thousand processors take one page of WebAssembly memory together", () => {
    const memories: WebAssembly.Memory[] = [];
    class CountedMemory extends WebAssembly.Memory {
      constructor(descriptor: { initial: number }) {
        super(descriptor);
        memories.push(this);
      }
    }
    const { Module, Instance } = WebAssembly;
    vi.stubGlobal("WebAssembly", { Module, Instance, Memory: CountedMemory });
    const kernel = wasmCascade();
    const random = createRandom(3);
    const sections = randomSections(40, random);
    const sound = randomSound(2, 16, random);
    const steps = [{ frameCount: 16, resetsBefore: false }];
    const expected = bitsOf(play(plainCascade, sections, sound, steps).out);
    let wrong = 0;
    for (let count = 0; count < 10_000; count++) {
      const heard = bitsOf(play(kernel, sections, sound, steps).out);
      if (heard.some((bits, channel) => bits.some((word, frame) => word !== expected[channel]![frame])))
        wrong++;
    }
    expect(wrong).toBe(0);
    expect(memories.map(({ buffer }) => buffer.byteLength)).toEqual([65_536]);
  });
});

describe("without WebAssembly", () => {
  test.each([
    ["missing", undefined],
    [
      "refused by a content security policy",
      {
        Memory: WebAssembly.Memory,
        Module: class {
          constructor() {
            throw new Error("Refused to compile or instantiate WebAssembly module");
          }
        },
      },
    ],
  ])("%s: the plain twin plays", async (_name, stub) => {
    const random = createRandom(4);
    const sections = randomSections(5, random);
    const sound = randomSound(3, 600, random);
    const steps = [{ frameCount: 600, resetsBefore: false }];
    const expected = play(plainCascade, sections, sound, steps);
    vi.stubGlobal("WebAssembly", stub);
    expect(createWasmCascade()).toBeUndefined();
    vi.resetModules();
    const fresh = await import("../cascade.ts");
    const processor = new fresh.CascadeProcessor(sections, 3);
    processor.process(sound, 600);
    expect(bitsOf(sound)).toEqual(bitsOf(expected.out));
  });
});
