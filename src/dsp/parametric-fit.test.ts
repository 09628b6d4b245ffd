import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../test/support/shared.ts";
import { bandFrequencyHz, type EqualizerSection } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { loadSocialFx } from "../node/dataset-file.ts";
import { packBiquads } from "./biquad.ts";
import { fitParametric, fitParametricToCurve, fitParametricToSetting } from "./parametric-fit.ts";
import { bellsAt, bellsBetweenShelves, type FitBand, safeBands } from "./parametric-fit-bands.ts";
import { responseDb } from "./response.ts";
import { designSection, settingResponseDb } from "./section.ts";
import { targetCurveDb } from "./target-curve.ts";

fc.configureGlobal({ seed: 1 });

const sampleRateHz = 48_000;
const freeGain = [-24, 24] as const;
/** 200 frequencies, 20 Hz to 20 kHz, evenly spaced in pitch. */
const denseHz = Float64Array.from({ length: 200 }, (_, i) => 20 * 1000 ** (i / 199));
const rms = (values: ArrayLike<number>) => Math.hypot(...Array.from(values)) / Math.sqrt(values.length);
const range = (given: number | readonly [number, number]) =>
  typeof given === "number" ? [given, given] : given;

/** Smooth random curves of the 40 bands: a random walk, evened out, of 3 dB rms. */
const smoothCurve = fc.integer({ min: 1, max: 1_000_000 }).map((seed) => {
  const random = createRandom(seed);
  const steps = Float64Array.from({ length: 44 }, () => 2 * random.uniform() - 1);
  const walk = steps.map((_, i) => steps.slice(0, i + 1).reduce((sum, value) => sum + value, 0));
  const smooth = Float64Array.from(bandFrequencyHz, (_, i) => {
    return walk.slice(i, i + 5).reduce((sum, value) => sum + value, 0);
  });
  const mean = smooth.reduce((sum, value) => sum + value, 0) / 40;
  const centred = smooth.map((value) => value - mean);
  return centred.map((value) => (3 * value) / rms(centred));
});

/** Shelf, three bells, shelf, that stand apart, with gains that can be heard. */
const bankApart = fc.integer({ min: 1, max: 1_000_000 }).map((seed) => {
  const random = createRandom(seed);
  const between = (low: number, high: number) => low * (high / low) ** random.uniform();
  return (["lowShelf", "bell", "bell", "bell", "highShelf"] as const).map((kind, i): EqualizerSection => {
    const sign = random.uniform() < 0.5 ? -1 : 1;
    return {
      kind,
      gainDb: sign * (2 + 7 * random.uniform()),
      frequencyHz: 60 * 2 ** (1.75 * i + 0.6 * (random.uniform() - 0.5)),
      q: kind === "bell" ? between(1, 5) : between(0.5, 0.9),
    };
  });
});

const bankResponse = (sections: readonly EqualizerSection[], rate: number, frequencyHz: ArrayLike<number>) =>
  responseDb(
    packBiquads(sections.map((section) => designSection(section, rate, "cookbook"))),
    frequencyHz,
    rate,
  );

const layouts: Record<string, readonly FitBand[]> = {
  "6 bells": Array.from({ length: 6 }, () => ({})),
  "2 shelves and 3 bells": bellsBetweenShelves(3),
  "SAFE's five": safeBands,
  "6 of any kind": Array.from({ length: 6 }, () => ({ kind: "any" as const })),
  "octave bells": bellsAt([62.5, 125, 250, 500, 1000, 2000, 4000, 8000], 1.41),
  "shelf, fixed bell, cuts": [
    { kind: ["lowShelf", "highPass"], frequencyHz: [20, 400] },
    { frequencyHz: 1000, q: [0.5, 2], gainDb: [-2, 1] },
    { kind: "lowPass", frequencyHz: [5000, 20_000], q: 0.71 },
  ],
};
const anyLayout = fc.constantFrom(...Object.values(layouts));

