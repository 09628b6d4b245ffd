import { fileURLToPath } from "node:url";
import { type AppliedWord, type ApplyWordOptions, applyWord } from "./apply-word.ts";
import { type OpenedPhraseModel, openPhraseModel } from "./open-phrase-model.ts";
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
  /** See `OpenPhraseModelOptions`. */
  readonly dictionary?: string;
  readonly embedder?: string;
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

/** The model of a batch, and the settings that are not the model's. */
export async function openForBatch<Settings extends Omit<BatchSettings, "phrase">>(
  phrase: string,
  { modelPath, dictionary, embedder, ...settings }: Settings,
): Promise<
  OpenedPhraseModel & { readonly settings: Omit<Settings, "modelPath" | "dictionary" | "embedder"> }
> {
  const places = {
    ...(modelPath !== undefined && { modelPath }),
    ...(dictionary !== undefined && { dictionary }),
    ...(embedder !== undefined && { embedder }),
  };
  return { ...(await openPhraseModel([phrase], places)), settings };
}

/** Progress is told in steps of this size. */
const PROGRESS_STEP = 0.01;

if (process.argv[1] === modulePath) {
  serveTasks(async ({ phrase, ...given }: BatchSettings) => {
    const { model, settings } = await openForBatch(phrase, given);
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
