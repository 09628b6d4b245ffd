import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomModel, words } from "../../test/support/random-words.ts";
import { evenPositions } from "./even-positions.ts";

const rms = (a: readonly number[], b: readonly number[]) =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length);

describe("evenPositions", () => {
  test("a straight, even path keeps its positions; one without length gets even ones", () => {
    const straight = Array.from({ length: 9 }, (_, k) => [k, -2 * k]);
    for (const [k, position] of evenPositions(straight, 5).entries()) expect(position).toBeCloseTo(k / 4, 12);
    expect(
      evenPositions(
        [
          [1, 2],
          [1, 2],
        ],
        3,
      ),
    ).toEqual([0, 0.5, 1]);
  });

  test("begins at 0, ends at 1 and never falls", () => {
    const path = fc.array(
      fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 3, maxLength: 3 }),
      {
        minLength: 2,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(path, fc.integer({ min: 2, max: 30 }), (curves, count) => {
        const positions = evenPositions(curves, count);
        expect(positions).toHaveLength(count);
        expect([positions[0], positions.at(-1)]).toEqual([0, 1]);
        for (let k = 1; k < count; k++) expect(positions[k]!).toBeGreaterThanOrEqual(positions[k - 1]!);
      }),
    );
  });
});

test("morphPath with spacing by length takes even steps between the same ends", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { model } = randomModel(seed, { bent: true });
    const [from, to] = [words[0]!, words[1]!];
    const plain = model.morphPath(from, to, 21).positions;
    const even = model.morphPath(from, to, 21, { spacing: "length" }).positions;
    expect(even[0]!.gainDb).toEqual(plain[0]!.gainDb);
    expect(even.at(-1)!.gainDb).toEqual(plain.at(-1)!.gainDb);
    const steps = even.slice(1).map(({ gainDb }, k) => rms(gainDb, even[k]!.gainDb));
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    expect(Math.max(...steps) / mean).toBeLessThan(1.1);
  }
  const { model } = randomModel(1, {});
  expect(() => model.morphPath(words[0]!, words[1]!, 5, { spacing: "even" as "length" })).toThrow(
    "spacing must be position or length",
  );
});
