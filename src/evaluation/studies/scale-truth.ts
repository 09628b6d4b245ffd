import type { Example } from "../../dataset/index.ts";
import { defaultShares } from "../../semantics/index.ts";
import { globalMean, plainMean } from "../baselines/index.ts";
import { fitWordModel, rawCurves } from "../baselines/timbral.ts";
import { pearson, rootMeanSquareError } from "../metrics/prediction.ts";
import { drawCorpus } from "../synthetic-corpus.ts";
import { sourceOfExamples } from "../synthetic-corpus-source.ts";
import { idealCurves } from "./scale-ideal.ts";

/** Ways to say what the next person would make of a word, as the tables list them. */
export const methods = [
  ["global", "mean of all rows"],
  ["plain", "plain mean of the word's rows"],
  ["alone", "word model without kin"],
  ["kin", "word model"],
  ["ideal", "ideal observer"],
] as const;

export type MethodId = (typeof methods)[number][0];

/** Lower ends of the classes by rows of the word. */
export const classes: readonly number[] = [1, 2, 4, 8, 16, 32];

/** How near one method comes to the truth. */
export type Nearness = {
  /** Mean over words of Pearson's r with the true expected curve. */
  readonly r: number;
  /** Mean over words and bands of the squared error, z². */
  readonly squaredError: number;
};

export type TruthScores = {
  readonly rows: number;
  readonly words: number;
  /** Words with one row. */
  readonly singles: number;
  /** Every word counted as often as it has rows. */
  readonly overall: Readonly<Record<MethodId, Nearness>>;
  /** Of each class that has words, by rows of the word; every word counted once. */
  readonly classes: readonly {
    readonly from: number;
    readonly words: number;
    readonly scores: Readonly<Record<MethodId, Nearness>>;
  }[];
  /** The two largest variances of words' effects over people's: in the crowd that was drawn from, and as learned. */
  readonly ratio: { readonly true: readonly number[]; readonly learned: readonly number[] };
};

/** Draws a corpus in the statistics of the examples, learns from it in raw curves, and compares with the truth. */
export function scoreAgainstTruth(
  examples: readonly Example[],
  size: { readonly rows: number; readonly words: number },
): TruthScores {
  const source = sourceOfExamples(examples);
  const corpus = drawCorpus(source, { ...size, seed: 1 });
  const drawn = [...corpus.rows()];
  const train = drawn.map(({ example }) => example);
  const nothingUsed = { dimensions: 0, vectors: new Map<string, Float64Array>() };
  const ideal = idealCurves(corpus, drawn);
  const fitted = {
    global: globalMean.fit(train, 1),
    plain: plainMean.fit(train, 1),
    alone: fitWordModel(train, rawCurves, {
      coUse: nothingUsed,
      shares: { ...defaultShares, meaning: 0 },
    }),
    kin: fitWordModel(train, rawCurves, { coUse: nothingUsed }),
  };
  const predict = (id: MethodId, place: number): ArrayLike<number> =>
    id === "ideal" ? ideal[place]! : fitted[id].predict({ term: corpus.words[place]!.word })!;
  const scores = corpus.words.map(({ readings }, place) => {
    const truth = corpus.expectedZ(readings[0]!.effect);
    return each((id): Nearness => {
      const curve = predict(id, place);
      return { r: pearson(curve, truth), squaredError: rootMeanSquareError(curve, truth) ** 2 };
    });
  });
  const people = corpus.words.map((word) => word.people);
  return {
    ...size,
    singles: people.filter((count) => count === 1).length,
    overall: meanScores(scores, people),
    classes: classes.flatMap((from, index) => {
      const upTo = classes[index + 1] ?? Number.POSITIVE_INFINITY;
      const own = scores.filter((_, place) => people[place]! >= from && people[place]! < upTo);
      const once = own.map(() => 1);
      return own.length > 0 ? [{ from, words: own.length, scores: meanScores(own, once) }] : [];
    }),
    ratio: { true: leading(source.ratio), learned: leading(sourceOfExamples(train).ratio) },
  };
}

function meanScores(
  scores: readonly Readonly<Record<MethodId, Nearness>>[],
  weights: readonly number[],
): Record<MethodId, Nearness> {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (value: (score: Readonly<Record<MethodId, Nearness>>) => number): number =>
    scores.reduce((sum, score, i) => sum + (weights[i]! * value(score)) / total, 0);
  return each((id) => ({
    r: mean((score) => score[id].r),
    squaredError: mean((score) => score[id].squaredError),
  }));
}

function each<Value>(value: (id: MethodId) => Value): Record<MethodId, Value> {
  return Object.fromEntries(methods.map(([id]) => [id, value(id)])) as Record<MethodId, Value>;
}

function leading(ratio: ArrayLike<number>): number[] {
  return Array.from(ratio).slice(0, 2);
}
