import type { SectionKind } from "../effects/index.ts";

/** Kinds of sections that a fit may use. */
export type FitKind = Exclude<SectionKind, "bandPass" | "notch">;

/** Parameters of one section in a packed list: gain in dB, ln of its place (see {@link FitPoints}), ln of Q. */
export const PARAMETERS_PER_SECTION = 3;

/**
 * What the sections' responses are those of: of the cookbook's, which the bilinear transform squeezes towards Nyquist,
 * or of the analogue prototypes, which matched sections follow.
 */
export type FitAxis = "bilinear" | "analogue";

/** Where the response of the sections is looked at. */
export interface FitPoints {
  /** Shape `[points]`, Hz, increasing. */
  readonly frequencyHz: Float64Array;
  /** Shape `[points]`: square of the place, which is tan(π·f/fs) on the bilinear axis and f/1000 on the analogue. */
  readonly squaredPlace: Float64Array;
  /** Shape `[points]`: root of how much the squared error at each point counts; the squares add up to 1. */
  readonly root: Float64Array;
}

/** ln of the place of a frequency. */
export function placeOf(axis: FitAxis, frequencyHz: number, sampleRateHz: number): number {
  return Math.log(
    axis === "bilinear" ? Math.tan((Math.PI * frequencyHz) / sampleRateHz) : frequencyHz / 1000,
  );
}

/** The frequency of {@link placeOf}, Hz. */
export function frequencyAt(axis: FitAxis, place: number, sampleRateHz: number): number {
  return axis === "bilinear" ? (Math.atan(Math.exp(place)) * sampleRateHz) / Math.PI : 1000 * Math.exp(place);
}

/** ln of the place of one of the points. */
export function placeOfPoint({ squaredPlace }: FitPoints, point: number): number {
  return Math.log(squaredPlace[point]!) / 2;
}

/** @param weight Shape `[points]`, 0 or above, not all 0; only the ratios matter. */
export function planFitPoints(
  frequencyHz: ArrayLike<number>,
  weight: ArrayLike<number>,
  axis: FitAxis,
  sampleRateHz: number,
): FitPoints {
  const total = Array.from(weight).reduce((sum, value) => sum + value, 0);
  return {
    frequencyHz: Float64Array.from(frequencyHz),
    squaredPlace: Float64Array.from(frequencyHz, (hz) => Math.exp(2 * placeOf(axis, hz, sampleRateHz))),
    root: Float64Array.from(weight, (value) => Math.sqrt(value / total)),
  };
}

/**
 * A kind of section: its squared magnitude is `((n₀ − n₂·x)² + n₁·x) / ((d₀ − d₂·x)² + d₁·x)` with
 * `x = (place / place₀)²`, the prototypes of the Audio EQ Cookbook at `s² = −x`. Every coefficient is 0 or a power of
 * `A = 10^(gain/40)`, and n₁ and d₁ are also divided by Q².
 */
interface SectionModel {
  /** n₀, n₁, n₂, d₀, d₁, d₂: exponent of A, or undefined where the coefficient is 0. */
  readonly powers: readonly (number | undefined)[];
  readonly hasGain: boolean;
}

export const sectionModels: Readonly<Record<FitKind, SectionModel>> = {
  bell: { powers: [0, 2, 0, 0, -2, 0], hasGain: true },
  lowShelf: { powers: [2, 3, 1, 0, 1, 1], hasGain: true },
  highShelf: { powers: [1, 3, 2, 1, 1, 0], hasGain: true },
  lowPass: { powers: [0, undefined, undefined, 0, 0, 0], hasGain: false },
  highPass: { powers: [undefined, undefined, 0, 0, 0, 0], hasGain: false },
};

/** dB per unit of ln(squared magnitude). */
const DB_PER_NEPER_POWER: number = 10 / Math.LN10;

/**
 * Response of sections in series, dB.
 *
 * @param parameters Shape `[kinds.length * 3]`, packed.
 * @param out Shape `[points]`, filled.
 * @param jacobian Shape `[parameters, points]`, filled where it is given: dB per unit of the parameter, each point's
 *   times its `root`.
 */
export function sectionsResponseDb(
  points: FitPoints,
  kinds: readonly FitKind[],
  parameters: Float64Array,
  out: Float64Array,
  jacobian?: Float64Array,
): void {
  const polynomials = createPolynomials();
  out.fill(1);
  kinds.forEach((kind, section) => {
    const at = section * PARAMETERS_PER_SECTION;
    if (jacobian) multiplyAndDifferentiate(points, kind, parameters, at, polynomials, out, jacobian);
    else multiplyPower(points, kind, parameters, at, polynomials, out);
  });
  for (let point = 0; point < out.length; point++) out[point] = DB_PER_NEPER_POWER * Math.log(out[point]!);
}

