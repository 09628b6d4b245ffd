import { describe, expect, test } from "vitest";
import { createRandom } from "../math/index.ts";
import { commonSpread, wordSpread } from "./spread.ts";

const random = createRandom(1);
const draw = (count: number) =>
  Array.from({ length: count }, () => Float64Array.from({ length: 40 }, (_, band) => band * random.normal()));

describe("spread", () => {
  test("of all words is the mean square of what is not expected, band by band", () => {
    const curves = draw(50);
    const expected = draw(50);
    const spread = commonSpread(curves, expected);
    expect(spread).toHaveLength(40);
    spread.forEach((value, band) => {
      const mean = curves.reduce((sum, curve, i) => sum + (curve[band]! - expected[i]![band]!) ** 2, 0) / 50;
      expect(value).toBeCloseTo(mean, 9);
    });
  });

  test("of one word counts all words as thirty people more", () => {
    const expected = draw(1)[0]!;
    const common = new Float64Array(40).fill(2);
    for (const people of [2, 7, 64]) {
      const curves = draw(people);
      wordSpread(curves, expected, common).forEach((value, band) => {
        const own = curves.reduce((sum, curve) => sum + (curve[band]! - expected[band]!) ** 2, 0);
        expect(value).toBeCloseTo((30 * 2 + own) / (30 + people), 9);
      });
    }
    expect([...wordSpread([], expected, common)]).toEqual([]);
  });

  test("of many people comes near their own, of two near that of all words", () => {
    const expected = new Float64Array(40);
    const common = new Float64Array(40).fill(1);
    const wide = (people: number) =>
      Array.from({ length: people }, (_, i) => new Float64Array(40).fill(i % 2 ? 3 : -3));
    expect(wordSpread(wide(2), expected, common)[0]).toBeCloseTo(1.5, 12);
    expect(wordSpread(wide(3000), expected, common)[0]).toBeGreaterThan(8.9);
  });
});
