/** Throws unless every value is a finite number. @param what "lineChart: y of "warm"". */
export function assertFinite(what: string, ...values: readonly (number | undefined)[]): void {
  for (const value of values) {
    if (value !== undefined && !Number.isFinite(value)) {
      throw new RangeError(`${what} must be finite, got ${value}`);
    }
  }
}

/** Throws unless a count is within 1..most. @param what "lineChart: series". */
export function assertCount(what: string, count: number, most: number): void {
  if (!(count >= 1 && count <= most)) {
    throw new RangeError(`${what} must hold 1..${most} entries, got ${count}`);
  }
}

/** Throws unless an interval's ends are finite, both there or both absent, and in their order. */
export function assertInterval(what: string, low: number | undefined, high: number | undefined): void {
  assertFinite(what, low, high);
  if ((low === undefined) !== (high === undefined) || (low ?? 0) > (high ?? 0)) {
    throw new RangeError(`${what} must have a low and a high end in that order, got ${low} and ${high}`);
  }
}
