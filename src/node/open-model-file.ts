import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BundleError } from "../model/index.ts";
import { type OpenedModel, openModel } from "../semantics/index.ts";
import { fileError } from "./file-error.ts";

/** The folder of the model that comes with the package: the same from its sources, its build and once installed. */
export const bundledModelPath: string = fileURLToPath(new URL("../../models/socialfx-eq", import.meta.url));

/** An opened model and the file it came from. */
export interface OpenedModelFile extends OpenedModel {
  readonly path: string;
}

/**
 * Opens a model for use.
 *
 * @param path A bundle's file, or the folder that holds it as `model.safetensors`. Default: the bundled one.
 * @throws FileError if the file cannot be read; BundleError if it is damaged, of another version or no bundle.
 * @example
 * const { model } = await openModelFile();
 * const { gainDb } = model.curve("warm");
 */
export async function openModelFile(path: string = bundledModelPath): Promise<OpenedModelFile> {
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
