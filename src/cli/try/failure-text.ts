import { remedied } from "../failure.ts";

/** Errors that only a mistake of the program's own makes. */
const mistakes: ReadonlySet<string> = new Set(["ReferenceError", "SyntaxError", "TypeError"]);
/** Names of functions that the library's messages begin with: not for users. */
const FUNCTION_NAMES = /(^|: )[a-z]+(?:[A-Z][a-z]*)+: /g;

/** What a line of the session says when it failed, and how to help. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "aborted") return "stopped";
  const message = error.message.replaceAll(FUNCTION_NAMES, "$1").replace(/\s*\n\s*/g, " ");
  if (mistakes.has(error.name)) return `unexpected error: ${message}`;
  return remedied("", message)
    .replace(/: output must not exist yet .*$/, " is there already: :render! and :export! replace files")
    .replace("give -o FILE, or -o FOLDER for all its files", "give a file or a folder behind it")
    .replace(/ \(timbral export --list shows all\)$/, " (:export lists all)");
}

/** The nearest known words of an error about an unknown one. */
export function suggestionsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error && "suggestions" in error && Array.isArray(error.suggestions))) return [];
  return error.suggestions.filter((word) => typeof word === "string");
}
