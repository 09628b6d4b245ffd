import { createNearSpellings, type KnownSpelling, type NearSpellings } from "../near-spellings.ts";
import { foldWord, normalizeWord } from "../spelling.ts";
import { type Lookup, mainLanguage, type Vocabulary } from "../vocabulary.ts";
import { baseForms, inflectedFrom } from "../word-family.ts";
import type { WordMeaning, WordResolver } from "../word-meaning.ts";
import { isFaultWord } from "./faults.ts";
import { type Neighbour, neighbourOf } from "./neighbours.ts";
import { notForms, notTypos } from "./ordinary-words.ts";
import { regionCurve } from "./region-curve.ts";
import { type StudioTerm, studioTerms } from "./studio-terms.ts";

export interface WordResolverOptions {
  readonly vocabulary: Vocabulary;
  /** The user's own words; a key is any spelling. */
  readonly personal?: ReadonlyMap<string, WordMeaning>;
  /** Asked last, for a word that nothing else explains; normalised. Its meaning must not name a fault. */
  readonly embedding?: (word: string) => WordMeaning | undefined;
}

/** Texts whose meaning is kept; phrases repeat their words. */
const CACHE_SIZE = 4096;

/**
 * The correlation that is expected between a chart's region and the next person's curve for the term: the mean over
 * engineers' words of SAFE-DB that charts name; over the crowd's words it is higher, 0.54 (`runs/neighbours.ts`).
 */
const REGION_TRUST = 0.35;

/** How many people a studio term is worth among the words that a typo might stand for. */
const STUDIO_PEOPLE = 4;

type Match = WordMeaning["match"];

/**
 * Finds what words stand for, nearest source first: the user's own words, the vocabulary, engineers' terms, regular
 * forms of these, a thesaurus, one typo, an embedding. A word that nobody made a curve for gives way to the name of a region
 * ("bass"); else its kin say as much of it as a chart does (`runs/neighbours.ts`).
 */
export function createWordResolver({
  vocabulary,
  personal = new Map(),
  embedding,
}: WordResolverOptions): WordResolver {
  const own = new Map(Array.from(personal, ([word, meaning]) => [foldWord(normalizeWord(word)), meaning]));
  const studio = new Map<string, WordMeaning>();
  const bands = new Set<string>();
  for (const term of studioTerms) {
    const meaning = meaningOfTerm(term, vocabulary);
    const folded = foldWord(term.word);
    if (meaning) studio.set(folded, meaning);
    if (term.isBand) bands.add(folded);
  }
  let near: NearSpellings<KnownSpelling> | undefined; // made when first asked for
  const spellings = (): NearSpellings<KnownSpelling> => {
    near ??= createNearSpellings(spellingsOf(vocabulary, own, studio));
    return near;
  };
  const cache = new Map<string, WordMeaning | undefined>();
  const suggested = new Map<string, readonly string[]>();

  const ownOf = (folded: string, match: Match): WordMeaning | undefined => {
    const meaning = own.get(folded);
    return meaning && { ...meaning, match };
  };
  const studioOf = (folded: string, match: Match): WordMeaning | undefined => {
    const meaning = studio.get(folded);
    return meaning && { ...meaning, match };
  };

  /** A word as it is typed, but for case, accents and punctuation. */
  const spelled = (word: string, folded: string): WordMeaning | undefined => {
    const match = (known: string): Match => (known === word ? "exact" : "folded");
    const mine = own.get(folded);
    if (mine) return { ...mine, match: match(mine.word) };
    const found = vocabulary.find(word, { forms: false, typos: false });
    const term = studio.get(folded);
    const isBetter = !found || (found.entry.people === 0 && bands.has(folded));
    if (term && isBetter) return { ...term, match: match(term.word) };
    return found && meaningOf(found, found.kind);
  };

  /**
   * The word of which another is but a form ("warmer", "brightness"): one of the user's own, or of a word that nobody was
   * asked for one with people, or a shorter one.
   */
  const inflectedOf = (word: string, { source }: WordMeaning): WordMeaning | undefined => {
    for (const base of source === "personal" ? [] : inflectedFrom(word)) {
      const mine = ownOf(base, "family");
      if (mine) return mine;
      if (source !== "kin") continue;
      const found = vocabulary.find(base, { forms: false, typos: false });
      if (found && (found.entry.people > 0 || base.length < word.length)) return meaningOf(found, "family");
    }
    return undefined;
  };

  const formOf = (word: string, folded: string): WordMeaning | undefined => {
    if (notForms.has(folded)) return undefined;
    const bases = baseForms(word);
    for (const base of bases) {
      const mine = ownOf(base, "family");
      if (mine) return mine;
    }
    const found = vocabulary.find(word, { typos: false });
    if (found) return meaningOf(found, "family");
    for (const base of bases) {
      const term = studioOf(base, "family");
      if (term) return term;
    }
    return undefined;
  };

  const neighbour = (word: string, folded: string, forms: boolean): WordMeaning | undefined => {
    const exact = neighbourOf(folded);
    if (exact) return meaningOfNeighbour(exact, vocabulary, "exact");
    for (const base of forms ? baseForms(word) : []) {
      const found = neighbourOf(base);
      if (found) return meaningOfNeighbour(found, vocabulary, "family");
    }
    return undefined;
  };

  const corrected = (word: string, folded: string): WordMeaning | undefined => {
    if ([folded, ...baseForms(word)].some((real) => notTypos.has(real) || notForms.has(real)))
      return undefined;
    const known = spellings().correction(folded);
    if (!known) return undefined;
    const meaning = spelled(known.word, known.folded);
    return meaning && { ...meaning, match: "corrected" };
  };

  const resolve = (text: string, forms: boolean, typos: boolean): WordMeaning | undefined => {
    const word = normalizeWord(text);
    const folded = foldWord(word);
    if (folded === "") return undefined;
    const known = spelled(word, folded);
    if (known) return (forms ? inflectedOf(word, known) : undefined) ?? known;
    return (
      (forms ? formOf(word, folded) : undefined) ??
      neighbour(word, folded, forms) ??
      (typos ? corrected(word, folded) : undefined) ??
      embedding?.(word)
    );
  };

  return {
    longest: longestOf([
      ...vocabulary.entries.map(({ word }) => word),
      ...studioTerms.map(({ word }) => word),
      ...own.keys(),
    ]),
    resolve(text, { forms = true, typos = true } = {}) {
      const key = `${forms ? "f" : ""}${typos ? "t" : ""} ${text}`;
      const known = cache.get(key);
      if (known || cache.has(key)) return known;
      const meaning = resolve(text, forms, typos);
      if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value!);
      cache.set(key, meaning);
      return meaning;
    },
    suggestions(text) {
      const known = suggested.get(text);
      if (known) return known;
      const found = spellings().suggestions(foldWord(normalizeWord(text)));
      if (suggested.size >= CACHE_SIZE) suggested.delete(suggested.keys().next().value!);
      suggested.set(text, found);
      return found;
    },
  };
}

