import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { nameReadings } from "./sense-name.ts";

fc.configureGlobal({ seed: 1 });

/** A curve that is level within each of the five regions. */
function levels(low: number, lowMid: number, mid: number, upperMid: number, treble: number): number[] {
  return bandFrequencyHz.map((hz) => {
    if (hz < 230) return low;
    if (hz < 700) return lowMid;
    if (hz < 2000) return mid;
    return hz < 6000 ? upperMid : treble;
  });
}

describe("nameReadings", () => {
  test("says the two regions where a curve is strongest, strongest first", () => {
    expect(nameReadings([levels(1, 0.2, 0, -0.1, -0.8)])).toEqual(["full low end, softened treble"]);
    expect(nameReadings([levels(-1, -0.2, 0, 1.5, 0.3)])).toEqual(["bright upper mids, thin low end"]);
    expect(nameReadings([levels(0, 0.9, -1, 0, 0)])).toEqual(["recessed mids, full low mids"]);
    expect(nameReadings([levels(0, -0.9, 1, 0, 0)])).toEqual(["forward mids, lean low mids"]);
    expect(nameReadings([levels(0, 0, 0, -1, 0.9)])).toEqual(["softened upper mids, open treble"]);
  });

  test("curves that would be called alike are named by where they differ", () => {
    expect(nameReadings([levels(2, 1, 0, 0, 0.9), levels(2, 1, 0, 0, -0.9)])).toEqual([
      "open treble, full low end",
      "softened treble, full low end",
    ]);
  });

  test("of two curves that differ the names differ", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const random = createRandom(seed);
        const common = Array.from({ length: 40 }, () => 2 * random.normal());
        const pair = [1, 2].map(() => common.map((value) => value + 0.3 * random.normal()));
        const [one, other] = nameReadings(pair);
        expect(one).not.toBe(other);
        for (const name of [one, other]) expect(name).toMatch(/^[a-z ]+, [a-z ]+$/);
      }),
    );
  });
});
