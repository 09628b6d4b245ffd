import { PARAMETERS_PER_SECTION, sectionModels } from "./parametric-fit-models.ts";
import {
  type BoundedSection,
  type FitProblem,
  levelOf,
  refineSections,
  residualOf,
  type SectionFit,
} from "./parametric-fit-solver.ts";
import { type SectionStart, startSection } from "./parametric-fit-start.ts";

/** A section to be placed: one entry for each kind that it may be. Equal slots hold the same entries. */
export interface FitSlot {
  readonly choices: readonly BoundedSection[];
}

/** Sections, each with the slot that it stands in. */
export interface PlacedSections {
  readonly slots: readonly FitSlot[];
  readonly sections: readonly BoundedSection[];
  /** Shape `[sections.length * 3]`, packed, within the bounds. */
  readonly parameters: Float64Array;
}

/** Placed sections and how well they do. */
export interface SlotFit extends SectionFit, PlacedSections {}

/**
 * Steps of all sections after each new one, which make room before the next is looked for: without them the median
 * error of 2 shelves and 8 bells over the crowd's curves is 1.6 times as large. But the first sections may then spread
 * over lobes that later ones should have had: of random banks of 5 sections, 41 in 60 are found again with these steps
 * and 57 where a search without them is tried as well.
 */
const STEPS = 4;

/** How much work a search does. */
export interface SearchEffort {
  /** One search for each: steps of all sections after each new one. */
  readonly stepsPerSection: readonly number[];
  /** How often a section is taken out and set anew. */
  readonly reseats: number;
  /** Steps after which a section set anew has to be promising. */
  readonly trialSteps: number;
  /** Steps at most once all sections are there. */
  readonly lastSteps: number;
  /** A step that takes off less than this share of the error is the last. */
  readonly leastProgress: number;
}

/** Few sections are stuck more often, and set anew in less time than steps on the way take. */
const FEW = 6;

/**
 * `fast` is for curves that are being dragged and for many curves; `best` for settings that are kept. Measured by
 * runs/parametric-fit.ts.
 */
export function searchEffort(kind: "fast" | "best", sections: number): SearchEffort {
  if (kind === "best") {
    return {
      stepsPerSection: [STEPS, 0],
      ...{ reseats: 2 * sections, trialSteps: 10, lastSteps: 60, leastProgress: 1e-3 },
    };
  }
  return sections <= FEW
    ? { stepsPerSection: [0], reseats: 3, trialSteps: 4, lastSteps: 40, leastProgress: 6e-3 }
    : { stepsPerSection: [STEPS], reseats: 0, trialSteps: 4, lastSteps: 40, leastProgress: 1e-2 };
}

/** Share of the mean square error that a section set anew has to take off to be kept. */
const LEAST_GAIN = 0.02;
/** More than this is more: a low shelf and a gain are a high shelf, and rounding must not choose between them. */
const MORE = 1 + 1e-6;
/** Promising is what is below this many times the best mean square error. */
const PROMISING = 1.2;

/**
 * Sets sections one by one where they take off most and refines all of them. Then takes the one out that is missed
 * least and sets it anew, which frees fits that are stuck; if that does not help, the next, and so on.
 *
 * @param start Sections that stand already; the slots that are left are set beside them.
 */
export function searchSections(
  problem: FitProblem,
  slots: readonly FitSlot[],
  effort: SearchEffort,
  start?: PlacedSections,
): SlotFit {
  let fit = effort.stepsPerSection
    .map((steps) => {
      const first = setOneByOne(problem, slots, start ?? nothing, steps, effort);
      return refine(problem, first, effort.lastSteps, effort);
    })
    .reduce((best, other) => (other.error < best.error ? other : best));
  let order = leastMissedFirst(problem, fit);
  for (let count = effort.reseats; count > 0 && order.length > 0 && fit.error > 0; count--) {
    const next = setAnew(problem, fit, order[0]!, effort);
    if (next.error < (1 - LEAST_GAIN) * fit.error) {
      fit = next;
      order = leastMissedFirst(problem, fit);
    } else {
      order = order.slice(1);
    }
  }
  return fit;
}

