import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../test/support/shared.ts";
import { bandFrequencyHz, bellParameters } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { loadSocialFx } from "../node/dataset-file.ts";
import { packBiquads, peaking } from "./biquad.ts";
import { fitBells, fitBellsToCurve } from "./parametric-fit.ts";
import { bellModel, planFitPoints } from "./parametric-fit-sections.ts";
import { refineSections, sectionsResponseDb } from "./parametric-fit-solver.ts";
import { responseDb } from "./response.ts";
import { targetCurveDb } from "./target-curve.ts";

fc.configureGlobal({ seed: 1 });

const sampleRateHz = 48_000;
/** 200 frequencies, 20 Hz to 20 kHz, evenly spaced in pitch. */
const denseHz = Float64Array.from({ length: 200 }, (_, i) => 20 * 1000 ** (i / 199));
const rms = (values: ArrayLike<number>) => Math.hypot(...Array.from(values)) / Math.sqrt(values.length);
const bounds = {
  low: [-12, Math.log(20), Math.log(0.1)],
  high: [12, Math.log(20_000), Math.log(10)],
};

/** A packed list of bells anywhere within the bounds. */
const packedBells = (count: number) =>
  fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3 * count, maxLength: 3 * count })
    .map((shares) =>
      Float64Array.from(shares, (share, i) => {
        const [low, high] = [bounds.low[i % 3]!, bounds.high[i % 3]!];
        return low + share * (high - low);
      }),
    );

/** Smooth random curves of the 40 bands: a random walk, evened out, of a few dB. */
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

describe("the bell's response", () => {
  test("is that of the coefficients", () => {
    fc.assert(
      fc.property(packedBells(3), (parameters) => {
        const points = planFitPoints(denseHz, sampleRateHz);
        const heard = new Float64Array(denseHz.length);
        sectionsResponseDb(points, [bellModel, bellModel, bellModel], parameters, heard);
        const bells = [0, 3, 6].map((at) =>
          peaking(
            {
              gainDb: parameters[at]!,
              frequencyHz: Math.exp(parameters[at + 1]!),
              q: Math.exp(parameters[at + 2]!),
            },
            sampleRateHz,
          ),
        );
        const asked = responseDb(packBiquads(bells), denseHz, sampleRateHz);
        expect(Math.max(...heard.map((value, point) => Math.abs(value - asked[point]!)))).toBeLessThan(1e-8);
      }),
    );
  });

  test("has the derivatives that differences give", () => {
    fc.assert(
      fc.property(packedBells(2), (parameters) => {
        const models = [bellModel, bellModel];
        const points = planFitPoints(denseHz, sampleRateHz);
        const at = (moved: Float64Array) => {
          const response = new Float64Array(denseHz.length);
          sectionsResponseDb(points, models, moved, response);
          return response;
        };
        const jacobian = new Float64Array(6 * denseHz.length);
        sectionsResponseDb(points, models, parameters, new Float64Array(denseHz.length), jacobian);
        for (let row = 0; row < 6; row++) {
          const moved = (by: number) => at(parameters.map((value, i) => (i === row ? value + by : value)));
          const [above, below] = [moved(1e-5), moved(-1e-5)];
          const errors = above.map((value, point) => {
            const difference = (value - below[point]!) / 2e-5;
            const derivative = jacobian[row * denseHz.length + point]!;
            return Math.abs(derivative - difference) / (1 + Math.abs(difference));
          });
          expect(Math.max(...errors)).toBeLessThan(1e-4);
        }
      }),
      { numRuns: 30 },
    );
  });
});

test("refining never makes a fit worse, and keeps it within its bounds", () => {
  fc.assert(
    fc.property(packedBells(4), smoothCurve, fc.integer({ min: 0, max: 20 }), (start, gainDb, steps) => {
      const points = planFitPoints(bandFrequencyHz, sampleRateHz);
      const problem = { points, targetDb: gainDb, weight: new Float64Array(40).fill(1 / 40), bounds };
      const models = [bellModel, bellModel, bellModel, bellModel];
      const errorOf = (parameters: Float64Array) => {
        const response = new Float64Array(40);
        sectionsResponseDb(points, models, parameters, response);
        return rms(response.map((value, band) => value - gainDb[band]!)) ** 2;
      };
      const refined = start.slice();
      const error = refineSections(problem, models, refined, steps);
      expect(error).toBeCloseTo(errorOf(refined), 9);
      expect(error).toBeLessThanOrEqual(errorOf(start) + 1e-12);
      refined.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(bounds.low[i % 3]!);
        expect(value).toBeLessThanOrEqual(bounds.high[i % 3]!);
      });
    }),
    { numRuns: 50 },
  );
});

