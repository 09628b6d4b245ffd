import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Absolute path of a file or folder that lies beside the project, in `../shared`. */
export function sharedPath(relative: string): string {
  return fileURLToPath(new URL(`../../../shared/${relative}`, import.meta.url));
}

/** True if the shared file is there; else says loudly that the tests which need it are skipped. */
export function hasShared(relative: string): boolean {
  const present = existsSync(sharedPath(relative));
  if (!present)
    console.warn(`SKIPPED: ../shared/${relative} is absent, so the tests that need it do not run`);
  return present;
}
