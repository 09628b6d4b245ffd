import type { BitWriter } from "./bit-writer.ts";
import { fixedResidual, MAX_FIXED_ORDER, sumFixedResiduals } from "./fixed-prediction.ts";
import {
  findLinearPredictor,
  type LinearPredictor,
  linearResidual,
  MAX_LINEAR_ORDER,
} from "./linear-prediction.ts";
import { createRicePlan, planRice, type RicePlan, writeRice } from "./rice.ts";

/** Below this a block is too short for a linear predictor to pay. */
const MIN_LINEAR_COUNT = 4 * MAX_LINEAR_ORDER;

/** Codes one channel's block; keeps its work space between blocks. */
export class SubframeEncoder {
  readonly #residual: Int32Array;
  readonly #shifted: Int32Array;
  readonly #fixedSums = new Float64Array(MAX_FIXED_ORDER + 1);
  readonly #plan: RicePlan = createRicePlan();

  /** @param blockFrames Samples of a block at most. */
  constructor(blockFrames: number) {
    this.#residual = new Int32Array(blockFrames);
    this.#shifted = new Int32Array(blockFrames);
  }

  /**
   * Writes a subframe (RFC 9639, 9.2): a constant, the samples as they are, or the residual of a predictor, whichever
   * is expected to be shortest. Bits that are 0 in every sample are left out.
   *
   * @param count Samples, at least 1. @param bits Of a sample, up to 25.
   */
  write(bits: BitWriter, samples: Int32Array, count: number, sampleBits: number): void {
    if (isConstant(samples, count)) {
      bits.put(0, 8);
      bits.putSigned(samples[0]!, sampleBits);
      return;
    }
    const { union, largest } = extentOf(samples, count);
    const wasted = 31 - Math.clz32(union & -union);
    if (wasted === 0) {
      this.#writePredicted(bits, samples, count, sampleBits, 0, largest);
      return;
    }
    for (let i = 0; i < count; i++) this.#shifted[i] = samples[i]! >> wasted;
    this.#writePredicted(bits, this.#shifted, count, sampleBits - wasted, wasted, largest >> wasted);
  }

  #writePredicted(
    bits: BitWriter,
    samples: Int32Array,
    count: number,
    sampleBits: number,
    wasted: number,
    largest: number,
  ): void {
    const parameterBits = sampleBits > 17 ? 5 : 4;
    const fixed = this.#findFixed(samples, count, sampleBits);
    const linear = count >= MIN_LINEAR_COUNT ? findLinearPredictor(samples, count, sampleBits) : undefined;
    const verbatimBits = count * sampleBits;
    if (
      linear !== undefined &&
      linear.expectedBits < fixed.expectedBits &&
      linearResidual(samples, count, linear.predictor, largest, this.#residual)
    ) {
      const { predictor } = linear;
      planRice(this.#residual, count, predictor.order, parameterBits, this.#plan);
      if (predictor.order * (sampleBits + predictor.precision) + 9 + this.#plan.bits < verbatimBits) {
        writeHead(bits, 0b100000 | (predictor.order - 1), wasted);
        this.#writeWarmUp(bits, samples, predictor.order, sampleBits);
        writePredictor(bits, predictor);
        writeRice(bits, this.#residual, count, predictor.order, this.#plan);
        return;
      }
    }
    fixedResidual(samples, count, fixed.order, this.#residual);
    planRice(this.#residual, count, fixed.order, parameterBits, this.#plan);
    if (fixed.order * sampleBits + this.#plan.bits < verbatimBits) {
      writeHead(bits, 0b001000 | fixed.order, wasted);
      this.#writeWarmUp(bits, samples, fixed.order, sampleBits);
      writeRice(bits, this.#residual, count, fixed.order, this.#plan);
      return;
    }
    writeHead(bits, 0b000001, wasted);
    this.#writeWarmUp(bits, samples, count, sampleBits);
  }

  /** The fixed order that promises least, and the bits of it: the entropy of a Laplacian of that mean, per sample. */
  #findFixed(
    samples: Int32Array,
    count: number,
    sampleBits: number,
  ): { order: number; expectedBits: number } {
    if (count <= MAX_FIXED_ORDER) return { order: 0, expectedBits: count * sampleBits };
    sumFixedResiduals(samples, count, this.#fixedSums);
    let best = { order: 0, expectedBits: Number.POSITIVE_INFINITY };
    for (let order = 0; order <= MAX_FIXED_ORDER; order++) {
      const mean = this.#fixedSums[order]! / (count - MAX_FIXED_ORDER);
      const perSample = Math.max(0, Math.log2(Math.LN2 * mean));
      const expectedBits = perSample * (count - order) + order * sampleBits;
      if (expectedBits < best.expectedBits) best = { order, expectedBits };
    }
    return best;
  }

  #writeWarmUp(bits: BitWriter, samples: Int32Array, order: number, sampleBits: number): void {
    for (let i = 0; i < order; i++) bits.putSigned(samples[i]!, sampleBits);
  }
}

/** A zero, the kind in six bits, and how many low bits are left out, in unary. */
function writeHead(bits: BitWriter, kind: number, wasted: number): void {
  bits.put((kind << 1) | (wasted > 0 ? 1 : 0), 8);
  if (wasted > 0) bits.put(1, wasted);
}

function writePredictor(bits: BitWriter, { order, precision, shift, coefficients }: LinearPredictor): void {
  bits.put(precision - 1, 4);
  bits.putSigned(shift, 5);
  for (let j = 0; j < order; j++) bits.putSigned(coefficients[j]!, precision);
}

function isConstant(samples: Int32Array, count: number): boolean {
  const first = samples[0]!;
  for (let i = 1; i < count; i++) if (samples[i] !== first) return false;
  return true;
}

/** All samples' bits together, and a bound on the largest magnitude. */
function extentOf(samples: Int32Array, count: number): { union: number; largest: number } {
  let union = 0;
  let magnitude = 0;
  for (let i = 0; i < count; i++) {
    const value = samples[i]!;
    union |= value;
    magnitude |= value ^ (value >> 31);
  }
  return { union, largest: magnitude + 1 };
}
