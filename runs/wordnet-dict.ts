import { readFileSync } from "node:fs";
import { join } from "node:path";

export type PartOfSpeech = "a" | "n" | "r" | "v";

/** A relation of a synset or of one of its words to another. */
export interface Pointer {
  /** `!` antonym, `&` similar, `^` see also, `=` attribute, `+` derivation, `\` adverb of, `@` hypernym. */
  readonly symbol: string;
  readonly target: Synset;
  /** Which words it relates, from 0; undefined where it relates the synsets. */
  readonly from?: number;
  readonly to?: number;
}

export interface Synset {
  readonly pos: PartOfSpeech;
  /** An adjective that gathers around a head. */
  readonly isSatellite: boolean;
  /** Number of the lexicographers' file: 7 attributes, 11 events, 12 feelings, 19 phenomena, 26 states. */
  readonly file: number;
  /** In lower case unless a proper name; spaces as `_`. */
  readonly words: readonly string[];
  readonly pointers: readonly Pointer[];
  readonly gloss: string;
}

/** A word in one of its senses. */
export interface Sense {
  readonly synset: Synset;
  /** Which word of the synset it is, from 0. */
  readonly at: number;
  /** Share of the word's uses as this part of speech, 0..1; of a word that was never counted by the order of senses. */
  readonly share: number;
}

/** WordNet's dictionary (Princeton University), read whole. */
export interface WordNet {
  /** Senses, most frequent first. */
  sensesOf(lemma: string, pos: PartOfSpeech): readonly Sense[];
  /** How often its tagged texts use the lemma, all parts of speech together. */
  usesOf(lemma: string): number;
  lemmas(pos: PartOfSpeech): Iterable<string>;
}

const files: readonly (readonly [PartOfSpeech, string])[] = [
  ["a", "adj"],
  ["n", "noun"],
  ["r", "adv"],
  ["v", "verb"],
];

/** @param folder Holds `data.*`, `index.*` and `index.sense` as `wndb(5WN)` describes them. */
export function readWordNet(folder: string): WordNet {
  const synsets = new Map<string, Synset>();
  const raw: { synset: Synset & { pointers: Pointer[] }; fields: string[]; at: number }[] = [];
  for (const [pos, name] of files) {
    for (const line of linesOf(join(folder, `data.${name}`))) {
      const bar = line.indexOf(" | ");
      const fields = line.slice(0, bar).split(" ");
      const count = Number.parseInt(fields[3]!, 16);
      const words = Array.from({ length: count }, (_, i) => fields[4 + 2 * i]!.replace(/\([a-z]+\)$/, ""));
      const synset = {
        ...{ pos, isSatellite: fields[2] === "s", file: Number(fields[1]), words },
        gloss: line.slice(bar + 3).trim(),
        pointers: [] as Pointer[],
      };
      synsets.set(`${pos}${fields[0]}`, synset);
      raw.push({ synset, fields, at: 4 + 2 * count });
    }
  }
  for (const { synset, fields, at } of raw) {
    const count = Number(fields[at]);
    for (let i = 0; i < count; i++) {
      const [symbol = "", offset = "", pos = "", ends = ""] = fields.slice(at + 1 + 4 * i, at + 5 + 4 * i);
      const target = synsets.get(`${pos}${offset}`)!;
      const [from, to] = [ends.slice(0, 2), ends.slice(2)].map((hex) => Number.parseInt(hex, 16) - 1);
      synset.pointers.push({ symbol, target, ...(from! >= 0 ? { from: from!, to: to! } : {}) });
    }
  }

  const tags = new Map<string, number>();
  const uses = new Map<string, number>();
  for (const line of readFileSync(join(folder, "index.sense"), "utf8").split("\n")) {
    const [key = "", offset, , tagged] = line.split(" ");
    const [lemma = "", rest = ""] = key.split("%");
    const pos = ({ 1: "n", 2: "v", 3: "a", 4: "r", 5: "a" } as const)[Number(rest[0])];
    if (!pos || tagged === undefined) continue;
    tags.set(`${lemma} ${pos}${offset}`, Number(tagged));
    uses.set(lemma, (uses.get(lemma) ?? 0) + Number(tagged));
  }
  const index = new Map<string, Sense[]>();
  const lemmasOf: Record<PartOfSpeech, string[]> = { a: [], n: [], r: [], v: [] };
  for (const [pos, name] of files) {
    for (const line of linesOf(join(folder, `index.${name}`))) {
      const fields = line.trim().split(" ");
      const lemma = fields[0]!;
      const offsets = fields.slice(-Number(fields[2]));
      const weights = offsets.map(
        (offset, rank) => (tags.get(`${lemma} ${pos}${offset}`) ?? 0) + 1 / (rank + 1),
      );
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      lemmasOf[pos].push(lemma);
      index.set(
        `${lemma} ${pos}`,
        offsets.map((offset, rank) => {
          const synset = synsets.get(`${pos}${offset}`)!;
          const at = synset.words.findIndex((word) => word.toLowerCase() === lemma);
          return { synset, at, share: weights[rank]! / total };
        }),
      );
    }
  }
  return {
    sensesOf: (lemma, pos) => index.get(`${lemma} ${pos}`) ?? [],
    usesOf: (lemma) => uses.get(lemma) ?? 0,
    lemmas: (pos) => lemmasOf[pos],
  };
}

/** Lines of a dictionary file, without the licence at its head. */
function linesOf(path: string): string[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("  "));
}
