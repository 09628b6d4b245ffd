import type { WordUse } from "../../semantics/index.ts";
import { cosine, silhouette } from "../metrics/clustering.ts";
import { meanOf, summarizePredictions } from "../metrics/prediction.ts";
import type { Scope, StudyData } from "../study.ts";
import { trainNetwork } from "../train-network.ts";
import type { WordEstimator } from "./ablations-estimators.ts";
import type { Setting } from "./ablations-factors.ts";
import { frequentTerms } from "./cross-dataset-data.ts";
import { antonymPairs, pairFigures } from "./latent-space-antonyms.ts";
import { divisionOf } from "./latent-space-trainings.ts";

/** Rows of words with fewer rows in all are learned from but not asked for their word's curve. */
export const ASKED_ROWS = 4;

/**
 * Epochs of a training. The published model has 50; a hundred trainings of fewer fit into an evaluation, and all
 * settings are compared alike.
 */
export const ABLATION_EPOCHS: Readonly<Record<Scope, number>> = { quick: 2, full: 15 };

const NO_USES: readonly WordUse[] = [];

/** Figures of one training on one split; all on held-out rows. */
export interface AblationResult {
  /** Mean absolute error of rows that went through the network, z units. */
  readonly reconstructionMae: number;
  /** 1 − Σ error² / Σ curve² over rows and bands. */
  readonly reconstructionR2: number;
  /** By estimator's id: how well the word's curve predicts a row. */
  readonly words: Readonly<Record<string, { readonly r: number; readonly r2: number }>>;
  /** Mean over the pairs of the area under the ROC curve of a linear discriminant in the latent. */
  readonly antonymAuc: number;
  /** By cosine, words with 8 rows or more. */
  readonly latentSilhouette: number;
  readonly projectionSilhouette: number;
}

/** @param seed Decides the split and all that is random in the training. */
export function runAblation(
  { examples, uses = NO_USES }: StudyData,
  setting: Setting,
  estimators: readonly WordEstimator[],
  seed: number,
  scope: Scope,
): AblationResult {
  const { train, heldOut, clusterHeldOut } = divisionOf(examples, seed);
  const network = trainNetwork(
    train,
    setting.architecture,
    { ...setting.options, epochs: ABLATION_EPOCHS[scope], seed },
    setting.isWeighted ? train.map(({ consistency }) => consistencyWeight(consistency)) : undefined,
  );
  const reconstruction = summarizePredictions(
    heldOut.map(({ gains }) => ({ predicted: network.decode(network.encode(gains)), actual: gains })),
  );
  const frequent = frequentTerms(examples, ASKED_ROWS);
  const asked = heldOut.filter(({ term }) => frequent.has(term));
  const words = estimators.map((estimator) => {
    const predictor = estimator.fit(network, train, uses);
    const curves = new Map<string, ArrayLike<number>>();
    for (const { term, gains } of asked) {
      // A word without an answer counts as a flat line.
      if (!curves.has(term)) curves.set(term, predictor.predict({ term }) ?? new Float64Array(gains.length));
    }
    const { r, r2AgainstFlat } = summarizePredictions(
      asked.map(({ term, gains }) => ({ predicted: curves.get(term)!, actual: gains })),
    );
    return [estimator.id, { r, r2: r2AgainstFlat }] as const;
  });
  const pairs = antonymPairs.flatMap(
    (pair) => pairFigures(train, heldOut, pair, (gains) => network.encode(gains)) ?? [],
  );
  const latents = clusterHeldOut.map(({ gains }) => network.encode(gains));
  const terms = clusterHeldOut.map(({ term }) => term);
  return {
    reconstructionMae: reconstruction.mae,
    reconstructionR2: reconstruction.r2AgainstFlat,
    words: Object.fromEntries(words),
    antonymAuc: meanOf(pairs.map(({ auc }) => auc)),
    latentSilhouette: silhouette(latents, terms, cosine),
    projectionSilhouette: silhouette(
      latents.map((latent) => network.project(latent)),
      terms,
      cosine,
    ),
  };
}

/** `clip(consistency / 0.45, 0.1, 1)`: the quarter of the listeners who rated least consistently count hardly at all. */
function consistencyWeight(consistency: number): number {
  return Math.min(1, Math.max(0.1, consistency / 0.45));
}
