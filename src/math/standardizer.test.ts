import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitStandardizer, standardize, unstandardize } from "./standardizer.ts";

const value = fc.double({ min: -50, max: 50, noNaN: true });
const rows = fc.array(fc.array(value, { minLength: 5, maxLength: 5 }), { minLength: 2, maxLength: 30 });

describe("Standardizer", () => {
  test("standardised rows have mean 0 and deviation sd / (sd + 1e-6) in every column", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const standardizer = fitStandardizer(given);
        const standardized = given.map((row) => standardize(standardizer, row));
        for (let column = 0; column < 5; column++) {
          const mean = standardized.reduce((sum, row) => sum + row[column]!, 0) / given.length;
          const variance = standardized.reduce((sum, row) => sum + row[column]! ** 2, 0) / given.length;
          const deviation = standardizer.scale[column]! - 1e-6;
          expect(Math.abs(mean)).toBeLessThan(1e-6);
          expect(Math.sqrt(variance)).toBeCloseTo(deviation / (deviation + 1e-6), 6);
        }
      }),
    );
  });

  test("unstandardize undoes standardize", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const standardizer = fitStandardizer(given);
        const back = unstandardize(standardizer, standardize(standardizer, given[0]!));
        given[0]!.forEach((v, column) => expect(back[column]).toBeCloseTo(v, 9));
      }),
    );
  });

  test("refuses what cannot be standardised", () => {
    expect(() => fitStandardizer([])).toThrow("at least one row of values, got none");
    expect(() => fitStandardizer([[1], [1, 2]])).toThrow("every row must hold 1 values, got 2");
    expect(() => fitStandardizer([[Number.NaN]])).toThrow("NaN or infinity in column 0");
    expect(() => standardize(fitStandardizer([[1], [2]]), [1, 2])).toThrow("row must hold 1 values, got 2");
  });
});
