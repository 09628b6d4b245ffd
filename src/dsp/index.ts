export {
  type Biquad,
  type BiquadSetting,
  COEFFICIENTS_PER_SECTION,
  highShelf,
  lowShelf,
  packBiquads,
  peaking,
} from "./biquad.ts";
export { CascadeProcessor } from "./cascade.ts";
export { equalize } from "./equalize.ts";
export {
  createGraphicEqualizerDesign,
  createGraphicEqualizerDesigner,
  designGraphicEqualizer,
  type GraphicEqualizerDesign,
  type GraphicEqualizerDesigner,
  SAMPLE_RATE_RANGE_HZ,
} from "./graphic-equalizer.ts";
export {
  type BellBounds,
  type FittedSection,
  fitBells,
  fitBellsToCurve,
  type ParametricFit,
  type ParametricFitOptions,
} from "./parametric-fit.ts";
export { responseDb } from "./response.ts";
export { createTargetCurveSampler, type TargetCurveSampler, targetCurveDb } from "./target-curve.ts";
