import { fitStandardizer, standardize, unstandardize } from "../../math/index.ts";
import { defaultVariationalOptions, trainVariational } from "../../model/index.ts";
import { centroidBaseline } from "./centroid.ts";
import type { Baseline } from "./predictor.ts";

/**
 * A β-VAE in FlowEQ's manner with β = 1 on standardised curves: mean of the posterior means of the word's rows,
 * decoded, as FlowEQ makes its codes of "warm" and "bright". One hidden layer of 64 units: FlowEQ's 512 predict words
 * no better and lose depth (with 8 dimensions R2 .04 against .12).
 *
 * @param latentSize Whole number above 0.
 */
export function variationalCentroid(latentSize: number): Baseline {
  return centroidBaseline(
    {
      id: `vae-${latentSize}`,
      name: `β-VAE, ${latentSize} dimensions, centroid → decoder`,
      source: "FlowEQ (Steinmetz & Serra, ISMIR LBD 2019); β = 1",
    },
    (train, seed) => {
      const standardizer = fitStandardizer(train.map(({ gains }) => gains));
      const { posterior, decode } = trainVariational(
        train.map(({ gains }) => standardize(standardizer, gains)),
        { rowSize: standardizer.mean.length, latentSize, hidden: [64], output: "linear" },
        { ...defaultVariationalOptions, seed },
      );
      return {
        encode: (gains) => posterior(standardize(standardizer, gains)).mean,
        decode: (latent) => unstandardize(standardizer, decode(latent)),
      };
    },
  );
}

/** 2, 3, 8 and 32 latent dimensions. */
export const variationalCentroids: readonly Baseline[] = [2, 3, 8, 32].map(variationalCentroid);
