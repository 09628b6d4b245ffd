import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { readSafeEqualizerCsv, type SafeReading } from "../dataset/index.ts";
import type { DatasetSource } from "./dataset-file.ts";

/** SAFE-DB's equalizer table, or that it is not there. */
export interface SafeFile {
  /** Undefined where there is no such file. */
  readonly safe: (SafeReading & DatasetSource) | undefined;
  /** One sentence on what was found or not, to be shown. */
  readonly note: string;
}

const NAME = "SAFEEqualiserUserData.csv";

/**
 * Looks for SAFE-DB's `SAFEEqualiserUserData.csv` and reads it: in a folder, below its `safe/`, or, where the path is
 * that of SocialFX's table, in the folders around it. A data folder without it is no error, since the product does
 * not need it; but a file that is there must be readable.
 *
 * @param path The data folder, or a file: the table itself or another data set's.
 * @throws TypeError if the file is there but holds no such table.
 */
export async function loadSafe(path: string): Promise<SafeFile> {
  const start = resolve(path);
  const isFile = (await stat(start).catch(() => undefined))?.isFile() === true;
  const folder = isFile ? dirname(start) : start;
  const candidates = [
    ...(isFile && start.endsWith(NAME) ? [start] : []),
    join(folder, NAME),
    join(folder, "safe", NAME),
    join(folder, "..", "safe", NAME),
  ];
  for (const file of candidates) {
    const bytes = await readIfThere(file);
    if (bytes === undefined) continue;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const reading = readTable(bytes, file);
    const words = new Set(reading.examples.map(({ term }) => term)).size;
    return {
      safe: { ...reading, path: file, sha256 },
      note: `SAFE-DB: ${reading.rows} rows, ${words} words, from ${file}`,
    };
  }
  return {
    safe: undefined,
    note: `SAFE-DB: no ${NAME} at ${folder} or in safe/ there or beside it, so what needs it is left out`,
  };
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

function readTable(bytes: Buffer, file: string): SafeReading {
  try {
    return readSafeEqualizerCsv(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new TypeError(`loadSafe: cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}
