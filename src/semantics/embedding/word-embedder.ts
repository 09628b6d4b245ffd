/** Gives words vectors whose directions are alike for words that are used alike. Brought by the caller, never needed. */
export interface WordEmbedder {
  /** Tells it from any other: an index made with one is of no use to another. */
  readonly name: string;
  /**
   * @param words Normalised spellings.
   * @returns For each word a vector, all of the same length; zeros for a word that it cannot read. Length and sign
   *   are its own: only directions are compared.
   */
  embed(words: readonly string[]): Promise<readonly Float32Array[]>;
}

/**
 * Vectors of length 1, or of zeros where the embedder gave zeros.
 *
 * @throws RangeError if their number or lengths are not what they must be, or a value is not finite.
 */
export async function unitVectors(
  embedder: WordEmbedder,
  words: readonly string[],
  size?: number,
): Promise<Float32Array[]> {
  const vectors = await embedder.embed(words);
  const fail = (must: string): never => {
    throw new RangeError(`embed: ${embedder.name} must give ${must}`);
  };
  if (vectors.length !== words.length) fail(`${words.length} vectors, got ${vectors.length}`);
  const wanted = size ?? vectors[0]?.length ?? 0;
  return vectors.map((vector, i) => {
    const { length } = vector;
    if (length !== wanted || length === 0) {
      fail(`vectors of ${wanted > 0 ? wanted : "1 or more"} values, got ${length} for "${words[i]}"`);
    }
    return unit(vector) ?? fail(`finite values, got others for "${words[i]}"`);
  });
}

/** Undefined if a value is not finite. Lengths are measured on values within ±1, so that none overflows. */
function unit(vector: Float32Array): Float32Array | undefined {
  let largest = 0;
  for (const value of vector) {
    if (!Number.isFinite(value)) return undefined;
    largest = Math.max(largest, Math.abs(value));
  }
  if (largest === 0) return new Float32Array(vector.length);
  let square = 0;
  for (const value of vector) square += (value / largest) ** 2;
  const length = Math.sqrt(square);
  return vector.map((value) => value / largest / length);
}
