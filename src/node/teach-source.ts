import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { BAND_COUNT, REFERENCE_RMS_DB } from "../effects/index.ts";
import type { WordModel } from "../semantics/index.ts";
import {
  curvePrior,
  DictionaryError,
  learnFromRatings,
  parseRatings,
  recordedEvidence,
  SAID_EVIDENCE,
  type TaughtFrom,
  type TaughtWord,
} from "../semantics/personal/index.ts";
import { FileError, fileError } from "./file-error.ts";
import { nameFile, nameRecordings } from "./name-file.ts";

/** What a word is taught from, without the word itself, and what was lived with. */
export interface TaughtCurve extends Pick<TaughtWord, "gainDb" | "from" | "evidence" | "consistency"> {
  readonly notes: readonly string[];
}

/** Files of curves and ratings are no larger. */
const LARGEST_BYTES = 2 ** 20;
const LONGEST_NAME = 255;

/** Today, as the dictionary has it: `2026-11-22`. */
export function today(now: Date = new Date()): string {
  return now.toISOString().slice(0, 10);
}

/**
 * The curve of a preset file of any program, of a table of frequencies and gains, or of JSON with 40 gains in dB as `gainDb` (as
 * `timbral curve WORD --json` prints).
 *
 * @throws FileError for everything that is wrong with the file.
 */
export async function taughtFile(path: string, model: WordModel): Promise<TaughtCurve> {
  const file = nameOf(path);
  const date = today();
  const json = /\.json$/i.test(path) ? jsonCurve(await textOf(path)) : undefined;
  if (json) return { gainDb: json, from: { kind: "curve", file, date }, evidence: SAID_EVIDENCE, notes: [] };
  const { gainDb, format = "preset", notes } = await nameFile(path, { model });
  const from: TaughtFrom =
    format === "csv" ? { kind: "curve", file, date } : { kind: "preset", file, format, date };
  return { gainDb: [...gainDb], from, evidence: SAID_EVIDENCE, notes };
}

/** The curve between two recordings; see `recordedCurve`. @throws FileError for everything that is wrong with the files. */
export async function taughtRecordings(
  beforePath: string,
  afterPath: string,
  model: WordModel,
  signal?: AbortSignal,
): Promise<TaughtCurve> {
  const named = await nameRecordings(beforePath, afterPath, { model, ...(signal && { signal }) });
  const coherence = Math.round(1000 * (named.coherence ?? 1)) / 1000;
  const [before, after] = [nameOf(beforePath), nameOf(afterPath)];
  return {
    gainDb: [...named.gainDb],
    from: { kind: "recordings", before, after, coherence, date: today() },
    evidence: recordedEvidence(coherence),
    notes: named.notes,
  };
}

/**
 * What ratings of probes tell of a word; see `parseRatings` for the file.
 *
 * @param like A word or several that it resembles: their curve is what is expected before. Default: anybody's for any word.
 * @throws FileError for everything that is wrong with the file; UnknownWordError if `like` is unknown.
 */
export async function taughtRatings(path: string, model: WordModel, like?: string): Promise<TaughtCurve> {
  const { probes, ratings, unrated } = await parsed(path, parseRatings);
  const learned = learnFromRatings({ probes, ratings, prior: curvePrior(model, like) });
  return {
    gainDb: Array.from(learned.shape, (z) => REFERENCE_RMS_DB * z),
    from: { kind: "ratings", count: ratings.length, date: today() },
    evidence: learned.evidence,
    consistency: Math.round(1000 * learned.consistency) / 1000,
    notes: unrated > 0 ? [`${path}: ${unrated} rows without a rating are left out`] : [],
  };
}

async function parsed<Result>(path: string, parse: (text: string) => Result): Promise<Result> {
  const text = await textOf(path);
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof DictionaryError) throw new FileError(path, error.message, error);
    throw error;
  }
}

async function textOf(path: string): Promise<string> {
  try {
    const found = await stat(path); // before reading: a pipe would block there
    if (found.isDirectory()) throw new FileError(path, "must be a file, got a directory");
    if (!found.isFile()) throw new FileError(path, "must be a regular file, got a device, pipe or socket");
    if (found.size > LARGEST_BYTES) {
      throw new FileError(path, `must be text of at most ${LARGEST_BYTES} bytes, got ${found.size}`);
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof TypeError) throw new FileError(path, "must be UTF-8 text, got other bytes", error);
    throw fileError(path, error);
  }
}

/** 40 gains of a JSON text, if it is one that holds them: other JSON may be a preset. */
function jsonCurve(text: string): number[] | undefined {
  try {
    const root: unknown = JSON.parse(text);
    const gains: unknown = Array.isArray(root) ? root : Object(root).gainDb;
    const isCurve = Array.isArray(gains) && gains.length === BAND_COUNT && gains.every(Number.isFinite);
    return isCurve ? gains.map(Number) : undefined;
  } catch {
    return undefined;
  }
}

/** A file's name for the dictionary: never its folder, nor what a terminal would obey. */
function nameOf(path: string): string {
  return basename(path)
    .replaceAll(/\p{Cc}/gu, " ")
    .slice(0, LONGEST_NAME);
}
