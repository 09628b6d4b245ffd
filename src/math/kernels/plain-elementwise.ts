import { cos, exp, log, sigmoid, sin, tanh } from "../elementary.ts";
import type { Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";

type Elementwise = Pick<
  Kernels,
  | "adam"
  | "affine"
  | "combine"
  | "divide"
  | "divideBackwardDenominator"
  | "dropout"
  | "exp"
  | "fill"
  | "log"
  | "multiply"
  | "relu"
  | "reluBackward"
  | "scale"
  | "sigmoid"
  | "sigmoidBackward"
  | "sin"
  | "sinBackward"
  | "sqrt"
  | "tanh"
  | "tanhBackward"
>;

/** lowbias32 (Ellis): a 32-bit counter to 32 well-mixed bits, unsigned. */
export function hash32(counter: number): number {
  let h = counter | 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Element-by-element kernels in plain TypeScript. */
export function plainElementwise(arena: Arena): Elementwise {
  return {
    fill(y, n, value) {
      arena.values.fill(value, y, y + n);
    },
    affine(x, y, n, scale, shift) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = scale * v[x + i]! + shift;
    },
    scale(x, y, n, factor, accumulate) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = factor * v[x + i]! + (accumulate ? v[y + i]! : 0);
    },
    combine(a, b, y, n, scaleA, scaleB) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = scaleA * v[a + i]! + scaleB * v[b + i]!;
    },
    multiply(a, b, y, n, accumulate) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = v[a + i]! * v[b + i]! + (accumulate ? v[y + i]! : 0);
    },
    divide(a, b, y, n, accumulate) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = v[a + i]! / v[b + i]! + (accumulate ? v[y + i]! : 0);
    },
    divideBackwardDenominator(dy, y, b, db, n, accumulate) {
      const v = arena.values;
      for (let i = 0; i < n; i++) {
        v[db + i] = (accumulate ? v[db + i]! : 0) - (v[dy + i]! * v[y + i]!) / v[b + i]!;
      }
    },
    relu(x, y, n) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = v[x + i]! > 0 ? v[x + i]! : 0;
    },
    reluBackward(y, dy, dx, n, accumulate) {
      const v = arena.values;
      for (let i = 0; i < n; i++) {
        v[dx + i] = (v[y + i]! > 0 ? v[dy + i]! : 0) + (accumulate ? v[dx + i]! : 0);
      }
    },
    tanh(x, y, n) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = tanh(v[x + i]!);
    },
    tanhBackward(y, dy, dx, n, accumulate) {
      const v = arena.values;
      for (let i = 0; i < n; i++) {
        const t = v[y + i]!;
        v[dx + i] = v[dy + i]! * (1 - t * t) + (accumulate ? v[dx + i]! : 0);
      }
    },
    sigmoid(x, y, n) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = sigmoid(v[x + i]!);
    },
    sigmoidBackward(y, dy, dx, n, accumulate) {
      const v = arena.values;
      for (let i = 0; i < n; i++) {
        const s = v[y + i]!;
        v[dx + i] = v[dy + i]! * s * (1 - s) + (accumulate ? v[dx + i]! : 0);
      }
    },
    exp(x, y, n) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = exp(v[x + i]!);
    },
    log(x, y, n) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = log(v[x + i]!);
    },
    sqrt(x, y, n) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = Math.sqrt(v[x + i]!);
    },
    sin(x, y, n) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[y + i] = sin(v[x + i]!);
    },
    sinBackward(x, dy, dx, n, accumulate) {
      const v = arena.values;
      for (let i = 0; i < n; i++) v[dx + i] = v[dy + i]! * cos(v[x + i]!) + (accumulate ? v[dx + i]! : 0);
    },
    dropout(x, y, n, key, threshold, factor, accumulate) {
      const v = arena.values;
      for (let i = 0; i < n; i++) {
        const kept = hash32(key + i) >= threshold ? factor * v[x + i]! : 0;
        v[y + i] = kept + (accumulate ? v[y + i]! : 0);
      }
    },
    adam(p, g, m, v, n, beta1, beta2, stepSize, inverseRootCorrection, epsilon) {
      const values = arena.values;
      for (let i = 0; i < n; i++) {
        const gradient = values[g + i]!;
        const first = beta1 * values[m + i]! + (1 - beta1) * gradient;
        const second = beta2 * values[v + i]! + (1 - beta2) * gradient * gradient;
        values[m + i] = first;
        values[v + i] = second;
        values[p + i] =
          values[p + i]! - (stepSize * first) / (Math.sqrt(second) * inverseRootCorrection + epsilon);
      }
    },
  };
}
