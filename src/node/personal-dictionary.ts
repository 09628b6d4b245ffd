import { open, readFile, realpath, stat, unlink } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, posix, resolve, win32 } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  DictionaryError,
  emptyDictionary,
  LONGEST_TEXT,
  type PersonalDictionary,
  parseDictionary,
  writeDictionary,
} from "../semantics/personal/index.ts";
import { absent, FileError, fileError, hasCode } from "./file-error.ts";
import { makeFolder } from "./make-folder.ts";
import { writeWholeFile } from "./write-file.ts";

/** A dictionary and the file it belongs to. */
export interface OpenedDictionary {
  readonly dictionary: PersonalDictionary;
  readonly path: string;
  /** Whether the file is there; without it the dictionary is empty. */
  readonly exists: boolean;
}

/** What the dictionary's place depends on. */
export interface DictionaryPlace {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
}

/** How long a process waits for another one's change, ms; a change takes a hundredth of that. */
const LONGEST_WAIT_MS = 5000;
const WAIT_STEP_MS = 20;

/**
 * Where a user's own words are kept: `$TIMBRAL_DICTIONARY`, else `timbral/dictionary.json` in the place that the platform has
 * for settings: `%APPDATA%`, `~/Library/Application Support`, or `$XDG_CONFIG_HOME` (only an absolute path counts, as the XDG
 * Base Directory Specification says), else `~/.config`.
 */
export function dictionaryPath({
  env = process.env,
  platform = process.platform,
  home = homedir(),
}: DictionaryPlace = {}): string {
  if (env.TIMBRAL_DICTIONARY) return resolve(env.TIMBRAL_DICTIONARY);
  if (platform === "win32") {
    const folder = env.APPDATA || win32.join(home, "AppData", "Roaming");
    return win32.join(folder, "timbral", "dictionary.json");
  }
  if (platform === "darwin") {
    return posix.join(home, "Library", "Application Support", "timbral", "dictionary.json");
  }
  const config = env.XDG_CONFIG_HOME ?? "";
  return join(isAbsolute(config) ? config : join(home, ".config"), "timbral", "dictionary.json");
}

/**
 * Opens a user's own words. A file that is not there is an empty dictionary.
 *
 * @param path Default: `dictionaryPath()`.
 * @throws FileError if the file cannot be read or is damaged, naming the word and the field.
 * @example
 * const { dictionary } = await openDictionary();
 */
export async function openDictionary(path: string = dictionaryPath()): Promise<OpenedDictionary> {
  try {
    const found = await stat(path).catch(absent);
    if (found === undefined) return { dictionary: emptyDictionary, path, exists: false };
    if (found.isDirectory()) throw new FileError(path, "must be a file, got a directory");
    if (!found.isFile()) throw new FileError(path, "must be a regular file, got a device, pipe or socket");
    if (found.size > LONGEST_TEXT) {
      throw new FileError(path, `must be a dictionary of at most ${LONGEST_TEXT} bytes, got ${found.size}`);
    }
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
    return { dictionary: parseDictionary(text), path, exists: true };
  } catch (error) {
    if (error instanceof DictionaryError) throw new FileError(path, error.message, error);
    if (error instanceof TypeError) throw new FileError(path, "must be UTF-8 text, got other bytes", error);
    throw fileError(path, error);
  }
}

/**
 * Changes a dictionary's file: reads it, changes it and writes it whole or not at all, while a lock beside it keeps other
 * processes waiting, so that none loses what another one taught. A damaged file is never written over.
 *
 * @param change Gives the new dictionary; whatever it throws goes on, and nothing is written. The same one: neither.
 * @param path Default: `dictionaryPath()`. Its folder is made where it is missing; a link is followed.
 * @throws FileError naming the file: it is damaged, cannot be written, or is locked for 5 s.
 */
export async function changeDictionary(
  change: (dictionary: PersonalDictionary) => PersonalDictionary,
  path: string = dictionaryPath(),
): Promise<OpenedDictionary> {
  await makeFolder(dirname(path)).catch((error) => Promise.reject(fileError(path, error)));
  return locked(path, async () => {
    const opened = await openDictionary(path);
    const dictionary = change(opened.dictionary);
    if (dictionary === opened.dictionary) return opened;
    const target = opened.exists ? await realpath(path) : path;
    await writeWholeFile(target, writeDictionary(dictionary));
    return { dictionary, path, exists: true };
  });
}

/** Writes a dictionary over the one that is there, which must be sound. @throws FileError as `changeDictionary`. */
export async function saveDictionary(
  dictionary: PersonalDictionary,
  path: string = dictionaryPath(),
): Promise<OpenedDictionary> {
  return changeDictionary(() => dictionary, path);
}

async function locked<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`;
  const until = Date.now() + LONGEST_WAIT_MS;
  while (!(await takeLock(lock))) {
    if (Date.now() >= until) {
      const seconds = LONGEST_WAIT_MS / 1000;
      throw new FileError(
        path,
        `must not be in use, got ${lock} there for ${seconds} s: another process is changing it, or one was killed and the lock may be deleted`,
      );
    }
    await setTimeout(WAIT_STEP_MS);
  }
  try {
    return await work();
  } finally {
    await unlink(lock).catch(() => {});
  }
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await (await open(lock, "wx")).close();
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw fileError(lock, error);
  }
}
