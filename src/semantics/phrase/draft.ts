import { MOST_STRENGTH } from "./modifiers.ts";
import type { GroupNode, Modifier, TermMode, TermNode } from "./tree.ts";

/** A node whose strength what follows may still change. */
export type Draft =
  | { -readonly [Key in keyof TermNode]: TermNode[Key] }
  | { -readonly [Key in keyof GroupNode]: GroupNode[Key] };

/** The limit that a limit on less of a word is: "without de-essing" keeps what is sibilant. */
export const opposite = { without: "keep", keep: "without" } as const;

/** A strength within its bounds; below 0 a limit is the other limit. */
export function directed(mode: TermMode, strength: number): { mode: TermMode; strength: number } {
  if (mode !== "add" && strength < 0) return { mode: opposite[mode], strength: bounded(-strength) };
  return { mode, strength: bounded(strength) };
}

function bounded(strength: number): number {
  return Math.max(-MOST_STRENGTH, Math.min(MOST_STRENGTH, strength));
}

/** Multiplies by degrees that came behind. */
export function scale(terms: readonly Draft[], modifiers: readonly Modifier[]): void {
  for (const term of terms) {
    for (const { does } of modifiers)
      if (typeof does === "number") term.strength = bounded(term.strength * does);
    term.modifiers = [...term.modifiers, ...modifiers];
  }
}

/** "Treble cut", "bass down": less of it, and of a limit the other one. */
export function turn(terms: readonly Draft[], modifier: Modifier): void {
  for (const term of terms) {
    if (term.mode === "add") term.strength = -Math.abs(term.strength);
    else term.mode = opposite[term.mode];
    term.modifiers = [...term.modifiers, modifier];
  }
}

/** "not bright enough": takes the not back. */
export function allow(terms: readonly Draft[], modifier: Modifier): void {
  for (const term of terms) {
    if (term.mode === "without") term.mode = "add";
    term.modifiers = [...term.modifiers, modifier];
  }
}
