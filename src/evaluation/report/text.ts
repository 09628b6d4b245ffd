import type { Table } from "../study.ts";
import type { ReportSection } from "./report.ts";

/** How parts of the text are set off; each takes and gives a string of the same visible width. */
export interface TextStyle {
  readonly heading: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly bad: (text: string) => string;
}

const plain = (text: string): string => text;

/**
 * Writes a section for a terminal: its findings, then its tables. Notes and figures are left to the report.
 *
 * @param widthColumns Findings are broken to fit it. Default 80. Tables are as wide as they must be.
 * @returns Lines.
 */
export function sectionText(
  { title, section, failures }: ReportSection,
  style: TextStyle = { heading: plain, quiet: plain, bad: plain },
  widthColumns = 80,
): string[] {
  const lines = [style.heading(title)];
  if (section === undefined) {
    lines.push(style.bad("  failed: there are no figures"));
    return [...lines, ...failures.map(({ task, message }) => `  ${task}: ${message}`)];
  }
  for (const finding of section.findings) {
    const [first, ...others] = wrapped(finding, widthColumns - 4);
    lines.push(`  - ${first}`, ...others.map((line) => `    ${line}`));
  }
  for (const table of section.tables) lines.push("", ...tableText(table, style));
  return lines;
}

/** Longer names in a table's first column go on in the next line. */
const NAME_COLUMNS = 40;

/** A table with its title and headings: names to the left, figures to the right. */
function tableText({ title, columns, rows }: Table, style: TextStyle): string[] {
  const broken = [columns, ...rows].map(([name = "", ...cells]) => ({
    names: wrapped(name, NAME_COLUMNS),
    cells,
  }));
  const nameWidth = Math.max(...broken.flatMap(({ names }) => names.map(columnsOf)));
  const widths = columns.slice(1).map((_, column) => {
    return Math.max(...broken.map(({ cells }) => columnsOf(cells[column]!)));
  });
  const [head, ...body] = broken.map(({ names: [first = "", ...others], cells }) => {
    const padded = cells.map((cell, column) => " ".repeat(widths[column]! - columnsOf(cell)) + cell);
    const name = first + " ".repeat(nameWidth - columnsOf(first));
    return [`  ${[name, ...padded].join("  ")}`.trimEnd(), ...others.map((rest) => `    ${rest}`)];
  });
  return [`  ${style.heading(title)}`, ...head!.map(style.quiet), ...body.flat()];
}

/** A text in lines of at most so many columns, unless a word alone is longer. */
function wrapped(text: string, widthColumns: number): string[] {
  const [first = "", ...words] = text.split(/\s+/);
  const lines: string[] = [];
  let line = first;
  for (const word of words) {
    if (columnsOf(line) + 1 + columnsOf(word) > widthColumns) {
      lines.push(line);
      line = word;
    } else line += ` ${word}`;
  }
  return [...lines, line];
}

/** Columns that a text takes: its characters, those that stand on another one not counted. */
function columnsOf(text: string): number {
  return [...text.normalize("NFC").replace(/\p{M}/gu, "")].length;
}
