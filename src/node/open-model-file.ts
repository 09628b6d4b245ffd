import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BundleError } from "../model/index.ts";
import { type OpenedModel, openModel, personalMeanings } from "../semantics/index.ts";
import { fileError } from "./file-error.ts";

/** The folder of the model that comes with the package: the same from its sources, its build and once installed. */
export const bundledModelPath: string = fileURLToPath(new URL("../../models/socialfx-eq", import.meta.url));

/** An opened model and the file it came from. */
export interface OpenedModelFile extends OpenedModel {
  readonly path: string;
}

export interface OpenModelFileOptions {
  /** File of the user's own words, which come before the crowd's: see `dictionaryPath`. One that is not there is empty. */
  readonly dictionary?: string;
}

/**
 * Opens a model for use.
 *
 * @param path A bundle's file, or the folder that holds it as `model.safetensors`. Default: the bundled one.
 * @throws FileError if a file cannot be read or the dictionary is damaged; BundleError if the bundle is damaged, of
 *   another version or none.
 * @example
 * const { model } = await openModelFile();
 * const { gainDb } = model.curve("warm");
 */
export async function openModelFile(
  path: string = bundledModelPath,
  { dictionary }: OpenModelFileOptions = {},
): Promise<OpenedModelFile> {
  const opened = await openBundle(path);
  if (dictionary === undefined) return opened;
  const { openDictionary } = await import("./personal-dictionary.ts");
  const { dictionary: own } = await openDictionary(dictionary);
  if (own.words.length === 0) return opened;
  const personal = personalMeanings(own, opened.model);
  return { ...opened, model: opened.model.withWords({ personal }) };
}

async function openBundle(path: string): Promise<OpenedModelFile> {
  let file = path;
  try {
    if ((await stat(path)).isDirectory()) file = join(path, "model.safetensors");
    return { ...openModel(await readFile(file)), path: file };
  } catch (error) {
    if (error instanceof BundleError) {
      throw new BundleError(error.reason, `${file}: ${error.message.replace(/^(?:[a-z]\w+: )+/, "")}`);
    }
    throw fileError(file, error);
  }
}
