import type { Json, Study } from "../study.ts";
import { antonymPairs } from "./latent-space-antonyms.ts";
import { latentSpaceCharts } from "./latent-space-charts.ts";
import { runRaw, runSimulated } from "./latent-space-controls.ts";
import { latentSpaceFindings } from "./latent-space-findings.ts";
import { gatherResults, hasAntonyms, pairId } from "./latent-space-results.ts";
import { antonymTables, clusterTables, costTable } from "./latent-space-tables.ts";
import {
  ANTONYM_SPLITS,
  CLUSTER_SPLITS,
  runPair,
  runTraining,
  splitsOf,
  trainingId,
  trainingSeconds,
  trainings,
} from "./latent-space-trainings.ts";

/**
 * How words lie in the latent space: the usual figures of clusters on rows that were trained on and on held-out rows,
 * beside their controls and their ceiling, and antonyms told apart with and without the contrastive loss.
 */
export const latentSpaceStudy: Study = {
  id: "latent-space",
  title: "Latent space",
  tasks: ({ examples }, scope) => [
    ...trainings(scope).flatMap((training) =>
      splitsOf(training, scope).map((splitNumber) => ({
        id: trainingId(training, splitNumber),
        seconds: trainingSeconds(training, scope),
        run: () => runTraining(examples, training, splitNumber, scope) as unknown as Json,
      })),
    ),
    ...antonymPairs.map((pair) => ({
      id: pairId(pair),
      seconds: scope === "quick" ? 0.7 : 12,
      run: () => runPair(examples, pair, scope) as unknown as Json,
    })),
    {
      id: "raw",
      seconds: scope === "quick" ? 0.6 : 2,
      run: () => runRaw(examples, scope) as unknown as Json,
    },
    {
      id: "simulated",
      seconds: scope === "quick" ? 1 : 4,
      run: () => runSimulated(examples, scope) as unknown as Json,
    },
  ],
  async summarize(resultOf, data, scope) {
    const results = gatherResults(resultOf, data, scope);
    const isQuick = scope === "quick";
    const repetitions = isQuick
      ? "Quick: one split, few λ, a tenth to a fifth of the epochs."
      : `Means over ${CLUSTER_SPLITS.full} splits, of the simulated crowd over ${ANTONYM_SPLITS.full} draws; standard deviations are in the JSON.`;
    const antonymSplits = isQuick
      ? "Quick: one split, a tenth to a fifth of the epochs."
      : `${ANTONYM_SPLITS.full} splits, 70 % of the rows train.`;
    return {
      findings: latentSpaceFindings(results),
      tables: [
        ...clusterTables(results, repetitions),
        costTable(results),
        ...(hasAntonyms(results) ? antonymTables(results, antonymSplits) : []),
      ],
      figures: await latentSpaceCharts(results),
      values: results as unknown as Json,
    };
  },
};
