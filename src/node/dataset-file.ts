import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  type DatasetSummary,
  type Reading,
  readSocialFxCsv,
  readSocialFxParquet,
  summarizeDataset,
} from "../dataset/index.ts";

/** Where the rows came from. */
export interface DatasetSource {
  /** The file that was read, absolute. */
  readonly path: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
}

/** Where a folder may keep the equalizer table, best first: the CSV also says which sound was playing. */
const places: readonly [folder: string, name: RegExp][] = ["", "socialfx"].flatMap((folder) => [
  [folder, /^eq_contributions\.csv$/],
  [folder, /^eq-.*\.parquet$/],
  [join(folder, "data"), /^eq-.*\.parquet$/],
  [join(folder, "huggingface/data"), /^eq-.*\.parquet$/],
]);

/**
 * Reads the crowd's equalizer curves from a CSV, a Parquet file or a folder that holds either: as
 * `eq_contributions.csv` or `eq-*.parquet`, there or below `socialfx/`, `data/` or `huggingface/data/`. What a
 * file is, its first bytes tell, not its name.
 *
 * @returns Every row as an example or as a problem; the caller decides whether a problem is an error.
 * @throws Error if there is no such file or it is not the table; the message names the path.
 */
export async function loadSocialFx(path: string): Promise<Reading & DatasetSource> {
  const file = await findTable(resolve(path));
  const bytes = await readFile(file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  try {
    return { ...(await readTable(bytes)), path: file, sha256 };
  } catch (error) {
    throw new TypeError(`loadSocialFx: cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** What {@link loadSocialFx} finds at a path, counted: rows, words, languages, ranges, problems, hash. */
export async function checkDataset(path: string): Promise<DatasetSummary & DatasetSource> {
  const reading = await loadSocialFx(path);
  return { ...summarizeDataset(reading), path: reading.path, sha256: reading.sha256 };
}

async function readTable(bytes: Buffer): Promise<Reading> {
  if (bytes.subarray(0, 4).toString("latin1") === "PAR1") return readSocialFxParquet(bytes);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new TypeError("must be a Parquet file or CSV text in UTF-8, got other bytes");
  }
  return readSocialFxCsv(text);
}

async function findTable(path: string): Promise<string> {
  const expected = "a CSV, a Parquet file or a folder that holds eq_contributions.csv or data/eq-*.parquet";
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) throw new Error(`loadSocialFx: path must be ${expected}, got nothing at ${path}`);
  if (status.isFile()) return path;
  if (!status.isDirectory()) {
    throw new Error(`loadSocialFx: path must be ${expected}, got neither file nor folder at ${path}`);
  }
  for (const [folder, pattern] of places) {
    const names = (await namesIn(join(path, folder))).filter((name) => pattern.test(name));
    if (names.length > 1) {
      throw new Error(
        `loadSocialFx: ${join(path, folder)} must hold one equalizer table, got ${names.join(", ")}: name one`,
      );
    }
    if (names[0] !== undefined) return join(path, folder, names[0]);
  }
  const found = await namesIn(path);
  const got =
    found.length === 0
      ? "an empty folder"
      : `${found.slice(0, 8).join(", ")}${found.length > 8 ? " ..." : ""}`;
  throw new Error(`loadSocialFx: path must be ${expected}, got ${got} in ${path}`);
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