describe("what was fitted", () => {
  test("sections of a layout are found again by their response", () => {
    const errors: number[] = [];
    fc.assert(
      fc.property(bankApart, fc.constantFrom(44_100, 48_000, 96_000), (bank, rate) => {
        const target = bankResponse(bank, rate, denseHz);
        const { setting, rmsErrorDb } = fitParametric(target, denseHz, {
          sampleRateHz: rate,
          bands: bellsBetweenShelves(3),
          effort: "best",
        });
        errors.push(rmsErrorDb);
        expect(rmsErrorDb).toBeLessThan(0.2 * rms(target));
        expect(setting.sections.map(({ kind }) => kind)).toEqual(bank.map(({ kind }) => kind));
      }),
      { numRuns: 30, endOnFailure: true },
    );
    // Now and then a search ends in another minimum.
    errors.sort((a, b) => a - b);
    expect(errors[Math.floor(0.8 * errors.length)]).toBeLessThan(0.005);
  });

  test("its coefficients and errors are those of its setting", () => {
    const prototypes = fc.constantFrom("cookbook" as const, "matched" as const);
    fc.assert(
      fc.property(smoothCurve, anyLayout, prototypes, (gainDb, bands, prototype) => {
        const target = targetCurveDb(gainDb, denseHz);
        const fit = fitParametric(target, denseHz, {
          sampleRateHz,
          bands,
          prototype,
          outputGainDb: freeGain,
        });
        const { setting, coefficients } = fit;
        const designed = setting.sections.map((section) => designSection(section, sampleRateHz, prototype));
        expect(coefficients).toEqual(packBiquads(designed));
        const heard = settingResponseDb(setting, denseHz, sampleRateHz, prototype);
        const errors = heard.map((db, i) => db - target[i]!);
        expect(fit.rmsErrorDb).toBeCloseTo(rms(errors), 6);
        expect(fit.largestErrorDb).toBeCloseTo(Math.max(...errors.map(Math.abs)), 6);
      }),
      { numRuns: 24 },
    );
  });

  test("every section is one that its band allows, also where the target asks for more", () => {
    fc.assert(
      fc.property(smoothCurve, anyLayout, fc.constantFrom(32_000, 48_000, 192_000), (gainDb, bands, rate) => {
        const steep = gainDb.map((value) => 4 * value);
        const { setting } = fitParametricToCurve(steep, { sampleRateHz: rate, bands });
        expect(setting.sections).toHaveLength(bands.length);
        setting.sections.forEach(({ kind, ...section }, i) => {
          const { kind: kinds = "bell", frequencyHz = [20, 20_000], gainDb: gain = [-12, 12], q } = bands[i]!;
          if (kinds !== "any") expect([kinds].flat()).toContain(kind);
          const hasGain = kind !== "lowPass" && kind !== "highPass";
          for (const [value, [low, high]] of [
            [section.frequencyHz, range(frequencyHz)],
            [section.gainDb, hasGain ? range(gain) : [0, 0]],
            [section.q, range(q ?? [0.1, kind === "bell" ? 10 : 2])],
          ] as const) {
            expect(value).toBeGreaterThanOrEqual(low!);
            expect(value).toBeLessThanOrEqual(high!);
          }
        });
      }),
      { numRuns: 30 },
    );
  });

  test("fixed frequencies and Qs stay to the last bit; equal bands stand by increasing frequency", () => {
    fc.assert(
      fc.property(smoothCurve, (gainDb) => {
        const octaves = layouts["octave bells"]!;
        const fixed = fitParametricToCurve(gainDb, { sampleRateHz, bands: octaves }).setting;
        expect(fixed.sections.map(({ frequencyHz }) => frequencyHz)).toEqual(
          octaves.map(({ frequencyHz }) => frequencyHz),
        );
        expect(new Set(fixed.sections.map(({ q }) => q))).toEqual(new Set([1.41]));
        const { sections } = fitParametricToCurve(gainDb, { sampleRateHz, bands: 7 }).setting;
        const frequencies = sections.map(({ frequencyHz }) => frequencyHz);
        expect(frequencies).toEqual([...frequencies].sort((a, b) => a - b));
      }),
      { numRuns: 10 },
    );
  });
});

