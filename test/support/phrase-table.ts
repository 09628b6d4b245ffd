import { readFileSync } from "node:fs";
import { concepts } from "../../src/semantics/lexicon.ts";
import { parsePhrase } from "../../src/semantics/phrase/parse.ts";
import { readPhrase } from "../../src/semantics/phrase/reading.ts";
import { foldWord } from "../../src/semantics/spelling.ts";
import { baseForms } from "../../src/semantics/word-family.ts";
import type { WordResolver } from "../../src/semantics/word-meaning.ts";

/** A line of a table: a phrase and the reading that a person gives it. */
export interface TableLine {
  readonly phrase: string;
  readonly reading: string;
}

export interface MisreadLine extends TableLine {
  readonly got: string;
}

/** Reads `phrase<TAB>reading` lines; # begins a comment. The notation is that of docs/phrases.md. */
export function readPhraseTable(path: string | URL): TableLine[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [phrase = "", reading = ""] = line.split("\t");
      return { phrase, reading };
    });
}

interface Term {
  readonly asked: string;
  readonly word: string;
}

/** The lines that are read otherwise. Noun and adjective of one family count as one word ("warmth", "warm"). */
export function misread(lines: readonly TableLine[], resolver: WordResolver): MisreadLine[] {
  return lines.flatMap(({ phrase, reading }) => {
    const got = readingOf(phrase, resolver);
    const want = reading.split(", ").map(termOf);
    const found = got.split(", ").map(termOf);
    const isSame =
      want.length === found.length &&
      byUnknown(want).every((term, index) => isSameTerm(term, byUnknown(found)[index]!, resolver));
    return isSame ? [] : [{ phrase, reading, got }];
  });
}

/** The reading of a phrase in the table's notation, or the error's message. */
export function readingOf(phrase: string, resolver: WordResolver): string {
  try {
    const { terms, unknown } = readPhrase(parsePhrase(resolver, phrase));
    const known = terms.map(({ meaning, mode, strength }) => {
      const size = Number(Math.abs(strength).toFixed(2));
      if (mode === "keep") return `keep ${meaning.word}`;
      if (mode === "without") return `without ${size === 1 ? "" : `${size} `}${meaning.word}`;
      return `${strength < 0 ? "-" : "+"}${size} ${meaning.word}`;
    });
    return [...known, ...unknown.map(({ text }) => `? ${text}`)].join(", ");
  } catch (error) {
    return String(error);
  }
}

function termOf(text: string): Term {
  const [, asked = "", word = ""] = /^([+-][\d.]+|without(?: [\d.]+)?|keep|\?) (.*)$/.exec(text) ?? [];
  return { asked: asked.replace(/^without 1$/, "without"), word };
}

/** Unknown words last, since a reading lists them apart. */
function byUnknown(terms: readonly Term[]): Term[] {
  return [...terms].sort((a, b) => Number(a.asked === "?") - Number(b.asked === "?"));
}

function isSameTerm(a: Term, b: Term, resolver: WordResolver): boolean {
  return (
    a.asked === b.asked &&
    (a.asked === "?" ? foldWord(a.word) === foldWord(b.word) : isKin(a.word, b.word, resolver))
  );
}

function isKin(a: string, b: string, resolver: WordResolver): boolean {
  const kinOf = (word: string): Set<string> => {
    const own = resolver.resolve(word)?.word ?? word;
    const near = [foldWord(word), foldWord(own), ...baseForms(word), ...baseForms(own)];
    const shared = concepts.filter((concept) =>
      concept.some((member) => foldWord(member.word) === foldWord(own)),
    );
    return new Set([...near, ...shared.flatMap((concept) => concept.map((member) => foldWord(member.word)))]);
  };
  const other = kinOf(b);
  return [...kinOf(a)].some((word) => other.has(word));
}
