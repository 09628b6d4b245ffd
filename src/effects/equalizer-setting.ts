/**
 * What one section of a parametric equalizer is. `lowPass` and `highPass` are of second order (12 dB per octave); only
 * `bell`, `lowShelf` and `highShelf` have a gain.
 */
export type SectionKind = "bell" | "lowShelf" | "highShelf" | "lowPass" | "highPass" | "bandPass" | "notch";

/** One section of a parametric equalizer, as it stands on a panel; no sample rate is in it. */
export interface EqualizerSection {
  readonly kind: SectionKind;
  /** Centre, corner, or where a shelf has half its gain in dB; Hz, above 0. */
  readonly frequencyHz: number;
  /** Boost (positive) or cut, dB; 0 where the kind has no gain. */
  readonly gainDb: number;
  /** Quality factor, dimensionless, above 0. */
  readonly q: number;
}

/** A parametric equalizer: sections in series after a gain. */
export interface ParametricSetting {
  readonly kind: "parametric";
  /** Gain before all sections, dB. */
  readonly preampDb: number;
  readonly sections: readonly EqualizerSection[];
}

/** A curve given by points, straight lines between them on an axis of log frequency unless a program says otherwise. */
export interface GraphicSetting {
  readonly kind: "graphic";
  /** Gain beside the curve, dB. */
  readonly preampDb: number;
  /** By increasing frequency; at least one. */
  readonly points: readonly { readonly frequencyHz: number; readonly gainDb: number }[];
}

/** A setting of an equalizer that other programs know as well. */
export type EqualizerSetting = ParametricSetting | GraphicSetting;
