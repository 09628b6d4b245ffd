import type { CoUse } from "./co-use.ts";
import { concepts } from "./lexicon.ts";
import { foldWord } from "./spelling.ts";
import { baseForms } from "./word-family.ts";

/** A word as a sparse vector of length 1; the product of two words' vectors is how alike their effects should be. */
export interface WordFeatures {
  readonly index: Int32Array;
  readonly weight: Float64Array;
}

/** What is known of a word's kin besides its own people. */
export interface Kinship {
  /** Stands in the lexicon, or is a form of a word that does or that is known. */
  readonly meaning: boolean;
  /** Is used for other effects, or a synonym or base form of it is. */
  readonly use: boolean;
}

export interface Relatedness {
  /** Features numbered from 0 as they appear. */
  featureCount(): number;
  featuresOf(word: string): WordFeatures;
  kinshipOf(word: string): Kinship;
}

/** How a word's variance is divided. */
export interface RelatednessShares {
  /** Shared with words that are used together for other effects. Default 0.55. */
  readonly use: number;
  /** Of the rest: shared with words of the same meaning (a concept of the lexicon, or a family). Default 0.95. */
  readonly meaning: number;
}

export const defaultShares: RelatednessShares = { use: 0.55, meaning: 0.95 };

/**
 * Says how far words are expected to share their meaning in sound: by concept (translations, synonyms, families;
 * `lexicon.ts`, `baseForms`) and by how people use them together for other effects (`learnCoUse`; a word that was
 * not used there takes the mean of its synonyms). What a word has no source for stays its own. The products of the
 * features are a positive semi-definite kernel by construction.
 *
 * @param knownWords Normalised words that may have families among them.
 */
export function createRelatedness(
  knownWords: Iterable<string>,
  coUse: CoUse,
  { use, meaning }: RelatednessShares = defaultShares,
): Relatedness {
  const conceptsByFold = new Map<string, number[]>();
  concepts.forEach((words, concept) => {
    for (const { word } of words) {
      const folded = foldWord(word);
      const known = conceptsByFold.get(folded);
      if (!known) conceptsByFold.set(folded, [concept]);
      else if (!known.includes(concept)) known.push(concept);
    }
  });
  const known = new Set(Array.from(knownWords, foldWord));
  const vectorByFold = new Map<string, Float64Array>();
  for (const [word, vector] of coUse.vectors) {
    const folded = foldWord(word);
    if (folded !== "" && !vectorByFold.has(folded)) vectorByFold.set(folded, vector);
  }
  const numbers = new Map<string, number>();
  const numberOf = (feature: string): number => {
    const number = numbers.get(feature) ?? numbers.size;
    numbers.set(feature, number);
    return number;
  };
  const useAxes = Array.from({ length: coUse.dimensions }, (_, d) => numberOf(`use ${d}`));

  /**
   * The word of which a word is a form, or a form of a form: the first in the lexicon, else the last that is known.
   * Of words that are forms of each other ("tonto", "tonta") the first by spelling stands for all.
   */
  const rootOf = (word: string): string => {
    const trail = [foldWord(word)];
    for (;;) {
      const last = trail.at(-1)!;
      if (conceptsByFold.has(last)) return last;
      const base = baseForms(last).find((form) => conceptsByFold.has(form) || known.has(form));
      if (base === undefined) return last;
      if (trail.includes(base)) return trail.slice(trail.indexOf(base)).sort()[0]!;
      trail.push(base);
    }
  };
  /** Concepts of the word's root, else the family itself under its root's name. */
  const meaningsOf = (word: string): string[] => {
    const root = rootOf(word);
    return conceptsByFold.get(root)?.map((concept) => `concept ${concept}`) ?? [`family ${root}`];
  };
  const vectorOf = (word: string, meanings: readonly string[]): Float64Array | undefined => {
    const own = vectorByFold.get(foldWord(word));
    if (own) return own;
    const kin = [...conceptMembers(meanings), ...baseForms(word)];
    return meanDirection(kin.flatMap((member) => vectorByFold.get(foldWord(member)) ?? []));
  };

  return {
    featureCount: () => numbers.size,
    featuresOf(word) {
      const meanings = meaningsOf(word);
      const vector = vectorOf(word, meanings);
      const rest = vector ? 1 - use : 1;
      const parts: [number, number][] = [
        [numberOf(`word ${word}`), Math.sqrt(rest * (1 - meaning))],
        ...meanings.map((name): [number, number] => [
          numberOf(name),
          Math.sqrt((rest * meaning) / meanings.length),
        ]),
        ...Array.from(vector ?? [], (value, d): [number, number] => [useAxes[d]!, Math.sqrt(use) * value]),
      ];
      return {
        index: Int32Array.from(parts, ([index]) => index),
        weight: Float64Array.from(parts, ([, weight]) => weight),
      };
    },
    kinshipOf(word) {
      const meanings = meaningsOf(word);
      const isFamily = meanings[0] !== `family ${foldWord(word)}`;
      return { meaning: isFamily, use: vectorOf(word, meanings) !== undefined };
    },
  };
}

function conceptMembers(meanings: readonly string[]): string[] {
  return meanings.flatMap((name) => {
    const [kind, number] = name.split(" ");
    return kind === "concept" ? concepts[Number(number)]!.map(({ word }) => word) : [];
  });
}

/** The mean of unit vectors, brought to length 1; undefined of none or where they cancel. */
function meanDirection(vectors: readonly Float64Array[]): Float64Array | undefined {
  const [first] = vectors;
  if (!first) return undefined;
  const sum = first.map((_, d) => vectors.reduce((total, vector) => total + vector[d]!, 0));
  const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
  return length > 1e-9 ? sum.map((value) => value / length) : undefined;
}
