import { split } from "../../dataset/index.ts";
import {
  fitStandardizer,
  principalComponents,
  type Standardizer,
  standardize,
  unstandardize,
} from "../../math/index.ts";
import {
  createDecoder,
  createEncoder,
  createTrainer,
  defaultTrainingOptions,
  measureLatentUse,
  residualArchitecture,
  trainVariational,
  type VariationalArchitecture,
  type VariationalOptions,
} from "../../model/index.ts";
import { meanAbsoluteError, meanOf } from "../metrics/prediction.ts";
import type { RowSet } from "./variational-sets.ts";

/** A fifth of the rows is held out, stratified by word. */
const HELD_OUT = 0.2;

/** Takes a row apart and puts it together again, standardised on both sides. */
type Reconstruct = (row: Float64Array) => ArrayLike<number>;

/** Standardised rows to learn from, and rows to judge by. */
interface Prepared {
  readonly train: readonly Float64Array[];
  readonly terms: readonly string[];
  readonly held: readonly Float64Array[];
  readonly standardizer: Standardizer;
}

function prepare({ rows }: RowSet, seed: number, scaling: "standardised" | "as they are"): Prepared {
  const { train, validation } = split(rows, { fraction: HELD_OUT, seed });
  const columns = rows[0]!.values.length;
  const standardizer: Standardizer =
    scaling === "standardised"
      ? fitStandardizer(train.map(({ values }) => values))
      : { mean: new Float64Array(columns), scale: new Float64Array(columns).fill(1) };
  return {
    train: train.map(({ values }) => standardize(standardizer, values)),
    terms: train.map(({ term }) => term),
    held: validation.map(({ values }) => standardize(standardizer, values)),
    standardizer,
  };
}

/** Mean absolute error over held-out rows and columns, in the rows' own unit. */
function heldOutError({ held, standardizer }: Prepared, reconstruct: Reconstruct): number {
  return meanOf(
    held.map((row) =>
      meanAbsoluteError(unstandardize(standardizer, reconstruct(row)), unstandardize(standardizer, row)),
    ),
  );
}

/** What becomes of a variational autoencoder's dimensions; means over the seeds, on held-out rows. */
export type VariationalFigures = {
  readonly active: number;
  /** Nats per dimension, each seed's sorted from most to least before the mean is taken. */
  readonly divergence: readonly number[];
  /** Mean absolute error, in the rows' own unit. */
  readonly mae: number;
};

export function measureVariational(
  set: RowSet,
  shape: Omit<VariationalArchitecture, "rowSize">,
  options: Omit<VariationalOptions, "seed">,
  seeds: readonly number[],
): VariationalFigures {
  const runs = seeds.map((seed) => {
    // A sigmoid output takes rows within 0..1 as they are.
    const scaling = shape.output === "sigmoid" ? "as they are" : "standardised";
    const prepared = prepare(set, seed, scaling);
    const architecture = { ...shape, rowSize: prepared.standardizer.mean.length };
    const model = trainVariational(prepared.train, architecture, { ...options, seed });
    const { active, divergence } = measureLatentUse(model, prepared.held);
    return {
      active,
      divergence: Array.from(divergence).sort((a, b) => b - a),
      mae: heldOutError(prepared, (row) => model.decode(model.posterior(row).mean)),
    };
  });
  return {
    active: meanOf(runs.map(({ active }) => active)),
    divergence: Array.from({ length: shape.latentSize }, (_, i) =>
      meanOf(runs.map(({ divergence }) => divergence[i]!)),
    ),
    mae: meanOf(runs.map(({ mae }) => mae)),
  };
}

/** Held-out mean absolute error of our residual autoencoder, in the rows' own unit. */
export function measureAutoencoder(set: RowSet, latentSize: number, epochs: number, seed: number): number {
  const prepared = prepare(set, seed, "standardised");
  const { train, terms, standardizer } = prepared;
  const columns = standardizer.mean.length;
  const architecture = {
    ...residualArchitecture,
    ...{ curveSize: columns, latentSize, decoderLayers: [80, columns] },
  };
  const known = [...new Set(terms)];
  const trainer = createTrainer(
    architecture,
    { curves: train, labels: terms.map((term) => known.indexOf(term)), standardizer },
    { ...defaultTrainingOptions, epochs, seed },
  );
  for (let epoch = 0; epoch < epochs; epoch++) trainer.runEpoch();
  const values = trainer.parameters.export();
  const encoder = createEncoder(architecture, values);
  const decoder = createDecoder(architecture, values, standardizer);
  const latent = new Float64Array(latentSize);
  return heldOutError(prepared, (row) => {
    const restored = new Float64Array(columns);
    encoder.encode(row, latent);
    decoder.decode(latent, restored);
    return restored;
  });
}

/** What the principal components of the standardised training rows give. */
export type LinearFigures = {
  /** Variance along each component, over all components. */
  readonly variance: readonly number[];
  /** Held-out mean absolute error in the rows' own unit, by latent size; null where there are fewer columns. */
  readonly mae: readonly (number | null)[];
};

export function measureLinear(set: RowSet, latentSizes: readonly number[], seed: number): LinearFigures {
  const prepared = prepare(set, seed, "standardised");
  const columns = prepared.standardizer.mean.length;
  const { mean, components, variance } = principalComponents(prepared.train, columns);
  const restore = (row: Float64Array, count: number): Float64Array => {
    const restored = Float64Array.from(mean);
    for (let i = 0; i < count; i++) {
      const component = components.subarray(i * columns, (i + 1) * columns);
      const score = component.reduce((sum, weight, c) => sum + weight * (row[c]! - mean[c]!), 0);
      for (let c = 0; c < columns; c++) restored[c]! += score * component[c]!;
    }
    return restored;
  };
  return {
    variance: Array.from(variance),
    mae: latentSizes.map((size) =>
      size > columns ? null : heldOutError(prepared, (row) => restore(row, size)),
    ),
  };
}
