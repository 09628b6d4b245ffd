import { describe, expect, test } from "vitest";
import { createRandom, principalComponents } from "../math/index.ts";
import { epochOrder } from "./batches.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import {
  type Architecture,
  createDecoder,
  createEncoder,
  createTrainer,
  defaultTrainingOptions,
  residualArchitecture,
  SafetensorsError,
  type TrainingData,
  type TrainingOptions,
} from "./index.ts";

const architecture: Architecture = {
  ...residualArchitecture,
  latentSize: 6,
  projectionSize: 8,
  encoderBlocks: [12],
  encoderLayers: [10],
  decoderBlocks: [12],
  decoderLayers: [40],
};
const options: TrainingOptions = { ...defaultTrainingOptions, epochs: 6, batchSize: 8 };

/** Smooth random curves around one shape per word. */
function randomData(rows = 53, words = 9) {
  const random = createRandom(17);
  const wave = (a: number, b: number) =>
    Float64Array.from({ length: 40 }, (_, band) => a * Math.sin(band / 6) + b * Math.cos(band / 11));
  const shapes = Array.from(
    { length: words },
    () => [random.uniform() - 0.5, random.uniform() - 0.5] as const,
  );
  const labels = Int32Array.from({ length: rows }, () => random.integer(0, words - 1));
  const curves = Array.from(labels, (label) => {
    const [a, b] = shapes[label]!;
    const curve = wave(4 * a + random.uniform() - 0.5, 4 * b + random.uniform() - 0.5);
    return curve.map((value) => value + 0.6 * (random.uniform() - 0.5));
  });
  return {
    curves,
    labels,
    standardizer: { mean: new Float64Array(40), scale: new Float64Array(40).fill(1) },
  };
}

function train(upTo: number, settings = options, device?: "wasm" | "plain", shape = architecture) {
  const trainer = createTrainer(shape, randomData(), settings, device);
  const reports = Array.from({ length: upTo }, () => trainer.runEpoch());
  return { trainer, reports };
}

