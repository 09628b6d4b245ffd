/** The front door with files: everything of `timbral`, and what reads and writes the disk or the network. */
export type { DatasetSummary, Filters } from "./dataset/index.ts";
export type { PlotOptions, PlottedCurve } from "./evaluation/index.ts";
export * from "./index.ts";
export type {
  AnalyzedPair,
  AnalyzedWord,
  AnalyzedWords,
  AnalyzeWordsOptions,
} from "./node/analyze-words.ts";
export {
  type AppliedBatch,
  type ApplyBatchOptions,
  applyToMany,
  BatchInterrupted,
  type BatchProgress,
} from "./node/apply-batch.ts";
export type { BatchSettings } from "./node/apply-batch-worker.ts";
export { type AppliedPreset, type ApplyPresetOptions, applyPreset } from "./node/apply-preset.ts";
export { type AppliedWord, type ApplyWordOptions, applyWord } from "./node/apply-word.ts";
export {
  type DownloadProgress,
  defaultDatasetFolder,
  type FetchDatasetOptions,
  type FetchedFile,
  fetchDataset,
} from "./node/dataset-download.ts";
export type { DatasetSource } from "./node/dataset-file.ts";
export type { EvaluateOptions, Evaluation } from "./node/evaluate.ts";
export type { EvaluationProgress } from "./node/evaluate-progress.ts";
export type { EvaluationFailure } from "./node/evaluate-report.ts";
export {
  type ExportedPreset,
  type ExportOptions,
  type ExportSource,
  exportCurve,
} from "./node/export-curve.ts";
export { exportFormats, type ListedFormat, nearFormatIds } from "./node/export-formats.ts";
export { EXPORT_LAYOUTS, type ExportLayout } from "./node/export-layout.ts";
export { FileError } from "./node/file-error.ts";
export { makeNamedFolder } from "./node/make-folder.ts";
export {
  type MorphAutomation,
  type MorphedFile,
  type MorphFileOptions,
  morphFile,
  writeMorphAutomation,
} from "./node/morph-file.ts";
export { type NamedFile, type NameFileOptions, nameFile, nameRecordings } from "./node/name-file.ts";
export { analyzeWords, checkDataset, evaluate, loadSocialFx, trainModel } from "./node/on-demand.ts";
export {
  bundledModelPath,
  type OpenedModelFile,
  type OpenModelFileOptions,
  openModelFile,
} from "./node/open-model-file.ts";
export {
  type OpenedPhraseModel,
  type OpenPhraseModelOptions,
  openPhraseModel,
} from "./node/open-phrase-model.ts";
export { openSoundFile, type SoundFile } from "./node/open-sound-file.ts";
export { extensionFor, type OutputChoice, type SampleCoding } from "./node/output-choice.ts";
export {
  changeDictionary,
  dictionaryPath,
  type OpenedDictionary,
  openDictionary,
  saveDictionary,
} from "./node/personal-dictionary.ts";
export { playableSetting } from "./node/playable-setting.ts";
export { assertPlotPath, heardCurve, type PlotFileOptions, plotToFile } from "./node/plot-file.ts";
export { readPresetFile, writePresetFiles } from "./node/preset-file.ts";
export { type RenderFileOptions, type RenderFileReport, renderFile } from "./node/render-file.ts";
export { type TaughtCurve, taughtFile, taughtRatings, taughtRecordings } from "./node/teach-source.ts";
export type { TrainModelOptions, TrainModelReport } from "./node/train-model.ts";
