import { byPeople, createNearSpellings, editDistance, letterCount } from "./near-spellings.ts";
import { notForms } from "./resolver/ordinary-words.ts";
import { foldWord, normalizeWord } from "./spelling.ts";
import { baseForms } from "./word-family.ts";

/** A language of the crowd's words. */
export type Language = "en" | "es";

/** The languages in the order that breaks ties. */
export const languages: readonly Language[] = ["en", "es"];

/** A word that people made curves for, or one that is known from elsewhere. */
export interface VocabularyEntry {
  /** Normalised spelling, see `normalizeWord`. */
  readonly word: string;
  /** Contributions: how many curves were made for the word; 0 for a word that is known by its kin alone. */
  readonly people: number;
  /** The same by language; adds up to `people`. */
  readonly languages: Readonly<Record<Language, number>>;
  /** Of a word without people. */
  readonly language?: Language;
}

/**
 * How a text was found: `exact` (the normalised spelling), `folded` (but for accents and punctuation), `family` (as
 * a form of a known word, see `baseForms`) or `corrected` (but for one typo; `didYouMean` is the word to tell the user).
 */
export type Lookup =
  | { readonly kind: "exact" | "folded" | "family"; readonly index: number; readonly entry: VocabularyEntry }
  | {
      readonly kind: "corrected";
      readonly index: number;
      readonly entry: VocabularyEntry;
      readonly didYouMean: string;
    };

/** One hit of a search; `match` says why, best kind first. */
export interface SearchHit extends VocabularyEntry {
  readonly match: "exact" | "folded" | "prefix" | "substring" | "similar";
}

/** How far from a known word's own spelling a text may be. */
export interface Allowed {
  /** Also regular forms of a known word. Default true. */
  readonly forms?: boolean;
  /** Also one typo away. Default true. */
  readonly typos?: boolean;
}

/** The known words; an index is a word's row in the tables. */
export interface Vocabulary {
  readonly entries: readonly VocabularyEntry[];
  /** Finds a word as `lookup` does, or gives undefined. */
  find(text: string, allow?: Allowed): Lookup | undefined;
  /**
   * Finds a word: its exact spelling first, then the spelling without accents and punctuation (of several, the
   * one with most people), then a word of which it is a regular form ("brightish"; not another real word that
   * looks like one: flower, flow), then one typo (see `NearSpellings.correction`). Anything else is an error that
   * names the near words, not a guess.
   *
   * @throws UnknownWordError if no word is found.
   * @throws RangeError if the text is blank.
   */
  lookup(text: string): Lookup;
  /**
   * Words that match a text: equal, equal when folded, starting with it, containing it, one typo away (two from
   * 8 letters); within a kind by people, then by spelling. A blank text lists all words.
   */
  search(text: string): SearchHit[];
}

/** No such word. Callers offer `suggestions`, the nearest known words, best first, at most 5. */
export class UnknownWordError extends Error {
  override readonly name = "UnknownWordError";
  readonly word: string;
  readonly suggestions: readonly string[];

  constructor(word: string, suggestions: readonly string[]) {
    const shown = word.length > 60 ? `${word.slice(0, 60)}...` : word;
    const near =
      suggestions.length > 0 ? `; did you mean ${listed(suggestions)}?` : ", nor for any word near it";
    const known = QUANTITY.test(word)
      ? "levels and frequencies are not understood; say 30 % or a word"
      : `nobody was asked for it${near}`;
    super(`unknown word ${JSON.stringify(shown)}: ${known}`);
    this.word = word;
    this.suggestions = suggestions;
  }
}

/** "3 dB", "100 Hz", "5k". */
const QUANTITY = /^[\d.,]+\s*(db|k?hz|k)$/i;

