// How well curves that were not trained on come back out of the network: ours, the report's network, principal
// components, a linear autoencoder and the parametric head, over several seeds.
//   npx tsx runs/reconstruction.ts [path of the data] [seeds, default 5]
import {
  affine,
  createDevice,
  createRandom,
  linear,
  Parameters,
  principalComponents,
  square,
  standardize,
  subtract,
  sum,
  Tape,
  unstandardize,
} from "../src/math/index.ts";
import { createAdam } from "../src/model/adam.ts";
import { epochOrder } from "../src/model/batches.ts";
import {
  type Architecture,
  createDecoder,
  createEncoder,
  createTrainer,
  defaultTrainingOptions,
  reportArchitecture,
  residualArchitecture,
  type TrainingData,
  type TrainingOptions,
} from "../src/model/index.ts";
import { parametricHead } from "../src/node/train-model.ts";
import { trainingData } from "./training-data.ts";

type Data = TrainingData & { held: Float64Array[] };
/** Standardised curve to standardised reconstruction. */
type Reconstruct = (curve: Float64Array) => Float64Array;

const seeds = Number(process.argv[3] ?? 5);
const { epochs, batchSize } = defaultTrainingOptions;

function network(architecture: Architecture, changes: Partial<TrainingOptions> = {}) {
  return (data: Data, seed: number): Reconstruct => {
    const trainer = createTrainer(architecture, data, { ...defaultTrainingOptions, ...changes, seed });
    for (let epoch = 0; epoch < epochs; epoch++) trainer.runEpoch();
    const values = trainer.parameters.export();
    const encoder = createEncoder(architecture, values);
    const decoder = createDecoder(architecture, values, data.standardizer);
    const latent = new Float64Array(architecture.latentSize);
    return (curve) => {
      const result = new Float64Array(40);
      encoder.encode(curve, latent);
      decoder.decode(latent, result);
      return result;
    };
  };
}

/** Projection on the first components of the training rows. */
function components(count: number) {
  return (data: Data): Reconstruct => {
    const { mean, components: rows } = principalComponents(data.curves, count);
    return (curve) => {
      const result = Float64Array.from(mean);
      for (let i = 0; i < count; i++) {
        const direction = rows.subarray(40 * i, 40 * i + 40);
        const score = direction.reduce(
          (total, weight, band) => total + weight * (curve[band]! - mean[band]!),
          0,
        );
        for (let band = 0; band < 40; band++) result[band]! += score * direction[band]!;
      }
      return result;
    };
  };
}

/** 40 → 32 → 40 without any nonlinearity, from random first values, trained like the network. */
function linearAutoencoder(data: Data, seed: number): Reconstruct {
  const device = createDevice();
  const uniform = (inputs: number, length: number) => (random: { uniform(): number }) =>
    Float64Array.from({ length }, () => (2 * random.uniform() - 1) / Math.sqrt(inputs));
  const parameters = new Parameters(device, [
    { name: "down", shape: [40, 32], initial: uniform(40, 1280) },
    { name: "downBias", shape: [32], initial: uniform(40, 32) },
    { name: "up", shape: [32, 40], initial: uniform(32, 1280) },
    { name: "upBias", shape: [40], initial: uniform(32, 40) },
  ]);
  parameters.initialize(createRandom(seed));
  const build = (batch: number) => {
    const tape = new Tape(device);
    const input = tape.input([batch, 40]);
    const latent = linear(tape, input, parameters.tensor("down"), parameters.tensor("downBias"));
    const output = linear(tape, latent, parameters.tensor("up"), parameters.tensor("upBias"));
    return { tape, input, output };
  };
  const { tape, input, output } = build(batchSize);
  const loss = affine(tape, sum(tape, square(tape, subtract(tape, output, input))), 1 / output.size);
  const adam = createAdam(parameters);
  const steps = Math.ceil(data.curves.length / batchSize);
  const batch = new Float64Array(batchSize * 40);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = epochOrder(data.labels, { order: "shuffled", batchSize, seed, epoch });
    for (let step = 0; step < steps; step++) {
      for (let i = 0; i < batchSize; i++) batch.set(data.curves[order[step * batchSize + i]!]!, 40 * i);
      tape.write(input, batch);
      tape.forward();
      tape.backward(loss);
      const done = (epoch * steps + step) / (epochs * steps);
      adam.update(epoch * steps + step + 1, (1e-3 * (1 + Math.cos(Math.PI * done))) / 2);
    }
  }
  const one = build(1);
  return (curve) => {
    one.tape.write(one.input, curve);
    one.tape.forward();
    return one.tape.read(one.output) as Float64Array;
  };
}

const thirteenBells: Architecture = { ...residualArchitecture, head: parametricHead(13) };
const tenBells: Architecture = { ...residualArchitecture, head: parametricHead(10) };
const contenders: [string, (data: Data, seed: number) => Reconstruct, number][] = [
  ["ours: linear path, 32-d latent", network(residualArchitecture), seeds],
  ["ours, constant learning rate", network(residualArchitecture, { schedule: "constant" }), seeds],
  ["ours, branch at its full size", network({ ...residualArchitecture, branchScale: 1 }), seeds],
  ["report's network", network(reportArchitecture, { schedule: "constant" }), seeds],
  ["report's network, cosine schedule", network(reportArchitecture), seeds],
  ["PCA, 32 components", components(32), seeds],
  ["PCA, 12 components", components(12), seeds],
  ["linear autoencoder, 32-d", linearAutoencoder, seeds],
  ["ours, 13 bells (gain, frequency, Q)", network(thirteenBells), Math.min(seeds, 2)],
  ["ours, 10 bells", network(tenBells), Math.min(seeds, 2)],
];

console.log("held-out rows, z units; mean over seeds (worst seed); 1 z = 3 dB at amount 100 %\n");
console.log(`${"".padEnd(38)}${"mean abs. error".padEnd(22)}${"95th percentile".padEnd(18)}R2`);
for (const [name, prepare, count] of contenders) {
  const scores: Awaited<ReturnType<typeof score>>[] = [];
  for (let seed = 1; seed <= count; seed++) scores.push(await score(prepare, seed));
  const mean = (key: "mae" | "p95" | "r2") => scores.reduce((total, s) => total + s[key], 0) / count;
  const worst = Math.max(...scores.map(({ mae }) => mae));
  const mae = `${mean("mae").toFixed(4)} (${worst.toFixed(4)})`;
  console.log(
    `${name.padEnd(38)}${mae.padEnd(22)}${mean("p95").toFixed(4).padEnd(18)}${mean("r2").toFixed(5)}`,
  );
}

async function score(prepare: (data: Data, seed: number) => Reconstruct, seed: number) {
  const data = await trainingData(seed);
  const { standardizer } = data;
  const reconstruct = prepare(data, seed);
  const errors: number[] = [];
  let [squared, total] = [0, 0];
  for (const curve of data.held) {
    const back = unstandardize(standardizer, reconstruct(standardize(standardizer, curve)));
    curve.forEach((value, band) => {
      errors.push(Math.abs(back[band]! - value));
      squared += (back[band]! - value) ** 2;
      total += (value - standardizer.mean[band]!) ** 2;
    });
  }
  errors.sort((a, b) => a - b);
  const mae = errors.reduce((a, b) => a + b, 0) / errors.length;
  return { mae, p95: errors[Math.floor(0.95 * errors.length)]!, r2: 1 - squared / total };
}
