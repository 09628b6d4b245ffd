import { PresetError } from "./preset-error.ts";

const MOST_CHARACTERS = 2_000_000;
const MOST_LINES = 100_000;
const MOST_NOTES = 40;

/** @throws PresetError if a text is longer than any preset: 2,000,000 characters. */
export function checkedText(format: string, text: string): string {
  if (text.length > MOST_CHARACTERS) {
    throw new PresetError(
      format,
      undefined,
      `a preset must have at most ${MOST_CHARACTERS} characters, got ${text.length}`,
    );
  }
  return text.replace(/^\uFEFF/, "");
}

/**
 * The lines of a text, without a byte order mark.
 *
 * @throws PresetError if there are more than 100,000.
 */
export function linesOf(format: string, text: string): string[] {
  const lines = checkedText(format, text).split(/\r\n|\r|\n/);
  if (lines.length > MOST_LINES) {
    throw new PresetError(
      format,
      undefined,
      `a preset must have at most ${MOST_LINES} lines, got ${lines.length}`,
    );
  }
  return lines;
}

/** The first 40 notes, and how many more there were. */
export function fewNotes(notes: readonly string[]): string[] {
  if (notes.length <= MOST_NOTES) return [...notes];
  return [...notes.slice(0, MOST_NOTES), `and ${notes.length - MOST_NOTES} more notes`];
}
