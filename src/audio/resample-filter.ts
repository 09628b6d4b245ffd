/** A low-pass filter cut into phases, for going from one sampling rate to another. */
export interface PolyphaseFilter {
  /** Phases between two input frames: output frame n lies at input position `n inputStep / phaseCount`. */
  readonly phaseCount: number;
  readonly inputStep: number;
  /** Coefficients of a phase; output at position p takes the inputs from `floor(p) - taps / 2 + 1` on. Even. */
  readonly taps: number;
  /** Shape `[storedPhases + 1, taps]`; between stored phases coefficients are interpolated linearly. */
  readonly coefficients: Float64Array;
  /** How many of the phases are stored: all of them unless there are more than 4096. */
  readonly storedPhases: number;
}

/** What is held back: images and aliases, and the ripple of what passes, dB. */
const ATTENUATION_DB = 140;
/** End of what passes and beginning of what does not, relative to half the lower rate: 20 kHz of 22.05 kHz. */
const PASS_EDGE = 20_000 / 22_050;
const STOP_EDGE = 1;
/**
 * With so many phases to an input frame, linear interpolation between them errs by at most (pi / 4096)^2 / 8,
 * which is -142 dB.
 */
const MAX_STORED_PHASES = 4096;

/**
 * Designs the filter: a sinc windowed by Kaiser's window (Kaiser and Schafer 1980), in linear phase and centred, so that
 * nothing is delayed. Every phase passes a constant unchanged.
 *
 * @param fromHz Whole number above 0. @param toHz Whole number above 0.
 */
export function designPolyphase(fromHz: number, toHz: number): PolyphaseFilter {
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const phaseCount = toHz / divisor;
  const inputStep = fromHz / divisor;
  // In cycles per input frame.
  const nyquist = Math.min(1, toHz / fromHz) / 2;
  const transition = (STOP_EDGE - PASS_EDGE) * nyquist;
  const cutoff = ((STOP_EDGE + PASS_EDGE) / 2) * nyquist;
  const taps = 2 * Math.ceil((ATTENUATION_DB - 7.95) / (14.36 * transition) / 2);
  const beta = 0.1102 * (ATTENUATION_DB - 8.7);
  const storedPhases = Math.min(phaseCount, MAX_STORED_PHASES);
  const coefficients = new Float64Array((storedPhases + 1) * taps);
  for (let phase = 0; phase <= storedPhases; phase++) {
    const row = coefficients.subarray(phase * taps, (phase + 1) * taps);
    let sum = 0;
    for (let j = 0; j < taps; j++) {
      const distance = j - taps / 2 + 1 - phase / storedPhases;
      const inside = 1 - (distance / (taps / 2)) ** 2;
      row[j] = inside > 0 ? sinc(2 * cutoff * distance) * besselI0(beta * Math.sqrt(inside)) : 0;
      sum += row[j]!;
    }
    for (let j = 0; j < taps; j++) row[j]! /= sum;
  }
  return { phaseCount, inputStep, taps, coefficients, storedPhases };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
