import { describe, expect, test } from "vitest";
import { createDevice } from "../kernels/device.ts";
import { createRandom } from "../random.ts";
import { gradientError } from "./finite-differences.ts";
import * as operations from "./index.ts";
import { Parameters, Tape, type Tensor } from "./index.ts";

const random = createRandom(7);

/** Shapes of an operation's differentiable inputs, and the operation. */
interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly positive?: boolean;
  readonly build: (tape: Tape, inputs: readonly Tensor[]) => Tensor;
}

const same = [5, 7] as const;
const cases: Record<string, Case> = {
  add: { shapes: [same, same], build: (t, [a, b]) => operations.add(t, a!, b!) },
  affine: { shapes: [same], build: (t, [a]) => operations.affine(t, a!, -1.5, 0.3) },
  divide: { shapes: [same, same], positive: true, build: (t, [a, b]) => operations.divide(t, a!, b!) },
  dropout: { shapes: [same], build: (t, [a]) => operations.dropout(t, a!, 0.3) },
  exp: { shapes: [same], build: (t, [a]) => operations.exp(t, a!) },
  l2Normalize: { shapes: [same], build: (t, [a]) => operations.l2Normalize(t, a!) },
  layerNorm: { shapes: [same, [7], [7]], build: (t, [x, g, b]) => operations.layerNorm(t, x!, g!, b!) },
  linear: { shapes: [same, [7, 6], [6]], build: (t, [x, w, b]) => operations.linear(t, x!, w!, b!) },
  log: { shapes: [same], positive: true, build: (t, [a]) => operations.log(t, a!) },
  logSumExp: { shapes: [same], build: (t, [a]) => operations.logSumExp(t, a!) },
  matmul: { shapes: [same, [7, 3]], build: (t, [a, b]) => operations.matmul(t, a!, b!) },
  matmulTransposed: { shapes: [same, [4, 7]], build: (t, [a, b]) => operations.matmulTransposed(t, a!, b!) },
  multiply: { shapes: [same, same], build: (t, [a, b]) => operations.multiply(t, a!, b!) },
  relu: { shapes: [same], build: (t, [a]) => operations.relu(t, a!) },
  repeatColumns: { shapes: [[6]], build: (t, [a]) => operations.repeatColumns(t, a!, 5) },
  repeatRows: { shapes: [same], build: (t, [a]) => operations.repeatRows(t, a!, 3) },
  reshape: {
    shapes: [same],
    build: (t, [a]) => operations.multiply(t, operations.reshape(a!, [7, 5]), operations.reshape(a!, [7, 5])),
  },
  sigmoid: { shapes: [same], build: (t, [a]) => operations.sigmoid(t, a!) },
  sin: { shapes: [same], build: (t, [a]) => operations.sin(t, a!) },
  sqrt: { shapes: [same], positive: true, build: (t, [a]) => operations.sqrt(t, a!) },
  square: { shapes: [same], build: (t, [a]) => operations.square(t, a!) },
  subtract: { shapes: [same, same], build: (t, [a, b]) => operations.subtract(t, a!, b!) },
  sum: { shapes: [same], build: (t, [a]) => operations.sum(t, a!) },
  sumColumns: { shapes: [same], build: (t, [a]) => operations.sumColumns(t, a!) },
  sumRowGroups: { shapes: [[6, 7]], build: (t, [a]) => operations.sumRowGroups(t, a!, 3) },
  tanh: { shapes: [same], build: (t, [a]) => operations.tanh(t, a!) },
};

function fillRandom(tape: Tape, tensor: Tensor, positive = false): void {
  const next = () => (positive ? 0.5 + 2 * random.uniform() : 3 * random.uniform() - 1.5);
  tape.write(tensor, Float64Array.from({ length: tensor.size }, next));
}

/** Σ weights · y²: a loss under which no gradient vanishes by symmetry. */
function weightedLoss(tape: Tape, y: Tensor): Tensor {
  const weights = tape.input(y.shape);
  fillRandom(tape, weights);
  return operations.sum(tape, operations.multiply(tape, weights, operations.square(tape, y)));
}

