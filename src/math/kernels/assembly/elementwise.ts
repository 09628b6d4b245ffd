/** Element-by-element kernels. Buffers are padded to whole vectors, so the last vector may run into the padding. */
import { cosine, exponential, hyperbolicTangent, logarithm, logistic, sine } from "./elementary";
import { bytes, multiplyAdd, put, zero } from "./vector";

export function fill(y: i32, n: i32, value: f32): void {
  const v = f32x4.splat(value);
  for (let i: usize = 0; i < bytes(n); i += 16) v128.store(bytes(y) + i, v);
}

export function affine(x: i32, y: i32, n: i32, scale: f32, shift: f32): void {
  const s = f32x4.splat(scale);
  const t = f32x4.splat(shift);
  for (let i: usize = 0; i < bytes(n); i += 16) v128.store(bytes(y) + i, multiplyAdd(s, v128.load(bytes(x) + i), t));
}

export function scale(x: i32, y: i32, n: i32, factor: f32, accumulate: i32): void {
  const s = f32x4.splat(factor);
  for (let i: usize = 0; i < bytes(n); i += 16) {
    put(bytes(y) + i, f32x4.mul(s, v128.load(bytes(x) + i)), accumulate);
  }
}

export function combine(a: i32, b: i32, y: i32, n: i32, scaleA: f32, scaleB: f32): void {
  const sa = f32x4.splat(scaleA);
  const sb = f32x4.splat(scaleB);
  for (let i: usize = 0; i < bytes(n); i += 16) {
    v128.store(bytes(y) + i, multiplyAdd(sb, v128.load(bytes(b) + i), f32x4.mul(sa, v128.load(bytes(a) + i))));
  }
}

export function multiply(a: i32, b: i32, y: i32, n: i32, accumulate: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) {
    put(bytes(y) + i, f32x4.mul(v128.load(bytes(a) + i), v128.load(bytes(b) + i)), accumulate);
  }
}

export function divide(a: i32, b: i32, y: i32, n: i32, accumulate: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) {
    put(bytes(y) + i, f32x4.div(v128.load(bytes(a) + i), v128.load(bytes(b) + i)), accumulate);
  }
}

export function divideBackwardDenominator(dy: i32, y: i32, b: i32, db: i32, n: i32, accumulate: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) {
    const numerator = f32x4.mul(v128.load(bytes(dy) + i), v128.load(bytes(y) + i));
    put(bytes(db) + i, f32x4.neg(f32x4.div(numerator, v128.load(bytes(b) + i))), accumulate);
  }
}

export function relu(x: i32, y: i32, n: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) v128.store(bytes(y) + i, f32x4.pmax(zero(), v128.load(bytes(x) + i)));
}

export function reluBackward(y: i32, dy: i32, dx: i32, n: i32, accumulate: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) {
    const open = f32x4.gt(v128.load(bytes(y) + i), zero());
    put(bytes(dx) + i, v128.and(v128.load(bytes(dy) + i), open), accumulate);
  }
}

export function tanh(x: i32, y: i32, n: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) v128.store(bytes(y) + i, hyperbolicTangent(v128.load(bytes(x) + i)));
}

export function tanhBackward(y: i32, dy: i32, dx: i32, n: i32, accumulate: i32): void {
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < bytes(n); i += 16) {
    const t = v128.load(bytes(y) + i);
    put(bytes(dx) + i, f32x4.mul(v128.load(bytes(dy) + i), f32x4.sub(one, f32x4.mul(t, t))), accumulate);
  }
}

export function sigmoid(x: i32, y: i32, n: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) v128.store(bytes(y) + i, logistic(v128.load(bytes(x) + i)));
}

export function sigmoidBackward(y: i32, dy: i32, dx: i32, n: i32, accumulate: i32): void {
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < bytes(n); i += 16) {
    const s = v128.load(bytes(y) + i);
    const slope = f32x4.mul(s, f32x4.sub(one, s));
    put(bytes(dx) + i, f32x4.mul(v128.load(bytes(dy) + i), slope), accumulate);
  }
}

export function exp(x: i32, y: i32, n: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) v128.store(bytes(y) + i, exponential(v128.load(bytes(x) + i)));
}

export function log(x: i32, y: i32, n: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) v128.store(bytes(y) + i, logarithm(v128.load(bytes(x) + i)));
}

export function sqrt(x: i32, y: i32, n: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) v128.store(bytes(y) + i, f32x4.sqrt(v128.load(bytes(x) + i)));
}

export function sin(x: i32, y: i32, n: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) v128.store(bytes(y) + i, sine(v128.load(bytes(x) + i)));
}