describe("training", () => {
  test("the same seed gives the same bits, another seed others", () => {
    const [a, b] = [train(2), train(2)];
    expect(a.trainer.state()).toEqual(b.trainer.state());
    expect(a.reports).toEqual(b.reports);
    expect(train(2, { ...options, seed: 2 }).trainer.state()).not.toEqual(a.trainer.state());
  });

  test("resumed from a checkpoint it comes to the same bits as unbroken", () => {
    const unbroken = train(5).trainer;
    const begun = train(2).trainer;
    const bytes = writeCheckpoint(begun.state(), "this training", 0.5);
    const resumed = createTrainer(architecture, randomData(), options);
    resumed.restore(readCheckpoint(bytes, "this training")!);
    expect(resumed.epoch).toBe(2);
    for (let i = 0; i < 3; i++) resumed.runEpoch();
    expect(resumed.state()).toEqual(unbroken.state());
  });

  test("a checkpoint fits its own training only, and a damaged one is refused", () => {
    const bytes = writeCheckpoint(train(1).trainer.state(), "one", 0);
    expect(readCheckpoint(bytes, "other")).toBeUndefined();
    expect(() => readCheckpoint(bytes.slice(0, 100), "one")).toThrow(SafetensorsError);
  });

  test("the loss falls", () => {
    const withoutPath = { ...architecture, linearPath: false, branchScale: 1 };
    const { reports } = train(20, { ...options, epochs: 20, learningRate: 3e-3 }, "wasm", withoutPath);
    expect(reports.at(-1)!.loss).toBeLessThan(0.7 * reports[0]!.loss);
  });

  test("WASM and the plain twin learn the same to rounding", () => {
    const [wasm, plain] = [train(1, options, "wasm"), train(1, options, "plain")];
    expect(wasm.reports[0]!.loss).toBeCloseTo(plain.reports[0]!.loss, 3);
  });

  test("with a linear path it starts from the principal components: learning begins where a linear map ends", () => {
    const data = randomData();
    const values = train(1, { ...options, learningRate: 1e-9 }).trainer.parameters.export();
    const encoder = createEncoder(architecture, values);
    const decoder = createDecoder(architecture, values, data.standardizer);
    const { mean, components } = principalComponents(data.curves, architecture.latentSize);
    const [latent, curve] = [new Float64Array(6), new Float64Array(40)];
    let [network, linear] = [0, 0];
    for (const row of data.curves) {
      encoder.encode(row, latent);
      decoder.decode(latent, curve);
      const projected = Float64Array.from(mean);
      for (let i = 0; i < 6; i++) {
        const component = components.subarray(40 * i, 40 * i + 40);
        const score = component.reduce((sum, weight, band) => sum + weight * (row[band]! - mean[band]!), 0);
        component.forEach((weight, band) => {
          projected[band]! += score * weight;
        });
      }
      row.forEach((value, band) => {
        network += (curve[band]! - value) ** 2;
        linear += (projected[band]! - value) ** 2;
      });
    }
    expect(network).toBeCloseTo(linear, 3);
    expect(decoder.bells()).toBeUndefined();
  });

  test("a latent wider than the curve starts from all components, and the rest of its path from nothing", () => {
    const wide: Architecture = { ...architecture, latentSize: 48 };
    const { trainer } = train(1, { ...options, learningRate: 1e-9 }, "wasm", wide);
    const values = trainer.parameters.export();
    const decoder = createDecoder(wide, values, randomData().standardizer);
    const encoder = createEncoder(wide, values);
    const [latent, curve] = [new Float64Array(48), new Float64Array(40)];
    for (const row of randomData().curves.slice(0, 5)) {
      encoder.encode(row, latent);
      decoder.decode(latent, curve);
      row.forEach((value, band) => expect(curve[band]).toBeCloseTo(value, 3));
      expect(Math.max(...latent.subarray(40).map(Math.abs))).toBeLessThan(1e-3);
    }
  });

  describe("with row weights", () => {
    const withoutPath = { ...architecture, linearPath: false, branchScale: 1 };
    const settings: TrainingOptions = { ...options, contrastiveWeight: 0 };
    const data = randomData();
    const weights = data.curves.map((_, row) => (row % 5 === 0 ? 0 : 1 + (row % 3)));
    const trained = (changed: Partial<TrainingData>) => {
      const trainer = createTrainer(withoutPath, { ...data, ...changed }, settings);
      return { reports: [trainer.runEpoch(), trainer.runEpoch()], state: trainer.state() };
    };

    test("equal weights learn what none learn, to rounding", () => {
      const [equal, none] = [trained({ weights: data.curves.map(() => 7) }), trained({})];
      expect(equal.reports[1]!.reconstruction).toBeCloseTo(none.reports[1]!.reconstruction, 5);
    });

    test("only their ratios matter, and they do matter", () => {
      expect(trained({ weights: weights.map((weight) => 4 * weight) })).toEqual(trained({ weights }));
      expect(trained({ weights }).state).not.toEqual(trained({}).state);
    });

    test("a row of weight 0 is not learned from", () => {
      const curves = data.curves.map((curve, row) => (weights[row] === 0 ? curve.map((z) => 3 - z) : curve));
      expect(trained({ weights, curves }).state).toEqual(trained({ weights }).state);
      expect(trained({ curves }).state).not.toEqual(trained({}).state);
    });

    test.each([
      [[1, 2], "weights must hold 53 numbers, got 2"],
      [data.curves.map(() => 0), "weights must not all be 0"],
      [data.curves.map((_, row) => 1 - row), "weights must be finite and 0 or above, got -1"],
      [data.curves.map(() => Number.NaN), "weights must be finite and 0 or above, got NaN"],
    ])("refuses what cannot be", (wrong, message) => {
      expect(() => trained({ weights: wrong })).toThrow(message);
    });
  });

  test.each([
    [{ epochs: 0 }, "epochs must be a whole number above 0, got 0"],
    [{ batchSize: 1 }, "batchSize must be a whole number above 1, got 1"],
    [{ learningRate: Number.NaN }, "learningRate must be above 0, got NaN"],
    [{ temperature: 0 }, "temperature must be above 0, got 0"],
    [{ seed: 1.5 }, "seed must be a whole number, got 1.5"],
  ])("refuses %o", (change, message) => {
    expect(() => createTrainer(architecture, randomData(), { ...options, ...change })).toThrow(message);
  });
});

describe("batches", () => {
  // Words as rare as the crowd's: most have one row, a few have many.
  const random = createRandom(23);
  const labels = Int32Array.from({ length: 1276 }, () => Math.floor(700 * random.uniform() ** 4));
  const batchesOf = (order: "by-word" | "shuffled") => {
    const rows = epochOrder(labels, { order, batchSize: 16, seed: 1, epoch: 0 });
    return Array.from({ length: rows.length / 16 }, (_, i) => rows.subarray(16 * i, 16 * i + 16));
  };
  const withPositives = (batches: Int32Array[]) =>
    batches.filter((batch) => new Set(Array.from(batch, (row) => labels[row])).size < 16).length;

  test.each(["by-word", "shuffled"] as const)("every row once, then the first again: %s", (order) => {
    const rows = epochOrder(labels, { order, batchSize: 16, seed: 1, epoch: 0 });
    expect(rows).toHaveLength(80 * 16);
    expect(new Set(rows.subarray(0, 1276)).size).toBe(1276);
    expect(rows.slice(1276)).toEqual(rows.slice(0, 4));
  });

  test("every epoch and seed has its own order, and always the same", () => {
    const order = (seed: number, epoch: number) =>
      epochOrder(labels, { order: "by-word", batchSize: 16, seed, epoch });
    expect(order(1, 0)).toEqual(order(1, 0));
    expect(order(1, 0)).not.toEqual(order(1, 1));
    expect(order(1, 0)).not.toEqual(order(2, 0));
  });

  test("drawn by word, nearly all batches hold a positive pair", () => {
    expect(withPositives(batchesOf("by-word"))).toBeGreaterThanOrEqual(78);
  });
});
