import { normalizeWord } from "./spelling.ts";
import type { Lookup, Vocabulary } from "./vocabulary.ts";

/** A word of a phrase: how it was found and its share, above 0; the shares add up to 1. */
export interface PhrasePart {
  readonly lookup: Lookup;
  readonly weight: number;
}

/** A text read as known words. */
export interface Phrase {
  /** The normalised text, as typed. */
  readonly phrase: string;
  readonly parts: readonly PhrasePart[];
}

/** Words that join others and carry no sound, unless people were asked for them. */
const connectives: ReadonlySet<string> = new Set(["and", "but", "with", "y", "e", "pero", "con"]);

/**
 * Reads a text as known words of equal share: the whole text if it is one entry ("good morning"), else its parts,
 * longest entries first, between spaces, commas, semicolons, `+`, `&` and `/`. Connectives ("and", "y") are
 * dropped; a word that comes twice has two shares. There is no grammar: "not warm" and "very warm" are errors
 * because of "not" and "very", rather than warm.
 *
 * @throws UnknownWordError for the first part that is no known word.
 * @throws RangeError if nothing but signs and connectives is left, or a word begins with a minus,
 *   which would otherwise be folded away.
 */
export function parsePhrase(vocabulary: Vocabulary, text: string): Phrase {
  if (typeof text !== "string") throw new TypeError(`parsePhrase: text must be a string, got ${typeof text}`);
  const phrase = normalizeWord(text);
  const tokens = phrase.split(/[\s,;+&/]+/);
  const negative = tokens.find((token) => /^[-\u2212]/u.test(token));
  if (negative !== undefined) {
    throw new RangeError(
      `parsePhrase: a word must not begin with a minus, got ${JSON.stringify(negative.slice(0, 60))}; ` +
        "a negative amount plays the inverse, and weights belong in a blend",
    );
  }
  const whole = vocabulary.find(phrase);
  if (whole) return { phrase, parts: [{ lookup: whole, weight: 1 }] };

  const spoken = tokens.filter((token) => /[\p{L}\p{N}]/u.test(token));
  const longest = Math.max(...vocabulary.entries.map(({ word }) => word.split(" ").length));
  const counts = new Map<number, { lookup: Lookup; count: number }>();
  let total = 0;
  for (let at = 0; at < spoken.length; ) {
    const { lookup, length } = longestEntry(vocabulary, spoken.slice(at, at + longest));
    at += length;
    if (!lookup) continue;
    const known = counts.get(lookup.index);
    counts.set(lookup.index, { lookup: known?.lookup ?? lookup, count: (known?.count ?? 0) + 1 });
    total++;
  }
  if (total === 0) {
    throw new RangeError(`parsePhrase: text must hold a word, got ${JSON.stringify(text.slice(0, 60))}`);
  }
  const parts = [...counts.values()].map(({ lookup, count }) => ({ lookup, weight: count / total }));
  return { phrase, parts };
}

/** The longest entry that the tokens begin with; no lookup for a connective that is no entry itself. Typos only in single words. */
function longestEntry(
  vocabulary: Vocabulary,
  tokens: readonly string[],
): { lookup: Lookup | undefined; length: number } {
  for (let length = tokens.length; length > 1; length--) {
    const lookup = vocabulary.find(tokens.slice(0, length).join(" "));
    if (lookup && lookup.kind !== "corrected") return { lookup, length };
  }
  const token = tokens[0]!;
  const found = vocabulary.find(token);
  const isGuess = found?.kind === "corrected" || found?.kind === "family";
  if (found && !(isGuess && connectives.has(token))) return { lookup: found, length: 1 };
  if (connectives.has(token)) return { lookup: undefined, length: 1 };
  return { lookup: vocabulary.lookup(token), length: 1 };
}
