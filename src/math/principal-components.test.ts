import { describe, expect, test } from "vitest";
import { principalComponents } from "./principal-components.ts";
import { createRandom } from "./random.ts";

describe("principalComponents", () => {
  const random = createRandom(3);
  const normal = () => Array.from({ length: 12 }, () => random.uniform()).reduce((a, b) => a + b, -6);
  const rows = Array.from({ length: 400 }, () => {
    const [a, b] = [3 * normal(), normal()];
    return [1 + a + b, 2 + a - b, 3 + 0.01 * normal()];
  });

  test("components are orthonormal and ordered; all of them lose nothing", () => {
    const { mean, components, variance } = principalComponents(rows, 3);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        let dot = 0;
        for (let c = 0; c < 3; c++) dot += components[3 * i + c]! * components[3 * j + c]!;
        expect(dot).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
    expect(variance[0]! / variance[1]!).toBeGreaterThan(5);
    for (const row of rows.slice(0, 20)) {
      const back = [...mean];
      for (let i = 0; i < 3; i++) {
        let score = 0;
        for (let c = 0; c < 3; c++) score += components[3 * i + c]! * (row[c]! - mean[c]!);
        for (let c = 0; c < 3; c++) back[c]! += score * components[3 * i + c]!;
      }
      row.forEach((value, c) => expect(back[c]).toBeCloseTo(value, 10));
    }
  });

  test("finds the direction of most variance, and its variance", () => {
    const { components, variance } = principalComponents(rows, 1);
    expect(Math.abs(components[0]!)).toBeCloseTo(Math.SQRT1_2, 1);
    expect(components[0]! * components[1]!).toBeGreaterThan(0);
    expect(variance[0]).toBeGreaterThan(14);
    expect(variance[0]).toBeLessThan(22);
  });

  test("refuses a count out of range", () => {
    expect(() => principalComponents(rows, 4)).toThrow("count must be within 1..3, got 4");
  });
});
