import { BAND_COUNT } from "../../effects/index.ts";
import { dot, shapeOf } from "../curve-coordinates.ts";
import {
  addWord,
  findTaught,
  MOST_EVIDENCE,
  type PersonalDictionary,
  type TaughtWord,
} from "./dictionary.ts";

/** Whose curve a word gets that both have: `mine`, `theirs`, or `both` combined, each weighed by its evidence. */
export type MergePreference = "mine" | "theirs" | "both";

/** A word that both dictionaries have with different curves. */
export interface MergeConflict {
  readonly word: string;
  /** −1..1: correlation of the two curves. */
  readonly similarity: number;
  /** What the word has now. */
  readonly kept: MergePreference;
  /** Why `both` was not done. */
  readonly reason?: string;
}

export interface MergedDictionaries {
  readonly dictionary: PersonalDictionary;
  /** Words that only the other one had. */
  readonly added: readonly string[];
  readonly conflicts: readonly MergeConflict[];
}

/** Curves that correlate less say different things: their mean would say neither. */
const LEAST_SIMILARITY = 0;

/**
 * Adds another dictionary's words to mine.
 *
 * `both`: the shapes' mean weighed by evidence, at the mean depth weighed alike; the evidences add up. Curves that
 * correlate below 0 contradict each other, and mine stays. Marks (fault, language) are mine where I have them.
 *
 * @param date Of today, for words that are combined: `2026-11-22`. @param isReserved As in `addWord`.
 * @throws DictionaryError if a word of theirs is reserved or there are too many.
 */
export function mergeDictionaries(
  mine: PersonalDictionary,
  theirs: PersonalDictionary,
  options: {
    readonly prefer: MergePreference;
    readonly date: string;
    readonly isReserved?: (word: string) => boolean;
  },
): MergedDictionaries {
  const { prefer, date, isReserved = () => false } = options;
  const added: string[] = [];
  const conflicts: MergeConflict[] = [];
  let dictionary = mine;
  for (const other of theirs.words) {
    const own = findTaught(mine, other.word);
    if (!own) {
      dictionary = addWord(dictionary, other, { isReserved });
      added.push(other.word);
      continue;
    }
    const similarity = correlationOf(own.gainDb, other.gainDb);
    if (isSame(own, other)) continue;
    const contradict = prefer === "both" && similarity < LEAST_SIMILARITY;
    const kept = contradict ? "mine" : prefer;
    if (kept !== "mine") {
      const next = kept === "theirs" ? { ...other, word: own.word } : combined(own, other, date);
      dictionary = addWord(dictionary, next, { replace: true });
    }
    const reason = contradict ? { reason: "the two curves contradict each other" } : {};
    conflicts.push({ word: own.word, similarity, kept, ...reason });
  }
  return { dictionary, added, conflicts };
}

/** −1..1. @param a Shape `[40]`; its mean does not matter. */
export function correlationOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(-1, Math.min(1, dot(shapeOf(a).shape, shapeOf(b).shape) / BAND_COUNT));
}

function isSame(a: TaughtWord, b: TaughtWord): boolean {
  return a.evidence === b.evidence && a.gainDb.every((gain, band) => gain === b.gainDb[band]);
}

function combined(mine: TaughtWord, theirs: TaughtWord, date: string): TaughtWord {
  const total = mine.evidence + theirs.evidence;
  const [a, b] = [shapeOf(mine.gainDb), shapeOf(theirs.gainDb)];
  const mean = shapeOf(
    a.shape.map((z, band) => (mine.evidence * z + theirs.evidence * b.shape[band]!) / total),
  );
  const depthDb = (mine.evidence * a.depth + theirs.evidence * b.depth) / total;
  const language = mine.language ?? theirs.language;
  const isFault = mine.isFault ?? theirs.isFault;
  return {
    word: mine.word,
    gainDb: Array.from(mean.shape, (z) => z * depthDb),
    from: { kind: "merged", date },
    evidence: Math.min(MOST_EVIDENCE, total),
    ...(isFault === undefined ? {} : { isFault }),
    ...(language === undefined ? {} : { language }),
  };
}
