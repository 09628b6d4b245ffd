/** Matrix products in register tiles. Row-major, element offsets; see ../kernels.ts for shapes and meaning. */
import { bytes, multiplyAdd, put, putOne, sumLanes, sumLanesOfFour, zero } from "./vector";

/** Where a tile of the product starts from: 0 zero, 1 what stands in c, 2 the bias row. */
@inline function start(mode: i32, c: usize, bias: usize): v128 {
  return mode == 0 ? zero() : v128.load(mode == 1 ? c : bias);
}

@inline function startOne(mode: i32, c: usize, bias: usize): f32 {
  return mode == 0 ? <f32>0 : load<f32>(mode == 1 ? c : bias);
}

/** One row of the product: 32 columns at a time (8 accumulators, k unrolled by 2), then 4, then 1. */
function rowProduct(x: usize, b: usize, y: usize, K: i32, N: i32, bias: usize, mode: i32): void {
  const kBytes = bytes(K);
  const rowBytes = bytes(N);
  const pairs = bytes(K & ~1);
  let n: usize = 0;
  for (; n + 128 <= rowBytes; n += 128) {
    let a0 = start(mode, y + n, bias + n);
    let a1 = start(mode, y + n + 16, bias + n + 16);
    let a2 = start(mode, y + n + 32, bias + n + 32);
    let a3 = start(mode, y + n + 48, bias + n + 48);
    let a4 = start(mode, y + n + 64, bias + n + 64);
    let a5 = start(mode, y + n + 80, bias + n + 80);
    let a6 = start(mode, y + n + 96, bias + n + 96);
    let a7 = start(mode, y + n + 112, bias + n + 112);
    let w = b + n;
    let k: usize = 0;
    for (; k < pairs; k += 8, w += 2 * rowBytes) {
      const next = w + rowBytes;
      const s = v128.load32_splat(x + k);
      a0 = multiplyAdd(s, v128.load(w), a0);
      a1 = multiplyAdd(s, v128.load(w, 16), a1);
      a2 = multiplyAdd(s, v128.load(w, 32), a2);
      a3 = multiplyAdd(s, v128.load(w, 48), a3);
      a4 = multiplyAdd(s, v128.load(w, 64), a4);
      a5 = multiplyAdd(s, v128.load(w, 80), a5);
      a6 = multiplyAdd(s, v128.load(w, 96), a6);
      a7 = multiplyAdd(s, v128.load(w, 112), a7);
      const t = v128.load32_splat(x + k, 4);
      a0 = multiplyAdd(t, v128.load(next), a0);
      a1 = multiplyAdd(t, v128.load(next, 16), a1);
      a2 = multiplyAdd(t, v128.load(next, 32), a2);
      a3 = multiplyAdd(t, v128.load(next, 48), a3);
      a4 = multiplyAdd(t, v128.load(next, 64), a4);
      a5 = multiplyAdd(t, v128.load(next, 80), a5);
      a6 = multiplyAdd(t, v128.load(next, 96), a6);
      a7 = multiplyAdd(t, v128.load(next, 112), a7);
    }
    for (; k < kBytes; k += 4, w += rowBytes) {
      const s = v128.load32_splat(x + k);
      a0 = multiplyAdd(s, v128.load(w), a0);
      a1 = multiplyAdd(s, v128.load(w, 16), a1);
      a2 = multiplyAdd(s, v128.load(w, 32), a2);
      a3 = multiplyAdd(s, v128.load(w, 48), a3);
      a4 = multiplyAdd(s, v128.load(w, 64), a4);
      a5 = multiplyAdd(s, v128.load(w, 80), a5);
      a6 = multiplyAdd(s, v128.load(w, 96), a6);
      a7 = multiplyAdd(s, v128.load(w, 112), a7);
    }
    const o = y + n;
    v128.store(o, a0);
    v128.store(o, a1, 16);
    v128.store(o, a2, 32);
    v128.store(o, a3, 48);
    v128.store(o, a4, 64);
    v128.store(o, a5, 80);
    v128.store(o, a6, 96);
    v128.store(o, a7, 112);
  }
  for (; n + 16 <= rowBytes; n += 16) {
    let a = start(mode, y + n, bias + n);
    let w = b + n;
    for (let k: usize = 0; k < kBytes; k += 4, w += rowBytes) {
      a = multiplyAdd(v128.load32_splat(x + k), v128.load(w), a);
    }
    v128.store(y + n, a);
  }
  for (; n < rowBytes; n += 4) {
    let a = startOne(mode, y + n, bias + n);
    let w = b + n;
    for (let k: usize = 0; k < kBytes; k += 4, w += rowBytes) a += load<f32>(x + k) * load<f32>(w);
    store<f32>(y + n, a);
  }
}

/** Columns left over by the 8-wide tiles, for four rows: one column at a time. */
function columnTail(a: usize, b: usize, c: usize, rows: i32, K: i32, N: i32, from: i32, bias: usize, mode: i32): void {
  const kBytes = bytes(K);
  const rowBytes = bytes(N);
  for (let n = bytes(from); n < rowBytes; n += 4) {
    for (let row = 0; row < rows; row++) {
      const x = a + <usize>row * kBytes;
      const y = c + <usize>row * rowBytes + n;
      let sum = startOne(mode, y, bias + n);
      let w = b + n;
      for (let k: usize = 0; k < kBytes; k += 4, w += rowBytes) sum += load<f32>(x + k) * load<f32>(w);
      store<f32>(y, sum);
    }
  }
}

