export { analogueResponseDb } from "./analogue-section.ts";
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
export { type CurvePlaying, type CurveProcessor, createCurveProcessor } from "./curve-processor.ts";
export { equalize } from "./equalize.ts";
export {
  designFir,
  type FirDesign,
  type FirDesignOptions,
  type FirFilter,
  type FirPhase,
} from "./fir/fir-design.ts";
export { FirProcessor, type FirProcessorOptions } from "./fir/fir-processor.ts";
export { firResponseDb } from "./fir/fir-response.ts";
export type { FirTarget } from "./fir/fir-target.ts";
export {
  createGraphicEqualizerDesign,
  createGraphicEqualizerDesigner,
  designGraphicEqualizer,
  type GraphicEqualizerDesign,
  type GraphicEqualizerDesigner,
} from "./graphic-equalizer.ts";
export { designLegacyEqualizer, legacyGainDb } from "./legacy-equalizer.ts";
export {
  createLoudnessMeter,
  type LoudnessMeter,
  type LoudnessMeterOptions,
} from "./loudness/loudness-meter.ts";
export { matchGainDb, type ProgrammeLoudness } from "./loudness/match-gain.ts";
export { createTruePeakMeter, type TruePeakMeter } from "./loudness/true-peak-meter.ts";
export { designMatched } from "./matched.ts";
export { createMorphAutomation, type MorphStop } from "./morph-automation.ts";
export {
  type AutomationPoint,
  type EqualizerTarget,
  MovingEqualizer,
  type MovingEqualizerOptions,
} from "./moving-equalizer.ts";
export {
  fitParametric,
  fitParametricToCurve,
  fitParametricToSetting,
  type ParametricFitOptions,
} from "./parametric-fit.ts";
export {
  bellsAt,
  bellsBetweenShelves,
  type FitBand,
  type FitRange,
  MOST_FIT_BANDS,
  safeBands,
} from "./parametric-fit-bands.ts";
export type { FitKind } from "./parametric-fit-models.ts";
export type { ParametricFit } from "./parametric-fit-result.ts";
export { bandPass, highPass, lowPass, notch, type PassSetting } from "./pass-sections.ts";
export { responseDb } from "./response.ts";
export { designSection, type SectionPrototype, settingResponseDb } from "./section.ts";
export { createSoundMeter, type SoundFigures, type SoundMeter } from "./sound-meter.ts";
export { createSpectrumMeter, type SpectrumMeter } from "./spectrum.ts";
export { biquadFromStateVariable, type StateVariable, stateVariableFromBiquad } from "./state-variable.ts";
export { StateVariableBank } from "./state-variable-bank.ts";
export { SAMPLE_RATE_RANGE_HZ } from "./stream-checks.ts";
export { createTargetCurveSampler, type TargetCurveSampler, targetCurveDb } from "./target-curve.ts";
export { estimateTransfer, type TransferEstimate } from "./transfer-estimate.ts";
