import type { HeadLexeme, Lexeme } from "./lexemes.ts";

/** A place in a row of lexemes, and what stands around it. */
export class Cursor {
  readonly lexemes: readonly Lexeme[];
  /** Of the next lexeme. */
  at = 0;

  /** By place: whether a word of sound follows from there on, before the next connective. */
  private readonly wordsAhead: readonly boolean[];

  constructor(lexemes: readonly Lexeme[]) {
    this.lexemes = lexemes;
    const wordsAhead = [false];
    for (const lexeme of lexemes.toReversed()) wordsAhead.push(leadsToWord(lexeme) ?? wordsAhead.at(-1)!);
    this.wordsAhead = wordsAhead.reverse();
  }

  take(): Lexeme | undefined {
    return this.lexemes[this.at++];
  }

  get next(): Lexeme | undefined {
    return this.lexemes[this.at];
  }

  /** The lexeme before the one that was taken last. */
  get previous(): Lexeme | undefined {
    return this.lexemes[this.at - 2];
  }

  /** Whether "the" or "my" stands before the lexeme that was taken last, by itself or in "on my". */
  get isNamed(): boolean {
    const { previous } = this;
    if (previous?.kind === "preposition") return /(^| )(the|my|el|la|los|las|mi|del)$/.test(previous.text);
    return previous?.kind === "determiner";
  }

  /** What follows up to the next sign or word that begins anew. */
  private *rest(): Generator<Lexeme, undefined> {
    for (let at = this.at; at < this.lexemes.length; at++) {
      const lexeme = this.lexemes[at]!;
      if (beginsAnew(lexeme)) return;
      yield lexeme;
    }
  }

  /** Whether a word of sound follows, known or not, before the next connective. */
  get hasWordAhead(): boolean {
    return this.wordsAhead[this.at] ?? false;
  }

  /** Whether something is said of the noun that was taken last: "the bass is ...", "make the bass warmer". */
  get isSpokenOf(): boolean {
    let isJoined = false;
    for (const lexeme of this.rest()) {
      if (lexeme.kind === "be") return true;
      if (lexeme.kind === "and" || lexeme.kind === "or") isJoined = true;
      else if (lexeme.kind === "head" && !lexeme.isRegion) return !isJoined;
      else if (lexeme.kind === "add" || lexeme.kind === "remove") return false;
    }
    return false;
  }

  /** Whether an unknown noun stands where the thing is named that is to be changed: "make the banjo warmer", "the lectern mic". */
  get isTargetFrame(): boolean {
    return (
      this.previous?.kind === "determiner" || this.previous?.kind === "target" || this.next?.kind === "target"
    );
  }

  /** Whether the verb that was taken last acts on a fault: "soften the harshness". */
  get isOnFault(): boolean {
    const [determiner, object] = this.rest();
    return determiner?.kind === "determiner" && object?.kind === "head" && object.meaning.isFault;
  }

  /** Whether words of sound follow, joined by commas and at last by *or*: "not harsh, boomy or nasal". */
  get isListToOr(): boolean {
    for (let at = this.at; at < this.lexemes.length; at += 2) {
      const [word, joint] = [this.lexemes[at], this.lexemes[at + 1]];
      if (word?.kind !== "head" && word?.kind !== "unknown") return false;
      if (joint?.kind === "or") return true;
      if (joint?.kind !== "sign" || joint.sign !== ",") return false;
    }
    return false;
  }

  /** Which way "turn ... down" goes. */
  senseOfTurn(verb: string): "add" | "remove" {
    for (const { kind } of this.rest()) {
      if (kind === "up") return "add";
      if (kind === "down") return "remove";
      if (kind === "out") return verb === "bring" || verb === "push" ? "add" : "remove";
    }
    return /^(pull|roll|ease|tone|take|knock)$/.test(verb) ? "remove" : "add";
  }

  /** What a sign does here: a dash before a word or number is a minus, before anything else it begins anew. */
  senseOfSign(sign: string): "break" | "minus" | "open" | "close" | "none" {
    if (sign === "(") return "open";
    if (sign === ")") return "close";
    if (sign === ":" || sign === "&") return "none";
    if (sign !== "-") return "break";
    const next = this.next;
    const isOperand = next?.kind === "head" || next?.kind === "number" || next?.kind === "unknown";
    return isOperand || (next?.kind === "sign" && next.sign === "(") ? "minus" : "break";
  }

  /** Whether the number that was taken last names one of several: "make track 3 warmer". */
  get isNumberOfTarget(): boolean {
    const number = this.lexemes[this.at - 1];
    return this.previous?.kind === "target" && /^\d\d?$/.test(number?.text ?? "") && this.hasWordAhead;
  }

  /** Whether "down" that was taken last stands behind its word: "bass down, treble up". */
  get isSetDown(): boolean {
    const { previous, next } = this;
    if (previous?.kind !== "head" || previous.isComparative || previous.isCommand) return false;
    return previous.isRegion || next?.kind !== "head";
  }

  /** Takes `very)` of "warm (very)"; a pair of parentheses that holds nothing but degrees. */
  takeDegreesInParentheses(): (Lexeme & { readonly kind: "degree" })[] | undefined {
    const degrees: (Lexeme & { readonly kind: "degree" })[] = [];
    let at = this.at;
    for (let lexeme = this.lexemes[at]; lexeme?.kind === "degree"; lexeme = this.lexemes[++at])
      degrees.push(lexeme);
    const end = this.lexemes[at];
    if (degrees.length === 0 || end?.kind !== "sign" || end.sign !== ")") return undefined;
    this.at = at + 1;
    return degrees;
  }

  /** Takes `30 %)` of "warm (30 %)". */
  takeNumberInParentheses(): (Lexeme & { readonly kind: "number" }) | undefined {
    const [number, end] = [this.lexemes[this.at], this.lexemes[this.at + 1]];
    if (number?.kind !== "number" || end?.kind !== "sign" || end.sign !== ")") return undefined;
    this.at += 2;
    return number;
  }
}

function beginsAnew(lexeme: Lexeme): boolean {
  return lexeme.kind === "break" || (lexeme.kind === "sign" && /^[,+\-/)]$/.test(lexeme.sign));
}

/** Whether a word of sound follows from a lexeme on; undefined if what comes after it decides. */
function leadsToWord(lexeme: Lexeme): boolean | undefined {
  const { kind } = lexeme;
  if (kind === "head" || kind === "unknown" || kind === "between") return true;
  if (kind === "sign" && lexeme.sign === "(") return true;
  return kind === "and" || kind === "or" || beginsAnew(lexeme) ? false : undefined;
}

/** Whether numbers stand behind their words all through: "warm 70 bright 30". */
export function numbersFollowWords(lexemes: readonly Lexeme[]): boolean {
  if (lexemes.at(-1)?.kind !== "number") return false;
  const numbers = lexemes.map(({ kind }, index) => ({ kind, index })).filter(({ kind }) => kind === "number");
  return numbers.every(({ index }) => {
    const before = lexemes[index - 1];
    const isMark = before?.kind === "at" || (before?.kind === "sign" && before.sign === ":");
    return (isMark ? lexemes[index - 2] : before)?.kind === "head";
  });
}

export type Head = Lexeme & HeadLexeme;
