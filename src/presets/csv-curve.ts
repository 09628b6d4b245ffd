import { BAND_COUNT, bandFrequencyHz } from "../effects/index.ts";
import { decimal, numberIn } from "./decimal.ts";
import { fileNameOf } from "./file-name.ts";
import { presetCurveDb } from "./preset-curve.ts";
import { PresetError, quoted } from "./preset-error.ts";
import type { PresetFormat, ReadPreset } from "./preset-format.ts";
import { gainOf } from "./section-values.ts";
import { fewNotes, linesOf } from "./text-lines.ts";

const NAME = "CSV curve";
const MOST_POINTS = 100_000;
const COMMENT = /^\s*[#*;/]/;
/** Names of the gain's column, best first. */
const gainNames = [
  /^(?:gain|equali[sz]ation|eq)\b/i,
  /^(?:db|magnitude|mag|level|spl|amplitude|raw|response)\b/i,
  /db/i,
];

/**
 * A curve as a table of frequency and gain. Written with the 40 band centres. Read: comma, semicolon, tab or blanks between
 * columns; decimal commas where commas are not the separator; with a header or none; comments after `#`, `*` or `;`; more
 * columns are allowed (AutoEq's `equalization`, REW's `SPL(dB)` are found by name, otherwise the second column counts).
 */
export const csvCurve: PresetFormat = {
  id: "csv",
  name: NAME,
  program: "spreadsheets; AutoEq and REW exports",
  extension: ".csv",
  takes: "curve",
  options: [],
  write: (input) => {
    const curve = presetCurveDb(NAME, input, bandFrequencyHz as readonly number[]);
    const rows = Array.from(
      { length: BAND_COUNT },
      (_, band) => `${decimal(bandFrequencyHz[band]!, 2)},${decimal(curve[band]!, 3)}`,
    );
    const text = ["frequency_hz,gain_db", ...rows, ""].join("\n");
    return { files: [{ name: fileNameOf(input.name, ".csv"), text }], preampDb: 0, notes: [] };
  },
  read: readCurve,
  recognizes: (text, fileName = "") => /\.(?:csv|tsv|frd)$/i.test(fileName) || startsWithNumbers(text),
};

function startsWithNumbers(text: string): boolean {
  const lines = text
    .slice(0, 5_000)
    .split(/\r\n|\r|\n/)
    .slice(0, 40);
  return (
    lines.filter((line) =>
      /^[ \t]*[0-9]+(?:[.,][0-9]+)?[ \t]*[,;\t ][ \t]*[-+]?[0-9]/.test(line.slice(0, 200)),
    ).length >= 2
  );
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function readCurve(text: string): ReadPreset {
  const notes: string[] = [];
  const rows = rowsOf(text);
  const header = rows.findIndex(({ cells }) => !Number.isNaN(numberIn(cells[0]!)));
  if (header < 0)
    throw new PresetError(
      NAME,
      undefined,
      `there must be rows of a frequency and a gain, got ${quoted(text)}`,
    );
  const { frequencyColumn, gainColumn } = columnsOf(rows[header - 1], rows[header]!.cells.length, notes);
  const points = new Map<number, number>();
  for (const { line, cells } of rows.slice(header)) {
    const frequencyHz = numberIn(cells[frequencyColumn] ?? "");
    const gainDb = numberIn(cells[gainColumn] ?? "");
    if (!(frequencyHz >= 0 && frequencyHz <= 1e6) || Number.isNaN(gainDb)) {
      throw new PresetError(
        NAME,
        line,
        `a row must hold a frequency in Hz and a gain in dB, got ${quoted(cells.join(" "))}`,
      );
    }
    if (frequencyHz === 0) {
      notes.push(`line ${line}: 0 Hz is left out`);
      continue;
    }
    if (points.has(frequencyHz))
      notes.push(`line ${line}: ${frequencyHz} Hz stands twice, the last gain counts`);
    points.set(frequencyHz, gainOf(NAME, line, gainDb));
    if (points.size > MOST_POINTS)
      throw new PresetError(NAME, line, `there must be at most ${MOST_POINTS} points, got more`);
  }
  if (points.size === 0) throw new PresetError(NAME, undefined, "there must be a point above 0 Hz, got none");
  const sorted = [...points].sort(([left], [right]) => left - right);
  return {
    format: csvCurve.id,
    setting: {
      kind: "graphic",
      preampDb: 0,
      points: sorted.map(([frequencyHz, gainDb]) => ({ frequencyHz, gainDb })),
    },
    notes: fewNotes(notes),
  };
}

/** Lines with something in them, split at the separator that the file uses. */
function rowsOf(text: string): Row[] {
  const lines = linesOf(NAME, text)
    .map((content, index) => ({ line: index + 1, content: content.slice(0, 5_000).trim() }))
    .filter(({ content }) => content !== "" && !COMMENT.test(content));
  const has = (separator: string) => lines.some(({ content }) => content.includes(separator));
  const separator = has(";") ? ";" : has("\t") ? "\t" : has(",") && !hasDecimalCommas(lines) ? "," : /\s+/;
  return lines.map(({ line, content }) => ({
    line,
    cells: content.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")),
  }));
}

/** True for `20,5 -3,1`: commas inside numbers, blanks between them. */
function hasDecimalCommas(lines: readonly { readonly content: string }[]): boolean {
  const numeric = lines.filter(({ content }) => /^[-+0-9.,\s]+$/.test(content));
  return (
    numeric.length > 0 &&
    numeric.every(({ content }) => /^[0-9]+(?:,[0-9]+)?\s+[-+]?[0-9]+(?:,[0-9]+)?(?:\s|$)/.test(content))
  );
}

function columnsOf(
  header: Row | undefined,
  columnCount: number,
  notes: string[],
): { frequencyColumn: number; gainColumn: number } {
  if (header === undefined) {
    if (columnCount > 2) notes.push(`${columnCount} columns without names: the first two are read`);
    return { frequencyColumn: 0, gainColumn: 1 };
  }
  const found = header.cells.findIndex((cell) => /^\W{0,3}(?:freq|f\b|hz)/i.test(cell));
  const frequencyColumn = Math.max(0, found);
  for (const name of gainNames) {
    const gainColumn = header.cells.findIndex(
      (cell, column) => column !== frequencyColumn && name.test(cell),
    );
    if (gainColumn < 0) continue;
    if (header.cells.length > 2)
      notes.push(`the gain is read from the column ${quoted(header.cells[gainColumn])}`);
    return { frequencyColumn, gainColumn };
  }
  const gainColumn = frequencyColumn === 0 ? 1 : 0;
  if (header.cells.length > 2) notes.push(`no column is named gain: column ${gainColumn + 1} is read`);
  return { frequencyColumn, gainColumn };
}
