import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Scope } from "../evaluation/index.ts";
import type { TaskName, TaskResult } from "./evaluate-task.ts";
import { makeFolder } from "./make-folder.ts";
import { writeWholeFile } from "./write-file.ts";

/** What decides a task's result, besides its names. */
export interface ResultOrigin {
  readonly dataSha256: string;
  readonly codeSha256: string;
  readonly scope: Scope;
}

/** The results of an evaluation's tasks in a folder, one file each, named after all that decides it. */
export interface ResultStore {
  /** The kept result, or undefined. A damaged file counts as none. */
  read(name: TaskName): Promise<TaskResult | undefined>;
  /** Keeps a result, whole or not at all. */
  write(name: TaskName, result: TaskResult): Promise<void>;
  /** Removes what other data or other code left. */
  removeStale(): Promise<void>;
}

export function openResultStore(folder: string, origin: ResultOrigin): ResultStore {
  const { dataSha256, codeSha256, scope } = origin;
  const pathOf = ({ study, task }: TaskName): string => {
    const key = JSON.stringify([dataSha256, codeSha256, scope, study, task]);
    return join(folder, `${createHash("sha256").update(key).digest("hex")}.json`);
  };
  return {
    async read(name) {
      const kept = await contentOf(pathOf(name));
      if (kept?.study !== name.study || kept.task !== name.task) return undefined;
      return { json: JSON.stringify(kept.result), seconds: kept.seconds };
    },
    async write(name, { json, seconds }) {
      await makeFolder(folder);
      // The result as it is, so that numbers keep every digit.
      const head = JSON.stringify({ ...origin, ...name, seconds });
      await writeWholeFile(pathOf(name), `${head.slice(0, -1)},"result":${json}}\n`);
    },
    async removeStale() {
      for (const file of await readdir(folder).catch(() => [])) {
        if (!/^[0-9a-f]{64}\.json$/.test(file)) continue;
        const kept = await contentOf(join(folder, file));
        if (kept?.dataSha256 !== dataSha256 || kept.codeSha256 !== codeSha256) {
          await rm(join(folder, file), { force: true });
        }
      }
    },
  };
}

interface KeptResult extends ResultOrigin, TaskName {
  readonly seconds: number;
  readonly result: unknown;
}

async function contentOf(path: string): Promise<KeptResult | undefined> {
  try {
    const content: Partial<KeptResult> | null = JSON.parse(await readFile(path, "utf8"));
    const isWhole = typeof content?.seconds === "number" && content.result !== undefined;
    return isWhole ? (content as KeptResult) : undefined;
  } catch {
    return undefined;
  }
}
