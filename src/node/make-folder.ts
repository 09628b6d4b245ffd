import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { FileError, fileError } from "./file-error.ts";

/**
 * Makes a folder and those on the way to it. Unlike Node's recursive mkdir it comes to an end where a parent
 * exists but takes no entries (`/proc`): that one tries for ever.
 *
 * @throws the system's error if a folder cannot be made; FileError if a file is in its place.
 */
export async function makeFolder(path: string): Promise<void> {
  const attempt = (): Promise<string | undefined> => mkdir(path).then(() => undefined, keepCode);
  const parent = dirname(path);
  let code = await attempt();
  if (code === "ENOENT" && parent !== path) {
    await makeFolder(parent);
    code = await attempt();
  }
  if (code === undefined) return;
  if (code === "EEXIST") {
    if ((await stat(path)).isDirectory()) return;
    throw new FileError(path, "must be a folder, got a file");
  }
  await mkdir(path);
}

/** The same for a folder that a user named. @throws FileError for whatever is wrong. */
export async function makeNamedFolder(path: string): Promise<void> {
  await makeFolder(path).catch((error) => Promise.reject(fileError(path, error)));
}

function keepCode(error: NodeJS.ErrnoException): string {
  return error.code ?? "unknown";
}
