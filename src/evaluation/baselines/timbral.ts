import type { Example } from "../../dataset/index.ts";
import { defaultTrainingOptions, residualArchitecture } from "../../model/index.ts";
import {
  type CoUse,
  LEAST_CONFIDENCE,
  learnCoUse,
  learnWordPosterior,
  normalizeWord,
  type RelatednessShares,
  type WordUse,
} from "../../semantics/index.ts";
import { type TrainedNetwork, trainNetwork } from "../train-network.ts";
import type { Baseline, Predictor } from "./predictor.ts";

/** Where the word model's latents come from. */
export type LatentSpace = Pick<TrainedNetwork, "encode" | "decode">;

/** Latents that are the curves themselves: the word model without a network. */
export const rawCurves: LatentSpace = {
  encode: (gains) => Float64Array.from(gains),
  decode: (latent) => Float64Array.from(latent),
};

/** Parts of the word model that can be changed to see what they are worth. */
export interface WordModelVariant {
  /** Default: learned from `uses`. */
  readonly coUse?: CoUse;
  readonly shares?: RelatednessShares;
  /** Take every listener for fully consistent. Default false. */
  readonly evenListeners?: boolean;
}

/** The word model as it is shipped: the network's latents, kinship of words, shrinkage by learned covariances. */
export function timbral(uses: readonly WordUse[]): Baseline {
  return {
    id: "timbral",
    name: "Timbral",
    source: "src/semantics/word-posterior.ts in the latents of the network with linear paths",
    fit: (train, seed) => {
      const network = trainNetwork(train, residualArchitecture, { ...defaultTrainingOptions, seed });
      return fitWordModel(train, network, { coUse: coUseOf(uses) });
    },
  };
}

/** The word model without a network and without words of other effects: fits in a moment. */
export const wordModelOnCurves: Baseline = {
  id: "word-model-on-curves",
  name: "Timbral's word model, kin by meaning, no network",
  source: "src/semantics/word-posterior.ts on raw curves",
  fit: (train) => fitWordModel(train, rawCurves, {}),
};

/**
 * Fits the word model on some people's rows in given latents. It abstains for a word that has no row where it has
 * no kin either, or the correlation that can be expected is below `LEAST_CONFIDENCE`.
 */
export function fitWordModel(
  train: readonly Example[],
  { encode, decode }: LatentSpace,
  { coUse = { dimensions: 0, vectors: new Map() }, shares, evenListeners = false }: WordModelVariant,
): Predictor {
  const rows = train.map(({ term, consistency, gains }) => ({
    word: normalizeWord(term),
    consistency: evenListeners ? 1 : consistency,
    curve: gains,
    latent: encode(gains),
  }));
  const words = [...new Set(rows.map(({ word }) => word))].sort();
  const posterior = learnWordPosterior({
    rows,
    words,
    coUse,
    ...(shares === undefined ? {} : { shares }),
    origin: encode(new Float64Array(rows[0]?.curve.length ?? 0)),
    decode,
  });
  const placeOf = new Map(words.map((word, index) => [word, index]));
  const answers = new Map<string, Float64Array | undefined>();
  return {
    predict({ term }) {
      const word = normalizeWord(term);
      if (!answers.has(word)) answers.set(word, answer(word));
      return answers.get(word);
    },
  };

  function answer(word: string): Float64Array | undefined {
    const place = placeOf.get(word);
    if (place !== undefined) return posterior.expect(posterior.known[place]!.mean);
    const { meaning, use } = posterior.relatedness.kinshipOf(word);
    if (!meaning && !use) return undefined;
    const curve = posterior.expect(posterior.effectOf(word).mean);
    const power = curve.reduce((sum, z) => sum + z * z, 0) / curve.length;
    return Math.sqrt(power) < LEAST_CONFIDENCE ? undefined : curve;
  }
}

const learned = new WeakMap<readonly WordUse[], CoUse>();

/** `learnCoUse`, once for each list. */
export function coUseOf(uses: readonly WordUse[]): CoUse {
  const known = learned.get(uses);
  if (known) return known;
  const coUse = learnCoUse(uses.map(({ words }) => [...new Set(words.map(normalizeWord))]));
  learned.set(uses, coUse);
  return coUse;
}
