import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  add,
  affine,
  createDevice,
  exp,
  l2Normalize,
  log,
  matmulTransposed,
  multiply,
  Parameters,
  repeatColumns,
  square,
  subtract,
  sum,
  sumColumns,
  Tape,
  type Tensor,
} from "../src/math/index.ts";
import { createAdam } from "../src/model/adam.ts";
import { decode, decoderSpecs, encode, encoderSpecs, project } from "../src/model/autoencoder.ts";
import { type Architecture, reportArchitecture } from "../src/model/index.ts";
import { residualBlock, residualBlockSpecs } from "../src/model/layers.ts";
import { meanSquaredError, supervisedContrastiveLoss } from "../src/model/losses.ts";
import { hasShared, sharedPath } from "./support/shared.ts";

const oraclePath = "oracles/network.json";
const dataPath = "data/socialfx/eq_contributions.csv";
const present = hasShared(oraclePath) && hasShared(dataPath);
const oracle = present ? JSON.parse(readFileSync(sharedPath(oraclePath), "utf8")) : undefined;

/** The order of the original author's program: ReLU(LayerNorm(W x)), 40 linear outputs, no dropout. */
const authorArchitecture: Architecture = {
  ...reportArchitecture,
  blockOrder: "norm-relu",
  dropout: 0,
  head: { kind: "direct" },
};

const blockNames: Record<string, string> = {
  "m.0": "linear1",
  "m.1": "norm1",
  "m.4": "linear2",
  "m.5": "norm2",
  skip: "skip",
};

/** Our name for one of the oracle's parameters. */
function ourName(name: string): string {
  const [, path, kind] = /^(.*)\.(weight|bias)$/.exec(name)!;
  const block = /^(?:(enc|dec)\.(\d)\.)?(m\.\d|skip)$/.exec(path!);
  if (block) {
    const [, side, index, layer] = block;
    const prefix = side ? `${side}oder.block${index}` : "block";
    return `${prefix}.${blockNames[layer!]}.${kind}`;
  }
  const layers: Record<string, string> = {
    "lat.0": "encoder.layer0",
    "lat.2": "encoder.latent",
    proj: "encoder.projection",
    "out.0": "decoder.layer0",
    "out.2": "decoder.layer1",
  };
  return `${layers[path!]}.${kind}`;
}

/** Fills parameters by the oracle's rule; its weights are [out, in], ours [in, out]. */
function fillByRule(parameters: Parameters, listed: [string, number[]][]): void {
  const { arena } = parameters.device;
  listed.forEach(([name, shape], i) => {
    const tensor = parameters.tensor(ourName(name));
    const isNorm = shape.length === 1 && name.endsWith(".weight");
    for (let k = 0; k < tensor.size; k++) {
      if (shape.length === 2) {
        const [outputs, inputs] = shape as [number, number];
        const at = (k % inputs) * outputs + Math.floor(k / inputs);
        arena.values[tensor.offset + at] = Math.sin(1.7 * (k + 1) + 0.9 * i) / Math.sqrt(inputs);
      } else {
        arena.values[tensor.offset + k] = isNorm ? 1 + 0.1 * Math.sin(k + i) : 0.05 * Math.cos(k + i);
      }
    }
  });
}

/** Our gradient in the oracle's layout. */
function gradientAsListed(tape: Tape, parameters: Parameters, name: string, shape: number[]): number[] {
  const gradient = tape.readGradient(parameters.tensor(ourName(name)));
  if (shape.length === 1) return Array.from(gradient);
  const [outputs, inputs] = shape as [number, number];
  return Array.from({ length: gradient.length }, (_, k) => {
    return gradient[(k % inputs) * outputs + Math.floor(k / inputs)]!;
  });
}

function expectClose(got: ArrayLike<number>, want: readonly number[], tolerance = 1e-9): void {
  want.forEach((value, i) => {
    expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  });
}

