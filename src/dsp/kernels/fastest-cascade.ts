import type { CascadeKernel } from "./cascade-kernel.ts";
import { plainCascade } from "./plain-cascade.ts";
import { createWasmCascade } from "./wasm-cascade.ts";

let fastest: CascadeKernel | undefined;

/** WASM SIMD where the engine runs it, else plain TypeScript. Compiled when first needed. */
export function fastestCascade(): CascadeKernel {
  fastest ??= createWasmCascade() ?? plainCascade;
  return fastest;
}
