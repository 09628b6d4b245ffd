import { randomUUID } from "node:crypto";
import { link, lstat, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { absent, FileError, fileError, hasCode } from "./file-error.ts";
import { type FileSink, openFileSink } from "./file-sink.ts";

/**
 * Writes a file whole or not at all: `fill` gets a temporary file in the target's directory, which is flushed to the
 * disk and moved into place at the end, or removed whatever goes wrong.
 *
 * @param target Where the file goes, links resolved. @param outputPath What error messages call it.
 * @param force Whether a file that is there may be replaced, even one that appears meanwhile.
 * @throws FileError naming outputPath, and whatever `fill` throws.
 */
export async function writeBeside<Result>(
  target: string,
  outputPath: string,
  force: boolean,
  fill: (sink: FileSink) => Promise<Result>,
): Promise<Result> {
  const temporary = join(dirname(target), `.timbral-${randomUUID()}.part`);
  const sink = await openFileSink(temporary, "wx", outputPath);
  try {
    const result = await fill(sink);
    await sink.finish();
    if (force) await rename(temporary, target);
    else await moveUnlessTaken(temporary, target);
    await syncDirectory(dirname(target));
    return result;
  } catch (error) {
    await sink.abandon();
    await unlink(temporary).catch(() => {});
    throw fileError(outputPath, error);
  }
}

/** Renaming would silently replace a file that appeared meanwhile; linking refuses to. */
async function moveUnlessTaken(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (hasCode(error, "EEXIST")) throw error;
    // No hard links on this file system: look once more, then rename.
    if ((await lstat(to).catch(absent)) !== undefined) {
      throw new FileError(to, `must not exist yet, got ${basename(to)} meanwhile`);
    }
    await rename(from, to);
    return;
  }
  await unlink(from);
}

/** Makes the new name itself survive a power cut, where the system can. */
async function syncDirectory(path: string): Promise<void> {
  try {
    const handle = await open(path, "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows opens no directories, some network file systems sync none: the content itself is synced already.
  }
}
