import { defaultTrainingOptions } from "../../model/index.ts";
import type { Json, Scope, Study } from "../study.ts";
import { latentCentroid, latentPosterior, type WordEstimator } from "./ablations-estimators.ts";
import { distinctLevels, factors } from "./ablations-factors.ts";
import { ablationCharts, ablationFindings, ablationTables } from "./ablations-report.ts";
import { ABLATION_EPOCHS, type AblationResult, runAblation } from "./ablations-training.ts";

/** Trainings of each setting, each on its own split. */
const SEEDS: Readonly<Record<Scope, number>> = { quick: 1, full: 5 };

function seedsOf(scope: Scope): number[] {
  return Array.from({ length: SEEDS[scope] }, (_, i) => i + 1);
}

/**
 * What each choice of the training is worth: one factor at a time is moved from our default, everything else staying,
 * and each setting is trained on the same splits with the same seeds.
 *
 * @param estimators How words' curves are made from a trained network.
 */
export function createAblationsStudy(
  estimators: readonly WordEstimator[] = [latentCentroid, latentPosterior],
): Study {
  return {
    id: "ablations",
    title: "Ablations",
    tasks: (data, scope) =>
      distinctLevels(factors(scope)).flatMap(({ id, setting }) =>
        seedsOf(scope).map((seed) => ({
          id: `${id}/seed=${seed}`,
          seconds: scope === "quick" ? 1 : 3,
          run: () => runAblation(data, setting, estimators, seed, scope) as unknown as Json,
        })),
      ),
    async summarize(resultOf, _data, scope) {
      const all = factors(scope);
      const levels = distinctLevels(all);
      const results = new Map(
        levels.map(({ id }) => [
          id,
          seedsOf(scope).map((seed) => resultOf(`${id}/seed=${seed}`) as unknown as AblationResult),
        ]),
      );
      const conditions =
        `${SEEDS[scope]} ${SEEDS[scope] === 1 ? "seed" : "seeds"}, each with its own split (70 % of the rows train), ` +
        `${ABLATION_EPOCHS[scope]} epochs in place of the published ${defaultTrainingOptions.epochs}` +
        `${scope === "quick" ? ", and fewer settings (quick)" : ""}.`;
      return {
        findings: [
          `${levels.length - 1} settings beside the default, one factor at a time: ${conditions}`,
          ...ablationFindings(all, results, estimators),
        ],
        tables: ablationTables(all, results, estimators, conditions),
        figures: await ablationCharts(all, results, estimators),
        values: Object.fromEntries(results) as unknown as Json,
      };
    },
  };
}

/** With the report's centroid and our word model. */
export const ablationsStudy: Study = createAblationsStudy();
