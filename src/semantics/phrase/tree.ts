import type { WordMeaning } from "../word-meaning.ts";

/** `add`: more of it, or less with a negative strength; `without`: must not become so; `keep`: must not be lost. */
export type TermMode = "add" | "without" | "keep";

/** A word that steers another, and what it does. */
export interface Modifier {
  readonly text: string;
  /** `0.5` for a degree or number; else the name of what it does. */
  readonly does: number | ModifierName;
}

export type ModifierName =
  | "more"
  | "less"
  | "too much"
  | "not enough"
  | "enough"
  | "not"
  | "not too"
  | "without"
  | "keep"
  | "opposite"
  | "add"
  | "remove"
  | "complaint";

/** A word with what is asked of it. */
export interface TermNode {
  readonly kind: "term";
  readonly text: string;
  /** UTF-16 offsets in the phrase, end excluded. */
  readonly start: number;
  readonly end: number;
  readonly mode: TermMode;
  /** -2..2 for `add`, 0..2 for the others. */
  readonly strength: number;
  readonly modifiers: readonly Modifier[];
  /** Missing for a word of which nothing is known. */
  readonly meaning?: WordMeaning;
  /** The nearest known words of an unknown one. */
  readonly suggestions?: readonly string[];
}

/** Two ends and a place between them, 0 to 1. */
export interface BetweenNode {
  readonly kind: "between";
  readonly position: number;
  readonly ends: readonly [from: readonly PhraseNode[], to: readonly PhraseNode[]];
}

/** What stands in parentheses, all of it times `strength`. */
export interface GroupNode {
  readonly kind: "group";
  readonly mode: TermMode;
  readonly strength: number;
  readonly modifiers: readonly Modifier[];
  readonly parts: readonly PhraseNode[];
}

export type PhraseNode = TermNode | BetweenNode | GroupNode;

/** A phrase as it was taken apart. A public JSON contract. */
export interface PhraseTree {
  /** As typed, but for surrounding blanks. */
  readonly phrase: string;
  readonly parts: readonly PhraseNode[];
  /** What the sound is done to ("vocals"): the whole sound is equalised all the same. */
  readonly targets: readonly string[];
  /** Words that say nothing about the sound. */
  readonly ignored: readonly string[];
  /** Words that steer but had nothing to steer: not understood, and no error. */
  readonly unused: readonly string[];
}
