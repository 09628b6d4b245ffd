import { choleskyFactor, choleskySolve } from "../math/index.ts";
import { type FitKind, type FitPoints, sectionsResponseDb } from "./parametric-fit-models.ts";

/** A section that may be placed: its kind, and the lowest and highest value of each of its parameters. */
export interface BoundedSection {
  readonly kind: FitKind;
  /** Bounds in Hz. */
  readonly frequencyHz: readonly [number, number];
  readonly q: readonly [number, number];
  /** The same as parameters. */
  readonly low: readonly [gainDb: number, place: number, logQ: number];
  readonly high: readonly [gainDb: number, place: number, logQ: number];
}

/** A least-squares problem: sections in series and a constant gain against a curve. */
export interface FitProblem {
  readonly points: FitPoints;
  /** Shape `[points]`, dB. */
  readonly targetDb: Float64Array;
  /** Lowest and highest constant gain, dB. */
  readonly outputGainDb: readonly [number, number];
}

/** Sections and how well they do. */
export interface SectionFit {
  readonly sections: readonly BoundedSection[];
  /** Shape `[sections.length * 3]`, packed, within the bounds. */
  readonly parameters: Float64Array;
  /** The best constant gain beside them, dB. */
  readonly outputGainDb: number;
  /** Weighted mean square of target − response, dB². */
  readonly error: number;
}

/** Damping at the start, in shares of the curvature. */
const FIRST_DAMPING = 1e-2;
const LEAST_DAMPING = 1e-9;
/** A step as good as promised divides the damping by this; one that fails multiplies it, the next by twice that. */
const DAMPING_CHANGE = 3;
/** A step that makes the fit no better is tried again this often, each time with stronger damping. */
const STRONGER_TRIES = 8;
/** Curvature that is always added, dB² per unit²: a bell of 0 dB has none along its frequency and Q. */
const FLOOR = 1e-5;

/** The value within a parameter's bounds that is next to the asked one. */
export function bounded({ low, high }: BoundedSection, parameter: number, value: number): number {
  return Math.min(high[parameter]!, Math.max(low[parameter]!, value));
}

/** What target − response leaves, dB, without a constant gain. @param out Shape `[points]`, filled. */
export function residualOf(
  { points, targetDb }: FitProblem,
  sections: readonly BoundedSection[],
  parameters: Float64Array,
  out: Float64Array,
  jacobian?: Float64Array,
): Float64Array {
  sectionsResponseDb(
    points,
    sections.map(({ kind }) => kind),
    parameters,
    out,
    jacobian,
  );
  for (let point = 0; point < out.length; point++) out[point] = targetDb[point]! - out[point]!;
  return out;
}

/** The best constant gain for a residual, and the weighted mean square that stays. */
export function levelOf(
  { points, outputGainDb: [low, high] }: FitProblem,
  residualDb: Float64Array,
): { outputGainDb: number; error: number } {
  const { root } = points;
  let mean = 0;
  for (let point = 0; point < root.length; point++) {
    mean += root[point]! * root[point]! * residualDb[point]!;
  }
  const outputGainDb = Math.min(high, Math.max(low, mean));
  let error = 0;
  for (let point = 0; point < root.length; point++) {
    const missing = root[point]! * (residualDb[point]! - outputGainDb);
    error += missing * missing;
  }
  return { outputGainDb, error };
}

/**
 * Moves all parameters to where the weighted mean square error is smaller: Levenberg's and Marquardt's damped
 * Gauss-Newton steps `(JᵀWJ + λ·diag)·Δ = JᵀW·(target − response)` (Nocedal & Wright, Numerical Optimization, ch. 10),
 * cut off at the bounds. A parameter that stands at a bound and would be drawn beyond it is left out of the step. The
 * constant gain is always the best one for the others, so the steps are those of the curves without their means. The
 * damping follows how much of what the linear model promised was kept (H. B. Nielsen, Damping Parameter in Marquardt's
 * Method, IMM-REP-1999-05).
 *
 * @param start Shape `[sections.length * 3]`, packed, within the bounds; not changed.
 * @param stepCount Steps at most.
 * @param leastProgress A step that takes off less than this share of the error is the last.
 * @returns A fit that is no worse than the given one.
 */
