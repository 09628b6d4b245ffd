import type { Tape } from "./tape.ts";
import { type Tensor, viewOf } from "./tensor.ts";

function assertSameShape(name: string, a: Tensor, b: Tensor): void {
  if (a.shape.length !== b.shape.length || a.shape.some((length, axis) => length !== b.shape[axis])) {
    throw new RangeError(`${name}: both shapes must be equal, got [${a.shape}] and [${b.shape}]`);
  }
}

type UnaryForward = (x: number, y: number, n: number) => void;
type UnaryBackward = (x: Tensor, y: Tensor, accumulate: number) => void;

function unary(tape: Tape, x: Tensor, forward: UnaryForward, backward: UnaryBackward): Tensor {
  const y = tape.result(x.shape, [x]);
  return tape.record({
    inputs: [x],
    output: y,
    forward: () => forward(x.offset, y.offset, x.size),
    backward: (accumulate) => backward(x, y, accumulate[0]!),
  });
}

/** max(0, x). */
export function relu(tape: Tape, x: Tensor): Tensor {
  const { kernels } = tape.device;
  return unary(tape, x, kernels.relu, (input, y, accumulate) =>
    kernels.reluBackward(y.offset, y.gradient, input.gradient, y.size, accumulate),
  );
}

export function tanh(tape: Tape, x: Tensor): Tensor {
  const { kernels } = tape.device;
  return unary(tape, x, kernels.tanh, (input, y, accumulate) =>
    kernels.tanhBackward(y.offset, y.gradient, input.gradient, y.size, accumulate),
  );
}

/** 1 / (1 + e^-x). */
export function sigmoid(tape: Tape, x: Tensor): Tensor {
  const { kernels } = tape.device;
  return unary(tape, x, kernels.sigmoid, (input, y, accumulate) =>
    kernels.sigmoidBackward(y.offset, y.gradient, input.gradient, y.size, accumulate),
  );
}

export function exp(tape: Tape, x: Tensor): Tensor {
  const { kernels } = tape.device;
  return unary(tape, x, kernels.exp, (input, y, accumulate) =>
    kernels.multiply(y.gradient, y.offset, input.gradient, y.size, accumulate),
  );
}

/** Natural logarithm; x must be positive. */
export function log(tape: Tape, x: Tensor): Tensor {
  const { kernels } = tape.device;
  return unary(tape, x, kernels.log, (input, y, accumulate) =>
    kernels.divide(y.gradient, input.offset, input.gradient, y.size, accumulate),
  );
}

/** Square root; x must be positive where its gradient is wanted. */
export function sqrt(tape: Tape, x: Tensor): Tensor {
  const { kernels } = tape.device;
  const half = tape.device.arena.allocate(x.size);
  return unary(tape, x, kernels.sqrt, (input, y, accumulate) => {
    kernels.scale(y.gradient, half, y.size, 0.5, 0);
    kernels.divide(half, y.offset, input.gradient, y.size, accumulate);
  });
}

export function sin(tape: Tape, x: Tensor): Tensor {
  const { kernels } = tape.device;
  return unary(tape, x, kernels.sin, (input, y, accumulate) =>
    kernels.sinBackward(input.offset, y.gradient, input.gradient, y.size, accumulate),
  );
}

/** scale · x + shift. */
export function affine(tape: Tape, x: Tensor, scale: number, shift = 0): Tensor {
  const { kernels } = tape.device;
  return unary(
    tape,
    x,
    (from, to, n) => kernels.affine(from, to, n, scale, shift),
    (input, y, accumulate) => kernels.scale(y.gradient, input.gradient, y.size, scale, accumulate),
  );
}

/** scaleA · a + scaleB · b. */
function combine(tape: Tape, a: Tensor, b: Tensor, scaleA: number, scaleB: number): Tensor {
  const { kernels } = tape.device;
  const y = tape.result(a.shape, [a, b]);
  return tape.record({
    inputs: [a, b],
    output: y,
    forward: () => kernels.combine(a.offset, b.offset, y.offset, y.size, scaleA, scaleB),
    backward: (accumulate) => {
      if (accumulate[0]! >= 0) kernels.scale(y.gradient, a.gradient, y.size, scaleA, accumulate[0]!);
      if (accumulate[1]! >= 0) kernels.scale(y.gradient, b.gradient, y.size, scaleB, accumulate[1]!);
    },
  });
}

export function add(tape: Tape, a: Tensor, b: Tensor): Tensor {
  assertSameShape("add", a, b);
  return combine(tape, a, b, 1, 1);
}

export function subtract(tape: Tape, a: Tensor, b: Tensor): Tensor {
  assertSameShape("subtract", a, b);
  return combine(tape, a, b, 1, -1);
}

/** Element by element. */
export function multiply(tape: Tape, a: Tensor, b: Tensor): Tensor {
  assertSameShape("multiply", a, b);
  const { kernels } = tape.device;
  const y = tape.result(a.shape, [a, b]);
  return tape.record({
    inputs: [a, b],
    output: y,
    forward: () => kernels.multiply(a.offset, b.offset, y.offset, y.size, 0),
    backward: (accumulate) => {
      if (accumulate[0]! >= 0) kernels.multiply(y.gradient, b.offset, a.gradient, y.size, accumulate[0]!);
      if (accumulate[1]! >= 0) kernels.multiply(y.gradient, a.offset, b.gradient, y.size, accumulate[1]!);
    },
  });
}

/** a / b, element by element; b must not be 0. */
export function divide(tape: Tape, a: Tensor, b: Tensor): Tensor {
  assertSameShape("divide", a, b);
  const { kernels } = tape.device;
  const y = tape.result(a.shape, [a, b]);
  return tape.record({
    inputs: [a, b],
    output: y,
    forward: () => kernels.divide(a.offset, b.offset, y.offset, y.size, 0),
    backward: (accumulate) => {
      if (accumulate[0]! >= 0) kernels.divide(y.gradient, b.offset, a.gradient, y.size, accumulate[0]!);
      if (accumulate[1]! >= 0) {
        kernels.divideBackwardDenominator(y.gradient, y.offset, b.offset, b.gradient, y.size, accumulate[1]!);
      }
    },
  });
}

export function square(tape: Tape, x: Tensor): Tensor {
  return multiply(tape, x, x);
}

/** The same numbers under another shape. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  return viewOf(x, shape);
}

/**
 * Inverted dropout (Srivastava et al. 2014): each element is 0 with probability `rate`, else divided by 1 - rate.
 * The mask is a hash of (seed, step, position, element), so it is the same on every engine and in the backward
 * pass. @param rate Within [0, 1).
 */
export function dropout(tape: Tape, x: Tensor, rate: number): Tensor {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout: rate must be within [0, 1), got ${rate}`);
  if (rate === 0) return x;
  const { kernels } = tape.device;
  const key = tape.keySource();
  const threshold = Math.floor(rate * 2 ** 32);
  const factor = 1 / (1 - rate);
  const y = tape.result(x.shape, [x]);
  return tape.record({
    inputs: [x],
    output: y,
    forward: () => kernels.dropout(x.offset, y.offset, y.size, key(), threshold, factor, 0),
    backward: (accumulate) =>
      kernels.dropout(y.gradient, x.gradient, y.size, key(), threshold, factor, accumulate[0]!),
  });
}