export function matmul(a: i32, b: i32, c: i32, M: i32, K: i32, N: i32, bias: i32, mode: i32): void {
  const kBytes = bytes(K);
  const rowBytes = bytes(N);
  const biasRow = bytes(bias);
  const weights = bytes(b);
  const tiled = N & ~7;
  let m = 0;
  for (; m + 4 <= M; m += 4) {
    const x0 = bytes(a) + <usize>m * kBytes;
    const x1 = x0 + kBytes;
    const x2 = x1 + kBytes;
    const x3 = x2 + kBytes;
    const y = bytes(c) + <usize>m * rowBytes;
    for (let n: usize = 0; n < bytes(tiled); n += 32) {
      const o0 = y + n;
      const o1 = o0 + rowBytes;
      const o2 = o1 + rowBytes;
      const o3 = o2 + rowBytes;
      const left = biasRow + n;
      let a00 = start(mode, o0, left);
      let a01 = start(mode, o0 + 16, left + 16);
      let a10 = start(mode, o1, left);
      let a11 = start(mode, o1 + 16, left + 16);
      let a20 = start(mode, o2, left);
      let a21 = start(mode, o2 + 16, left + 16);
      let a30 = start(mode, o3, left);
      let a31 = start(mode, o3 + 16, left + 16);
      let w = weights + n;
      for (let k: usize = 0; k < kBytes; k += 4, w += rowBytes) {
        const w0 = v128.load(w);
        const w1 = v128.load(w, 16);
        let s = v128.load32_splat(x0 + k);
        a00 = multiplyAdd(s, w0, a00);
        a01 = multiplyAdd(s, w1, a01);
        s = v128.load32_splat(x1 + k);
        a10 = multiplyAdd(s, w0, a10);
        a11 = multiplyAdd(s, w1, a11);
        s = v128.load32_splat(x2 + k);
        a20 = multiplyAdd(s, w0, a20);
        a21 = multiplyAdd(s, w1, a21);
        s = v128.load32_splat(x3 + k);
        a30 = multiplyAdd(s, w0, a30);
        a31 = multiplyAdd(s, w1, a31);
      }
      v128.store(o0, a00);
      v128.store(o0, a01, 16);
      v128.store(o1, a10);
      v128.store(o1, a11, 16);
      v128.store(o2, a20);
      v128.store(o2, a21, 16);
      v128.store(o3, a30);
      v128.store(o3, a31, 16);
    }
    if (tiled < N) columnTail(x0, weights, y, 4, K, N, tiled, biasRow, mode);
  }
  for (; m < M; m++) {
    rowProduct(bytes(a) + <usize>m * kBytes, weights, bytes(c) + <usize>m * rowBytes, K, N, biasRow, mode);
  }
}

/** Dot product of two rows of N elements. */
@inline function dot(p: usize, q: usize, N: i32): f32 {
  let sum = zero();
  const whole = bytes(N & ~3);
  let n: usize = 0;
  for (; n < whole; n += 16) sum = multiplyAdd(v128.load(p + n), v128.load(q + n), sum);
  let total = sumLanes(sum);
  for (; n < bytes(N); n += 4) total += load<f32>(p + n) * load<f32>(q + n);
  return total;
}

/** What the last N mod 4 elements add to the dot products of row p with four rows of b. */
@inline function dotTail(p: usize, b: usize, rowBytes: usize, from: usize): v128 {
  let sum = zero();
  for (let n = from; n < rowBytes; n += 4) {
    let w = f32x4.splat(load<f32>(b + n));
    w = f32x4.replace_lane(w, 1, load<f32>(b + rowBytes + n));
    w = f32x4.replace_lane(w, 2, load<f32>(b + 2 * rowBytes + n));
    w = f32x4.replace_lane(w, 3, load<f32>(b + 3 * rowBytes + n));
    sum = multiplyAdd(v128.load32_splat(p + n), w, sum);
  }
  return sum;
}

