import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, createDevice, createRandom, multiply, Parameters, sum, Tape } from "../math/index.ts";
import { gradientError } from "../math/tape/finite-differences.ts";
import {
  decodeRows,
  divergence,
  drawLatent,
  encodePosterior,
  normalNoise,
  type ReconstructionLoss,
  reconstructionLoss,
  type VariationalArchitecture,
  variationalSpecs,
} from "./variational.ts";
import { ACTIVE_VARIANCE, measureLatentUse } from "./variational-measures.ts";
import {
  defaultVariationalOptions,
  trainVariational,
  type VariationalOptions,
} from "./variational-trainer.ts";

const architecture: VariationalArchitecture = {
  rowSize: 6,
  latentSize: 3,
  hidden: [10, 7],
  output: "linear",
};
const options: VariationalOptions = {
  ...defaultVariationalOptions,
  epochs: 30,
  warmUpEpochs: 5,
  learningRate: 5e-3,
};

function gaussianRows(deviations: readonly number[], count: number, seed = 3): Float64Array[] {
  const tape = new Tape(createDevice("plain64"));
  const { noise, draw } = normalNoise(tape, [1, deviations.length]);
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    draw(random);
    tape.forward();
    return Float64Array.from(tape.read(noise), (value, column) => deviations[column]! * value);
  });
}

/** Mean of q ln(q / p) under q = N(mean, variance), p = N(0, 1), by Simpson's rule over ±12 deviations. */
function divergenceByQuadrature(mean: number, variance: number): number {
  const deviation = Math.sqrt(variance);
  const steps = 4000;
  const width = (24 * deviation) / steps;
  let total = 0;
  for (let i = 0; i <= steps; i++) {
    const x = mean - 12 * deviation + i * width;
    const logQ = -0.5 * Math.log(2 * Math.PI * variance) - (x - mean) ** 2 / (2 * variance);
    const logP = -0.5 * Math.log(2 * Math.PI) - x ** 2 / 2;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    total += (weight * width * Math.exp(logQ) * (logQ - logP)) / 3;
  }
  return total;
}

