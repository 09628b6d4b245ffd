import {
  add,
  affine,
  createDevice,
  createRandom,
  type DeviceKind,
  multiply,
  Parameters,
  type ParameterValues,
  sum,
  Tape,
} from "../math/index.ts";
import { createAdam } from "./adam.ts";
import { epochOrder } from "./batches.ts";
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

/** Everything that decides a variational autoencoder's training besides its rows. */
export interface VariationalOptions {
  /** β: weight of the divergence beside the reconstruction (Higgins et al. 2017), 0 or above; 1 is the plain VAE. */
  readonly beta: number;
  readonly reconstruction: ReconstructionLoss;
  readonly epochs: number;
  /** Over how many first epochs β rises evenly to its value; 0 for none (Bowman et al. 2016). */
  readonly warmUpEpochs: number;
  readonly batchSize: number;
  /** Adam's step size, constant. */
  readonly learningRate: number;
  /** Decides first values, batches and noise. */
  readonly seed: number;
}

/**
 * FlowEQ's optimiser on batches four times as large, its step of 1e-3 doubled for that (by the root), and a likelihood
 * in place of its mean absolute error.
 */
export const defaultVariationalOptions: VariationalOptions = {
  beta: 1,
  reconstruction: "gaussian",
  epochs: 60,
  warmUpEpochs: 12,
  batchSize: 32,
  learningRate: 2e-3,
  seed: 1,
};

/** Means over one epoch's batches. */
export interface VariationalEpoch {
  /** reconstruction + β · divergence, β as it was in this epoch. */
  readonly loss: number;
  readonly reconstruction: number;
  /** Sum over the latent dimensions, nats. */
  readonly divergence: number;
}

/** A trained variational autoencoder. */
export interface VariationalAutoencoder {
  readonly architecture: VariationalArchitecture;
  readonly parameters: ParameterValues;
  /** One per epoch. */
  readonly history: readonly VariationalEpoch[];
  /** The approximate posterior of a row. @param row Shape `[rowSize]`. */
  posterior(row: ArrayLike<number>): RowPosterior;
  /** @param latent Shape `[latentSize]`. @returns Shape `[rowSize]`, a new array. */
  decode(latent: ArrayLike<number>): Float64Array;
}

/** Each of shape `[latentSize]`. */
export interface RowPosterior {
  readonly mean: Float64Array;
  readonly logVariance: Float64Array;
  /** From the standard normal prior, nats. */
  readonly divergence: Float64Array;
}

/**
 * Trains a β-VAE: minimises `reconstruction + β · Σ divergence` over shuffled batches, one posterior draw per row and
 * step.
 *
 * @param rows At least one, each of shape `[rowSize]`: standardised, or within 0..1 under a sigmoid output.
 * @throws RangeError if a row has another length or an option is out of range.
 */
