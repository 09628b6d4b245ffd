import { describe, expect, test } from "vitest";
import { randomModel, words } from "../../test/support/random-words.ts";
import { curveToGainDb } from "../effects/index.ts";
import { UnknownWordError } from "./vocabulary.ts";

const COUNT = 4000;

/** Mean and variance of samples, band by band. */
function moments(curves: readonly (readonly number[])[]): { mean: number[]; variance: number[] } {
  const mean = curves[0]!.map((_, band) =>
    curves.reduce((sum, curve) => sum + curve[band]! / curves.length, 0),
  );
  const variance = mean.map((center, band) =>
    curves.reduce((sum, curve) => sum + (curve[band]! - center) ** 2 / curves.length, 0),
  );
  return { mean, variance };
}

describe("sample", () => {
  const { model, tables, decoder } = randomModel(1);
  const { size, axes, origin, loading } = tables.space;

  /** What one step along a coordinate does to the curve; the decoder is linear. */
  const step = (d: number): Float64Array => {
    const curve = new Float64Array(40);
    decoder.decode(
      Array.from(origin, (value, k) => value + axes[d * origin.length + k]!),
      curve,
    );
    return curve;
  };

  test.each([
    ["warm", { warm: 1 }],
    ["warm bright bright frío", { warm: 0.25, bright: 0.5, frío: 0.25 }],
  ])("samples of %j scatter around what is expected, as far as word and person are unknown", (phrase, shares) => {
    const samples = model.sample(phrase, { count: COUNT, seed: 1 });
    const { mean, variance } = moments(samples.map(({ curveZ }) => curveZ));
    const steps = Array.from({ length: size }, (_, d) => step(d));
    const expected = model.expectedZ(phrase);
    for (let band = 0; band < 40; band++) {
      let truth = 0;
      for (let d = 0; d < size; d++) {
        const known = Object.entries(shares).reduce((sum, [word, share]) => {
          return sum + (share * loading) ** 2 * tables.variances[words.indexOf(word) * size + d]!;
        }, 0);
        truth += (1 + known) * steps[d]![band]! ** 2;
      }
      expect(Math.abs(mean[band]! - expected[band]!)).toBeLessThan(5 * Math.sqrt(truth / COUNT));
      expect(Math.abs(variance[band]! / truth - 1)).toBeLessThan(5 * Math.sqrt(2 / COUNT));
    }
  });

  test("the same seed gives the same curves, another seed others; more are the same and some on top", () => {
    const draw = (count: number, seed: number) => model.sample("frio", { count, seed });
    expect(draw(5, 7)).toEqual(draw(5, 7));
    expect(draw(5, 8)).not.toEqual(draw(5, 7));
    expect(draw(5, 7).slice(0, 3)).toEqual(draw(3, 7));
    expect(draw(5, 7)[0]).not.toEqual(draw(5, 7)[1]);
  });

  test("each is a curve of its own depth at the amount asked", () => {
    for (const amountPercent of [100, -60, 0]) {
      for (const { curveZ, gainDb, ...rest } of model.sample("warm", { count: 3, seed: 2, amountPercent })) {
        expect(gainDb).toEqual([...curveToGainDb(curveZ, amountPercent)]);
        expect(rest).toEqual({});
      }
    }
    const [first] = model.sample("warm", { count: 1, seed: 2 });
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
  });

  test("refuses counts, seeds and amounts out of range, and unknown words", () => {
    const draw = (change: object) => () => model.sample("warm", { count: 1, seed: 1, ...change });
    expect(draw({ count: 0 })).toThrow(/count must be a whole number from 1, got 0/);
    expect(draw({ count: 1.5 })).toThrow(RangeError);
    expect(draw({ seed: 0.5 })).toThrow(/seed must be a whole number, got 0.5/);
    expect(draw({ seed: Number.NaN })).toThrow(RangeError);
    expect(draw({ amountPercent: 300 })).toThrow(/got 300/);
    expect(() => model.sample("xyzzy", { count: 1, seed: 1 })).toThrow(UnknownWordError);
  });
});