describe("the parts of the loss", () => {
  test("the divergence is the integral that defines it, and 0 for the prior", () => {
    const tape = new Tape(createDevice("plain64"));
    const posterior = { mean: tape.input([1, 1]), logVariance: tape.input([1, 1]) };
    const nats = divergence(tape, posterior);
    const value = (mean: number, logVariance: number) => {
      tape.write(posterior.mean, [mean]);
      tape.write(posterior.logVariance, [logVariance]);
      tape.forward();
      return tape.scalar(nats);
    };
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -4, max: 2, noNaN: true }),
        (mean, logVariance) => {
          const expected = divergenceByQuadrature(mean, Math.exp(logVariance));
          expect(value(mean, logVariance)).toBeCloseTo(expected, 8);
        },
      ),
    );
    expect(value(0, 0)).toBe(0);
  });

  test.each<[ReconstructionLoss, VariationalArchitecture["output"]]>([
    ["gaussian", "linear"],
    ["absolute", "sigmoid"],
  ])("gradients equal central differences: %s, %s", (kind, output) => {
    const device = createDevice("plain64");
    const shape = { ...architecture, output };
    const parameters = new Parameters(device, variationalSpecs(shape));
    const random = createRandom(11);
    parameters.initialize(random);
    const tape = new Tape(device);
    const rows = tape.input([4, 6]);
    tape.write(
      rows,
      Float64Array.from({ length: 24 }, () => random.uniform()),
    );
    const posterior = encodePosterior(tape, parameters, shape, rows);
    const { noise, draw } = normalNoise(tape, [4, 3]);
    draw(random);
    const predicted = decodeRows(tape, parameters, shape, drawLatent(tape, posterior, noise));
    const weight = tape.input([1]);
    tape.write(weight, [0.7]);
    const nats = multiply(tape, sum(tape, divergence(tape, posterior)), weight);
    const loss = add(tape, reconstructionLoss(tape, kind, predicted, rows), nats);
    const tensors = parameters.specs.map(({ name }) => parameters.tensor(name));
    expect(gradientError(tape, loss, tensors, { step: 1e-6 })).toBeLessThan(1e-7);
  });

  test("reconstruction losses are what their definitions say", () => {
    const tape = new Tape(createDevice("plain64"));
    const [predicted, target] = [tape.input([2, 3]), tape.input([2, 3])];
    tape.write(predicted, [1, 2, 3, 4, 5, 6]);
    tape.write(target, [0, 4, 3, 4, 8, 5]);
    const [gaussian, absolute] = (["gaussian", "absolute"] as const).map((kind) =>
      reconstructionLoss(tape, kind, predicted, target),
    );
    tape.forward();
    expect(tape.scalar(gaussian!)).toBeCloseTo((1 + 4 + 9 + 1) / 2 / 2, 12);
    expect(tape.scalar(absolute!)).toBeCloseTo((1 + 2 + 3 + 1) / 6, 12);
  });

  test.each(["wasm", "plain64"] as const)("the noise is standard normal (%s)", (kind) => {
    const tape = new Tape(createDevice(kind));
    const { noise, draw } = normalNoise(tape, [20_000]);
    draw(createRandom(5));
    tape.forward();
    const drawn = Array.from(tape.read(noise)).sort((a, b) => a - b);
    const moment = (power: number) => drawn.reduce((total, value) => total + value ** power, 0) / 20_000;
    expect(Math.abs(moment(1))).toBeLessThan(0.03);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.05);
    expect(Math.abs(moment(3))).toBeLessThan(0.1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.3);
    // Quantiles of the standard normal at 2.5, 25, 50, 75 and 97.5 %.
    const quantiles = [500, 5000, 10_000, 15_000, 19_500].map((at) => drawn[at]!);
    [-1.95996, -0.67449, 0, 0.67449, 1.95996].forEach((expected, i) => {
      expect(Math.abs(quantiles[i]! - expected)).toBeLessThan(0.06);
    });
  });
});

describe("training", () => {
  const rows = gaussianRows([2, 1.5, 1, 0.5, 0.5, 0.3], 200);

  test("lowers the loss", () => {
    const plain = { ...options, warmUpEpochs: 0 };
    const { history } = trainVariational(rows, architecture, plain);
    expect(history).toHaveLength(30);
    expect(history.at(-1)!.loss).toBeLessThan(0.8 * history[0]!.loss);
    for (const { loss, reconstruction, divergence: nats } of history) {
      expect(loss).toBeCloseTo(reconstruction + nats, 4);
    }
  });

  test("the same seed gives the same bits, another seed others", () => {
    const short = { ...options, epochs: 3 };
    const [a, b] = [trainVariational(rows, architecture, short), trainVariational(rows, architecture, short)];
    expect(a.parameters).toEqual(b.parameters);
    expect(a.history).toEqual(b.history);
    const other = trainVariational(rows, architecture, { ...short, seed: 2 });
    expect(other.parameters).not.toEqual(a.parameters);
  });

  test("WASM and the plain twin learn the same to rounding", () => {
    const short = { ...options, epochs: 2 };
    const [wasm, plain] = (["wasm", "plain"] as const).map((kind) =>
      trainVariational(rows, architecture, short, kind),
    );
    expect(wasm!.history[1]!.loss).toBeCloseTo(plain!.history[1]!.loss, 3);
    expect(wasm!.posterior(rows[0]!).mean[0]).toBeCloseTo(plain!.posterior(rows[0]!).mean[0]!, 3);
  });

  test("β warms up evenly from above 0 to its value", () => {
    const { history } = trainVariational(rows, architecture, { ...options, beta: 2, epochs: 6 });
    const weights = history.map(
      ({ loss, reconstruction, divergence: nats }) => (loss - reconstruction) / nats,
    );
    [1 / 3, 2 / 3, 1, 4 / 3, 5 / 3, 2].forEach((expected, epoch) => {
      expect(weights[epoch]).toBeCloseTo(expected, 2);
    });
  });

  test("a sigmoid output stays within 0..1 and learns rows there", () => {
    const shape = { ...architecture, output: "sigmoid" } as const;
    const shares = rows.map((row) => row.map((value) => 1 / (1 + Math.exp(-value))));
    const { decode, posterior, history } = trainVariational(shares, shape, {
      ...options,
      reconstruction: "absolute",
      beta: 0.001,
    });
    expect(history.at(-1)!.reconstruction).toBeLessThan(0.8 * history[0]!.reconstruction);
    for (const row of shares.slice(0, 20)) {
      for (const value of decode(posterior(row).mean)) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
    }
  });

  test.each([
    [{ beta: -1 }, "beta must be 0 or above, got -1"],
    [{ epochs: 0 }, "epochs must be a whole number above 0, got 0"],
    [{ warmUpEpochs: -1 }, "warmUpEpochs must be a whole number, 0 or above, got -1"],
    [{ learningRate: Number.NaN }, "learningRate must be above 0, got NaN"],
    [{ seed: 0.5 }, "seed must be a whole number, got 0.5"],
  ])("refuses %o", (change, message) => {
    expect(() => trainVariational(rows, architecture, { ...options, ...change })).toThrow(message);
  });

  test("refuses rows and widths that cannot be", () => {
    expect(() => trainVariational([], architecture)).toThrow("at least one row, got none");
    expect(() => trainVariational([[1, 2]], architecture)).toThrow("every row must hold 6 values, got 2");
    expect(() => variationalSpecs({ ...architecture, hidden: [] })).toThrow("got no layer");
    expect(() => variationalSpecs({ ...architecture, latentSize: 0 })).toThrow("got 0");
  });
});

