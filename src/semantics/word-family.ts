import { foldWord } from "./spelling.ts";

/** An ending and what may have stood in its place. */
type Ending = readonly [ending: string, ...replacements: string[]];

/** Endings of English and Spanish (without accents) that make a word of the same meaning from another. */
const endings: readonly Ending[] = [
  ["iness", "y"],
  ["iest", "y"],
  ["ier", "y"],
  ["ily", "y"],
  ["ness", "", "e"],
  ["est", "", "e"],
  ["er", "", "e"],
  ["ish", "", "e"],
  ["ly", "", "le"],
  ["ing", "", "e"],
  ["ed", "", "e"],
  ["en", "", "e"],
  ["y", "", "e"],
  ["amente", "o", "a"],
  ["mente", "", "e"],
  ["isimo", "o", "e", ""],
  ["isima", "o", "e", ""],
  ["itos", "o"],
  ["itas", "a", "o"],
  ["ito", "o"],
  ["ita", "a", "o"],
  ["idad", "o", "", "e"],
  ["eza", "o", "a", "e"],
  ["os", "o"],
  ["as", "a", "o"],
  ["a", "o"],
  ["o", "a"],
  ["es", "", "e"],
  ["s", ""],
];

/** Shorter stems meet by chance. */
const SHORTEST_STEM = 3;

/**
 * Words of which a word may be a form: "warmer" of "warm", "boomy" of "boom", "bigger" of "big", "suavemente" of
 * "suave". Guesses from spelling alone, best first; most are no words, so the caller keeps those that are known.
 *
 * @returns Folded spellings (see `foldWord`), each once, without the word itself.
 */
export function baseForms(word: string): string[] {
  const folded = foldWord(word);
  const found = new Set<string>();
  for (const [ending, ...replacements] of endings) {
    if (!folded.endsWith(ending)) continue;
    const stem = folded.slice(0, folded.length - ending.length);
    if (stem.length - (stem.lastIndexOf(" ") + 1) < SHORTEST_STEM) continue;
    for (const replacement of replacements) found.add(stem + replacement);
    const isDoubled = /([bdgklmnprtz])\1$/.test(stem) && /^(er|est|ing|ed|en|y|ish)$/.test(ending);
    if (isDoubled && stem.length > SHORTEST_STEM) found.add(stem.slice(0, -1));
  }
  found.delete(folded);
  return [...found];
}

/** Endings of comparison, gender, number, adverbs and names of a quality: another form of the word, not another word. */
const inflections = /(?:iest|ier|est|er|ily|ly|iness|ness|amente|mente|isim[oa]s?|a|o|as|os|es|s)$/;

/** Those of `baseForms` of which a word is the comparative, the plural, the adverb ..., not a word of its own. */
export function inflectedFrom(word: string): string[] {
  return inflections.test(foldWord(word)) ? baseForms(word) : [];
}
