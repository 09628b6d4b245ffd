import { BAND_COUNT, bandFrequencyHz } from "../effects/index.ts";

/** ISO 639-1 code of the language a word was typed in. */
export type Language = "en" | "es";

/** The data's names of the two languages, and the code that stands for each. */
export const languageCodes: ReadonlyMap<string, Language> = new Map([
  ["English", "en"],
  ["Español", "es"],
]);

/** One row of the crowd's data: what one listener called a sound, and the curve that went with it. */
export interface Example {
  /** As typed. */
  readonly word: string;
  /** The word as it is counted and looked up: see {@link termOf}. */
  readonly term: string;
  readonly language: Language;
  /** Which of three sounds was playing (7, 8 or 9); undefined where the file does not say. */
  readonly audioId: number | undefined;
  /** How consistently this listener rated, a correlation, -1..1; in the data 0.0002..0.942, median 0.49. */
  readonly consistency: number;
  /** Shape `[40]`, z units: mean 0 and population standard deviation 1 over the bands. */
  readonly gains: Float64Array;
  /** Where the row stands in its file, from 1: the line of a CSV (the header is 1), the row of a Parquet. */
  readonly line: number;
}

/** A row that could not be used, and why. */
export interface Problem {
  readonly line: number;
  readonly reason: string;
}

/** What a reader found in a file: nothing is dropped without a problem that says so. */
export interface Reading {
  readonly format: "csv" | "csv with shifted header" | "parquet";
  readonly examples: readonly Example[];
  readonly problems: readonly Problem[];
}

/** A row as a file holds it, before it has been checked. */
export interface RawRow {
  readonly word: unknown;
  readonly language: unknown;
  readonly audioId: unknown;
  readonly consistency: unknown;
  /** One per band, in the order of the bands. */
  readonly gains: readonly unknown[];
}

/** How far a row's mean may be from 0 and its standard deviation from 1; rounding alone gives 4e-16. */
const SHAPE_TOLERANCE = 1e-6;

/** Words are the same term when they agree after trim, lower-casing and Unicode NFC. */
export function termOf(word: string): string {
  return word.trim().toLowerCase().normalize("NFC");
}

/** The row as an example if it is one, else the reason why it is not. */
export function exampleOf(row: RawRow, line: number): Example | Problem {
  const { word } = row;
  if (typeof word !== "string" || word.trim() === "") return { line, reason: "the word is empty" };
  const language = languageCodes.get(String(row.language));
  if (language === undefined) {
    return { line, reason: `language must be English or Español, got ${quoted(row.language)}` };
  }
  const audioId = row.audioId === undefined ? undefined : numberOf(row.audioId);
  if (audioId !== undefined && !(Number.isInteger(audioId) && audioId > 0)) {
    return { line, reason: `audio_id must be a positive integer, got ${quoted(row.audioId)}` };
  }
  const consistency = numberOf(row.consistency);
  if (!(consistency >= -1 && consistency <= 1)) {
    return { line, reason: `ratings_consistency must be within -1..1, got ${quoted(row.consistency)}` };
  }
  if (row.gains.length !== BAND_COUNT) {
    return { line, reason: `must hold ${BAND_COUNT} gains, got ${row.gains.length}` };
  }
  const gains = Float64Array.from(row.gains, numberOf);
  const bad = gains.findIndex((gain) => !Number.isFinite(gain));
  if (bad >= 0) {
    return {
      line,
      reason: `the gain at ${bandFrequencyHz[bad]} Hz must be a number, got ${quoted(row.gains[bad])}`,
    };
  }
  const { mean, standardDeviation } = shapeOf(gains);
  if (Math.abs(mean) > SHAPE_TOLERANCE || Math.abs(standardDeviation - 1) > SHAPE_TOLERANCE) {
    const got = `mean ${Number(mean.toPrecision(3))} and standard deviation ${Number(standardDeviation.toPrecision(3))}`;
    return { line, reason: `the gains must have mean 0 and population standard deviation 1, got ${got}` };
  }
  return { word, term: termOf(word), language, audioId, consistency, gains, line };
}

/** Mean and population standard deviation of one row's gains, both 0 and 1 in sound data. */
export function shapeOf(gains: Float64Array): { mean: number; standardDeviation: number } {
  let sum = 0;
  for (const gain of gains) sum += gain;
  const mean = sum / gains.length;
  let squares = 0;
  for (const gain of gains) squares += (gain - mean) * (gain - mean);
  return { mean, standardDeviation: Math.sqrt(squares / gains.length) };
}

/** Centre frequency that a column's name speaks of, Hz: `RSC_161Hz_band` -> 161; NaN if it names none. */
export function bandOfName(name: string): number {
  return Number(/(?:^|[^0-9.])([0-9]+) ?Hz/i.exec(name)?.[1] ?? Number.NaN);
}

const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i;

/** Unlike Number(), takes neither an empty cell nor `0x10` nor `Infinity` for a number. */
function numberOf(cell: unknown): number {
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint") return Number(cell);
  return typeof cell === "string" && DECIMAL.test(cell.trim()) ? Number(cell) : Number.NaN;
}

function quoted(cell: unknown): string {
  return typeof cell === "string" ? JSON.stringify(cell.slice(0, 40)) : String(cell);
}
