import {
  add,
  dropout,
  layerNorm,
  linear,
  type ParameterSpec,
  type Parameters,
  type Random,
  relu,
  type Tape,
  type Tensor,
} from "../math/index.ts";

/** `U(-1/√inputs, 1/√inputs)`, the usual start of a linear layer (He et al. 2015 with a = √5, as in PyTorch). */
function uniformStart(inputs: number, length: number): (random: Random) => Float32Array {
  const bound = 1 / Math.sqrt(inputs);
  return (random) => Float32Array.from({ length }, () => bound * (2 * random.uniform() - 1));
}

/** Weight `[inputs, outputs]` and bias `[outputs]`. */
export function linearSpecs(name: string, inputs: number, outputs: number): ParameterSpec[] {
  return [
    {
      name: `${name}.weight`,
      shape: [inputs, outputs],
      initial: uniformStart(inputs, inputs * outputs),
    },
    { name: `${name}.bias`, shape: [outputs], initial: uniformStart(inputs, outputs) },
  ];
}

/** A linear layer that starts as the zero map. */
export function zeroLinearSpecs(name: string, inputs: number, outputs: number): ParameterSpec[] {
  return linearSpecs(name, inputs, outputs).map(({ name: parameter, shape }) => ({
    name: parameter,
    shape,
    initial: () => new Float32Array(shape.reduce((a, b) => a * b, 1)),
  }));
}

export function linearLayer(tape: Tape, parameters: Parameters, name: string, x: Tensor): Tensor {
  return linear(tape, x, parameters.tensor(`${name}.weight`), parameters.tensor(`${name}.bias`));
}

function normSpecs(name: string, width: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [width], initial: () => new Float32Array(width).fill(1) },
    { name: `${name}.bias`, shape: [width], initial: () => new Float32Array(width) },
  ];
}

function normLayer(tape: Tape, parameters: Parameters, name: string, x: Tensor): Tensor {
  return layerNorm(tape, x, parameters.tensor(`${name}.weight`), parameters.tensor(`${name}.bias`));
}

/** Parameters of {@link residualBlock}; the skip is a linear layer only where the width changes. */
export function residualBlockSpecs(name: string, inputs: number, outputs: number): ParameterSpec[] {
  return [
    ...linearSpecs(`${name}.linear1`, inputs, outputs),
    ...normSpecs(`${name}.norm1`, outputs),
    ...linearSpecs(`${name}.linear2`, outputs, outputs),
    ...normSpecs(`${name}.norm2`, outputs),
    ...(inputs === outputs ? [] : linearSpecs(`${name}.skip`, inputs, outputs)),
  ];
}

/**
 * `h = LayerNorm(ReLU(W1 x))` (or `ReLU(LayerNorm(W1 x))`), dropout, `ReLU(LayerNorm(W2 h) + skip(x))`.
 * Shape `[batch, inputs]` to `[batch, outputs]`.
 */
export function residualBlock(
  tape: Tape,
  parameters: Parameters,
  name: string,
  x: Tensor,
  options: { order: "relu-norm" | "norm-relu"; dropout: number },
): Tensor {
  const first = linearLayer(tape, parameters, `${name}.linear1`, x);
  const hidden =
    options.order === "relu-norm"
      ? normLayer(tape, parameters, `${name}.norm1`, relu(tape, first))
      : relu(tape, normLayer(tape, parameters, `${name}.norm1`, first));
  const kept = dropout(tape, hidden, options.dropout);
  const second = linearLayer(tape, parameters, `${name}.linear2`, kept);
  const normalized = normLayer(tape, parameters, `${name}.norm2`, second);
  const sameWidth = x.shape.at(-1) === normalized.shape.at(-1);
  const skip = sameWidth ? x : linearLayer(tape, parameters, `${name}.skip`, x);
  return relu(tape, add(tape, normalized, skip));
}
