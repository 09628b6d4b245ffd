export { type Example, type Language, languageCodes, type Problem, type Reading, termOf } from "./example.ts";
export { countTerms, type Filtered, type Filters, filterExamples, reportFilters } from "./filters.ts";
export { readSocialFxCsv } from "./socialfx-csv.ts";
export { readSocialFxParquet } from "./socialfx-parquet.ts";
export { folds, type Split, split } from "./split.ts";
export { type DatasetSummary, type Range, summarizeDataset } from "./summary.ts";
