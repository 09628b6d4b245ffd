import { CascadeProcessor } from "./cascade.ts";
import { designFir, type FirPhase } from "./fir/fir-design.ts";
import { FirProcessor } from "./fir/fir-processor.ts";
import { createGraphicEqualizerDesigner } from "./graphic-equalizer.ts";
import { designLegacyEqualizer } from "./legacy-equalizer.ts";

/**
 * Which filters play a curve of the 40 bands:
 *
 * - `cascade`: 40 bells in series, fitted so that together they play the curve; minimum phase, no latency;
 * - `fir`: convolution, of minimum, linear or mixed phase; `phase` as in `designFir`;
 * - `legacy`: 40 bells of the curve's own gains, as Audealize plays it: for replication, not for its sound.
 */
export type CurvePlaying =
  | { readonly filters: "cascade" }
  | { readonly filters: "fir"; readonly phase: FirPhase }
  | { readonly filters: "legacy" };

/** A curve made ready to play. */
export interface CurveProcessor {
  readonly processor: CascadeProcessor | FirProcessor;
  /** Delay that the filters themselves have, frames; a processor that collects blocks is later by one of them. */
  readonly filterLatencyFrames: number;
  /** Largest |asked − heard| at the bands that the sample rate has room for, dB. */
  readonly heardErrorDb: number;
  /** How many of the 40 bands the sample rate has room for. */
  readonly playableBandCount: number;
}

/**
 * @param gainDb Shape `[40]`, dB.
 * @param playing Default: the fitted cascade.
 * @throws RangeError if a shape does not fit or a value is out of range.
 */
export function createCurveProcessor(
  gainDb: ArrayLike<number>,
  format: { readonly sampleRateHz: number; readonly channelCount: number },
  playing: CurvePlaying = { filters: "cascade" },
): CurveProcessor {
  const { sampleRateHz, channelCount } = format;
  const designer = createGraphicEqualizerDesigner(sampleRateHz);
  const { playableBandCount } = designer;
  switch (playing.filters) {
    case "cascade": {
      const { coefficients, heardErrorDb } = designer.design(gainDb);
      const processor = new CascadeProcessor(coefficients, channelCount);
      return { processor, filterLatencyFrames: 0, heardErrorDb, playableBandCount };
    }
    case "fir": {
      const design = designFir({ gainDb, sampleRateHz, phase: playing.phase });
      const processor = new FirProcessor(design, channelCount);
      const { heardErrorDb, latencyFrames: filterLatencyFrames } = design;
      return { processor, filterLatencyFrames, heardErrorDb, playableBandCount };
    }
    case "legacy": {
      const { coefficients, heardErrorDb } = designLegacyEqualizer(gainDb, sampleRateHz);
      const processor = new CascadeProcessor(coefficients, channelCount);
      return { processor, filterLatencyFrames: 0, heardErrorDb, playableBandCount };
    }
  }
}
