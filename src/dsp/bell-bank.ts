import { BAND_COUNT, bandFrequencyHz } from "../effects/index.ts";

/**
 * What the graphic equalizer's bells are at one sample rate, all but their gains.
 *
 * A bell of gain `g` dB has, with `G = 10^(g/20)`, the squared magnitude `(u + G)/(u + 1/G)`, in which the
 * whole frequency dependence is the **detuning** `u = ((cos ω − cos ω₀)/(α·sin ω))²`: 0 at the centre, and 1
 * where the bell has half its gain in dB, whatever the gain (Audio EQ Cookbook, peaking, rearranged).
 */
export interface BellBank {
  /** Bands whose centre is below 49 % of the sample rate: the first `bandCount` of the 40. */
  readonly bandCount: number;
  /** Shape `[bandCount]`, Hz: the centres of those bands. */
  readonly centreHz: Float64Array;
  /** Shape `[40]`: cos ω₀ of each bell; 0 in bands that cannot be played. */
  readonly cosine: Float64Array;
  /** Shape `[40]`: α of each bell, its half bandwidth; 1 in bands that cannot be played. */
  readonly alpha: Float64Array;
  /** Shape `[points]`, Hz: the centres and the geometric means of neighbouring centres, increasing. */
  readonly pointHz: Float64Array;
  /** Shape `[points]`: how much an error at the point counts. */
  readonly weight: Float64Array;
  /** Shape `[points, bandCount]`: u of each bell at each point. */
  readonly detuning: Float64Array;
}

/** A bell closer to Nyquist would be squeezed to a spike. */
const HIGHEST_PLAYABLE = 0.49;
/** The first and the last bell have to hold up their side alone; wider by this, the error there halves. */
const OUTERMOST_WIDENING = 3;
/** Errors at the centres, where the curve was asked, count twice as much as those between. */
const CENTRE_WEIGHT = 2;

/**
 * Plans the bells at one sample rate: centres, bandwidths, and where they are looked at. Each bell is as wide
 * as to give its neighbours half its own gain in dB (α is the geometric mean of both sides' demands): wider
 * bells fit the smooth curves a little better and steep ones far worse, as their gains then fight each other.
 *
 * @param sampleRateHz Sample rate, Hz.
 */
export function planBellBank(sampleRateHz: number): BellBank {
  const centreHz = Float64Array.from(
    bandFrequencyHz.filter((frequency) => frequency < HIGHEST_PLAYABLE * sampleRateHz),
  );
  const bandCount = centreHz.length;
  const cosine = new Float64Array(BAND_COUNT);
  const alpha = new Float64Array(BAND_COUNT).fill(1);
  for (let band = 0; band < bandCount; band++) {
    const centre = centreHz[band]!;
    cosine[band] = Math.cos((2 * Math.PI * centre) / sampleRateHz);
    const below = Math.abs(tangent(centreHz[band - 1] ?? Number.NaN, centre, sampleRateHz));
    const above = Math.abs(tangent(centreHz[band + 1] ?? Number.NaN, centre, sampleRateHz));
    if (band === 0) alpha[band] = OUTERMOST_WIDENING * above;
    else if (band === bandCount - 1) alpha[band] = OUTERMOST_WIDENING * below;
    else alpha[band] = Math.sqrt(below * above);
  }
  const pointHz = new Float64Array(2 * bandCount - 1);
  const weight = new Float64Array(pointHz.length);
  const detuning = new Float64Array(pointHz.length * bandCount);
  for (let point = 0; point < pointHz.length; point++) {
    const lower = centreHz[point >> 1]!;
    const isCentre = point % 2 === 0;
    pointHz[point] = isCentre ? lower : Math.sqrt(lower * centreHz[(point >> 1) + 1]!);
    weight[point] = isCentre ? CENTRE_WEIGHT : 1;
    for (let band = 0; band < bandCount; band++) {
      const away = tangent(pointHz[point]!, centreHz[band]!, sampleRateHz) / alpha[band]!;
      detuning[point * bandCount + band] = away * away;
    }
  }
  return { bandCount, centreHz, cosine, alpha, pointHz, weight, detuning };
}

/**
 * `(cos ω − cos ω₀)/sin ω`: the α of the bell that has half its gain at ω. The difference is taken as a
 * product of sines, which does not cancel at low frequencies.
 */
function tangent(frequencyHz: number, centreHz: number, sampleRateHz: number): number {
  const scale = Math.PI / sampleRateHz;
  const difference =
    2 * Math.sin(scale * (centreHz - frequencyHz)) * Math.sin(scale * (centreHz + frequencyHz));
  return difference / Math.sin(2 * scale * frequencyHz);
}
