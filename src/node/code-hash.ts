import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The rooms whose code decides what a training comes to. */
const trainingRooms: readonly string[] = ["dataset", "effects", "math", "model", "semantics"];

/**
 * SHA-256 over the running code of some rooms: names and contents of all their modules, kernels included.
 *
 * @param rooms Default: those whose code decides what a training comes to.
 */
export async function codeSha256(rooms: readonly string[] = trainingRooms): Promise<string> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const extension = extname(fileURLToPath(import.meta.url));
  const hash = createHash("sha256");
  for (const room of rooms) {
    const names = await readdir(join(root, room), { recursive: true });
    const modules = names.filter((name) => name.endsWith(extension) && !/\.(test|d)\.ts$/.test(name));
    for (const name of modules.sort()) {
      hash
        .update(`${room}/${name}\0`)
        .update(await readFile(join(root, room, name)))
        .update("\0");
    }
  }
  return hash.digest("hex");
}
