import { choleskyFactor, choleskySolve } from "../math/index.ts";
import {
  DB_PER_NEPER_POWER,
  type FitPoints,
  PARAMETERS_PER_SECTION,
  type SectionModel,
} from "./parametric-fit-sections.ts";

/** Lowest and highest value of each of a section's parameters, in the order and units of the packed list. */
export interface SectionBounds {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** A least-squares problem: sections in series against a curve. */
export interface FitProblem {
  readonly points: FitPoints;
  /** Shape `[points]`, dB. */
  readonly targetDb: Float64Array;
  /** Shape `[points]`: how much the squared error at each point counts; adds up to 1. */
  readonly weight: Float64Array;
  readonly bounds: SectionBounds;
}

/** Damping at the start, in shares of the curvature. */
const FIRST_DAMPING = 1e-2;
const LEAST_DAMPING = 1e-9;
/** A step that makes the fit no better is tried again this often, each time with stronger damping. */
const STRONGER_TRIES = 8;
/** Curvature that is always added, dB² per unit²: a bell of 0 dB has none along its frequency and Q. */
const FLOOR = 1e-5;
/** A step that takes off less than this share of the error is the last. */
const LEAST_PROGRESS = 1e-3;

/**
 * Response of sections in series, dB.
 *
 * @param parameters Shape `[models.length * 3]`, packed.
 * @param out Shape `[points]`, filled.
 * @param jacobian Shape `[parameters, points]`, filled where it is given.
 */
export function sectionsResponseDb(
  points: FitPoints,
  models: readonly SectionModel[],
  parameters: Float64Array,
  out: Float64Array,
  jacobian?: Float64Array,
): void {
  out.fill(1);
  models.forEach((model, section) => {
    model.multiplyPower(points, parameters, section * PARAMETERS_PER_SECTION, out, jacobian);
  });
  for (let point = 0; point < out.length; point++) out[point] = DB_PER_NEPER_POWER * Math.log(out[point]!);
}

/**
 * Moves all parameters to where the weighted mean square error is smaller: Levenberg's and Marquardt's damped
 * Gauss-Newton steps `(JᵀWJ + λ·diag)·Δ = JᵀW·(target − response)` (Nocedal & Wright, Numerical Optimization, ch. 10),
 * cut off at the bounds. A parameter that stands at a bound and would be drawn beyond it is held for the step.
 *
 * @param parameters Shape `[models.length * 3]`, packed, within the bounds; changed in place, never for the worse.
 * @param stepCount Steps at most.
 * @returns The mean square error after the last step, dB².
 */
export function refineSections(
  problem: FitProblem,
  models: readonly SectionModel[],
  parameters: Float64Array,
  stepCount: number,
): number {
  const { points, targetDb, weight, bounds } = problem;
  const size = parameters.length;
  const pointCount = targetDb.length;
  const jacobian = new Float64Array(size * pointCount);
  const normal = new Float64Array(size * size);
  const damped = new Float64Array(size * size);
  const pull = new Float64Array(size);
  const step = new Float64Array(size);
  const trial = new Float64Array(size);
  const response = new Float64Array(pointCount);
  const missing = new Float64Array(pointCount);
  const root = weight.map(Math.sqrt);

  /** Mean square error of the trial, dB². */
  const errorOf = (candidate: Float64Array, derivatives?: Float64Array): number => {
    sectionsResponseDb(points, models, candidate, response, derivatives);
    let sum = 0;
    for (let point = 0; point < pointCount; point++) {
      missing[point] = root[point]! * (targetDb[point]! - response[point]!);
      sum += missing[point]! * missing[point]!;
    }
    return sum;
  };

  const bound = (index: number, value: number): number => {
    const kind = index % PARAMETERS_PER_SECTION;
    return Math.min(bounds.high[kind]!, Math.max(bounds.low[kind]!, value));
  };

  let error = errorOf(parameters, jacobian);
  let damping = FIRST_DAMPING;
  for (let count = 0; count < stepCount; count++) {
    weighJacobian();
    for (let row = 0; row < size; row++) holdAtBound(row);
    for (let row = 0; row < size; row += PARAMETERS_PER_SECTION) {
      for (let column = 0; column <= row; column += PARAMETERS_PER_SECTION) addBlock(row, column);
    }
    const before = error;
    error = tryStep(before);
    if (!(before - error > LEAST_PROGRESS * before)) break;
    errorOf(parameters, jacobian);
  }
  return error;

  /** Rows of the Jacobian by the roots of the weights; what is pulled along each of them. */
  function weighJacobian(): void {
    for (let row = 0; row < size; row++) {
      const start = row * pointCount;
      let sum = 0;
      for (let point = 0; point < pointCount; point++) {
        jacobian[start + point]! *= root[point]!;
        sum += jacobian[start + point]! * missing[point]!;
      }
      pull[row] = sum;
    }
  }

  /** Takes a parameter that stands at a bound and is drawn beyond it out of the step. */
  function holdAtBound(row: number): void {
    const beyond = parameters[row]! + Math.sign(pull[row]!);
    if (pull[row] === 0 || bound(row, beyond) !== parameters[row]) return;
    pull[row] = 0;
    jacobian.fill(0, row * pointCount, (row + 1) * pointCount);
  }

  /** The normal matrix of one section against another: nine sums in one pass, which is what the time goes into. */
  function addBlock(row: number, column: number): void {
    const [r0, r1, r2] = [row * pointCount, (row + 1) * pointCount, (row + 2) * pointCount];
    const [c0, c1, c2] = [column * pointCount, (column + 1) * pointCount, (column + 2) * pointCount];
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
      const x0 = jacobian[r0 + point]!;
      const x1 = jacobian[r1 + point]!;
      const x2 = jacobian[r2 + point]!;
      const y0 = jacobian[c0 + point]!;
      const y1 = jacobian[c1 + point]!;
      const y2 = jacobian[c2 + point]!;
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
    normal.set([s00, s01, s02], row * size + column);
    normal.set([s10, s11, s12], (row + 1) * size + column);
    normal.set([s20, s21, s22], (row + 2) * size + column);
  }

  /** Takes the first step that makes the fit better, and says how good it is then. */
  function tryStep(before: number): number {
    for (let tries = 0; tries < STRONGER_TRIES; tries++) {
      damped.set(normal);
      step.set(pull);
      for (let row = 0; row < size; row++) {
        const at = row * size + row;
        damped[at]! += damping * (normal[at]! + FLOOR) + 1e-12;
      }
      choleskyFactor(damped, size);
      choleskySolve(damped, size, step);
      for (let row = 0; row < size; row++) trial[row] = bound(row, parameters[row]! + step[row]!);
      const after = errorOf(trial);
      if (after < before) {
        parameters.set(trial);
        damping = Math.max(LEAST_DAMPING, damping / 5);
        return after;
      }
      damping *= 5;
    }
    return before;
  }
}
