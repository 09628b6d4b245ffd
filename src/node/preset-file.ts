import { lstat, readFile, stat, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { AudioError, memorySource, openAudio } from "../audio/index.ts";
import {
  PresetError,
  type PresetFile,
  type ReadOptions,
  type ReadPreset,
  readPreset,
} from "../presets/index.ts";
import { absent, FileError, fileError } from "./file-error.ts";
import { makeNamedFolder } from "./make-folder.ts";
import { writeWholeFile } from "./write-file.ts";

/** Larger files are no presets. */
const LARGEST_BYTES = 16 * 2 ** 20;

/**
 * Reads a preset file of any program that `readPreset` knows, or a curve as CSV. Text is UTF-8, or UTF-16 with its mark.
 *
 * @throws FileError for everything that is wrong with the file: one line that begins with its name.
 */
export async function readPresetFile(path: string, options: ReadOptions = {}): Promise<ReadPreset> {
  const text = await textOf(path, await bytesOf(path));
  try {
    return readPreset(text, basename(path), options);
  } catch (error) {
    if (error instanceof PresetError) throw new FileError(path, error.message, error);
    throw error;
  }
}

/**
 * Writes the files of one preset: each whole or not at all, and where one fails those that were new go again.
 *
 * @param path The file; of several, the folder, which is made where it is missing. A folder that is there also takes one
 *   file, under the name that the preset gives it.
 * @param options.force Replace files that are there. Default false: refuse, before anything is written.
 * @returns Where each file is, in their order.
 * @throws FileError naming the path.
 */
export async function writePresetFiles(
  path: string,
  files: readonly PresetFile[],
  { force = false }: { readonly force?: boolean } = {},
): Promise<string[]> {
  const isFolder = files.length > 1 || /[\\/]$/.test(path) || (await stat(path).catch(absent))?.isDirectory();
  const paths = files.map(({ name }) => (isFolder ? join(path, name) : path));
  const isTaken = await Promise.all(paths.map((target) => assertFree(target, force)));
  if (isFolder) await makeNamedFolder(path);
  const made: string[] = [];
  try {
    for (const [index, { text, bytes }] of files.entries()) {
      await writeWholeFile(paths[index]!, bytes ?? text ?? "", { force });
      if (!isTaken[index]) made.push(paths[index]!);
    }
  } catch (error) {
    for (const target of made) await unlink(target).catch(() => {});
    throw error;
  }
  return paths;
}

/** Whether a file is there that may be replaced. @throws FileError if it may not. */
async function assertFree(path: string, force: boolean): Promise<boolean> {
  // A name on a way that does not exist is free: what is wrong with the way is told when it is written.
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return false;
  if (found.isDirectory()) throw new FileError(path, "must be a file, got a directory");
  if (!force) throw new FileError(path, "output must not exist yet (or be forced), got a file there");
  return true;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path); // before reading: a pipe would block there
    if (found.isDirectory()) throw new FileError(path, "must be a file, got a directory");
    if (!found.isFile()) throw new FileError(path, "must be a regular file, got a device, pipe or socket");
    if (found.size > LARGEST_BYTES) {
      throw new FileError(path, `must be a preset or a curve as text, got ${found.size} bytes`);
    }
    return await readFile(path);
  } catch (error) {
    throw fileError(path, error);
  }
}

async function textOf(path: string, bytes: Uint8Array): Promise<string> {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Not text in this encoding: told below, by what it is.
  }
  const got = (await isSound(bytes))
    ? "sound: `timbral name BEFORE AFTER` finds the equalizer between two recordings"
    : "bytes that are no text";
  throw new FileError(path, `must be a preset or a curve as text, got ${got}`);
}

/** Windows programs write UTF-16 with a mark in front. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

async function isSound(bytes: Uint8Array): Promise<boolean> {
  try {
    (await openAudio(memorySource(bytes))).close();
    return true;
  } catch (error) {
    return error instanceof AudioError && error.code === "foreign";
  }
}
