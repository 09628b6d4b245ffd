import type { Example } from "../../dataset/index.ts";
import {
  affine,
  createDevice,
  createRandom,
  fitStandardizer,
  linear,
  Parameters,
  principalComponents,
  type Random,
  square,
  standardize,
  subtract,
  sum,
  Tape,
  unstandardize,
} from "../../math/index.ts";
import {
  type Architecture,
  defaultTrainingOptions,
  reportArchitecture,
  residualArchitecture,
  type TrainingOptions,
} from "../../model/index.ts";
import { trainNetwork } from "../train-network.ts";
import type { Reconstruct } from "./reconstruction-scores.ts";

/** A way to make a curve narrower and to bring it back, learned from some rows. */
export interface Contender {
  /** In kebab case. */
  readonly id: string;
  readonly name: string;
  /** How many seeds a full run takes; a quick one takes the first. */
  readonly seeds: number;
  /** Of one fit, about, s. */
  readonly seconds: number;
  /** The same rows, seed and epochs give the same. @param epochs Where there are any. */
  fit(train: readonly Example[], seed: number, epochs: number): Reconstruct;
}

export const contenders: readonly Contender[] = [
  network("ours", "ours: linear path, 32-d latent", 5, residualArchitecture),
  network("constant-rate", "ours, constant learning rate", 2, residualArchitecture, { schedule: "constant" }),
  network("full-branch", "ours, branch at its full size", 3, { ...residualArchitecture, branchScale: 1 }),
  network("report", "report's network", 5, reportArchitecture, { schedule: "constant" }),
  network("report-cosine", "report's network, cosine schedule", 2, reportArchitecture),
  ...[32, 12].map((count) => ({
    ...{ id: `pca-${count}`, name: `PCA, ${count} components`, seeds: 5, seconds: 0.1 },
    fit: (train: readonly Example[]) => componentsOf(train, count),
  })),
  { id: "linear", name: "linear autoencoder, 32-d", seeds: 5, seconds: 0.3, fit: trainLinear },
];

function network(
  id: string,
  name: string,
  seeds: number,
  architecture: Architecture,
  changes: Partial<TrainingOptions> = {},
): Contender {
  return {
    ...{ id, name, seeds, seconds: 9 },
    fit(train, seed, epochs) {
      const options = { ...defaultTrainingOptions, ...changes, seed, epochs };
      const { encode, decode } = trainNetwork(train, architecture, options);
      return (gains) => decode(encode(gains));
    },
  };
}

/** Standardised rows projected on their first principal components. */
function componentsOf(train: readonly Example[], count: number): Reconstruct {
  const standardizer = fitStandardizer(train.map(({ gains }) => gains));
  const rows = train.map(({ gains }) => standardize(standardizer, gains));
  const { mean, components } = principalComponents(rows, count);
  return (gains) => {
    const curve = standardize(standardizer, gains);
    const back = Float64Array.from(mean);
    for (let i = 0; i < count; i++) {
      const direction = components.subarray(i * mean.length, (i + 1) * mean.length);
      let score = 0;
      for (let band = 0; band < mean.length; band++) score += direction[band]! * (curve[band]! - mean[band]!);
      for (let band = 0; band < mean.length; band++) back[band]! += score * direction[band]!;
    }
    return unstandardize(standardizer, back, back);
  };
}

const LATENT_SIZE = 32;

/**
 * Two linear maps, 40 → 32 → 40, and nothing else, from random first values: batches, steps and schedule are those of
 * the networks, so that what remains of the difference is the network.
 */
function trainLinear(train: readonly Example[], seed: number, epochs: number): Reconstruct {
  const { batchSize, learningRate } = defaultTrainingOptions;
  const standardizer = fitStandardizer(train.map(({ gains }) => gains));
  const rows = train.map(({ gains }) => standardize(standardizer, gains));
  const size = rows[0]!.length;
  const device = createDevice();
  const parameters = new Parameters(device, [
    { name: "down", shape: [size, LATENT_SIZE], initial: uniform(size, size * LATENT_SIZE) },
    { name: "downBias", shape: [LATENT_SIZE], initial: uniform(size, LATENT_SIZE) },
    { name: "up", shape: [LATENT_SIZE, size], initial: uniform(LATENT_SIZE, size * LATENT_SIZE) },
    { name: "upBias", shape: [size], initial: uniform(LATENT_SIZE, size) },
  ]);
  const random = createRandom(seed);
  parameters.initialize(random);
  const build = (batch: number) => {
    const tape = new Tape(device);
    const input = tape.input([batch, size]);
    const latent = linear(tape, input, parameters.tensor("down"), parameters.tensor("downBias"));
    const output = linear(tape, latent, parameters.tensor("up"), parameters.tensor("upBias"));
    return { tape, input, output };
  };
  const { tape, input, output } = build(batchSize);
  const loss = affine(tape, sum(tape, square(tape, subtract(tape, output, input))), 1 / output.size);
  const update = adamOf(parameters);
  const batch = new Float64Array(batchSize * size);
  const steps = Math.ceil(rows.length / batchSize);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = random.shuffle(Int32Array.from(rows, (_, row) => row));
    for (let step = 0; step < steps; step++) {
      for (let i = 0; i < batchSize; i++)
        batch.set(rows[order[(step * batchSize + i) % rows.length]!]!, size * i);
      tape.write(input, batch);
      tape.forward();
      tape.backward(loss);
      const done = epoch * steps + step;
      update(done + 1, (learningRate * (1 + Math.cos((Math.PI * done) / (epochs * steps)))) / 2);
    }
  }
  const one = build(1);
  return (gains) => {
    one.tape.write(one.input, standardize(standardizer, gains));
    one.tape.forward();
    const back = one.tape.read(one.output, new Float64Array(size)) as Float64Array;
    return unstandardize(standardizer, back, back);
  };
}

/** Uniform within ±1/√inputs. */
function uniform(inputs: number, length: number): (random: Random) => Float64Array {
  return (random) => Float64Array.from({ length }, () => (2 * random.uniform() - 1) / Math.sqrt(inputs));
}

/** Adam with its paper's settings (Kingma & Ba, 2015). @returns The update of one step, counted from 1. */
function adamOf(parameters: Parameters): (step: number, learningRate: number) => void {
  const { values, gradients, device } = parameters;
  const [first, second] = [parameters.allocateLike(), parameters.allocateLike()];
  return (step, learningRate) => {
    device.kernels.adam(
      ...([values.offset, gradients!.offset, first.offset, second.offset, values.length] as const),
      ...([0.9, 0.999, learningRate / (1 - 0.9 ** step), 1 / Math.sqrt(1 - 0.999 ** step), 1e-8] as const),
    );
  };
}
