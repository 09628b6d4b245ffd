import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandFrequencyHz, type EqualizerSetting, erbNumber } from "../../effects/index.ts";
import { createFft } from "../../math/index.ts";
import { packBiquads, peaking } from "../biquad.ts";
import { CascadeProcessor } from "../cascade.ts";
import { designGraphicEqualizer } from "../graphic-equalizer.ts";
import { responseDb } from "../response.ts";
import { settingResponseDb } from "../section.ts";
import { targetCurveDb } from "../target-curve.ts";
import { designFir, type FirPhase } from "./fir-design.ts";
import { firResponseDb } from "./fir-response.ts";

fc.configureGlobal({ seed: 1 });

/** Curves like the crowd's at 3 dB per z unit: five waves over the ERB axis, standard deviation 3 dB. */
const smoothCurve = fc
  .array(
    fc.tuple(fc.double({ min: 0, max: 6.28, noNaN: true }), fc.double({ min: 0.1, max: 1, noNaN: true })),
    {
      minLength: 5,
      maxLength: 5,
    },
  )
  .map((waves) => {
    const raw = bandFrequencyHz.map((hz) =>
      waves.reduce(
        (sum, [phase, size], wave) =>
          sum + size * Math.sin((2 * Math.PI * (wave + 1) * erbNumber(hz)) / 82 + phase),
        0,
      ),
    );
    const mean = raw.reduce((sum, value) => sum + value, 0) / raw.length;
    const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / raw.length);
    return raw.map((value) => (3 * (value - mean)) / deviation);
  });

const gainDb = bandFrequencyHz.map((_, band) => 6 * Math.sin(band / 3));
const at48 = (phase: FirPhase, taps?: number) =>
  designFir({ gainDb, sampleRateHz: 48_000, phase, ...(taps && { taps }) });

/** Shape `[size, 2]`. */
function spectrumOf(taps: Float64Array, size: number): Float64Array {
  const padded = new Float64Array(size);
  padded.set(taps);
  const spectrum = new Float64Array(2 * size);
  createFft(size).forwardReal(padded, spectrum);
  return spectrum;
}

