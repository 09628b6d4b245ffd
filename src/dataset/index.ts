export { type EffectWords, type EffectWordsReading, readEffectWords } from "./effect-words.ts";
export { type Example, type Language, languageCodes, type Problem, type Reading, termOf } from "./example.ts";
export { countTerms, type Filtered, type Filters, filterExamples, reportFilters } from "./filters.ts";
export {
  readSafeEqualizerCsv,
  SAFE_SHELF_Q,
  type SafeBell,
  type SafeDrop,
  type SafeDropReason,
  type SafeExample,
  type SafeParameters,
  type SafeReading,
  type SafeShelf,
} from "./safe.ts";
export { readSocialFxCsv } from "./socialfx-csv.ts";
export { readSocialFxParquet } from "./socialfx-parquet.ts";
export { folds, type Split, split } from "./split.ts";
export { type DatasetSummary, type Range, summarizeDataset } from "./summary.ts";
