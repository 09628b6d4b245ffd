import type { Example } from "../dataset/index.ts";
import { fitStandardizer } from "../math/index.ts";
import { defaultTrainingOptions, residualArchitecture } from "../model/index.ts";
import { openModel, startLearning, type WordModel, type WordUse } from "../semantics/index.ts";

export interface LearnWordsOptions {
  /** Default: 1. */
  readonly seed?: number;
  /** Default: as `timbral train`. */
  readonly epochs?: number;
  /** Words that people used together for other effects. Default: none. */
  readonly uses?: readonly WordUse[];
}

/**
 * The word model as a user gets it, learned from some people's rows: trained, packed into a bundle and opened again.
 * All rows train; none is kept to score the network.
 */
export function learnWords(train: readonly Example[], options: LearnWordsOptions = {}): WordModel {
  const { seed = defaultTrainingOptions.seed, epochs = defaultTrainingOptions.epochs, uses } = options;
  const learning = startLearning({
    examples: train.map(({ term, language, consistency, gains }) => ({
      ...{ word: term, language, consistency, gains },
    })),
    training: train.map((_, row) => row),
    validation: [0],
    standardizer: fitStandardizer(train.map(({ gains }) => gains)),
    architecture: residualArchitecture,
    options: { ...defaultTrainingOptions, seed, epochs },
    ...(uses === undefined ? {} : { uses }),
  });
  for (let epoch = 0; epoch < epochs; epoch++) learning.trainer.runEpoch();
  // Nobody will ask this bundle where it came from.
  const { bytes } = learning.finish({ dataSha256: "0".repeat(64), codeSha256: "0".repeat(64) });
  return openModel(bytes).model;
}
