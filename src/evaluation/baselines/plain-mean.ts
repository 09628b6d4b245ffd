import { meanCurve } from "./mean-curve.ts";
import { perWord } from "./per-word.ts";
import type { Baseline } from "./predictor.ts";

/** SAFE averaging, and what the report's *Base* means. */
export const plainMean: Baseline = perWord(
  {
    id: "plain-mean",
    name: "plain mean of the word's rows",
    source: "SAFE (Stables et al., ISMIR 2014); the report's Base",
  },
  (rows) => meanCurve(rows.map(({ gains }) => gains)),
);