function meaningOf({ entry, index }: Lookup, match: Match): WordMeaning {
  return {
    word: entry.word,
    source: entry.people > 0 ? "crowd" : "kin",
    match,
    language: mainLanguage(entry),
    people: entry.people,
    isFault: isFaultWord(foldWord(entry.word)),
    index,
  };
}

/** Undefined where the vocabulary holds none of the words that stand for the term. */
function meaningOfTerm(
  { word, language, region, isCut = false, sameAs = [] }: StudioTerm,
  vocabulary: Vocabulary,
): WordMeaning | undefined {
  const term = {
    word,
    source: "studio",
    match: "exact",
    language,
    people: 0,
    isFault: isFaultWord(foldWord(word)),
  } as const;
  if (region) {
    const origin = `engineers' term for ${isCut ? "less of " : ""}${hertz(region.lowHz)} to ${hertz(region.highHz)}`;
    const curve = regionCurve(region);
    const unitCurve = isCut ? curve.map((value) => -value) : curve;
    return { ...term, unitCurve, trust: REGION_TRUST, origin };
  }
  for (const known of sameAs) {
    const found = vocabulary.find(known, { forms: false, typos: false });
    if (!found) continue;
    const parts = [{ index: found.index, weight: 1 }];
    return { ...term, parts, origin: `engineers' word for ${found.entry.word}` };
  }
  return undefined;
}

/** "250 Hz", "1.5 kHz". */
function hertz(frequencyHz: number): string {
  return frequencyHz < 1000 ? `${frequencyHz} Hz` : `${frequencyHz / 1000} kHz`;
}

/** Undefined where the vocabulary holds none of its words. */
function meaningOfNeighbour(
  { word, parts, trust, origin }: Neighbour,
  vocabulary: Vocabulary,
  match: Match,
): WordMeaning | undefined {
  const known = parts.flatMap(({ word: part, weight }) => {
    const found = vocabulary.find(part, { forms: false, typos: false });
    return found ? [{ index: found.index, weight }] : [];
  });
  if (known.length === 0) return undefined;
  const isFault = isFaultWord(foldWord(word));
  return {
    word,
    source: "neighbour",
    match,
    language: "en",
    people: 0,
    isFault,
    parts: known,
    trust,
    origin,
  };
}

/** Of what a typo may stand for: each folded spelling once, the best known first. */
function spellingsOf(
  { entries }: Vocabulary,
  own: ReadonlyMap<string, WordMeaning>,
  studio: ReadonlyMap<string, WordMeaning>,
): KnownSpelling[] {
  const byFold = new Map<string, KnownSpelling>();
  const offer = (word: string, people: number): void => {
    const folded = foldWord(word);
    if (folded !== "" && people > (byFold.get(folded)?.people ?? -1))
      byFold.set(folded, { word, folded, people });
  };
  for (const { word, people } of entries) offer(word, people);
  for (const { word } of studio.values()) offer(word, STUDIO_PEOPLE);
  for (const { word } of own.values()) offer(word, STUDIO_PEOPLE);
  return [...byFold.values()];
}

function longestOf(words: readonly string[]): number {
  return words.reduce((most, word) => Math.max(most, word.split(" ").length), 1);
}