describe.skipIf(!present)(`golden PyTorch values (../shared/${oraclePath}), in double precision`, () => {
  test.each(["resblock_3_2", "resblock_3_3_identity_skip"])("%s", (key) => {
    const golden = oracle[key];
    const outputs = key === "resblock_3_2" ? 2 : 3;
    const device = createDevice("plain64");
    const parameters = new Parameters(device, residualBlockSpecs("block", 3, outputs));
    fillByRule(parameters, golden.params);
    const tape = new Tape(device);
    const x = tape.input([2, 3], { differentiable: true });
    tape.write(x, golden.x.flat());
    const y = residualBlock(tape, parameters, "block", x, { order: "norm-relu", dropout: 0 });
    const loss = sum(tape, square(tape, y));
    tape.forward();
    tape.backward(loss);
    expectClose(tape.read(y), golden.y.flat());
    expectClose(tape.readGradient(x), golden.dx.flat());
    if (!golden.grads) return;
    expect(tape.scalar(loss)).toBeCloseTo(golden.loss_sum_y2, 9);
    for (const [name, shape] of golden.params as [string, number[]][]) {
      expectClose(gradientAsListed(tape, parameters, name, shape), golden.grads[name].flat());
    }
  });

  test.each([
    ["tau0.1", 0.1],
    ["tau0.5", 0.5],
  ] as const)("supervised contrastive loss, %s", (key, temperature) => {
    const { e, labels } = oracle.supcon;
    const tape = new Tape(createDevice("plain64"));
    const embeddings = tape.input([6, 3], { differentiable: true });
    tape.write(embeddings, e.flat());
    const { loss, setLabels } = supervisedContrastiveLoss(tape, embeddings, temperature);
    setLabels(labels);
    tape.forward();
    tape.backward(loss);
    expect(tape.scalar(loss)).toBeCloseTo(oracle.supcon[key].loss, 9);
    expectClose(tape.readGradient(embeddings), oracle.supcon[key].grad.flat());
  });

  test.each([
    ["tau0.1", 0.1],
    ["tau0.5", 0.5],
  ] as const)("a loss the library does not have, the author's contrast, from the tape alone, %s", (key, tau) => {
    const { e, labels } = oracle.supcon;
    const tape = new Tape(createDevice("plain64"));
    const embeddings = tape.input([6, 3], { differentiable: true });
    tape.write(embeddings, e.flat());
    const loss = authorContrast(tape, embeddings, labels, tau);
    tape.forward();
    tape.backward(loss);
    expect(tape.scalar(loss)).toBeCloseTo(oracle.author_contrast[key].loss, 9);
    expectClose(tape.readGradient(embeddings), oracle.author_contrast[key].grad.flat());
  });

  test("the whole network: outputs, losses, gradients and Adam steps", () => {
    const golden = oracle.ae_seed_fixed;
    const device = createDevice("plain64");
    const specs = [...encoderSpecs(authorArchitecture), ...decoderSpecs(authorArchitecture)];
    const parameters = new Parameters(device, specs);
    expect(parameters.specs).toHaveLength(golden.params.length);
    fillByRule(parameters, golden.params);
    const adam = createAdam(parameters);
    const tape = new Tape(device);
    const input = tape.input([16, 40]);
    tape.write(input, standardizedRows(golden.row_indices).flat());
    const latent = encode(tape, parameters, authorArchitecture, input, "training");
    const projection = project(tape, parameters, latent);
    const scale = { mean: new Float64Array(40), scale: new Float64Array(40).fill(1) };
    const { curve } = decode(tape, parameters, authorArchitecture, latent, scale, "training");
    const reconstruction = meanSquaredError(tape, curve, input);
    const contrastive = supervisedContrastiveLoss(tape, projection, golden.tau);
    contrastive.setLabels(golden.labels);
    const loss = add(tape, reconstruction, affine(tape, contrastive.loss, golden.lam));
    golden.steps.forEach((step: { mse: number; supcon: number; total: number }, i: number) => {
      tape.forward();
      tape.backward(loss);
      const tolerance = i === 0 ? 1e-9 : 1e-6;
      expectClose([tape.scalar(reconstruction)], [step.mse], tolerance);
      expectClose([tape.scalar(contrastive.loss)], [step.supcon], tolerance);
      expectClose([tape.scalar(loss)], [step.total], tolerance);
      if (i === 0) {
        expectClose(tape.read(input), golden.x0);
        expectClose(tape.read(latent), golden.z0);
        expectClose(tape.read(curve), golden.r0);
        expectClose(tape.read(projection), golden.proj0);
        for (const [name, shape] of golden.params as [string, number[]][]) {
          const gradient = gradientAsListed(tape, parameters, name, shape);
          expectClose(gradient, golden.grad_first5[name], 1e-8);
          expectClose([Math.hypot(...gradient)], [golden.grad_norms[name]], 1e-8);
        }
      }
      adam.update(i + 1, 1e-3);
    });
  });
});

