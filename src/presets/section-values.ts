import type { EqualizerSection, SectionKind } from "../effects/index.ts";
import { PresetError } from "./preset-error.ts";

const FREQUENCY_RANGE_HZ = [1e-3, 1e6] as const;
const GAIN_LIMIT_DB = 200;
const Q_RANGE = [1e-4, 1e5] as const;

const hasGain: readonly SectionKind[] = ["bell", "lowShelf", "highShelf"];

/**
 * A section from foreign values, held to what a filter can be: 0.001 Hz to 1 MHz, ±200 dB, Q 0.0001 to 100,000.
 *
 * @throws PresetError if a value is outside, or no number.
 */
export function sectionOf(
  format: string,
  line: number | undefined,
  kind: SectionKind,
  frequencyHz: number,
  gainDb: number,
  q: number,
): EqualizerSection {
  if (!(frequencyHz >= FREQUENCY_RANGE_HZ[0] && frequencyHz <= FREQUENCY_RANGE_HZ[1])) {
    throw new PresetError(format, line, `a frequency must be within 0.001..1000000 Hz, got ${frequencyHz}`);
  }
  if (!(q >= Q_RANGE[0] && q <= Q_RANGE[1])) {
    throw new PresetError(format, line, `Q must be within 0.0001..100000, got ${q}`);
  }
  return { kind, frequencyHz, gainDb: hasGain.includes(kind) ? gainOf(format, line, gainDb) : 0, q };
}

/** @throws PresetError if a gain is outside ±200 dB. */
export function gainOf(format: string, line: number | undefined, gainDb: number): number {
  if (!(Math.abs(gainDb) <= GAIN_LIMIT_DB)) {
    throw new PresetError(format, line, `a gain must be within ±${GAIN_LIMIT_DB} dB, got ${gainDb}`);
  }
  return gainDb;
}
