/**
 * The front door: words to equalizer settings to sound, without files, printing or network. Runs in Node, in
 * browsers and in audio worklets. `timbral/node` is the same with files; each room has a door of its own
 * (`timbral/dsp`, `timbral/audio`, ...) for the rest.
 */
export {
  type CurvePlaying,
  type CurveProcessor,
  createCurveProcessor,
  createMorphAutomation,
  designGraphicEqualizer,
  equalize,
  type GraphicEqualizerDesign,
  MovingEqualizer,
  responseDb,
} from "./dsp/index.ts";
export { AMOUNT_RANGE_PERCENT, bandFrequencyHz, curveToGainDb } from "./effects/index.ts";
export { BUNDLE_FORMAT, BundleError } from "./model/index.ts";
export {
  type CurveNames,
  type CurveOptions,
  type MorphPath,
  type MorphPosition,
  type NamedWord,
  type NameOptions,
  type OpenedModel,
  openModel,
  type SampledCurve,
  type SampleOptions,
  UnknownWordError,
  type WordCurve,
  type WordDescription,
  type WordModel,
  type WordShare,
} from "./semantics/index.ts";
