import { bellModel, PARAMETERS_PER_SECTION, type SectionModel } from "./parametric-fit-sections.ts";
import { type FitProblem, refineSections, sectionsResponseDb } from "./parametric-fit-solver.ts";
import { startBell } from "./parametric-fit-start.ts";

/** Sections and how well they do. */
export interface SectionFit {
  readonly models: readonly SectionModel[];
  /** Shape `[models.length * 3]`, packed. */
  readonly parameters: Float64Array;
  /** Weighted mean square of target − response, dB². */
  readonly error: number;
}

/**
 * Steps after each new bell, one search for each. A few steps make room before the next lobe is looked for, which
 * gives the best fits of nearly all curves; but the first bells may then spread over lobes that later ones should
 * have had, and are better left where they were set.
 */
const STEPS_PER_BELL = [4, 0] as const;
/** Steps at most once all bells are there; most fits need 10 to 30. */
const LAST_STEPS = 60;
/** Share of the mean square error that a bell set anew has to take off to be kept. */
const LEAST_GAIN = 0.02;

/**
 * Sets bells one by one where most is missing and refines all of them, in two ways of which the better is kept. Then
 * takes the faintest out and sets it anew, which frees fits that are stuck; if that does not help, the next faintest,
 * and so on. Never worse than no bells at all.
 *
 * @param bells 1 or more.
 * @param reseats How many bells to take out and set anew, one after the other.
 */
export function searchBells(problem: FitProblem, bells: number, reseats: number): SectionFit {
  const [first, second] = STEPS_PER_BELL.map((steps) => setOneByOne(problem, bells, steps));
  let fit = second!.error < first!.error ? second! : first!;
  let rank = 0;
  for (let count = 0; count < reseats && rank < bells; count++) {
    const { models, parameters } = without(fit, faintestFirst(problem, fit)[rank]!);
    const error = refineSections(problem, models, parameters, STEPS_PER_BELL[0]);
    const next = withOneMore(problem, { models, parameters, error }, LAST_STEPS);
    if (next.error < (1 - LEAST_GAIN) * fit.error) [fit, rank] = [next, 0];
    else rank += 1;
  }
  return fit;
}

function setOneByOne(problem: FitProblem, bells: number, stepsPerBell: number): SectionFit {
  let fit: SectionFit = { models: [], parameters: new Float64Array(0), error: Infinity };
  for (let count = 1; count <= bells; count++) {
    fit = withOneMore(problem, fit, count < bells ? stepsPerBell : LAST_STEPS);
  }
  return fit;
}

/** One bell more, on what the others leave; one that makes nothing better gets 0 dB. */
function withOneMore(problem: FitProblem, fit: SectionFit, steps: number): SectionFit {
  const residualDb = new Float64Array(problem.targetDb.length);
  sectionsResponseDb(problem.points, fit.models, fit.parameters, residualDb);
  for (let point = 0; point < residualDb.length; point++) {
    residualDb[point] = problem.targetDb[point]! - residualDb[point]!;
  }
  const at = fit.parameters.length;
  const models = [...fit.models, bellModel];
  const parameters = new Float64Array(at + PARAMETERS_PER_SECTION);
  parameters.set(fit.parameters);
  startBell(problem, residualDb, parameters, at);
  const error = refineSections(problem, models, parameters, steps);
  if (error <= fit.error) return { models, parameters, error };
  parameters.set(fit.parameters);
  parameters[at] = 0;
  return { models, parameters, error: fit.error };
}

/** Sections from the one that adds least, by the weighted mean square of its own response. */
function faintestFirst({ points, weight }: FitProblem, { models, parameters }: SectionFit): number[] {
  const response = new Float64Array(weight.length);
  const power = models.map((model, section) => {
    const at = section * PARAMETERS_PER_SECTION;
    sectionsResponseDb(points, [model], parameters.subarray(at, at + PARAMETERS_PER_SECTION), response);
    return response.reduce((sum, value, point) => sum + weight[point]! * value * value, 0);
  });
  return models.map((_, section) => section).sort((a, b) => power[a]! - power[b]!);
}

function without({ models, parameters }: SectionFit, section: number): Omit<SectionFit, "error"> {
  return {
    models: models.filter((_, other) => other !== section),
    parameters: parameters.filter((_, i) => Math.floor(i / PARAMETERS_PER_SECTION) !== section),
  };
}
