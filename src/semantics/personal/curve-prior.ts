import { BAND_COUNT } from "../../effects/index.ts";
import { createRandom } from "../../math/index.ts";
import { shapeOf } from "../curve-coordinates.ts";
import type { WordModel } from "../word-model.ts";

/** What is known of the curve that a person has in mind before the person is asked: a normal distribution. */
export interface CurvePrior {
  /** Shape `[40]`, z units. */
  readonly mean: Float64Array;
  /** Shape `[40, 40]`, z²: how people differ from that mean, and how unsure the mean is. */
  readonly covariance: Float64Array;
  /** Each of shape `[40]`, mean 0 and rms 1: curves that people might make, to be played to them. */
  readonly candidates: readonly Float64Array[];
}

/** Draws that the moments are taken from; a covariance of 8 dimensions is within some 5 % of its limit then. */
const DRAWS = 480;
const SEED = 1;

/**
 * The prior of a person's curve, from curves that the model draws: for a word, of people who use it; for none, of anybody
 * for any word, each word as often as people used it.
 *
 * @param word A word of the model's vocabulary, or several: see `WordModel.sample`.
 * @throws UnknownWordError as `lookup` does.
 */
export function curvePrior(model: Pick<WordModel, "sample" | "vocabulary">, word?: string): CurvePrior {
  const draws = word === undefined ? drawsOfAnyWord(model) : model.sample(word, { count: DRAWS, seed: SEED });
  const curves = draws.map(({ curveZ }) => {
    const { mean } = shapeOf(curveZ);
    return Float64Array.from(curveZ, (z) => z - mean);
  });
  const mean = new Float64Array(BAND_COUNT);
  for (const curve of curves) {
    for (let band = 0; band < BAND_COUNT; band++) mean[band]! += curve[band]! / curves.length;
  }
  const covariance = new Float64Array(BAND_COUNT * BAND_COUNT);
  for (const curve of curves) {
    for (let i = 0; i < BAND_COUNT; i++) {
      for (let j = 0; j < BAND_COUNT; j++) {
        covariance[i * BAND_COUNT + j]! +=
          ((curve[i]! - mean[i]!) * (curve[j]! - mean[j]!)) / (curves.length - 1);
      }
    }
  }
  return { mean, covariance, candidates: curves.map((curve) => shapeOf(curve).shape) };
}

/** Every word with people in turn, as far apart in the row of all people as makes the number of draws. */
function drawsOfAnyWord({
  sample,
  vocabulary,
}: Pick<WordModel, "sample" | "vocabulary">): { readonly curveZ: readonly number[] }[] {
  const asked = vocabulary.entries.filter(({ people }) => people > 0);
  const total = asked.reduce((sum, { people }) => sum + people, 0);
  const random = createRandom(SEED); // draws of neighbouring seeds begin alike
  let before = 0;
  return asked.flatMap(({ word, people }) => {
    const [from, to] = [before, before + people].map((sum) => Math.round((sum * DRAWS) / total)) as [
      number,
      number,
    ];
    before += people;
    return to > from ? sample(word, { count: to - from, seed: random.integer(0, 2 ** 31 - 1) }) : [];
  });
}
