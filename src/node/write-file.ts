import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { FileError } from "./file-error.ts";
import { writeBeside } from "./write-beside.ts";

/**
 * Writes content that is in memory as a file, whole or not at all.
 *
 * @param options.force Replace a file that is there. Default true.
 * @throws FileError naming the path.
 */
export async function writeWholeFile(
  path: string,
  content: Uint8Array | string,
  { force = true }: { readonly force?: boolean } = {},
): Promise<void> {
  if (!(await isFolder(dirname(path)))) {
    throw new FileError(path, "must lie in a folder that exists, got none");
  }
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await writeBeside(path, path, force, (sink) => sink.write(bytes));
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
