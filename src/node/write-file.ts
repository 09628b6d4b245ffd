import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileError } from "./file-error.ts";
import { makeFolder } from "./make-folder.ts";

/**
 * Writes a whole file or none: into a temporary file beside it, flushed to the disk, then renamed over it. Folders
 * on the way are made.
 *
 * @throws FileError naming the path.
 */
export async function writeWholeFile(path: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.timbral-${randomUUID()}.part`);
  try {
    await makeFolder(folder);
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
