import { type Example, type Split, split } from "../../dataset/index.ts";
import { defaultTrainingOptions } from "../../model/index.ts";
import type { Json, Scope, Study } from "../study.ts";
import { contenders } from "./reconstruction-contenders.ts";
import { type ControlResult, runControl } from "./reconstruction-control.ts";
import { type BellResult, runBellHead } from "./reconstruction-heads.ts";
import { type ReconstructionErrors, reconstructionErrors } from "./reconstruction-scores.ts";
import { summarizeReconstruction } from "./reconstruction-summary.ts";

/** Numbers of bells of the parametric heads. */
const BELL_COUNTS = [13, 10] as const;

/** How much of everything a scope does. */
const plans = {
  full: { epochs: defaultTrainingOptions.epochs, bellSeeds: 2, rows: Infinity, refits: 60, banks: Infinity },
  quick: { epochs: 4, bellSeeds: 1, rows: 40, refits: 10, banks: 200 },
} as const satisfies Record<Scope, unknown>;

/**
 * How well curves that were not trained on come back out of the networks, of principal components and of a linear
 * autoencoder; and whether bells have errors at all.
 */
export const reconstructionStudy: Study = {
  id: "reconstruction",
  title: "Reconstruction",
  tasks: ({ examples }, scope) => {
    const { epochs, bellSeeds, rows, refits, banks } = plans[scope];
    const share = epochs / plans.full.epochs;
    return [
      ...contenders.flatMap((contender) =>
        seedsOf(scope === "full" ? contender.seeds : 1).map((seed) => ({
          id: `${contender.id}/seed=${seed}`,
          seconds: contender.seconds * share + 0.1,
          run: () => {
            const { train, validation } = divide(examples, seed);
            const reconstruct = contender.fit(train, seed, epochs);
            return reconstructionErrors(validation, train, reconstruct) as unknown as Json;
          },
        })),
      ),
      ...BELL_COUNTS.flatMap((bells) =>
        seedsOf(bellSeeds).map((seed) => ({
          id: bellsId(bells, seed),
          seconds: scope === "full" ? 17 : 1.7,
          run: () =>
            runBellHead(divide(examples, seed), bells, { seed, epochs, rows, refits }) as unknown as Json,
        })),
      ),
      {
        id: "control",
        seconds: scope === "full" ? 9 : 1,
        run: () => runControl(Math.min(banks, examples.length), epochs, 1) as unknown as Json,
      },
    ];
  },
  summarize(resultOf, _data, scope) {
    const { bellSeeds, epochs } = plans[scope];
    return summarizeReconstruction(
      {
        contenders: contenders.map(({ id, name, seeds }) => ({
          name,
          id,
          seeds: seedsOf(scope === "full" ? seeds : 1).map(
            (seed) => resultOf(`${id}/seed=${seed}`) as unknown as ReconstructionErrors,
          ),
        })),
        bells: BELL_COUNTS.map((bells) => ({
          bells,
          seeds: seedsOf(bellSeeds).map((seed) => resultOf(bellsId(bells, seed)) as unknown as BellResult),
        })),
        control: resultOf("control") as unknown as ControlResult,
      },
      scope === "full"
        ? undefined
        : `Quick: one seed and ${epochs} of ${plans.full.epochs} epochs, so networks look worse than they are; bells on few rows.`,
    );
  },
};

function bellsId(bells: number, seed: number): string {
  return `bells=${bells}/seed=${seed}`;
}

function seedsOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** A fifth of the rows is held out, as `timbral train` does it. */
function divide(examples: readonly Example[], seed: number): Split<Example> {
  return split(examples, { fraction: 0.2, seed });
}
