import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { mixTerms } from "./mix-terms.ts";
import type { TermMode, TermPoint } from "./term-point.ts";

fc.configureGlobal({ seed: 1 });

const rmsOf = (curve: ArrayLike<number>): number =>
  Math.sqrt(Array.from(curve).reduce((sum, value) => sum + value * value, 0) / curve.length);
const product = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, band) => sum + value * b[band]!, 0) / a.length;
const unitOf = (curve: ArrayLike<number>): Float64Array =>
  Float64Array.from(curve, (value) => value / rmsOf(curve));

type OwnTerm = TermPoint & { readonly unitCurve: Float64Array };

/** A term with a curve of its own seed, of few dimensions, so that terms are alike and opposed as words are. */
function term(seed: number, mode: TermMode = "add", strength = 1, confidence = 0.4): OwnTerm {
  const random = createRandom(seed);
  const [a, b, c] = [random.normal(), random.normal(), 0.3 * random.normal()];
  const unitCurve = unitOf(
    Array.from(
      { length: 40 },
      (_, band) => a * Math.sin(band / 9) + b * Math.cos(band / 7) + c * Math.sin(band / 3),
    ),
  );
  return { word: `word ${seed}`, mode, strength, unitCurve, expectedZ: unitCurve.map((z) => confidence * z) };
}
/** A term of exactly this curve. */
const of = (curve: Float64Array, mode: TermMode, strength: number, word = "own"): TermPoint => ({
  ...{ word, mode, strength, unitCurve: curve, expectedZ: curve.map((z) => 0.5 * z) },
});
const addTerm = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.double({ min: -2, max: 2, noNaN: true }))
  .map(([seed, strength]) => term(seed, "add", strength));
const limitTerm = fc
  .tuple(
    fc.integer({ min: 1, max: 500 }),
    fc.constantFrom<TermMode>("without", "keep"),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([seed, mode, strength]) => term(seed, mode, strength));

describe("terms to add", () => {
  test("one term gives its strength times its curve, exactly", () => {
    fc.assert(
      fc.property(addTerm, (one) => {
        const { unitCurve, expectedZ, depth, askedDepth, clashes, taken } = mixTerms([one]);
        expect([...unitCurve]).toEqual(Array.from(one.unitCurve, (gain) => one.strength * gain + 0));
        const sign = Math.sign(one.strength);
        expect([...expectedZ]).toEqual(Array.from(one.expectedZ, (z) => sign * z + 0));
        expect(depth).toBeCloseTo(Math.abs(one.strength), 12);
        expect(askedDepth).toBe(Math.abs(one.strength));
        expect(clashes).toEqual([]);
        expect(taken).toEqual([]);
      }),
    );
  });

  test("moves add up, and are never deeper than one plain word or the strongest", () => {
    fc.assert(
      fc.property(fc.array(addTerm, { minLength: 1, maxLength: 6 }), (terms) => {
        const { unitCurve, depth, askedDepth } = mixTerms(terms);
        const sum = Array.from({ length: 40 }, (_, band) =>
          terms.reduce((total, { strength, unitCurve: own }) => total + strength * own[band]!, 0),
        );
        const deepest = Math.max(1, ...terms.map(({ strength }) => Math.abs(strength)));
        expect(rmsOf(unitCurve)).toBeCloseTo(Math.min(deepest, rmsOf(sum)), 9);
        expect(depth).toBeCloseTo(rmsOf(unitCurve), 12);
        expect(depth).toBeLessThanOrEqual(askedDepth + 1e-9);
        expect(product(unitCurve, sum)).toBeCloseTo(rmsOf(unitCurve) * rmsOf(sum), 9);
      }),
    );
  });

  test("the expected curve is the share-weighted sum, and confidence is no more than the words'", () => {
    fc.assert(
      fc.property(fc.array(addTerm, { minLength: 2, maxLength: 5 }), (terms) => {
        const total = terms.reduce((sum, { strength }) => sum + Math.abs(strength), 0);
        const { expectedZ } = mixTerms(terms);
        for (const band of [0, 17, 39]) {
          const expected = terms.reduce((sum, t) => sum + (t.strength * t.expectedZ[band]!) / total, 0);
          expect(expectedZ[band]).toBeCloseTo(expected, 12);
        }
        expect(rmsOf(expectedZ)).toBeLessThanOrEqual(0.4 + 1e-12);
      }),
    );
  });

  test("a word and its opposite leave nothing, and say so", () => {
    const { unitCurve } = term(3);
    const point = mixTerms([of(unitCurve, "add", 1, "up"), of(unitCurve, "add", -1, "down")]);
    expect(point.depth).toBe(0);
    expect(rmsOf(point.expectedZ)).toBe(0);
    expect(point.clashes).toHaveLength(1);
    expect(point.clashes[0]).toMatchObject({ a: { word: "up" }, b: { word: "down", strength: -1 }, kept: 0 });
    expect(point.clashes[0]!.correlation).toBeCloseTo(-1, 12);
  });

  test("strengths of 0 leave a flat curve", () => {
    const point = mixTerms([term(1, "add", 0), term(2, "without")]);
    expect([...point.unitCurve]).toEqual(new Array(40).fill(0));
    expect([...point.expectedZ]).toEqual(new Array(40).fill(0));
  });
});

