import type { Language } from "../dataset/index.ts";
import type { Random } from "../math/index.ts";

/** A made-up word. */
export interface MadeWord {
  readonly word: string;
  readonly language: Language;
  /** The word that it is a form of; itself if it is none. Words of one family mean nearly the same. */
  readonly family: string;
}

/** Chance that a family has one more word: of SocialFX's 451 families 64 % have one word, 18 % two, 10 % three. */
const GROWTH = 0.41;
/** Endings that word families are found by, of either language. */
const forms: Readonly<Record<Language, readonly string[]>> = {
  en: ["", "er", "ness", "ly", "ish", "y", "est"],
  es: ["", "mente", "idad", "isimo", "isima", "es"],
};
const consonants = [..."bdfgklmnprstvz"];
const vowels = [..."aeiou"];
/** No ending ends in these, so that no made-up word is taken for a form of another by chance. */
const lastConsonants = [..."bfkmpv"];
const accented: Readonly<Record<string, string>> = { a: "á", e: "é", i: "í", o: "ó", u: "ú" };

/**
 * Makes words of two or three open syllables and a last consonant ("tolak", "zurivem"; Spanish ones carry an accent:
 * "tólak"), and regular forms of them ("tolakness"). All differ, also without accents.
 *
 * @param options.taken Words that must not be made, without accents. @param options.spanish Share of the words that are Spanish, 0..1.
 */
export function makeWords(
  count: number,
  random: Random,
  options: { readonly spanish: number; readonly taken: ReadonlySet<string> },
): MadeWord[] {
  const pick = (letters: readonly string[]): string => letters[random.integer(0, letters.length - 1)]!;
  const bases = new Set<string>();
  const words: MadeWord[] = [];
  while (words.length < count) {
    const syllables = Array.from({ length: random.integer(2, 3) }, () => [pick(consonants), pick(vowels)]);
    const plain = [...syllables.flat(), pick(lastConsonants)].join("");
    if (bases.has(plain) || options.taken.has(plain)) continue;
    bases.add(plain);
    const language: Language = random.uniform() < options.spanish ? "es" : "en";
    const family = language === "es" ? plain.replace(/[aeiou]/, (vowel) => accented[vowel]!) : plain;
    for (const [place, ending] of forms[language].entries()) {
      if (words.length === count || (place > 0 && random.uniform() >= GROWTH)) break;
      if (!options.taken.has(plain + ending)) words.push({ word: family + ending, language, family });
    }
  }
  return words;
}
