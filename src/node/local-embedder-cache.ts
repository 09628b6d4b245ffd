import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BundleError } from "../model/index.ts";
import {
  type EmbeddingIndex,
  type IndexingOptions,
  indexVocabulary,
  readEmbeddingIndex,
  type WordEmbedder,
  writeEmbeddingIndex,
} from "../semantics/embedding/index.ts";
import type { Vocabulary } from "../semantics/index.ts";
import { defaultCacheDir } from "./dataset-download.ts";
import { absent, fileError } from "./file-error.ts";
import { makeFolder } from "./make-folder.ts";
import { writeWholeFile } from "./write-file.ts";

export interface EmbeddingCacheOptions extends IndexingOptions {
  /** Default `embeddings` in the cache folder, see `defaultCacheDir`. */
  readonly folder?: string;
}

/**
 * The index of a vocabulary, kept in a file from the first call on: one for each embedder and vocabulary. A file that
 * is damaged is made anew.
 *
 * @throws FileError if the file can neither be read nor written; RangeError as `indexVocabulary` does.
 */
export async function cachedEmbeddingIndex(
  embedder: WordEmbedder,
  vocabulary: Vocabulary,
  { folder = join(defaultCacheDir(), "embeddings"), ...options }: EmbeddingCacheOptions = {},
): Promise<EmbeddingIndex> {
  const words = vocabulary.entries.map(({ word, people }) => [word, people > 0]);
  const key = createHash("sha256")
    .update(JSON.stringify([embedder.name, words]))
    .digest("hex");
  const path = join(folder, `${key.slice(0, 32)}.safetensors`);
  const bytes = await readFile(path)
    .catch(absent)
    .catch((error: unknown) => {
      throw fileError(path, error);
    });
  const kept = bytes && wholeIndex(bytes, vocabulary);
  if (kept?.embedder === embedder.name) return kept;
  const index = await indexVocabulary(embedder, vocabulary, options);
  await makeFolder(folder).catch((error: unknown) => {
    throw fileError(folder, error);
  });
  await writeWholeFile(path, writeEmbeddingIndex(index, vocabulary));
  return index;
}

function wholeIndex(bytes: Uint8Array, vocabulary: Vocabulary): EmbeddingIndex | undefined {
  try {
    return readEmbeddingIndex(bytes, vocabulary);
  } catch (error) {
    if (error instanceof BundleError) return undefined;
    throw error;
  }
}
