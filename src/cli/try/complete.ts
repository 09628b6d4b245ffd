import type { SearchHit } from "../../semantics/index.ts";
import { commandNames, factsOf } from "./commands.ts";

/** What completion draws on. */
export interface CompletionSource {
  /** As `Vocabulary.search`. */
  readonly search: (text: string) => readonly SearchHit[];
  readonly formatIds: readonly string[];
}

/** More would fill the screen. */
const MOST_HITS = 24;
/** Words that say how much, or join others; people were not asked for them. */
const GRAMMAR = ["a bit", "a touch", "but not", "less", "more", "much", "slightly", "very", "without"];

/**
 * Completes a line that is being typed, as `node:readline` wants it.
 *
 * @returns What may stand in place of the last part, and that part.
 */
export function completeLine(line: string, source: CompletionSource): [string[], string] {
  const [, mark, name, rest] = /^\s*([:/])([a-z]*)(?:!?\s+(.*))?$/isu.exec(line) ?? [];
  if (mark === undefined || name === undefined) return completeWord(line, source);
  if (rest === undefined) {
    const hits = commandNames.filter((command) => command.startsWith(name.toLowerCase()));
    return [hits.map((command) => mark + command), mark + name];
  }
  if (name === "add") return completeWord(rest, source);
  const command = commandNames.find((known) => known === name);
  if (command === undefined || /\s/.test(rest)) return [[], rest];
  const choices = command === "export" ? source.formatIds : (factsOf(command).choices ?? []);
  return [choices.filter((choice) => choice.startsWith(rest)), rest];
}

function completeWord(text: string, { search }: CompletionSource): [string[], string] {
  const part = /[^\s,;+&]*$/u.exec(text)![0];
  const begun = search(part).filter(({ match, word }) => isBeginning(match) || word.startsWith(part));
  const words = (part === "" ? begun.slice(0, MOST_HITS) : begun).map(({ word }) => word);
  const joints = part === "" ? [] : GRAMMAR.filter((joint) => joint.startsWith(part.toLowerCase()));
  return [[...new Set([...joints, ...words])].slice(0, MOST_HITS), part];
}

function isBeginning(match: SearchHit["match"]): boolean {
  return match === "exact" || match === "folded" || match === "prefix";
}
