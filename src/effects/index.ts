export type {
  EqualizerSection,
  EqualizerSetting,
  GraphicSetting,
  ParametricSetting,
  SectionKind,
} from "./equalizer-setting.ts";
export { erbNumber } from "./erb.ts";
export {
  AMOUNT_RANGE_PERCENT,
  assertAmount,
  BAND_COUNT,
  bandFrequencyHz,
  curveToGainDb,
  GAIN_LIMIT_DB,
  REFERENCE_RMS_DB,
} from "./graphic-equalizer.ts";
export { bellParameters, type ParameterRange } from "./parametric-equalizer.ts";
