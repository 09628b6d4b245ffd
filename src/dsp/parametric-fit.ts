import { BAND_COUNT, type EqualizerSection, type EqualizerSetting } from "../effects/index.ts";
import { type FitBand, type FitRange, placeGivenSections, planSlots } from "./parametric-fit-bands.ts";
import { type FitGrid, HIGHEST_PLAYABLE, planCurveGrid, planSettingGrid } from "./parametric-fit-grid.ts";
import { type FitAxis, planFitPoints } from "./parametric-fit-models.ts";
import { describeFit, type ParametricFit } from "./parametric-fit-result.ts";
import { type SlotFit, searchEffort, searchSections } from "./parametric-fit-search.ts";
import { type FitProblem, refineSections, residualOf } from "./parametric-fit-solver.ts";
import { responseDb } from "./response.ts";
import { type SectionPrototype, settingResponseDb } from "./section.ts";
import { assertSampleRate } from "./stream-checks.ts";
import { createTargetCurveSampler, type TargetCurveSampler } from "./target-curve.ts";

export interface ParametricFitOptions {
  /** Rate at which the sections will run, Hz: within 8,000..384,000. */
  readonly sampleRateHz: number;
  /** What each band can be, 1..31 of them; a number stands for so many free bells. */
  readonly bands: number | readonly FitBand[];
  /** A constant gain beside the sections, dB: fixed, or the best within a range. Default: 0. */
  readonly outputGainDb?: FitRange;
  /** Which sections will run: the cookbook's, for one rate, or matched ones. Default: `cookbook`. */
  readonly prototype?: SectionPrototype;
  /** `fast` for curves that are being dragged and for many of them, `best` for those that are kept. Default: `fast`. */
  readonly effort?: "fast" | "best";
  /**
   * Sections to start from, one for each of the first bands; the others are set beside them. With the effort `fast`
   * they are then only moved, which is what a curve that is being dragged needs.
   */
  readonly start?: readonly EqualizerSection[];
}

/** Rounds in which matched sections are moved against what they miss of the analogue ones; the error settles after. */
const MATCHED_ROUNDS = 2;
const MATCHED_STEPS = 4;
/** Up to so many bands a fast fit looks at fewer points; measured with 5, which fit as well. */
const MOST_COARSE_BANDS = 6;
/** What a source plays below this, as at the zero of a notch, is taken as this: dB. */
const LOWEST_DB = -60;

/**
 * Fits a parametric equalizer to a curve: least squares of its response against the target in dB, over every gain,
 * frequency and Q that is free, within bounds. There are many local minima, so the start decides: sections are set one
 * by one where they take off most of what is still missing (matching pursuit), all are refined after each, and some are
 * set anew where that helps. No chance is involved. Measured over the crowd's curves: runs/parametric-fit.ts.
 *
 * Cookbook sections are fitted as they respond at the running rate: the same numbers play another curve at another
 * rate, so fit again there. Matched sections are fitted by their analogue prototypes, then moved against what they
 * miss of them at this rate.
 *
 * @param targetDb Shape `[points]`, dB.
 * @param frequencyHz Shape `[points]`, Hz, increasing, within (0, Nyquist). Set them closer than the narrowest bell,
 *   or a bell may stand up unseen between two of them.
 * @param options.weight Shape `[points]`, 0 or above, only their ratios matter: how much the squared error counts.
 *   Default: all alike.
 * @throws RangeError if a shape does not fit or a value is out of range.
 */
