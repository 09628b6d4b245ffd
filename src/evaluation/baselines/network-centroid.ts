import {
  type Architecture,
  defaultTrainingOptions,
  reportArchitecture,
  residualArchitecture,
  type TrainingOptions,
} from "../../model/index.ts";
import { trainNetwork } from "../train-network.ts";
import { centroidBaseline } from "./centroid.ts";
import type { Baseline } from "./predictor.ts";

/** The report trains at a constant learning rate. */
const reportOptions: TrainingOptions = { ...defaultTrainingOptions, schedule: "constant" };

function networkCentroid(description: Omit<Baseline, "fit">, architecture: Architecture): Baseline {
  return centroidBaseline(description, (train, seed) =>
    trainNetwork(train, architecture, { ...reportOptions, seed }),
  );
}

/** The report's network: mean latent of the word's rows, decoded. */
export const reportNetwork: Baseline = networkCentroid(
  {
    id: "report-network",
    name: "report's network, latent centroid → decoder",
    source: "the report: residual encoder and decoder, supervised contrastive loss",
  },
  reportArchitecture,
);

/** The same with a linear map around the encoder and one around the decoder. */
export const linearPathNetwork: Baseline = networkCentroid(
  {
    id: "linear-path-network",
    name: "same network with a linear path, centroid → decoder",
    source: "the report's network, started at the principal components",
  },
  residualArchitecture,
);
