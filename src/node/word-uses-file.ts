import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readEffectWords } from "../dataset/index.ts";
import type { WordUse } from "../semantics/index.ts";
import { FileError, fileError, hasCode } from "./file-error.ts";

/** How people used words for other effects, and the files that say so. */
export interface WordUses {
  readonly uses: readonly WordUse[];
  /** SHA-256 of all the files' bytes, in order; undefined where there is no file. */
  readonly sha256?: string;
  /** Names of tables that are not there. */
  readonly missing: readonly string[];
  /** Rows that could not be used. */
  readonly skippedRows: number;
}

const names = ["reverb_contributions.csv", "comp_contributions.csv"];

/**
 * Reads the words that people used for reverb and compression, from the tables that stand beside the equalizer's: each
 * row's words are those typed and those ticked as fitting. A table that is not there is left out.
 *
 * @param tablePath The equalizer's table, as `loadSocialFx` found it.
 * @throws FileError if a table is there but cannot be read or is something else.
 */
export async function loadWordUses(tablePath: string): Promise<WordUses> {
  const uses: WordUse[] = [];
  const missing: string[] = [];
  let skippedRows = 0;
  const hash = createHash("sha256");
  for (const name of names) {
    const path = join(dirname(tablePath), name);
    const bytes = await readFile(path).catch((error: unknown) => {
      if (hasCode(error, "ENOENT")) return undefined;
      throw fileError(path, error);
    });
    if (!bytes) {
      missing.push(name);
      continue;
    }
    hash.update(bytes);
    try {
      const { rows, problems } = readEffectWords(bytes.toString("utf8"));
      skippedRows += problems.length;
      for (const { words, agreed, language } of rows) {
        uses.push({ words: [...new Set([...words, ...agreed])], language });
      }
    } catch (error) {
      throw new FileError(path, (error as Error).message, error);
    }
  }
  const found = { uses, missing, skippedRows };
  return missing.length === names.length ? found : { ...found, sha256: hash.digest("hex") };
}
