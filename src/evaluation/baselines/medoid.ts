import { meanCurve, nearestTo } from "./mean-curve.ts";
import { perWord } from "./per-word.ts";
import type { Baseline } from "./predictor.ts";

/**
 * The word's row with the least sum of squared distances to the others, which is the row nearest to their mean
 * (`Σ |x - x_i|² = n |x - mean|² + a constant`): a curve that somebody really set.
 */
export const medoid: Baseline = perWord(
  {
    id: "medoid",
    name: "medoid of the word's rows",
    source: "Kaufman & Rousseeuw 1990, squared Euclidean distance",
  },
  (rows) => {
    const curves = rows.map(({ gains }) => gains);
    return curves[nearestTo(meanCurve(curves), curves)]!;
  },
);
