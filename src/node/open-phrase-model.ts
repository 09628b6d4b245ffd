import { createEmbeddingSpace, embedUnknown, UnknownWordError, type WordModel } from "../semantics/index.ts";
import { type OpenedModelFile, type OpenModelFileOptions, openModelFile } from "./open-model-file.ts";

export interface OpenPhraseModelOptions extends OpenModelFileOptions {
  /** See `openModelFile`. */
  readonly modelPath?: string;
  /** Folder of a sentence embedding model (transformers.js layout), asked for words that nothing else explains. */
  readonly embedder?: string;
  /** Told while the embedder's index is made, once for each embedder: words done and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A model that is ready for certain phrases. */
export interface OpenedPhraseModel extends OpenedModelFile {
  /** Why the embedder could not stand in for a word, a sentence each. */
  readonly refusals: readonly string[];
}

/**
 * Opens a model for use with phrases that are known beforehand: the user's own words and, where a phrase holds a word that
 * nothing else explains, an embedder are asked as well.
 *
 * @throws As `openModelFile` and `openLocalEmbedder` do; phrases that are none are left to whoever uses them.
 */
export async function openPhraseModel(
  phrases: readonly string[],
  { modelPath, embedder, onProgress, ...options }: OpenPhraseModelOptions = {},
): Promise<OpenedPhraseModel> {
  const opened = await openModelFile(modelPath, options);
  const words = embedder === undefined ? [] : phrases.flatMap((phrase) => unknownWords(opened.model, phrase));
  if (embedder === undefined || words.length === 0) return { ...opened, refusals: [] };
  const [{ openLocalEmbedder }, { cachedEmbeddingIndex }] = await Promise.all([
    import("./local-embedder.ts"),
    import("./local-embedder-cache.ts"),
  ]);
  const local = await openLocalEmbedder(embedder);
  const { vocabulary } = opened.model;
  const index = await cachedEmbeddingIndex(local, vocabulary, onProgress ? { onProgress } : {});
  const curves = vocabulary.entries.map(({ word }) => opened.model.describe(word).expectedZ);
  const space = createEmbeddingSpace(index, vocabulary, (row) => curves[row]!);
  const lookup = await embedUnknown(space, local, words);
  const refusals = words.flatMap((word) => lookup.refusalOf(word) ?? []);
  return { ...opened, model: opened.model.withWords({ embedding: lookup.meaningOf }), refusals };
}

function unknownWords(model: WordModel, phrase: string): string[] {
  try {
    return model.explain(phrase).unknown.map(({ text }) => text);
  } catch (error) {
    if (error instanceof RangeError || error instanceof UnknownWordError) return [];
    throw error;
  }
}
