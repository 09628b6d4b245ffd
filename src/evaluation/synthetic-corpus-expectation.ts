import { cos, exponential, symmetricEigen } from "../math/index.ts";
import { consistencyAt, shownShare } from "./synthetic-corpus-listeners.ts";
import type { CorpusSource } from "./synthetic-corpus-source.ts";

/** Listeners that stand for all, at evenly spaced quantiles of consistency. */
const LISTENERS = 24;
/** Points of the integral over u; half as many change nothing in the sixth digit. */
const POINTS = 48;

/** A direction of curves, of length 1, and what people do along it. */
interface Direction {
  /** Shape `[40]`. */
  readonly along: Float64Array;
  /** Of people around their word. */
  readonly variance: number;
  /** What the flat curve's coordinates already have of it. */
  readonly offset: number;
  /** Shape `[size]`: what one unit of each coordinate adds. */
  readonly reach: Float64Array;
}

/**
 * The curve that the next person is expected to make, in z units, for the true effect of a word. A row is a curve
 * `x ~ N(m, V)` brought to mean 0 and deviation 1, so its expectation is `√40 E[x / |x|]`, which is shorter than m and,
 * where V is not round, of another shape. With `1 / |x| = (2 / √π) ∫ exp(−u² |x|²) du` (u from 0 to ∞) every direction in
 * which V is diagonal has a closed form, and one integral is left:
 * `E[x_k / |x|] = (2 / √π) ∫ m_k / (1 + 2 u² v_k) Π_j (1 + 2 u² v_j)^−½ exp(−u² m_j² / (1 + 2 u² v_j)) du`,
 * done by the midpoint rule in the angle of u; then the mean over listeners' consistencies. Exact where curves are linear
 * in their coordinates; a bundle's decoder departs from that by 0.01 % of the curves' variance.
 *
 * @returns From an effect, shape `[size]`, to shape `[40]`, a new array.
 */
export function createExpectation(source: CorpusSource): (effect: ArrayLike<number>) => Float64Array {
  const directions = directionsOf(source);
  const size = source.mean.length;
  const bands = directions[0]!.along.length;
  const total = directions.reduce((sum, { variance }) => sum + variance, 0);
  const listeners = listenersByShare();
  const points = Array.from({ length: POINTS }, (_, i) => {
    const secant = 1 / cos(((i + 0.5) * Math.PI) / (2 * POINTS)) ** 2;
    const square = (secant - 1) / total; // u²: its root is the tangent of an angle
    const spreads = directions.map(({ variance }) => 1 + 2 * square * variance);
    const width = (secant * Math.PI) / (2 * POINTS) / Math.sqrt(total);
    const density = spreads.reduce((product, spread) => product / Math.sqrt(spread), 1);
    return { square, spreads, weight: (2 / Math.sqrt(Math.PI)) * width * density };
  });

  return (effect) => {
    const expected = new Float64Array(directions.length);
    for (const { shown, weight: people } of listeners) {
      const center = directions.map(({ offset, reach }) => {
        let sum = offset;
        for (let d = 0; d < size; d++) sum += shown * (source.mean[d]! + effect[d]!) * reach[d]!;
        return sum;
      });
      for (const { square, spreads, weight } of points) {
        let exponent = 0;
        for (let k = 0; k < center.length; k++) exponent += center[k]! ** 2 / spreads[k]!;
        const density = people * weight * exponential(-square * exponent);
        for (let k = 0; k < center.length; k++) expected[k]! += (density * center[k]!) / spreads[k]!;
      }
    }
    const curve = new Float64Array(bands);
    directions.forEach(({ along }, k) => {
      for (let band = 0; band < bands; band++) curve[band]! += Math.sqrt(bands) * expected[k]! * along[band]!;
    });
    return curve;
  };
}

/** Directions in which people differ independently, and one for what the flat curve has beside them. */
function directionsOf({ mean, curveAt }: CorpusSource): Direction[] {
  const size = mean.length;
  const unit = (d: number, length: number) =>
    Float64Array.from({ length: size }, (_, i) => (i === d ? length : 0));
  const flat = centered(curveAt(new Float64Array(size)));
  const steps = Array.from({ length: size }, (_, d) => {
    const [up, down] = [curveAt(unit(d, 1)), curveAt(unit(d, -1))];
    return centered(up.map((value, band) => (value - down[band]!) / 2));
  });
  const bands = flat.length;
  const covariance = new Float64Array(bands * bands);
  for (const step of steps) {
    for (let i = 0; i < bands; i++) {
      for (let j = 0; j < bands; j++) covariance[i * bands + j]! += step[i]! * step[j]!;
    }
  }
  const { values, vectors } = symmetricEigen(covariance, bands);
  const directions: Direction[] = [];
  const rest = flat.slice();
  for (let k = 0; k < size && values[k]! > 1e-12 * values[0]!; k++) {
    const along = vectors.slice(k * bands, (k + 1) * bands);
    const offset = dot(along, flat);
    along.forEach((value, band) => {
      rest[band]! -= offset * value;
    });
    const reach = Float64Array.from(steps, (step) => dot(along, step));
    directions.push({ along, variance: values[k]!, offset, reach });
  }
  const length = Math.sqrt(dot(rest, rest));
  if (length > 1e-9) {
    const along = rest.map((value) => value / length);
    directions.push({ along, variance: 0, offset: length, reach: new Float64Array(size) });
  }
  return directions;
}

/** Listeners of whom the same shows are one. */
function listenersByShare(): { shown: number; weight: number }[] {
  const weights = new Map<number, number>();
  for (let i = 0; i < LISTENERS; i++) {
    const shown = shownShare(consistencyAt((i + 0.5) / LISTENERS));
    weights.set(shown, (weights.get(shown) ?? 0) + 1 / LISTENERS);
  }
  return Array.from(weights, ([shown, weight]) => ({ shown, weight }));
}

function centered(curve: Float64Array): Float64Array {
  const mean = curve.reduce((sum, value) => sum + value, 0) / curve.length;
  return curve.map((value) => value - mean);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
