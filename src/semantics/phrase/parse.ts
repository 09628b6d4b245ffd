import { foldWord } from "../spelling.ts";
import type { WordMeaning, WordResolver } from "../word-meaning.ts";
import { Cursor } from "./cursor.ts";
import { isAskedFor, isReserved, lexemesOf } from "./lexemes.ts";
import { ListReader, type ReadLog } from "./list-reader.ts";
import { plainAsked } from "./modifiers.ts";
import { LONGEST_PHRASE, type Token, tokenize } from "./tokens.ts";
import type { PhraseTree, TermNode } from "./tree.ts";

/**
 * Takes a phrase apart, left to right, by the grammar of docs/phrases.md. Words of which nothing is known become terms
 * without a meaning; nothing is guessed for them.
 *
 * @throws TypeError if the text is no string.
 * @throws RangeError if it is too long, holds no word of sound, a strength beyond 200 % or a position outside 0..1.
 */
export function parsePhrase(resolver: WordResolver, text: string): PhraseTree {
  if (typeof text !== "string") throw new TypeError(`parsePhrase: text must be a string, got ${typeof text}`);
  const phrase = text.trim();
  if (phrase.length > LONGEST_PHRASE) {
    throw new RangeError(
      `parsePhrase: text must have at most ${LONGEST_PHRASE} characters, got ${phrase.length}`,
    );
  }
  const whole = wholeEntry(resolver, phrase);
  if (whole) {
    const term: TermNode = {
      ...{ kind: "term", text: phrase, start: 0, end: phrase.length },
      ...plainAsked,
      meaning: whole,
    };
    return { phrase, parts: [term], targets: [], ignored: [], unused: [] };
  }
  const tokens = tokenize(phrase);
  const usual = treeOf(phrase, tokens, resolver, false);
  const tree = usual.parts.length > 0 ? usual : treeOf(phrase, tokens, resolver, true);
  if (tree.parts.length === 0) {
    throw new RangeError(
      `parsePhrase: text must hold a word of sound, got ${JSON.stringify(phrase.slice(0, 60))}`,
    );
  }
  return tree;
}

/** A phrase that is one entry in the grammar's despite: "pretty", "good morning". */
function wholeEntry(resolver: WordResolver, phrase: string): WordMeaning | undefined {
  if (/^-|[^\p{L}\p{M}\p{N}\s'’‘\-‐‑]/u.test(phrase)) return undefined; // signs are the grammar's: "warmer :)"
  const isPlural = foldWord(phrase).includes(" "); // not "warmer :)"
  if (!isPlural && !isReserved(phrase)) return undefined;
  const entry = resolver.resolve(phrase, { forms: false, typos: false });
  return entry && (isPlural || isAskedFor(entry)) ? entry : undefined;
}

function treeOf(
  phrase: string,
  tokens: readonly Token[],
  resolver: WordResolver,
  soundFirst: boolean,
): PhraseTree {
  const log: ReadLog = { targets: [], ignored: [], unused: [] };
  const parts = new ListReader(new Cursor(lexemesOf(tokens, resolver, soundFirst)), resolver, log).read();
  return { phrase, parts, ...log };
}
