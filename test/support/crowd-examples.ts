import type { Example } from "../../src/dataset/index.ts";
import { bandFrequencyHz } from "../../src/effects/index.ts";
import { type Crowd, drawCrowd } from "../../src/evaluation/simulated-crowd.ts";
import { createRandom } from "../../src/math/index.ts";

const bands = bandFrequencyHz.length;

/** Waves over the bands, ever smaller, along which words and people differ. */
const WAVES = 14;
const crowd: Crowd = {
  mean: new Float64Array(bands),
  directions: Array.from({ length: WAVES }, (_, cycles) =>
    Float64Array.from(
      { length: bands },
      (_, band) => Math.cos((Math.PI * (cycles + 1) * (band + 0.5)) / bands) / (cycles + 1),
    ),
  ),
  readings: [],
  ratio: new Float64Array(WAVES).fill(0.5),
};

/**
 * Examples of a crowd with known truth: each word's effect is as large as its people's noise is at a disagreement of
 * 0.5. Rows have mean 0 and, unlike the real ones, any deviation.
 *
 * @param counts Rows by word.
 */
export function crowdExamples(
  counts: Readonly<Record<string, number>>,
  options: { readonly seed: number; readonly disagreement: number },
): Example[] {
  const labels = Object.entries(counts).flatMap(([word, count]) => new Array<string>(count).fill(word));
  const random = createRandom(options.seed);
  return drawCrowd(crowd, labels, options).map((gains, row) => {
    const term = labels[row]!;
    const common = { word: term, term, language: row % 3 === 0 ? "es" : "en", audioId: 7 } as const;
    return { ...common, consistency: random.uniform(), gains, line: row + 2 };
  });
}