export function sinBackward(x: i32, dy: i32, dx: i32, n: i32, accumulate: i32): void {
  for (let i: usize = 0; i < bytes(n); i += 16) {
    put(bytes(dx) + i, f32x4.mul(v128.load(bytes(dy) + i), cosine(v128.load(bytes(x) + i))), accumulate);
  }
}

/** lowbias32 (Ellis): a 32-bit counter to 32 well-mixed bits. */
@inline function mix(counter: v128): v128 {
  let h = v128.xor(counter, i32x4.shr_u(counter, 16));
  h = i32x4.mul(h, i32x4.splat(0x7feb352d));
  h = v128.xor(h, i32x4.shr_u(h, 15));
  h = i32x4.mul(h, i32x4.splat(0x846ca68b));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

export function dropout(x: i32, y: i32, n: i32, key: i32, threshold: u32, factor: f32, accumulate: i32): void {
  const s = f32x4.splat(factor);
  const limit = i32x4.splat(threshold);
  let counter = i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(key));
  const four = i32x4.splat(4);
  for (let i: usize = 0; i < bytes(n); i += 16) {
    const kept = i32x4.ge_u(mix(counter), limit);
    put(bytes(y) + i, v128.and(f32x4.mul(v128.load(bytes(x) + i), s), kept), accumulate);
    counter = i32x4.add(counter, four);
  }
}

export function adam(
  p: i32, g: i32, m: i32, v: i32, n: i32,
  beta1: f32, beta2: f32, stepSize: f32, inverseRootCorrection: f32, epsilon: f32,
): void {
  const b1 = f32x4.splat(beta1);
  const c1 = f32x4.splat(<f32>1 - beta1);
  const b2 = f32x4.splat(beta2);
  const c2 = f32x4.splat(<f32>1 - beta2);
  const rate = f32x4.splat(stepSize);
  const correction = f32x4.splat(inverseRootCorrection);
  const eps = f32x4.splat(epsilon);
  let i: usize = 0;
  // Two vectors share one division: x/a = x·b·(1/ab), y/b = y·a·(1/ab).
  for (; i + 32 <= bytes(n); i += 32) {
    const g0 = v128.load(bytes(g) + i);
    const g1 = v128.load(bytes(g) + i, 16);
    const m0 = f32x4.add(f32x4.mul(b1, v128.load(bytes(m) + i)), f32x4.mul(c1, g0));
    const m1 = f32x4.add(f32x4.mul(b1, v128.load(bytes(m) + i, 16)), f32x4.mul(c1, g1));
    const v0 = f32x4.add(f32x4.mul(b2, v128.load(bytes(v) + i)), f32x4.mul(c2, f32x4.mul(g0, g0)));
    const v1 = f32x4.add(f32x4.mul(b2, v128.load(bytes(v) + i, 16)), f32x4.mul(c2, f32x4.mul(g1, g1)));
    v128.store(bytes(m) + i, m0);
    v128.store(bytes(m) + i, m1, 16);
    v128.store(bytes(v) + i, v0);
    v128.store(bytes(v) + i, v1, 16);
    const d0 = multiplyAdd(f32x4.sqrt(v0), correction, eps);
    const d1 = multiplyAdd(f32x4.sqrt(v1), correction, eps);
    const shared = f32x4.div(rate, f32x4.mul(d0, d1));
    const u0 = f32x4.mul(f32x4.mul(m0, d1), shared);
    const u1 = f32x4.mul(f32x4.mul(m1, d0), shared);
    v128.store(bytes(p) + i, f32x4.sub(v128.load(bytes(p) + i), u0));
    v128.store(bytes(p) + i, f32x4.sub(v128.load(bytes(p) + i, 16), u1), 16);
  }
  for (; i < bytes(n); i += 16) {
    const gradient = v128.load(bytes(g) + i);
    const first = f32x4.add(f32x4.mul(b1, v128.load(bytes(m) + i)), f32x4.mul(c1, gradient));
    const square = f32x4.mul(gradient, gradient);
    const second = f32x4.add(f32x4.mul(b2, v128.load(bytes(v) + i)), f32x4.mul(c2, square));
    v128.store(bytes(m) + i, first);
    v128.store(bytes(v) + i, second);
    const denominator = multiplyAdd(f32x4.sqrt(second), correction, eps);
    const update = f32x4.div(f32x4.mul(rate, first), denominator);
    v128.store(bytes(p) + i, f32x4.sub(v128.load(bytes(p) + i), update));
  }
}
