import { decodeBase64 } from "../../math/index.ts";
import { COEFFICIENTS_PER_SECTION } from "../biquad.ts";
import { type CascadeKernel, FRAMES_PER_PIECE, STATE_SIZE } from "./cascade-kernel.ts";
import { kernelBytesBase64 } from "./wasm-bytes.ts";

const BYTES_PER_VALUE = 8;
const VALUES_PER_PAGE = 65_536 / BYTES_PER_VALUE;
/** Two lanes hold two channels. */
const LANES = 2;
/** Where the coefficients start, in values; before them the samples of one piece, interleaved. */
const COEFFICIENTS_AT = LANES * FRAMES_PER_PIECE;

/** What ./assembly/cascade.ts exports; addresses in bytes. */
interface Exports {
  silenceNonFinite(frames: number, frameCount: number): number;
  filter(frames: number, frameCount: number, coefficients: number, state: number, sections: number): void;
}

/**
 * The SIMD kernel, compiled anew. All its cascades share one small memory as a workbench: a piece of sound, the
 * coefficients and the filter memory are put on it, filtered and taken back. So a cascade owns nothing that the
 * garbage collector does not see, and there may be any number of them (an own WebAssembly memory for each would
 * reserve gigabytes of addresses each time).
 *
 * @returns undefined where the engine has no WASM SIMD, or refuses to compile (a content security policy).
 */
export function createWasmCascade(): CascadeKernel | undefined {
  try {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const module = new WebAssembly.Module(decodeBase64(kernelBytesBase64));
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return new Workbench(memory, exports as unknown as Exports);
  } catch {
    return undefined;
  }
}

class Workbench implements CascadeKernel {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  #values: Float64Array;
  /** The coefficients that lie on the bench. */
  #loaded: Float64Array | undefined;

  constructor(memory: WebAssembly.Memory, exports: Exports) {
    this.#memory = memory;
    this.#exports = exports;
    this.#values = new Float64Array(memory.buffer);
  }

  reserve(sectionCount: number): void {
    const needed = COEFFICIENTS_AT + sectionCount * (LANES * COEFFICIENTS_PER_SECTION + STATE_SIZE);
    const missing = Math.ceil((needed - this.#values.length) / VALUES_PER_PAGE);
    if (missing <= 0) return;
    this.#memory.grow(missing);
    this.#values = new Float64Array(this.#memory.buffer);
  }

  filter(
    coefficients: Float64Array,
    state: Float64Array,
    left: Float64Array,
    right: Float64Array | undefined,
    start: number,
    end: number,
  ): number {
    const values = this.#values;
    if (this.#loaded !== coefficients) this.#load(coefficients);
    const stateAt = COEFFICIENTS_AT + LANES * coefficients.length;
    values.set(state, stateAt);
    interleave(left, right, start, end, values);
    const silenced = this.#exports.silenceNonFinite(0, end - start);
    const sections = coefficients.length / COEFFICIENTS_PER_SECTION;
    const coefficientBytes = COEFFICIENTS_AT * BYTES_PER_VALUE;
    this.#exports.filter(0, end - start, coefficientBytes, stateAt * BYTES_PER_VALUE, sections);
    deinterleave(values, left, right, start, end);
    for (let index = 0; index < state.length; index++) state[index] = values[stateAt + index]!;
    return silenced;
  }

  #load(coefficients: Float64Array): void {
    const values = this.#values;
    for (let index = 0, at = COEFFICIENTS_AT; index < coefficients.length; index++, at += LANES) {
      values[at] = coefficients[index]!;
      values[at + 1] = coefficients[index]!;
    }
    this.#loaded = coefficients;
  }
}

function interleave(
  left: Float64Array,
  right: Float64Array | undefined,
  start: number,
  end: number,
  frames: Float64Array,
): void {
  if (right === undefined) {
    for (let frame = start, at = 0; frame < end; frame++, at += LANES) {
      frames[at] = left[frame]!;
      frames[at + 1] = 0;
    }
  } else {
    for (let frame = start, at = 0; frame < end; frame++, at += LANES) {
      frames[at] = left[frame]!;
      frames[at + 1] = right[frame]!;
    }
  }
}

function deinterleave(
  frames: Float64Array,
  left: Float64Array,
  right: Float64Array | undefined,
  start: number,
  end: number,
): void {
  if (right === undefined) {
    for (let frame = start, at = 0; frame < end; frame++, at += LANES) left[frame] = frames[at]!;
  } else {
    for (let frame = start, at = 0; frame < end; frame++, at += LANES) {
      left[frame] = frames[at]!;
      right[frame] = frames[at + 1]!;
    }
  }
}
