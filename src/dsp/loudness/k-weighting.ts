import type { Biquad } from "../biquad.ts";
import { assertSampleRate } from "../stream-checks.ts";

/** The head's shelf: where it sits (Hz), its gain (dB), its Q, and the exponent that places its middle. */
const SHELF_FREQUENCY_HZ = 1681.974450955533;
const SHELF_GAIN_DB = 3.999843853973347;
const SHELF_Q = 0.7071752369554196;
const SHELF_MIDDLE = 0.4996667741545416;
/** The high-pass: corner (Hz) and Q. */
const HIGH_PASS_FREQUENCY_HZ = 38.13547087602444;
const HIGH_PASS_Q = 0.5003270373238773;

/**
 * The K-weighting of ITU-R BS.1770-4 annex 1 at any rate: a shelf for the head, then a high-pass. The standard
 * tabulates 48 kHz only; these are the analogue sections behind that table, which the bilinear transform takes back
 * to it within 1e-14.
 *
 * The high-pass keeps the standard's numerator 1, -2, 1, which is not scaled with the rate.
 *
 * @param sampleRateHz 8,000..384,000.
 * @throws RangeError if the rate is out of range.
 */
export function kWeighting(sampleRateHz: number): { readonly shelf: Biquad; readonly highPass: Biquad } {
  assertSampleRate("kWeighting", sampleRateHz);
  const shelf = bilinear(SHELF_FREQUENCY_HZ, SHELF_Q, sampleRateHz);
  const high = 10 ** (SHELF_GAIN_DB / 20);
  const middle = high ** SHELF_MIDDLE * shelf.damping;
  const { a1, a2 } = bilinear(HIGH_PASS_FREQUENCY_HZ, HIGH_PASS_Q, sampleRateHz);
  return {
    shelf: {
      b0: (high + middle + shelf.squared) / shelf.a0,
      b1: (2 * (shelf.squared - high)) / shelf.a0,
      b2: (high - middle + shelf.squared) / shelf.a0,
      a1: shelf.a1,
      a2: shelf.a2,
    },
    highPass: { b0: 1, b1: -2, b2: 1, a1, a2 },
  };
}

/** The denominator `s² + s/Q + 1` at a frequency, and the terms that numerators over it are made of. */
function bilinear(frequencyHz: number, q: number, sampleRateHz: number) {
  const slope = Math.tan((Math.PI * frequencyHz) / sampleRateHz);
  const squared = slope * slope;
  const damping = slope / q;
  const a0 = 1 + damping + squared;
  return { squared, damping, a0, a1: (2 * (squared - 1)) / a0, a2: (1 - damping + squared) / a0 };
}