const nothing: PlacedSections = {
  slots: [],
  sections: [],
  parameters: new Float64Array(0),
};

function refine(problem: FitProblem, fit: SlotFit, steps: number, { leastProgress }: SearchEffort): SlotFit {
  return { slots: fit.slots, ...refineSections(problem, fit.sections, fit.parameters, steps, leastProgress) };
}

function setOneByOne(
  problem: FitProblem,
  slots: readonly FitSlot[],
  start: PlacedSections,
  steps: number,
  effort: SearchEffort,
): SlotFit {
  let fit = withError(problem, start);
  let left = slots.filter((slot) => !start.slots.includes(slot));
  while (left.length > 0) {
    fit = withOneMore(problem, fit, left);
    const taken = fit.slots.at(-1);
    left = left.filter((slot) => slot !== taken);
    if (left.length > 0) fit = refine(problem, fit, steps, effort);
  }
  return fit;
}

function setAnew(problem: FitProblem, fit: SlotFit, section: number, effort: SearchEffort): SlotFit {
  const rest = refine(problem, without(problem, fit, section), STEPS, effort);
  const next = refine(problem, withOneMore(problem, rest, [fit.slots[section]!]), effort.trialSteps, effort);
  return next.error < PROMISING * fit.error ? refine(problem, next, effort.lastSteps, effort) : next;
}

/** The one of the slots that takes off most on what the others leave; a gain that makes it worse becomes 0 dB. */
function withOneMore(problem: FitProblem, fit: SlotFit, slots: readonly FitSlot[]): SlotFit {
  const residualDb = new Float64Array(problem.targetDb.length);
  residualOf(problem, fit.sections, fit.parameters, residualDb);
  for (let point = 0; point < residualDb.length; point++) residualDb[point]! -= fit.outputGainDb;
  let best: { slot: FitSlot; start: SectionStart } | undefined;
  const seen = new Set<BoundedSection>();
  for (const slot of slots) {
    for (const section of slot.choices) {
      if (seen.has(section)) continue;
      seen.add(section);
      const start = startSection(problem, section, residualDb);
      if (!best || start.takesOff > MORE * best.start.takesOff) best = { slot, start };
    }
  }
  const { slot, start } = best!;
  const at = fit.parameters.length;
  const parameters = new Float64Array(at + PARAMETERS_PER_SECTION);
  parameters.set(fit.parameters);
  parameters.set(start.parameters, at);
  const next = { slots: [...fit.slots, slot], sections: [...fit.sections, start.section], parameters };
  const withGain = withError(problem, next);
  if (withGain.error <= fit.error || !sectionModels[start.section.kind].hasGain) return withGain;
  parameters[at] = 0;
  return withError(problem, next);
}

/** Sections from the one without which the error is smallest, the others left as they are. */
function leastMissedFirst(problem: FitProblem, fit: SlotFit): number[] {
  const errors = fit.sections.map((_, section) => without(problem, fit, section).error);
  return fit.sections.map((_, section) => section).sort((a, b) => errors[a]! - errors[b]!);
}

function without(problem: FitProblem, fit: SlotFit, section: number): SlotFit {
  const isOther = (_: unknown, other: number): boolean => other !== section;
  return withError(problem, {
    slots: fit.slots.filter(isOther),
    sections: fit.sections.filter(isOther),
    parameters: fit.parameters.filter((_, i) => Math.floor(i / PARAMETERS_PER_SECTION) !== section),
  });
}

function withError(problem: FitProblem, fit: PlacedSections): SlotFit {
  const residualDb = new Float64Array(problem.targetDb.length);
  return { ...fit, ...levelOf(problem, residualOf(problem, fit.sections, fit.parameters, residualDb)) };
}
