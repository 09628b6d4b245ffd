import { type Example, split } from "../../dataset/index.ts";
import type { BiquadSetting } from "../../dsp/index.ts";
import { createRandom } from "../../math/index.ts";
import { defaultTrainingOptions } from "../../model/index.ts";
import { meanOf } from "../metrics/prediction.ts";
import {
  type BellErrors,
  bellErrors,
  curveOfBells,
  fittedBells,
  trainBellNetwork,
} from "./reconstruction-bells.ts";
import { reconstructionErrors } from "./reconstruction-scores.ts";

/** Bells of each bank of the control. */
export const CONTROL_BELLS = 5;
/** Their centres lie in so many equal parts of this axis, a bell in each. */
const AXIS_HZ = [60, 14_000] as const;
/** How much of its part a centre may lie in, so that neighbours stand at least half a part apart. */
const ROOM = 0.5;
const GAIN_DB = [2, 9] as const;
const Q = [0.7, 4] as const;

/** A curve whose bells are known. */
export interface KnownBank {
  readonly bells: readonly BiquadSetting[];
  readonly example: Example;
}

/** What is found of bells that are known, on curves that were not trained on. */
export interface ControlResult {
  readonly rows: number;
  /** Bells fitted to the 40 values of the curve. */
  readonly fitted: BellErrors | null;
  /** Bells of a parametric head that was trained on other such curves. */
  readonly head: BellErrors | null;
  /** Of the head's curves, z units. */
  readonly headMae: number;
  readonly fittedMae: number;
}

/**
 * Banks of bells that stand apart, boosts and cuts alike: gain 2 to 9 dB, Q 0.7 to 4, one in each fifth of the axis.
 *
 * @param count How many; the same seed gives the same.
 */
export function knownBanks(count: number, seed: number): KnownBank[] {
  const random = createRandom(seed);
  const within = ([low, high]: readonly [number, number]): number => low + (high - low) * random.uniform();
  const [lowest, highest] = AXIS_HZ;
  return Array.from({ length: count }, (_, index) => {
    const bells = Array.from({ length: CONTROL_BELLS }, (_, bell) => {
      const place = (bell + 0.5 + ROOM * (random.uniform() - 0.5)) / CONTROL_BELLS;
      return {
        gainDb: (random.uniform() < 0.5 ? -1 : 1) * within(GAIN_DB),
        frequencyHz: lowest * (highest / lowest) ** place,
        q: Q[0] * (Q[1] / Q[0]) ** random.uniform(),
      };
    });
    const term = `bank ${index + 1}`;
    return {
      bells,
      example: {
        ...{ word: term, term, language: "en" as const, audioId: undefined, consistency: 1 },
        ...{ gains: curveOfBells(bells), line: index + 1 },
      },
    };
  });
}

/** @param count How many banks; four fifths of them train the network. */
export function runControl(count: number, epochs: number, seed: number): ControlResult {
  const banks = knownBanks(count, seed);
  const bellsOf = new Map(banks.map(({ bells, example }) => [example, bells]));
  const { train, validation } = split(
    banks.map(({ example }) => example),
    { fraction: 0.2, seed },
  );
  // Every bank is a word of its own, so that there is nothing to contrast.
  const network = trainBellNetwork(train, CONTROL_BELLS, {
    ...defaultTrainingOptions,
    ...{ contrastiveWeight: 0, batchOrder: "shuffled", epochs, seed },
  });
  const fits = validation.map(({ gains }) => fittedBells(gains, CONTROL_BELLS));
  const errorsOf = (bells: (row: number) => readonly BiquadSetting[]): BellErrors | null =>
    bellErrors(validation.map((example, row) => ({ bells: bells(row), others: bellsOf.get(example)! }))) ??
    null;
  return {
    rows: validation.length,
    fitted: errorsOf((row) => fits[row]!),
    head: errorsOf((row) => network.bellsOf(validation[row]!.gains)),
    headMae: reconstructionErrors(validation, train, network.reconstruct).mae,
    fittedMae: meanOf(
      validation.map(({ gains }, row) => {
        const curve = curveOfBells(fits[row]!);
        return meanOf(gains.map((value, band) => Math.abs(value - curve[band]!)));
      }),
    ),
  };
}
