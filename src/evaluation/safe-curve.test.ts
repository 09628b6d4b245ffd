import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../test/support/shared.ts";
import { readSafeEqualizerCsv, type SafeExample, type SafeParameters } from "../dataset/index.ts";
import { bandFrequencyHz } from "../effects/index.ts";
import { safeCurves, safeResponseDb, standardizedCurve } from "./safe-curve.ts";

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const gainDb = within(-12, 12);
const settings: fc.Arbitrary<SafeParameters> = fc.record({
  lowShelf: fc.record({ gainDb, frequencyHz: within(22, 1000) }),
  bells: fc.tuple(
    fc.record({ gainDb, frequencyHz: within(82, 3900), q: within(0.1, 10) }),
    fc.record({ gainDb, frequencyHz: within(180, 4700), q: within(0.1, 10) }),
    fc.record({ gainDb, frequencyHz: within(220, 10_000), q: within(0.1, 10) }),
  ),
  highShelf: fc.record({ gainDb, frequencyHz: within(580, 20_000) }),
});

/** dB of b/a at z = exp(i·2π·f/fs), in complex arithmetic from the cookbook's text: an oracle of its own. */
function sectionDb(b: readonly number[], a: readonly number[], frequencyHz: number, rateHz: number): number {
  const power = (c: readonly number[]): number => {
    let [real, imaginary] = [0, 0];
    c.forEach((value, k) => {
      real += value * Math.cos((2 * Math.PI * frequencyHz * k) / rateHz);
      imaginary -= value * Math.sin((2 * Math.PI * frequencyHz * k) / rateHz);
    });
    return real * real + imaginary * imaginary;
  };
  return 10 * Math.log10(power(b) / power(a));
}

function cookbookDb(setting: SafeParameters, f: number, rateHz: number): number {
  const inner = (frequencyHz: number, q: number, gain: number) => {
    const w = (2 * Math.PI * frequencyHz) / rateHz;
    return { A: 10 ** (gain / 40), c: Math.cos(w), alpha: Math.sin(w) / (2 * q) };
  };
  let sum = 0;
  for (const bell of setting.bells) {
    const { A, c, alpha } = inner(bell.frequencyHz, bell.q, bell.gainDb);
    sum += sectionDb(
      [1 + alpha * A, -2 * c, 1 - alpha * A],
      [1 + alpha / A, -2 * c, 1 - alpha / A],
      f,
      rateHz,
    );
  }
  for (const [shelf, s] of [
    [setting.lowShelf, 1],
    [setting.highShelf, -1],
  ] as const) {
    const { A, c, alpha } = inner(shelf.frequencyHz, 0.71, shelf.gainDb);
    const root = 2 * Math.sqrt(A) * alpha;
    sum += sectionDb(
      [
        A * (A + 1 - s * (A - 1) * c + root),
        s * 2 * A * (A - 1 - s * (A + 1) * c),
        A * (A + 1 - s * (A - 1) * c - root),
      ],
      [A + 1 + s * (A - 1) * c + root, -s * 2 * (A - 1 + s * (A + 1) * c), A + 1 + s * (A - 1) * c - root],
      f,
      rateHz,
    );
  }
  return sum;
}

describe("safeResponseDb", () => {
  test("is the sum of the five filters of the cookbook", () => {
    fc.assert(
      fc.property(settings, fc.constantFrom(44_100, 48_000), (setting, rateHz) => {
        const response = safeResponseDb(setting, rateHz);
        response.forEach((db, band) => {
          expect(db).toBeCloseTo(cookbookDb(setting, bandFrequencyHz[band]!, rateHz), 6);
        });
      }),
    );
  });

  test("opposite gains give the opposite response; no gain gives exactly none", () => {
    const scaled = (setting: SafeParameters, factor: number): SafeParameters => ({
      lowShelf: { ...setting.lowShelf, gainDb: factor * setting.lowShelf.gainDb },
      bells: setting.bells.map((bell) => ({
        ...bell,
        gainDb: factor * bell.gainDb,
      })) as unknown as SafeParameters["bells"],
      highShelf: { ...setting.highShelf, gainDb: factor * setting.highShelf.gainDb },
    });
    fc.assert(
      fc.property(settings, (setting) => {
        const opposite = safeResponseDb(scaled(setting, -1));
        safeResponseDb(setting).forEach((db, band) => expect(opposite[band]).toBeCloseTo(-db, 9));
        expect(safeResponseDb(scaled(setting, 0)).every((db) => db === 0)).toBe(true);
        expect(standardizedCurve(safeResponseDb(scaled(setting, 0)))).toBeUndefined();
      }),
    );
  });
});

