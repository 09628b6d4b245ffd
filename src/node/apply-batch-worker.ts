import { fileURLToPath } from "node:url";
import { type AppliedWord, type ApplyWordOptions, applyWord } from "./apply-word.ts";
import { openModelFile } from "./open-model-file.ts";
import type { TaskRunner } from "./task-pool.ts";
import { serveTasks, startWorkerProcess } from "./worker-process.ts";

/** What is done to every file of a batch. */
export interface BatchSettings
  extends Pick<
    ApplyWordOptions,
    "amountPercent" | "sense" | "playing" | "output" | "matchLoudness" | "protect" | "force"
  > {
  readonly phrase: string;
  /** See `openModelFile`. */
  readonly modelPath?: string;
}

/** A file for a worker. */
export interface BatchTask {
  readonly input: string;
  readonly output: string;
}

const modulePath = fileURLToPath(import.meta.url);

/** Starts a process that applies words to files; stopped, it removes what it has begun. */
export function startBatchWorker(settings: BatchSettings): TaskRunner<BatchTask, AppliedWord> {
  return startWorkerProcess(modulePath, settings, { cleansUp: true });
}

/** Progress is told in steps of this size. */
const PROGRESS_STEP = 0.01;

if (process.argv[1] === modulePath) {
  serveTasks(async ({ phrase, modelPath, ...settings }: BatchSettings) => {
    const { model } = await openModelFile(modelPath);
    return ({ input, output }: BatchTask, { signal, onProgress }) => {
      let told = 0;
      return applyWord(input, output, phrase, {
        ...{ ...settings, model, signal },
        onProgress(fraction, pass) {
          // A second pass is not known before it comes: the first counts as nearly all.
          const done = pass === 1 ? 0.9 * fraction : 0.9 + 0.1 * fraction;
          if (done - told < PROGRESS_STEP) return;
          told = done;
          onProgress(done);
        },
      });
    };
  });
}
