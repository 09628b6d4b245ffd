import { BAND_COUNT, bandFrequencyHz, bellParameters, erbNumber } from "../effects/index.ts";
import { type BiquadSetting, packBiquads } from "./biquad.ts";
import { SAMPLE_RATE_RANGE_HZ } from "./graphic-equalizer.ts";
import { type SectionFit, searchBells } from "./parametric-fit-search.ts";
import { PARAMETERS_PER_SECTION, planFitPoints, type SectionModel } from "./parametric-fit-sections.ts";
import { type FitProblem, sectionsResponseDb } from "./parametric-fit-solver.ts";
import { targetCurveDb } from "./target-curve.ts";

/** Lowest and highest value of each parameter of a bell. */
export interface BellBounds {
  /** dB. */
  readonly gainDb: readonly [number, number];
  /** Hz; also kept below 49 % of the sample rate, above which a bell would be squeezed to a spike. */
  readonly frequencyHz: readonly [number, number];
  /** Dimensionless, above 0. */
  readonly q: readonly [number, number];
}

export interface ParametricFitOptions {
  /** Rate at which the sections will run, Hz: within 8,000..384,000. */
  readonly sampleRateHz: number;
  /** How many bells, 1..40. */
  readonly bells: number;
  /** Default: the ranges of the product's bells (`bellParameters`). */
  readonly bounds?: BellBounds;
  /**
   * How many bells are taken out at the end and set anew, which frees fits that are stuck: 0 or more. Each takes about
   * a fifth of the time that the fit takes without. Default 3.
   */
  readonly reseats?: number;
}

/** One section of a parametric equalizer. */
export interface FittedSection extends BiquadSetting {
  readonly kind: SectionModel["kind"];
}

/** A parametric equalizer that was fitted to a curve. */
export interface ParametricFit {
  /** By increasing frequency. */
  readonly sections: readonly FittedSection[];
  /** Shape `[sections, 5]`: b0, b1, b2, a1, a2 of each section. */
  readonly coefficients: Float64Array;
  /** Root of the weighted mean square of target − response over the given points, dB. */
  readonly rmsErrorDb: number;
  /** Largest |target − response| at the given points, dB. */
  readonly largestErrorDb: number;
}

const RESEATS = 3;
const HIGHEST_PLAYABLE = 0.49;
/** Between the 40 centres a curve is fitted at points no further apart than this, octaves: bells are wider. */
const LARGEST_GAP_OCTAVES = 0.2;

/**
 * Fits bells in series to a curve: least squares of their response, as it is at the running rate, against the target
 * in dB, over every gain, frequency and Q. There are many local minima, so the start decides: bells are set one by one
 * on the largest lobe of what is still missing (matching pursuit), all are refined together, and the faintest are set
 * anew where that helps. No chance is involved. Measured over the crowd's curves: runs/parametric-fit.ts.
 *
 * @param targetDb Shape `[points]`, dB.
 * @param frequencyHz Shape `[points]`, Hz, increasing, within (0, Nyquist). Set them closer than the narrowest bell,
 *   or a bell may stand up unseen between two of them.
 * @param options.weight Shape `[points]`, 0 or above, only their ratios matter: how much the squared error counts.
 *   Default: all alike.
 * @throws RangeError if a shape does not fit or a value is out of range.
 */
export function fitBells(
  targetDb: ArrayLike<number>,
  frequencyHz: ArrayLike<number>,
  options: ParametricFitOptions & { readonly weight?: ArrayLike<number> },
): ParametricFit {
  assertOptions("fitBells", options);
  assertPoints(targetDb, frequencyHz, options);
  const weight = Float64Array.from(options.weight ?? new Float64Array(frequencyHz.length).fill(1));
  const total = weight.reduce((sum, value) => sum + value, 0);
  const problem: FitProblem = {
    points: planFitPoints(frequencyHz, options.sampleRateHz),
    targetDb: Float64Array.from(targetDb),
    weight: weight.map((value) => value / total),
    bounds: packBounds(options),
  };
  return describe(
    problem,
    searchBells(problem, options.bells, options.reseats ?? RESEATS),
    options.bounds ?? productBounds,
  );
}

