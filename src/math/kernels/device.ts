import { type Arena, createPlainArena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import { plainElementwise } from "./plain-elementwise.ts";
import { plainMatmul } from "./plain-matmul.ts";
import { plainRows } from "./plain-rows.ts";
import { createWasmKernels, isWasmSupported } from "./wasm.ts";

/**
 * Where the numbers live and what computes on them.
 * - `wasm`: SIMD kernels, single precision; the one that ships.
 * - `plain`: the TypeScript twin, single-precision storage with double-precision sums; fallback and oracle.
 * - `plain64`: the twin in double precision throughout, for checking gradients by finite differences.
 */
export type DeviceKind = "wasm" | "plain" | "plain64";

export interface Device {
  readonly kind: DeviceKind;
  readonly kernels: Kernels;
  readonly arena: Arena;
}

/** A new device with an empty arena. Default: `wasm` where the engine has SIMD, else `plain`. */
export function createDevice(kind: DeviceKind = isWasmSupported() ? "wasm" : "plain"): Device {
  if (kind === "wasm") return { kind, ...createWasmKernels() };
  const arena = createPlainArena(kind === "plain64" ? "double" : "single");
  const kernels = { ...plainMatmul(arena), ...plainElementwise(arena), ...plainRows(arena) };
  return { kind, kernels, arena };
}
