import type { Tape } from "./tape.ts";
import { matrixShape, type Tensor } from "./tensor.ts";

const FROM_ZERO = 0;
const ACCUMULATE = 1;
const FROM_BIAS = 2;

/** x W + b. Shapes x `[batch, in]`, weight `[in, out]`, bias `[out]`; result `[batch, out]`. */
export function linear(tape: Tape, x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const { kernels } = tape.device;
  const [batch, inputs] = matrixShape(x);
  const [weightRows, outputs] = matrixShape(weight);
  if (inputs !== weightRows || bias.size !== outputs) {
    throw new RangeError(
      `linear: weight must be [${inputs}, out] and bias [out], got [${weight.shape}] and [${bias.shape}]`,
    );
  }
  const y = tape.result([batch, outputs], [x, weight, bias]);
  return tape.record({
    inputs: [x, weight, bias],
    output: y,
    forward: () =>
      kernels.matmul(x.offset, weight.offset, y.offset, batch, inputs, outputs, bias.offset, FROM_BIAS),
    backward: (accumulate) => {
      const [intoX, intoWeight, intoBias] = [accumulate[0]!, accumulate[1]!, accumulate[2]!];
      if (intoX >= 0) {
        kernels.matmulTransposedB(y.gradient, weight.offset, x.gradient, batch, outputs, inputs, intoX);
      }
      if (intoWeight >= 0) {
        kernels.matmulTransposedA(x.offset, y.gradient, weight.gradient, batch, inputs, outputs, intoWeight);
      }
      if (intoBias >= 0) kernels.sumRows(y.gradient, bias.gradient, 1, batch, outputs, intoBias);
    },
  });
}

/** a b. Shapes `[m, k]` and `[k, n]`; result `[m, n]`. */
export function matmul(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const { kernels } = tape.device;
  const [m, k] = matrixShape(a);
  const [rows, n] = matrixShape(b);
  if (k !== rows) throw new RangeError(`matmul: b must have ${k} rows, got [${b.shape}]`);
  const y = tape.result([m, n], [a, b]);
  return tape.record({
    inputs: [a, b],
    output: y,
    forward: () => kernels.matmul(a.offset, b.offset, y.offset, m, k, n, 0, FROM_ZERO),
    backward: (accumulate) => {
      if (accumulate[0]! >= 0) {
        kernels.matmulTransposedB(y.gradient, b.offset, a.gradient, m, n, k, accumulate[0]!);
      }
      if (accumulate[1]! >= 0) {
        kernels.matmulTransposedA(a.offset, y.gradient, b.gradient, m, k, n, accumulate[1]!);
      }
    },
  });
}

/** a bᵀ, the dot product of every row of a with every row of b. Shapes `[m, k]` and `[n, k]`; result `[m, n]`. */
export function matmulTransposed(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const { kernels } = tape.device;
  const [m, k] = matrixShape(a);
  const [n, columns] = matrixShape(b);
  if (k !== columns) throw new RangeError(`matmulTransposed: b must have ${k} columns, got [${b.shape}]`);
  const y = tape.result([m, n], [a, b]);
  return tape.record({
    inputs: [a, b],
    output: y,
    forward: () => kernels.matmulTransposedB(a.offset, b.offset, y.offset, m, k, n, FROM_ZERO),
    backward: (accumulate) => {
      if (accumulate[0]! >= 0) {
        const mode = accumulate[0] === 1 ? ACCUMULATE : FROM_ZERO;
        kernels.matmul(y.gradient, b.offset, a.gradient, m, n, k, 0, mode);
      }
      if (accumulate[1]! >= 0) {
        kernels.matmulTransposedA(y.gradient, a.offset, b.gradient, m, n, k, accumulate[1]!);
      }
    },
  });
}
