import { BAND_COUNT, bandFrequencyHz } from "../../effects/index.ts";
import { DictionaryError, rounded } from "./dictionary.ts";

/** Settings that a listener rated, as `learnFromRatings` takes them. */
export interface RatingSheet {
  /** Each of shape `[40]`, dB. */
  readonly probes: readonly (readonly number[])[];
  /** −1..1, one for each. */
  readonly ratings: readonly number[];
  /** Rows without a rating. */
  readonly unrated: number;
}

/** A setting to be rated. */
export interface SheetProbe {
  /** What the listener finds it by: the sound file's name. */
  readonly name: string;
  /** Shape `[40]`, dB. */
  readonly gainDb: ArrayLike<number>;
}

/** Fewer ratings tell too little of slope, offset and noise to be worth keeping. */
export const LEAST_RATINGS = 5;
const MOST_ROWS = 1000;
const FIRST_GAIN = 2;
const separators = [",", ";", "\t"] as const;

/** A sheet to be filled in, as CSV: name, an empty rating (0 the opposite, 50 neither, 100 exactly the word), the gains, dB. */
export function writeRatingSheet(probes: readonly SheetProbe[]): string {
  const rows = probes.map(({ name, gainDb }) => [name, "", ...Array.from(gainDb, rounded)].join(","));
  return [["probe", "rating", ...bandFrequencyHz].join(","), ...rows, ""].join("\n");
}

/**
 * Reads ratings. CSV as `writeRatingSheet` writes it, also as a spreadsheet saves it again (semicolons or tabs, decimal commas),
 * rows without a rating being left out; or JSON: `{"ratings": [{"rating": 70, "gainDb": [40 numbers]}, ...]}`, or that list alone.
 *
 * Ratings are 0..100 (0 the opposite, 50 neither, 100 exactly the word) or −1..1: which of both, their range tells.
 *
 * @throws DictionaryError naming the line and what must hold.
 */
export function parseRatings(text: string): RatingSheet {
  const content = text.replace(/^\uFEFF/, "");
  const rows = /^\s*[[{]/.test(content) ? jsonRows(content) : csvRows(content);
  if (rows.length > MOST_ROWS) {
    throw new DictionaryError(`ratings must be at most ${MOST_ROWS}, got ${rows.length}`);
  }
  const rated = rows.filter((row): row is Row & { rating: number } => row.rating !== undefined);
  if (rated.length < LEAST_RATINGS) {
    throw new DictionaryError(`ratings must be ${LEAST_RATINGS} or more, got ${rated.length}`);
  }
  const scaled = scaledRatings(rated.map(({ rating }) => rating));
  if (scaled.every((rating) => rating === scaled[0])) {
    throw new DictionaryError("ratings must differ: all alike, they tell nothing of the word");
  }
  return {
    probes: rated.map(({ gainDb }) => gainDb),
    ratings: scaled,
    unrated: rows.length - rated.length,
  };
}

interface Row {
  readonly rating: number | undefined;
  readonly gainDb: readonly number[];
}

function csvRows(text: string): Row[] {
  const [head = "", ...lines] = text.split(/\r\n|\r|\n/);
  const separator = separators.find((sign) => head.split(sign).length === FIRST_GAIN + BAND_COUNT);
  if (separator === undefined) {
    throw new DictionaryError(
      `line 1: must be "probe,rating" and the ${BAND_COUNT} bands' frequencies, as \`timbral teach WORD --probes\` writes it`,
    );
  }
  const cellsOf = (line: string): string[] =>
    line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const bands = cellsOf(head).slice(FIRST_GAIN).map(Number);
  const other = bands.findIndex((hz, band) => hz !== bandFrequencyHz[band]);
  if (other >= 0) {
    throw new DictionaryError(
      `line 1: band ${other + 1} must be ${bandFrequencyHz[other]} Hz, got ${bands[other]}`,
    );
  }
  return lines.flatMap((line, index) => {
    const cells = cellsOf(line);
    if (cells.every((cell) => cell === "")) return [];
    const place = `line ${index + 2}`;
    if (cells.length !== FIRST_GAIN + BAND_COUNT) {
      throw new DictionaryError(`${place}: must hold ${FIRST_GAIN + BAND_COUNT} cells, got ${cells.length}`);
    }
    const number = (cell: string, what: string): number => {
      const decimal = separator === "," ? cell : cell.replace(",", ".");
      if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(decimal)) return Number(decimal);
      throw new DictionaryError(
        `${place}: ${what} must be a number, got ${JSON.stringify(cell.slice(0, 40))}`,
      );
    };
    const rating = cells[1] === "" ? undefined : number(cells[1]!, "the rating");
    const gainDb = cells
      .slice(FIRST_GAIN)
      .map((cell, band) => number(cell, `the gain at ${bandFrequencyHz[band]} Hz`));
    return [checkedRow({ rating, gainDb }, place)];
  });
}

function jsonRows(text: string): Row[] {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    throw new DictionaryError("ratings must be CSV or JSON, got JSON that cannot be read");
  }
  const list: unknown = typeof root === "object" && root !== null && "ratings" in root ? root.ratings : root;
  if (!Array.isArray(list)) throw new DictionaryError('JSON must hold a list "ratings"');
  return list.map((row: unknown, index): Row => {
    const place = `rating ${index + 1}`;
    const { rating, gainDb }: { rating?: unknown; gainDb?: unknown } = Object(row);
    if (typeof rating !== "number") throw new DictionaryError(`${place}: rating must be a number`);
    if (!Array.isArray(gainDb) || !gainDb.every((gain): gain is number => typeof gain === "number")) {
      throw new DictionaryError(`${place}: gainDb must be a list of numbers`);
    }
    return checkedRow({ rating, gainDb }, place);
  });
}

function checkedRow(row: Row, place: string): Row {
  const { gainDb } = row;
  if (gainDb.length !== BAND_COUNT || !gainDb.every(Number.isFinite)) {
    throw new DictionaryError(`${place}: must hold ${BAND_COUNT} gains, got ${gainDb.length}`);
  }
  if (gainDb.every((gain) => gain === gainDb[0])) {
    throw new DictionaryError(`${place}: gains must differ: a flat probe tells nothing`);
  }
  return row;
}

/** Ratings as −1..1. */
function scaledRatings(ratings: readonly number[]): number[] {
  const low = Math.min(...ratings);
  const high = Math.max(...ratings);
  if (low >= -1 && low < 0 && high <= 1) return [...ratings];
  if (low >= 0 && high > 1 && high <= 100) return ratings.map((rating) => (rating - 50) / 50);
  if (low >= 0 && high <= 1) {
    throw new DictionaryError(
      `ratings must be 0..100 or -1..1, and some below 0 or above 1 to tell which; got ${low}..${high}`,
    );
  }
  throw new DictionaryError(`ratings must be within 0..100 or -1..1, got ${low}..${high}`);
}
