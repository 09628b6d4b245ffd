import type { EqualizerSection } from "../effects/index.ts";

/**
 * Q of a shelf whose steepness is given as a slope S (1 = as steep as it gets without a bump):
 * `1/Q² = (A + 1/A)(1/S − 1) + 2`, `A = 10^(gainDb/40)` (Audio EQ Cookbook). NaN where no Q gives that slope.
 */
export function qOfSlope(slope: number, gainDb: number): number {
  return 1 / Math.sqrt(amplitudeSum(gainDb) * (1 / slope - 1) + 2);
}

/** The slope S of a shelf with a Q; the inverse of {@link qOfSlope}. */
export function slopeOfQ(q: number, gainDb: number): number {
  return 1 / ((1 / (q * q) - 2) / amplitudeSum(gainDb) + 1);
}

/**
 * Where a shelf has half its gain, from the corner frequency that EqualizerAPO's `LS` and `HS` with a Q or a slope are
 * given by: `10^(|gainDb| / 80 / S)` further into the shelf's slope (EqualizerAPO, filters/BiQuadFilter.cpp, after the
 * Behringer DCX2496).
 */
export function shelfCentreHz(
  kind: "lowShelf" | "highShelf",
  cornerHz: number,
  gainDb: number,
  slope: number,
): number {
  const factor = 10 ** (Math.abs(gainDb) / 80 / slope);
  return kind === "lowShelf" ? cornerHz * factor : cornerHz / factor;
}

/**
 * Q of a bell, band-pass or notch from its bandwidth in octaves, as the cookbook's bilinear transform has it:
 * `1/Q = 2·sinh(ln 2/2 · bandwidth · ω/sin ω)`.
 */
export function qOfBandwidth(octaves: number, frequencyHz: number, sampleRateHz: number): number {
  const angle = (2 * Math.PI * frequencyHz) / sampleRateHz;
  return 1 / (2 * Math.sinh((Math.LN2 / 2) * octaves * (angle / Math.sin(angle))));
}

export function isShelf(section: EqualizerSection): boolean {
  return section.kind === "lowShelf" || section.kind === "highShelf";
}

function amplitudeSum(gainDb: number): number {
  const amplitude = 10 ** (gainDb / 40);
  return amplitude + 1 / amplitude;
}
