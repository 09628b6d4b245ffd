import { describe, expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { createDevice, type Device } from "./device.ts";
import type { Kernels } from "./kernels.ts";

type Numbers = readonly number[];

/** One call of one kernel: sizes of its buffers, and how it is called with their offsets. */
interface Call {
  readonly inputs: Numbers;
  /** Results, filled with random numbers beforehand so that accumulation shows. */
  readonly outputs: Numbers;
  readonly positive?: boolean;
  readonly call: (kernels: Kernels, at: Numbers) => void;
}

const random = createRandom(20_261_122);
const size = (most: number) => random.integer(1, most);

/** Every kernel on random shapes: sizes that are and are not whole tiles and vectors. */
const cases: Record<string, () => Call> = {
  matmul: () => {
    const [M, K, N, mode] = [size(19), size(70), size(70), random.integer(0, 2)];
    return {
      inputs: [M * K, K * N, N],
      outputs: [M * N],
      call: (k, [a, b, bias, c]) => k.matmul(a!, b!, c!, M, K, N, bias!, mode),
    };
  },
  matmulTransposedB: () => {
    const [M, N, K, accumulate] = [size(19), size(70), size(70), random.integer(0, 1)];
    return {
      inputs: [M * N, K * N],
      outputs: [M * K],
      call: (k, [a, b, c]) => k.matmulTransposedB(a!, b!, c!, M, N, K, accumulate),
    };
  },
  matmulTransposedA: () => {
    const [R, K, N, accumulate] = [size(19), size(70), size(70), random.integer(0, 1)];
    return {
      inputs: [R * K, R * N],
      outputs: [K * N],
      call: (k, [a, b, c]) => k.matmulTransposedA(a!, b!, c!, R, K, N, accumulate),
    };
  },
  ...elementwise("relu", 1, (k, [x, y], n) => k.relu(x!, y!, n)),
  ...elementwise("tanh", 1, (k, [x, y], n) => k.tanh(x!, y!, n)),
  ...elementwise("sigmoid", 1, (k, [x, y], n) => k.sigmoid(x!, y!, n)),
  ...elementwise("exp", 1, (k, [x, y], n) => k.exp(x!, y!, n)),
  ...elementwise("log", 1, (k, [x, y], n) => k.log(x!, y!, n), true),
  ...elementwise("sqrt", 1, (k, [x, y], n) => k.sqrt(x!, y!, n), true),
  ...elementwise("sin", 1, (k, [x, y], n) => k.sin(x!, y!, n)),
  ...elementwise("fill", 0, (k, [y], n) => k.fill(y!, n, 0.5)),
  ...elementwise("affine", 1, (k, [x, y], n) => k.affine(x!, y!, n, 1.5, -0.25)),
  ...elementwise("combine", 2, (k, [a, b, y], n) => k.combine(a!, b!, y!, n, 0.5, -3)),
  ...accumulating("scale", 1, (k, [x, y], n, acc) => k.scale(x!, y!, n, -2.5, acc)),
  ...accumulating("multiply", 2, (k, [a, b, y], n, acc) => k.multiply(a!, b!, y!, n, acc)),
  ...accumulating("divide", 2, (k, [a, b, y], n, acc) => k.divide(a!, b!, y!, n, acc), true),
  ...accumulating(
    "divideBackwardDenominator",
    3,
    (k, [dy, y, b, db], n, acc) => k.divideBackwardDenominator(dy!, y!, b!, db!, n, acc),
    true,
  ),
  ...accumulating("reluBackward", 2, (k, [y, dy, dx], n, acc) => k.reluBackward(y!, dy!, dx!, n, acc)),
  ...accumulating("tanhBackward", 2, (k, [y, dy, dx], n, acc) => k.tanhBackward(y!, dy!, dx!, n, acc)),
  ...accumulating("sigmoidBackward", 2, (k, [y, dy, dx], n, acc) => k.sigmoidBackward(y!, dy!, dx!, n, acc)),
  ...accumulating("sinBackward", 2, (k, [x, dy, dx], n, acc) => k.sinBackward(x!, dy!, dx!, n, acc)),
  ...accumulating("dropout", 1, (k, [x, y], n, acc) => k.dropout(x!, y!, n, -77, 0x60000000, 1.6, acc)),
  broadcastRows: rows([(g, _r, c) => g * c], [(g, r, c) => g * r * c], (k, [x, y], g, r, c, acc) =>
    k.broadcastRows(x!, y!, g, r, c, acc),
  ),
  sumRows: rows([(g, r, c) => g * r * c], [(g, _r, c) => g * c], (k, [x, y], g, r, c, acc) =>
    k.sumRows(x!, y!, g, r, c, acc),
  ),
  broadcastColumns: rows([(_g, r) => r], [(_g, r, c) => r * c], (k, [x, y], _g, r, c, acc) =>
    k.broadcastColumns(x!, y!, r, c, acc),
  ),
  sumColumns: rows([(_g, r, c) => r * c], [(_g, r) => r], (k, [x, y], _g, r, c, acc) =>
    k.sumColumns(x!, y!, r, c, acc),
  ),
  sumRowProducts: rows(
    [(_g, r, c) => r * c, (_g, r, c) => r * c],
    [(_g, _r, c) => c],
    (k, [a, b, y], _g, r, c, acc) => k.sumRowProducts(a!, b!, y!, r, c, acc),
  ),
  layerNorm: rows(
    [(_g, r, c) => r * (c + 3), (_g, _r, c) => c + 3, (_g, _r, c) => c + 3],
    [(_g, r, c) => r * (c + 3), (_g, r, c) => r * (c + 3), (_g, r) => r],
    (k, [x, gamma, beta, y, hat, inverse], _g, r, c) =>
      k.layerNorm(x!, gamma!, beta!, y!, hat!, inverse!, r, c + 3, 1e-5),
  ),
  layerNormBackward: rows(
    [(_g, r, c) => r * c, (_g, r, c) => r * c, (_g, r) => r, (_g, _r, c) => c],
    [(_g, r, c) => r * c],
    (k, [dy, hat, inverse, gamma, dx], _g, r, c, acc) =>
      k.layerNormBackward(dy!, hat!, inverse!, gamma!, dx!, r, c, acc),
  ),
  l2Normalize: rows(
    [(_g, r, c) => r * c],
    [(_g, r, c) => r * c, (_g, r) => r],
    (k, [x, y, inverse], _g, r, c) => k.l2Normalize(x!, y!, inverse!, r, c),
  ),
  l2NormalizeBackward: rows(
    [(_g, r, c) => r * c, (_g, r, c) => r * c, (_g, r) => r],
    [(_g, r, c) => r * c],
    (k, [dy, y, inverse, dx], _g, r, c, acc) => k.l2NormalizeBackward(dy!, y!, inverse!, dx!, r, c, acc),
  ),
  logSumExp: rows([(_g, r, c) => r * c], [(_g, r) => r], (k, [x, y], _g, r, c) => k.logSumExp(x!, y!, r, c)),
  logSumExpBackward: rows(
    [(_g, r, c) => r * c, (_g, r) => r, (_g, r) => r],
    [(_g, r, c) => r * c],
    (k, [x, y, dy, dx], _g, r, c, acc) => k.logSumExpBackward(x!, y!, dy!, dx!, r, c, acc),
  ),
  adam: () => {
    const n = size(100);
    return {
      inputs: [n],
      outputs: [n, n, n],
      positive: true,
      call: (k, [g, p, m, v]) => k.adam(p!, g!, m!, v!, n, 0.9, 0.999, 1e-2, 1.1, 1e-8),
    };
  },
};

type ElementwiseCall = (k: Kernels, at: Numbers, n: number, accumulate: number) => void;

function elementwise(name: string, inputs: number, call: ElementwiseCall, positive = false) {
  const make = (): Call => {
    const n = size(100);
    return {
      inputs: Array(inputs).fill(n),
      outputs: [n],
      positive,
      call: (k, at) => call(k, at, n, 0),
    };
  };
  return { [name]: make };
}

function accumulating(name: string, inputs: number, call: ElementwiseCall, positive = false) {
  const make = (): Call => {
    const [n, accumulate] = [size(100), random.integer(0, 1)];
    return {
      inputs: Array(inputs).fill(n),
      outputs: [n],
      positive,
      call: (k, at) => call(k, at, n, accumulate),
    };
  };
  return { [name]: make };
}

type Length = (groups: number, rows: number, columns: number) => number;
type RowsCall = (k: Kernels, at: Numbers, g: number, r: number, c: number, accumulate: number) => void;

function rows(inputs: readonly Length[], outputs: readonly Length[], call: RowsCall) {
  return (): Call => {
    const [g, r, c, accumulate] = [size(4), size(9), size(40), random.integer(0, 1)];
    return {
      inputs: inputs.map((length) => length(g, r, c)),
      outputs: outputs.map((length) => length(g, r, c)),
      call: (k, at) => call(k, at, g, r, c, accumulate),
    };
  };
}

function run(device: Device, call: Call, content: readonly Float32Array[]): Float32Array[] {
  const at = content.map((values) => {
    const offset = device.arena.allocate(values.length);
    device.arena.values.set(values, offset);
    return offset;
  });
  call.call(device.kernels, at);
  return at
    .slice(call.inputs.length)
    .map((offset, i) => Float32Array.from(device.arena.values.subarray(offset, offset + call.outputs[i]!)));
}

describe("WASM kernels agree with their plain twins on random shapes, and with themselves bit for bit", () => {
  test.each(Object.entries(cases))("%s", (_name, make) => {
    for (let round = 0; round < 25; round++) {
      const call = make();
      const content = [...call.inputs, ...call.outputs].map((length) =>
        Float32Array.from({ length }, () =>
          call.positive ? 0.1 + 3 * random.uniform() : 4 * random.uniform() - 2,
        ),
      );
      const wasm = run(createDevice("wasm"), call, content);
      const again = run(createDevice("wasm"), call, content);
      const plain = run(createDevice("plain"), call, content);
      wasm.forEach((values, output) => {
        expect(Buffer.from(values.buffer).equals(Buffer.from(again[output]!.buffer))).toBe(true);
        values.forEach((value, i) => {
          const want = plain[output]![i]!;
          expect(Math.abs(value - want)).toBeLessThanOrEqual(2e-5 * Math.max(1, Math.abs(want)));
        });
      });
    }
  });

  test("every kernel is covered", () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(createDevice("plain").kernels).sort());
    const wasm = Object.keys(createDevice("wasm").kernels).filter((name) => name !== "memory");
    expect(wasm.sort()).toEqual(Object.keys(cases).sort());
  });
});

test("dropout drops the share it is told, and scales the rest", () => {
  const device = createDevice("wasm");
  const [n, rate] = [100_000, 0.1];
  const [x, y] = [device.arena.allocate(n), device.arena.allocate(n)];
  device.kernels.fill(x, n, 1);
  device.kernels.dropout(x, y, n, 5, Math.floor(rate * 2 ** 32), 1 / (1 - rate), 0);
  const kept = device.arena.values.subarray(y, y + n).filter((value) => value !== 0);
  expect(kept.length / n).toBeGreaterThan(0.895);
  expect(kept.length / n).toBeLessThan(0.905);
  expect(kept.every((value) => value === Math.fround(1 / 0.9))).toBe(true);
});
