import {
  add,
  affine,
  exp,
  log,
  multiply,
  type ParameterSpec,
  type Parameters,
  type Random,
  relu,
  sigmoid,
  sin,
  sqrt,
  square,
  subtract,
  sum,
  type Tape,
  type Tensor,
} from "../math/index.ts";
import { linearLayer, linearSpecs } from "./layers.ts";

/**
 * Shape of a fully connected variational autoencoder (Kingma & Welling 2014) in the manner of FlowEQ (Steinmetz &
 * Serra 2019): dense ReLU layers on an equalizer's parameters, two linear layers for the posterior's mean and log
 * variance, and the mirror image of the dense layers as decoder.
 */
export interface VariationalArchitecture {
  /** Columns of a row. */
  readonly rowSize: number;
  readonly latentSize: number;
  /** Widths of the encoder's hidden layers, at least one; the decoder has them in reverse. */
  readonly hidden: readonly number[];
  /** Last step of the decoder: `sigmoid` for rows within 0..1, `linear` for standardised rows. */
  readonly output: "linear" | "sigmoid";
}

/**
 * What a row's reconstruction costs.
 * - `gaussian`: `½ Σ (x - x̂)²` over the columns, the negative log-likelihood under unit variance without its constant.
 *   A linear model then keeps the principal components whose variance is above β (Lucas et al. 2019).
 * - `absolute`: the mean of `|x - x̂|` over the columns, as FlowEQ's program has it.
 */
export type ReconstructionLoss = "gaussian" | "absolute";

/** The parameters of encoder and decoder. @throws RangeError if a width is no whole number above 0. */
export function variationalSpecs({ rowSize, latentSize, hidden }: VariationalArchitecture): ParameterSpec[] {
  const wrong = [rowSize, latentSize, ...hidden].find((width) => !(Number.isInteger(width) && width > 0));
  if (wrong !== undefined || hidden.length === 0) {
    throw new RangeError(
      `variationalSpecs: widths must be whole numbers above 0, got ${wrong ?? "no layer"}`,
    );
  }
  const last = hidden.at(-1)!;
  const up = hidden.toReversed();
  return [
    ...hidden.flatMap((width, i) => linearSpecs(`encoder.layer${i}`, hidden[i - 1] ?? rowSize, width)),
    ...linearSpecs("encoder.mean", last, latentSize),
    ...linearSpecs("encoder.log-variance", last, latentSize),
    ...up.flatMap((width, i) => linearSpecs(`decoder.layer${i}`, up[i - 1] ?? latentSize, width)),
    ...linearSpecs("decoder.output", up.at(-1)!, rowSize),
  ];
}

/** The approximate posterior `N(mean, e^logVariance)` of each row, one normal per latent dimension. */
export interface Posterior {
  /** Shape `[batch, latentSize]`. */
  readonly mean: Tensor;
  /** Shape `[batch, latentSize]`. */
  readonly logVariance: Tensor;
}

/** @param rows Shape `[batch, rowSize]`. */
export function encodePosterior(
  tape: Tape,
  parameters: Parameters,
  { hidden }: VariationalArchitecture,
  rows: Tensor,
): Posterior {
  let x = rows;
  hidden.forEach((_, i) => {
    x = relu(tape, linearLayer(tape, parameters, `encoder.layer${i}`, x));
  });
  return {
    mean: linearLayer(tape, parameters, "encoder.mean", x),
    logVariance: linearLayer(tape, parameters, "encoder.log-variance", x),
  };
}

/** @param latent Shape `[batch, latentSize]`. @returns Shape `[batch, rowSize]`. */
export function decodeRows(
  tape: Tape,
  parameters: Parameters,
  { hidden, output }: VariationalArchitecture,
  latent: Tensor,
): Tensor {
  let x = latent;
  hidden.forEach((_, i) => {
    x = relu(tape, linearLayer(tape, parameters, `decoder.layer${i}`, x));
  });
  const last = linearLayer(tape, parameters, "decoder.output", x);
  return output === "sigmoid" ? sigmoid(tape, last) : last;
}

/**
 * Kullback-Leibler divergence of the posterior from the standard normal prior, per element, nats:
 * `½ (e^v + m² - 1 - v)`, m the mean and v the log variance (Kingma & Welling 2014, appendix B).
 */
export function divergence(tape: Tape, { mean, logVariance }: Posterior): Tensor {
  const spread = subtract(tape, exp(tape, logVariance), logVariance);
  return affine(tape, add(tape, spread, square(tape, mean)), 0.5, -0.5);
}

/** Standard normal numbers on a tape. */
export interface NormalNoise {
  readonly noise: Tensor;
  /** Draws new numbers, for the next `forward`. */
  draw(random: Random): void;
}

/**
 * Box & Muller (1958): `√(-2 ln u) sin(2π v)` of uniform u and v, in the tape's own operations, so that the same seed
 * gives the same bits on every engine.
 */
export function normalNoise(tape: Tape, shape: readonly number[]): NormalNoise {
  const [u, v] = [tape.input(shape), tape.input(shape)];
  const radius = sqrt(tape, affine(tape, log(tape, u), -2));
  const noise = multiply(tape, radius, sin(tape, affine(tape, v, 2 * Math.PI)));
  const values = new Float64Array(noise.size);
  return {
    noise,
    draw(random) {
      for (let i = 0; i < values.length; i++) values[i] = 1 - random.uniform();
      tape.write(u, values);
      // Half a turn either side, where the sine is most exact.
      for (let i = 0; i < values.length; i++) values[i] = random.uniform() - 0.5;
      tape.write(v, values);
    },
  };
}

/** `mean + e^(logVariance / 2) · noise`: a draw from the posterior through which gradients flow. */
export function drawLatent(tape: Tape, { mean, logVariance }: Posterior, noise: Tensor): Tensor {
  return add(tape, mean, multiply(tape, exp(tape, affine(tape, logVariance, 0.5)), noise));
}

/** What one row's reconstruction costs, mean over the batch: see {@link ReconstructionLoss}. Result `[1]`. */
export function reconstructionLoss(
  tape: Tape,
  kind: ReconstructionLoss,
  predicted: Tensor,
  target: Tensor,
): Tensor {
  const error = subtract(tape, predicted, target);
  if (kind === "gaussian") return affine(tape, sum(tape, square(tape, error)), 0.5 / target.shape[0]!);
  const magnitude = add(tape, relu(tape, error), relu(tape, affine(tape, error, -1)));
  return affine(tape, sum(tape, magnitude), 1 / target.size);
}
