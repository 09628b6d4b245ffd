import { BAND_COUNT, bandFrequencyHz } from "../../effects/index.ts";
import { createFft, type Fft, fftSizeFor } from "../../math/index.ts";
import { assertSampleRate } from "../stream-checks.ts";
import { askTarget, type FirTarget } from "./fir-target.ts";
import { createMinimumPhaseMaker, type MinimumPhaseMaker } from "./minimum-phase.ts";

/** A filter with a finite impulse response, ready to play. */
export interface FirFilter {
  /** Impulse response, dimensionless. */
  readonly taps: Float64Array;
  /** Index in `taps` of the moment at which the filter answers: what comes before it is pre-ringing. Frames. */
  readonly latencyFrames: number;
  /** Hz. */
  readonly sampleRateHz: number;
}

/** What {@link designFir} makes. */
export interface FirDesign extends FirFilter {
  /**
   * Largest |asked − heard| from 20 Hz to 19,682 Hz (or Nyquist), dB, asked of the taps at every bin of a transform at
   * least four times as long. What both agree to be below -60 dB does not count.
   */
  readonly heardErrorDb: number;
}

/** How the phase goes with the magnitude: `"minimum"` is 0 %, `"linear"` 100 %, and a number a percentage between. */
export type FirPhase = "minimum" | "linear" | number;

/** What {@link designFir} is asked for: a {@link FirTarget}, and how to reach it. */
export type FirDesignOptions = FirTarget & {
  /** Within 8,000..384,000 Hz. */
  readonly sampleRateHz: number;
  /** Percent of the way from minimum phase (0) to linear phase (100), or the name of either end. */
  readonly phase: FirPhase;
  /**
   * Length of the impulse response, 3..131,073; odd for linear phase. Default: 80 ms or a little more for what comes
   * after the latency (a power of two), and as much in proportion before it.
   */
  readonly taps?: number;
};

/** What rings after the latency gets at least this long, seconds: see runs/phase.ts for the error by length. */
const DEFAULT_LENGTH_SECONDS = 0.08;
const TAPS_RANGE: readonly [number, number] = [3, 131_073];
/** The curve is asked at least every so many Hz. */
const COARSEST_BIN_HZ = 1.5;
/** Transforms are so many times as long as what rings on one side of the latency. */
const OVERSAMPLING = 8;
/** Errors below this level are not heard, dB. */
const SILENT_DB = -60;
const NEPERS_PER_DB: number = Math.LN10 / 20;

/**
 * Designs a filter of any magnitude with minimum, linear or mixed phase.
 *
 * - Minimum phase: homomorphic, cut off at the end; no latency.
 * - Linear phase: the inverse transform of the magnitude, cut off on both sides, which is the least-squares optimum and
 *   was 1.3 to 3 times as exact as tapered ends. Exactly symmetric; latency `(taps − 1) / 2`.
 * - Mixed, `p` %: the phase is that of the minimum-phase filter times `1 − p/100`, and a delay of
 *   `L = round(p/100 · latency of the linear phase)` frames, which is the latency. It is a filter that rings backwards
 *   over those `L` frames, magnitude `|H|^(p/200)`, times one of minimum phase that brings the magnitude to what is
 *   asked, the first one's truncation included. So nothing sounds earlier than `L` frames before its time, and
 *   where `L` is too short for the low frequencies it is their phase that comes closer to minimum, not their
 *   magnitude that goes wrong.
 *
 * @throws RangeError if an option is out of range or the target is not finite.
 * @example
 * designFir({ responseDb: (hz) => settingResponseDb(setting, hz, 48_000), sampleRateHz: 48_000, phase: "linear" });
 */
export function designFir(options: FirDesignOptions): FirDesign {
  const { sampleRateHz } = options;
  assertSampleRate("designFir", sampleRateHz);
  const share = linearShare(options.phase);
  const { tapCount, latencyFrames } = lengths(options.taps, share, sampleRateHz);
  const longestSide = Math.max(latencyFrames, tapCount - latencyFrames - 1);
  const size = fftSizeFor(Math.max(OVERSAMPLING * longestSide, sampleRateHz / COARSEST_BIN_HZ));
  const fft = createFft(size);
  const askedDb = askTarget(options, sampleRateHz, size);
  let taps = new Float64Array(tapCount);
  if (askedDb.every((db) => db === 0)) taps[latencyFrames] = 1;
  else if (share === 1) writeLinear(fft, askedDb, taps);
  else taps = mixedTaps(fft, askedDb, share, tapCount, latencyFrames);
  return { taps, latencyFrames, sampleRateHz, heardErrorDb: heardError(fft, taps, askedDb, sampleRateHz) };
}

/** 0 is minimum phase, 1 linear. */
function linearShare(phase: FirPhase): number {
  if (phase === "minimum") return 0;
  if (phase === "linear") return 1;
  if (!(phase >= 0 && phase <= 100)) {
    throw new RangeError(`designFir: phase must be "minimum", "linear" or within 0..100 %, got ${phase}`);
  }
  return phase / 100;
}