describe("the output gain", () => {
  test("takes up a constant that is added to the target", () => {
    const options = { sampleRateHz, bands: bellsBetweenShelves(4), outputGainDb: freeGain };
    fc.assert(
      fc.property(smoothCurve, fc.double({ min: -12, max: 12, noNaN: true }), (gainDb, shift) => {
        const plain = fitParametricToCurve(gainDb, options);
        const shifted = fitParametricToCurve(
          gainDb.map((value) => value + shift),
          options,
        );
        expect(shifted.rmsErrorDb).toBeCloseTo(plain.rmsErrorDb, 6);
        expect(shifted.setting.preampDb - plain.setting.preampDb).toBeCloseTo(shift, 5);
      }),
      { numRuns: 15 },
    );
  });

  test("stays within its range, and is 0 unless it is asked for", () => {
    fc.assert(
      fc.property(smoothCurve, (gainDb) => {
        const loud = gainDb.map((value) => value + 9);
        const preampDb = (outputGainDb?: number | readonly [number, number]) =>
          fitParametricToCurve(loud, {
            sampleRateHz,
            bands: 2,
            ...(outputGainDb !== undefined && { outputGainDb }),
          }).setting.preampDb;
        expect(preampDb()).toBe(0);
        expect(preampDb(-3)).toBe(-3);
        expect(preampDb([-1, 2])).toBeLessThanOrEqual(2);
      }),
      { numRuns: 10 },
    );
  });
});