export function fitParametric(
  targetDb: ArrayLike<number>,
  frequencyHz: ArrayLike<number>,
  options: ParametricFitOptions & { readonly weight?: ArrayLike<number> },
): ParametricFit {
  const { sampleRateHz, bands, start, prototype = "cookbook", effort = "fast", outputGainDb = 0 } = options;
  const caller = "fitParametric";
  assertSampleRate(caller, sampleRateHz);
  assertPoints(targetDb, frequencyHz, options);
  const axis: FitAxis = prototype === "cookbook" ? "bilinear" : "analogue";
  const weight = options.weight ?? new Float64Array(frequencyHz.length).fill(1);
  const level = typeof outputGainDb === "number" ? ([outputGainDb, outputGainDb] as const) : outputGainDb;
  if (!(level[0] > -Infinity && level[0] <= level[1] && level[1] < Infinity)) {
    throw new RangeError(`${caller}: outputGainDb must be finite and in order, got ${level[0]}..${level[1]}`);
  }
  const asked = typeof bands === "number" ? repeatBell(bands) : bands;
  const slots = planSlots(caller, asked, axis, sampleRateHz);
  const problem: FitProblem = {
    points: planFitPoints(frequencyHz, weight, axis, sampleRateHz),
    targetDb: Float64Array.from(targetDb),
    outputGainDb: level,
  };
  const search = searchEffort(effort, slots.length);
  const given = start && placeGivenSections(caller, start, slots, axis, sampleRateHz);
  const isMoved = given !== undefined && effort === "fast";
  const fit = searchSections(problem, slots, isMoved ? { ...search, reseats: 0 } : search, given);
  const describe = (found: SlotFit): ParametricFit =>
    describeFit(problem, slots, found, axis, sampleRateHz, prototype);
  return prototype === "cookbook" ? describe(fit) : matchSections(problem, fit, describe, sampleRateHz);
}

/**
 * {@link fitParametric} for a curve of the 40 bands, which means the whole spline through them: at the centres and at
 * points between them, each counting by its share of the ERB-number axis. At rates that cannot play all bands the
 * curve is fitted as far as they go.
 *
 * @param gainDb Shape `[40]`, dB.
 * @throws RangeError if gainDb has not 40 finite values or an option is out of range.
 */
export function fitParametricToCurve(
  gainDb: ArrayLike<number>,
  options: ParametricFitOptions,
): ParametricFit {
  assertSampleRate("fitParametricToCurve", options.sampleRateHz);
  if (gainDb.length !== BAND_COUNT) {
    throw new RangeError(`fitParametricToCurve: gainDb must hold ${BAND_COUNT} values, got ${gainDb.length}`);
  }
  const count = typeof options.bands === "number" ? options.bands : options.bands.length;
  const isCoarse = options.effort !== "best" && count <= MOST_COARSE_BANDS;
  const { grid, sample } = curvePlan(options.sampleRateHz, isCoarse ? "coarse" : "fine");
  const targetDb = new Float64Array(grid.frequencyHz.length);
  sample(gainDb, targetDb);
  return fitParametric(targetDb, grid.frequencyHz, { ...options, weight: grid.weight });
}

interface CurvePlan {
  readonly sampleRateHz: number;
  readonly density: "fine" | "coarse";
  readonly grid: FitGrid;
  readonly sample: TargetCurveSampler;
}

/** The last one made: curves are fitted many at a time, at one rate. */
let lastPlan: CurvePlan | undefined;

function curvePlan(sampleRateHz: number, density: "fine" | "coarse"): CurvePlan {
  if (lastPlan?.sampleRateHz !== sampleRateHz || lastPlan.density !== density) {
    const grid = planCurveGrid(sampleRateHz, density);
    lastPlan = { sampleRateHz, density, grid, sample: createTargetCurveSampler(grid.frequencyHz) };
  }
  return lastPlan;
}

/**
 * {@link fitParametric} for another setting: a graphic one or any measured response, given by points, or a parametric
 * one whose sections another program or another rate does not have. Looked at from 20 Hz to 20 kHz, each part counting
 * by its share of the ERB-number axis. The setting's preamp is kept; a free output gain comes on top of it.
 *
 * @param setting What it plays below −60 dB counts as −60 dB.
 * @param source At which rate, Hz, and by which sections a parametric setting plays what is meant. Default: those of
 *   the fit.
 * @throws RangeError if a value is out of range.
 */
