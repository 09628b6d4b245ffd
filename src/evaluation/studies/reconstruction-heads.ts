import type { Example, Split } from "../../dataset/index.ts";
import type { BiquadSetting } from "../../dsp/index.ts";
import { defaultTrainingOptions } from "../../model/index.ts";
import { meanAbsoluteError, meanOf } from "../metrics/prediction.ts";
import {
  type BellErrors,
  bellErrors,
  curveOfBells,
  fittedBells,
  refittedBells,
  trainBellNetwork,
} from "./reconstruction-bells.ts";
import { type ReconstructionErrors, reconstructionErrors } from "./reconstruction-scores.ts";

/** What a training with a parametric head comes to. */
export interface BellResult {
  readonly head: ReconstructionErrors;
  /** As many bells fitted to each held-out curve, without a network. */
  readonly fitted: ReconstructionErrors;
  /** The head's bells against the fitted ones. */
  readonly headAgainstFit: BellErrors | null;
  /** Bells fitted to the response of the head's bells, against those: one curve, two banks. */
  readonly refitAgainstHead: BellErrors | null;
  /** How far these two banks' curves are apart: mean absolute difference, z units. */
  readonly refitMae: number;
}

/** Trains ours with so many bells and compares them. @param rows How many held-out rows; `refits`: of those. */
export function runBellHead(
  { train, validation }: Split<Example>,
  bells: number,
  { seed, epochs, rows, refits }: { seed: number; epochs: number; rows: number; refits: number },
): BellResult {
  const network = trainBellNetwork(train, bells, { ...defaultTrainingOptions, seed, epochs });
  const asked = validation.slice(0, rows);
  const fits = asked.map(({ gains }) => fittedBells(gains, bells));
  const heads = asked.map(({ gains }) => network.bellsOf(gains));
  const again = heads.slice(0, refits).map(refittedBells);
  const against = (
    banks: readonly (readonly BiquadSetting[])[],
    others: readonly (readonly BiquadSetting[])[],
  ) => bellErrors(banks.map((bank, row) => ({ bells: bank, others: others[row]! }))) ?? null;
  const fitOf = new Map(asked.map(({ gains }, row) => [gains as ArrayLike<number>, fits[row]!]));
  return {
    head: reconstructionErrors(validation, train, network.reconstruct),
    fitted: reconstructionErrors(asked, train, (gains) => curveOfBells(fitOf.get(gains)!)),
    headAgainstFit: against(heads, fits),
    refitAgainstHead: against(again, heads),
    refitMae: meanOf(
      again.map((bank, row) => meanAbsoluteError(curveOfBells(bank), curveOfBells(heads[row]!))),
    ),
  };
}
