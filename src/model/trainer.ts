import {
  add,
  affine,
  cos,
  createDevice,
  createRandom,
  type DeviceKind,
  Parameters,
  type ParameterValues,
  principalComponents,
  type Standardizer,
  Tape,
} from "../math/index.ts";
import { type AdamState, createAdam } from "./adam.ts";
import type { Architecture } from "./architecture.ts";
import { decode, decoderSpecs, encode, encoderSpecs, project } from "./autoencoder.ts";
import { type BatchOrder, epochOrder } from "./batches.ts";
import { meanSquaredError, supervisedContrastiveLoss, weightedSquaredError } from "./losses.ts";

export type Schedule = "constant" | "cosine";

/** Everything that decides a training besides its rows; the defaults are the report's, but for the schedule. */
export interface TrainingOptions {
  /** Default 50. */
  readonly epochs: number;
  /** Default 16. */
  readonly batchSize: number;
  /** Adam's step size at the start. Default 1e-3. */
  readonly learningRate: number;
  /** `constant`, or `cosine`: falling to 0 over all steps along half a cosine. Default `cosine`. */
  readonly schedule: Schedule;
  /** λ: weight of the contrastive loss beside the reconstruction. Default 0.1. */
  readonly contrastiveWeight: number;
  /** τ. Default 0.1. */
  readonly temperature: number;
  /** Default `by-word`. */
  readonly batchOrder: BatchOrder;
  /** Decides first values, batches and dropout. Default 1. */
  readonly seed: number;
}

export const defaultTrainingOptions: TrainingOptions = {
  epochs: 50,
  batchSize: 16,
  learningRate: 1e-3,
  schedule: "cosine",
  contrastiveWeight: 0.1,
  temperature: 0.1,
  batchOrder: "by-word",
  seed: 1,
};

/** Rows to learn from, standardised band by band. */
export interface TrainingData {
  /** Each of shape `[curveSize]`, standardised. */
  readonly curves: readonly ArrayLike<number>[];
  /** Word of each row, as a whole number. */
  readonly labels: ArrayLike<number>;
  /**
   * How much each row's reconstruction counts against the others': 0 or above, only their ratios matter. The
   * contrastive loss does not see them. Default: all rows alike.
   */
  readonly weights?: ArrayLike<number>;
  /** How the curves were standardised. */
  readonly standardizer: Standardizer;
}

/** Means over one epoch's batches. */
export interface EpochReport {
  /** Epochs done, this one included. */
  readonly epoch: number;
  /** reconstruction + λ · contrastive. */
  readonly loss: number;
  readonly reconstruction: number;
  readonly contrastive: number;
}

/** All that must be kept to go on later as if nothing had happened. */
export interface TrainingState extends AdamState {
  readonly epoch: number;
  readonly parameters: ParameterValues;
}

export interface Trainer {
  readonly epoch: number;
  readonly stepsPerEpoch: number;
  readonly parameters: Parameters;
  runEpoch(): EpochReport;
  /** A copy of the state, between epochs. */
  state(): TrainingState;
  restore(state: TrainingState): void;
}

/**
 * Sets a training up at epoch 0: parameters at their seeded first values (the linear path, if there is one, at
 * the principal components of the curves), one tape of `batchSize` rows.
 *
 * @throws RangeError if there are no rows or an option is out of range.
 */
export function createTrainer(
  architecture: Architecture,
  data: TrainingData,
  options: TrainingOptions = defaultTrainingOptions,
  deviceKind?: DeviceKind,
): Trainer {
  const { batchSize, learningRate, schedule, contrastiveWeight, temperature, batchOrder, seed } = options;
  const { curves, labels, standardizer } = data;
  assertTraining(data, options);
  const weights = data.weights && withMeanOne(data.weights);
  const device = createDevice(deviceKind);
  const parameters = new Parameters(device, [...encoderSpecs(architecture), ...decoderSpecs(architecture)]);
  parameters.initialize(createRandom(seed));
  if (architecture.linearPath) startPathsAtPrincipalComponents(parameters, architecture, curves);
  const adam = createAdam(parameters);

  const tape = new Tape(device);
  tape.dropoutSeed = seed;
  const input = tape.input([batchSize, architecture.curveSize]);
  const latent = encode(tape, parameters, architecture, input, "training");
  const contrastive = supervisedContrastiveLoss(tape, project(tape, parameters, latent), temperature);
  const { curve } = decode(tape, parameters, architecture, latent, standardizer, "training");
  const weighted = weights && weightedSquaredError(tape, curve, input);
  const reconstruction = weighted?.loss ?? meanSquaredError(tape, curve, input);
  const loss = add(tape, reconstruction, affine(tape, contrastive.loss, contrastiveWeight));

  const batch = new Float32Array(batchSize * architecture.curveSize);
  const batchLabels = new Int32Array(batchSize);
  const batchWeights = new Float64Array(batchSize);
  const stepsPerEpoch = Math.ceil(curves.length / batchSize);
  const totalSteps = options.epochs * stepsPerEpoch;
  let epoch = 0;
  return {
    get epoch(): number {
      return epoch;
    },
    stepsPerEpoch,
    parameters,
    runEpoch() {
      const order = epochOrder(labels, { order: batchOrder, batchSize, seed, epoch });
      const total = { loss: 0, reconstruction: 0, contrastive: 0 };
      for (let step = 0; step < stepsPerEpoch; step++) {
        for (let i = 0; i < batchSize; i++) {
          const row = order[step * batchSize + i]!;
          batch.set(curves[row]!, i * architecture.curveSize);
          batchLabels[i] = labels[row]!;
          if (weights) batchWeights[i] = weights[row]!;
        }
        tape.step = epoch * stepsPerEpoch + step + 1;
        tape.write(input, batch);
        contrastive.setLabels(batchLabels);
        weighted?.setWeights(batchWeights);
        tape.forward();
        tape.backward(loss);
        adam.update(tape.step, learningRate * scheduleFactor(schedule, (tape.step - 1) / totalSteps));
        total.loss += tape.scalar(loss) / stepsPerEpoch;
        total.reconstruction += tape.scalar(reconstruction) / stepsPerEpoch;
        total.contrastive += tape.scalar(contrastive.loss) / stepsPerEpoch;
      }
      epoch += 1;
      return { epoch, ...total };
    },
    state: () => ({ epoch, parameters: parameters.export(), ...adam.state() }),
    restore(state) {
      parameters.import(state.parameters);
      adam.restore(state);
      epoch = state.epoch;
    },
  };
}

