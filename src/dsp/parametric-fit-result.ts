import type { ParametricSetting } from "../effects/index.ts";
import { packBiquads } from "./biquad.ts";
import { type FitAxis, frequencyAt, PARAMETERS_PER_SECTION, sectionModels } from "./parametric-fit-models.ts";
import type { FitSlot, SlotFit } from "./parametric-fit-search.ts";
import type { FitProblem } from "./parametric-fit-solver.ts";
import { responseDb } from "./response.ts";
import { designSection, type SectionPrototype } from "./section.ts";

/** A parametric equalizer that was fitted to a curve. */
export interface ParametricFit {
  /**
   * The sections in the order of the bands, those of equal bands by increasing frequency; `preampDb` is the output
   * gain.
   */
  readonly setting: ParametricSetting;
  /** Shape `[sections, 5]`: b0, b1, b2, a1, a2 of each section, without the preamp. */
  readonly coefficients: Float64Array;
  /** Root of the weighted mean square of target − (preamp and response of the coefficients), dB. */
  readonly rmsErrorDb: number;
  /** The largest absolute difference of these at a point, dB. */
  readonly largestErrorDb: number;
}

/** What a search has found, as sections that run at a rate, and how far those are off. */
export function describeFit(
  { points, targetDb }: FitProblem,
  slots: readonly FitSlot[],
  fit: SlotFit,
  axis: FitAxis,
  sampleRateHz: number,
  prototype: SectionPrototype,
): ParametricFit {
  const found = fit.sections.map(({ kind, frequencyHz, q }, section) => {
    const [gainDb, place, logQ] = fit.parameters.subarray(section * PARAMETERS_PER_SECTION);
    return {
      choices: fit.slots[section]!.choices,
      section: {
        kind,
        // The exponentials may round a value that stands at its bound to beyond it.
        frequencyHz: within(frequencyHz, frequencyAt(axis, place!, sampleRateHz)),
        gainDb: sectionModels[kind].hasGain ? gainDb! : 0,
        q: within(q, Math.exp(logQ!)),
      },
    };
  });
  found.sort((a, b) => a.section.frequencyHz - b.section.frequencyHz);
  const sections = slots.map((slot) => {
    const next = found.findIndex(({ choices }) => choices === slot.choices);
    return found.splice(next, 1)[0]!.section;
  });
  const coefficients = packBiquads(
    sections.map((section) => designSection(section, sampleRateHz, prototype)),
  );
  const heardDb = responseDb(coefficients, points.frequencyHz, sampleRateHz);
  let [square, largest] = [0, 0];
  for (let point = 0; point < heardDb.length; point++) {
    const missing = targetDb[point]! - heardDb[point]! - fit.outputGainDb;
    square += (points.root[point]! * missing) ** 2;
    largest = Math.max(largest, Math.abs(missing));
  }
  return {
    setting: { kind: "parametric", preampDb: fit.outputGainDb, sections },
    coefficients,
    rmsErrorDb: Math.sqrt(square),
    largestErrorDb: largest,
  };
}

function within([low, high]: readonly [number, number], value: number): number {
  return Math.min(high, Math.max(low, value));
}
