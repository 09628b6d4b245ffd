import { adaptive } from "./adaptive.ts";
import { anotherPerson } from "./another-person.ts";
import { consistencyWeightedMean, saturatingWeightedMean } from "./consistency-weighted-mean.ts";
import { flat } from "./flat.ts";
import { geometricMedianOfRows } from "./geometric-median.ts";
import { globalMean } from "./global-mean.ts";
import { median } from "./median.ts";
import { medoid } from "./medoid.ts";
import { linearPathNetwork, reportNetwork } from "./network-centroid.ts";
import { plainMean } from "./plain-mean.ts";
import type { Baseline } from "./predictor.ts";
import { variationalCentroids } from "./variational-centroid.ts";

export { bestSuitedRow, type InputSound, pinkSpectrumDb } from "./adaptive.ts";
export type { Baseline, Predictor, Query } from "./predictor.ts";
export {
  adaptive,
  anotherPerson,
  consistencyWeightedMean,
  flat,
  geometricMedianOfRows,
  globalMean,
  linearPathNetwork,
  median,
  medoid,
  plainMean,
  reportNetwork,
  saturatingWeightedMean,
  variationalCentroids,
};

/** Those that fit in milliseconds. */
export const closedFormBaselines: readonly Baseline[] = [
  flat,
  globalMean,
  anotherPerson,
  plainMean,
  median,
  geometricMedianOfRows,
  medoid,
  consistencyWeightedMean,
  saturatingWeightedMean,
  adaptive,
];

/** Those that train a network: the β-VAEs in under a second each, the report's in about ten. */
export const trainedBaselines: readonly Baseline[] = [
  reportNetwork,
  linearPathNetwork,
  ...variationalCentroids,
];

/** Every baseline, as tables list them. */
export const baselines: readonly Baseline[] = [...closedFormBaselines, ...trainedBaselines];
