import { lstat, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { absent, FileError, fileError } from "./file-error.ts";

/**
 * The file that will be replaced or made, links resolved.
 *
 * @throws FileError with the reason why it must not be: a directory, a device, the input itself, or a file that is there
 *   already and is not to be replaced.
 */
export async function findTarget(inputPath: string, outputPath: string, force: boolean): Promise<string> {
  try {
    const entry = await lstat(outputPath).catch(absent);
    if (entry === undefined) {
      const folder = await stat(dirname(outputPath)).catch((error) => {
        throw fileError(dirname(outputPath), error);
      });
      if (!folder.isDirectory()) throw new FileError(outputPath, "must lie in a directory, got a file there");
      return outputPath;
    }
    const found = await stat(outputPath, { bigint: true }).catch(absent);
    if (found?.isDirectory()) throw new FileError(outputPath, "must be a file, got a directory");
    if (found !== undefined && !found.isFile()) {
      throw new FileError(outputPath, "must be a regular file, got a device, pipe or socket");
    }
    const input = await stat(inputPath, { bigint: true });
    if (found !== undefined && found.ino === input.ino && found.dev === input.dev) {
      throw new FileError(outputPath, "output must be another file than the input, got the input itself");
    }
    if (!force) throw new FileError(outputPath, "output must not exist yet (or be forced), got a file there");
    return found === undefined ? outputPath : await realpath(outputPath);
  } catch (error) {
    throw fileError(outputPath, error);
  }
}
