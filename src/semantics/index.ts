export {
  type ReadWordBundle,
  readWordBundle,
  type WordBundle,
  writeWordBundle,
} from "./bundle.ts";
export { canonicalJson } from "./canonical-json.ts";
export { type CoUse, learnCoUse } from "./co-use.ts";
export { evenPositions } from "./even-positions.ts";
export {
  type LearnedBundle,
  type Learning,
  type LearningOptions,
  type ReconstructionScores,
  startLearning,
  type WordExample,
  type WordUse,
} from "./learn.ts";
export type { CurveDecoder, MixSpace } from "./mixture.ts";
export {
  type CurveNames,
  createCurveNamer,
  LEAST_DEPTH_DB,
  type NamedWord,
  type NameOptions,
} from "./naming.ts";
export { type OpenedModel, openModel } from "./open-model.ts";
export { type Phrase, type PhrasePart, parsePhrase } from "./phrase.ts";
export { LEAST_CONFIDENCE } from "./place-words.ts";
export { createRelatedness, defaultShares, type RelatednessShares } from "./relatedness.ts";
export type { SampledCurve, SampleOptions } from "./sample.ts";
export { foldWord, normalizeWord } from "./spelling.ts";
export {
  createVocabulary,
  type Language,
  type Lookup,
  languages,
  mainLanguage,
  type SearchHit,
  UnknownWordError,
  type Vocabulary,
  type VocabularyEntry,
} from "./vocabulary.ts";
export type { WordDescription } from "./word-description.ts";
export {
  type CurveOptions,
  createWordModel,
  type MixOptions,
  type MorphPath,
  type MorphPathOptions,
  type MorphPosition,
  type WeightedWord,
  type WordCurve,
  type WordModel,
  type WordModelOptions,
  type WordShare,
} from "./word-model.ts";
export { learnWordPosterior, type PlacedRow, type WordPosterior } from "./word-posterior.ts";
export { learnSenses } from "./word-senses.ts";
