import type { Modifier, TermMode } from "./tree.ts";

/** What is asked of a word. */
export interface Asked {
  readonly mode: TermMode;
  readonly strength: number;
  readonly modifiers: readonly Modifier[];
}

/** Nothing steers the word: plain. */
export const plainAsked: Asked = { mode: "add", strength: 1, modifiers: [] };

/** Degrees multiply up to this; numbers beyond it are refused. */
export const MOST_STRENGTH = 2;

const STRICTNESS_OF_NOT_TOO = 0.5;

/** Whether a modifier sets a direction, so that what was said of the word before does not reach here. */
export function asksDirection(modifiers: readonly Modifier[]): boolean {
  return modifiers.some(({ does }) => typeof does !== "number" && does !== "enough");
}

/**
 * What a row of modifiers asks: degrees multiply; less, too, the opposite and removing turn the sign; not and without
 * ask for a guard instead of a move, of less as the loss of it (`keep`); enough takes a not back.
 */
export function askedBy(modifiers: readonly Modifier[], base: Asked = plainAsked): Asked {
  let sign = 1;
  let strength = 1;
  let isNegated = false;
  let isKept = false;
  let strictness = 1;
  let isTooMuch = false;
  let isLessened = false;
  for (const { does } of modifiers) {
    if (typeof does === "number") strength *= does;
    else if (does === "less" || does === "remove") {
      if (!isTooMuch) sign = -sign;
      isLessened = true;
    } else if (does === "opposite" || does === "complaint") sign = -sign;
    else if (does === "too much") {
      if (!isTooMuch && !isLessened) sign = -sign; // "less of the too bright top" is less once
      isTooMuch = true;
    } else if (does === "not" || does === "without") isNegated = true;
    else if (does === "not too") {
      isNegated = true;
      strictness = STRICTNESS_OF_NOT_TOO;
    } else if (does === "keep") isKept = true;
    else if (does === "not enough") isNegated = false;
    else if (does === "enough" && isNegated) {
      isNegated = false;
      strength *= strictness;
      strictness = 1;
    }
  }
  if (strength < 0) [sign, strength] = [-sign, -strength];
  strength = Math.min(MOST_STRENGTH, strength);
  if (!asksDirection(modifiers)) {
    // Degrees alone: the sign and the mode of what was said before hold on.
    const held = base.modifiers.filter(({ does }) => typeof does !== "number" && does !== "more");
    const all = [...held, ...modifiers];
    return { mode: base.mode, strength: Math.sign(base.strength || 1) * strength, modifiers: all };
  }
  if (isTooMuch && isNegated) {
    return { mode: "without", strength: Math.min(strictness, STRICTNESS_OF_NOT_TOO), modifiers };
  }
  if (isKept) return { mode: isNegated ? "without" : "keep", strength: Math.min(1, strength), modifiers };
  if (isNegated) {
    return { mode: sign < 0 ? "keep" : "without", strength: strictness * Math.min(1, strength), modifiers };
  }
  return { mode: "add", strength: sign * strength, modifiers };
}
