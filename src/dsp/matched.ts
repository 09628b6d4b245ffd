import type { EqualizerSection } from "../effects/index.ts";
import { type AnaloguePower, analoguePower, quadratic } from "./analogue-section.ts";
import { assertBiquadSetting, type Biquad } from "./biquad.ts";
import { fitMatchedPowers, type MatchedFitPoints } from "./matched-fit.ts";
import { minimumPhaseBiquad } from "./spectral-factor.ts";

/** The fit looks as far as this: right below Nyquist the analogue curve has no counterpart. Angle. */
const HIGHEST_POINT = 0.95 * Math.PI;
/** A shelf's knees beyond this are taken here by the first guess. Angle. */
const HIGHEST_KNEE = 0.93 * Math.PI;
const EVEN_POINT_COUNT = 16;
/** Octaves from the section's frequency. */
const POINT_OCTAVES: readonly number[] = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2];
/** Half bandwidths from a resonance. */
const RESONANCE_POINTS: readonly number[] = [-3, -1, -0.3, 0, 0.3, 1, 3];
/** Q from which resonances get points of their own. */
const RESONANT_Q = 0.8;
/** Nobody hears further, Hz; at high sample rates errors above count little. */
const HIGHEST_HEARD_HZ = 20_000;
const UNHEARD_WEIGHT = 0.005;

/**
 * The biquad that plays an analogue section up to Nyquist without the squeeze of the bilinear transform ("cramping").
 *
 * Its squared magnitude is a quotient `N(y)/D(y)` of quadratics in `y = sin²(ω/2)/sin²(ω₀/2)`, that of the section one
 * of quadratics in `x = (ω/ω₀)²`. A first guess replaces x by a quotient of linear functions of y that touches it where
 * the section bends: positive at every ω, so a stable filter. Four Gauss-Newton steps fit the logarithm of the magnitude
 * at some 30 frequencies, with the gain at 0 Hz, and that at the centre where there is one, held exactly; N and D stay
 * positive and become polynomials in 1/z of minimum phase (M. Vicanek, "Matched Second Order Digital Filters", 2016; his
 * own way, poles by impulse invariance, is three times less exact at 44.1 kHz). A cut is the inverse of the boost, and
 * 0 dB the exact identity.
 *
 * Which to take: the cookbook's sections are what nearly every other equalizer plays, so the same numbers sound the same
 * there, but not at another sample rate. These sound alike at all sample rates, and take some 30 µs each to design, 15
 * times as long. Up to 20 kHz at 44.1 kHz a bell of +6 dB stays within 0.15 dB of the analogue one where the cookbook's is 4 dB
 * off (runs/moving.ts). Shelves and high-passes above Q 5 with their resonance in the last octave keep some 2 dB at its
 * flank: two poles and two zeros have no more to give.
 *
 * @param section Its gain is ignored where the kind has none.
 * @param sampleRateHz Above 0, Hz; the section's frequency must lie below half of it.
 * @throws RangeError if a value is out of range.
 */
export function designMatched(section: EqualizerSection, sampleRateHz: number): Biquad {
  assertBiquadSetting("designMatched", section, sampleRateHz);
  const boost = { ...section, gainDb: Math.abs(section.gainDb) };
  const biquad = designBoost(boost, sampleRateHz);
  return hasGain(section) && section.gainDb < 0 ? inverse(biquad) : biquad;
}

function designBoost(section: EqualizerSection, sampleRateHz: number): Biquad {
  const angle = (2 * Math.PI * section.frequencyHz) / sampleRateHz;
  const unit = Math.sin(angle / 2) ** 2;
  const analogue = analoguePower(section);
  const points = fitPoints(section, analogue, angle, sampleRateHz);
  const guess = firstGuess(section, analogue, angle);
  const isIdentity = hasGain(section) && section.gainDb === 0;
  const powers = isIdentity ? guess : fitMatchedPowers(section.kind, points, guess, 1 / unit);
  return minimumPhaseBiquad(powers.subarray(0, 3), powers.subarray(3), unit);
}

