/** A natural cubic spline over fixed knots. It is planned once; `setValues` and `at` allocate nothing. */
export interface NaturalSpline {
  /** Number of knots. */
  readonly size: number;
  /**
   * Takes new values at the knots (they are copied).
   *
   * @param values Shape `[size]`, finite, any unit.
   */
  setValues(values: ArrayLike<number>): void;
  /** The spline at `x`, in the unit of the knots; outside the knots the value of the nearest end. */
  at(x: number): number;
}

/**
 * Plans a natural cubic spline, the smoothest curve through its points: between two knots `h` apart it is
 * `a·y₀ + b·y₁ + ((a³ − a)·M₀ + (b³ − b)·M₁)·h²/6` with `a = (x₁ − x)/h` and `b = 1 − a`. The second
 * derivatives `M` are 0 at both ends and solve `h₋·M₋ + 2(h₋ + h)·M + h·M₊ = 6(s − s₋)` between them, `s`
 * being the slopes of the chords (Press et al., Numerical Recipes, section 3.3). Before the first knot and
 * after the last it stays constant: a cubic must not be extrapolated.
 *
 * @param knots Shape `[size]`, at least 2, strictly increasing; copied. All values are 0 until the first `setValues`.
 * @throws RangeError if there are fewer than two knots or they do not increase.
 */
export function createNaturalSpline(knots: ArrayLike<number>): NaturalSpline {
  const size = knots.length;
  assertKnots(knots);
  const x = Float64Array.from(knots);
  const y = new Float64Array(size);
  const curvature = new Float64Array(size);
  // The tridiagonal matrix is the same for all values, so its elimination is done here, once.
  const pivot = new Float64Array(size);
  const upper = new Float64Array(size);
  for (let knot = 1; knot < size - 1; knot++) {
    const before = x[knot]! - x[knot - 1]!;
    const after = x[knot + 1]! - x[knot]!;
    pivot[knot] = 2 * (before + after) - before * upper[knot - 1]!;
    upper[knot] = after / pivot[knot]!;
  }

  function setValues(values: ArrayLike<number>): void {
    if (values.length !== size) {
      throw new RangeError(`NaturalSpline.setValues: values must hold ${size} numbers, got ${values.length}`);
    }
    for (let knot = 0; knot < size; knot++) y[knot] = values[knot]!;
    for (let knot = 1; knot < size - 1; knot++) {
      const before = x[knot]! - x[knot - 1]!;
      const slopeBefore = (y[knot]! - y[knot - 1]!) / before;
      const slopeAfter = (y[knot + 1]! - y[knot]!) / (x[knot + 1]! - x[knot]!);
      curvature[knot] = (6 * (slopeAfter - slopeBefore) - before * curvature[knot - 1]!) / pivot[knot]!;
    }
    for (let knot = size - 2; knot > 0; knot--) curvature[knot]! -= upper[knot]! * curvature[knot + 1]!;
  }

  function at(position: number): number {
    if (position <= x[0]!) return y[0]!;
    if (position >= x[size - 1]!) return y[size - 1]!;
    let low = 0;
    let high = size - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (x[middle]! <= position) low = middle;
      else high = middle;
    }
    const width = x[high]! - x[low]!;
    const a = (x[high]! - position) / width;
    const b = (position - x[low]!) / width;
    const bend = (a * a * a - a) * curvature[low]! + (b * b * b - b) * curvature[high]!;
    return a * y[low]! + b * y[high]! + (bend * width * width) / 6;
  }

  return { size, setValues, at };
}

function assertKnots(knots: ArrayLike<number>): void {
  if (knots.length < 2) {
    throw new RangeError(`createNaturalSpline: knots must hold at least 2 numbers, got ${knots.length}`);
  }
  for (let knot = 0; knot < knots.length; knot++) {
    const increases = knot === 0 || knots[knot]! > knots[knot - 1]!;
    if (!Number.isFinite(knots[knot]) || !increases) {
      throw new RangeError(
        `createNaturalSpline: knots must be finite and strictly increasing, got ${knots[knot]} at ${knot}`,
      );
    }
  }
}