describe("posterior collapse", () => {
  const deviations = [4, 3, 2, 0.6, 0.5, 0.4];
  const rows = gaussianRows(deviations, 2000);
  const held = gaussianRows(deviations, 300, 4);
  const shape = { ...architecture, latentSize: 5, hidden: [32] };

  test.each([
    [1, 3],
    [6, 2],
    [30, 0],
  ])("at β %d it keeps the directions whose variance is above β: %d", (beta, kept) => {
    const model = trainVariational(rows, shape, {
      ...options,
      beta,
      epochs: 80,
      warmUpEpochs: 10,
      learningRate: 3e-3,
    });
    const { active, divergence: nats } = measureLatentUse(model, held);
    expect(active).toBe(kept);
    // A linear model's optimum: ½ ln(variance / β) nats for each kept direction (Lucas et al. 2019).
    const sorted = Array.from(nats).sort((a, b) => b - a);
    sorted.forEach((value, i) => {
      const expected = i < kept ? Math.log(deviations[i]! ** 2 / beta) / 2 : 0;
      expect(Math.abs(value - expected)).toBeLessThan(0.15 + 0.15 * expected);
    });
  });

  test("the measures are the means and variances they say, by hand on two rows", () => {
    const divergences = [1, 3].map((first) => Float64Array.of(first, 0));
    const model = {
      architecture: { ...architecture, latentSize: 2 },
      posterior: (row: ArrayLike<number>) => ({
        mean: Float64Array.of(row[0]!, 0.05 * row[0]!),
        logVariance: new Float64Array(2),
        divergence: divergences[row[0]!]!,
      }),
    };
    const use = measureLatentUse(model, [[0], [1]]);
    expect(Array.from(use.divergence)).toEqual([2, 0]);
    expect(use.variance[0]).toBeCloseTo(0.25, 12);
    expect(use.variance[1]).toBeCloseTo(0.25 * 0.05 ** 2, 12);
    expect(use.variance[1]).toBeLessThan(ACTIVE_VARIANCE);
    expect(use.active).toBe(1);
    expect(() => measureLatentUse(model, [])).toThrow("at least one row, got none");
  });
});
