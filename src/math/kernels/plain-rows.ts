import { exp, log } from "../elementary.ts";
import type { Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";

type Rows = Pick<
  Kernels,
  | "broadcastColumns"
  | "broadcastRows"
  | "l2Normalize"
  | "l2NormalizeBackward"
  | "layerNorm"
  | "layerNormBackward"
  | "logSumExp"
  | "logSumExpBackward"
  | "sumColumns"
  | "sumRowProducts"
  | "sumRows"
>;

/** Kernels along rows and columns in plain TypeScript. */
export function plainRows(arena: Arena): Rows {
  return {
    broadcastRows(x, y, groups, rows, columns, accumulate) {
      const v = arena.values;
      let out = y;
      for (let g = 0; g < groups; g++) {
        for (let r = 0; r < rows; r++, out += columns) {
          for (let c = 0; c < columns; c++) {
            v[out + c] = v[x + g * columns + c]! + (accumulate ? v[out + c]! : 0);
          }
        }
      }
    },
    sumRows(x, y, groups, rows, columns, accumulate) {
      const v = arena.values;
      for (let g = 0; g < groups; g++) {
        for (let c = 0; c < columns; c++) {
          let sum = accumulate ? v[y + g * columns + c]! : 0;
          for (let r = 0; r < rows; r++) sum += v[x + (g * rows + r) * columns + c]!;
          v[y + g * columns + c] = sum;
        }
      }
    },
    broadcastColumns(x, y, rows, columns, accumulate) {
      const v = arena.values;
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          const at = y + r * columns + c;
          v[at] = v[x + r]! + (accumulate ? v[at]! : 0);
        }
      }
    },
    sumColumns(x, y, rows, columns, accumulate) {
      const v = arena.values;
      for (let r = 0; r < rows; r++) {
        let sum = accumulate ? v[y + r]! : 0;
        for (let c = 0; c < columns; c++) sum += v[x + r * columns + c]!;
        v[y + r] = sum;
      }
    },
    sumRowProducts(a, b, y, rows, columns, accumulate) {
      const v = arena.values;
      for (let c = 0; c < columns; c++) {
        let sum = accumulate ? v[y + c]! : 0;
        for (let r = 0; r < rows; r++) sum += v[a + r * columns + c]! * v[b + r * columns + c]!;
        v[y + c] = sum;
      }
    },
    layerNorm(x, gamma, beta, y, normalized, inverseDeviation, rows, columns, epsilon) {
      const v = arena.values;
      for (let r = 0; r < rows; r++) {
        const row = r * columns;
        let mean = 0;
        for (let c = 0; c < columns; c++) mean += v[x + row + c]!;
        mean /= columns;
        let variance = 0;
        for (let c = 0; c < columns; c++) variance += (v[x + row + c]! - mean) ** 2;
        const inverse = 1 / Math.sqrt(variance / columns + epsilon);
        v[inverseDeviation + r] = inverse;
        for (let c = 0; c < columns; c++) {
          const hat = (v[x + row + c]! - mean) * inverse;
          v[normalized + row + c] = hat;
          v[y + row + c] = hat * v[gamma + c]! + v[beta + c]!;
        }
      }
    },
    layerNormBackward(dy, normalized, inverseDeviation, gamma, dx, rows, columns, accumulate) {
      const v = arena.values;
      for (let r = 0; r < rows; r++) {
        const row = r * columns;
        let sum = 0;
        let product = 0;
        for (let c = 0; c < columns; c++) {
          const d = v[dy + row + c]! * v[gamma + c]!;
          sum += d;
          product += d * v[normalized + row + c]!;
        }
        sum /= columns;
        product /= columns;
        for (let c = 0; c < columns; c++) {
          const d = v[dy + row + c]! * v[gamma + c]! - sum - v[normalized + row + c]! * product;
          v[dx + row + c] = v[inverseDeviation + r]! * d + (accumulate ? v[dx + row + c]! : 0);
        }
      }
    },
    l2Normalize(x, y, inverseNorm, rows, columns) {
      const v = arena.values;
      for (let r = 0; r < rows; r++) {
        let sum = 1e-24;
        for (let c = 0; c < columns; c++) sum += v[x + r * columns + c]! ** 2;
        const inverse = 1 / Math.sqrt(sum);
        v[inverseNorm + r] = inverse;
        for (let c = 0; c < columns; c++) v[y + r * columns + c] = inverse * v[x + r * columns + c]!;
      }
    },
    l2NormalizeBackward(dy, y, inverseNorm, dx, rows, columns, accumulate) {
      const v = arena.values;
      for (let r = 0; r < rows; r++) {
        const row = r * columns;
        let along = 0;
        for (let c = 0; c < columns; c++) along += v[dy + row + c]! * v[y + row + c]!;
        for (let c = 0; c < columns; c++) {
          const across = v[dy + row + c]! - along * v[y + row + c]!;
          v[dx + row + c] = v[inverseNorm + r]! * across + (accumulate ? v[dx + row + c]! : 0);
        }
      }
    },
    logSumExp(x, y, rows, columns) {
      const v = arena.values;
      for (let r = 0; r < rows; r++) {
        let top = v[x + r * columns]!;
        for (let c = 1; c < columns; c++) top = Math.max(top, v[x + r * columns + c]!);
        let sum = 0;
        for (let c = 0; c < columns; c++) sum += exp(v[x + r * columns + c]! - top);
        v[y + r] = top + log(sum);
      }
    },
    logSumExpBackward(x, y, dy, dx, rows, columns, accumulate) {
      const v = arena.values;
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          const at = r * columns + c;
          const share = v[dy + r]! * exp(v[x + at]! - v[y + r]!);
          v[dx + at] = share + (accumulate ? v[dx + at]! : 0);
        }
      }
    },
  };
}
