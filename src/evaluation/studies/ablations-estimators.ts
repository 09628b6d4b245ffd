import type { Example } from "../../dataset/index.ts";
import type { WordUse } from "../../semantics/index.ts";
import { meanCurve } from "../baselines/mean-curve.ts";
import { rowsByTerm } from "../baselines/per-word.ts";
import type { Predictor } from "../baselines/predictor.ts";
import { coUseOf, fitWordModel } from "../baselines/timbral.ts";
import type { TrainedNetwork } from "../train-network.ts";

/** A way from a trained network and the rows that it was trained on to words' curves. */
export interface WordEstimator {
  /** In kebab case. */
  readonly id: string;
  /** For tables. */
  readonly name: string;
  /** @param uses What is known of words from other effects; may be empty. */
  fit(network: TrainedNetwork, train: readonly Example[], uses: readonly WordUse[]): Predictor;
}

/** The report's: the mean latent of the word's rows, decoded. */
export const latentCentroid: WordEstimator = {
  id: "centroid",
  name: "centroid",
  fit(network, train) {
    const byTerm = rowsByTerm(train);
    return {
      predict({ term }) {
        const rows = byTerm.get(term);
        return rows && network.decode(meanCurve(rows.map(({ gains }) => network.encode(gains))));
      },
    };
  },
};

/** Ours, as it is shipped: the word's posterior in the latent space. */
export const latentPosterior: WordEstimator = {
  id: "word-model",
  name: "word model",
  fit: (network, train, uses) => fitWordModel(train, network, { coUse: coUseOf(uses) }),
};
