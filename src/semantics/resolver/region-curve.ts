import { BAND_COUNT, bandFrequencyHz, erbNumber } from "../../effects/index.ts";
import { shapeOf } from "../curve-coordinates.ts";

/** A region of frequency, Hz. */
export interface FrequencyRegion {
  readonly lowHz: number;
  readonly highHz: number;
}

/** How far the curve reaches beyond the region's edges, Cams: the standard deviation of its slopes. */
const EDGE_CAMS = 2;
const LOWEST_HZ = bandFrequencyHz[0]!;
const HIGHEST_HZ = bandFrequencyHz[BAND_COUNT - 1]!;

/**
 * More of a region, as the crowd's curves are written: 1 inside, beyond an edge at e Cams `exp(−(E(f) − e)² / 2s²)` with
 * s = 2 Cams, then brought to mean 0 and rms 1 over the 40 bands. A region that begins at the lowest or ends at the
 * highest band is a shelf.
 *
 * @returns Shape `[40]`.
 * @throws RangeError if the region is not within the bands or holds them all, which would be flat.
 */
export function regionCurve({ lowHz, highHz }: FrequencyRegion): Float64Array {
  if (!(lowHz >= LOWEST_HZ && lowHz < highHz && highHz <= 20_000)) {
    throw new RangeError(
      `regionCurve: lowHz and highHz must rise within ${LOWEST_HZ}..20000, got ${lowHz} and ${highHz}`,
    );
  }
  if (lowHz === LOWEST_HZ && highHz >= HIGHEST_HZ) {
    throw new RangeError("regionCurve: a region must leave a band out, got all");
  }
  const low = erbNumber(lowHz);
  const high = erbNumber(Math.min(highHz, HIGHEST_HZ));
  return shapeOf(
    bandFrequencyHz.map((hz) => {
      const cams = erbNumber(hz);
      const beyond = Math.max(low - cams, cams - high, 0);
      return Math.exp(-0.5 * (beyond / EDGE_CAMS) ** 2);
    }),
  ).shape;
}
