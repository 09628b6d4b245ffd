import type { WordResolver } from "../word-meaning.ts";
import type { Cursor } from "./cursor.ts";
import type { Lexeme } from "./lexemes.ts";
import { askedBy } from "./modifiers.ts";
import type { BetweenNode, Modifier, TermNode } from "./tree.ts";

const MIDDLE = 0.5;
const NEARER = 0.75;

/** Kinds that may stand before the word of an end. */
const loose: ReadonlySet<Lexeme["kind"]> = new Set<Lexeme["kind"]>([
  "determiner",
  "pronoun",
  "filler",
  "being",
  "be",
  "request",
]);

/**
 * Takes "warm and bright" after *between*, or "warm to bright" after *from*; an end is a word with its degree, *more* or
 * *less*.
 *
 * @returns Undefined, and nothing is taken, if that is not what follows.
 */
export function readEnds(
  cursor: Cursor,
  resolver: WordResolver,
  joint: "and" | "to",
): BetweenNode["ends"] | undefined {
  const begun = cursor.at;
  const from = readEnd(cursor, resolver);
  const joined = from && cursor.take()?.kind === joint;
  const to = joined ? readEnd(cursor, resolver) : undefined;
  if (from && to) return [[from], [to]];
  cursor.at = begun;
  return undefined;
}

function readEnd(cursor: Cursor, resolver: WordResolver): TermNode | undefined {
  const modifiers: Modifier[] = [];
  for (let lexeme = cursor.take(); lexeme; lexeme = cursor.take()) {
    const { kind, text, start, end } = lexeme;
    if (kind === "degree") modifiers.push({ text, does: lexeme.value });
    else if (kind === "more" || kind === "less") modifiers.push({ text, does: kind });
    else if (kind === "head" || kind === "unknown") {
      const asked = askedBy(modifiers);
      const word =
        kind === "head" ? { meaning: lexeme.meaning } : { suggestions: resolver.suggestions(text) };
      const strength = asked.strength * (kind === "head" ? lexeme.strength * lexeme.sign : 1);
      return { kind: "term", text, start, end, ...asked, strength, ...word };
    } else if (!loose.has(kind)) return undefined;
  }
  return undefined;
}

/**
 * The place between two ends: as said before ("a third of the way"), or after ("at 0.3", ", 40 %", "closer to bright"),
 * else the middle.
 *
 * @throws RangeError if it is not within 0..1.
 */
export function readPosition(cursor: Cursor, said: readonly Modifier[], ends: BetweenNode["ends"]): number {
  if (said.length > 0) {
    return checked(
      said.reduce((product, { does }) => product * Number(does), 1),
      said[0]!.text,
    );
  }
  const begun = cursor.at;
  for (let lexeme = cursor.take(); lexeme; lexeme = cursor.take()) {
    const { kind } = lexeme;
    if (kind === "number" || kind === "degree") {
      const isLast = !cursor.hasWordAhead;
      if (isLast && (kind === "number" || cursor.next?.kind === "way"))
        return checked(lexeme.value, lexeme.text);
      break;
    }
    if (kind === "closer") {
      const position = nearerTo(cursor, ends);
      if (position !== undefined) return position;
      break;
    }
    const isBetween = kind === "at" || kind === "filler" || kind === "break";
    if (!isBetween && !(kind === "sign" && /^[,:(]$/.test(lexeme.sign))) break;
  }
  cursor.at = begun;
  return MIDDLE;
}

function nearerTo(cursor: Cursor, ends: BetweenNode["ends"]): number | undefined {
  let lexeme = cursor.take();
  while (lexeme && loose.has(lexeme.kind)) lexeme = cursor.take();
  if (lexeme?.kind !== "head") return undefined;
  const { word } = lexeme.meaning;
  const [isFrom, isTo] = ends.map((end) =>
    end.some((node) => node.kind === "term" && node.meaning?.word === word),
  );
  return isTo ? NEARER : isFrom ? 1 - NEARER : undefined;
}

function checked(position: number, text: string): number {
  if (position >= 0 && position <= 1) return position;
  throw new RangeError(`parsePhrase: a position between two words must be within 0..1, got "${text}"`);
}
