import { defaultVariationalOptions } from "../../model/index.ts";
import type { Json, Scope, StudyData, StudyTask } from "../study.ts";
import {
  type LinearFigures,
  measureAutoencoder,
  measureLinear,
  measureVariational,
  type VariationalFigures,
} from "./variational-measure.ts";
import { type RowSet, rowSetsOf, warmAndBright } from "./variational-sets.ts";

/** What is trained. */
export interface Plan {
  readonly latentSizes: readonly number[];
  readonly betas: readonly number[];
  readonly epochs: number;
  readonly seeds: readonly number[];
  /** Of our autoencoder. */
  readonly autoencoderEpochs: number;
  /** FlowEQ's own setting. */
  readonly flowEq: { latentSizes: readonly number[]; betas: readonly number[]; epochs: number };
}

export const plans: Readonly<Record<Scope, Plan>> = {
  full: {
    latentSizes: [2, 3, 8, 32],
    betas: [0.001, 0.1, 1, 4],
    epochs: 300,
    seeds: [1, 2],
    autoencoderEpochs: 30,
    flowEq: { latentSizes: [2, 3, 8], betas: [0.001, 0.01, 0.02], epochs: 300 },
  },
  quick: {
    latentSizes: [2, 8],
    betas: [0.1, 1, 4],
    epochs: 30,
    seeds: [1],
    autoencoderEpochs: 2,
    flowEq: { latentSizes: [2], betas: [0.02], epochs: 20 },
  },
};

/** Hidden layers of the β-VAEs in the grid. */
export const HIDDEN: readonly number[] = [64];

/** FlowEQ's hidden layer, batches, step and loss; in it β rises by 1/5000 an epoch from epoch 50 of 300. */
const flowEqShape = { hidden: [512], output: "sigmoid" } as const;
const flowEqOptions = {
  ...defaultVariationalOptions,
  ...({ reconstruction: "absolute", batchSize: 8, learningRate: 1e-3 } as const),
};

const variationalId = (set: RowSet, latentSize: number, beta: number) =>
  `${set.id}/latent=${latentSize}/beta=${beta}`;
const autoencoderId = (set: RowSet, latentSize: number) => `${set.id}/autoencoder/latent=${latentSize}`;
const linearId = (set: RowSet) => `${set.id}/linear`;
export const flowEqId = (latentSize: number, beta: number): string =>
  `floweq/latent=${latentSize}/beta=${beta}`;

/** Latent sizes that our autoencoder can start from principal components at. */
export function autoencoderSizes(set: RowSet, { latentSizes }: Plan): number[] {
  return latentSizes.filter((size) => size <= set.rows[0]!.values.length);
}

export function tasksOf(data: StudyData, scope: Scope): StudyTask[] {
  const plan = plans[scope];
  const { latentSizes, betas, epochs, seeds, autoencoderEpochs, flowEq } = plan;
  const safe = data.safe ?? [];
  const grid = rowSetsOf(data).flatMap((set): StudyTask[] => [
    ...latentSizes.flatMap((latentSize) =>
      betas.map((beta) => ({
        id: variationalId(set, latentSize, beta),
        seconds: 0.004 * epochs * seeds.length,
        run: () =>
          measureVariational(
            set,
            { latentSize, hidden: HIDDEN, output: "linear" },
            { ...defaultVariationalOptions, beta, epochs, warmUpEpochs: epochs / 5 },
            seeds,
          ),
      })),
    ),
    ...autoencoderSizes(set, plan).map((latentSize) => ({
      id: autoencoderId(set, latentSize),
      seconds: 0.18 * autoencoderEpochs,
      run: () => measureAutoencoder(set, latentSize, autoencoderEpochs, seeds[0]!),
    })),
    {
      id: linearId(set),
      seconds: 0.1,
      run: () => measureLinear(set, latentSizes, seeds[0]!),
    },
  ]);
  if (safe.length === 0) return grid;
  const own = flowEq.latentSizes.flatMap((latentSize) =>
    flowEq.betas.map((beta) => ({
      id: flowEqId(latentSize, beta),
      seconds: 0.012 * flowEq.epochs,
      run: () =>
        measureVariational(
          warmAndBright(safe),
          { ...flowEqShape, latentSize },
          { ...flowEqOptions, beta, epochs: flowEq.epochs, warmUpEpochs: Math.round(flowEq.epochs / 2) },
          [seeds[0]!],
        ),
    })),
  );
  return [...grid, ...own];
}

export type ResultOf = (id: string) => Json;

/** The figures of one set of rows, read back. */
export interface SetFigures {
  readonly set: RowSet;
  readonly linear: LinearFigures;
  /** How many dimensions a linear VAE would keep: components with a variance above β. */
  kept(latentSize: number, beta: number): number;
  variational(latentSize: number, beta: number): VariationalFigures;
  /** Held-out error; undefined at sizes beyond the rows' columns. */
  autoencoder(latentSize: number): number | undefined;
}

export function read(set: RowSet, plan: Plan, resultOf: ResultOf): SetFigures {
  const linear = resultOf(linearId(set)) as LinearFigures;
  return {
    set,
    linear,
    kept: (latentSize, beta) =>
      Math.min(latentSize, linear.variance.filter((variance) => variance > beta).length),
    variational: (latentSize, beta) => resultOf(variationalId(set, latentSize, beta)) as VariationalFigures,
    autoencoder: (latentSize) =>
      autoencoderSizes(set, plan).includes(latentSize)
        ? (resultOf(autoencoderId(set, latentSize)) as number)
        : undefined,
  };
}
