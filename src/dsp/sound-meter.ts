import { createLoudnessMeter } from "./loudness/loudness-meter.ts";
import { createTruePeakMeter } from "./loudness/true-peak-meter.ts";
import { createSpectrumMeter } from "./spectrum.ts";

/** What is measured of a sound. */
export interface SoundFigures {
  /** Integrated loudness of the programme, LUFS (ITU-R BS.1770-4); -Infinity for silence. */
  readonly integratedLufs: number;
  /** Largest loudness of 3 s, LUFS. */
  readonly maxShortTermLufs: number;
  /** LU (EBU Tech 3342). */
  readonly loudnessRangeLu: number;
  /** dB relative to full scale (ITU-R BS.1770-4, annex 2); -Infinity for silence. */
  readonly truePeakDb: number;
  /** Centre of gravity of the power spectrum, Hz; NaN for silence. */
  readonly centroidHz: number;
}

/** Measures loudness, true peak and spectrum of a stream at once. */
export interface SoundMeter extends SoundFigures {
  /** @param channels Shape `[channelCount][>= frameCount]`, full scale 1; only read. */
  process(channels: readonly Float64Array[], frameCount: number): void;
}

/**
 * @param options.channelMask Loudspeakers of the channels as in a WAVE file; default: the usual ones of their number.
 * @throws RangeError for rates outside 8,000..384,000 Hz.
 */
export function createSoundMeter(options: {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly channelMask?: number;
}): SoundMeter {
  const loudness = createLoudnessMeter(options);
  const peak = createTruePeakMeter(options);
  const spectrum = createSpectrumMeter(options);
  return {
    process(channels, frameCount) {
      loudness.process(channels, frameCount);
      peak.process(channels, frameCount);
      spectrum.process(channels, frameCount);
    },
    get integratedLufs() {
      return loudness.integratedLufs;
    },
    get maxShortTermLufs() {
      return loudness.maxShortTermLufs;
    },
    get loudnessRangeLu() {
      return loudness.loudnessRangeLu;
    },
    get truePeakDb() {
      return peak.truePeakDb;
    },
    get centroidHz() {
      return spectrum.centroidHz;
    },
  };
}
