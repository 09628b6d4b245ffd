import {
  add,
  affine,
  divide,
  exp,
  log,
  multiply,
  repeatColumns,
  repeatRows,
  reshape,
  sin,
  square,
  subtract,
  sumRowGroups,
  type Tape,
  type Tensor,
} from "../math/index.ts";

const DB_PER_NEPER_POWER = 10 / Math.LN10;

/**
 * Differentiable frequency response of a cascade of cookbook bells (Bristow-Johnson, peaking EQ), dB.
 *
 * With `D = (cos w - cos w0)² = 4 (u0 - u)²`, `u = sin²(w/2)`, and `P = sin²w0 · sin²w / (4 Q²)` the squared
 * magnitude of one bell is `(D + P·A²) / (D + P/A²)`, `A² = 10^(gain/20)`, `w = 2πf/fs`. Written in half angles
 * it stays exact in single precision down to 20 Hz.
 *
 * @param gainDb Shape `[batch, bands]`.
 * @param frequencyHz Shape `[batch, bands]`, within (0, sampleRateHz / 2).
 * @param q Shape `[batch, bands]`, above 0.
 * @param options.atHz The frequencies at which the response is wanted.
 * @returns Shape `[batch, atHz.length]`, dB.
 */
export function bellCascadeResponseDb(
  tape: Tape,
  gainDb: Tensor,
  frequencyHz: Tensor,
  q: Tensor,
  options: { readonly sampleRateHz: number; readonly atHz: readonly number[] },
): Tensor {
  const { sampleRateHz, atHz } = options;
  const bands = gainDb.shape.at(-1)!;
  const cells = gainDb.size;
  const points = atHz.length;

  const u = tape.input([1, points]);
  const sinSquared = tape.input([1, points]);
  const halfAngle = atHz.map((f) => Math.sin((Math.PI * f) / sampleRateHz) ** 2);
  tape.write(u, halfAngle);
  tape.write(
    sinSquared,
    halfAngle.map((value) => 4 * value * (1 - value)),
  );

  const u0 = square(tape, sin(tape, affine(tape, frequencyHz, Math.PI / sampleRateHz)));
  const sinSquared0 = multiply(tape, affine(tape, u0, 4), affine(tape, u0, -1, 1));
  const widthOf = divide(tape, sinSquared0, affine(tape, square(tape, q), 4));
  const powerA = exp(tape, affine(tape, gainDb, Math.LN10 / 20));

  const overPoints = (perBand: Tensor): Tensor => repeatColumns(tape, reshape(perBand, [cells]), points);
  const overBands = (perPoint: Tensor): Tensor => repeatRows(tape, perPoint, cells);
  const distance = affine(tape, square(tape, subtract(tape, overPoints(u0), overBands(u))), 4);
  const width = multiply(tape, overPoints(widthOf), overBands(sinSquared));
  const a = overPoints(powerA);
  const numerator = add(tape, distance, multiply(tape, width, a));
  const denominator = add(tape, distance, divide(tape, width, a));
  const ratio = log(tape, divide(tape, numerator, denominator));
  return affine(tape, sumRowGroups(tape, ratio, bands), DB_PER_NEPER_POWER);
}
