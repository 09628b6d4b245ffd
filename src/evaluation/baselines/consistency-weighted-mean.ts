import type { Example } from "../../dataset/index.ts";
import { meanCurve } from "./mean-curve.ts";
import { perWord } from "./per-word.ts";
import type { Baseline } from "./predictor.ts";

/** A row's weight is its listener's rating consistency; a listener near 0 still counts a little. */
export function consistencyWeight({ consistency }: Example): number {
  return Math.max(0.02, consistency);
}

/** A row's weight rises with its listener's rating consistency up to 0.45, and is the same above. */
export function saturatingWeight({ consistency }: Example): number {
  return Math.min(1, Math.max(0.1, consistency / 0.45));
}

/** Mean of the word's rows, weighted by {@link consistencyWeight}. */
export const consistencyWeightedMean: Baseline = perWord(
  {
    id: "consistency-weighted-mean",
    name: "mean weighted by consistency",
    source: "rating consistency as in SocialEQ (Cartwright & Pardo, ISMIR 2013)",
  },
  (rows) =>
    meanCurve(
      rows.map(({ gains }) => gains),
      rows.map(consistencyWeight),
    ),
);

/** Mean of the word's rows, weighted by {@link saturatingWeight}. */
export const saturatingWeightedMean: Baseline = perWord(
  {
    id: "saturating-weighted-mean",
    name: "mean weighted by consistency up to 0.45",
    source: "the lowest quarter of listeners is nearly noise, the upper half alike",
  },
  (rows) =>
    meanCurve(
      rows.map(({ gains }) => gains),
      rows.map(saturatingWeight),
    ),
);
