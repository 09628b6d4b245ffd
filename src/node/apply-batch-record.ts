import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BatchItem } from "./apply-batch-plan.ts";
import { absent } from "./file-error.ts";
import { writeWholeFile } from "./write-file.ts";

/** Name of the file in an output folder that says which of its files a batch has finished. */
export const BATCH_RECORD = ".timbral-batch.json";
const FORMAT = "timbral-batch-1";

/** What was true when a file was begun or finished; anything else today means that it must be done again. */
interface Entry {
  /** Hash of all settings that decide the sound. */
  readonly settings: string;
  readonly input: string;
  readonly inputBytes: number;
  readonly inputModifiedMs: number;
  /** The output's age: when it was finished, or of the one to be replaced, null if there was none. */
  readonly outputModifiedMs: number | null;
  readonly isFinished: boolean;
}

/** Remembers on the disk which files are done. */
export interface BatchRecord {
  /** Whether the output is there as this batch, with these settings, once made it from the input as it is now. */
  isDone(item: BatchItem): Promise<boolean>;
  /** So that an output which appears just before a crash is known as finished. */
  markBegun(item: BatchItem): Promise<void>;
  markFinished(item: BatchItem): Promise<void>;
}

/** Opens an output folder's record; one that cannot be understood counts as empty. */
export async function openBatchRecord(outDir: string, settings: string): Promise<BatchRecord> {
  const path = join(outDir, BATCH_RECORD);
  const entries = new Map<string, Entry>(Object.entries(await readEntries(path)));
  let writing: Promise<void> = Promise.resolve();
  const keep = async (item: BatchItem, isFinished: boolean): Promise<void> => {
    const { input, inputBytes, inputModifiedMs } = item;
    const outputModifiedMs = await ageOf(item.output);
    const entry: Entry = { settings, input, inputBytes, inputModifiedMs, outputModifiedMs, isFinished };
    entries.set(basename(item.output), entry);
    // One after the other: several files may be finished at once.
    const text = (): string => JSON.stringify({ format: FORMAT, files: Object.fromEntries(entries) });
    writing = writing.catch(() => {}).then(() => writeWholeFile(path, text()));
    await writing;
  };
  return {
    async isDone(item) {
      const entry = entries.get(basename(item.output));
      const age = await ageOf(item.output);
      if (!entry || age === null) return false;
      const isSame =
        entry.settings === settings &&
        entry.input === item.input &&
        entry.inputBytes === item.inputBytes &&
        entry.inputModifiedMs === item.inputModifiedMs;
      // Outputs appear whole: one that came after the start was finished.
      return isSame && (age === entry.outputModifiedMs) === entry.isFinished;
    },
    markBegun: (item) => keep(item, false),
    markFinished: (item) => keep(item, true),
  };
}

async function readEntries(path: string): Promise<Record<string, Entry>> {
  try {
    const { format, files } = JSON.parse(await readFile(path, "utf8"));
    return format === FORMAT && files !== null && typeof files === "object" ? files : {};
  } catch {
    return {};
  }
}

/** When the file was last changed, ms; null if there is none. */
async function ageOf(path: string): Promise<number | null> {
  return (await stat(path).catch(absent))?.mtimeMs ?? null;
}
