import { distance } from "fastest-levenshtein";

/** A known word in the spelling by which typos are measured. */
export interface KnownSpelling {
  /** As it is shown. */
  readonly word: string;
  /** See `foldWord`; not empty. */
  readonly folded: string;
  /** How common it is: the people who made a curve for it. */
  readonly people: number;
}

/** Finds known words near a misspelt one. */
export interface NearSpellings<Word extends KnownSpelling> {
  /**
   * The word that a text with one typo stands for (a letter inserted, deleted, substituted, or two neighbours swapped;
   * Damerau 1964), or undefined where none or several would do. Both have at least 4 letters; no other word is one
   * typo away, or the word keeps the first letter (which typists seldom miss; Kukich 1992) and has at least 4 times
   * the people of any other. Another letter in 4 often makes another real word (wide, wise): there the word must have
   * at least 4 people.
   */
  correction(folded: string): Word | undefined;
  /**
   * One edit away, then one the beginning of the other, then a few edits away, then one a later part of the other;
   * at most 5.
   */
  suggestions(folded: string): readonly string[];
}

const SHORTEST_CORRECTED = 4;
const CLEAR_PREFERENCE = 4;
const MAX_SUGGESTIONS = 5;

/**
 * Words one edit away are found by what is left of both when a letter is taken out (symmetric deletion: Mor &
 * Fraenkel 1982; Garbe 2012), so that a look-up does not depend on how many words are known.
 *
 * @param words Each folded spelling once.
 */
export function createNearSpellings<Word extends KnownSpelling>(words: readonly Word[]): NearSpellings<Word> {
  let index: ReadonlyMap<string, readonly Word[]> | undefined; // made when first asked for
  let shapes: readonly { readonly letters: number; readonly set: number }[] | undefined; // of the words, likewise
  const oneEditAway = (query: string): Word[] => {
    index ??= deletionIndex(words);
    const found = new Set<Word>();
    for (const key of shortened(query)) {
      for (const known of index.get(key) ?? []) {
        if (editDistance(query, known.folded, 1) === 1) found.add(known);
      }
    }
    return [...found].sort(byPeople);
  };

  return {
    correction(query) {
      const letters = letterCount(query);
      if (letters < SHORTEST_CORRECTED) return undefined;
      const [best, next] = oneEditAway(query);
      if (!best) return undefined;
      const { people, folded } = best;
      const bestLetters = letterCount(folded);
      if (bestLetters < SHORTEST_CORRECTED) return undefined;
      const otherLetter = letters === bestLetters && !isSwapOfNeighbours(query, folded);
      if (letters === SHORTEST_CORRECTED && otherLetter && people < CLEAR_PREFERENCE) return undefined;
      if (!next) return best;
      return people >= CLEAR_PREFERENCE * next.people && folded[0] === query[0] ? best : undefined;
    },
    suggestions(query) {
      const letters = letterCount(query);
      const reach = letters <= 3 ? 1 : letters <= 7 ? 2 : 3;
      shapes ??= words.map(({ folded }) => ({ letters: letterCount(folded), set: letterSet(folded) }));
      const own = letterSet(query);
      const near: { rank: number; edits: number; known: Word }[] = [];
      for (const [at, known] of words.entries()) {
        const { folded } = known;
        const { letters: wordLetters, set } = shapes[at]!;
        const isFar = Math.abs(letters - wordLetters) > reach || bitCount(own ^ set) > 2 * reach;
        const edits = isFar ? Number.POSITIVE_INFINITY : editDistance(query, folded, reach);
        const shared = Math.min(letters, wordLetters) >= 3;
        if (edits <= 1) near.push({ rank: 0, edits, known });
        else if (shared && (folded.startsWith(query) || query.startsWith(folded))) {
          near.push({ rank: 1, edits: Math.abs(letters - wordLetters), known });
        } else if (edits <= reach) near.push({ rank: 2, edits, known });
        else if (shared && (folded.includes(` ${query}`) || query.includes(` ${folded}`))) {
          near.push({ rank: 3, edits: Math.abs(letters - wordLetters), known });
        }
      }
      near.sort((a, b) => a.rank - b.rank || a.edits - b.edits || byPeople(a.known, b.known));
      return near.slice(0, MAX_SUGGESTIONS).map(({ known }) => known.word);
    },
  };
}

function deletionIndex<Word extends KnownSpelling>(words: readonly Word[]): Map<string, Word[]> {
  const index = new Map<string, Word[]>();
  for (const known of words) {
    for (const key of shortened(known.folded)) {
      const same = index.get(key);
      if (same) same.push(known);
      else index.set(key, [known]);
    }
  }
  return index;
}

/** The text, and the text less each of its letters in turn. */
function shortened(text: string): Set<string> {
  const found = new Set([text]);
  for (let at = 0; at < text.length; at++) found.add(text.slice(0, at) + text.slice(at + 1));
  return found;
}

/** Levenshtein distance with one swap of neighbours counted as one edit; Infinity where it exceeds `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Number.POSITIVE_INFINITY;
  const edits = isSwapOfNeighbours(a, b) ? 1 : distance(a, b);
  return edits <= limit ? edits : Number.POSITIVE_INFINITY;
}

function isSwapOfNeighbours(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (
    at + 1 < a.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
  );
}

/** Which letters a text has, a bit each; an edit changes at most two bits. */
function letterSet(text: string): number {
  let set = 0;
  for (let at = 0; at < text.length; at++) set |= 1 << (text.charCodeAt(at) & 31);
  return set;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** In code points. */
export function letterCount(text: string): number {
  return [...text].length;
}

/** Most people first, then by spelling (UTF-16 order). */
export function byPeople(
  a: Pick<KnownSpelling, "word" | "people">,
  b: Pick<KnownSpelling, "word" | "people">,
): number {
  return b.people - a.people || (a.word < b.word ? -1 : a.word > b.word ? 1 : 0);
}
