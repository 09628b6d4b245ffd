import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Biquad, type BiquadSetting, highShelf, lowShelf, packBiquads, peaking } from "./biquad.ts";
import { CascadeProcessor } from "./cascade.ts";
import { responseDb } from "./response.ts";

fc.configureGlobal({ seed: 1 });

const setting = fc.record({
  frequencyHz: fc.double({ min: 20, max: 20_000, noNaN: true }),
  gainDb: fc.double({ min: -24, max: 24, noNaN: true }),
  q: fc.double({ min: 0.1, max: 10, noNaN: true }),
});
const sampleRateHz = fc.constantFrom(44_100, 48_000, 96_000, 192_000, 384_000);
const anyFrequencyHz = fc.double({ min: 0, max: 22_050, noNaN: true });

type Design = (setting: BiquadSetting, sampleRateHz: number) => Biquad;
const designs: readonly Design[] = [peaking, lowShelf, highShelf];
const heardDb = (sections: readonly Biquad[], frequencyHz: number, rate: number) =>
  responseDb(packBiquads(sections), [frequencyHz], rate)[0]!;

describe("laws of bells and shelves", () => {
  test("0 dB is the identity, exactly", () => {
    fc.assert(
      fc.property(setting, sampleRateHz, (asked, rate) => {
        for (const design of designs) {
          const { b0, b1, b2, a1, a2 } = design({ ...asked, gainDb: 0 }, rate);
          expect([b0, b1, b2]).toEqual([1, a1, a2]);
        }
      }),
    );
  });

  test("a boost and the equal cut cancel at every frequency", () => {
    fc.assert(
      fc.property(setting, sampleRateHz, anyFrequencyHz, (asked, rate, frequencyHz) => {
        for (const design of designs) {
          const both = [design(asked, rate), design({ ...asked, gainDb: -asked.gainDb }, rate)];
          expect(heardDb(both, frequencyHz, rate)).toBeCloseTo(0, 5);
        }
      }),
    );
  });

  test("a bell has its gain at the centre and none at both ends", () => {
    fc.assert(
      fc.property(setting, sampleRateHz, (asked, rate) => {
        const bell = [peaking(asked, rate)];
        expect(heardDb(bell, asked.frequencyHz, rate)).toBeCloseTo(asked.gainDb, 5);
        expect(heardDb(bell, 0, rate)).toBeCloseTo(0, 5);
        expect(heardDb(bell, rate / 2, rate)).toBeCloseTo(0, 5);
      }),
    );
  });

  test("a shelf has its gain at its end, none at the other, and half of it at its frequency", () => {
    fc.assert(
      fc.property(setting, sampleRateHz, (asked, rate) => {
        const low = [lowShelf(asked, rate)];
        const high = [highShelf(asked, rate)];
        expect(heardDb(low, 0, rate)).toBeCloseTo(asked.gainDb, 4);
        expect(heardDb(low, rate / 2, rate)).toBeCloseTo(0, 4);
        expect(heardDb(high, 0, rate)).toBeCloseTo(0, 4);
        expect(heardDb(high, rate / 2, rate)).toBeCloseTo(asked.gainDb, 4);
        expect(heardDb(low, asked.frequencyHz, rate)).toBeCloseTo(asked.gainDb / 2, 4);
        expect(heardDb(high, asked.frequencyHz, rate)).toBeCloseTo(asked.gainDb / 2, 4);
      }),
    );
  });

  test("all are stable", () => {
    fc.assert(
      fc.property(setting, sampleRateHz, (asked, rate) => {
        for (const design of designs) new CascadeProcessor(packBiquads([design(asked, rate)]), 1);
      }),
    );
  });

  test("refuses settings out of range", () => {
    const fine = { frequencyHz: 1000, gainDb: 3, q: 1 };
    expect(() => peaking({ ...fine, frequencyHz: 30_000 }, 48_000)).toThrow(
      "peaking: frequencyHz must be within (0, 24000), got 30000",
    );
    expect(() => lowShelf({ ...fine, q: 0 }, 48_000)).toThrow(/lowShelf: q must be above 0, got 0/);
    expect(() => highShelf({ ...fine, gainDb: Number.NaN }, 48_000)).toThrow(
      /gainDb must be finite, got NaN/,
    );
    expect(() => peaking(fine, 0)).toThrow(/sampleRateHz must be above 0, got 0/);
  });
});

// ---- the oracles: other people's equalizers, measured once (../shared/docs/DSP.md) ----

const oracles = new URL("../../../shared/oracles/", import.meta.url);
const missing = ["eq.json", "webaudio_biquad.json"].filter((name) => !existsSync(new URL(name, oracles)));
const areMissing = missing.length > 0;
if (areMissing) console.warn(`biquad: oracles NOT compared, missing ../shared/oracles/${missing.join(", ")}`);
const read = <Content>(name: string): Content =>
  areMissing ? ([] as Content) : JSON.parse(readFileSync(new URL(name, oracles), "utf8"));