describe("fitBells", () => {
  test("finds the bells of a bank that stand apart", () => {
    const apart = fc.array(
      fc.record({
        gainDb: fc.double({ min: 2, max: 10, noNaN: true }),
        isCut: fc.boolean(),
        shift: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
        q: fc.double({ min: 1, max: 6, noNaN: true }),
      }),
      { minLength: 4, maxLength: 4 },
    );
    fc.assert(
      fc.property(apart, fc.constantFrom(44_100, 48_000, 96_000), (drawn, rate) => {
        const bank = drawn.map(({ gainDb, isCut, shift, q }, i) => ({
          gainDb: isCut ? -gainDb : gainDb,
          frequencyHz: 80 * 2 ** (2 * i + shift),
          q,
        }));
        const coefficients = packBiquads(bank.map((setting) => peaking(setting, rate)));
        const target = responseDb(coefficients, denseHz, rate);
        const { sections, rmsErrorDb } = fitBells(target, denseHz, { sampleRateHz: rate, bells: 4 });
        expect(rmsErrorDb).toBeLessThan(0.01);
        bank.forEach(({ gainDb, frequencyHz, q }, i) => {
          expect(sections[i]!.gainDb).toBeCloseTo(gainDb, 1);
          expect(Math.log2(sections[i]!.frequencyHz / frequencyHz)).toBeCloseTo(0, 1);
          expect(sections[i]!.q / q).toBeCloseTo(1, 1);
        });
      }),
      { numRuns: 40 },
    );
  });

  test("its coefficients and errors are those of its sections, which stand in order", () => {
    fc.assert(
      fc.property(smoothCurve, fc.integer({ min: 1, max: 8 }), (gainDb, bells) => {
        const target = targetCurveDb(gainDb, denseHz);
        const fit = fitBells(target, denseHz, { sampleRateHz, bells });
        const { sections, coefficients } = fit;
        expect(sections).toHaveLength(bells);
        expect(coefficients).toEqual(packBiquads(sections.map((setting) => peaking(setting, sampleRateHz))));
        const errors = responseDb(coefficients, denseHz, sampleRateHz).map((db, i) => db - target[i]!);
        expect(fit.rmsErrorDb).toBeCloseTo(rms(errors), 6);
        expect(fit.largestErrorDb).toBeCloseTo(Math.max(...errors.map(Math.abs)), 6);
        expect(fit.rmsErrorDb).toBeLessThanOrEqual(rms(target));
        const frequencies = sections.map(({ frequencyHz }) => frequencyHz);
        expect(frequencies).toEqual([...frequencies].sort((a, b) => a - b));
      }),
      { numRuns: 25 },
    );
  });

  test("keeps its bounds, also where the target asks for more", () => {
    const narrow = {
      gainDb: [-2, 1],
      frequencyHz: [100, 5_000],
      q: [0.5, 2],
    } as const;
    fc.assert(
      fc.property(smoothCurve, (gainDb) => {
        const steep = gainDb.map((value) => 5 * value);
        for (const given of [narrow, undefined]) {
          const options = { sampleRateHz: 44_100, bells: 6, ...(given && { bounds: given }) };
          const { gainDb: gain, frequencyHz, q } = bellParameters;
          const [g, f, w] = given
            ? [given.gainDb, given.frequencyHz, given.q]
            : [gain, frequencyHz, q].map(({ minimum, maximum }) => [minimum, maximum] as const);
          for (const bell of fitBellsToCurve(steep, options).sections) {
            for (const [value, [low, high]] of [
              [bell.gainDb, g!],
              [bell.frequencyHz, f!],
              [bell.q, w!],
            ] as const) {
              expect(value).toBeGreaterThanOrEqual(low);
              expect(value).toBeLessThanOrEqual(high);
            }
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test("a flat target gives bells of exactly 0 dB", () => {
    const { sections, rmsErrorDb } = fitBellsToCurve(new Float64Array(40), { sampleRateHz, bells: 10 });
    expect(sections.map(({ gainDb }) => gainDb)).toEqual(Array(10).fill(0));
    expect(rmsErrorDb).toBe(0);
  });

  test("setting bells anew never makes a fit worse", () => {
    fc.assert(
      fc.property(smoothCurve, fc.integer({ min: 1, max: 6 }), (gainDb, bells) => {
        const errors = [0, 1, 3, 9].map(
          (reseats) => fitBellsToCurve(gainDb, { sampleRateHz, bells, reseats }).rmsErrorDb,
        );
        expect(errors).toEqual([...errors].sort((a, b) => b - a));
      }),
      { numRuns: 10 },
    );
  });

  test("points of weight 0 do not count", () => {
    const target = targetCurveDb(
      bandFrequencyHz.map((hz) => (hz < 1000 ? 3 : -20)),
      denseHz,
    );
    const weight = denseHz.map((hz) => (hz < 800 ? 1 : 0));
    const fit = fitBells(target, denseHz, { sampleRateHz, bells: 6, weight });
    const below = denseHz.filter((hz) => hz < 800);
    expect(rms(responseDb(fit.coefficients, below, sampleRateHz).map((db) => db - 3))).toBeLessThan(0.1);
  });

  test("the same target gives the same fit", () => {
    fc.assert(
      fc.property(smoothCurve, (gainDb) => {
        const once = fitBellsToCurve(gainDb, { sampleRateHz, bells: 10 });
        expect(fitBellsToCurve([...gainDb], { sampleRateHz, bells: 10 })).toEqual(once);
      }),
      { numRuns: 3 },
    );
  });

  test("plays what can be played at low rates", () => {
    fc.assert(
      fc.property(smoothCurve, fc.constantFrom(8_000, 16_000), (gainDb, rate) => {
        const { coefficients } = fitBellsToCurve(gainDb, { sampleRateHz: rate, bells: 10 });
        const playable = bandFrequencyHz.filter((hz) => hz < 0.49 * rate);
        const heard = responseDb(coefficients, playable, rate);
        expect(rms(heard.map((db, band) => db - gainDb[band]!))).toBeLessThan(1);
      }),
      { numRuns: 10 },
    );
  });

  test("refuses what cannot be fitted, naming it", () => {
    const options = { sampleRateHz, bells: 3 };
    const points = [100, 1000, 10_000];
    const asking = (changes: object, target = [1, 2, 3], at = points) => {
      return () => fitBells(target, at, { ...options, ...changes });
    };
    expect(asking({ bells: 0 })).toThrow(/fitBells: bells must be a whole number within 1..40, got 0/);
    expect(asking({ bells: 2.5 })).toThrow(/got 2.5/);
    expect(asking({ reseats: -1 })).toThrow(/reseats must be a whole number from 0, got -1/);
    expect(asking({ sampleRateHz: 4000 })).toThrow(/sampleRateHz must be within 8000..384000, got 4000/);
    expect(asking({}, [1, 2])).toThrow(/targetDb must hold 3 values, got 2/);
    expect(asking({}, [1, Number.NaN, 2])).toThrow(/targetDb must be finite, got NaN at 1/);
    expect(asking({}, [], [])).toThrow(/at least one point/);
    expect(asking({}, [1, 2, 3], [100, 100, 200])).toThrow(/must increase .* got 100 at 1/);
    expect(asking({}, [1, 2, 3], [100, 1000, 24_000])).toThrow(/within \(0, 24000\), got 24000/);
    expect(asking({ weight: [1, 1] })).toThrow(/weight must hold 3 values/);
    expect(asking({ weight: [1, -1, 1] })).toThrow(/weight must be finite and 0 or above, got -1 at 1/);
    expect(asking({ weight: [0, 0, 0] })).toThrow(/weight must not all be 0/);
    const product = { gainDb: [-12, 12], frequencyHz: [20, 20_000], q: [0.1, 10] };
    expect(asking({ bounds: { ...product, q: [0, 10] } })).toThrow(/bounds of q must be finite .* got 0..10/);
    expect(asking({ bounds: { ...product, gainDb: [12, -12] } })).toThrow(/bounds of gainDb/);
    expect(asking({ bounds: { ...product, gainDb: [1, 12] } })).toThrow(/must hold 0, got 1..12/);
    expect(asking({ bounds: { ...product, frequencyHz: [23_900, 24_000] } })).toThrow(
      /must begin below 23520/,
    );
    expect(() => fitBellsToCurve([1, 2], options)).toThrow(/gainDb must hold 40 values, got 2/);
  });
});

test.skipIf(!hasShared("data/socialfx/eq_contributions.csv"))(
  "plays the crowd's curves within hundredths of a dB",
  async () => {
    const { examples } = await loadSocialFx(sharedPath("data"));
    const curves = examples
      .filter((_, row) => row % 80 === 0)
      .map(({ gains }) => gains.map((value) => 3 * value));
    for (const [bells, limitDb] of [
      [10, 0.05],
      [13, 0.02],
    ] as const) {
      const errors = curves.map((gainDb) => {
        const { coefficients } = fitBellsToCurve(gainDb, { sampleRateHz, bells });
        return rms(
          responseDb(coefficients, bandFrequencyHz, sampleRateHz).map((db, band) => db - gainDb[band]!),
        );
      });
      const median = errors.sort((a, b) => a - b)[errors.length >> 1]!;
      expect(median).toBeLessThan(limitDb);
    }
  },
);
