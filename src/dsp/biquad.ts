/**
 * One second-order section, `H(z) = (b0 + b1·z⁻¹ + b2·z⁻²) / (1 + a1·z⁻¹ + a2·z⁻²)`: normalised to a0 = 1.
 * Dimensionless.
 */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** What a section is asked to do. */
export interface BiquadSetting {
  /** Centre or corner, or the frequency where a shelf has half its gain in dB; Hz, within (0, Nyquist). */
  readonly frequencyHz: number;
  /** Boost (positive) or cut, dB. */
  readonly gainDb: number;
  /** Quality factor, dimensionless, above 0. For shelves √½ is the steepest one without a bump. */
  readonly q: number;
}

/** Coefficients per section in a packed list: b0, b1, b2, a1, a2. */
export const COEFFICIENTS_PER_SECTION = 5;

/**
 * Bell (peaking equalizer): `H(s) = (s² + s·A/Q + 1) / (s² + s/(A·Q) + 1)`, `A = 10^(gainDb/40)`, through the
 * bilinear transform (R. Bristow-Johnson, Audio EQ Cookbook). 0 dB gives exactly equal numerator and
 * denominator; the opposite gain swaps them.
 *
 * @throws RangeError if a setting is out of range.
 */
export function peaking(setting: BiquadSetting, sampleRateHz: number): Biquad {
  assertBiquadSetting("peaking", setting, sampleRateHz);
  const angle = (2 * Math.PI * setting.frequencyHz) / sampleRateHz;
  const [b0, b1, b2, a1, a2] = writeBell(
    new Float64Array(COEFFICIENTS_PER_SECTION),
    0,
    Math.cos(angle),
    Math.sin(angle) / (2 * setting.q),
    setting.gainDb,
  );
  return { b0: b0!, b1: b1!, b2: b2!, a1: a1!, a2: a2! };
}

/**
 * Writes the bell of {@link peaking} into a packed list, without allocating, in the cookbook's inner terms.
 *
 * @param packed Shape `[sections, 5]`.
 * @param section Which section to write.
 * @param cosine `cos ω₀`, dimensionless.
 * @param alpha `sin ω₀ / 2Q`, dimensionless.
 * @param gainDb dB.
 * @returns `packed`.
 */
export function writeBell(
  packed: Float64Array,
  section: number,
  cosine: number,
  alpha: number,
  gainDb: number,
): Float64Array {
  const amplitude = 10 ** (gainDb / 40);
  const a0 = 1 + alpha / amplitude;
  const at = section * COEFFICIENTS_PER_SECTION;
  packed[at] = (1 + alpha * amplitude) / a0;
  packed[at + 1] = (-2 * cosine) / a0;
  packed[at + 2] = (1 - alpha * amplitude) / a0;
  packed[at + 3] = (-2 * cosine) / a0;
  packed[at + 4] = (1 - alpha / amplitude) / a0;
  return packed;
}

/**
 * Low shelf: `H(s) = A·(s² + s·√A/Q + A) / (A·s² + s·√A/Q + 1)` (Audio EQ Cookbook). `gainDb` at 0 Hz,
 * half of it at `frequencyHz`, 0 dB at Nyquist.
 *
 * @throws RangeError if a setting is out of range.
 */
export function lowShelf(setting: BiquadSetting, sampleRateHz: number): Biquad {
  assertBiquadSetting("lowShelf", setting, sampleRateHz);
  return shelf(setting, sampleRateHz, 1);
}

/**
 * High shelf: `H(s) = A·(A·s² + s·√A/Q + 1) / (s² + s·√A/Q + A)` (Audio EQ Cookbook). 0 dB at 0 Hz, half of
 * `gainDb` at `frequencyHz`, all of it at Nyquist.
 *
 * @throws RangeError if a setting is out of range.
 */
export function highShelf(setting: BiquadSetting, sampleRateHz: number): Biquad {
  assertBiquadSetting("highShelf", setting, sampleRateHz);
  return shelf(setting, sampleRateHz, -1);
}

/** Both shelves: the high one is the low one with the frequency axis mirrored (`side` -1, z becomes -z). */
function shelf({ frequencyHz, gainDb, q }: BiquadSetting, sampleRateHz: number, side: 1 | -1): Biquad {
  const amplitude = 10 ** (gainDb / 40);
  const angle = (2 * Math.PI * frequencyHz) / sampleRateHz;
  const cosine = side * Math.cos(angle);
  const slope = (Math.sqrt(amplitude) * Math.sin(angle)) / q;
  const sum = amplitude + 1;
  const difference = amplitude - 1;
  const a0 = sum + difference * cosine + slope;
  return {
    b0: (amplitude * (sum - difference * cosine + slope)) / a0,
    b1: (side * 2 * amplitude * (difference - sum * cosine)) / a0,
    b2: (amplitude * (sum - difference * cosine - slope)) / a0,
    a1: (side * -2 * (difference + sum * cosine)) / a0,
    a2: (sum + difference * cosine - slope) / a0,
  };
}

/**
 * Sections as the flat list that the response and the cascade take.
 *
 * @returns Shape `[sections.length, 5]`: b0, b1, b2, a1, a2 of each section.
 */
export function packBiquads(sections: readonly Biquad[]): Float64Array {
  const packed = new Float64Array(sections.length * COEFFICIENTS_PER_SECTION);
  sections.forEach(({ b0, b1, b2, a1, a2 }, section) => {
    packed.set([b0, b1, b2, a1, a2], section * COEFFICIENTS_PER_SECTION);
  });
  return packed;
}

/**
 * @returns The number of sections in a packed list.
 * @throws RangeError if the length is not a multiple of 5.
 */
export function sectionCount(caller: string, coefficients: Float64Array): number {
  const count = coefficients.length / COEFFICIENTS_PER_SECTION;
  if (!Number.isInteger(count)) {
    throw new RangeError(`${caller}: coefficients must hold 5 per section, got ${coefficients.length}`);
  }
  return count;
}

/** @throws RangeError in the caller's name if a setting is out of range. */
export function assertBiquadSetting(
  caller: string,
  { frequencyHz, gainDb, q }: BiquadSetting,
  sampleRateHz: number,
): void {
  if (!(sampleRateHz > 0 && sampleRateHz < Infinity)) {
    throw new RangeError(`${caller}: sampleRateHz must be above 0, got ${sampleRateHz}`);
  }
  if (!(frequencyHz > 0 && frequencyHz < sampleRateHz / 2)) {
    throw new RangeError(
      `${caller}: frequencyHz must be within (0, ${sampleRateHz / 2}), got ${frequencyHz}`,
    );
  }
  if (!Number.isFinite(gainDb)) throw new RangeError(`${caller}: gainDb must be finite, got ${gainDb}`);
  if (!(q > 0 && q < Infinity)) throw new RangeError(`${caller}: q must be above 0, got ${q}`);
}
