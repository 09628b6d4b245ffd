/** Highest order tried: that of the reference encoder's default level. */
export const MAX_LINEAR_ORDER = 8;
const LAGS = MAX_LINEAR_ORDER + 1;

/** A predictor `x[n] = floor(sum_j coefficients[j] x[n-1-j] / 2^shift)`. */
export interface LinearPredictor {
  /** 1..8 */
  readonly order: number;
  /** Whole numbers of `precision` bits, sign included. Shape `[8]`, zeros from `order` on. */
  readonly coefficients: Float64Array;
  readonly precision: number;
  /** 0..15 */
  readonly shift: number;
}

const autocorrelation = new Float64Array(LAGS);
let window = new Float64Array(0);
let windowed = new Float64Array(0);

/**
 * Finds a linear predictor: autocorrelation of the windowed block (Tukey, half of it flat), Levinson-Durbin, and the
 * order that is expected to cost least.
 *
 * @param count Samples, more than 8. @param bits Of a sample.
 * @returns The predictor and the bits that it is expected to cost in all; undefined where the signal is too regular for it.
 */
export function findLinearPredictor(
  samples: Int32Array,
  count: number,
  bits: number,
): { predictor: LinearPredictor; expectedBits: number } | undefined {
  if (window.length !== count) {
    window = tukey(count);
    windowed = new Float64Array(count);
  }
  for (let i = 0; i < count; i++) windowed[i] = samples[i]! * window[i]!;
  autocorrelate(windowed, count, autocorrelation);
  if (!(autocorrelation[0]! > 0)) return undefined;
  const precision = bits > 17 ? 15 : 14;
  const solutions = levinsonDurbin(autocorrelation);
  let best: { coefficients: Float64Array; order: number; expectedBits: number } | undefined;
  solutions.forEach(({ coefficients, error }, index) => {
    const order = index + 1;
    const perSample = Math.max(0, 0.5 * Math.log2(((0.5 * Math.LN2 * Math.LN2) / count) * error));
    const expectedBits = perSample * (count - order) + order * (bits + precision);
    if (!best || expectedBits < best.expectedBits) best = { coefficients, order, expectedBits };
  });
  if (!best) return undefined;
  const predictor = quantize(best.coefficients, best.order, precision);
  return predictor && { predictor, expectedBits: best.expectedBits };
}

/**
 * The residual of a linear predictor, exact: sums stay below 2^53.
 *
 * @param residual Receives it from index `order` on.
 * @returns False where some residual might not fit 31 bits; `residual` is then of no use.
 */
export function linearResidual(
  samples: Int32Array,
  count: number,
  predictor: LinearPredictor,
  largest: number,
  residual: Int32Array,
): boolean {
  const { coefficients, order } = predictor;
  const scale = 2 ** -predictor.shift;
  let reach = 0;
  for (const coefficient of coefficients) reach += Math.abs(coefficient);
  if (largest * (1 + reach * scale) + 1 >= 2 ** 31) return false;
  const start = Math.min(MAX_LINEAR_ORDER, count);
  for (let i = order; i < start; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++) sum += coefficients[j]! * samples[i - 1 - j]!;
    residual[i] = samples[i]! - Math.floor(sum * scale);
  }
  if (count <= MAX_LINEAR_ORDER) return true;
  // The last eight samples and the coefficients live in registers.
  const [c1, c2, c3, c4, c5, c6, c7, c8] = coefficients as unknown as EightNumbers;
  let x1 = samples[7]!;
  let x2 = samples[6]!;
  let x3 = samples[5]!;
  let x4 = samples[4]!;
  let x5 = samples[3]!;
  let x6 = samples[2]!;
  let x7 = samples[1]!;
  let x8 = samples[0]!;
  for (let i = MAX_LINEAR_ORDER; i < count; i++) {
    const sum = c1 * x1 + c2 * x2 + (c3 * x3 + c4 * x4) + (c5 * x5 + c6 * x6 + (c7 * x7 + c8 * x8));
    const value = samples[i]!;
    residual[i] = value - Math.floor(sum * scale);
    x8 = x7;
    x7 = x6;
    x6 = x5;
    x5 = x4;
    x4 = x3;
    x3 = x2;
    x2 = x1;
    x1 = value;
  }
  return true;
}

type EightNumbers = readonly [number, number, number, number, number, number, number, number];

function tukey(count: number): Float64Array<ArrayBuffer> {
  const values = new Float64Array(count).fill(1);
  const taper = Math.floor(count / 4);
  for (let i = 0; i < taper; i++) {
    const value = 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / taper);
    values[i] = value;
    values[count - 1 - i] = value;
  }
  return values;
}

/** Lags 0..8 in one pass, the last eight values in registers. */
function autocorrelate(values: Float64Array, count: number, lags: Float64Array): void {
  let [a0, a1, a2, a3, a4, a5, a6, a7, a8] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  let [x1, x2, x3, x4, x5, x6, x7, x8] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const x = values[i]!;
    a0 += x * x;
    a1 += x * x1;
    a2 += x * x2;
    a3 += x * x3;
    a4 += x * x4;
    a5 += x * x5;
    a6 += x * x6;
    a7 += x * x7;
    a8 += x * x8;
    x8 = x7;
    x7 = x6;
    x6 = x5;
    x5 = x4;
    x4 = x3;
    x3 = x2;
    x2 = x1;
    x1 = x;
  }
  lags.set([a0, a1, a2, a3, a4, a5, a6, a7, a8]);
}

/** Predictors of order 1, 2, ... and the energy that each leaves; fewer than 8 where nothing is left. */
function levinsonDurbin(lags: Float64Array): { coefficients: Float64Array; error: number }[] {
  const solutions: { coefficients: Float64Array; error: number }[] = [];
  let coefficients = new Float64Array(MAX_LINEAR_ORDER);
  let error = lags[0]!;
  for (let order = 1; order <= MAX_LINEAR_ORDER; order++) {
    let reflection = lags[order]!;
    for (let j = 0; j < order - 1; j++) reflection -= coefficients[j]! * lags[order - 1 - j]!;
    reflection /= error;
    const next = coefficients.slice();
    next[order - 1] = reflection;
    for (let j = 0; j < order - 1; j++) next[j]! -= reflection * coefficients[order - 2 - j]!;
    coefficients = next;
    error *= 1 - reflection * reflection;
    if (!(error > 0)) break;
    solutions.push({ coefficients, error });
  }
  return solutions;
}

/** Rounds to whole numbers of `precision` bits; each rounding error is handed to the next coefficient. */
function quantize(exact: Float64Array, order: number, precision: number): LinearPredictor | undefined {
  let largest = 0;
  for (let j = 0; j < order; j++) largest = Math.max(largest, Math.abs(exact[j]!));
  if (!(largest > 0)) return undefined;
  const shift = Math.min(15, precision - 2 - Math.floor(Math.log2(largest)));
  if (shift < 0) return undefined;
  const limit = 2 ** (precision - 1);
  const coefficients = new Float64Array(MAX_LINEAR_ORDER);
  let carried = 0;
  for (let j = 0; j < order; j++) {
    carried += exact[j]! * 2 ** shift;
    const value = Math.max(-limit, Math.min(limit - 1, Math.round(carried)));
    coefficients[j] = value + 0; // -0 is 0
    carried -= value;
  }
  return { order, coefficients, precision, shift };
}