export function fitParametricToSetting(
  setting: EqualizerSetting,
  options: ParametricFitOptions,
  source: { readonly sampleRateHz?: number; readonly prototype?: SectionPrototype } = {},
): ParametricFit {
  const { sampleRateHz, prototype = "cookbook" } = options;
  const sourceRateHz = source.sampleRateHz ?? sampleRateHz;
  assertSampleRate("fitParametricToSetting", sampleRateHz);
  assertSampleRate("fitParametricToSetting", sourceRateHz, "source.sampleRateHz");
  const highestHz = HIGHEST_PLAYABLE * Math.min(sampleRateHz, sourceRateHz);
  const { frequencyHz, weight } = planSettingGrid(setting, highestHz);
  const plain = { ...setting, preampDb: 0 };
  const heardDb = settingResponseDb(plain, frequencyHz, sourceRateHz, source.prototype ?? prototype);
  const targetDb = heardDb.map((db) => Math.max(LOWEST_DB, db));
  const fit = fitParametric(targetDb, frequencyHz, { ...options, weight });
  return {
    ...fit,
    setting: { ...fit.setting, preampDb: fit.setting.preampDb + setting.preampDb },
  };
}

function repeatBell(count: number): readonly FitBand[] {
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new RangeError(`fitParametric: bands must be a whole number from 1, got ${count}`);
  }
  return Array.from({ length: count }, () => ({}));
}

/** Moves the sections so that the matched ones, not their analogue prototypes, play the target. */
function matchSections(
  problem: FitProblem,
  first: SlotFit,
  describe: (fit: SlotFit) => ParametricFit,
  sampleRateHz: number,
): ParametricFit {
  const { frequencyHz } = problem.points;
  let [fit, best] = [first, describe(first)];
  for (let round = 0; round < MATCHED_ROUNDS; round++) {
    const analogueResidualDb = new Float64Array(frequencyHz.length);
    residualOf(problem, fit.sections, fit.parameters, analogueResidualDb);
    const heardDb = responseDb(describe(fit).coefficients, frequencyHz, sampleRateHz);
    // What is asked of the analogue sections: the target, less what the matched ones play beyond them.
    const targetDb = problem.targetDb.map(
      (db, point) => 2 * db - analogueResidualDb[point]! - heardDb[point]!,
    );
    const moved = refineSections({ ...problem, targetDb }, fit.sections, fit.parameters, MATCHED_STEPS, 1e-2);
    fit = { ...fit, ...moved };
    const described = describe(fit);
    if (described.rmsErrorDb < best.rmsErrorDb) best = described;
  }
  return best;
}

function assertPoints(
  targetDb: ArrayLike<number>,
  frequencyHz: ArrayLike<number>,
  { sampleRateHz, weight }: ParametricFitOptions & { readonly weight?: ArrayLike<number> },
): void {
  const count = frequencyHz.length;
  if (count === 0) throw new RangeError("fitParametric: frequencyHz must hold at least one point, got none");
  for (const [name, values] of [
    ["targetDb", targetDb],
    ["weight", weight ?? frequencyHz],
  ] as const) {
    if (values.length !== count) {
      throw new RangeError(`fitParametric: ${name} must hold ${count} values, got ${values.length}`);
    }
  }
  let total = 0;
  for (let point = 0; point < count; point++) {
    const frequency = frequencyHz[point]!;
    if (!(frequency > (frequencyHz[point - 1] ?? 0) && frequency < sampleRateHz / 2)) {
      throw new RangeError(
        `fitParametric: frequencyHz must increase within (0, ${sampleRateHz / 2}), got ${frequency} at ${point}`,
      );
    }
    if (!Number.isFinite(targetDb[point])) {
      throw new RangeError(`fitParametric: targetDb must be finite, got ${targetDb[point]} at ${point}`);
    }
    const counts = weight?.[point] ?? 1;
    if (!(counts >= 0 && counts < Infinity)) {
      throw new RangeError(`fitParametric: weight must be finite and 0 or above, got ${counts} at ${point}`);
    }
    total += counts;
  }
  if (!(total > 0)) throw new RangeError("fitParametric: weight must not all be 0");
}
