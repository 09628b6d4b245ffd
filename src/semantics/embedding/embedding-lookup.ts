import { normalizeWord } from "../spelling.ts";
import type { WordMeaning } from "../word-meaning.ts";
import type { EmbeddingAnswer, EmbeddingSpace } from "./embedding-space.ts";
import { unitVectors, type WordEmbedder } from "./word-embedder.ts";

/** Answers for the words that it was made for, at once. */
export interface EmbeddingLookup {
  /** Undefined for a word that it was not made for, or that was refused. */
  meaningOf(word: string): WordMeaning | undefined;
  /** Why there is no meaning, to be told to the user; undefined where there is one, or the word was not asked for. */
  refusalOf(word: string): string | undefined;
}

/**
 * @param vectorsByWord By normalised spelling; of length 1, or zeros. @throws RangeError if one has another size.
 */
export function createEmbeddingLookup(
  space: EmbeddingSpace,
  vectorsByWord: ReadonlyMap<string, ArrayLike<number>>,
): EmbeddingLookup {
  const answers = new Map<string, EmbeddingAnswer>();
  for (const [word, vector] of vectorsByWord) answers.set(word, space.nearestMeaning(vector, word));
  const { embedder } = space.index;
  return {
    meaningOf: (word) => {
      const answer = answers.get(normalizeWord(word));
      return answer?.kind === "meaning" ? answer.meaning : undefined;
    },
    refusalOf: (word) => {
      const answer = answers.get(normalizeWord(word));
      if (answer === undefined || answer.kind === "meaning") return undefined;
      return `embedding ${embedder}: ${refusal(normalizeWord(word), answer)}`;
    },
  };
}

/**
 * The step that takes time: asks the embedder for the words that nothing else knows, and keeps the answers.
 *
 * @param words As typed; each is asked for once.
 * @throws RangeError if the space was made with another embedder, or the embedder gives other vectors than it must.
 */
export async function embedUnknown(
  space: EmbeddingSpace,
  embedder: WordEmbedder,
  words: Iterable<string>,
): Promise<EmbeddingLookup> {
  const { index } = space;
  if (embedder.name !== index.embedder) {
    throw new RangeError(
      `embedUnknown: embedder must be ${index.embedder}, which made the index, got ${embedder.name}`,
    );
  }
  const unknown = [...new Set(Array.from(words, normalizeWord))].filter((word) => word !== "");
  const vectors = unknown.length > 0 ? await unitVectors(embedder, unknown, index.size) : [];
  return createEmbeddingLookup(space, new Map(unknown.map((word, i) => [word, vectors[i]!])));
}

function refusal(word: string, answer: Exclude<EmbeddingAnswer, { kind: "meaning" }>): string {
  const quoted = JSON.stringify(word);
  switch (answer.kind) {
    case "unreadable":
      return `cannot read ${quoted}`;
    case "untrusted":
      return `stands in too badly for words that are known (trust ${answer.trust.toFixed(2)}), so ${quoted} is not guessed`;
    case "far": {
      const [nearest] = answer.near;
      const told = nearest ? `; the nearest is ${nearest.word} (${nearest.cosine.toFixed(2)})` : "";
      return `no known word is as near to ${quoted} as ${answer.leastCosine.toFixed(2)}${told}`;
    }
    case "opposed": {
      const [one, other] = answer.near;
      return `${quoted} lies near ${one.word} (${one.cosine.toFixed(2)}) and ${other.word} (${other.cosine.toFixed(2)}), which pull opposite ways`;
    }
  }
}
