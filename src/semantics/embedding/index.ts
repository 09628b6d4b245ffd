export {
  type EmbeddingIndex,
  type IndexingOptions,
  indexVocabulary,
  readEmbeddingIndex,
  writeEmbeddingIndex,
} from "./embedding-index.ts";
export { createEmbeddingLookup, type EmbeddingLookup, embedUnknown } from "./embedding-lookup.ts";
export {
  createEmbeddingSpace,
  type EmbeddingAnswer,
  type EmbeddingSpace,
  type EmbeddingTrial,
  type NearWord,
} from "./embedding-space.ts";
export type { WordEmbedder } from "./word-embedder.ts";
