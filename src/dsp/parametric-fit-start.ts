import type { FitProblem } from "./parametric-fit-solver.ts";

/** The narrowest bell that is started, octaves. */
const LEAST_OCTAVES = 0.1;
/** Where nothing is missing a bell waits at 0 dB: 1 kHz, Q 1. */
const IDLE = [0, Math.log(1000), 0] as const;

/**
 * Where one more bell would take off most: on the lobe of the residual (points in a row on one side of 0 dB) with the
 * largest area, at its largest point, with that gain, and as wide as the lobe is at half of it:
 * `1/Q = 2·sinh(ln 2/2 · octaves · ω₀/sin ω₀)` (Audio EQ Cookbook).
 *
 * @param residualDb Shape `[points]`, dB: what is still missing.
 * @param parameters Packed; the bell is written at `at`, within the bounds. Where nothing is missing it has 0 dB.
 */
export function startBell(
  problem: FitProblem,
  residualDb: Float64Array,
  parameters: Float64Array,
  at: number,
): void {
  const { low, high } = problem.bounds;
  bellOnLargestLobe(problem, residualDb).forEach((value, kind) => {
    parameters[at + kind] = Math.min(high[kind]!, Math.max(low[kind]!, value));
  });
}

function bellOnLargestLobe({ points, weight }: FitProblem, residualDb: Float64Array): readonly number[] {
  const { frequencyHz, sampleRateHz } = points;
  const peak = peakOfLargestLobe(residualDb, weight);
  const gainDb = residualDb[peak]!;
  if (gainDb === 0) return IDLE;
  const isUpperHalf = (point: number): boolean => residualDb[point]! / gainDb > 0.5;
  let [low, high] = [peak, peak];
  while (low > 0 && isUpperHalf(low)) low--;
  while (high < residualDb.length - 1 && isUpperHalf(high)) high++;
  const octaves = Math.max(LEAST_OCTAVES, Math.log2(frequencyHz[high]! / frequencyHz[low]!));
  const angle = (2 * Math.PI * frequencyHz[peak]!) / sampleRateHz;
  const q = 1 / (2 * Math.sinh(((Math.LN2 / 2) * octaves * angle) / Math.sin(angle)));
  return [gainDb, Math.log(frequencyHz[peak]!), Math.log(q)];
}

function peakOfLargestLobe(residualDb: Float64Array, weight: Float64Array): number {
  let [largestArea, peakOfLargest] = [0, 0];
  let [area, peak] = [0, 0];
  for (let point = 0; point < residualDb.length; point++) {
    const value = residualDb[point]!;
    if (point === 0 || value * residualDb[point - 1]! <= 0) [area, peak] = [0, point];
    area += weight[point]! * Math.abs(value);
    if (Math.abs(value) > Math.abs(residualDb[peak]!)) peak = point;
    if (area > largestArea) [largestArea, peakOfLargest] = [area, peak];
  }
  return peakOfLargest;
}
