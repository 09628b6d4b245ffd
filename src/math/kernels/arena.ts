/** One growing block of numbers that holds every tensor; the kernels name positions in it by element offset. */
export interface Arena {
  /** All elements; a new view after each growth, so read it afresh and do not keep it. */
  readonly values: Float32Array | Float64Array;
  /** Reserves `length` zeroed elements, padded to whole 4-element vectors. Returns their offset. */
  allocate(length: number): number;
}

/** Length rounded up to a whole number of 4-element vectors. */
export function padded(length: number): number {
  return (length + 3) & ~3;
}

/** An arena in ordinary memory: single precision for running, double precision for checking gradients. */
export function createPlainArena(precision: "single" | "double"): Arena {
  const make = (length: number): Float32Array | Float64Array =>
    precision === "single" ? new Float32Array(length) : new Float64Array(length);
  let values = make(1024);
  let top = 0;
  return {
    get values(): Float32Array | Float64Array {
      return values;
    },
    allocate(length: number): number {
      const offset = top;
      top += padded(length);
      if (top > values.length) {
        const grown = make(Math.max(top, 2 * values.length));
        grown.set(values);
        values = grown;
      }
      return offset;
    },
  };
}