interface EqualizerOracle {
  cli: { tool: string; spec: string; fs: number; f: number[]; dB: number[] }[];
  vectors: {
    lcg: { seed: number; first8: number[] };
    rbj: {
      kind: "pk" | "ls" | "hs";
      f0: number;
      gain_dB: number;
      Q: number;
      fs: number;
      b: [number, number, number];
      a: [number, number, number];
      f: number[];
      dB: number[];
      out_first8: number[];
    }[];
  };
}
interface WebAudioOracle {
  type: string;
  f0: number;
  Q: number;
  gain: number;
  sr: number;
  f: number[];
  dB: number[];
}

const byKind = { pk: peaking, ls: lowShelf, hs: highShelf };

/** The tools' own ways to say a setting, e.g. SoX `100 0.7q 6` and FFmpeg `f=100:t=q:w=0.7:g=6`. */
function parseSpec(tool: string, spec: string): { design: Design; asked: BiquadSetting } | undefined {
  const design = {
    equalizer: peaking,
    bass: lowShelf,
    lowshelf: lowShelf,
    treble: highShelf,
    highshelf: highShelf,
  }[tool.split(" ")[1]!];
  if (design === undefined) return undefined;
  const numbers = (spec.match(/-?[\d.]+/g) ?? []).map(Number);
  const [first = 0, second = 0, third = 0] = numbers;
  if (tool.startsWith("ffmpeg")) return { design, asked: { frequencyHz: first, q: second, gainDb: third } };
  if (design === peaking) return { design, asked: { frequencyHz: first, q: second, gainDb: third } };
  return { design, asked: { gainDb: first, frequencyHz: second, q: third } };
}

describe.skipIf(areMissing)(
  `against other equalizers (needs ../shared/oracles: ${missing.join(", ") || "present"})`,
  () => {
    test("the cookbook's coefficients, responses and outputs", () => {
      const { vectors } = read<EqualizerOracle>("eq.json");
      expect(vectors.rbj).toHaveLength(15);
      for (const vector of vectors.rbj) {
        const asked = { frequencyHz: vector.f0, gainDb: vector.gain_dB, q: vector.Q };
        const biquad = byKind[vector.kind](asked, vector.fs);
        const [b0, b1, b2] = vector.b;
        const expected: Biquad = { b0, b1, b2, a1: vector.a[1], a2: vector.a[2] };
        for (const name of ["b0", "b1", "b2", "a1", "a2"] as const) {
          expect(biquad[name]).toBeCloseTo(expected[name], 13);
        }
        const packed = packBiquads([biquad]);
        responseDb(packed, vector.f, vector.fs).forEach((heard, index) => {
          expect(heard).toBeCloseTo(vector.dB[index]!, 6);
        });
        const noise = Float64Array.from(vectors.lcg.first8);
        new CascadeProcessor(packed, 1).process([noise], 8);
        for (const [index, sample] of noise.entries()) {
          expect(sample).toBeCloseTo(vector.out_first8[index]!, 12);
        }
      }
    });

    test("SoX within 2e-4 dB and FFmpeg within 1e-5 dB, as far as they print", () => {
      let compared = 0;
      for (const { tool, spec, fs, f, dB } of read<EqualizerOracle>("eq.json").cli) {
        const parsed = parseSpec(tool, spec);
        if (parsed === undefined) continue;
        const packed = packBiquads([parsed.design(parsed.asked, fs)]);
        const limitDb = tool.startsWith("sox") ? 2e-4 : 1e-5;
        responseDb(packed, f, fs).forEach((heard, index) => {
          expect(Math.abs(heard - dB[index]!), `${tool} ${spec} at ${f[index]} Hz`).toBeLessThan(limitDb);
        });
        compared++;
      }
      expect(compared).toBe(54);
    });

    test("the Web Audio API's BiquadFilterNode, whose shelves have slope 1 (Q = √½)", () => {
      let compared = 0;
      for (const { type, f0, Q, gain, sr, f, dB } of read<WebAudioOracle[]>("webaudio_biquad.json")) {
        const design = { peaking, lowshelf: lowShelf, highshelf: highShelf }[type];
        if (design === undefined) continue;
        const q = design === peaking ? Q : Math.SQRT1_2;
        const packed = packBiquads([design({ frequencyHz: f0, gainDb: gain, q }, sr)]);
        responseDb(packed, f, sr).forEach((heard, index) => {
          expect(Math.abs(heard - dB[index]!), `${type} ${f0} Hz at ${f[index]} Hz`).toBeLessThan(5e-5);
        });
        compared++;
      }
      expect(compared).toBe(12);
    });
  },
);
