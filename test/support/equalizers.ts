import type { BlockProcessor } from "../../src/audio/index.ts";
import { CascadeProcessor, designGraphicEqualizer, MovingEqualizer } from "../../src/dsp/index.ts";
import { bandFrequencyHz } from "../../src/effects/index.ts";

/** A curve that uses every band, shape `[40]`, dB. */
export const wavyGainDb: readonly number[] = bandFrequencyHz.map((_, band) => 8 * Math.sin(band / 3));

/** An equalizer as the acceptance tests take it. */
export interface EqualizerMaker {
  readonly name: string;
  make(gainDb: ArrayLike<number>, sampleRateHz: number, channelCount: number): BlockProcessor;
}

/** The fixed cascade, the moving equalizer at rest, and the moving equalizer on its way from flat to the curve. */
export const equalizers: readonly EqualizerMaker[] = [
  {
    name: "fixed cascade",
    make: (gainDb, sampleRateHz, channelCount) =>
      new CascadeProcessor(designGraphicEqualizer(gainDb, sampleRateHz).coefficients, channelCount),
  },
  {
    name: "moving equalizer at rest",
    make: (target, sampleRateHz, channelCount) => new MovingEqualizer({ sampleRateHz, channelCount, target }),
  },
  {
    name: "moving equalizer under way",
    make: (target, sampleRateHz, channelCount) => {
      const moving = new MovingEqualizer({ sampleRateHz, channelCount });
      moving.schedule([
        { frame: 100, target },
        { frame: 700, target: Float64Array.from(target, (gain) => -gain) },
        { frame: 1_500, target },
      ]);
      return moving;
    },
  },
];