export function matmulTransposedB(a: i32, b: i32, c: i32, M: i32, N: i32, K: i32, accumulate: i32): void {
  const rowBytes = bytes(N);
  const whole = bytes(N & ~3);
  const outBytes = bytes(K);
  const tiled = K & ~3;
  let m = 0;
  for (; m + 2 <= M; m += 2) {
    const y0 = bytes(a) + <usize>m * rowBytes;
    const y1 = y0 + rowBytes;
    const o0 = bytes(c) + <usize>m * outBytes;
    const o1 = o0 + outBytes;
    for (let k = 0; k < tiled; k += 4) {
      const w0 = bytes(b) + <usize>k * rowBytes;
      const w1 = w0 + rowBytes;
      const w2 = w1 + rowBytes;
      const w3 = w2 + rowBytes;
      let p0 = zero();
      let p1 = zero();
      let p2 = zero();
      let p3 = zero();
      let q0 = zero();
      let q1 = zero();
      let q2 = zero();
      let q3 = zero();
      for (let n: usize = 0; n < whole; n += 16) {
        const p = v128.load(y0 + n);
        const q = v128.load(y1 + n);
        let u = v128.load(w0 + n);
        p0 = multiplyAdd(p, u, p0);
        q0 = multiplyAdd(q, u, q0);
        u = v128.load(w1 + n);
        p1 = multiplyAdd(p, u, p1);
        q1 = multiplyAdd(q, u, q1);
        u = v128.load(w2 + n);
        p2 = multiplyAdd(p, u, p2);
        q2 = multiplyAdd(q, u, q2);
        u = v128.load(w3 + n);
        p3 = multiplyAdd(p, u, p3);
        q3 = multiplyAdd(q, u, q3);
      }
      let p = sumLanesOfFour(p0, p1, p2, p3);
      let q = sumLanesOfFour(q0, q1, q2, q3);
      if (whole < rowBytes) {
        p = f32x4.add(p, dotTail(y0, w0, rowBytes, whole));
        q = f32x4.add(q, dotTail(y1, w0, rowBytes, whole));
      }
      put(o0 + bytes(k), p, accumulate);
      put(o1 + bytes(k), q, accumulate);
    }
    for (let k = tiled; k < K; k++) {
      const w = bytes(b) + <usize>k * rowBytes;
      putOne(o0 + bytes(k), dot(y0, w, N), accumulate);
      putOne(o1 + bytes(k), dot(y1, w, N), accumulate);
    }
  }
  for (; m < M; m++) {
    const y = bytes(a) + <usize>m * rowBytes;
    const o = bytes(c) + <usize>m * outBytes;
    for (let k = 0; k < K; k++) putOne(o + bytes(k), dot(y, bytes(b) + <usize>k * rowBytes, N), accumulate);
  }
}

export function matmulTransposedA(a: i32, b: i32, c: i32, R: i32, K: i32, N: i32, accumulate: i32): void {
  const kBytes = bytes(K);
  const rowBytes = bytes(N);
  const tiledN = N & ~7;
  let k = 0;
  for (; k + 4 <= K; k += 4) {
    for (let n = 0; n < tiledN; n += 8) {
      let a00 = zero();
      let a01 = zero();
      let a10 = zero();
      let a11 = zero();
      let a20 = zero();
      let a21 = zero();
      let a30 = zero();
      let a31 = zero();
      let x = bytes(a + k);
      let y = bytes(b + n);
      for (let r = 0; r < R; r++, x += kBytes, y += rowBytes) {
        const y0 = v128.load(y);
        const y1 = v128.load(y, 16);
        let s = v128.load32_splat(x);
        a00 = multiplyAdd(s, y0, a00);
        a01 = multiplyAdd(s, y1, a01);
        s = v128.load32_splat(x, 4);
        a10 = multiplyAdd(s, y0, a10);
        a11 = multiplyAdd(s, y1, a11);
        s = v128.load32_splat(x, 8);
        a20 = multiplyAdd(s, y0, a20);
        a21 = multiplyAdd(s, y1, a21);
        s = v128.load32_splat(x, 12);
        a30 = multiplyAdd(s, y0, a30);
        a31 = multiplyAdd(s, y1, a31);
      }
      let o = bytes(c) + <usize>k * rowBytes + bytes(n);
      put(o, a00, accumulate);
      put(o + 16, a01, accumulate);
      o += rowBytes;
      put(o, a10, accumulate);
      put(o + 16, a11, accumulate);
      o += rowBytes;
      put(o, a20, accumulate);
      put(o + 16, a21, accumulate);
      o += rowBytes;
      put(o, a30, accumulate);
      put(o + 16, a31, accumulate);
    }
    for (let row = k; row < k + 4; row++) transposedTail(a, b, c, row, tiledN, R, K, N, accumulate);
  }
  for (; k < K; k++) transposedTail(a, b, c, k, 0, R, K, N, accumulate);
}

/** Row k of aᵀb from column `from` on: four columns at a time, then one. */
function transposedTail(a: i32, b: i32, c: i32, k: i32, from: i32, R: i32, K: i32, N: i32, accumulate: i32): void {
  const kBytes = bytes(K);
  const rowBytes = bytes(N);
  let n = from;
  for (; n + 4 <= N; n += 4) {
    let sum = zero();
    let x = bytes(a + k);
    let y = bytes(b + n);
    for (let r = 0; r < R; r++, x += kBytes, y += rowBytes) {
      sum = multiplyAdd(v128.load32_splat(x), v128.load(y), sum);
    }
    put(bytes(c + n) + <usize>k * rowBytes, sum, accumulate);
  }
  for (; n < N; n++) {
    let sum: f32 = 0;
    let x = bytes(a + k);
    let y = bytes(b + n);
    for (let r = 0; r < R; r++, x += kBytes, y += rowBytes) sum += load<f32>(x) * load<f32>(y);
    putOne(bytes(c + n) + <usize>k * rowBytes, sum, accumulate);
  }
}
