import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cos, exp, log, sigmoid, sin, tanh } from "./elementary.ts";

const relative = (got: number, want: number) => Math.abs(got - want) / Math.max(Math.abs(want), 1e-300);
const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe("own elementary functions agree with Math's to a few units in the last place", () => {
  test("exp, log, tanh, sigmoid: relative error", () => {
    fc.assert(fc.property(double(-700, 700), (x) => relative(exp(x), Math.exp(x)) < 2e-15));
    fc.assert(fc.property(double(1e-37, 1e37), (x) => Math.abs(log(x) - Math.log(x)) < 1e-14));
    fc.assert(fc.property(double(-30, 30), (x) => relative(tanh(x), Math.tanh(x)) < 2e-15));
    fc.assert(fc.property(double(-30, 30), (x) => relative(sigmoid(x), 1 / (1 + Math.exp(-x))) < 2e-15));
  });

  test("sin and cos: absolute error", () => {
    fc.assert(fc.property(double(-100, 100), (x) => Math.abs(sin(x) - Math.sin(x)) < 2e-14));
    fc.assert(fc.property(double(-100, 100), (x) => Math.abs(cos(x) - Math.cos(x)) < 2e-14));
  });

  test("ends and special points", () => {
    expect([exp(0), tanh(0), sin(0), sigmoid(0)]).toEqual([1, 0, 0, 0.5]);
    expect(log(1)).toBe(0);
    expect(tanh(400)).toBe(1);
    expect(tanh(-400)).toBe(-1);
    expect(Number.isFinite(exp(1e9))).toBe(true);
    expect(log(0)).toBe(log(1e-40));
  });
});