function inverse({ b0, b1, b2, a1, a2 }: Biquad): Biquad {
  return { b0: 1 / b0, b1: a1 / b0, b2: a2 / b0, a1: b1 / b0, a2: b2 / b0 };
}

function hasGain(section: EqualizerSection): boolean {
  return section.kind === "bell" || isShelf(section);
}

function isShelf({ kind }: EqualizerSection): boolean {
  return kind === "lowShelf" || kind === "highShelf";
}

/** A shelf bends where its poles and its zeros are, anything else at its frequency. Angles. */
function knees(section: EqualizerSection, angle: number): readonly number[] {
  if (!isShelf(section)) return [angle];
  const spread = 10 ** (section.gainDb / 80);
  return [angle / spread, angle * spread];
}

/** x replaced by `X(y) = slope·y/(1 − bend·y)`, which is x at both knees, or touches it at the one there is. */
function firstGuess(section: EqualizerSection, analogue: AnaloguePower, angle: number): Float64Array {
  const roof = Math.max(HIGHEST_KNEE, isShelf(section) ? 0 : angle);
  const ends = knees(section, angle).map((knee) => Math.min(knee, roof));
  const lower = ends[0]!;
  const upper = ends.at(-1)!;
  const unit = Math.sin(angle / 2) ** 2;
  const bend = unit * bendBetween(lower, upper);
  const y = Math.sin(lower / 2) ** 2 / unit;
  const slope = ((lower / angle) ** 2 * (1 - bend * y)) / y;
  const substitute = ([c0, c1, c2]: readonly [number, number, number]) => [
    c0,
    c1 * slope - 2 * bend * c0,
    (bend * c0 - c1 * slope) * bend + c2 * slope * slope,
  ];
  return Float64Array.of(...substitute(analogue.numerator), ...substitute(analogue.denominator));
}

/** The b for which some `c·φ/(1 − b·φ)`, φ = sin²(ω/2), is ω² at two angles, or touches it if they are one. */
function bendBetween(lower: number, upper: number): number {
  if (upper - lower < 1e-3 * upper) {
    const half = upper / 2;
    return (1 - half / Math.tan(half)) / Math.sin(half) ** 2;
  }
  const quotient = (angle: number) => (angle / Math.sin(angle / 2)) ** 2;
  return (quotient(upper) - quotient(lower)) / (upper * upper - lower * lower);
}

function fitPoints(
  section: EqualizerSection,
  { numerator, denominator }: AnaloguePower,
  angle: number,
  sampleRateHz: number,
): MatchedFitPoints {
  const heard = (2 * Math.PI * Math.max(HIGHEST_HEARD_HZ, section.frequencyHz)) / sampleRateHz;
  const y: number[] = [];
  const power: number[] = [];
  const weight: number[] = [];
  const add = (at: number, isResonance: boolean) => {
    const x = (at / angle) ** 2;
    const wanted = quadratic(numerator, x) / quadratic(denominator, x);
    // Not above the range, and not at the bottom of a notch, which is -∞ dB.
    if (!(at <= HIGHEST_POINT && wanted > 1e-12)) return;
    y.push(Math.sin(at / 2) ** 2 / Math.sin(angle / 2) ** 2);
    power.push(wanted);
    weight.push(isResonance || at <= heard ? 1 : UNHEARD_WEIGHT);
  };
  for (const octaves of POINT_OCTAVES) add(angle * 2 ** octaves, false);
  for (let point = 1; point <= EVEN_POINT_COUNT; point++) {
    add((point / EVEN_POINT_COUNT) * HIGHEST_POINT, false);
  }
  if (section.q > RESONANT_Q) {
    for (const knee of knees(section, angle)) {
      for (const offset of RESONANCE_POINTS) add(knee * Math.exp(offset / (2 * section.q)), true);
    }
  }
  return { y: Float64Array.from(y), power: Float64Array.from(power), weight: Float64Array.from(weight) };
}