/** Rows of the real data, standardised over all of it as the oracle was; the file's header is shifted by one. */
function standardizedRows(indices: readonly number[]): number[][] {
  const lines = readFileSync(sharedPath(dataPath), "utf8").trim().split("\n").slice(1);
  const rows = lines.map((line) => line.split(",").slice(4, 44).map(Number));
  const mean = rows[0]!.map((_, band) => rows.reduce((total, row) => total + row[band]!, 0) / rows.length);
  const deviation = mean.map((centre, band) =>
    Math.sqrt(rows.reduce((total, row) => total + (row[band]! - centre) ** 2, 0) / rows.length),
  );
  return indices.map((i) => rows[i]!.map((value, band) => (value - mean[band]!) / (deviation[band]! + 1e-6)));
}

/**
 * Mean over the batch x batch matrix of valid_j · -ln((pos_j + 1e-8) / (all_ij + 1e-8)), all_ij being row i's sum of
 * exponentials (without itself on the diagonal), pos_j the sum over j's positives.
 */
function authorContrast(tape: Tape, embeddings: Tensor, labels: number[], temperature: number): Tensor {
  const n = labels.length;
  const constant = (at: (i: number, j: number) => number): Tensor => {
    const tensor = tape.input([n, n]);
    tape.write(
      tensor,
      Float64Array.from({ length: n * n }, (_, k) => at(Math.floor(k / n), k % n)),
    );
    return tensor;
  };
  const isPositive = (i: number, j: number) => i !== j && labels[i] === labels[j];
  const hasPositive = (j: number) => labels.some((_, i) => isPositive(i, j));
  const unit = l2Normalize(tape, embeddings);
  const power = exp(tape, affine(tape, matmulTransposed(tape, unit, unit), 1 / temperature));
  const positives = sumColumns(
    tape,
    multiply(
      tape,
      power,
      constant((i, j) => (isPositive(i, j) ? 1 : 0)),
    ),
  );
  const self = multiply(
    tape,
    power,
    constant((i, j) => (i === j ? 1 : 0)),
  );
  const all = subtract(tape, repeatColumns(tape, sumColumns(tape, power), n), self);
  // pos_j varies along the columns: build it along the rows and compare with the transpose of `all`, by summing
  // ln(pos_j) and ln(all_ij) apart.
  const positiveLogs = repeatColumns(tape, log(tape, affine(tape, positives, 1, 1e-8)), n);
  const allLogs = log(tape, affine(tape, all, 1, 1e-8));
  const validRows = constant((i) => (hasPositive(i) ? 1 / n ** 2 : 0));
  const validColumns = constant((_, j) => (hasPositive(j) ? 1 / n ** 2 : 0));
  const total = subtract(
    tape,
    sum(tape, multiply(tape, allLogs, validColumns)),
    sum(tape, multiply(tape, positiveLogs, validRows)),
  );
  return total;
}
