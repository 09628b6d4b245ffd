export {
  type ReadWordBundle,
  readWordBundle,
  type WordBundle,
  writeWordBundle,
} from "./bundle.ts";
export { canonicalJson } from "./canonical-json.ts";
export { type CoUse, learnCoUse } from "./co-use.ts";
export * from "./embedding/index.ts";
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
export * from "./personal/index.ts";
export { isReserved } from "./phrase/lexemes.ts";
export { parsePhrase } from "./phrase/parse.ts";
export { type PhraseReading, type ReadTerm, readPhrase, type UnknownTerm } from "./phrase/reading.ts";
export type { Modifier, PhraseNode, PhraseTree, TermMode, TermNode } from "./phrase/tree.ts";
export type { Clash } from "./phrase-curve/clash.ts";
export { clashText, remainsText, takenText } from "./phrase-curve/clash-text.ts";
export type { Taken } from "./phrase-curve/taken.ts";
export type { PhraseExplanation, WordShare } from "./phrase-model.ts";
export { LEAST_CONFIDENCE } from "./place-words.ts";
export { createRelatedness, defaultShares, type RelatednessShares } from "./relatedness.ts";
export { createWordResolver, type WordResolverOptions } from "./resolver/word-resolver.ts";
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
export type { MeaningPart, WordMeaning, WordResolver, WordSource } from "./word-meaning.ts";
export {
  type CurveOptions,
  createWordModel,
  type MixOptions,
  type MorphPath,
  type MorphPathOptions,
  type MorphPosition,
  type OwnWords,
  type WeightedWord,
  type WordCurve,
  type WordModel,
  type WordModelOptions,
} from "./word-model.ts";
export { learnWordPosterior, type PlacedRow, type WordPosterior } from "./word-posterior.ts";
export { learnSenses } from "./word-senses.ts";
