import type { Example } from "../../dataset/index.ts";
import { areaUnderCurve, cosine, euclidean, silhouette } from "../metrics/clustering.ts";
import { fitLinearDiscriminant } from "../metrics/linear-discriminant.ts";

/** Words that mean the opposite of each other, by everyday use. */
export const antonymPairs: readonly (readonly [string, string])[] = [
  ["warm", "bright"],
  ["soft", "loud"],
  ["calm", "loud"],
  ["tinny", "heavy"],
  ["soothing", "harsh"],
  ["warm", "cold"],
];

/** How well two words' held-out rows are told apart. */
export interface PairFigures {
  /** Held-out rows of the two words. */
  readonly rows: number;
  /** Area under the ROC curve of a linear discriminant that was fitted on the training rows, 0..1. */
  readonly auc: number;
  /** Silhouette of the rows by cosine and by euclidean distance. */
  readonly silhouetteCosine: number;
  readonly silhouette: number;
  /** Silhouette of the discriminant's scores. */
  readonly alongDiscriminant: number;
}

/** @returns undefined where one of the words is missing on either side. */
export function pairFigures(
  train: readonly Example[],
  heldOut: readonly Example[],
  pair: readonly [string, string],
  embed: (gains: ArrayLike<number>) => ArrayLike<number>,
): PairFigures | undefined {
  const [learned, asked] = [train, heldOut].map((examples) =>
    examples.filter(({ term }) => pair.includes(term)),
  );
  for (const rows of [learned!, asked!]) if (new Set(rows.map(({ term }) => term)).size < 2) return undefined;
  const isFirst = (rows: readonly Example[]) => rows.map(({ term }) => term === pair[0]);
  const discriminant = fitLinearDiscriminant(
    learned!.map(({ gains }) => embed(gains)),
    isFirst(learned!),
  );
  const rows = asked!.map(({ gains }) => embed(gains));
  const labels = asked!.map(({ term }) => term);
  const scores = rows.map((row) => discriminant.score(row));
  return {
    rows: rows.length,
    auc: areaUnderCurve(scores, isFirst(asked!)),
    silhouetteCosine: silhouette(rows, labels, cosine),
    silhouette: silhouette(rows, labels, euclidean),
    alongDiscriminant: silhouette(
      scores.map((score) => [score]),
      labels,
      euclidean,
    ),
  };
}
