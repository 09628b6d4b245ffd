import {
  COEFFICIENTS_PER_SECTION,
  designGraphicEqualizer,
  designSection,
  packBiquads,
  responseDb,
} from "../dsp/index.ts";
import { denseFrequencyHz, roundedDown } from "./headroom.ts";
import { checkedSetting } from "./prepared-setting.ts";
import { presetCurveDb } from "./preset-curve.ts";
import { PresetError } from "./preset-error.ts";
import type { PresetInput, WriteOptions } from "./preset-format.ts";

/**
 * An input as biquads at one rate: its setting's sections, or without a setting the 40-band cascade that plays its curve.
 *
 * @returns Shape `[sections, 5]` (b0, b1, b2, a1, a2, a0 = 1), and the gain beside them that is needed, dB.
 * @throws PresetError if neither is there or a section cannot play at the rate.
 */
export function presetBiquads(
  format: string,
  input: PresetInput,
  { preamp = "needed", prototype = "cookbook" }: WriteOptions,
  sampleRateHz: number = input.sampleRateHz,
): { readonly coefficients: Float64Array; readonly preampDb: number } {
  const atRate = { ...input, sampleRateHz };
  const coefficients =
    input.setting === undefined
      ? curveCoefficients(format, atRate)
      : packBiquads(
          checkedSetting(format, atRate).sections.map((section) =>
            designSection(section, sampleRateHz, prototype),
          ),
        );
  const askedDb = input.setting?.preampDb ?? 0;
  if (preamp === "asked") return { coefficients, preampDb: askedDb };
  const own = (input.setting?.sections ?? []).map(({ frequencyHz }) => frequencyHz);
  const response = responseDb(coefficients, denseFrequencyHz(sampleRateHz, own), sampleRateHz);
  return { coefficients, preampDb: Math.min(askedDb, roundedDown(-Math.max(...response), 2)) };
}

/** The coefficients with the preamp in the first section's numerator; at least one section. */
export function withPreamp(coefficients: Float64Array, preampDb: number): Float64Array {
  const packed = coefficients.length === 0 ? new Float64Array([1, 0, 0, 0, 0]) : coefficients.slice();
  const gain = 10 ** (preampDb / 20);
  for (let at = 0; at < 3; at++) packed[at] = packed[at]! * gain;
  return packed;
}

/** Rows of five coefficients. */
export function sectionRows(coefficients: Float64Array): Float64Array[] {
  const count = coefficients.length / COEFFICIENTS_PER_SECTION;
  return Array.from({ length: count }, (_, section) =>
    coefficients.subarray(section * COEFFICIENTS_PER_SECTION, (section + 1) * COEFFICIENTS_PER_SECTION),
  );
}

function curveCoefficients(format: string, input: PresetInput): Float64Array {
  presetCurveDb(format, input, [1000]);
  try {
    return designGraphicEqualizer(input.curveDb!, input.sampleRateHz).coefficients;
  } catch (error) {
    throw new PresetError(format, undefined, (error as Error).message);
  }
}