/** Numerator and denominator of a section as `c₀ + c₁·x + c₂·x²`, with what the derivatives need. */
interface Polynomials {
  /** c₀, c₁, c₂ of the numerator and of the denominator. */
  readonly values: Float64Array;
  /** Derivatives of the values by ln A. */
  readonly slopes: Float64Array;
  /** What of each c₁ is divided by Q². */
  readonly damping: Float64Array;
}

function createPolynomials(): Polynomials {
  return { values: new Float64Array(6), slopes: new Float64Array(6), damping: new Float64Array(2) };
}

function writePolynomials(
  { values, slopes, damping }: Polynomials,
  kind: FitKind,
  gainDb: number,
  logQ: number,
): void {
  const { powers } = sectionModels[kind];
  const a = 10 ** (gainDb / 40);
  const inverseSquaredQ = Math.exp(-2 * logQ);
  for (let side = 0; side < 2; side++) {
    const at = 3 * side;
    const [p0, p1, p2] = [powers[at], powers[at + 1], powers[at + 2]];
    const c0 = powerOf(a, p0);
    const c2 = powerOf(a, p2);
    const damped = powerOf(a, p1) * inverseSquaredQ;
    values[at] = c0 * c0;
    values[at + 1] = damped - 2 * c0 * c2;
    values[at + 2] = c2 * c2;
    slopes[at] = 2 * (p0 ?? 0) * c0 * c0;
    slopes[at + 1] = (p1 ?? 0) * damped - 2 * ((p0 ?? 0) + (p2 ?? 0)) * c0 * c2;
    slopes[at + 2] = 2 * (p2 ?? 0) * c2 * c2;
    damping[side] = damped;
  }
}

function powerOf(a: number, exponent: number | undefined): number {
  switch (exponent) {
    case undefined:
      return 0;
    case 0:
      return 1;
    case 1:
      return a;
    case 2:
      return a * a;
    case 3:
      return a * a * a;
    default:
      return a ** exponent;
  }
}

/** Multiplies one section's squared magnitude into `power`. */
function multiplyPower(
  { squaredPlace }: FitPoints,
  kind: FitKind,
  parameters: Float64Array,
  at: number,
  polynomials: Polynomials,
  power: Float64Array,
): void {
  const scale = Math.exp(-2 * parameters[at + 1]!);
  writePolynomials(polynomials, kind, parameters[at]!, parameters[at + 2]!);
  const { values } = polynomials;
  const [n0, n1, n2] = [values[0]!, values[1]!, values[2]!];
  const [d0, d1, d2] = [values[3]!, values[4]!, values[5]!];
  for (let point = 0; point < power.length; point++) {
    const x = squaredPlace[point]! * scale;
    power[point]! *= (n0 + x * (n1 + x * n2)) / (d0 + x * (d1 + x * d2));
  }
}

/** {@link multiplyPower}, and writes the three rows of the Jacobian that begin at row `at`. */
function multiplyAndDifferentiate(
  { squaredPlace, root }: FitPoints,
  kind: FitKind,
  parameters: Float64Array,
  at: number,
  polynomials: Polynomials,
  power: Float64Array,
  jacobian: Float64Array,
): void {
  const pointCount = power.length;
  const scale = Math.exp(-2 * parameters[at + 1]!);
  writePolynomials(polynomials, kind, parameters[at]!, parameters[at + 2]!);
  const { values, slopes, damping } = polynomials;
  const [n0, n1, n2] = [values[0]!, values[1]!, values[2]!];
  const [d0, d1, d2] = [values[3]!, values[4]!, values[5]!];
  // dB by the gain in dB: 10/ln 10 · ln 10/40 = 1/4 of ln(squared magnitude) by ln A.
  const [gn0, gn1, gn2] = [slopes[0]! / 4, slopes[1]! / 4, slopes[2]! / 4];
  const [gd0, gd1, gd2] = [slopes[3]! / 4, slopes[4]! / 4, slopes[5]! / 4];
  const double = -2 * DB_PER_NEPER_POWER;
  const qn = double * damping[0]!;
  const qd = double * damping[1]!;
  const byGain = at * pointCount;
  const byPlace = byGain + pointCount;
  const byQ = byPlace + pointCount;
  for (let point = 0; point < pointCount; point++) {
    const x = squaredPlace[point]! * scale;
    const numerator = n0 + x * (n1 + x * n2);
    const denominator = d0 + x * (d1 + x * d2);
    // One division for all: 1/numerator is denominator·quotient, and so on.
    const quotient = root[point]! / (numerator * denominator);
    const above = denominator * quotient;
    const below = numerator * quotient;
    power[point]! *= numerator / denominator;
    jacobian[byGain + point] = (gn0 + x * (gn1 + x * gn2)) * above - (gd0 + x * (gd1 + x * gd2)) * below;
    jacobian[byPlace + point] = double * x * ((n1 + 2 * x * n2) * above - (d1 + 2 * x * d2) * below);
    jacobian[byQ + point] = x * (qn * above - qd * below);
  }
}