describe("standardizedCurve", () => {
  test("has mean 0 and population standard deviation 1, whatever level and depth were", () => {
    fc.assert(
      fc.property(settings, within(-20, 20), within(0.1, 4), (setting, levelDb, depth) => {
        const response = safeResponseDb(setting);
        const curve = standardizedCurve(response);
        fc.pre(curve !== undefined);
        const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
        expect(sum(curve!)).toBeCloseTo(0, 8);
        expect(sum(curve!.map((z) => z * z)) / 40).toBeCloseTo(1, 8);
        const other = standardizedCurve(response.map((db) => levelDb + depth * db));
        fc.pre(other !== undefined);
        other!.forEach((z, band) => expect(z).toBeCloseTo(curve![band]!, 6));
      }),
    );
  });

  test("a flat response has no shape, however loud; what is no response is refused", () => {
    expect(standardizedCurve(new Float64Array(40).fill(7))).toBeUndefined();
    expect(() => standardizedCurve([1, 2])).toThrow(/must hold 40 values, got 2/);
    expect(() => standardizedCurve(new Float64Array(40).fill(Number.NaN))).toThrow(/finite/);
  });
});

test("safeCurves sets flat settings aside and loses none", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(settings, fc.boolean()), { minLength: 1, maxLength: 8 }), (drawn) => {
      const rows = drawn.map(([parameters, silent], i): SafeExample => {
        const shelf = { ...parameters.lowShelf, gainDb: 6 };
        const flat = { gainDb: 0, frequencyHz: 1000 };
        return {
          ...{ term: `word ${i}`, descriptors: [], participant: "p1", listener: "p1", line: i + 1 },
          ...{ stimulus: undefined, genre: undefined, instrument: undefined },
          parameters: silent
            ? {
                lowShelf: flat,
                bells: [
                  { ...flat, q: 1 },
                  { ...flat, q: 1 },
                  { ...flat, q: 1 },
                ],
                highShelf: flat,
              }
            : { ...parameters, lowShelf: shelf },
        };
      });
      const { curves, flat } = safeCurves(rows);
      expect(curves.length + flat.length).toBe(rows.length);
      for (const { example, source } of curves) {
        expect([example.term, example.line]).toEqual([source.term, source.line]);
        expect(example.gains.every(Number.isFinite)).toBe(true);
      }
      rows.forEach((row, i) => {
        if (drawn[i]![1]) expect(flat).toContain(row);
      });
    }),
  );
});

describe.skipIf(!hasShared("data/safe"))("SAFE-DB's settings", () => {
  test("13 kept descriptors stand on a flat setting; the mean of warm falls and that of bright rises", () => {
    const text = readFileSync(sharedPath("data/safe/SAFEEqualiserUserData.csv"), "utf8");
    const { examples } = readSafeEqualizerCsv(text);
    const { curves, flat } = safeCurves(examples);
    expect([curves.length, flat.length]).toEqual([examples.length - flat.length, 13]);
    const tilt = (term: string) => {
      const rows = curves.filter(({ example }) => example.term === term).map(({ example }) => example.gains);
      const mean = (from: number, to: number) =>
        rows.reduce((sum, z) => sum + z.subarray(from, to).reduce((a, b) => a + b, 0) / (to - from), 0) /
        rows.length;
      return mean(30, 40) - mean(3, 13);
    };
    expect(tilt("warm")).toBeLessThan(-1);
    expect(tilt("bright")).toBeGreaterThan(1);
  });
});
