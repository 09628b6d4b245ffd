import { BAND_COUNT } from "../effects/index.ts";
import type { AutomationPoint } from "./moving-equalizer.ts";

/** A curve that a path passes. */
export interface MorphStop {
  /** Seconds since the stream's start, 0 or more. */
  readonly seconds: number;
  /** Shape `[40]`, dB. */
  readonly gainDb: ArrayLike<number>;
}

/**
 * Automation that leads an equalizer along a path of curves: straight lines in dB from stop to stop, in steps small
 * enough for its glide to join them. The equalizer stands at the first curve from the first stop on, and stays at the
 * last; it is heard some 20 ms behind the path, its glide.
 *
 * @param stops By increasing time; at least one. A path of latents becomes stops by decoding it at as many positions as
 *   it bends.
 * @param options.stepSeconds Time between two points, s. Default 0.02.
 * @returns Points for `MovingEqualizer.schedule`.
 * @throws RangeError if times are negative or out of order, or a curve has not 40 values.
 * @example
 * equalizer.schedule(createMorphAutomation([{ seconds: 0, gainDb: warm }, { seconds: 8, gainDb: bright }], 48_000));
 */
export function createMorphAutomation(
  stops: readonly MorphStop[],
  sampleRateHz: number,
  options: { readonly stepSeconds?: number } = {},
): AutomationPoint[] {
  const { stepSeconds = 0.02 } = options;
  if (!(sampleRateHz > 0 && stepSeconds > 0 && stops.length > 0)) {
    throw new RangeError(
      "createMorphAutomation: needs a stop, a sampleRateHz and a stepSeconds above 0, " +
        `got ${stops.length}, ${sampleRateHz} and ${stepSeconds}`,
    );
  }
  let earliest = 0;
  for (const { seconds, gainDb } of stops) {
    if (!(seconds >= earliest && seconds < Infinity)) {
      throw new RangeError(`createMorphAutomation: seconds must be ${earliest} or more, got ${seconds}`);
    }
    if (gainDb.length !== BAND_COUNT) {
      throw new RangeError(
        `createMorphAutomation: gainDb must hold ${BAND_COUNT} values, got ${gainDb.length}`,
      );
    }
    earliest = seconds;
  }
  const points: AutomationPoint[] = [];
  const add = (seconds: number, target: ArrayLike<number>) => {
    points.push({ frame: Math.round(seconds * sampleRateHz), target });
  };
  for (const [index, stop] of stops.entries()) {
    add(stop.seconds, stop.gainDb);
    const next = stops[index + 1];
    if (next === undefined) continue;
    const stepCount = Math.ceil((next.seconds - stop.seconds) / stepSeconds);
    for (let step = 1; step < stepCount; step++) {
      const part = step / stepCount;
      const between = Float64Array.from(
        { length: BAND_COUNT },
        (_, band) => stop.gainDb[band]! + part * (next.gainDb[band]! - stop.gainDb[band]!),
      );
      add(stop.seconds + part * (next.seconds - stop.seconds), between);
    }
  }
  return points;
}
