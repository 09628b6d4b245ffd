import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { planBatch } from "./apply-batch-plan.ts";
import { openBatchRecord } from "./apply-batch-record.ts";
import { type BatchSettings, openForBatch, startBatchWorker } from "./apply-batch-worker.ts";
import type { AppliedWord } from "./apply-word.ts";
import { fileError } from "./file-error.ts";
import { makeFolder } from "./make-folder.ts";
import { runTasks } from "./task-pool.ts";

/** How a batch is going. */
export interface BatchProgress {
  /** Part of all bytes to be worked on that is done, 0..1. */
  readonly fraction: number;
  /** Files, those that an earlier run finished among them. */
  readonly finished: number;
  readonly failed: number;
  /** In all; one that was named twice counts once. */
  readonly files: number;
}

/** Which files, where to, and how. */
export interface ApplyBatchOptions extends BatchSettings {
  readonly inputs: readonly string[];
  /** Made if it is not there. */
  readonly outDir: string;
  /** Worker processes, 1..1024. Default: one per core. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BatchProgress) => void;
}

/** What a batch came to; every input is in one of the three lists. */
export interface AppliedBatch {
  readonly done: readonly { readonly input: string; readonly output: string; readonly report: AppliedWord }[];
  /** Finished by an earlier run with the same settings and not touched. */
  readonly kept: readonly { readonly input: string; readonly output: string }[];
  readonly failures: readonly { readonly input: string; readonly error: Error }[];
  readonly seconds: number;
}

/** The signal asked to stop; files that were finished stay, nothing else does. */
export class BatchInterrupted extends Error {
  override readonly name = "BatchInterrupted";
}

/**
 * Applies a word to many files, several at a time. A file that fails stops no other. Run again after an interruption, it
 * goes on with the files that are missing: a record in the output folder says which are done, from what and how.
 *
 * @throws FileError if the folder cannot be made or two inputs would get one name; BatchInterrupted.
 */
export async function applyToMany(options: ApplyBatchOptions): Promise<AppliedBatch> {
  const { inputs, outDir, jobs = availableParallelism(), onProgress = () => {}, ...rest } = options;
  const { signal = new AbortController().signal, ...settings } = rest;
  if (!(Number.isInteger(jobs) && jobs >= 1 && jobs <= 1024)) {
    throw new RangeError(`applyToMany: jobs must be a whole number within 1..1024, got ${jobs}`);
  }
  const begun = performance.now();
  const plan = await planBatch(inputs, outDir, settings.output?.kind);
  await makeFolder(outDir).catch((error) => {
    throw fileError(outDir, error);
  });
  const record = await openBatchRecord(outDir, await hashOf(settings));
  const done: AppliedBatch["done"][number][] = [];
  const kept: AppliedBatch["kept"][number][] = [];
  const failures = [...plan.failures];
  const pending: (typeof plan.items)[number][] = [];
  for (const item of plan.items) {
    if (!settings.force && (await record.isDone(item))) kept.push({ input: item.input, output: item.output });
    else pending.push(item);
  }

  const totalBytes = pending.reduce((sum, { inputBytes }) => sum + inputBytes, 0);
  const parts = new Map<string, number>();
  const tell = (): void => {
    const bytes = pending.reduce((sum, item) => sum + (parts.get(item.input) ?? 0) * item.inputBytes, 0);
    const fraction = totalBytes === 0 ? 1 : bytes / totalBytes;
    const files = plan.items.length + plan.failures.length;
    onProgress({ fraction, finished: kept.length + done.length, failed: failures.length, files });
  };
  await runTasks(pending, {
    ...{ jobs, signal },
    start: () => {
      const worker = startBatchWorker(settings);
      return {
        get isOver() {
          return worker.isOver;
        },
        stop: () => worker.stop(),
        async run(item, onPart) {
          await record.markBegun(item);
          return worker.run({ input: item.input, output: item.output }, onPart);
        },
      };
    },
    onProgress(item, fraction) {
      parts.set(item.input, fraction);
      tell();
    },
    async onOutcome(item, outcome) {
      if ("error" in outcome) failures.push({ input: item.input, error: outcome.error });
      else {
        await record.markFinished(item);
        done.push({ input: item.input, output: item.output, report: outcome.result });
      }
      parts.set(item.input, 1);
      tell();
    },
  });
  if (signal.aborted) {
    throw new BatchInterrupted(
      `interrupted: ${done.length} of ${pending.length} files are done and stay, the same command goes on`,
    );
  }
  const place = new Map(inputs.map((input, i) => [input, i]));
  failures.sort((a, b) => place.get(a.input)! - place.get(b.input)!);
  return { done, kept, failures, seconds: (performance.now() - begun) / 1000 };
}

/** Everything that decides the sound; where the model lies does not, what is in it does. */
async function hashOf({ phrase, force: _, ...given }: BatchSettings): Promise<string> {
  const { bundle, model, settings } = await openForBatch(phrase, given);
  const { gainDb } = model.curve(phrase); // of own words and of the embedder as well
  const text = JSON.stringify([phrase, settings, bundle.contentSha256, gainDb]);
  return createHash("sha256").update(text).digest("hex");
}
