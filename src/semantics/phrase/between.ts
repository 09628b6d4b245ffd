import type { WordResolver } from "../word-meaning.ts";
import type { Cursor } from "./cursor.ts";
import type { Lexeme } from "./lexemes.ts";
import { askedBy, MOST_STRENGTH } from "./modifiers.ts";
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

/** Kinds that may stand before a position. */
const leading: ReadonlySet<Lexeme["kind"]> = new Set<Lexeme["kind"]>([
  "at",
  "filler",
  "break",
  "preposition",
]);

/**
 * Takes "warm and bright" after *between*, or "warm to bright" after *from*; an end is a word with its degree, *more* or
 * *less*.
 *
 * @param ignored Words that say nothing are added to it.
 * @returns Undefined, and nothing is taken, if that is not what follows.
 */
export function readEnds(
  cursor: Cursor,
  resolver: WordResolver,
  joint: "and" | "to",
  ignored: string[],
): BetweenNode["ends"] | undefined {
  const begun = cursor.at;
  const fillers: string[] = [];
  const from = readEnd(cursor, resolver, fillers);
  const joined = from && cursor.take()?.kind === joint;
  const to = joined ? readEnd(cursor, resolver, fillers) : undefined;
  if (from && to) {
    ignored.push(...fillers);
    return [[from], [to]];
  }
  cursor.at = begun;
  return undefined;
}

/** Takes "20 % and 30 %" after *between*: the strength in the middle. */
export function readRange(cursor: Cursor, joint: "and" | "to"): { text: string; value: number } | undefined {
  const begun = cursor.at;
  const [low, joined, high] = [takePast(cursor), cursor.take(), takePast(cursor)];
  if (low?.kind === "number" && joined?.kind === joint && high?.kind === "number") {
    return { text: `${low.text} ${joined.text} ${high.text}`, value: (low.value + high.value) / 2 };
  }
  cursor.at = begun;
  return undefined;
}

/** The next lexeme but for an article: "un 20 %". */
function takePast(cursor: Cursor): Lexeme | undefined {
  const lexeme = cursor.take();
  const isArticle = lexeme?.kind === "at" || lexeme?.kind === "pronoun" || lexeme?.kind === "determiner";
  return isArticle ? cursor.take() : lexeme;
}

function readEnd(cursor: Cursor, resolver: WordResolver, fillers: string[]): TermNode | undefined {
  const modifiers: Modifier[] = [];
  for (let lexeme = cursor.take(); lexeme; lexeme = cursor.take()) {
    const { kind, text, start, end } = lexeme;
    if (kind === "degree") modifiers.push({ text, does: lexeme.value });
    else if (kind === "more" || kind === "less") modifiers.push({ text, does: kind });
    else if (kind === "head" || kind === "unknown") {
      const asked = askedBy(modifiers);
      const word =
        kind === "head" ? { meaning: lexeme.meaning } : { suggestions: resolver.suggestions(text) };
      const wanted = asked.strength * (kind === "head" ? lexeme.strength * lexeme.sign : 1);
      const strength = Math.max(-MOST_STRENGTH, Math.min(MOST_STRENGTH, wanted));
      return { kind: "term", text, start, end, ...asked, strength, ...word };
    } else if (!loose.has(kind)) return undefined;
    else if (kind === "filler") fillers.push(text);
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
  let isOpen = false;
  for (let lexeme = cursor.take(); lexeme; lexeme = cursor.take()) {
    const { kind } = lexeme;
    if (kind === "number" || kind === "degree") {
      const isLast = !cursor.hasWordAhead;
      if (!isLast || (kind === "degree" && cursor.next?.kind !== "way")) break;
      if (isOpen && !takeClosing(cursor)) break;
      return checked(lexeme.value, lexeme.text);
    }
    if (kind === "closer") {
      const position = nearerTo(cursor, ends);
      if (position === undefined || (isOpen && !takeClosing(cursor))) break;
      return position;
    }
    if (kind === "sign" && lexeme.sign === "(" && !isOpen) isOpen = true;
    else if (!leading.has(kind) && !(kind === "sign" && /^[,:]$/.test(lexeme.sign))) break;
  }
  cursor.at = begun;
  return MIDDLE;
}

/** Takes the parenthesis that ends "(30 %)" or "(30 % of the way)". */
function takeClosing(cursor: Cursor): boolean {
  if (cursor.next?.kind === "way") cursor.take();
  const lexeme = cursor.take();
  return lexeme?.kind === "sign" && lexeme.sign === ")";
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
