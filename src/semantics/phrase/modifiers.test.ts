import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Asked, askedBy, asksDirection, MOST_STRENGTH, plainAsked } from "./modifiers.ts";
import type { Modifier } from "./tree.ts";

fc.configureGlobal({ seed: 1 });

const names = [
  "more",
  "less",
  "too much",
  "not enough",
  "enough",
  "not",
  "not too",
  "without",
  "keep",
  "opposite",
  "add",
  "remove",
  "complaint",
] as const;
const degree = fc.double({ min: 0, max: 3, noNaN: true });
const does = fc.oneof(degree, fc.constantFrom(...names));
const row = (...all: readonly Modifier["does"][]): Modifier[] =>
  all.map((one) => ({ text: String(one), does: one }));
const asked = (...all: readonly Modifier["does"][]): Pick<Asked, "mode" | "strength"> => {
  const { mode, strength } = askedBy(row(...all));
  return { mode, strength };
};
const add = (strength: number) => ({ mode: "add", strength });
const without = (strength: number) => ({ mode: "without", strength });
const keep = (strength: number) => ({ mode: "keep", strength });

describe("askedBy", () => {
  test("nothing asks for the word, plain", () => {
    expect(askedBy([])).toEqual(plainAsked);
  });

  test("whatever stands in a row, strengths are within their bounds and all of it is told", () => {
    fc.assert(
      fc.property(fc.array(does), (all) => {
        const { mode, strength, modifiers } = askedBy(row(...all));
        expect(Math.abs(strength)).toBeLessThanOrEqual(MOST_STRENGTH);
        if (mode !== "add") {
          expect(strength).toBeGreaterThanOrEqual(0);
          expect(strength).toBeLessThanOrEqual(1);
        }
        expect(modifiers).toEqual(row(...all));
      }),
    );
  });

  test("degrees multiply, up to 2, wherever they stand", () => {
    fc.assert(
      fc.property(
        fc.array(degree),
        fc.constantFrom("more", "less", "opposite"),
        fc.nat(),
        (all, name, seed) => {
          const product = Math.min(
            MOST_STRENGTH,
            all.reduce((size, value) => size * value, 1),
          );
          const place = seed % (all.length + 1);
          const { strength } = asked(...all.slice(0, place), name, ...all.slice(place));
          expect(Math.abs(strength)).toBeCloseTo(product, 12);
        },
      ),
    );
  });

  test("each turn of the sign undoes another", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("less", "remove", "opposite", "complaint")), (all) => {
        expect(asked(...all)).toEqual(add(all.length % 2 ? -1 : 1));
      }),
    );
  });

  test("what is too much is less of it, once", () => {
    expect(asked("too much")).toEqual(add(-1));
    expect(asked("too much", "too much")).toEqual(add(-1));
    expect(asked("less", "too much")).toEqual(add(-1));
    expect(asked("too much", "remove")).toEqual(add(-1));
    expect(asked(2, "too much")).toEqual(add(-2));
  });

  test("not and without are a guard, of less a loss that must not be", () => {
    expect(asked("not")).toEqual(without(1));
    expect(asked("not", "not")).toEqual(without(1));
    expect(asked("without", 0.5)).toEqual(without(0.5));
    expect(asked("not", 2)).toEqual(without(1));
    expect(asked("not too")).toEqual(without(0.5));
    expect(asked("not", "too much")).toEqual(without(0.5));
    expect(asked("not", "less")).toEqual(keep(1));
    expect(asked("not", "opposite")).toEqual(keep(1));
    expect(asked("keep")).toEqual(keep(1));
    expect(asked("not", "keep")).toEqual(without(1));
  });

  test("enough takes a not back", () => {
    expect(asked("not", "enough")).toEqual(add(1));
    expect(asked("not too", "enough")).toEqual(add(0.5));
    expect(asked("not enough")).toEqual(add(1));
    expect(asked("enough")).toEqual(add(1));
  });

  test("degrees alone take sign and mode from what was said before, not its strength", () => {
    const less = askedBy(row(1.5, "less"));
    expect(askedBy(row(0.5), less)).toMatchObject(add(-0.5));
    expect(askedBy(row(0.5), askedBy(row("without")))).toMatchObject(without(0.5));
    expect(askedBy(row("more"), less)).toMatchObject(add(1));
    expect(askedBy(row(0.5), less).modifiers).toEqual(row("less", 0.5));
  });
});

describe("asksDirection", () => {
  test("degrees and enough set none, all else does", () => {
    expect(asksDirection(row(0.5, 2, "enough"))).toBe(false);
    for (const name of names) expect(asksDirection(row(0.5, name))).toBe(name !== "enough");
  });
});
