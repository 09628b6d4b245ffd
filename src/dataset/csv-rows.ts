import papaparse from "papaparse";

/** One row of a CSV. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** Where the row begins, from 1; cells may hold line ends, so rows and lines differ. */
  readonly line: number;
  /** What is wrong with its quotes, if anything is. */
  readonly error: string | undefined;
}

/**
 * Splits a CSV into rows: commas, double quotes (doubled inside), any line ends, also mixed. Blank lines are passed
 * over.
 *
 * @param text With or without a byte order mark.
 */
export function csvRows(text: string): CsvRow[] {
  const normalized = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const rows: CsvRow[] = [];
  let line = 1;
  let cursor = 0;
  papaparse.parse(normalized, {
    delimiter: ",",
    newline: "\n",
    step: ({ data: cells, errors, meta }) => {
      const first = line;
      for (; cursor < meta.cursor; cursor++) if (normalized.charCodeAt(cursor) === 10) line++;
      if (cells.length === 1 && cells[0]!.trim() === "") return;
      rows.push({ cells, line: first, error: errors[0] && `malformed CSV: ${errors[0].message}` });
    },
  });
  return rows;
}

const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i;

/** The number in a cell; NaN where there is none. Unlike Number(), takes neither an empty cell nor `0x10` for one. */
export function numberIn(cell: string | undefined): number {
  return cell !== undefined && DECIMAL.test(cell.trim()) ? Number(cell) : Number.NaN;
}
