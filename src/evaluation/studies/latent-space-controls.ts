import type { Example } from "../../dataset/index.ts";
import { meanCurve } from "../baselines/mean-curve.ts";
import { drawCrowd, expectedEffect, fitCrowd, shareBetweenWords } from "../simulated-crowd.ts";
import type { Scope } from "../study.ts";
import { antonymPairs, type PairFigures, pairFigures } from "./latent-space-antonyms.ts";
import {
  ANTONYM_SPLITS,
  type BothSides,
  divisionOf,
  figuresOfBothSides,
  wordToCurveR,
} from "./latent-space-trainings.ts";

/** The raw curves on one split: what there is without any network. */
export interface RawResult {
  readonly curves: BothSides;
  /** The same under words dealt out by chance. */
  readonly control: BothSides;
  /** Held-out r of the plain mean of the word's training rows. */
  readonly wordToCurveR: number;
  /** By pair; null where a word is missing. */
  readonly antonyms: readonly (PairFigures | null)[];
}

export function runRaw(examples: readonly Example[], scope: Scope): RawResult[] {
  return Array.from({ length: ANTONYM_SPLITS[scope] }, (_, i) => {
    const division = divisionOf(examples, i + 1);
    const curve = ({ gains }: Example) => gains;
    return {
      curves: figuresOfBothSides(division, curve),
      control: figuresOfBothSides(division, curve, i + 1),
      wordToCurveR: wordToCurveR(division, (rows) => meanCurve(rows.map(curve))),
      antonyms: antonymPairs.map(
        (pair) => pairFigures(division.train, division.heldOut, pair, (gains) => gains) ?? null,
      ),
    };
  });
}

/** What the variance of people around their word is multiplied by: the crowd as it is, then ever more of one mind. */
export const DISAGREEMENTS = [1, 0.1, 0.01, 0.001] as const;

export interface SimulatedResult {
  /** Share of the fitted crowd's variance that is the words'. */
  readonly shareBetweenWords: number;
  readonly draws: readonly { readonly disagreement: number; readonly ideal: BothSides }[];
}

/**
 * Crowds drawn from the one-way model of the data, the same words and numbers of rows, each row embedded as well as a
 * single row can be: the figures that a perfect network would have.
 */
export function runSimulated(examples: readonly Example[], scope: Scope): SimulatedResult {
  const labels = examples.map(({ term }) => term);
  const crowd = fitCrowd(
    examples.map(({ gains }) => gains),
    labels,
  );
  const draws = Array.from({ length: ANTONYM_SPLITS[scope] }, (_, i) => i + 1).flatMap((seed) =>
    DISAGREEMENTS.map((disagreement) => {
      const rows = drawCrowd(crowd, labels, { seed, disagreement });
      const rowOf = new Map(examples.map((example, i) => [example, rows[i]!]));
      return {
        disagreement,
        ideal: figuresOfBothSides(divisionOf(examples, seed), (example) =>
          expectedEffect(crowd, rowOf.get(example)!, { disagreement }),
        ),
      };
    }),
  );
  return { shareBetweenWords: shareBetweenWords(crowd), draws };
}
