import type { Example } from "../dataset/index.ts";
import { fitStandardizer, type Standardizer, standardize, unstandardize } from "../math/index.ts";
import {
  type Architecture,
  createDecoder,
  createEncoder,
  createTrainer,
  type TrainingOptions,
} from "../model/index.ts";

/** A trained autoencoder with its standardiser, curves in the data's z units on both sides. */
export interface TrainedNetwork {
  readonly standardizer: Standardizer;
  readonly latentSize: number;
  /** @param gains Shape `[40]`, z units. @returns Shape `[latent]`, a new array. */
  encode(gains: ArrayLike<number>): Float64Array;
  /** @param latent Shape `[latent]`. @returns Shape `[40]`, z units, a new array. */
  decode(latent: ArrayLike<number>): Float64Array;
  /**
   * What the contrastive loss saw, before it is brought to length 1.
   * @param latent Shape `[latent]`. @returns Shape `[projectionSize]`, a new array.
   */
  project(latent: ArrayLike<number>): Float64Array;
}

/**
 * Trains the autoencoder on some rows, from first to last epoch; the standardiser is fitted on the same rows.
 *
 * @param weights How much each row's reconstruction counts; see `TrainingData.weights`. Default: all alike.
 */
export function trainNetwork(
  train: readonly Example[],
  architecture: Architecture,
  options: TrainingOptions,
  weights?: ArrayLike<number>,
): TrainedNetwork {
  const standardizer = fitStandardizer(train.map(({ gains }) => gains));
  const labels = new Map<string, number>();
  for (const { term } of train) if (!labels.has(term)) labels.set(term, labels.size);
  const trainer = createTrainer(
    architecture,
    {
      curves: train.map(({ gains }) => standardize(standardizer, gains)),
      labels: train.map(({ term }) => labels.get(term)!),
      standardizer,
      ...(weights && { weights }),
    },
    options,
  );
  for (let epoch = 0; epoch < options.epochs; epoch++) trainer.runEpoch();
  const values = trainer.parameters.export();
  const encoder = createEncoder(architecture, values);
  const decoder = createDecoder(architecture, values, standardizer);
  return {
    standardizer,
    latentSize: architecture.latentSize,
    encode(gains) {
      const latent = new Float64Array(architecture.latentSize);
      encoder.encode(standardize(standardizer, gains), latent);
      return latent;
    },
    decode(latent) {
      const curve = new Float64Array(architecture.curveSize);
      decoder.decode(latent, curve);
      return unstandardize(standardizer, curve, curve);
    },
    project: (latent) =>
      linearMap(latent, values["encoder.projection.weight"]!, values["encoder.projection.bias"]!),
  };
}

/** `bias + x · weight`, weight of shape `[inputs, outputs]`. */
function linearMap(x: ArrayLike<number>, weight: Float32Array, bias: Float32Array): Float64Array {
  const y = Float64Array.from(bias);
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < y.length; j++) y[j]! += x[i]! * weight[i * y.length + j]!;
  }
  return y;
}