/**
 * {@link fitBells} for a curve of the 40 bands, which means the whole spline through them: at the centres and at
 * points between them, each counting by its share of the ERB-number axis. At rates that cannot play all bands the
 * curve is fitted as far as they go.
 *
 * @param gainDb Shape `[40]`, dB.
 * @throws RangeError if gainDb has not 40 finite values or an option is out of range.
 */
export function fitBellsToCurve(gainDb: ArrayLike<number>, options: ParametricFitOptions): ParametricFit {
  assertOptions("fitBellsToCurve", options);
  if (gainDb.length !== BAND_COUNT) {
    throw new RangeError(`fitBellsToCurve: gainDb must hold ${BAND_COUNT} values, got ${gainDb.length}`);
  }
  const { frequencyHz, weight } = planCurvePoints(options.sampleRateHz);
  return fitBells(targetCurveDb(gainDb, frequencyHz), frequencyHz, { ...options, weight });
}

function describe(
  { points, targetDb }: FitProblem,
  { models, parameters, error }: SectionFit,
  bounds: BellBounds,
): ParametricFit {
  const { sampleRateHz } = points;
  const response = new Float64Array(targetDb.length);
  sectionsResponseDb(points, models, parameters, response);
  const sections = models
    .map((model, section) => {
      const [gainDb, frequency, q] = parameters.subarray(section * PARAMETERS_PER_SECTION);
      // The exponentials may round a value that stands at its bound to beyond it.
      const frequencyHz = within(bounds.frequencyHz, Math.exp(frequency!));
      return { model, setting: { gainDb: gainDb!, frequencyHz, q: within(bounds.q, Math.exp(q!)) } };
    })
    .sort((a, b) => a.setting.frequencyHz - b.setting.frequencyHz);
  return {
    sections: sections.map(({ model, setting }) => ({ kind: model.kind, ...setting })),
    coefficients: packBiquads(sections.map(({ model, setting }) => model.design(setting, sampleRateHz))),
    rmsErrorDb: Math.sqrt(error),
    largestErrorDb: response.reduce(
      (largest, value, point) => Math.max(largest, Math.abs(targetDb[point]! - value)),
      0,
    ),
  };
}

function within([low, high]: readonly [number, number], value: number): number {
  return Math.min(high, Math.max(low, value));
}

function packBounds({ sampleRateHz, bounds }: ParametricFitOptions): FitProblem["bounds"] {
  const { gainDb, frequencyHz, q } = bounds ?? productBounds;
  const highestHz = Math.min(frequencyHz[1], HIGHEST_PLAYABLE * sampleRateHz);
  return {
    low: [gainDb[0], Math.log(frequencyHz[0]), Math.log(q[0])],
    high: [gainDb[1], Math.log(highestHz), Math.log(q[1])],
  };
}

const productBounds: BellBounds = {
  gainDb: [bellParameters.gainDb.minimum, bellParameters.gainDb.maximum],
  frequencyHz: [bellParameters.frequencyHz.minimum, bellParameters.frequencyHz.maximum],
  q: [bellParameters.q.minimum, bellParameters.q.maximum],
};

/**
 * The centres that can be played and at least one point between each two; the outermost count as if the axis went on
 * by half a band.
 */
