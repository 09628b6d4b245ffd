import type { WordMeaning } from "../word-meaning.ts";
import { opposite } from "./draft.ts";
import { MOST_STRENGTH } from "./modifiers.ts";
import type { PhraseNode, PhraseTree, TermMode, TermNode } from "./tree.ts";

/** What a phrase asks of one word. */
export interface ReadTerm {
  readonly meaning: WordMeaning;
  readonly mode: TermMode;
  /** -2..2 for `add` (1 is plain), 0..1 for `without` and `keep`. */
  readonly strength: number;
  /** As typed, in lower case. */
  readonly text: string;
}

/** A word of which nothing is known. */
export interface UnknownTerm {
  readonly text: string;
  readonly suggestions: readonly string[];
}

/** What a phrase asks, word by word. */
export interface PhraseReading {
  /** In the order of the phrase; a word that comes twice in one mode comes once, its strengths added up (at most 2). */
  readonly terms: readonly ReadTerm[];
  readonly unknown: readonly UnknownTerm[];
}

interface FlatTerm {
  readonly node: TermNode;
  readonly mode: TermMode;
  readonly strength: number;
}

/**
 * The terms of a tree. A place between two ends is both ends, each with its share. *Without* is a guard beside
 * something that is asked for; alone it asks for less. *Keep* alone asks for the word.
 */
export function readPhrase(tree: PhraseTree): PhraseReading {
  const flat = tree.parts.flatMap((node) => flatten(node));
  const isAsked = flat.some(({ mode, node }) => mode === "add" || (mode === "keep" && node.meaning));
  const terms = new Map<string, ReadTerm>();
  const unknown: UnknownTerm[] = [];
  for (const { node, mode: said, strength: share } of flat) {
    const { meaning, text, suggestions = [] } = node;
    if (!meaning) {
      if (!unknown.some((other) => other.text === text)) unknown.push({ text, suggestions });
      continue;
    }
    const isAlone = said === "without" && !isAsked;
    const mode = isAlone ? "add" : said;
    const strength = isAlone ? -share : share;
    const key = `${mode} ${meaning.source === "personal" ? "own" : ""} ${meaning.word}`;
    const known = terms.get(key);
    const sum = (known?.strength ?? 0) + strength;
    terms.set(key, {
      meaning: known?.meaning ?? meaning,
      mode,
      strength: Math.max(-MOST_STRENGTH, Math.min(mode === "add" ? MOST_STRENGTH : 1, sum)),
      text: known?.text ?? text,
    });
  }
  return { terms: [...terms.values()], unknown };
}

function flatten(node: PhraseNode): FlatTerm[] {
  if (node.kind === "term") return [{ node, mode: node.mode, strength: node.strength }];
  if (node.kind === "between") {
    return node.ends.flatMap((end, index) => {
      const share = index === 0 ? 1 - node.position : node.position;
      return end
        .flatMap((part) => flatten(part))
        .map((term) => ({ ...term, strength: term.strength * share }));
    });
  }
  return node.parts
    .flatMap((part) => flatten(part))
    .map((term) => {
      if (node.mode === "add") {
        const turned = node.strength < 0 && term.mode !== "add" ? opposite[term.mode] : term.mode;
        const factor = term.mode === "add" ? node.strength : Math.min(1, Math.abs(node.strength));
        return { ...term, mode: turned, strength: term.strength * factor };
      }
      const isLess = term.mode === "without" || (term.mode === "add" && term.strength < 0);
      const mode = isLess ? opposite[node.mode] : node.mode;
      return { ...term, mode, strength: Math.min(1, Math.abs(term.strength) * node.strength) };
    });
}
