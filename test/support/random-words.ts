import { createRandom } from "../../src/math/index.ts";
import type { CurveDecoder } from "../../src/semantics/mixture.ts";
import { createVocabulary, type Vocabulary } from "../../src/semantics/vocabulary.ts";
import { createWordModel, type WordModel } from "../../src/semantics/word-model.ts";
import type { WordTables } from "../../src/semantics/word-tables.ts";

const BANDS = 40;
export const latentSize = 6;
const size = 4;

/** Words with people, most of them English, and two that are answered from their kin alone. */
export const words: readonly string[] = ["warm", "bright", "smooth", "harsh", "good morning", "frío"];
export const vocabulary: Vocabulary = createVocabulary([
  ...words.map((word, index) =>
    word === "frío"
      ? { word, people: 13, languages: { en: 0, es: 13 } }
      : { word, people: index + 1, languages: { en: index + 1, es: 0 } },
  ),
  { word: "glassy", people: 0, languages: { en: 0, es: 0 }, language: "en" },
  { word: "etéreo", people: 0, languages: { en: 0, es: 0 }, language: "es" },
]);

/** A decoder with random weights, linear or bent by a tanh. @param origin The latent that it decodes to a flat curve. */
export function randomDecoder(seed: number, bent: boolean, origin: ArrayLike<number>): CurveDecoder {
  const random = createRandom(seed);
  const weights = Float64Array.from({ length: BANDS * latentSize }, () => 2 * random.uniform() - 1);
  return {
    latentSize,
    decode: (latent, curveZ) => {
      for (let band = 0; band < BANDS; band++) {
        let sum = 0;
        for (let d = 0; d < latentSize; d++)
          sum += weights[band * latentSize + d]! * (latent[d]! - origin[d]!);
        curveZ[band] = bent ? Math.tanh(sum) + 0.1 * sum : sum;
      }
    },
  };
}

/** Tables of random numbers that fit {@link vocabulary}; "harsh" has two readings. */
export function randomTables(seed: number): WordTables {
  const random = createRandom(seed);
  const values = (length: number, scale = 1) =>
    Float64Array.from({ length }, () => scale * (2 * random.uniform() - 1));
  const spread = () => Float64Array.from({ length: BANDS }, () => 0.2 + random.uniform());
  const ratio = values(size)
    .map((value) => 0.5 * (1 + value))
    .sort()
    .reverse();
  const { entries } = vocabulary;
  const harsh = words.indexOf("harsh");
  return {
    space: {
      size,
      origin: values(latentSize, 0.3),
      axes: values(size * latentSize),
      mean: values(size, 0.2),
      ratio,
      loading: 0.5 + 0.5 * random.uniform(),
    },
    effects: values(entries.length * size),
    variances: Float64Array.from({ length: entries.length * size }, (_, i) => {
      return ratio[i % size]! * random.uniform();
    }),
    kin: entries.map((_, index) => [(index + 1) % entries.length, (index + 3) % entries.length]),
    commonSpread: spread(),
    crowds: new Map(
      entries.flatMap(({ people }, index) =>
        people < 2
          ? []
          : [
              [
                index,
                {
                  spread: spread(),
                  agreement: { pairs: random.uniform() - 0.2, leaveOneOut: random.uniform() },
                },
              ],
            ],
      ),
    ),
    senses: [
      { word: harsh, name: "bright upper mids, thin low end", share: 0.75, effect: values(size) },
      { word: harsh, name: "full low mids, forward mids", share: 0.25, effect: values(size) },
    ],
  };
}

export interface RandomModel {
  readonly model: WordModel;
  readonly tables: WordTables;
  readonly decoder: CurveDecoder;
}

/** @param options.bent Whether the decoder is not linear. Default false. */
export function randomModel(seed: number, { bent = false } = {}): RandomModel {
  const tables = randomTables(seed);
  const decoder = randomDecoder(seed + 1, bent, tables.space.origin);
  return { model: createWordModel({ ...tables, vocabulary, decoder }), tables, decoder };
}
