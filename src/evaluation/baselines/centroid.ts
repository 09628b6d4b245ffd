import type { Example } from "../../dataset/index.ts";
import { meanCurve } from "./mean-curve.ts";
import { perWord } from "./per-word.ts";
import type { Baseline } from "./predictor.ts";

/** A way into a latent space and out of it, curves in z units on both sides. */
export interface LatentSpace {
  /** @param gains Shape `[40]`. @returns Shape `[latent]`. */
  encode(gains: ArrayLike<number>): ArrayLike<number>;
  /** @param latent Shape `[latent]`. @returns Shape `[40]`. */
  decode(latent: ArrayLike<number>): ArrayLike<number>;
}

/** A baseline that decodes the mean latent of a word's rows. @param learn Learns the space from the training rows. */
export function centroidBaseline(
  description: Omit<Baseline, "fit">,
  learn: (train: readonly Example[], seed: number) => LatentSpace,
): Baseline {
  return {
    ...description,
    fit(train, seed) {
      const { encode, decode } = learn(train, seed);
      const decoded = perWord(description, (rows) =>
        decode(meanCurve(rows.map(({ gains }) => encode(gains)))),
      );
      return decoded.fit(train, seed);
    },
  };
}
