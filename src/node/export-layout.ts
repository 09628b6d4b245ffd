import { bellsAt, bellsBetweenShelves, type FitBand, MOST_FIT_BANDS, safeBands } from "../dsp/index.ts";

/**
 * Which sections a curve is fitted with: two shelves and bells between them, bells alone, sections of any kind, the SAFE
 * plug-in's five bands, sliders an octave or a third of one apart, or the 40 bells of the graphic equalizer, not fitted.
 */
export const EXPORT_LAYOUTS = ["shelves", "bells", "any", "safe", "octaves", "thirds", "cascade"] as const;
export type ExportLayout = (typeof EXPORT_LAYOUTS)[number];

/** Layouts whose number of bands is theirs. */
export const FIXED_LAYOUTS: ReadonlySet<ExportLayout> = new Set([
  "safe",
  "octaves",
  "thirds",
  "cascade",
] as const);

export const DEFAULT_BANDS = 10;

/** Sliders of a graphic equalizer per octave: their centres are those of ISO 266, as exact powers of ten. */
const slidersPerOctave = { octaves: 1, thirds: 3 };
const HIGHEST_SLIDER_HZ = 20_500;
/** Sliders are left out above this part of the sample rate: their bells would be cramped beyond use. */
const HIGHEST_PART = 0.48;

/**
 * The bands of a layout, for a fit at a sample rate.
 *
 * @param bands Number of sections, 2..31; of layouts that are free in it.
 */
export function layoutBands(
  layout: Exclude<ExportLayout, "cascade">,
  bands: number,
  sampleRateHz: number,
): readonly FitBand[] {
  switch (layout) {
    case "shelves":
      return bellsBetweenShelves(bands - 2);
    case "bells":
      return Array.from({ length: bands }, () => ({}));
    case "any":
      return Array.from({ length: bands }, () => ({ kind: "any" as const }));
    case "safe":
      return safeBands;
    default:
      return sliders(slidersPerOctave[layout], sampleRateHz);
  }
}

function sliders(perOctave: number, sampleRateHz: number): readonly FitBand[] {
  // ISO 266 takes ten thirds of an octave for a decade; 17 of them lie between 20 Hz and 1 kHz.
  const step = 3 / perOctave;
  const frequencyHz = Array.from(
    { length: MOST_FIT_BANDS },
    (_, index) => 1000 * 10 ** ((step * (index - Math.floor(17 / step))) / 10),
  );
  const width = 2 ** (1 / perOctave);
  return bellsAt(
    frequencyHz.filter((hz) => hz < HIGHEST_SLIDER_HZ && hz < HIGHEST_PART * sampleRateHz),
    Math.sqrt(width) / (width - 1),
  );
}
