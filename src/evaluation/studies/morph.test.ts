import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Example } from "../../dataset/index.ts";
import { createRandom } from "../../math/index.ts";
import { evenPositions } from "../../semantics/index.ts";
import { assertJson, assertSection } from "../report/check-section.ts";
import type { Json } from "../study.ts";
import { morphStudy } from "./morph.ts";
import { measurePath, stepsOf } from "./morph-paths.ts";
import { pairsOf } from "./morph-walk.ts";

fc.configureGlobal({ seed: 1 });

const curve = fc
  .array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 40, maxLength: 40 })
  .filter((values) => Math.hypot(...values) > 1);

/** A path from one curve to another, at places that a function of the position says. */
const walk = (from: readonly number[], to: readonly number[], place: (t: number) => number, count = 41) =>
  Array.from({ length: count }, (_, k) => {
    const share = place(k / (count - 1));
    return from.map((value, band) => value + share * (to[band]! - value));
  });

const examples: Example[] = (() => {
  const random = createRandom(3);
  return ["warm", "warm", "warm", "bright", "bright", "bright", "soft", "soft", "loud", "loud"].flatMap(
    (term, row) => {
      const phase = random.uniform() * 6;
      const raw = Float64Array.from({ length: 40 }, (_, band) => Math.sin(band / 6 + phase));
      const mean = raw.reduce((sum, value) => sum + value, 0) / 40;
      const spread = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40);
      const gains = raw.map((value) => (value - mean) / spread);
      return [
        { ...{ word: term, term, language: "en", audioId: 7, consistency: 0.5, line: row + 2 }, gains },
      ] as const;
    },
  );
})();

describe("measurePath", () => {
  test("a straight, even path is straight, even and monotone", () => {
    fc.assert(
      fc.property(curve, (to) => {
        const measures = measurePath(walk(new Array(40).fill(0), to, (t) => t));
        expect(measures.detour).toBeCloseTo(1, 9);
        expect(measures.unevenness).toBeCloseTo(1, 6);
        expect(measures.monotone).toBe(1);
        expect(measures.retreatDb).toBeCloseTo(0, 9);
        expect(measures.chordDb).toBeCloseTo(Math.hypot(...to) / Math.sqrt(40), 9);
        expect(measures.middleDepth).toBeCloseTo(1, 6);
      }),
    );
  });

  test("a path that goes too far and comes back is longer, and its bands turn back", () => {
    const to = Array.from({ length: 40 }, (_, band) => (band < 10 ? 4 : 0));
    const measures = measurePath([new Array(40).fill(0), to.map((gain) => 1.5 * gain), to]);
    expect(measures.detour).toBeCloseTo(2, 9);
    expect(measures.monotone).toBe(0.75);
    expect(measures.retreatDb).toBeCloseTo(1, 9);
    expect(measures.unevenness).toBeCloseTo(1.5, 9);
  });

  test("refuses a path that leads nowhere", () => {
    const flat = new Array(40).fill(1);
    expect(() => measurePath([flat, flat])).toThrow(/from one curve to another/);
    expect(() => measurePath([flat])).toThrow(/from one curve to another/);
  });
});

test("even positions cut any path in pieces of nearly one length", () => {
  fc.assert(
    fc.property(curve, fc.double({ min: 0.4, max: 2.5, noNaN: true }), (to, power) => {
      const from = new Array<number>(40).fill(0);
      const uneven = walk(from, to, (t) => t ** power, 401);
      const positions = evenPositions(uneven, 11);
      expect([positions[0], positions.at(-1)]).toEqual([0, 1]);
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
      const even = positions.map((position) => to.map((gain) => gain * position ** power));
      const steps = stepsOf(even);
      expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.05);
    }),
  );
});

test("the pairs are those of the words that most people used and the antonyms, each once", () => {
  const pairs = pairsOf(examples);
  expect(pairs).toHaveLength(6);
  expect(pairs.filter(({ isAntonym }) => isAntonym).map(({ from, to }) => `${from} ${to}`)).toEqual([
    "warm bright",
    "soft loud",
  ]);
});

test("the study's tasks give JSON, and its summary a section that can be shown", async () => {
  const results = new Map<string, Json>();
  for (const { id, run } of morphStudy.tasks({ examples }, "quick")) {
    const result = await run();
    assertJson(id, result);
    results.set(id, result);
  }
  const section = await morphStudy.summarize((id) => results.get(id)!, { examples }, "quick");
  assertSection(section);
  expect(section.tables).toHaveLength(2);
  expect(section.figures).toHaveLength(2);
  const straight = section.tables[0]!.rows.find(([name]) => name === "length / chord")!;
  expect(straight[3]).toBe("1.000 (1.000)");
});
