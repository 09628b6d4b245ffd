export {
  add,
  affine,
  divide,
  dropout,
  exp,
  log,
  multiply,
  relu,
  reshape,
  sigmoid,
  sin,
  sqrt,
  square,
  subtract,
  tanh,
} from "./elementwise.ts";
export { linear, matmul, matmulTransposed } from "./matrix.ts";
export { type ParameterSpec, Parameters, type ParameterValues } from "./parameters.ts";
export {
  l2Normalize,
  layerNorm,
  logSumExp,
  repeatColumns,
  repeatRows,
  sum,
  sumColumns,
  sumRowGroups,
} from "./rows.ts";
export { Tape } from "./tape.ts";
export type { Tensor } from "./tensor.ts";
