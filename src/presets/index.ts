export type { AutomationFormat, AutomationFrame, AutomationInput } from "./automation.ts";
export { type ConvolutionInput, type ImpulseResponse, writeConvolution } from "./convolution.ts";
export { ffmpegFilterGraph } from "./ffmpeg.ts";
export { PresetError } from "./preset-error.ts";
export type {
  PresetFile,
  PresetFormat,
  PresetInput,
  ReadOptions,
  ReadPreset,
  WriteOptions,
  WrittenPreset,
} from "./preset-format.ts";
export { automationFormats, findPresetFormat, presetFormats, readPreset } from "./registry.ts";
export { settingCurveDb } from "./setting-curve.ts";
export { soxEffects } from "./sox.ts";
