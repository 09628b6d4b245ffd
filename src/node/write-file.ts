import { randomUUID } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FileError, fileError } from "./file-error.ts";

/**
 * Writes a whole file or none: into a temporary file beside it, flushed to the disk, then renamed over it.
 *
 * @throws FileError naming the path.
 */
export async function writeWholeFile(path: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  if (!(await isFolder(folder))) throw new FileError(path, "must lie in a folder that exists, got none");
  const temporary = join(folder, `.timbral-${randomUUID()}.part`);
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileError(path, error);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
