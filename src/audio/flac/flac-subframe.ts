import { AudioError } from "../audio-error.ts";
import type { BitReader } from "./flac-bits.ts";

/** Predictors of order 0..4 without coefficients of their own (RFC 9639, section 9.2.5). */
const FIXED: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

/**
 * Reads one channel of a frame (RFC 9639, section 9.2) into `samples`, as whole numbers.
 *
 * @param bitsPerSample 4..33: the side channel has one bit more.
 * @throws AudioError `format`, OutOfBits.
 */
export function readSubframe(
  bits: BitReader,
  samples: Float64Array,
  frameCount: number,
  bitsPerSample: number,
): void {
  if (bits.unsigned(1) !== 0) refuse("begin with a zero bit, got a one");
  const type = bits.unsigned(6);
  const wasted = bits.unsigned(1) === 1 ? bits.unary() + 1 : 0;
  const width = bitsPerSample - wasted;
  if (width < 1) refuse(`leave bits to its samples, got ${wasted} wasted of ${bitsPerSample}`);
  if (type === 0) samples.fill(bits.signed(width), 0, frameCount);
  else if (type === 1) for (let i = 0; i < frameCount; i++) samples[i] = bits.signed(width);
  else if (type >= 8 && type <= 12) {
    const order = type - 8;
    readWarmUp(bits, samples, order, frameCount, width);
    readResiduals(bits, samples, frameCount, order);
    predict(samples, frameCount, FIXED[order]!, 0);
  } else if (type >= 32) {
    const order = type - 31;
    readWarmUp(bits, samples, order, frameCount, width);
    const precision = bits.unsigned(4) + 1;
    if (precision === 16) refuse("have coefficients of at most 15 bits, got the code for 16");
    const shift = bits.signed(5);
    if (shift < 0) refuse(`shift its prediction right, got ${shift}`);
    const coefficients = Array.from({ length: order }, () => bits.signed(precision));
    readResiduals(bits, samples, frameCount, order);
    predict(samples, frameCount, coefficients, shift);
  } else refuse(`be of a known type, got ${type}`);
  if (wasted > 0) {
    const factor = 2 ** wasted;
    for (let i = 0; i < frameCount; i++) samples[i]! *= factor;
  }
}

function readWarmUp(
  bits: BitReader,
  samples: Float64Array,
  order: number,
  frameCount: number,
  width: number,
): void {
  if (order > frameCount) refuse(`predict from at most ${frameCount} samples, got ${order}`);
  for (let i = 0; i < order; i++) samples[i] = bits.signed(width);
}

/** Section 9.2.7: partitions of equal length, the first one shorter by the predictor's order. */
function readResiduals(bits: BitReader, samples: Float64Array, frameCount: number, order: number): void {
  const method = bits.unsigned(2);
  if (method > 1) refuse(`code its residuals by Rice's method, got ${method}`);
  const parameterBits = method === 0 ? 4 : 5;
  const partitionCount = 2 ** bits.unsigned(4);
  const length = frameCount / partitionCount;
  if (!Number.isInteger(length) || length < order) {
    refuse(`divide ${frameCount} samples evenly past the first ${order}, got ${partitionCount} partitions`);
  }
  for (let partition = 0; partition < partitionCount; partition++) {
    const from = partition === 0 ? order : partition * length;
    const to = (partition + 1) * length;
    const parameter = bits.unsigned(parameterBits);
    if (parameter < 2 ** parameterBits - 1) bits.rice(samples, from, to, parameter);
    else {
      const width = bits.unsigned(5);
      for (let i = from; i < to; i++) samples[i] = bits.signed(width);
    }
  }
}

/** Adds to every residual what is predicted from the samples before it, rounded down. */
function predict(
  samples: Float64Array,
  frameCount: number,
  coefficients: readonly number[],
  shift: number,
): void {
  const order = coefficients.length;
  if (order === 0) return;
  const scale = 2 ** -shift;
  const weights = Float64Array.from(coefficients).reverse(); // oldest sample first
  for (let i = order; i < frameCount; i++) {
    let even = 0;
    let odd = 0;
    let k = 0;
    for (let j = i - order; k + 1 < order; k += 2, j += 2) {
      even += weights[k]! * samples[j]!;
      odd += weights[k + 1]! * samples[j + 1]!;
    }
    if (k < order) even += weights[k]! * samples[i - 1]!;
    samples[i]! += Math.floor((even + odd) * scale);
  }
}

function refuse(problem: string): never {
  throw new AudioError("format", `FLAC subframe must ${problem}: the audio is damaged`);
}
