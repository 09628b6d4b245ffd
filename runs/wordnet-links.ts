import { concepts } from "../src/semantics/lexicon.ts";
import { isOpposite, type Relation, relations } from "../src/semantics/resolver/neighbours.ts";
import type { Vocabulary } from "../src/semantics/vocabulary.ts";
import type { PartOfSpeech, Sense, Synset, WordNet } from "./wordnet-dict.ts";

/** Relations that were tried: `cluster` leads to another satellite of one's head, `attribute` to the name of a scale. */
export type TriedRelation = Relation | "cluster" | "attribute";

export interface Link {
  readonly lemma: string;
  readonly relation: TriedRelation;
  /** 0..1: how likely both words are meant in the senses that are linked. */
  readonly likely: number;
  /** The word's own. */
  readonly sense: Synset;
}

/** Senses that can be heard, seen or felt, by what their definitions speak of. */
const SENSORY =
  /\b(sounds?|noises?|noisy|voices?|tones?|music|musical|pitch|hear|heard|ear|loud|touch|texture|surface|temperature|heat|cold|warm|light|bright|dark|colou?rs?|taste|smell|thick|thin|weight)\b/;
/** A sound is spoken of, so such senses are more likely than in other texts. */
const SENSORY_BOOST = 4;
/** In the words that people were asked for, a sound was playing. */
const KNOWN_BOOST = 10;

/** Senses with their shares, those of hearing, sight and touch made more likely. */
function likelySenses(wordnet: WordNet, lemma: string, pos: PartOfSpeech, boost: number): Sense[] {
  const senses = wordnet.sensesOf(lemma, pos).map((sense) => ({
    ...sense,
    share: sense.share * (SENSORY.test(sense.synset.gloss) ? boost : 1),
  }));
  const total = senses.reduce((sum, { share }) => sum + share, 0);
  return senses.map((sense) => ({ ...sense, share: sense.share / total }));
}

/** All that WordNet links directly to a word, the likeliest way to each by each relation; best first. */
export function linksOf(wordnet: WordNet, lemma: string, pos: PartOfSpeech): Link[] {
  const found = new Map<string, Link>();
  let sense: Synset; // whose links are followed
  const offer = (other: string, synset: Synset, relation: TriedRelation, share: number): void => {
    const name = other.toLowerCase();
    if (name === lemma) return;
    const there = likelySenses(wordnet, name, synset.pos, KNOWN_BOOST).find(
      (sense) => sense.synset === synset,
    );
    const likely = share * (there?.share ?? 0);
    const key = `${relation} ${name}`;
    if (likely > (found.get(key)?.likely ?? 0)) found.set(key, { lemma: name, relation, likely, sense });
  };
  const offerAll = (synset: Synset, relation: TriedRelation, share: number): void => {
    for (const other of synset.words) offer(other, synset, relation, share);
  };

  for (const { synset, at, share } of likelySenses(wordnet, lemma, pos, SENSORY_BOOST)) {
    sense = synset;
    offerAll(synset, "synonym", share);
    for (const { symbol, target, from, to } of synset.pointers) {
      const isOwn = from === undefined || from === at;
      if (symbol === "&") {
        offerAll(target, "similar", share);
        for (const next of synset.isSatellite ? target.pointers : []) {
          if (next.symbol === "&" && next.target !== synset) offerAll(next.target, "cluster", share);
          if (next.symbol === "!") offerAll(next.target, "opposite", share);
        }
      } else if (symbol === "^" && isOwn) offerAll(target, "see also", share);
      else if (symbol === "=") offerAll(target, "attribute", share);
      else if (
        (symbol === "+" || (symbol === "\\" && pos === "r")) &&
        isOwn &&
        to !== undefined &&
        target.pos !== "v"
      ) {
        offer(target.words[to]!, target, "derivation", share);
      } else if (symbol === "!" && to !== undefined) {
        offer(target.words[to]!, target, isOwn ? "antonym" : "opposite", share);
        for (const next of target.pointers) {
          if (next.symbol === "&") offerAll(next.target, "opposite", share);
        }
      }
    }
  }
  return [...found.values()].sort((a, b) => b.likely - a.likely || (a.lemma < b.lemma ? -1 : 1));
}

