import { BAND_COUNT } from "../effects/index.ts";
import { choleskyFactor, choleskySolve } from "../math/index.ts";
import type { CurveDecoder } from "./mixture.ts";
import { latentDeviation, type WordSpace } from "./word-space.ts";

/** A curve as the data have them, and what was taken away to make it so. */
export interface CurveShape {
  /** Shape `[40]`: mean 0 and rms 1; all 0 of a flat curve. */
  readonly shape: Float64Array;
  readonly mean: number;
  /** rms around the mean, in the curve's unit. */
  readonly depth: number;
}

/** Brings a curve to mean 0 and rms 1, as every row of the data is. */
export function shapeOf(curve: ArrayLike<number>): CurveShape {
  let mean = 0;
  for (let band = 0; band < curve.length; band++) mean += curve[band]! / curve.length;
  let square = 0;
  for (let band = 0; band < curve.length; band++) square += (curve[band]! - mean) ** 2 / curve.length;
  const depth = Math.sqrt(square);
  return {
    shape: Float64Array.from(curve, (value) => (depth > 0 ? (value - mean) / depth : 0)),
    mean,
    depth,
  };
}

/** How far to either side of the flat curve the decoder's slopes are taken, in coordinates: half of people's spread. */
const SLOPE_STEP = 0.5;
/** Share of the slopes' mean square that is added to each, so that one that the decoder ignores does no harm. */
const RIDGE = 1e-9;

/**
 * The way from curves back to coordinates of the word space without the encoder: least squares, the decoder taken as linear
 * about the flat curve. It is exactly odd: the inverse curve has the coordinates with the other sign.
 *
 * @returns Shape `[size][40]`: a coordinate is the sum of a row times the curve, z units.
 */
export function invertDecoder(space: WordSpace, decoder: CurveDecoder): readonly Float64Array[] {
  const { size, origin } = space;
  const at = (d: number, step: number): Float64Array => {
    const coordinates = new Float64Array(size);
    coordinates[d] = step;
    const curve = new Float64Array(BAND_COUNT);
    decoder.decode(
      latentDeviation(space, coordinates).map((value, k) => origin[k]! + value),
      curve,
    );
    return curve;
  };
  const slopes = Array.from({ length: size }, (_, d) => {
    const low = at(d, -SLOPE_STEP);
    return at(d, SLOPE_STEP).map((value, band) => (value - low[band]!) / (2 * SLOPE_STEP));
  });
  const products = new Float64Array(size * size);
  let trace = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) products[i * size + j] = dot(slopes[i]!, slopes[j]!);
    trace += products[i * size + i]!;
  }
  for (let i = 0; i < size; i++) products[i * size + i]! += (RIDGE * trace) / size + Number.MIN_VALUE;
  choleskyFactor(products, size);
  const inversion = slopes.map(() => new Float64Array(BAND_COUNT));
  const column = new Float64Array(size);
  for (let band = 0; band < BAND_COUNT; band++) {
    for (let d = 0; d < size; d++) column[d] = slopes[d]![band]!;
    choleskySolve(products, size, column);
    for (let d = 0; d < size; d++) inversion[d]![band] = column[d]!;
  }
  return inversion;
}

/** `Σ a_i b_i`. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
