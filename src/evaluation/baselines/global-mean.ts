import { meanCurve } from "./mean-curve.ts";
import type { Baseline } from "./predictor.ts";

/** One curve for all words. */
export const globalMean: Baseline = {
  id: "global-mean",
  name: "mean of all rows",
  source: "what can be said without knowing the word",
  fit(train) {
    const curve = meanCurve(train.map(({ gains }) => gains));
    return { predict: () => curve };
  },
};
