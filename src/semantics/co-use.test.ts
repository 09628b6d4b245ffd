import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, symmetricEigen } from "../math/index.ts";
import { type CoUse, learnCoUse } from "./co-use.ts";

fc.configureGlobal({ seed: 1 });

function cosine({ vectors }: CoUse, one: string, other: string): number {
  const second = vectors.get(other)!;
  return vectors.get(one)!.reduce((sum, value, d) => sum + value * second[d]!, 0);
}

const bright = ["tin", "glass", "spark", "bell", "ice"];
const dark = ["wool", "cave", "mud", "night", "smoke"];

/** Sets of three words of one topic each, now and then with a word of the other. */
function topicSets(seed: number, count: number): string[][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const [topic, other] = random.uniform() < 0.5 ? [bright, dark] : [dark, bright];
    const chosen = [...random.shuffle([0, 1, 2, 3, 4])].slice(0, 3).map((index) => topic[index]!);
    return random.uniform() < 0.1 ? [...chosen, other[random.integer(0, 4)]!] : chosen;
  });
}

describe("learnCoUse", () => {
  test("words that are used in the same sets end up near, others far", () => {
    const coUse = learnCoUse(topicSets(1, 400), { dimensions: 2 });
    expect([...coUse.vectors.keys()]).toEqual([...bright, ...dark].sort());
    for (const topic of [bright, dark]) {
      for (const word of topic.slice(1)) expect(cosine(coUse, topic[0]!, word)).toBeGreaterThan(0.8);
    }
    for (const word of bright) {
      for (const other of dark) expect(cosine(coUse, word, other)).toBeLessThan(0.3);
    }
  });

  test("words that keep the same company are near without ever being used together", () => {
    const sets = ["toasty", "cosy"].flatMap((word) =>
      ["wool", "fire", "tea"].flatMap((company) => Array.from({ length: 4 }, () => [word, company])),
    );
    const others = ["ice", "snow"].flatMap((word) => Array.from({ length: 6 }, () => [word, "wind"]));
    const coUse = learnCoUse([...sets, ...others], { dimensions: 4 });
    expect(cosine(coUse, "toasty", "cosy")).toBeGreaterThan(0.95);
    expect(Math.abs(cosine(coUse, "toasty", "ice"))).toBeLessThan(0.05);
  });

  test("vectors have length 1, and do not hang on the order of the sets and of their words", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const sets = topicSets(seed, 60);
        const coUse = learnCoUse(sets, { dimensions: 3 });
        for (const word of coUse.vectors.keys()) {
          expect(cosine(coUse, word, word)).toBeCloseTo(1, 12);
          expect(coUse.vectors.get(word)).toHaveLength(3);
        }
        expect(learnCoUse(sets.map((set) => [...set].reverse()).reverse(), { dimensions: 3 })).toEqual(coUse);
      }),
      { numRuns: 20 },
    );
  });

  test("is what the dense decomposition of the positive pointwise mutual information gives", () => {
    const sets = topicSets(7, 150);
    const words = [...bright, ...dark].sort();
    const size = words.length;
    const together = words.map((one) =>
      words.map((other) =>
        one === other ? 0 : sets.filter((set) => set.includes(one) && set.includes(other)).length,
      ),
    );
    const totals = together.map((row) => row.reduce((sum, count) => sum + count, 0));
    const total = totals.reduce((sum, count) => sum + count, 0);
    const information = together.flatMap((row, i) =>
      row.map((count, j) =>
        count > 0 ? Math.max(0, Math.log((count * total) / (totals[i]! * totals[j]!))) : 0,
      ),
    );
    const { values, vectors } = symmetricEigen(information, size);
    const order = [...values.keys()].sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!)).slice(0, 4);
    const placed = words.map((_, word) => {
      const place = order.map((k) => vectors[k * size + word]! * Math.sqrt(Math.abs(values[k]!)));
      const length = Math.hypot(...place);
      return place.map((value) => value / length);
    });
    const coUse = learnCoUse(sets, { dimensions: 4 });
    words.forEach((one, i) => {
      words.forEach((other, j) => {
        const expected = placed[i]!.reduce((sum, value, d) => sum + value * placed[j]![d]!, 0);
        expect(cosine(coUse, one, other)).toBeCloseTo(expected, 5);
      });
    });
  });

  test("words without sound, without two letters in a row or in too few sets are left out", () => {
    const sets = Array.from({ length: 5 }, () => [
      "deep",
      "wide",
      "the",
      "more-like",
      "kind of",
      "808",
      "b-2",
    ]);
    const rare = [
      ["deep", "rarely"],
      ["wide", "rarely"],
    ];
    expect([...learnCoUse([...sets, ...rare]).vectors.keys()]).toEqual(["deep", "wide"]);
    expect([...learnCoUse([...sets, ...rare], { minimumRows: 2 }).vectors.keys()]).toEqual([
      "deep",
      "rarely",
      "wide",
    ]);
  });

  test("nothing comes of nothing: no sets, words that are always alone, function words only", () => {
    const none = { dimensions: 30, vectors: new Map() };
    expect(learnCoUse([])).toEqual(none);
    expect(learnCoUse([[], []])).toEqual(none);
    expect(learnCoUse(Array.from({ length: 9 }, () => ["deep"]))).toEqual(none);
    expect(learnCoUse(Array.from({ length: 9 }, () => ["no effect", "not", "que", "como"]))).toEqual(none);
  });
});
