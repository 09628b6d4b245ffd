import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "timbral-cli-"));
chmodSync(root, 0o755); // for runs as nobody
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The bundled clip and model. */
export const clip = fileURLToPath(new URL("../../demo/loop.wav", import.meta.url));
export const model = fileURLToPath(new URL("../../models/socialfx-eq/model.safetensors", import.meta.url));

/** A new empty folder, removed after the tests of the file. */
export function emptyFolder(): string {
  return mkdtempSync(join(root, "t-"));
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Told the process, to interrupt it. */
  readonly onStart?: (child: { kill(signal: NodeJS.Signals): boolean }) => void;
  /** Run as nobody where the tests run as root, whom no permission stops. */
  readonly unprivileged?: boolean;
  /** Beside the test's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command line in a folder, without a terminal. */
export function timbral(
  cwd: string,
  args: readonly string[],
  { onStart, unprivileged = false, env: own = {} }: RunOptions = {},
): Promise<Run> {
  const user = unprivileged && process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  return new Promise((resolve, reject) => {
    const { TIMBRAL_DEBUG: _, FORCE_COLOR: __, ...inherited } = process.env;
    // Nobody's own words may change what a test sees.
    const env = { TIMBRAL_DICTIONARY: join(root, "dictionary.json"), ...inherited, ...own };
    const child = spawn(process.execPath, [main, ...args], { cwd, env, ...user });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output.stderr += text;
    });
    child.on("error", reject).on("close", (code) => resolve({ code, ...output }));
    onStart?.(child);
  });
}

export function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