export function trainVariational(
  rows: readonly ArrayLike<number>[],
  architecture: VariationalArchitecture,
  options: VariationalOptions = defaultVariationalOptions,
  deviceKind?: DeviceKind,
): VariationalAutoencoder {
  assertTraining(rows, architecture, options);
  const { beta, epochs, warmUpEpochs, batchSize, learningRate, seed } = options;
  const { rowSize, latentSize } = architecture;
  const device = createDevice(deviceKind);
  const parameters = new Parameters(device, variationalSpecs(architecture));
  const random = createRandom(seed);
  parameters.initialize(random);
  const adam = createAdam(parameters);

  const tape = new Tape(device);
  const input = tape.input([batchSize, rowSize]);
  const weight = tape.input([1]);
  const posterior = encodePosterior(tape, parameters, architecture, input);
  const { noise, draw } = normalNoise(tape, [batchSize, latentSize]);
  const predicted = decodeRows(tape, parameters, architecture, drawLatent(tape, posterior, noise));
  const reconstruction = reconstructionLoss(tape, options.reconstruction, predicted, input);
  const total = affine(tape, sum(tape, divergence(tape, posterior)), 1 / batchSize);
  const loss = add(tape, reconstruction, multiply(tape, total, weight));

  const batch = new Float32Array(batchSize * rowSize);
  const steps = Math.ceil(rows.length / batchSize);
  const history = Array.from({ length: epochs }, (_, epoch): VariationalEpoch => {
    const order = epochOrder({ length: rows.length }, { order: "shuffled", batchSize, seed, epoch });
    const means = { loss: 0, reconstruction: 0, divergence: 0 };
    tape.write(weight, [beta * Math.min(1, (epoch + 1) / (warmUpEpochs + 1))]);
    for (let step = 0; step < steps; step++) {
      for (let i = 0; i < batchSize; i++) batch.set(rows[order[step * batchSize + i]!]!, i * rowSize);
      tape.write(input, batch);
      draw(random);
      tape.forward();
      tape.backward(loss);
      adam.update(epoch * steps + step + 1, learningRate);
      means.loss += tape.scalar(loss) / steps;
      means.reconstruction += tape.scalar(reconstruction) / steps;
      means.divergence += tape.scalar(total) / steps;
    }
    return means;
  });
  const values = parameters.export();
  return { architecture, parameters: values, history, ...openVariational(architecture, values, deviceKind) };
}

/** Encoder and decoder for one row at a time. */
function openVariational(
  architecture: VariationalArchitecture,
  values: ParameterValues,
  deviceKind: DeviceKind | undefined,
): Pick<VariationalAutoencoder, "posterior" | "decode"> {
  const device = createDevice(deviceKind);
  const parameters = new Parameters(device, variationalSpecs(architecture), { trainable: false });
  parameters.import(values);
  const encoder = new Tape(device);
  const row = encoder.input([1, architecture.rowSize]);
  const posterior = encodePosterior(encoder, parameters, architecture, row);
  const nats = divergence(encoder, posterior);
  const decoder = new Tape(device);
  const latentInput = decoder.input([1, architecture.latentSize]);
  const output = decodeRows(decoder, parameters, architecture, latentInput);
  const read = (tape: Tape, tensor: typeof output) => Float64Array.from(tape.read(tensor));
  return {
    posterior(values) {
      encoder.write(row, values);
      encoder.forward();
      return {
        mean: read(encoder, posterior.mean),
        logVariance: read(encoder, posterior.logVariance),
        divergence: read(encoder, nats),
      };
    },
    decode(latent) {
      decoder.write(latentInput, latent);
      decoder.forward();
      return read(decoder, output);
    },
  };
}

function assertTraining(
  rows: readonly ArrayLike<number>[],
  { rowSize }: VariationalArchitecture,
  { beta, epochs, warmUpEpochs, batchSize, learningRate, seed }: VariationalOptions,
): void {
  const fail = (message: string): never => {
    throw new RangeError(`trainVariational: ${message}`);
  };
  const isCount = (value: number, least: number): boolean => Number.isInteger(value) && value >= least;
  if (rows.length === 0) fail("rows must hold at least one row, got none");
  const wrong = rows.find((row) => row.length !== rowSize);
  if (wrong) fail(`every row must hold ${rowSize} values, got ${wrong.length}`);
  if (!(beta >= 0 && Number.isFinite(beta))) fail(`beta must be 0 or above, got ${beta}`);
  if (!isCount(epochs, 1)) fail(`epochs must be a whole number above 0, got ${epochs}`);
  if (!isCount(warmUpEpochs, 0)) fail(`warmUpEpochs must be a whole number, 0 or above, got ${warmUpEpochs}`);
  if (!isCount(batchSize, 1)) fail(`batchSize must be a whole number above 0, got ${batchSize}`);
  if (!(learningRate > 0)) fail(`learningRate must be above 0, got ${learningRate}`);
  if (!Number.isInteger(seed)) fail(`seed must be a whole number, got ${seed}`);
}
