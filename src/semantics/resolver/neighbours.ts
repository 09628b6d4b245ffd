import { foldWord } from "../spelling.ts";
import { neighbourTable } from "./neighbour-table.ts";

/** How WordNet leads from a word to a known one; the last two to an opposite. */
export type Relation = "synonym" | "similar" | "see also" | "derivation" | "antonym" | "opposite";

/**
 * What a relation is worth: the slope of people's curves on the curve of the word that it leads to where both are likely
 * meant so, over words with three people or more whose own rows and kin were left out (`runs/neighbours.ts`), not above 0.9. `text` is told to the user.
 */
export const relations: Readonly<Record<Relation, { readonly trust: number; readonly text: string }>> = {
  synonym: { trust: 0.9, text: "the same as" },
  similar: { trust: 0.85, text: "similar to" },
  "see also": { trust: 0.6, text: "near" },
  derivation: { trust: 0.9, text: "of the family of" },
  antonym: { trust: 0.65, text: "the opposite of" },
  opposite: { trust: 0.5, text: "rather the opposite of" },
};

/** Whether a relation leads to the other side. */
export function isOpposite(relation: Relation): boolean {
  return relation === "antonym" || relation === "opposite";
}

/** Known words that stand for another by what a thesaurus says. */
export interface Neighbour {
  /** Normalised. */
  readonly word: string;
  /** Up to three words of the vocabulary, best first; negative for an opposite. The absolute weights add up to 1. */
  readonly parts: readonly { readonly word: string; readonly weight: number }[];
  /** 0..1: see `WordMeaning`; of the relation to the best. */
  readonly trust: number;
  /** "WordNet: similar to sharp". */
  readonly origin: string;
}

let lines: ReadonlyMap<string, string> | undefined; // line of each word, read when first asked for

/** What WordNet makes of a word that is unknown otherwise. @param folded See `foldWord`. */
export function neighbourOf(folded: string): Neighbour | undefined {
  lines ??= linesByWord();
  const line = lines.get(folded);
  return line === undefined ? undefined : readNeighbour(folded, line);
}

/** All words of the table. */
export function neighbourWords(): string[] {
  lines ??= linesByWord();
  return [...lines.keys()];
}

function linesByWord(): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of neighbourTable.split(/[;\n]/)) {
    for (const word of line.slice(line.lastIndexOf("|") + 1).split(" ")) found.set(foldWord(word), line);
  }
  return found;
}

/** A line is `relation|sharp shrill -low|words`. */
function readNeighbour(word: string, line: string): Neighbour {
  const [relation = "", known = ""] = line.split("|");
  const signed = known.split(" ");
  const parts = signed.map((part) => ({
    word: part.replace(/^-/, ""),
    weight: (part.startsWith("-") ? -1 : 1) / signed.length,
  }));
  const { trust, text } = relations[relation as Relation];
  return { word, parts, trust, origin: `WordNet: ${text} ${parts[0]!.word}` };
}