export function refineSections(
  problem: FitProblem,
  sections: readonly BoundedSection[],
  start: Float64Array,
  stepCount: number,
  leastProgress: number,
): SectionFit {
  const { root } = problem.points;
  const pointCount = root.length;
  const low = Float64Array.from(sections.flatMap((section) => section.low));
  const high = Float64Array.from(sections.flatMap((section) => section.high));
  const free = Int32Array.from(start.keys()).filter((index) => low[index]! < high[index]!);
  const size = free.length;
  /** Rows of the parameters, then target − response, then 1 (all times root), then zeros to fill up blocks with. */
  const rows = new Float64Array((start.length + 3) * pointCount);
  const missing = rows.subarray(start.length * pointCount, (start.length + 1) * pointCount);
  rows.set(root, (start.length + 1) * pointCount);
  const gramRows = [...free, start.length, start.length + 1];
  while (gramRows.length % 3 !== 0) gramRows.push(start.length + 2);
  const gram = new Float64Array(gramRows.length ** 2);
  const active = new Int32Array(size);
  const damped = new Float64Array(size * size);
  const step = new Float64Array(size);
  const residualDb = new Float64Array(pointCount);
  let parameters = start.slice();
  let trial = start.slice();
  let level = levelOf(problem, residualOf(problem, sections, parameters, residualDb, rows));
  let damping = FIRST_DAMPING;
  for (let count = 0; count < stepCount && level.error > 0; count++) {
    for (let point = 0; point < pointCount; point++) {
      missing[point] = root[point]! * (residualDb[point]! - level.outputGainDb);
    }
    writeGram(rows, gramRows, pointCount, gram);
    const before = level.error;
    if (!tryStep(takeOutHeld()) || !(before - level.error > leastProgress * before)) break;
  }
  return { sections, parameters, ...level };

  /** Leaves only the parameters that are not held by a bound; takes the means out where the constant gain is free. */
  function takeOutHeld(): number {
    const stride = gramRows.length;
    const [lowest, highest] = problem.outputGainDb;
    const isLevelFree = level.outputGainDb > lowest && level.outputGainDb < highest;
    let count = 0;
    for (let row = 0; row < size; row++) {
      const index = free[row]!;
      const pull = gram[size * stride + row]!;
      if (pull < 0 ? parameters[index]! > low[index]! : parameters[index]! < high[index]!) {
        active[count++] = row;
      }
    }
    if (isLevelFree) {
      const means = (size + 1) * stride;
      for (let row = 0; row < size; row++) {
        for (let column = 0; column <= row; column++) {
          gram[row * stride + column]! -= gram[means + row]! * gram[means + column]!;
        }
      }
    }
    return count;
  }

  /** Takes the first step that makes the fit better, if there is one. @param count Parameters that move. */
  function tryStep(count: number): boolean {
    const stride = gramRows.length;
    const matrix = damped.subarray(0, count * count);
    const vector = step.subarray(0, count);
    let growth = DAMPING_CHANGE;
    for (let tries = 0; tries < STRONGER_TRIES; tries++) {
      for (let i = 0; i < count; i++) {
        const from = active[i]! * stride;
        for (let j = 0; j <= i; j++) matrix[i * count + j] = gram[from + active[j]!]!;
        matrix[i * count + i]! += damping * (matrix[i * count + i]! + FLOOR) + 1e-12;
        vector[i] = gram[size * stride + active[i]!]!;
      }
      choleskyFactor(matrix, count);
      choleskySolve(matrix, count, vector);
      trial.set(parameters);
      let promised = 0;
      for (let i = 0; i < count; i++) {
        const at = active[i]! * stride + active[i]!;
        const pull = gram[size * stride + active[i]!]!;
        promised += vector[i]! * (pull + damping * (gram[at]! + FLOOR) * vector[i]!);
        const index = free[active[i]!]!;
        trial[index] = Math.min(high[index]!, Math.max(low[index]!, trial[index]! + vector[i]!));
      }
      const after = levelOf(problem, residualOf(problem, sections, trial, residualDb, rows));
      if (after.error < level.error) {
        const kept = (level.error - after.error) / promised;
        damping *= Math.max(1 / DAMPING_CHANGE, 1 - (2 * kept - 1) ** 3);
        damping = Math.max(LEAST_DAMPING, damping);
        [parameters, trial, level] = [trial, parameters, after];
        return true;
      }
      damping *= growth;
      growth *= 2;
    }
    return false;
  }
}

/**
 * Products of rows with each other, by blocks of three rows against three: nine sums in one pass, which is what the
 * time goes into.
 *
 * @param rows Shape `[.., points]`.
 * @param chosen Which rows; their number is a multiple of 3.
 * @param gram Shape `[chosen, chosen]`; its lower triangle is written.
 */
function writeGram(
  rows: Float64Array,
  chosen: readonly number[],
  pointCount: number,
  gram: Float64Array,
): void {
  const stride = chosen.length;
  for (let i = 0; i < stride; i += 3) {
    const r0 = chosen[i]! * pointCount;
    const r1 = chosen[i + 1]! * pointCount;
    const r2 = chosen[i + 2]! * pointCount;
    for (let j = 0; j <= i; j += 3) {
      const c0 = chosen[j]! * pointCount;
      const c1 = chosen[j + 1]! * pointCount;
      const c2 = chosen[j + 2]! * pointCount;
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s20 = 0;
      let s21 = 0;
      let s22 = 0;
      for (let point = 0; point < pointCount; point++) {
        const x0 = rows[r0 + point]!;
        const x1 = rows[r1 + point]!;
        const x2 = rows[r2 + point]!;
        const y0 = rows[c0 + point]!;
        const y1 = rows[c1 + point]!;
        const y2 = rows[c2 + point]!;
        s00 += x0 * y0;
        s01 += x0 * y1;
        s02 += x0 * y2;
        s10 += x1 * y0;
        s11 += x1 * y1;
        s12 += x1 * y2;
        s20 += x2 * y0;
        s21 += x2 * y1;
        s22 += x2 * y2;
      }
      const at = i * stride + j;
      gram[at] = s00;
      gram[at + 1] = s01;
      gram[at + 2] = s02;
      gram[at + stride] = s10;
      gram[at + stride + 1] = s11;
      gram[at + stride + 2] = s12;
      gram[at + 2 * stride] = s20;
      gram[at + 2 * stride + 1] = s21;
      gram[at + 2 * stride + 2] = s22;
    }
  }
}
