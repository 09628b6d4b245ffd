import { BundleError, openBundle, sealBundle } from "../../model/index.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { unitVectors, type WordEmbedder } from "./word-embedder.ts";

/** An embedder's vectors of the words that people made curves for. */
export interface EmbeddingIndex {
  /** Name of the embedder that made it. */
  readonly embedder: string;
  /** Rows of the vocabulary, rising: all words with people. */
  readonly rows: readonly number[];
  /** Values of a vector. */
  readonly size: number;
  /** Shape `[rows, size]`: vectors of length 1, or zeros for a word that the embedder cannot read. */
  readonly vectors: Float32Array;
}

export interface IndexingOptions {
  /** Called as words are done, of `total`. */
  readonly onProgress?: (done: number, total: number) => void;
}

const WORDS_AT_ONCE = 16;

/**
 * Asks an embedder for all words with people. Slow with a large model, so the result can be kept as bytes.
 *
 * @throws RangeError if the embedder gives other vectors than it must.
 */
export async function indexVocabulary(
  embedder: WordEmbedder,
  vocabulary: Vocabulary,
  { onProgress }: IndexingOptions = {},
): Promise<EmbeddingIndex> {
  const rows = rowsWithPeople(vocabulary);
  const all: Float32Array[] = [];
  while (all.length < rows.length) {
    const batch = rows.slice(all.length, all.length + WORDS_AT_ONCE);
    const words = batch.map((row) => vocabulary.entries[row]!.word);
    all.push(...(await unitVectors(embedder, words, all[0]?.length)));
    onProgress?.(all.length, rows.length);
  }
  const size = all[0]?.length ?? 0;
  const vectors = new Float32Array(rows.length * size);
  all.forEach((vector, i) => {
    vectors.set(vector, i * size);
  });
  return { embedder: embedder.name, rows, size, vectors };
}

/** A sealed safetensors file (see `sealBundle`): `vectors`, with the embedder's name and the words as metadata. */
export function writeEmbeddingIndex(index: EmbeddingIndex, vocabulary: Vocabulary): Uint8Array<ArrayBuffer> {
  const { embedder, rows, size, vectors } = index;
  return sealBundle(
    { vectors: { shape: [rows.length, size], data: vectors } },
    { embedder, words: JSON.stringify(rows.map((row) => vocabulary.entries[row]!.word)) },
  );
}

/**
 * Reads what `writeEmbeddingIndex` made.
 *
 * @throws BundleError, and nothing else: damaged, of another version, or made for other words.
 */
export function readEmbeddingIndex(bytes: Uint8Array, vocabulary: Vocabulary): EmbeddingIndex {
  const { tensors, metadata } = openBundle(bytes);
  const { embedder, words } = metadata;
  const { data, shape = [] } = tensors.vectors ?? {};
  const fail = (must: string): never => {
    throw new BundleError("content", `readEmbeddingIndex: ${must}`);
  };
  const rows = rowsWithPeople(vocabulary);
  if (embedder === undefined || words !== JSON.stringify(rows.map((row) => vocabulary.entries[row]!.word))) {
    return fail("it must be an index of this vocabulary's words, got another file");
  }
  const [count, size] = shape;
  if (!(data instanceof Float32Array) || count !== rows.length || size === undefined || shape.length !== 2) {
    return fail(`"vectors" must be a Float32Array of shape [${rows.length}, n], got [${shape.join(", ")}]`);
  }
  if (!data.every((value) => Math.abs(value) <= 1)) fail('"vectors" must be of length 1, got longer ones');
  return { embedder, rows, size, vectors: data };
}

function rowsWithPeople({ entries }: Vocabulary): number[] {
  return Array.from(entries.keys()).filter((row) => entries[row]!.people > 0);
}
