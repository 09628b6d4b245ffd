/**
 * exp, log, tanh and sin of four lanes by own polynomials, so that every engine gives the same bits.
 * exp, log and tanh: Cephes single-precision coefficients (Moshier); sin: its Taylor series to r^13.
 */
import { multiplyAdd } from "./vector";

/** p·x + coefficient: one step of Horner's rule. */
@inline function horner(p: v128, x: v128, coefficient: f32): v128 {
  return f32x4.add(f32x4.mul(p, x), f32x4.splat(coefficient));
}

/** e^x, x clamped to [-87, 88]. */
@inline export function exponential(input: v128): v128 {
  let x = f32x4.pmin(f32x4.splat(88), f32x4.pmax(f32x4.splat(-87), input));
  const power = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  x = f32x4.sub(x, f32x4.mul(power, f32x4.splat(0.693359375)));
  x = f32x4.sub(x, f32x4.mul(power, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = horner(p, x, 1.3981999507e-3);
  p = horner(p, x, 8.3334519073e-3);
  p = horner(p, x, 4.1665795894e-2);
  p = horner(p, x, 1.6666665459e-1);
  p = horner(p, x, 5.0000001201e-1);
  p = f32x4.add(multiplyAdd(f32x4.mul(p, x), x, x), f32x4.splat(1));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(power), i32x4.splat(127)), 23);
  return f32x4.mul(p, scale);
}

/** ln x; x below the smallest normal number counts as that number. */
@inline export function logarithm(input: v128): v128 {
  const x = f32x4.pmax(f32x4.splat(1.17549435e-38), input);
  const exponentBits = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126));
  let m = v128.or(v128.and(x, i32x4.splat(0x7fffff)), i32x4.splat(0x3f000000));
  const small = f32x4.lt(m, f32x4.splat(0.70710678));
  let exponent = f32x4.convert_i32x4_s(exponentBits);
  exponent = f32x4.sub(exponent, v128.and(small, f32x4.splat(1)));
  m = f32x4.sub(f32x4.add(m, v128.and(small, m)), f32x4.splat(1));
  const z = f32x4.mul(m, m);
  let p = f32x4.splat(7.0376836292e-2);
  p = horner(p, m, -1.151461031e-1);
  p = horner(p, m, 1.167699874e-1);
  p = horner(p, m, -1.2420140846e-1);
  p = horner(p, m, 1.4249322787e-1);
  p = horner(p, m, -1.6668057665e-1);
  p = horner(p, m, 2.0000714765e-1);
  p = horner(p, m, -2.4999993993e-1);
  p = horner(p, m, 3.3333331174e-1);
  p = f32x4.mul(f32x4.mul(p, m), z);
  p = f32x4.add(p, f32x4.mul(exponent, f32x4.splat(-2.1219444e-4)));
  p = f32x4.sub(p, f32x4.mul(z, f32x4.splat(0.5)));
  return f32x4.add(f32x4.add(m, p), f32x4.mul(exponent, f32x4.splat(0.693359375)));
}

/** tanh x: polynomial below 0.625, 1 - 2 / (e^2x + 1) above. */
@inline export function hyperbolicTangent(x: v128): v128 {
  const one = f32x4.splat(1);
  const magnitude = f32x4.abs(x);
  const e = exponential(f32x4.add(magnitude, magnitude));
  let large = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
  large = v128.or(large, v128.and(x, i32x4.splat(0x80000000)));
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = horner(p, z, 2.06390887954e-2);
  p = horner(p, z, -5.37397155531e-2);
  p = horner(p, z, 1.33314422036e-1);
  p = horner(p, z, -3.33332819422e-1);
  const small = multiplyAdd(f32x4.mul(p, z), x, x);
  return v128.bitselect(small, large, f32x4.lt(magnitude, f32x4.splat(0.625)));
}

/** 1 / (1 + e^-x). */
@inline export function logistic(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/** sin x for |x| up to a few thousand: reduced to [-π/2, π/2] by three parts of π. */
@inline export function sine(input: v128): v128 {
  const turns = f32x4.nearest(f32x4.mul(input, f32x4.splat(0.318309886)));
  let r = f32x4.sub(input, f32x4.mul(turns, f32x4.splat(3.140625)));
  r = f32x4.sub(r, f32x4.mul(turns, f32x4.splat(9.67502593994140625e-4)));
  r = f32x4.sub(r, f32x4.mul(turns, f32x4.splat(1.509957990978376432e-7)));
  const z = f32x4.mul(r, r);
  let p = f32x4.splat(1.605904384e-10);
  p = horner(p, z, -2.505210839e-8);
  p = horner(p, z, 2.755731922e-6);
  p = horner(p, z, -1.984126984e-4);
  p = horner(p, z, 8.333333333e-3);
  p = horner(p, z, -1.666666667e-1);
  const value = multiplyAdd(f32x4.mul(p, z), r, r);
  const odd = i32x4.shl(i32x4.trunc_sat_f32x4_s(turns), 31);
  return v128.xor(value, odd);
}

/** cos x = sin(x + π/2). */
@inline export function cosine(x: v128): v128 {
  return sine(f32x4.add(x, f32x4.splat(1.5707963267948966)));
}
