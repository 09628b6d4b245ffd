import papaparse from "papaparse";
import { BAND_COUNT, bandFrequencyHz } from "../effects/index.ts";
import { bandOfName, type Example, exampleOf, type Problem, type Reading } from "./example.ts";

/** Column of each field. */
interface Columns {
  readonly word: number;
  readonly language: number;
  /** -1 where the file has none. */
  readonly audioId: number;
  readonly consistency: number;
  readonly gains: readonly number[];
  /** Cells in a row. */
  readonly count: number;
  readonly shifted: boolean;
}

/**
 * Reads SocialFX's `eq_contributions.csv` (Zheng, Seetharaman & Pardo, ACM MM 2016).
 *
 * The public file's header lacks a name for its second column: the names are `descriptor, audio_id,
 * ratings_consistency, 40 bands`, the cells are `word, language, audio_id, ratings_consistency, 40 gains`, so
 * read by name everything is off by one. A header without a language column whose names are one fewer than the
 * cells is therefore read by position; one that names all its columns is read by name, in any order.
 *
 * @param text The decoded file, with or without a byte order mark; any line ends.
 * @returns Every row, either as an example or as a problem with its line number.
 * @throws TypeError if the header is neither of the two.
 */
export function readSocialFxCsv(text: string): Reading {
  // One kind of line end, so that a file of mixed ones is read right; the line count stays what it is.
  const normalized = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const examples: Example[] = [];
  const problems: Problem[] = [];
  let columns: Columns | undefined;
  let line = 1;
  let cursor = 0;
  papaparse.parse(normalized, {
    delimiter: ",",
    newline: "\n",
    step: ({ data: cells, errors, meta }) => {
      const firstLine = line;
      for (; cursor < meta.cursor; cursor++) if (normalized.charCodeAt(cursor) === 10) line++;
      if (cells.length === 1 && cells[0]!.trim() === "") return;
      if (columns === undefined) {
        columns = columnsOf(cells);
        return;
      }
      const row = errors[0]
        ? { line: firstLine, reason: `malformed CSV: ${errors[0].message}` }
        : readRow(cells, columns, firstLine);
      if ("reason" in row) problems.push(row);
      else examples.push(row);
    },
  });
  if (columns === undefined)
    throw new TypeError("readSocialFxCsv: text must hold a header and rows, got none");
  return { format: columns.shifted ? "csv with shifted header" : "csv", examples, problems };
}

function readRow(cells: readonly string[], columns: Columns, line: number): Example | Problem {
  if (cells.length !== columns.count) {
    return { line, reason: `must hold ${columns.count} cells, got ${cells.length}` };
  }
  return exampleOf(
    {
      word: cells[columns.word],
      language: cells[columns.language],
      audioId: columns.audioId < 0 ? undefined : cells[columns.audioId],
      consistency: cells[columns.consistency],
      gains: columns.gains.map((column) => cells[column]),
    },
    line,
  );
}

function columnsOf(header: readonly string[]): Columns {
  const names = header.map((name) => name.trim().toLowerCase());
  const find = (...candidates: readonly string[]) => names.findIndex((name) => candidates.includes(name));
  const frequencies = header.map(bandOfName);
  const word = find("word", "descriptor");
  const language = find("language", "lang");
  const audioId = find("audio_id");
  const consistency = find("ratings_consistency");
  const gains = bandFrequencyHz.map((frequencyHz) => frequencies.indexOf(frequencyHz));
  const known = word >= 0 && consistency >= 0 && gains.every((column) => column >= 0);
  if (known && language >= 0) {
    return { word, language, audioId, consistency, gains, count: names.length, shifted: false };
  }
  const asPublished = word === 0 && audioId === 1 && consistency === 2 && names.length === BAND_COUNT + 3;
  if (known && asPublished && gains.every((column, band) => column === band + 3)) {
    return {
      word: 0,
      language: 1,
      audioId: 2,
      consistency: 3,
      gains: gains.map((column) => column + 1),
      count: names.length + 1,
      shifted: true,
    };
  }
  const got = `${header.length} columns: ${header.slice(0, 5).join(", ").slice(0, 80)} ...`;
  throw new TypeError(
    `readSocialFxCsv: the header must name word, language, ratings_consistency and the ${BAND_COUNT} bands ` +
      `(or be the published one, shifted by one), got ${got}`,
  );
}