function planCurvePoints(sampleRateHz: number): { frequencyHz: Float64Array; weight: Float64Array } {
  const centres = bandFrequencyHz.filter((frequency) => frequency < HIGHEST_PLAYABLE * sampleRateHz);
  /** Octaves of the analogue prototype, on which every bell of one Q is equally wide, also near Nyquist. */
  const warped = (hz: number): number => Math.log2(Math.tan((Math.PI * hz) / sampleRateHz));
  const frequencyHz = Float64Array.from(
    centres.flatMap((low, band) => {
      const high = centres[band + 1];
      if (high === undefined) return [low];
      const parts = Math.max(2, Math.ceil((warped(high) - warped(low)) / LARGEST_GAP_OCTAVES));
      return Array.from({ length: parts }, (_, part) => low * (high / low) ** (part / parts));
    }),
  );
  const place = frequencyHz.map(erbNumber);
  const band = (place.at(-1)! - place[0]!) / Math.max(1, centres.length - 1);
  const weight = place.map(
    (value, point) => ((place[point + 1] ?? value + band) - (place[point - 1] ?? value - band)) / 2,
  );
  return { frequencyHz, weight };
}

function assertOptions(caller: string, options: ParametricFitOptions): void {
  const { sampleRateHz, bells, bounds = productBounds, reseats = RESEATS } = options;
  const fail = (message: string): never => {
    throw new RangeError(`${caller}: ${message}`);
  };
  const [lowestRate, highestRate] = SAMPLE_RATE_RANGE_HZ;
  if (!(sampleRateHz >= lowestRate && sampleRateHz <= highestRate)) {
    fail(`sampleRateHz must be within ${lowestRate}..${highestRate}, got ${sampleRateHz}`);
  }
  if (!(Number.isInteger(bells) && bells >= 1 && bells <= BAND_COUNT)) {
    fail(`bells must be a whole number within 1..${BAND_COUNT}, got ${bells}`);
  }
  if (!(Number.isInteger(reseats) && reseats >= 0)) {
    fail(`reseats must be a whole number from 0, got ${reseats}`);
  }
  for (const [name, [low, high]] of Object.entries(bounds) as [string, readonly [number, number]][]) {
    const lowest = name === "gainDb" ? -Infinity : 0;
    if (!(low > lowest && low <= high && high < Infinity)) {
      fail(
        `bounds of ${name} must be finite and in order${lowest === 0 ? ", above 0" : ""}, got ${low}..${high}`,
      );
    }
  }
  const { gainDb, frequencyHz } = bounds;
  if (!(gainDb[0] <= 0 && gainDb[1] >= 0)) fail(`bounds of gainDb must hold 0, got ${gainDb.join("..")}`);
  if (!(frequencyHz[0] < HIGHEST_PLAYABLE * sampleRateHz)) {
    fail(`bounds of frequencyHz must begin below ${HIGHEST_PLAYABLE * sampleRateHz}, got ${frequencyHz[0]}`);
  }
}

function assertPoints(
  targetDb: ArrayLike<number>,
  frequencyHz: ArrayLike<number>,
  { sampleRateHz, weight }: ParametricFitOptions & { readonly weight?: ArrayLike<number> },
): void {
  const count = frequencyHz.length;
  if (count === 0) throw new RangeError("fitBells: frequencyHz must hold at least one point, got none");
  for (const [name, values] of [
    ["targetDb", targetDb],
    ["weight", weight ?? frequencyHz],
  ] as const) {
    if (values.length !== count) {
      throw new RangeError(`fitBells: ${name} must hold ${count} values, got ${values.length}`);
    }
  }
  let total = 0;
  for (let point = 0; point < count; point++) {
    const frequency = frequencyHz[point]!;
    if (!(frequency > (frequencyHz[point - 1] ?? 0) && frequency < sampleRateHz / 2)) {
      throw new RangeError(
        `fitBells: frequencyHz must increase within (0, ${sampleRateHz / 2}), got ${frequency} at ${point}`,
      );
    }
    if (!Number.isFinite(targetDb[point])) {
      throw new RangeError(`fitBells: targetDb must be finite, got ${targetDb[point]} at ${point}`);
    }
    const counts = weight?.[point] ?? 1;
    if (!(counts >= 0 && counts < Infinity)) {
      throw new RangeError(`fitBells: weight must be finite and 0 or above, got ${counts} at ${point}`);
    }
    total += counts;
  }
  if (!(total > 0)) throw new RangeError("fitBells: weight must not all be 0");
}
