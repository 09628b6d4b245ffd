import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { learnWordPosterior, type PlacedRow } from "./word-posterior.ts";
import { learnSenses, sensesOf } from "./word-senses.ts";

/** The two latent numbers are the levels of the low end and of the treble. */
function decode(latent: ArrayLike<number>): Float64Array {
  return Float64Array.from(bandFrequencyHz, (hz) => (hz < 300 ? latent[0]! : hz > 5000 ? latent[1]! : 0));
}

function people(seed: number, word: string, count: number, low: number, treble: number): PlacedRow[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const latent = Float64Array.of(low + random.normal(), treble + random.normal());
    return { word, consistency: 0.3 + 0.6 * random.uniform(), curve: decode(latent), latent };
  });
}

const rows = [
  ...people(1, "warm", 14, 4, -1),
  ...people(2, "warm", 10, -3, -4),
  ...people(3, "bright", 16, -3, 2),
  ...people(4, "dark", 5, 1, -4),
  ...people(5, "dark", 5, -6, 4),
  ...people(6, "thin", 3, -2, 1),
];
const options = { coUse: { dimensions: 0, vectors: new Map() }, origin: [0, 0], decode };

describe("senses of words", () => {
  const found = learnSenses(rows, options);

  test("every word with people enough is tested; the one that two groups mean otherwise has two", () => {
    expect([...found.keys()]).toEqual(["bright", "warm"]);
    expect(found.get("bright")!.senses).toEqual([]);
    expect(found.get("bright")!.tests.map(({ readings }) => readings)).toEqual([2, 3]);
    const senses = found.get("warm")!.senses;
    expect(senses.map(({ name }) => name.split(", ")[0])).toEqual(["full low end", "softened treble"]);
    expect(Math.abs(senses[0]!.share - 14 / 24)).toBeLessThan(0.1);
    expect(senses[0]!.share + senses[1]!.share).toBeCloseTo(1, 12);
  });

  test("an effect is the reading's place among the words' effects: it decodes to what its people want", () => {
    const words = [...new Set(rows.map(({ word }) => word))].sort();
    const posterior = learnWordPosterior({ ...options, rows, words });
    const [first, second] = found.get("warm")!.senses;
    const low = (effect: ArrayLike<number>) => posterior.expect(effect)[0]!;
    expect(low(first!.effect)).toBeGreaterThan(2);
    expect(low(second!.effect)).toBeLessThan(-1.2);
    expect(Math.abs(low(posterior.known[words.indexOf("warm")]!.mean))).toBeLessThan(low(first!.effect));
    expect(sensesOf(posterior, words)).toEqual(new Map([["warm", found.get("warm")]]));
  });
});
