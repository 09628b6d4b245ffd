import { bandFrequencyHz, type EqualizerSetting, erbNumber } from "../effects/index.ts";

/** Frequencies at which a fit looks at its target, and how much the squared error at each counts. */
export interface FitGrid {
  /** Shape `[points]`, Hz, increasing. */
  readonly frequencyHz: Float64Array;
  /** Shape `[points]`. */
  readonly weight: Float64Array;
}

/** A section closer to Nyquist would be squeezed to a spike: share of the sample rate. */
export const HIGHEST_PLAYABLE = 0.49;
/** Points stand no further apart than this, octaves: bells are wider. */
const LARGEST_GAP_OCTAVES = { fine: 0.2, coarse: 0.3 } as const;
const POINTS_PER_OCTAVE = 12;
const HEARD_RANGE_HZ = [20, 20_000] as const;
/** A section of its own is looked at here, in half bandwidths from its centre. */
const OWN_POINTS = [-2, -1, -0.5, 0, 0.5, 1, 2] as const;

/**
 * For a curve of the 40 bands: the centres that can be played and points between them, 91 at 48 kHz if fine and 54 if
 * coarse. With the centres alone, narrow bells would stand up unseen between the lowest of them.
 *
 * @param density `fine` has a point at least between each two centres; `coarse` will do for a few sections, which are
 *   wide, and takes less time.
 */
export function planCurveGrid(sampleRateHz: number, density: "fine" | "coarse"): FitGrid {
  const centres = bandFrequencyHz.filter((frequency) => frequency < HIGHEST_PLAYABLE * sampleRateHz);
  /** Octaves of the analogue prototype, on which every bell of one Q is equally wide, also near Nyquist. */
  const warped = (hz: number): number => Math.log2(Math.tan((Math.PI * hz) / sampleRateHz));
  const frequencyHz = Float64Array.from(
    centres.flatMap((low, band) => {
      const high = centres[band + 1];
      if (high === undefined) return [low];
      const leastParts = density === "fine" ? 2 : 1;
      const parts = Math.max(
        leastParts,
        Math.ceil((warped(high) - warped(low)) / LARGEST_GAP_OCTAVES[density]),
      );
      return Array.from({ length: parts }, (_, part) => low * (high / low) ** (part / parts));
    }),
  );
  const [lowest, highest] = [erbNumber(centres[0]!), erbNumber(centres.at(-1)!)];
  return withWeights(frequencyHz, (highest - lowest) / Math.max(1, centres.length - 1));
}

/**
 * For any other setting: 12 points to the octave over what is heard, and some more around each section of a parametric
 * setting, so that none is so narrow as to be missed.
 *
 * @param highestHz Nothing above is looked at, Hz.
 */
export function planSettingGrid(setting: EqualizerSetting, highestHz: number): FitGrid {
  const lowest = HEARD_RANGE_HZ[0];
  const highest = Math.min(HEARD_RANGE_HZ[1], highestHz);
  const count = Math.ceil(POINTS_PER_OCTAVE * Math.log2(highest / lowest));
  const even = Array.from({ length: count + 1 }, (_, i) => lowest * (highest / lowest) ** (i / count));
  const own = (setting.kind === "parametric" ? setting.sections : []).flatMap(({ frequencyHz, q }) =>
    OWN_POINTS.map((halves) => frequencyHz * Math.exp(halves * Math.asinh(0.5 / q))),
  );
  const all = new Set([...even, ...own.filter((hz) => hz > lowest && hz < highest)]);
  return withWeights(Float64Array.from(all).sort(), 1 / POINTS_PER_OCTAVE);
}

/** Each point counts by its share of the ERB-number axis; the outermost as if there were a neighbour so far away. */
function withWeights(frequencyHz: Float64Array, beyond: number): FitGrid {
  const place = frequencyHz.map(erbNumber);
  const weight = place.map(
    (value, point) => ((place[point + 1] ?? value + beyond) - (place[point - 1] ?? value - beyond)) / 2,
  );
  return { frequencyHz, weight };
}
