import { COEFFICIENTS_PER_SECTION } from "../biquad.ts";
import { silenceNonFinite } from "../non-finite.ts";
import { type CascadeKernel, STATE_SIZE } from "./cascade-kernel.ts";

/**
 * Runs everywhere, and says what the SIMD kernel must give. One channel alone leaves the processor idle half of the
 * time, as a recursion waits for its own last output; two in one loop fill the gaps. More sections in one loop were
 * slower in V8, which runs out of registers.
 */
export const plainCascade: CascadeKernel = {
  reserve() {},
  filter(coefficients, state, left, right, start, end) {
    let silenced = silenceNonFinite(left, start, end);
    if (right !== undefined) silenced += silenceNonFinite(right, start, end);
    let memory = 0;
    for (let at = 0; at < coefficients.length; at += COEFFICIENTS_PER_SECTION) {
      if (right === undefined) filterOne(left, start, end, coefficients, at, state, memory);
      else filterPair(left, right, start, end, coefficients, at, state, memory);
      memory += STATE_SIZE;
    }
    return silenced;
  },
};

function filterOne(
  samples: Float64Array,
  start: number,
  end: number,
  coefficients: Float64Array,
  at: number,
  state: Float64Array,
  stateAt: number,
): void {
  const b0 = coefficients[at]!;
  const b1 = coefficients[at + 1]!;
  const b2 = coefficients[at + 2]!;
  const a1 = coefficients[at + 3]!;
  const a2 = coefficients[at + 4]!;
  let u = state[stateAt]!;
  let v = state[stateAt + 2]!;
  for (let frame = start; frame < end; frame++) {
    const x = samples[frame]!;
    const y = b0 * x + u;
    u = b1 * x + v - a1 * y;
    v = b2 * x - a2 * y;
    samples[frame] = y;
  }
  state[stateAt] = u;
  state[stateAt + 2] = v;
}

function filterPair(
  left: Float64Array,
  right: Float64Array,
  start: number,
  end: number,
  coefficients: Float64Array,
  at: number,
  state: Float64Array,
  stateAt: number,
): void {
  const b0 = coefficients[at]!;
  const b1 = coefficients[at + 1]!;
  const b2 = coefficients[at + 2]!;
  const a1 = coefficients[at + 3]!;
  const a2 = coefficients[at + 4]!;
  let uLeft = state[stateAt]!;
  let uRight = state[stateAt + 1]!;
  let vLeft = state[stateAt + 2]!;
  let vRight = state[stateAt + 3]!;
  for (let frame = start; frame < end; frame++) {
    const xLeft = left[frame]!;
    const xRight = right[frame]!;
    const yLeft = b0 * xLeft + uLeft;
    const yRight = b0 * xRight + uRight;
    uLeft = b1 * xLeft + vLeft - a1 * yLeft;
    uRight = b1 * xRight + vRight - a1 * yRight;
    vLeft = b2 * xLeft - a2 * yLeft;
    vRight = b2 * xRight - a2 * yRight;
    left[frame] = yLeft;
    right[frame] = yRight;
  }
  state[stateAt] = uLeft;
  state[stateAt + 1] = uRight;
  state[stateAt + 2] = vLeft;
  state[stateAt + 3] = vRight;
}
