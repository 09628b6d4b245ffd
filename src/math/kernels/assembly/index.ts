export { matmul, matmulTransposedA, matmulTransposedB } from "./matmul";
export {
  adam, affine, combine, divide, divideBackwardDenominator, dropout, exp, fill, log, multiply, relu, reluBackward,
  scale, sigmoid, sigmoidBackward, sin, sinBackward, sqrt, tanh, tanhBackward,
} from "./elementwise";
export {
  broadcastColumns, broadcastRows, l2Normalize, l2NormalizeBackward, layerNorm, layerNormBackward, logSumExp,
  logSumExpBackward, sumColumns, sumRowProducts, sumRows,
} from "./rows";
