import { decodeBase64 } from "../base64.ts";
import { type Arena, padded } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import { kernelBytesBase64 } from "./wasm-bytes.ts";

/** The kernels use no memory of their own, but address 0 stays free so that no tensor has it. */
const FIRST_ELEMENT = 16;
const ELEMENTS_PER_PAGE = 16_384;

/** True where this engine runs WASM SIMD; elsewhere the plain kernels serve. */
export function isWasmSupported(): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(kernelBytes());
}

/** Compiles the SIMD kernels over a new memory. Throws what WebAssembly throws if SIMD is missing. */
export function createWasmKernels(): { kernels: Kernels; arena: Arena } {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const instance = new WebAssembly.Instance(compiledKernels(), { env: { memory } });
  let values = new Float32Array(memory.buffer);
  let top = FIRST_ELEMENT;
  const arena: Arena = {
    get values(): Float32Array {
      return values;
    },
    allocate(length: number): number {
      const offset = top;
      top += padded(length);
      const missing = Math.ceil((top - values.length) / ELEMENTS_PER_PAGE);
      if (missing > 0) {
        memory.grow(Math.max(missing, values.length / ELEMENTS_PER_PAGE / 4));
        values = new Float32Array(memory.buffer);
      }
      return offset;
    },
  };
  return { kernels: instance.exports as unknown as Kernels, arena };
}

let compiled: WebAssembly.Module | undefined;

function compiledKernels(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(kernelBytes());
  return compiled;
}

let decoded: Uint8Array | undefined;

/** The compiled kernels; also part of what a bundle's code hash covers. */
function kernelBytes(): Uint8Array {
  decoded ??= decodeBase64(kernelBytesBase64);
  return decoded;
}
