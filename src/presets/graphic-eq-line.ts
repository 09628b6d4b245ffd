import { decimal, numberIn, shortDecimal } from "./decimal.ts";
import type { CurvePoint } from "./preset-curve.ts";
import { PresetError, quoted } from "./preset-error.ts";
import { gainOf } from "./section-values.ts";

const MOST_POINTS = 10_000;

/** `GraphicEQ: 20 -1.5; 21 -1.4; …`, without a line end. */
export function graphicEqLine(points: readonly CurvePoint[], decimals: number): string {
  const pairs = points.map(
    ({ frequencyHz, gainDb }) => `${shortDecimal(frequencyHz, 2)} ${decimal(gainDb, decimals)}`,
  );
  return `GraphicEQ: ${pairs.join("; ")}`;
}

/**
 * The points of a GraphicEQ line's value, by frequency. Where the line has no decimal point, commas are decimal ones,
 * as EqualizerAPO reads it (filters/GraphicEQFilterFactory.cpp).
 *
 * @param notes Takes what was passed over.
 * @throws PresetError if a pair is no frequency above 0 with a finite gain.
 */
export function readGraphicEqLine(
  format: string,
  line: number,
  value: string,
  notes: string[],
): CurvePoint[] {
  const plain = value.includes(".") ? value : value.replaceAll(",", ".");
  const points = new Map<number, number>();
  for (const pair of plain.split(";")) {
    const parts = pair.trim().split(/\s+/);
    if (parts.length === 1 && parts[0] === "") continue;
    const frequencyHz = numberIn(parts[0]!);
    const gainDb = numberIn(parts[1] ?? "");
    if (parts.length !== 2 || !(frequencyHz > 0 && frequencyHz <= 1e6) || Number.isNaN(gainDb)) {
      throw new PresetError(
        format,
        line,
        `GraphicEQ must hold pairs of a frequency in Hz and a gain in dB, got ${quoted(pair)}`,
      );
    }
    if (points.has(frequencyHz))
      notes.push(`line ${line}: ${frequencyHz} Hz stands twice, the last gain counts`);
    points.set(frequencyHz, gainOf(format, line, gainDb));
    if (points.size > MOST_POINTS) {
      throw new PresetError(format, line, `GraphicEQ must hold at most ${MOST_POINTS} points, got more`);
    }
  }
  if (points.size === 0)
    throw new PresetError(format, line, "GraphicEQ must hold at least one point, got none");
  return [...points]
    .map(([frequencyHz, gainDb]) => ({ frequencyHz, gainDb }))
    .sort((left, right) => left.frequencyHz - right.frequencyHz);
}