/** A link that is used, and what it is worth: how likely it is meant times what its relation is worth. */
export interface UsedLink {
  readonly lemma: string;
  readonly relation: Relation;
  readonly score: number;
  /** Of the word that it stands for. */
  readonly sense: Synset;
}

/** Of a word that is known from its use for other effects alone, beside one that people were asked for or the lexicon holds. */
const LITTLE_KNOWN = 0.5;

/** How well the English words of a vocabulary are known, for `usedLinks`. */
export function anchorsOf({ entries }: Vocabulary): (lemma: string) => number {
  const inLexicon = new Set(concepts.flat().map(({ word }) => word));
  const known = new Map<string, number>();
  for (const { word, people, languages, language } of entries) {
    if (people > 0 ? languages.en === 0 : language !== "en") continue;
    known.set(word, people > 0 || inLexicon.has(word) ? 1 : LITTLE_KNOWN);
  }
  return (lemma) => known.get(lemma) ?? 0;
}

const MAX_PARTS = 3;
/** Of the best link. Below it, words stand in rare senses or in senses that are rarely meant. */
const LEAST_SCORE = 0.1;
/** The same where the best is the opposite of a word like it, which leads astray most easily; only senses of the senses. */
const LEAST_OPPOSITE_SCORE = 0.2;
/** Of the others, as a share of the best. */
const LEAST_SHARE = 0.25;

/**
 * The known words that stand for another. Left out are a word that is reached both as kin and as an opposite, and one that
 * contradicts a better one: its antonym on the same side, or a word like it on the other.
 *
 * @param knownOf How well a word is known, 0 (not at all) to 1.
 */
export function usedLinks(
  wordnet: WordNet,
  links: readonly Link[],
  knownOf: (lemma: string) => number,
): UsedLink[] {
  const best = new Map<string, UsedLink>();
  const ambiguous = new Set<string>();
  for (const { lemma, relation, likely, sense } of links) {
    if (relation === "cluster" || relation === "attribute" || !(knownOf(lemma) > 0)) continue;
    const score = likely * relations[relation].trust * knownOf(lemma);
    const rival = best.get(lemma);
    if (rival && isOpposite(rival.relation) !== isOpposite(relation)) ambiguous.add(lemma);
    if (score > (rival?.score ?? 0)) best.set(lemma, { lemma, relation, score, sense });
  }
  const sorted = [...best.values()]
    .filter(({ lemma }) => !ambiguous.has(lemma))
    .sort((a, b) => b.score - a.score || (a.lemma < b.lemma ? -1 : 1));
  const [first] = sorted;
  if (!first || first.score < LEAST_SCORE) return [];
  const isVague = first.score < LEAST_OPPOSITE_SCORE || !SENSORY.test(first.sense.gloss);
  if (first.relation === "opposite" && isVague) return [];
  const used: UsedLink[] = [];
  for (const link of sorted) {
    if (used.length === MAX_PARTS || link.score < LEAST_SHARE * first.score) break;
    if (link.relation === "opposite" && link.sense !== first.sense) continue;
    if (used.every((other) => agree(wordnet, other, link))) used.push(link);
  }
  return used;
}

function agree(wordnet: WordNet, one: UsedLink, other: UsedLink): boolean {
  const sameSide = isOpposite(one.relation) === isOpposite(other.relation);
  return linksOf(wordnet, one.lemma, "a")
    .filter(({ lemma }) => lemma === other.lemma)
    .every(({ relation }) => (relation === "antonym" || relation === "opposite") !== sameSide);
}