/** "a", "a or b", "a, b or c". */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${last}` : last;
}

/** Typos are searched for from so many letters on. */
const SHORTEST_SIMILAR = 4;
/** A y makes another word of a shorter one: tiny is no form of tin, nor many of man. */
const SHORTEST_WITH_Y = 4;

/** The language in which most people used the word; English on a tie. */
export function mainLanguage(entry: VocabularyEntry): Language {
  if (entry.language !== undefined) return entry.language;
  return languages.reduce((best, next) => (entry.languages[next] > entry.languages[best] ? next : best));
}

/** All spellings that fold to one text; `index` is the one with most people. */
interface FoldedWord {
  readonly word: string;
  readonly folded: string;
  readonly people: number;
  readonly index: number;
  readonly entry: VocabularyEntry;
}

/**
 * @param entries In the order of the tables' rows.
 * @throws TypeError if a word is not normalised or comes twice.
 * @throws RangeError if there is no word, or counts are no whole numbers or people is not their sum.
 */
export function createVocabulary(entries: readonly VocabularyEntry[]): Vocabulary {
  const words = entries.map(checkedEntry);
  if (words.length === 0) throw new RangeError("createVocabulary: entries must hold a word, got none");
  const byWord = new Map(words.map((entry, index) => [entry.word, index]));
  if (byWord.size !== words.length) {
    const twice = words.find((entry, index) => byWord.get(entry.word) !== index);
    throw new TypeError(`createVocabulary: a word must come once, got "${twice?.word}" twice`);
  }
  const byFold = new Map<string, FoldedWord>();
  words.forEach((entry, index) => {
    const folded = foldWord(entry.word);
    const rival = byFold.get(folded);
    if (folded === "" || (rival && byPeople(rival.entry, entry) <= 0)) return;
    byFold.set(folded, { word: entry.word, folded, people: entry.people, index, entry });
  });
  const spellings = createNearSpellings([...byFold.values()]);

  const find = (text: string, { forms = true, typos = true }: Allowed = {}): Lookup | undefined => {
    const word = normalizeWord(text);
    const exact = byWord.get(word);
    if (exact !== undefined) return { kind: "exact", index: exact, entry: words[exact]! };
    const query = foldWord(word);
    const same = byFold.get(query);
    if (same) return { kind: "folded", index: same.index, entry: same.entry };
    for (const form of forms && !notForms.has(query) ? baseForms(word) : []) {
      const base = byFold.get(form);
      const isChance = base && letterCount(form) < SHORTEST_WITH_Y && query === `${form}y`;
      if (base && !isChance) return { kind: "family", index: base.index, entry: base.entry };
    }
    const corrected = typos ? spellings.correction(query) : undefined;
    if (!corrected) return undefined;
    const { index, entry } = corrected;
    return { kind: "corrected", index, entry, didYouMean: entry.word };
  };

  return {
    entries: words,
    find,
    lookup: (text) => {
      if (typeof text !== "string") throw new TypeError(`lookup: text must be a string, got ${typeof text}`);
      if (text.trim() === "")
        throw new RangeError(`lookup: text must hold a word, got ${JSON.stringify(text)}`);
      const found = find(text);
      if (found) return found;
      const word = normalizeWord(text);
      throw new UnknownWordError(word, spellings.suggestions(foldWord(word)));
    },
    search: (text) => searchWords(normalizeWord(text), words),
  };
}

function checkedEntry(entry: VocabularyEntry): VocabularyEntry {
  const { word, people, languages: counts, language } = entry;
  if (word === "" || word !== normalizeWord(word)) {
    throw new TypeError(
      `createVocabulary: a word must be normalised ("${normalizeWord(word)}"), got ${JSON.stringify(word)}`,
    );
  }
  const sum = languages.reduce((total, language) => total + counts[language], 0);
  const whole = languages.every(
    (language) => Number.isSafeInteger(counts[language]) && counts[language] >= 0,
  );
  if (!whole || people !== sum) {
    throw new RangeError(
      `createVocabulary: people of "${word}" must be the sum of whole counts by language, ` +
        `got ${people} and ${JSON.stringify(counts)}`,
    );
  }
  const checked = { word, people, languages: { en: counts.en, es: counts.es } };
  return language === undefined ? checked : { ...checked, language };
}

const matchOrder: readonly SearchHit["match"][] = ["exact", "folded", "prefix", "substring", "similar"];

function searchWords(query: string, words: readonly VocabularyEntry[]): SearchHit[] {
  const hits: SearchHit[] = [];
  const folded = foldWord(query);
  for (const entry of words) {
    const match = query === "" ? "substring" : matchKind(query, folded, entry.word);
    if (match) hits.push({ ...entry, match });
  }
  return hits.sort((a, b) => matchOrder.indexOf(a.match) - matchOrder.indexOf(b.match) || byPeople(a, b));
}

function matchKind(query: string, folded: string, word: string): SearchHit["match"] | undefined {
  if (word === query) return "exact";
  if (folded === "") return word.includes(query) ? "substring" : undefined;
  const foldedWord = foldWord(word);
  if (foldedWord === folded) return "folded";
  if (foldedWord.startsWith(folded)) return "prefix";
  if (foldedWord.includes(folded)) return "substring";
  const letters = letterCount(folded);
  const reach = letters >= 8 ? 2 : letters >= SHORTEST_SIMILAR ? 1 : 0;
  return editDistance(folded, foldedWord, reach) <= reach ? "similar" : undefined;
}