describe("designFir", () => {
  test("is heard as asked within 0.1 dB at any rate and phase", () => {
    fc.assert(
      fc.property(
        smoothCurve,
        fc.constantFrom(8_000, 22_050, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000, 384_000),
        fc.constantFrom<FirPhase>("minimum", 20, 60, "linear"),
        (curve, sampleRateHz, phase) => {
          const design = designFir({ gainDb: curve, sampleRateHz, phase });
          expect(design.heardErrorDb).toBeLessThan(0.1);
          const highestHz = Math.min(19_682, sampleRateHz / 2);
          const hz = Float64Array.from(
            { length: 40 },
            (_, index) => 20 * (highestHz / 20) ** (index / 39.001),
          );
          const asked = targetCurveDb(curve, hz);
          const heard = firResponseDb(design, hz);
          for (const [point, db] of heard.entries()) {
            // The curve has a kink at 20 Hz, between two bins.
            expect(Math.abs(db - asked[point]!)).toBeLessThan(design.heardErrorDb + 0.03);
          }
        },
      ),
      { numRuns: 24 },
    );
  });

  test("linear phase is exactly symmetric, its latency half of its length", () => {
    for (const taps of [undefined, 3, 255, 8193]) {
      const design = at48("linear", taps);
      expect(design.taps.length).toBe(taps ?? 8193);
      expect(design.latencyFrames).toBe((design.taps.length - 1) / 2);
      expect(design.taps.toReversed()).toEqual(design.taps);
    }
  });

  test("minimum phase is the cascade: same magnitude, same impulse response, no latency", () => {
    const { coefficients } = designGraphicEqualizer(gainDb, 48_000);
    const design = designFir({
      responseDb: (hz) => responseDb(coefficients, hz, 48_000),
      sampleRateHz: 48_000,
      phase: "minimum",
    });
    expect(design.latencyFrames).toBe(0);
    expect(design.heardErrorDb).toBeLessThan(0.05);
    const impulse = new Float64Array(design.taps.length);
    impulse[0] = 1;
    new CascadeProcessor(coefficients, 1).process([impulse], impulse.length);
    for (const [index, tap] of design.taps.entries()) {
      expect(Math.abs(tap - impulse[index]!)).toBeLessThan(1e-6);
    }
  });

  test("of all phases minimum has its energy earliest, at every moment", () => {
    fc.assert(
      fc.property(smoothCurve, (curve) => {
        const partial = ([0, 5, 50, 95, 100] as const).map((phase) => {
          const { taps } = designFir({ gainDb: curve, sampleRateHz: 16_000, phase });
          let sum = 0;
          const sums = taps.map((tap) => {
            sum += tap * tap;
            return sum;
          });
          return (frame: number) => sums[Math.min(frame, sums.length - 1)]!;
        });
        for (let frame = 0; frame < 2048; frame++) {
          for (const later of partial.slice(1)) {
            expect(later(frame)).toBeLessThanOrEqual(partial[0]!(frame) * (1 + 1e-3));
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  test("mixed phase ends in both others and goes there without a jump", () => {
    expect(at48(0)).toEqual(at48("minimum"));
    expect(at48(100)).toEqual(at48("linear"));
    const distanceDb = (a: Float64Array, b: Float64Array) => {
      let [difference, all] = [0, 0];
      for (let index = 0; index < Math.min(a.length, b.length); index++) {
        difference += (a[index]! - b[index]!) ** 2;
        all += a[index]! ** 2;
      }
      return 10 * Math.log10(difference / all);
    };
    expect(distanceDb(at48(0.001).taps, at48(0).taps)).toBeLessThan(-90);
    expect(at48(99.999).latencyFrames).toBe(4096);
    expect(distanceDb(at48(99.999).taps, at48(100).taps)).toBeLessThan(-50);
  });

  test("mixed phase is its share of the minimum phase, and the latency", () => {
    const size = 65_536;
    const minimum = spectrumOf(at48("minimum").taps, size);
    for (const phase of [25, 50, 75]) {
      const { taps, latencyFrames } = at48(phase);
      expect(latencyFrames).toBe(Math.round((phase / 100) * 4096));
      const mixed = spectrumOf(taps, size);
      for (const frequencyHz of [150, 500, 2000, 7000, 15_000]) {
        const bin = Math.round((frequencyHz * size) / 48_000);
        const phaseOf = (spectrum: Float64Array) => Math.atan2(spectrum[2 * bin + 1]!, spectrum[2 * bin]!);
        const delay = (2 * Math.PI * bin * latencyFrames) / size;
        const expected = (1 - phase / 100) * phaseOf(minimum) - delay;
        const difference = phaseOf(mixed) - expected;
        expect(Math.abs(Math.sin(difference / 2))).toBeLessThan(0.01);
      }
    }
  });

  test("pre-ringing is nothing at minimum phase and grows with the percentage", () => {
    const before = [0, 5, 25, 50, 75, 100].map((phase) => {
      const { taps, latencyFrames } = at48(phase);
      const energy = (from: number, to: number) =>
        taps.subarray(from, to).reduce((sum, tap) => sum + tap * tap, 0);
      return energy(0, latencyFrames) / energy(0, taps.length);
    });
    expect(before[0]).toBe(0);
    for (let step = 1; step < before.length; step++) expect(before[step]!).toBeGreaterThan(before[step - 1]!);
    expect(before.at(-1)!).toBeLessThan(0.5);
  });

  test("plays any response: the one of sections, and low-passes down to -60 dB", () => {
    const sections = packBiquads([
      peaking({ frequencyHz: 60, gainDb: 9, q: 2 }, 48_000),
      peaking({ frequencyHz: 5000, gainDb: -12, q: 4 }, 48_000),
    ]);
    for (const phase of ["minimum", 50, "linear"] as const) {
      const ask = (hz: Float64Array) => responseDb(sections, hz, 48_000);
      expect(designFir({ responseDb: ask, sampleRateHz: 48_000, phase }).heardErrorDb).toBeLessThan(0.05);
      const lowPass = (hz: Float64Array) => hz.map((f) => -10 * Math.log10(1 + (f / 3000) ** 8));
      expect(designFir({ responseDb: lowPass, sampleRateHz: 48_000, phase }).heardErrorDb).toBeLessThan(0.05);
    }
  });

  test("plays any setting of another program's equalizer", () => {
    const settings: EqualizerSetting[] = [
      {
        kind: "parametric",
        preampDb: -4,
        sections: [
          { kind: "lowShelf", frequencyHz: 120, gainDb: 4, q: 0.7 },
          { kind: "bell", frequencyHz: 2500, gainDb: -5, q: 3 },
          { kind: "highPass", frequencyHz: 40, gainDb: 0, q: 0.7 },
        ],
      },
      {
        kind: "graphic",
        preampDb: 1,
        points: [
          { frequencyHz: 100, gainDb: -3 },
          { frequencyHz: 1000, gainDb: 3 },
          { frequencyHz: 9000, gainDb: -2 },
        ],
      },
    ];
    for (const setting of settings) {
      for (const phase of ["minimum", 50, "linear"] as const) {
        const ask = (hz: Float64Array) => settingResponseDb(setting, hz, 48_000);
        const design = designFir({ responseDb: ask, sampleRateHz: 48_000, phase });
        // The high-pass is 12 dB down at 20 Hz, where a linear phase of this length is 0.1 dB off.
        expect(design.heardErrorDb).toBeLessThan(0.15);
        const hz = Float64Array.of(30, 50, 100, 333, 1000, 2500, 8000, 15_000);
        const heard = firResponseDb(design, hz);
        settingResponseDb(setting, hz, 48_000).forEach((db, point) => {
          expect(Math.abs(db - heard[point]!)).toBeLessThan(0.1);
        });
      }
    }
  });

  test("takes silence at 0 Hz and flat responses", () => {
    const highPass = (hz: Float64Array) => hz.map((f) => 20 * Math.log10(f / Math.hypot(f, 200)));
    const { taps } = designFir({ responseDb: highPass, sampleRateHz: 48_000, phase: 50 });
    expect(taps.every(Number.isFinite)).toBe(true);
    const flat = designFir({ gainDb: new Float64Array(40), sampleRateHz: 48_000, phase: 50, taps: 31 });
    expect(flat.taps.filter((tap) => tap !== 0)).toEqual(Float64Array.of(1));
    expect(flat.taps[flat.latencyFrames]).toBe(1);
    expect(flat.heardErrorDb).toBeLessThan(1e-12);
    const louder = designFir({ gainDb: new Float64Array(40).fill(6), sampleRateHz: 48_000, phase: 30 });
    expect(louder.taps[louder.latencyFrames]).toBeCloseTo(10 ** (6 / 20), 6);
  });

  test("refuses what is out of range", () => {
    const ask = (options: Partial<Parameters<typeof designFir>[0]>) =>
      designFir({ gainDb, sampleRateHz: 48_000, phase: "linear", ...options } as Parameters<
        typeof designFir
      >[0]);
    expect(() => ask({ phase: 101 })).toThrow(/within 0..100 %, got 101/);
    expect(() => ask({ phase: Number.NaN })).toThrow(/got NaN/);
    expect(() => ask({ taps: 1000 })).toThrow(/odd for linear phase, got 1000/);
    expect(() => ask({ taps: 2 })).toThrow(/within 3..131073, got 2/);
    expect(() => ask({ sampleRateHz: 4_000 })).toThrow(/within 8000..384000, got 4000/);
    expect(() => ask({ gainDb: [1, 2] })).toThrow(/must hold 40 values, got 2/);
    expect(() => ask({ gainDb: new Float64Array(40).fill(Number.NaN) })).toThrow(/got NaN in band 0/);
    const give = (value: number) => ({
      gainDb: undefined,
      responseDb: (hz: Float64Array) => hz.map(() => value),
    });
    expect(() => ask(give(Number.NaN))).toThrow(/at most 120 dB, got NaN at 0 Hz/);
    expect(() => ask(give(121))).toThrow(/got 121/);
    expect(() => ask({ gainDb: undefined, responseDb: () => [1] })).toThrow(/must give 16385 values, got 1/);
  });
});

test("firResponseDb refuses frequencies above Nyquist and wrong shapes", () => {
  const filter = { taps: Float64Array.of(1), sampleRateHz: 8_000 };
  expect([...firResponseDb(filter, [0, 4_000])]).toEqual([0, 0]);
  expect(() => firResponseDb(filter, [4_001])).toThrow(/within 0..4000, got 4001 at 0/);
  expect(() => firResponseDb(filter, [1], new Float64Array(2))).toThrow(/must hold 1 values, got 2/);
});
