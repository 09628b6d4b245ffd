import { describe, expect, test } from "vitest";
import { createDevice, createRandom, Tape } from "../math/index.ts";
import { gradientError } from "../math/tape/finite-differences.ts";
import { meanSquaredError, weightedSquaredError } from "./losses.ts";

describe("weighted reconstruction loss, in double precision", () => {
  const random = createRandom(41);
  const draw = (length: number) => Float64Array.from({ length }, () => 4 * random.uniform() - 2);
  const tape = new Tape(createDevice("plain64"));
  const predicted = tape.input([5, 7], { differentiable: true });
  const target = tape.input([5, 7], { differentiable: true });
  const { loss, setWeights } = weightedSquaredError(tape, predicted, target);
  const plain = meanSquaredError(tape, predicted, target);
  const [p, t] = [draw(35), draw(35)];
  tape.write(predicted, p);
  tape.write(target, t);

  test("is the mean of weight times squared difference", () => {
    const weights = draw(5).map((value) => value + 2);
    setWeights(weights);
    tape.forward();
    const products = p.map((value, i) => weights[Math.floor(i / 7)]! * (value - t[i]!) ** 2);
    expect(tape.scalar(loss)).toBeCloseTo(products.reduce((a, b) => a + b, 0) / 35, 12);
  });

  test("with weights of 1 is the mean squared error", () => {
    setWeights(new Float64Array(5).fill(1));
    tape.forward();
    expect(tape.scalar(loss)).toBeCloseTo(tape.scalar(plain), 12);
  });

  test("its gradient equals central differences, and is 0 in a row of weight 0", () => {
    setWeights([0.3, 2, 0, 1, 1.7]);
    expect(gradientError(tape, loss, [predicted, target])).toBeLessThan(1e-8);
    expect(Array.from(tape.readGradient(predicted).subarray(14, 21))).toEqual(new Array(7).fill(0));
  });
});
