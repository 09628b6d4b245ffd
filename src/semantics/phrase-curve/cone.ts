import { choleskyFactor, choleskySolve } from "../../math/index.ts";
import { dot } from "../curve-coordinates.ts";

/** Added to every direction's square: directions that are the same share what is taken instead of fighting for it. */
const RIDGE = 1e-9;
/** A gradient below this is 0: four digits above the rounding of sums of 40 products. */
const TOLERANCE = 1e-12;
/** Strengths below this take as good as nothing. */
const LEAST_STRENGTH = 1e-9;

/**
 * How much of each direction has to be taken from a curve so that it has no positive share of any of them. With every
 * strength 1 what is left, `c = curve − Σ λ_j directions_j`, is the projection onto the cone `<c, directions_j> ≤ 0` (Moreau's
 * decomposition). A strength s below 1 makes of that a price on what is left: c minimises
 * `|curve − c|² + Σ s_j / (1 − s_j) max(0, <c, directions_j>)²`, products being means over the bands, so that a direction by
 * itself loses the part s of its share. No c is deeper than the curve. Found by the active-set method of Lawson & Hanson (Solving
 * Least Squares Problems, 1974, chapter 23) on the products of the directions.
 *
 * @param directions Shape `[40]` each, rms 1; all 0 takes nothing. @param strengths 0..1 each.
 * @returns One λ per direction, ≥ 0.
 */
export function coneShares(
  directions: readonly ArrayLike<number>[],
  strengths: readonly number[],
  curve: ArrayLike<number>,
): Float64Array {
  const count = directions.length;
  const size = curve.length;
  const products = new Float64Array(count * count);
  const wanted = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      products[i * count + j] = dot(directions[i]!, directions[j]!) / size;
      products[j * count + i] = products[i * count + j]!;
    }
    const strength = Math.max(LEAST_STRENGTH, strengths[i]!);
    products[i * count + i]! += (1 - strength) / strength + RIDGE;
    wanted[i] = dot(directions[i]!, curve) / size;
  }
  const shares = new Float64Array(count);
  const active: number[] = [];
  // Each round lowers the distance, so no set of directions comes twice; the limit only guards against rounding.
  for (let round = 0; round < 10 * count; round++) {
    const next = steepest(products, wanted, shares, active);
    if (next === undefined) break;
    active.push(next);
    for (;;) {
      const solved = solve(products, wanted, active, count);
      const blocking = firstToVanish(solved, shares, active);
      const step = blocking === undefined ? 1 : shareOfWay(solved[blocking]!, shares[active[blocking]!]!);
      active.forEach((j, i) => {
        shares[j]! += step * (solved[i]! - shares[j]!);
      });
      if (blocking === undefined) break;
      shares[active[blocking]!] = 0;
      active.splice(blocking, 1);
    }
  }
  return shares;
}

/**
 * What is really taken: `1 / (1 + κ²)` of {@link coneShares}, κ being the part of the curve that would go if every strength were
 * 1, 0..1. A curve that has little of a direction loses all of that; one that is nearly the direction loses half, since
 * what tells two such words apart is small and little known.
 *
 * Held-out rows of words that mean "X without Y" prefer that to taking all, where X and Y are much alike, and to taking
 * nothing, though neither surely (`runs/blend-space.ts`, part F).
 *
 * @returns One factor per direction, ≥ 0.
 */
export function gentleShares(
  directions: readonly ArrayLike<number>[],
  strengths: readonly number[],
  curve: ArrayLike<number>,
): Float64Array {
  const square = dot(curve, curve);
  if (directions.length === 0 || square === 0) return new Float64Array(directions.length);
  const strict = strengths.map(() => 1);
  const all = coneShares(directions, strict, curve);
  const removed = new Float64Array(curve.length);
  directions.forEach((direction, i) => {
    const share = all[i]!;
    if (share > 0)
      for (let band = 0; band < removed.length; band++) removed[band]! += share * direction[band]!;
  });
  const part = 1 / (1 + Math.min(1, dot(removed, removed) / square));
  const shares = strengths.every((strength) => strength === 1)
    ? all
    : coneShares(directions, strengths, curve);
  return shares.map((share) => share * part);
}

/** The direction outside the set that the rest of the curve has most of. */
function steepest(
  products: Float64Array,
  wanted: Float64Array,
  shares: Float64Array,
  active: readonly number[],
): number | undefined {
  const count = wanted.length;
  let [best, most]: [number | undefined, number] = [undefined, TOLERANCE];
  for (let i = 0; i < count; i++) {
    if (active.includes(i)) continue;
    let left = wanted[i]!;
    for (const j of active) left -= products[i * count + j]! * shares[j]!;
    if (left > most) [best, most] = [i, left];
  }
  return best;
}

/** Place in the set of the share that reaches 0 first on the way to the solution; undefined if none does. */
function firstToVanish(
  solved: Float64Array,
  shares: Float64Array,
  active: readonly number[],
): number | undefined {
  let [first, least]: [number | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  active.forEach((j, i) => {
    if (solved[i]! > 0) return;
    const step = shareOfWay(solved[i]!, shares[j]!);
    if (step < least) [first, least] = [i, step];
  });
  return first;
}

/** How far a share can go towards its solution, which is not positive, until it is 0. */
function shareOfWay(solved: number, share: number): number {
  return share > 0 ? share / (share - solved) : 0;
}

/** Least squares over the directions of the set alone. */
function solve(
  products: Float64Array,
  wanted: Float64Array,
  active: readonly number[],
  count: number,
): Float64Array {
  const size = active.length;
  const matrix = new Float64Array(size * size);
  active.forEach((j, row) => {
    for (let column = 0; column <= row; column++)
      matrix[row * size + column] = products[j * count + active[column]!]!;
  });
  const solution = Float64Array.from(active, (j) => wanted[j]!);
  choleskyFactor(matrix, size);
  choleskySolve(matrix, size, solution);
  return solution;
}