describe("the search", () => {
  test("a flat target gives bells of exactly 0 dB", () => {
    const { setting, rmsErrorDb } = fitParametricToCurve(new Float64Array(40), { sampleRateHz, bands: 10 });
    expect(setting.sections.map(({ gainDb }) => gainDb)).toEqual(Array(10).fill(0));
    expect(rmsErrorDb).toBe(0);
  });

  test("more bands fit better, and never worse by more than a fifth", () => {
    fc.assert(
      fc.property(smoothCurve, (gainDb) => {
        const errors = [0, 1, 2, 3, 4, 6, 9].map((bells) => {
          if (bells === 0) return 3;
          return fitParametricToCurve(gainDb, { sampleRateHz, bands: bells, effort: "best" }).rmsErrorDb;
        });
        errors.slice(1).forEach((error, i) => expect(error).toBeLessThan(1.2 * errors[i]!));
        expect(errors.at(-1)).toBeLessThan(errors[1]! / 2);
      }),
      { numRuns: 8 },
    );
  });

  test("from sections that are given it never gets worse, and those that fit stay", () => {
    fc.assert(
      fc.property(bankApart, smoothCurve, (bank, gainDb) => {
        const target = bankResponse(bank, sampleRateHz, denseHz);
        const options = { sampleRateHz, bands: bellsBetweenShelves(3), start: bank };
        const same = fitParametric(target, denseHz, options);
        expect(same.rmsErrorDb).toBeLessThan(1e-6);
        same.setting.sections.forEach((section, i) => expect(section.gainDb).toBeCloseTo(bank[i]!.gainDb, 5));
        const other = targetCurveDb(gainDb, denseHz);
        const moved = fitParametric(other, denseHz, options);
        expect(moved.rmsErrorDb).toBeLessThanOrEqual(rms(target.map((db, i) => db - other[i]!)) + 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  test("the same target gives the same fit", () => {
    fc.assert(
      fc.property(smoothCurve, anyLayout, (gainDb, bands) => {
        const once = fitParametricToCurve(gainDb, { sampleRateHz, bands });
        expect(fitParametricToCurve([...gainDb], { sampleRateHz, bands: [...bands] })).toEqual(once);
      }),
      { numRuns: 6 },
    );
  });

  test("points of weight 0 do not count", () => {
    const target = denseHz.map((hz) => (hz < 1000 ? 3 : -20));
    const weight = denseHz.map((hz) => (hz < 800 ? 1 : 0));
    const { coefficients } = fitParametric(target, denseHz, { sampleRateHz, bands: 6, weight });
    const below = denseHz.filter((hz) => hz < 800);
    expect(rms(responseDb(coefficients, below, sampleRateHz).map((db) => db - 3))).toBeLessThan(0.1);
  });

  test("plays what can be played at low rates", () => {
    fc.assert(
      fc.property(smoothCurve, fc.constantFrom(8_000, 16_000), (gainDb, rate) => {
        const { coefficients } = fitParametricToCurve(gainDb, { sampleRateHz: rate, bands: 10 });
        const playable = bandFrequencyHz.filter((hz) => hz < 0.49 * rate);
        const heard = responseDb(coefficients, playable, rate);
        expect(rms(heard.map((db, band) => db - gainDb[band]!))).toBeLessThan(1);
      }),
      { numRuns: 10 },
    );
  });

  test("chooses cuts where the target is one", () => {
    const cuts: EqualizerSection[] = [
      { kind: "highPass", frequencyHz: 80, gainDb: 0, q: 0.8 },
      { kind: "lowPass", frequencyHz: 9000, gainDb: 0, q: 0.6 },
    ];
    const bands = Array.from({ length: 2 }, () => ({ kind: "any" as const }));
    const fit = fitParametric(bankResponse(cuts, sampleRateHz, denseHz), denseHz, { sampleRateHz, bands });
    expect(fit.setting.sections.map(({ kind }) => kind)).toEqual(["highPass", "lowPass"]);
    expect(fit.rmsErrorDb).toBeLessThan(0.01);
  });
});

describe("fitParametricToSetting", () => {
  test("carries a setting to another rate better than its numbers do", () => {
    fc.assert(
      fc.property(bankApart, fc.constantFrom(44_100, 96_000), (bank, rate) => {
        const sections = bank.map((section) => ({ ...section, q: section.q / 2 }));
        const setting = { kind: "parametric", preampDb: -5, sections } as const;
        const heardHz = denseHz.filter((hz) => hz < 19_000);
        const asked = settingResponseDb(setting, heardHz, 48_000);
        const fit = fitParametricToSetting(
          setting,
          { sampleRateHz: rate, bands: bellsBetweenShelves(3), start: sections },
          { sampleRateHz: 48_000 },
        );
        expect(fit.setting.preampDb).toBe(-5);
        const off = (heard: Float64Array) => rms(heard.map((db, i) => db - asked[i]!));
        const carried = off(settingResponseDb(setting, heardHz, rate));
        expect(off(settingResponseDb(fit.setting, heardHz, rate))).toBeLessThan(Math.max(0.02, carried));
      }),
      { numRuns: 15 },
    );
  });

  test("plays points of a graphic equalizer, and shelves by bells alone", () => {
    const points = bandFrequencyHz.map((frequencyHz, i) => ({ frequencyHz, gainDb: 4 * Math.sin(i / 6) }));
    const graphic = fitParametricToSetting(
      { kind: "graphic", preampDb: -2, points },
      { sampleRateHz, bands: 10 },
    );
    expect(graphic.rmsErrorDb).toBeLessThan(0.1);
    expect(graphic.setting.preampDb).toBe(-2);
    const shelf: EqualizerSection = { kind: "lowShelf", frequencyHz: 150, gainDb: 6, q: 0.7 };
    const bells = fitParametricToSetting(
      { kind: "parametric", preampDb: 0, sections: [shelf] },
      { sampleRateHz, bands: 4 },
    );
    expect(bells.rmsErrorDb).toBeLessThan(0.1);
  });

  test("sees a notch between its points, and takes a zero as −60 dB", () => {
    const notch: EqualizerSection = { kind: "notch", frequencyHz: 1000, gainDb: 0, q: 20 };
    const fit = fitParametricToSetting(
      { kind: "parametric", preampDb: 0, sections: [notch] },
      { sampleRateHz, bands: [{ gainDb: [-60, 12], q: [0.1, 100] }] },
    );
    const [bell] = fit.setting.sections;
    expect(bell!.frequencyHz).toBeCloseTo(1000, 0);
    expect(bell!.gainDb).toBeLessThan(-20);
  });
});

test("matched sections play the curve at every rate with about the same numbers", () => {
  fc.assert(
    fc.property(smoothCurve, (gainDb) => {
      const options = { bands: bellsBetweenShelves(8), prototype: "matched", effort: "best" } as const;
      const fit = fitParametricToCurve(gainDb, { ...options, sampleRateHz: 96_000 });
      expect(fit.rmsErrorDb).toBeLessThan(0.3);
      const heardHz = denseHz.filter((hz) => hz < 16_000);
      const [at96, at48] = [96_000, 48_000].map((rate) =>
        settingResponseDb(fit.setting, heardHz, rate, "matched"),
      );
      expect(rms(at96!.map((db, i) => db - at48![i]!))).toBeLessThan(0.15);
    }),
    { numRuns: 6 },
  );
});

test("refuses what cannot be fitted, naming it", () => {
  const asking = (changes: object, target = [1, 2, 3], at = [100, 1000, 10_000]) => {
    return () => fitParametric(target, at, { sampleRateHz, bands: 3, ...changes });
  };
  expect(asking({ bands: 0 })).toThrow(/fitParametric: bands must be a whole number from 1, got 0/);
  expect(asking({ bands: 2.5 })).toThrow(/got 2.5/);
  expect(asking({ bands: 32 })).toThrow(/bands must be 1..31, got 32/);
  expect(asking({ bands: [] })).toThrow(/bands must be 1..31, got 0/);
  expect(asking({ bands: [{ kind: [] }] })).toThrow(/bands\[0\].kind must name one, got none/);
  expect(asking({ sampleRateHz: 4000 })).toThrow(/sampleRateHz must be within 8000..384000, got 4000/);
  expect(asking({}, [1, 2])).toThrow(/targetDb must hold 3 values, got 2/);
  expect(asking({}, [1, Number.NaN, 2])).toThrow(/targetDb must be finite, got NaN at 1/);
  expect(asking({}, [], [])).toThrow(/at least one point/);
  expect(asking({}, [1, 2, 3], [100, 100, 200])).toThrow(/must increase .* got 100 at 1/);
  expect(asking({}, [1, 2, 3], [100, 1000, 24_000])).toThrow(/within \(0, 24000\), got 24000/);
  expect(asking({ weight: [1, 1] })).toThrow(/weight must hold 3 values/);
  expect(asking({ weight: [1, -1, 1] })).toThrow(/weight must be finite and 0 or above, got -1 at 1/);
  expect(asking({ weight: [0, 0, 0] })).toThrow(/weight must not all be 0/);
  expect(asking({ outputGainDb: [3, -3] })).toThrow(/outputGainDb must be finite and in order, got 3..-3/);
  expect(asking({ bands: [{ q: [0, 10] }] })).toThrow(/bands\[0\].q must be finite .* got 0..10/);
  expect(asking({ bands: [{ gainDb: [12, -12] }] })).toThrow(/bands\[0\].gainDb must be finite and in order/);
  expect(asking({ bands: [{ gainDb: [1, 12] }] })).toThrow(/gainDb must hold 0, got 1..12/);
  expect(asking({ bands: [{}, { frequencyHz: 23_900 }] })).toThrow(
    /bands\[1\].frequencyHz must begin below 23520, got 23900/,
  );
  const bell = { kind: "bell", gainDb: 1, frequencyHz: 1000, q: 1 };
  expect(asking({ start: Array(4).fill(bell) })).toThrow(/start must have at most 3 sections, got 4/);
  expect(asking({ start: [{ ...bell, kind: "notch" }] })).toThrow(/start\[0\].kind must be bell, got notch/);
  expect(asking({ start: [{ ...bell, q: 0 }] })).toThrow(/start\[0\] must have a gain, frequency and Q/);
  expect(() => fitParametricToCurve([1, 2], { sampleRateHz, bands: 3 })).toThrow(
    /gainDb must hold 40 values/,
  );
});

describe.skipIf(!hasShared("data/socialfx/eq_contributions.csv") || !hasShared("oracles/eq.json"))(
  "over the crowd's curves",
  () => {
    const oracle = (): Record<string, { rms_p50_p95_max: [number, number, number] }> =>
      JSON.parse(readFileSync(sharedPath("oracles/eq.json"), "utf8")).parametric_fit;
    test.each([
      ["10 bells, no gain (seed layout)", { bands: 10 }, [Infinity, Infinity], 8],
      [
        "10 = 2 shelves + 8 bells + gain",
        { bands: bellsBetweenShelves(8), outputGainDb: freeGain },
        [0.05, 0.13],
        4,
      ],
      [
        "5-band SAFE ranges, shelf Q .71, + output gain",
        { bands: safeBands, outputGainDb: freeGain },
        [0.22, 0.53],
        4,
      ],
    ] as const)("%s: as close as the reference's best of six starts", async (name, layout, [
      p50,
      p95,
    ], every) => {
      const { examples } = await loadSocialFx(sharedPath("data"));
      const curves = examples
        .filter((_, row) => row % every === 0)
        .map(({ gains }) => gains.map((value) => 3 * value));
      const errors = curves.map((gainDb) => {
        const { coefficients, setting } = fitParametricToCurve(gainDb, { sampleRateHz, ...layout });
        const heard = responseDb(coefficients, bandFrequencyHz, sampleRateHz);
        return rms(heard.map((db, band) => db + setting.preampDb - gainDb[band]!));
      });
      errors.sort((a, b) => a - b);
      const [median, high] = oracle()[name]!.rms_p50_p95_max;
      expect(errors[Math.floor(0.5 * errors.length)]).toBeLessThan(Math.min(median, p50));
      expect(errors[Math.floor(0.95 * errors.length)]).toBeLessThan(Math.min(high, p95));
    });
  },
);
