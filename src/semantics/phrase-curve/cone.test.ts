import { describe, expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { coneShares, gentleShares } from "./cone.ts";

const random = createRandom(1);
const rmsOf = (curve: ArrayLike<number>): number =>
  Math.sqrt(Array.from(curve).reduce((sum, value) => sum + value * value, 0) / curve.length);
const product = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, band) => sum + value * b[band]!, 0) / a.length;
/** Of few dimensions, so that directions are often alike or opposed. */
function draw(dimensions: number): Float64Array {
  const parts = Array.from({ length: dimensions }, () => random.normal());
  const curve = Float64Array.from({ length: 40 }, (_, band) =>
    parts.reduce((sum, part, d) => sum + part * Math.cos(((band + 0.5) * (d + 1) * Math.PI) / 40), 0),
  );
  const size = rmsOf(curve);
  return curve.map((value) => value / size);
}
const lessAll = (
  curve: Float64Array,
  directions: readonly Float64Array[],
  shares: Float64Array,
): Float64Array =>
  curve.map((value, band) => directions.reduce((left, own, i) => left - shares[i]! * own[band]!, value));

/** Projection onto several half spaces by Dykstra's alternating projections (1983): another way to the same point. */
function dykstra(curve: Float64Array, directions: readonly Float64Array[]): Float64Array {
  let point = curve.slice();
  const corrections = directions.map(() => new Float64Array(curve.length));
  for (let round = 0; round < 1500; round++) {
    directions.forEach((direction, i) => {
      const from = point.map((value, band) => value + corrections[i]![band]!);
      const over = Math.max(0, product(from, direction));
      point = from.map((value, band) => value - over * direction[band]!);
      corrections[i] = from.map((value, band) => value - point[band]!);
    });
  }
  return point;
}

describe("coneShares", () => {
  test("leaves no positive share, takes no more than it must, and only of directions that are used up", () => {
    for (let trial = 0; trial < 300; trial++) {
      const directions = Array.from({ length: random.integer(1, 8) }, () => draw(random.integer(1, 6)));
      const curve = draw(6);
      const strengths = directions.map(() => (trial % 2 ? 1 : random.uniform()));
      const shares = coneShares(directions, strengths, curve);
      const left = lessAll(curve, directions, shares);
      const largest = Math.max(1, ...shares);
      expect(rmsOf(left)).toBeLessThanOrEqual(1 + 1e-9);
      // Karush, Kuhn and Tucker: the slope of the whole is 0 along what is taken and not downwards elsewhere.
      directions.forEach((direction, i) => {
        const slope = product(left, direction) - shares[i]! * (1 / strengths[i]! - 1);
        expect(shares[i]).toBeGreaterThanOrEqual(0);
        expect(slope).toBeLessThan(1e-8 * largest);
        if (shares[i]! > 0) expect(slope).toBeGreaterThan(-1e-8 * largest);
      });
    }
  });

  test("comes where Dykstra's projections come", () => {
    for (let trial = 0; trial < 20; trial++) {
      const directions = Array.from({ length: 3 }, () => draw(5));
      const curve = draw(5);
      const left = lessAll(curve, directions, coneShares(directions, [1, 1, 1], curve));
      const other = dykstra(curve, directions);
      expect(rmsOf(left.map((value, band) => value - other[band]!))).toBeLessThan(1e-4);
    }
  });

  test("directions that are the same share what is taken; a flat one takes nothing", () => {
    const direction = draw(4);
    const shares = coneShares([direction, direction, new Float64Array(40)], [1, 1, 1], direction);
    expect(shares[0]! + shares[1]!).toBeCloseTo(1, 6);
    expect(shares[0]).toBeCloseTo(shares[1]!, 5);
    expect(shares[2]).toBe(0);
    expect([...coneShares([], [], direction)]).toEqual([]);
    expect([...coneShares([direction], [1], new Float64Array(40))]).toEqual([0]);
  });

  test("many alike directions come to an end", () => {
    const base = draw(3);
    const directions = Array.from({ length: 60 }, (_, i) => base.map((v, k) => v + 1e-7 * Math.sin(i * k)));
    const left = lessAll(
      base,
      directions,
      coneShares(
        directions,
        directions.map(() => 1),
        base,
      ),
    );
    expect(rmsOf(left)).toBeLessThan(1e-4);
  });
});

test("by itself a direction loses the part of its share that the strength says", () => {
  for (const strength of [0, 0.25, 0.5, 1]) {
    const [direction, curve] = [draw(4), draw(4)];
    const rho = Math.max(0, product(direction, curve));
    expect(coneShares([direction], [strength], curve)[0]).toBeCloseTo(strength * rho, 6);
    expect(gentleShares([direction], [strength], curve)[0]).toBeCloseTo(
      (strength * rho) / (1 + rho * rho),
      6,
    );
  }
});

test("gentleShares takes half of what is the direction itself and nothing of a flat curve", () => {
  const direction = draw(4);
  expect(gentleShares([direction], [1], direction)[0]).toBeCloseTo(0.5, 6);
  expect([...gentleShares([direction], [1], new Float64Array(40))]).toEqual([0]);
});
