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
export { FileError } from "./node/file-error.ts";
export { analyzeWords, checkDataset, evaluate, loadSocialFx, trainModel } from "./node/on-demand.ts";
export { bundledModelPath, type OpenedModelFile, openModelFile } from "./node/open-model-file.ts";
export { assertPlotPath, heardCurve, type PlotFileOptions, plotToFile } from "./node/plot-file.ts";
export { type RenderFileOptions, type RenderFileReport, renderFile } from "./node/render-file.ts";
export type { TrainModelOptions, TrainModelReport } from "./node/train-model.ts";
