export {
  type ReadWordBundle,
  readWordBundle,
  type WordBundle,
  writeWordBundle,
} from "./bundle.ts";
export { canonicalJson } from "./canonical-json.ts";
export {
  type LearnedBundle,
  type Learning,
  type LearningOptions,
  type ReconstructionScores,
  startLearning,
  type WordExample,
} from "./learn.ts";
export type { CurveDecoder, MixSpace } from "./mixture.ts";
export { type OpenedModel, openModel } from "./open-model.ts";
export { type Phrase, type PhrasePart, parsePhrase } from "./phrase.ts";
export { centroidsOf, estimatePrior, shrinkageWeight, type WordPrior } from "./prior.ts";
export {
  createVocabulary,
  foldWord,
  type Language,
  type Lookup,
  languages,
  mainLanguage,
  normalizeWord,
  type SearchHit,
  UnknownWordError,
  type Vocabulary,
  type VocabularyEntry,
} from "./vocabulary.ts";
export {
  createWordModel,
  type MixOptions,
  type MorphPath,
  type MorphPosition,
  type WeightedWord,
  type WordCurve,
  type WordModel,
  type WordModelOptions,
  type WordShare,
} from "./word-model.ts";