describe("every operation's gradient equals central differences in double precision", () => {
  test.each(Object.entries(cases))("%s", (_name, { shapes, positive = false, build }) => {
    for (let round = 0; round < 5; round++) {
      const tape = new Tape(createDevice("plain64"));
      tape.dropoutSeed = round;
      const inputs = shapes.map((shape) => tape.input(shape, { differentiable: true }));
      for (const input of inputs) fillRandom(tape, input, positive);
      const loss = weightedLoss(tape, build(tape, inputs));
      expect(gradientError(tape, loss, inputs)).toBeLessThan(1e-7);
    }
  });

  test("every operation is covered", () => {
    const exported = Object.keys(operations).filter((name) => !["Tape", "Parameters"].includes(name));
    expect(Object.keys(cases).sort()).toEqual(exported.sort());
  });
});

describe("the tape", () => {
  test("a tensor used several times gathers all its gradients, and none from what does not reach the loss", () => {
    const tape = new Tape(createDevice("plain64"));
    const x = tape.input([4], { differentiable: true });
    fillRandom(tape, x);
    const twice = operations.add(tape, x, x);
    operations.exp(tape, twice);
    const loss = operations.sum(tape, operations.multiply(tape, operations.tanh(tape, twice), x));
    expect(gradientError(tape, loss, [x])).toBeLessThan(1e-7);
  });

  test("replaying allocates nothing and gives the same bits", () => {
    const device = createDevice("wasm");
    const tape = new Tape(device);
    const parameters = new Parameters(device, [
      {
        name: "w",
        shape: [7, 6],
        initial: (r) => Float32Array.from({ length: 42 }, () => r.uniform() - 0.5),
      },
      { name: "b", shape: [6], initial: () => new Float32Array(6) },
    ]);
    parameters.initialize(createRandom(1));
    const x = tape.input([5, 7]);
    fillRandom(tape, x);
    const y = operations.linear(tape, x, parameters.tensor("w"), parameters.tensor("b"));
    const loss = operations.sum(tape, operations.square(tape, operations.dropout(tape, y, 0.4)));
    tape.forward();
    tape.backward(loss);
    const top = device.arena.allocate(1);
    const first = tape.readGradient(parameters.tensor("w"));
    for (let i = 0; i < 10; i++) {
      tape.forward();
      tape.backward(loss);
    }
    expect(device.arena.allocate(1) - top).toBe(4);
    expect(tape.readGradient(parameters.tensor("w"))).toEqual(first);
    tape.step = 1;
    tape.forward();
    tape.backward(loss);
    expect(tape.readGradient(parameters.tensor("w"))).not.toEqual(first);
  });

  test("errors say what must hold and what came", () => {
    const tape = new Tape(createDevice("plain"));
    const [a, b] = [tape.input([2, 3]), tape.input([3, 2])];
    expect(() => operations.add(tape, a, b)).toThrow("add: both shapes must be equal, got [2,3] and [3,2]");
    expect(() => operations.matmul(tape, a, a)).toThrow("matmul: b must have 3 rows, got [2,3]");
    expect(() => operations.reshape(a, [4])).toThrow("reshape: [4] must hold 6 elements, as [2,3] does");
    expect(() => operations.dropout(tape, a, 1)).toThrow("rate must be within [0, 1), got 1");
    expect(() => tape.write(a, [1])).toThrow("values must hold 6 numbers for [2,3], got 1");
    expect(() => tape.backward(a)).toThrow("loss must have one element");
    expect(() => tape.backward(operations.sum(tape, a))).toThrow("depend on something differentiable");
  });
});

describe("Parameters", () => {
  const specs = [
    { name: "a", shape: [3, 3], initial: () => Float32Array.from({ length: 9 }, (_, i) => i) },
    { name: "b", shape: [2], initial: () => [7, 8] },
  ];

  test("export then import is the identity; gradients lie where the optimiser expects them", () => {
    const parameters = new Parameters(createDevice("wasm"), specs);
    parameters.initialize(createRandom(1));
    const exported = parameters.export();
    expect(Array.from(exported.a!)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const other = new Parameters(createDevice("plain"), specs);
    other.import(exported);
    expect(other.export()).toEqual(exported);
    expect(parameters.count).toBe(11);
    const b = parameters.tensor("b");
    expect(b.gradient - parameters.gradients!.offset).toBe(b.offset - parameters.values.offset);
  });

  test("refuses missing or misshapen values", () => {
    const parameters = new Parameters(createDevice("plain"), specs);
    expect(() => parameters.import({ a: new Float32Array(9) })).toThrow("b must hold 2 values, got no such");
    expect(() => parameters.tensor("c")).toThrow('no parameter is named "c"');
  });
});
