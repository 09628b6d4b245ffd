import fc from "fast-check";
import { expect, test } from "vitest";
import { SlidingSum } from "./sliding-sum.ts";

fc.configureGlobal({ seed: 1 });

test("is the sum of the last values, those before the first being 0", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.integer({ min: -99, max: 99 })),
      (length, values) => {
        const window = new SlidingSum(length);
        for (const [index, value] of values.entries()) {
          const recent = values.slice(Math.max(0, index + 1 - length), index + 1);
          expect(window.push(value)).toBe(recent.reduce((sum, each) => sum + each, 0));
        }
      },
    ),
  );
});

test("zeros after anything sum up to exactly 0", () => {
  const window = new SlidingSum(7);
  for (const value of [1e9, 0.1, 1e-9, 0.3]) window.push(value);
  for (let step = 0; step < 6; step++) window.push(0);
  for (let step = 0; step < 20; step++) expect(window.push(0)).toBe(0);
});
