import { csvRows, numberIn } from "./csv-rows.ts";
import { type Problem, termOf } from "./example.ts";

/** A shelf of SAFE's equalizer; its Q is {@link SAFE_SHELF_Q}. */
export interface SafeShelf {
  readonly gainDb: number;
  readonly frequencyHz: number;
}

/** A bell of SAFE's equalizer. */
export interface SafeBell extends SafeShelf {
  readonly q: number;
}

/** The 13 parameters of SAFE's equalizer: five filters in series, in real decibels. */
export interface SafeParameters {
  readonly lowShelf: SafeShelf;
  readonly bells: readonly [SafeBell, SafeBell, SafeBell];
  readonly highShelf: SafeShelf;
}

/** Q of both shelves, fixed in the plug-in. */
export const SAFE_SHELF_Q = 0.71;

/** What somebody set when they wrote a descriptor; a row with two descriptors gives two of these. */
export interface SafeExample {
  /** One descriptor, as it is counted and looked up: see `termOf`. */
  readonly term: string;
  /** All descriptors of the row that were kept, this one included, in the order they were typed. */
  readonly descriptors: readonly string[];
  /** As the file numbers them: a machine rather than a person, see `listener`. */
  readonly participant: string;
  /**
   * Who set it, as far as the file tells. Rows of a listening test carry the listener's number in the genre column
   * (about twenty listeners at one machine, p001), so a number there names the listener; else the participant does.
   */
  readonly listener: string;
  /** The sound of the listening tests that was playing: `jazz1`..`jazz5`, `metal1`..`metal5`. */
  readonly stimulus: string | undefined;
  /** As typed, trimmed and in lower case; `jazz` or `metal` where only the stimulus is known. */
  readonly genre: string | undefined;
  /** As typed, trimmed and in lower case. */
  readonly instrument: string | undefined;
  readonly parameters: SafeParameters;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** Why a descriptor was left out. */
export type SafeDropReason =
  | "a test of the plug-in"
  | "a name (re27)"
  | "a stimulus"
  | "vocal(s), the source"
  | "no letter in it"
  | "repeated in its row"
  | "empty";

export interface SafeDrop {
  readonly line: number;
  /** In lower case. */
  readonly descriptor: string;
  readonly reason: SafeDropReason;
}

/** What the reader found: each row is a problem, or each of its descriptors is an example or a drop. */
export interface SafeReading {
  /** Rows in the file. */
  readonly rows: number;
  readonly examples: readonly SafeExample[];
  readonly drops: readonly SafeDrop[];
  /** Rows that could not be read at all. */
  readonly problems: readonly Problem[];
}

type Range = readonly [minimum: number, maximum: number];
const GAIN: Range = [-12, 12];
const Q: Range = [0.1, 10];

/** Columns 6 to 18 of the file: name, range. Gains in dB, frequencies in Hz. */
const parameterRanges: readonly (readonly [name: string, range: Range])[] = [
  ["low shelf gain", GAIN],
  ["low shelf frequency", [22, 1000]],
  ["bell 1 gain", GAIN],
  ["bell 1 frequency", [82, 3900]],
  ["bell 1 Q", Q],
  ["bell 2 gain", GAIN],
  ["bell 2 frequency", [180, 4700]],
  ["bell 2 Q", Q],
  ["bell 3 gain", GAIN],
  ["bell 3 frequency", [220, 10_000]],
  ["bell 3 Q", Q],
  ["high shelf gain", GAIN],
  ["high shelf frequency", [580, 20_000]],
];

/** The file holds single-precision numbers, so a limit may be passed by their rounding. */
const RELATIVE_TOLERANCE = 1e-6;

const FIRST_PARAMETER = 5;
const GENRE = FIRST_PARAMETER + parameterRanges.length;
const INSTRUMENT = GENRE + 1;
const STIMULUS = /^(jazz|metal)[0-9]+$/;

/**
 * Reads SAFE-DB's `SAFEEqualiserUserData.csv` (Stables, Enderby, De Man, Fazekas & Reiss, ISMIR 2014): what audio
 * engineers and students called a setting of a five-band equalizer. There is no header; a row holds id, descriptors,
 * participant, numbers of inputs and outputs, 13 parameters, genre, instrument and blank cells.
 *
 * Descriptors are split at commas and white space. Left out, each with its reason: `test`, `re27`, names of stimuli,
 * `vocal` and `vocals`, tokens without a letter, and what its row already holds.
 *
 * @param text The decoded file, any line ends.
 * @throws TypeError if there is no row.
 */
export function readSafeEqualizerCsv(text: string): SafeReading {
  const rows = csvRows(text);
  if (rows.length === 0) throw new TypeError("readSafeEqualizerCsv: text must hold rows, got none");
  const examples: SafeExample[] = [];
  const drops: SafeDrop[] = [];
  const problems: Problem[] = [];
  for (const { cells, line, error } of rows) {
    const reason = error ?? problemIn(cells);
    if (reason !== undefined) {
      problems.push({ line, reason });
      continue;
    }
    const { kept, dropped } = sortDescriptors(cells[1]!);
    for (const drop of dropped) drops.push({ line, ...drop });
    const setting = settingOf(cells);
    for (const term of kept) examples.push({ term, descriptors: kept, ...setting, line });
  }
  return { rows: rows.length, examples, drops, problems };
}

function problemIn(cells: readonly string[]): string | undefined {
  if (cells.length <= INSTRUMENT) return `must hold at least ${INSTRUMENT + 1} cells, got ${cells.length}`;
  if (cells[2]!.trim() === "") return "the participant is empty";
  for (const [index, [name, [minimum, maximum]]] of parameterRanges.entries()) {
    const cell = cells[FIRST_PARAMETER + index]!;
    const value = numberIn(cell);
    const slack = RELATIVE_TOLERANCE * Math.max(Math.abs(minimum), Math.abs(maximum));
    if (!(value >= minimum - slack && value <= maximum + slack)) {
      return `${name} must be within ${minimum}..${maximum}, got ${JSON.stringify(cell.slice(0, 40))}`;
    }
  }
  return undefined;
}

function sortDescriptors(cell: string): { kept: string[]; dropped: Omit<SafeDrop, "line">[] } {
  const kept: string[] = [];
  const dropped: Omit<SafeDrop, "line">[] = [];
  const tokens = termOf(cell)
    .split(/[,\s]+/)
    .filter((token) => token !== "");
  for (const descriptor of tokens) {
    const reason = kept.includes(descriptor) ? "repeated in its row" : reasonToDrop(descriptor);
    if (reason === undefined) kept.push(descriptor);
    else dropped.push({ descriptor, reason });
  }
  if (tokens.length === 0) dropped.push({ descriptor: "", reason: "empty" });
  return { kept, dropped };
}

function reasonToDrop(descriptor: string): SafeDropReason | undefined {
  if (/^test[0-9]*$/.test(descriptor)) return "a test of the plug-in";
  if (/^re27(?:-[0-9]+)?$/.test(descriptor)) return "a name (re27)";
  if (STIMULUS.test(descriptor)) return "a stimulus";
  if (/^vocals?$/.test(descriptor)) return "vocal(s), the source";
  if (!/\p{L}/u.test(descriptor)) return "no letter in it";
  return undefined;
}

function settingOf(
  cells: readonly string[],
): Pick<SafeExample, "participant" | "listener" | "stimulus" | "genre" | "instrument" | "parameters"> {
  const participant = cells[2]!.trim();
  const genre = termOf(cells[GENRE]!);
  const instrument = termOf(cells[INSTRUMENT]!);
  const isNumber = /^[0-9]+$/.test(genre);
  const stimulus = [genre, instrument].find((cell) => STIMULUS.test(cell));
  const genreTyped = isNumber || STIMULUS.test(genre) ? "" : genre;
  return {
    participant,
    listener: isNumber ? `listener ${genre.padStart(2, "0")}` : participant,
    stimulus,
    genre: genreTyped || stimulus?.replace(/[0-9]+$/, ""),
    instrument: instrument === "" || STIMULUS.test(instrument) ? undefined : instrument,
    parameters: parametersOf(cells.slice(FIRST_PARAMETER, GENRE).map(numberIn)),
  };
}

/** @param values Shape `[13]`, in the file's order. */
function parametersOf(values: readonly number[]): SafeParameters {
  const shelf = (at: number): SafeShelf => ({ gainDb: values[at]!, frequencyHz: values[at + 1]! });
  const bell = (at: number): SafeBell => ({ ...shelf(at), q: values[at + 2]! });
  return { lowShelf: shelf(0), bells: [bell(2), bell(5), bell(8)], highShelf: shelf(11) };
}
