import type { Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";

/** Matrix products in plain TypeScript: sums in double precision, results stored in the arena's precision. */
export function plainMatmul(
  arena: Arena,
): Pick<Kernels, "matmul" | "matmulTransposedA" | "matmulTransposedB"> {
  return {
    matmul(a, b, c, M, K, N, bias, mode) {
      const v = arena.values;
      for (let m = 0; m < M; m++) {
        const row = a + m * K;
        const out = c + m * N;
        let n = 0;
        for (; n + 4 <= N; n += 4) {
          const from = mode === 1 ? out + n : bias + n;
          let s0 = mode === 0 ? 0 : v[from]!;
          let s1 = mode === 0 ? 0 : v[from + 1]!;
          let s2 = mode === 0 ? 0 : v[from + 2]!;
          let s3 = mode === 0 ? 0 : v[from + 3]!;
          for (let k = 0, w = b + n; k < K; k++, w += N) {
            const x = v[row + k]!;
            s0 += x * v[w]!;
            s1 += x * v[w + 1]!;
            s2 += x * v[w + 2]!;
            s3 += x * v[w + 3]!;
          }
          v[out + n] = s0;
          v[out + n + 1] = s1;
          v[out + n + 2] = s2;
          v[out + n + 3] = s3;
        }
        for (; n < N; n++) {
          let sum = mode === 0 ? 0 : v[mode === 1 ? out + n : bias + n]!;
          for (let k = 0; k < K; k++) sum += v[row + k]! * v[b + k * N + n]!;
          v[out + n] = sum;
        }
      }
    },

    matmulTransposedB(a, b, c, M, N, K, accumulate) {
      const v = arena.values;
      for (let m = 0; m < M; m++) {
        const row = a + m * N;
        const out = c + m * K;
        let k = 0;
        for (; k + 4 <= K; k += 4) {
          const w0 = b + k * N;
          const w1 = w0 + N;
          const w2 = w1 + N;
          const w3 = w2 + N;
          let s0 = accumulate ? v[out + k]! : 0;
          let s1 = accumulate ? v[out + k + 1]! : 0;
          let s2 = accumulate ? v[out + k + 2]! : 0;
          let s3 = accumulate ? v[out + k + 3]! : 0;
          for (let n = 0; n < N; n++) {
            const x = v[row + n]!;
            s0 += x * v[w0 + n]!;
            s1 += x * v[w1 + n]!;
            s2 += x * v[w2 + n]!;
            s3 += x * v[w3 + n]!;
          }
          v[out + k] = s0;
          v[out + k + 1] = s1;
          v[out + k + 2] = s2;
          v[out + k + 3] = s3;
        }
        for (; k < K; k++) {
          let sum = accumulate ? v[out + k]! : 0;
          for (let n = 0; n < N; n++) sum += v[row + n]! * v[b + k * N + n]!;
          v[out + k] = sum;
        }
      }
    },

    matmulTransposedA(a, b, c, R, K, N, accumulate) {
      const v = arena.values;
      for (let k = 0; k < K; k++) {
        const out = c + k * N;
        let n = 0;
        for (; n + 4 <= N; n += 4) {
          let s0 = accumulate ? v[out + n]! : 0;
          let s1 = accumulate ? v[out + n + 1]! : 0;
          let s2 = accumulate ? v[out + n + 2]! : 0;
          let s3 = accumulate ? v[out + n + 3]! : 0;
          for (let r = 0, y = b + n; r < R; r++, y += N) {
            const x = v[a + r * K + k]!;
            s0 += x * v[y]!;
            s1 += x * v[y + 1]!;
            s2 += x * v[y + 2]!;
            s3 += x * v[y + 3]!;
          }
          v[out + n] = s0;
          v[out + n + 1] = s1;
          v[out + n + 2] = s2;
          v[out + n + 3] = s3;
        }
        for (; n < N; n++) {
          let sum = accumulate ? v[out + n]! : 0;
          for (let r = 0; r < R; r++) sum += v[a + r * K + k]! * v[b + r * N + n]!;
          v[out + n] = sum;
        }
      }
    },
  };
}
