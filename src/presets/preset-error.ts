/**
 * A preset cannot be read or written. The message is one line: the format, the line where there is one, what must
 * hold, then what came.
 */
export class PresetError extends Error {
  /** Name of the format, as the registry has it. */
  readonly format: string;
  /** Line in the text, from 1; undefined where the format has no lines or the whole file is meant. */
  readonly line: number | undefined;

  constructor(format: string, line: number | undefined, problem: string) {
    super(oneLine(`${format}${line === undefined ? "" : `, line ${line}`}: ${problem}`));
    this.name = "PresetError";
    this.format = format;
    this.line = line;
  }
}

const QUOTED_CHARACTERS = 40;

/** Foreign text as it may stand in a message: on one line, in quotes, at most 40 characters of it. */
export function quoted(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const line = oneLine(text).trim();
  return line.length > QUOTED_CHARACTERS ? `"${line.slice(0, QUOTED_CHARACTERS)}…"` : `"${line}"`;
}

/** Line ends and other control characters become spaces. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