describe("without and keep", () => {
  test("one without: what is shared goes, by 1 / (1 + ρ²) of it, and nothing that is not", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 501, max: 999 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (one, other, strength) => {
          const [x, y] = [term(one), term(other)];
          const rho = product(x.unitCurve, y.unitCurve);
          const point = mixTerms([x, { ...y, mode: "without", strength }]);
          const part = rho > 0 ? (strength * rho) / (1 + rho * rho) : 0;
          point.unitCurve.forEach((gain, band) => {
            expect(gain).toBeCloseTo(x.unitCurve[band]! - part * y.unitCurve[band]!, 6);
          });
          expect(point.taken[0]!.overlap).toBeCloseTo(rho, 9);
          expect(point.taken[0]!.took).toBeCloseTo(1 - point.depth, 6);
        },
      ),
    );
  });

  test("keep X is without the opposite of X", () => {
    fc.assert(
      fc.property(addTerm, limitTerm, (asked, limit) => {
        const turned = {
          ...limit,
          unitCurve: Array.from(limit.unitCurve, (gain) => -gain),
          mode: limit.mode === "keep" ? ("without" as const) : ("keep" as const),
        };
        const [one, other] = [mixTerms([asked, limit]), mixTerms([asked, turned])];
        expect([...one.unitCurve]).toEqual([...other.unitCurve]);
        expect(one.taken[0]!.took).toBe(other.taken[0]!.took);
        expect(one.taken[0]!.overlap).toBeCloseTo(-other.taken[0]!.overlap, 12);
      }),
    );
  });

  test("limits never deepen a curve, and their costs add up to the depth that is gone", () => {
    fc.assert(
      fc.property(
        fc.array(addTerm, { minLength: 1, maxLength: 3 }),
        fc.array(limitTerm, { minLength: 1, maxLength: 5 }),
        (asked, limits) => {
          const before = mixTerms(asked);
          const point = mixTerms([...asked, ...limits]);
          expect(point.depth).toBeLessThanOrEqual(before.depth + 1e-9);
          expect(rmsOf(point.expectedZ)).toBeLessThanOrEqual(rmsOf(before.expectedZ) + 1e-9);
          const cost = point.taken.reduce((sum, { took }) => sum + took, 0);
          if (before.depth > 1e-6) expect(cost).toBeCloseTo(1 - point.depth / before.depth, 6);
        },
      ),
    );
  });

  test("a term has the same effect as without it where nothing is shared", () => {
    const x = term(5);
    const y = term(6);
    const rho = product(x.unitCurve, y.unitCurve);
    const apart = unitOf(Array.from(y.unitCurve, (gain, band) => gain - rho * x.unitCurve[band]!));
    for (const mode of ["without", "keep"] as const) {
      const point = mixTerms([x, of(apart, mode, 1)]);
      point.unitCurve.forEach((gain, band) => {
        expect(gain).toBeCloseTo(x.unitCurve[band]!, 9);
      });
      expect(point.taken[0]!.took).toBeCloseTo(0, 9);
    }
  });

  test("alone they ask: not harsh is less harsh", () => {
    const harsh = term(9);
    expect([...mixTerms([{ ...harsh, mode: "without" }]).unitCurve]).toEqual([
      ...mixTerms([{ ...harsh, strength: -1 }]).unitCurve,
    ]);
    const kept = mixTerms([{ ...harsh, mode: "keep", strength: 0.5 }]);
    expect([...kept.unitCurve]).toEqual([...mixTerms([{ ...harsh, strength: 0.5 }]).unitCurve]);
    expect(kept.taken).toEqual([]);
  });

  test("said twice they count once, as strictly as they were said", () => {
    const [warm, muddy] = [term(11), term(11)];
    const once = mixTerms([warm, { ...muddy, word: "muddy", mode: "without" }]);
    const twice = mixTerms([
      { ...muddy, word: "muddy", mode: "without" },
      warm,
      { ...muddy, word: "muddy", mode: "without", strength: 0.5 },
    ]);
    expect([...twice.unitCurve]).toEqual([...once.unitCurve]);
    expect(twice.taken).toHaveLength(1);
    expect(once.depth).toBeCloseTo(0.5, 6);
  });
});

test("the order of terms does not matter, to the last bit", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.oneof(addTerm, limitTerm), { minLength: 2, maxLength: 7, selector: (t) => t.word }),
      fc.integer(),
      (terms, seed) => {
        const shuffled = Array.from(createRandom(seed).shuffle(terms.map((_, i) => i))).map((i) => terms[i]!);
        const [one, other] = [mixTerms(terms), mixTerms(shuffled)];
        expect([...other.unitCurve]).toEqual([...one.unitCurve]);
        expect([...other.expectedZ]).toEqual([...one.expectedZ]);
        expect(other.clashes).toHaveLength(one.clashes.length);
      },
    ),
  );
});

test("a change of a strength changes the curve by as little", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(addTerm, limitTerm), { minLength: 1, maxLength: 5 }),
      fc.nat(4),
      (terms, place) => {
        const changed = terms.map((own, i) =>
          i === place % terms.length ? { ...own, strength: own.strength * (1 - 1e-7) } : own,
        );
        const [one, other] = [mixTerms(terms), mixTerms(changed)];
        expect(rmsOf(one.unitCurve.map((gain, band) => gain - other.unitCurve[band]!))).toBeLessThan(1e-5);
      },
    ),
  );
});

test("what cannot be read is refused by name", () => {
  expect(() => mixTerms([])).toThrow(/terms must hold one, got none/);
  expect(() => mixTerms([term(1, "add", 2.1)])).toThrow(/"word 1" \(add\) must be within -2..2, got 2.1/);
  expect(() => mixTerms([term(1, "keep", -0.1)])).toThrow(/must be within 0..1/);
  expect(() => mixTerms([term(1, "add", Number.NaN)])).toThrow(RangeError);
  const short = { ...term(1), unitCurve: [1, 2] };
  expect(() => mixTerms([short])).toThrow(/unitCurve of "word 1" must hold 40 finite values/);
  const broken = { ...term(1), expectedZ: new Float64Array(40).fill(Number.NaN) };
  expect(() => mixTerms([broken])).toThrow(/expectedZ of "word 1"/);
});
