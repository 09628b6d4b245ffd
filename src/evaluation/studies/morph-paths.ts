import { rootMeanSquareError } from "../metrics/prediction.ts";

/** A way between two curves. Shape `[positions][40]`, dB. */
export type Path = readonly ArrayLike<number>[];

/**
 * How a path runs. Distances are the rms over the 40 bands of the difference in dB; as the bands are evenly spaced on
 * the ERB-number scale, each counts as much as hearing has room for it.
 */
export interface PathMeasures {
  /** Sum of the steps, dB. */
  readonly lengthDb: number;
  /** From end to end, dB. */
  readonly chordDb: number;
  /** Length over chord: 1 is straight. */
  readonly detour: number;
  /** Share of the bands that never turn back. */
  readonly monotone: number;
  /** How far a band goes in vain, mean over the bands, dB: all its movement less what is left of it at the end. */
  readonly retreatDb: number;
  /** Largest step over mean step: 1 is even. */
  readonly unevenness: number;
  /** rms of the curve at the middle over the mean rms of both ends. */
  readonly middleDepth: number;
}

/** A band has turned back if it went this far in vain, dB: nobody hears less, and rounding is smaller. */
const RETREAT_DB = 0.01;

/** @throws RangeError if there are fewer than two positions or both ends are the same. */
export function measurePath(path: Path): PathMeasures {
  const steps = stepsOf(path);
  const lengthDb = steps.reduce((sum, step) => sum + step, 0);
  const [first, last] = [path[0]!, path.at(-1)!];
  const chordDb = steps.length > 0 ? rootMeanSquareError(first, last) : 0;
  if (!(chordDb > 0)) throw new RangeError("measurePath: path must lead from one curve to another");
  const retreats = Array.from(first, (start, band) => {
    let moved = 0;
    for (let k = 1; k < path.length; k++) moved += Math.abs(path[k]![band]! - path[k - 1]![band]!);
    return moved - Math.abs(last[band]! - start);
  });
  const middle = path[Math.floor((path.length - 1) / 2)]!;
  return {
    lengthDb,
    chordDb,
    detour: lengthDb / chordDb,
    monotone: retreats.filter((retreat) => retreat <= RETREAT_DB).length / retreats.length,
    retreatDb: Math.max(0, retreats.reduce((sum, retreat) => sum + retreat, 0) / retreats.length),
    unevenness: (Math.max(...steps) * steps.length) / lengthDb,
    middleDepth: (2 * depth(middle)) / (depth(first) + depth(last)),
  };
}

/** Lengths of the steps, dB. */
export function stepsOf(path: Path): number[] {
  return path.slice(1).map((curve, k) => rootMeanSquareError(curve, path[k]!));
}

/** Root of the mean square of a curve. */
function depth(curve: ArrayLike<number>): number {
  return rootMeanSquareError(curve, new Float64Array(curve.length));
}