/** The weights over their mean, so that a weighted training keeps the size of its loss. */
function withMeanOne(weights: ArrayLike<number>): Float64Array {
  let sum = 0;
  for (let row = 0; row < weights.length; row++) sum += weights[row]!;
  return Float64Array.from(weights, (weight) => (weight * weights.length) / sum);
}

/** Share of the learning rate left when `progress` (0..1) of all steps are done. */
function scheduleFactor(schedule: Schedule, progress: number): number {
  return schedule === "constant" ? 1 : (1 + cos(Math.PI * Math.min(1, progress))) / 2;
}

function startPathsAtPrincipalComponents(
  parameters: Parameters,
  { curveSize, latentSize }: Architecture,
  curves: readonly ArrayLike<number>[],
): void {
  // A latent wider than the curve has more places than there are components: the paths leave the rest at 0.
  const count = Math.min(latentSize, curveSize);
  const { mean, components } = principalComponents(curves, count);
  const values = { ...parameters.export() };
  const transposed = new Float32Array(curveSize * latentSize);
  const shift = new Float32Array(latentSize);
  const back = new Float32Array(latentSize * curveSize);
  back.set(components);
  for (let i = 0; i < count; i++) {
    for (let band = 0; band < curveSize; band++) {
      const weight = components[i * curveSize + band]!;
      transposed[band * latentSize + i] = weight;
      shift[i]! -= weight * mean[band]!;
    }
  }
  values["encoder.path.weight"] = transposed;
  values["encoder.path.bias"] = shift;
  values["decoder.path.weight"] = back;
  values["decoder.path.bias"] = Float32Array.from(mean);
  parameters.import(values);
}

function assertTraining({ curves, labels, weights }: TrainingData, options: TrainingOptions): void {
  const { epochs, batchSize, learningRate, contrastiveWeight, temperature, seed } = options;
  const fail = (message: string): never => {
    throw new RangeError(`createTrainer: ${message}`);
  };
  if (curves.length < 2) fail(`curves must hold at least 2 rows, got ${curves.length}`);
  if (labels.length !== curves.length) fail(`labels must hold ${curves.length} words, got ${labels.length}`);
  if (weights) {
    if (weights.length !== curves.length) {
      fail(`weights must hold ${curves.length} numbers, got ${weights.length}`);
    }
    const wrong = Array.from(weights).find((weight) => !(weight >= 0 && weight < Infinity));
    if (wrong !== undefined) fail(`weights must be finite and 0 or above, got ${wrong}`);
    if (!Array.from(weights).some((weight) => weight > 0)) fail("weights must not all be 0");
  }
  if (!(Number.isInteger(epochs) && epochs >= 1))
    fail(`epochs must be a whole number above 0, got ${epochs}`);
  if (!(Number.isInteger(batchSize) && batchSize >= 2)) {
    fail(`batchSize must be a whole number above 1, got ${batchSize}`);
  }
  if (!(learningRate > 0)) fail(`learningRate must be above 0, got ${learningRate}`);
  if (!(contrastiveWeight >= 0)) fail(`contrastiveWeight must be 0 or above, got ${contrastiveWeight}`);
  if (!(temperature > 0)) fail(`temperature must be above 0, got ${temperature}`);
  if (!Number.isInteger(seed)) fail(`seed must be a whole number, got ${seed}`);
}
