import { csvRows, numberIn } from "./csv-rows.ts";
import { type Language, languageCodes, type Problem, termOf } from "./example.ts";

/** What one listener called one setting of an effect. */
export interface EffectWords {
  readonly effect: "reverb" | "compressor";
  /** Which of the effect's settings was heard: the index of `reverbs.csv` or `compressors.csv`. */
  readonly settingIndex: number;
  /** Numbered per file: the same number in the reverb and the compressor table is not the same person. */
  readonly participant: string;
  /** Of the page the listener saw; undefined in the compressor table, which has no such column. */
  readonly language: Language | undefined;
  /** What the listener typed, after the data's own spelling correction; as in `termOf`, each once. At least one. */
  readonly words: readonly string[];
  /** Words that others had typed for this setting and that this listener ticked. */
  readonly agreed: readonly string[];
  /** Words of the same checklist that were left unticked: chosen by others, so no plain negatives. */
  readonly declined: readonly string[];
  /** How strong the effect was heard, 0..4. */
  readonly likert: number;
  /** Line of the file on which the row begins; the header is 1. */
  readonly line: number;
}

export interface EffectWordsReading {
  readonly rows: readonly EffectWords[];
  /** Rows that could not be used, and why. */
  readonly problems: readonly Problem[];
}

const columns = ["effect", "ind", "userid", "words", "rawwords", "agreed", "didnotagree", "likert"] as const;
type Column = (typeof columns)[number] | "language";

/** The file's names of the effects. */
const effects: ReadonlyMap<string, EffectWords["effect"]> = new Map([
  ["reverb", "reverb"],
  ["compression", "compressor"],
]);

/** The languages' names, and how "Español" reads where its UTF-8 bytes were taken for code page 437. */
const languageNames: ReadonlyMap<string, Language> = new Map([...languageCodes, ["Espa├▒ol", "es"]]);

/** The last box of the checklists, which is no word. */
const NONE = "none of the above";

/**
 * Reads the words of SocialFX's `reverb_contributions.csv` or `comp_contributions.csv` (Zheng, Seetharaman & Pardo,
 * ACM MM 2016): which words people use for which effect, and which words they use together.
 *
 * Words are separated by commas inside one cell. A row whose `words` cell is empty is a problem: the spelling
 * correction left nothing of what was typed there (25 rows, such as `church_organ`).
 *
 * @param text The decoded file, with or without a byte order mark; any line ends, also inside quoted cells.
 * @throws TypeError if the header lacks a column.
 */
export function readEffectWords(text: string): EffectWordsReading {
  const [header, ...body] = csvRows(text);
  const names = header?.cells.map((name) => name.trim()) ?? [];
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const got = names.length === 0 ? "no header" : names.slice(0, 8).join(", ").slice(0, 120);
    throw new TypeError(`readEffectWords: the header must name ${missing.join(", ")}, got ${got}`);
  }
  const rows: EffectWords[] = [];
  const problems: Problem[] = [];
  for (const { cells, line, error } of body) {
    const row =
      error === undefined && cells.length === names.length
        ? readRow((column) => cells[names.indexOf(column)], line)
        : { line, reason: error ?? `must hold ${names.length} cells, got ${cells.length}` };
    if ("reason" in row) problems.push(row);
    else rows.push(row);
  }
  return { rows, problems };
}

function readRow(cellOf: (column: Column) => string | undefined, line: number): EffectWords | Problem {
  const refuse = (column: Column, rule: string): Problem => {
    return { line, reason: `${column} must be ${rule}, got ${JSON.stringify(cellOf(column)?.slice(0, 40))}` };
  };
  const effect = effects.get(cellOf("effect")!.trim());
  if (effect === undefined) return refuse("effect", [...effects.keys()].join(" or "));
  const settingIndex = numberIn(cellOf("ind"));
  if (!(Number.isInteger(settingIndex) && settingIndex >= 0)) return refuse("ind", "a whole number from 0");
  const participant = cellOf("userid")!.trim();
  if (participant === "") return refuse("userid", "a participant");
  const languageName = cellOf("language")?.trim().normalize("NFC");
  const language = languageName === undefined ? undefined : languageNames.get(languageName);
  if (languageName !== undefined && language === undefined) return refuse("language", "English or Español");
  const likert = numberIn(cellOf("likert"));
  if (!(Number.isInteger(likert) && likert >= 0 && likert <= 4))
    return refuse("likert", "a whole number within 0..4");
  const words = termsIn(cellOf("words")!);
  if (words.length === 0) {
    const typed = JSON.stringify(cellOf("rawwords")!.slice(0, 40));
    return { line, reason: `words must hold a word, got none (typed: ${typed})` };
  }
  return {
    effect,
    settingIndex,
    participant,
    language,
    words,
    agreed: termsIn(cellOf("agreed")!),
    declined: termsIn(cellOf("didnotagree")!),
    likert,
    line,
  };
}

/** The words of a list, each once, in the order of first appearance; inner line ends and runs of spaces are one space. */
function termsIn(list: string): string[] {
  const terms = list.split(",").map((word) => termOf(word.replace(/\s+/g, " ")));
  return [...new Set(terms)].filter((term) => term !== "" && term !== NONE);
}
