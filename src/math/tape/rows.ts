import type { Tape } from "./tape.ts";
import { matrixShape, type Tensor } from "./tensor.ts";

/**
 * Layer normalisation (Ba, Kiros & Hinton 2016): each row to mean 0 and variance 1 (biased, + 1e-5), times gamma
 * plus beta. Shapes x `[batch, width]`, gamma and beta `[width]`.
 */
export function layerNorm(tape: Tape, x: Tensor, gamma: Tensor, beta: Tensor, epsilon = 1e-5): Tensor {
  const { kernels, arena } = tape.device;
  const [rows, columns] = matrixShape(x);
  if (gamma.size !== columns || beta.size !== columns) {
    throw new RangeError(
      `layerNorm: gamma and beta must be [${columns}], got [${gamma.shape}] and [${beta.shape}]`,
    );
  }
  const normalized = arena.allocate(x.size);
  const inverseDeviation = arena.allocate(rows);
  const y = tape.result(x.shape, [x, gamma, beta]);
  return tape.record({
    inputs: [x, gamma, beta],
    output: y,
    forward: () =>
      kernels.layerNorm(
        x.offset,
        gamma.offset,
        beta.offset,
        y.offset,
        normalized,
        inverseDeviation,
        rows,
        columns,
        epsilon,
      ),
    backward: (accumulate) => {
      const [intoX, intoGamma, intoBeta] = [accumulate[0]!, accumulate[1]!, accumulate[2]!];
      if (intoX >= 0) {
        kernels.layerNormBackward(
          y.gradient,
          normalized,
          inverseDeviation,
          gamma.offset,
          x.gradient,
          rows,
          columns,
          intoX,
        );
      }
      if (intoGamma >= 0) {
        kernels.sumRowProducts(y.gradient, normalized, gamma.gradient, rows, columns, intoGamma);
      }
      if (intoBeta >= 0) kernels.sumRows(y.gradient, beta.gradient, 1, rows, columns, intoBeta);
    },
  });
}

/** Each row divided by its Euclidean norm. Shape `[rows, columns]`. */
export function l2Normalize(tape: Tape, x: Tensor): Tensor {
  const { kernels, arena } = tape.device;
  const [rows, columns] = matrixShape(x);
  const inverseNorm = arena.allocate(rows);
  const y = tape.result(x.shape, [x]);
  return tape.record({
    inputs: [x],
    output: y,
    forward: () => kernels.l2Normalize(x.offset, y.offset, inverseNorm, rows, columns),
    backward: (accumulate) =>
      kernels.l2NormalizeBackward(
        y.gradient,
        y.offset,
        inverseNorm,
        x.gradient,
        rows,
        columns,
        accumulate[0]!,
      ),
  });
}

/** ln Σ e^x of each row. Shape `[rows, columns]`; result `[rows]`. */
export function logSumExp(tape: Tape, x: Tensor): Tensor {
  const { kernels } = tape.device;
  const [rows, columns] = matrixShape(x);
  const y = tape.result([rows], [x]);
  return tape.record({
    inputs: [x],
    output: y,
    forward: () => kernels.logSumExp(x.offset, y.offset, rows, columns),
    backward: (accumulate) =>
      kernels.logSumExpBackward(x.offset, y.offset, y.gradient, x.gradient, rows, columns, accumulate[0]!),
  });
}

/** Sum of each row. Shape `[rows, columns]`; result `[rows]`. */
export function sumColumns(tape: Tape, x: Tensor): Tensor {
  const { kernels } = tape.device;
  const [rows, columns] = matrixShape(x);
  const y = tape.result([rows], [x]);
  return tape.record({
    inputs: [x],
    output: y,
    forward: () => kernels.sumColumns(x.offset, y.offset, rows, columns, 0),
    backward: (accumulate) => kernels.broadcastColumns(y.gradient, x.gradient, rows, columns, accumulate[0]!),
  });
}

/** Sum over groups of consecutive rows. Shape `[groups · rows, columns]`; result `[groups, columns]`. */
export function sumRowGroups(tape: Tape, x: Tensor, rows: number): Tensor {
  const { kernels } = tape.device;
  const [total, columns] = matrixShape(x);
  const groups = total / rows;
  if (!Number.isInteger(groups)) {
    throw new RangeError(`sumRowGroups: rows must divide ${total}, got ${rows}`);
  }
  const y = tape.result([groups, columns], [x]);
  return tape.record({
    inputs: [x],
    output: y,
    forward: () => kernels.sumRows(x.offset, y.offset, groups, rows, columns, 0),
    backward: (accumulate) =>
      kernels.broadcastRows(y.gradient, x.gradient, groups, rows, columns, accumulate[0]!),
  });
}

/** Each row repeated `rows` times in place. Shape `[groups, columns]`; result `[groups · rows, columns]`. */
export function repeatRows(tape: Tape, x: Tensor, rows: number): Tensor {
  const { kernels } = tape.device;
  const [groups, columns] = matrixShape(x);
  const y = tape.result([groups * rows, columns], [x]);
  return tape.record({
    inputs: [x],
    output: y,
    forward: () => kernels.broadcastRows(x.offset, y.offset, groups, rows, columns, 0),
    backward: (accumulate) => kernels.sumRows(y.gradient, x.gradient, groups, rows, columns, accumulate[0]!),
  });
}

/** Each element of a vector repeated along a row. `x` of n elements; result `[n, columns]`. */
export function repeatColumns(tape: Tape, x: Tensor, columns: number): Tensor {
  const { kernels } = tape.device;
  const y = tape.result([x.size, columns], [x]);
  return tape.record({
    inputs: [x],
    output: y,
    forward: () => kernels.broadcastColumns(x.offset, y.offset, x.size, columns, 0),
    backward: (accumulate) => kernels.sumColumns(y.gradient, x.gradient, x.size, columns, accumulate[0]!),
  });
}

/** Sum of all elements. Result `[1]`. */
export function sum(tape: Tape, x: Tensor): Tensor {
  const { kernels } = tape.device;
  const y = tape.result([1], [x]);
  return tape.record({
    inputs: [x],
    output: y,
    forward: () => kernels.sumColumns(x.offset, y.offset, 1, x.size, 0),
    backward: (accumulate) => kernels.broadcastColumns(y.gradient, x.gradient, 1, x.size, accumulate[0]!),
  });
}