function lengths(taps: number | undefined, share: number, sampleRateHz: number) {
  if (taps === undefined) {
    const after = fftSizeFor(DEFAULT_LENGTH_SECONDS * sampleRateHz);
    const latencyFrames = Math.round(share * after);
    return { tapCount: after + latencyFrames + (share === 1 ? 1 : 0), latencyFrames };
  }
  const [fewest, most] = TAPS_RANGE;
  if (!(Number.isInteger(taps) && taps >= fewest && taps <= most)) {
    throw new RangeError(`designFir: taps must be a whole number within ${fewest}..${most}, got ${taps}`);
  }
  if (share === 1 && taps % 2 === 0) {
    throw new RangeError(`designFir: taps must be odd for linear phase, got ${taps}`);
  }
  return { tapCount: taps, latencyFrames: Math.round((share / (1 + share)) * (taps - 1)) };
}

/** Shape of taps `[2·latency + 1]`: the inverse transform of the magnitude around its middle. */
function writeLinear(fft: Fft, askedDb: Float64Array, taps: Float64Array): void {
  const { size } = fft;
  const magnitude = new Float64Array(size);
  for (let bin = 0; bin <= size / 2; bin++) {
    magnitude[bin] = Math.exp(NEPERS_PER_DB * askedDb[bin]!) / size;
    if (bin > 0) magnitude[size - bin] = magnitude[bin]!;
  }
  const spectrum = new Float64Array(2 * size);
  fft.forwardReal(magnitude, spectrum);
  const middle = (taps.length - 1) / 2;
  for (let time = 0; time <= middle; time++) {
    taps[middle + time] = spectrum[2 * time]!;
    taps[middle - time] = spectrum[2 * time]!;
  }
}

function mixedTaps(
  fft: Fft,
  askedDb: Float64Array,
  share: number,
  tapCount: number,
  latencyFrames: number,
): Float64Array<ArrayBuffer> {
  const maker = createMinimumPhaseMaker(fft);
  const logMagnitude = askedDb.map((db) => NEPERS_PER_DB * db);
  if (latencyFrames === 0) return maker.impulse(logMagnitude).slice(0, tapCount);
  const before = backwardPart(maker, logMagnitude, share, latencyFrames);
  const { size } = fft;
  const padded = new Float64Array(size);
  const spectrum = new Float64Array(2 * size);
  padded.set(before);
  fft.forwardReal(padded, spectrum);
  for (let bin = 0; bin <= size / 2; bin++) {
    logMagnitude[bin]! -= 0.5 * Math.log(power(spectrum, bin));
  }
  padded.fill(0);
  padded.set(maker.impulse(logMagnitude).subarray(0, tapCount - latencyFrames));
  const other = new Float64Array(2 * size);
  fft.forwardReal(padded, other);
  for (let bin = 0; bin < size; bin++) {
    const a = spectrum[2 * bin]!;
    const b = spectrum[2 * bin + 1]!;
    const c = other[2 * bin]!;
    const d = other[2 * bin + 1]!;
    other[2 * bin] = a * c - b * d;
    other[2 * bin + 1] = a * d + b * c;
  }
  fft.inverse(other, spectrum);
  return Float64Array.from({ length: tapCount }, (_, index) => spectrum[2 * index]!);
}

/** A response of minimum phase and magnitude |H|^(share/2), faded out over `latencyFrames` and turned around. */
function backwardPart(
  maker: MinimumPhaseMaker,
  logMagnitude: Float64Array,
  share: number,
  latencyFrames: number,
): Float64Array {
  const forward = maker.impulse(logMagnitude, share / 2);
  const part = new Float64Array(latencyFrames + 1);
  for (let time = 0; time <= latencyFrames; time++) {
    const fade = Math.cos((Math.PI / 2) * (time / (latencyFrames + 1))) ** 2;
    part[latencyFrames - time] = fade * forward[time]!;
  }
  return part;
}

function heardError(fft: Fft, taps: Float64Array, askedDb: Float64Array, sampleRateHz: number): number {
  const padded = new Float64Array(fft.size);
  const spectrum = new Float64Array(2 * fft.size);
  padded.set(taps);
  fft.forwardReal(padded, spectrum);
  const first = Math.floor((bandFrequencyHz[0]! * fft.size) / sampleRateHz);
  const last = Math.min(
    fft.size / 2,
    Math.ceil((bandFrequencyHz[BAND_COUNT - 1]! * fft.size) / sampleRateHz),
  );
  let largestDb = 0;
  for (let bin = first; bin <= last; bin++) {
    const heardDb = 10 * Math.log10(power(spectrum, bin));
    const asked = Math.max(SILENT_DB, askedDb[bin]!);
    largestDb = Math.max(largestDb, Math.abs(asked - Math.max(SILENT_DB, heardDb)));
  }
  return largestDb;
}

function power(spectrum: Float64Array, bin: number): number {
  return spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
}
