import type { AppliedBatch, ApplyBatchOptions, BatchProgress } from "../node.ts";
import { documentOf } from "./apply-report.ts";
import { NegativeResult, remedied } from "./failure.ts";
import { count, duration, facts, note, print, printJson } from "./output.ts";
import { showProgress } from "./progress.ts";

/** Applies words to many files under one progress display and tells what became of them. */
export async function applyMany(options: ApplyBatchOptions, isJson: boolean): Promise<void> {
  const { applyToMany } = await import("../node.ts");
  const progress = showProgress();
  const onProgress = ({ fraction, finished, failed, files }: BatchProgress): void => {
    const failures = failed === 0 ? "" : `, ${failed} failed`;
    progress.update(fraction, `${finished} of ${count(files)} files${failures}`);
  };
  const batch = await applyToMany({ ...options, onProgress }).finally(progress.stop);
  for (const { input, report } of batch.done) for (const line of report.notes) note(`${input}: ${line}`);
  if (isJson) printJson(batchDocument(batch, options.outDir));
  else printBatch(batch, options.outDir);
  const [first] = batch.failures;
  if (!first) return;
  for (const { input, error } of batch.failures) note(`failed: ${failureText(input, error)}`);
  throw new NegativeResult(`${filesText(batch.failures.length)} of ${options.inputs.length} failed`);
}

function batchDocument({ done, kept, failures, seconds }: AppliedBatch, outDir: string): unknown {
  return {
    outDir,
    done: done.map(({ input, output, report }) => documentOf(report, { input, output, plot: undefined })),
    kept,
    failures: failures.map(({ input, error }) => ({ input, error: failureText(input, error) })),
    seconds,
  };
}

function printBatch({ done, kept, failures, seconds }: AppliedBatch, outDir: string): void {
  const sound = done.reduce((sum, { report }) => sum + report.durationSeconds, 0);
  const lowered = done.filter(({ report }) => report.protectionGainDb !== 0).length;
  const speed = Math.round(sound / seconds);
  print(
    `${filesText(done.length)} written to ${outDir}`,
    ...facts([
      ...(sound > 0
        ? [["took", `${duration(seconds)} for ${duration(sound)} of sound, ${speed} x real time`] as const]
        : []),
      ...(lowered > 0 ? [["lowered", `${filesText(lowered)} that would clip`] as const] : []),
      ...(kept.length > 0
        ? [["kept", `${filesText(kept.length)} that an earlier run finished`] as const]
        : []),
      ...(failures.length > 0 ? [["failed", filesText(failures.length)] as const] : []),
    ]),
  );
}

function filesText(files: number): string {
  return files === 1 ? "1 file" : `${count(files)} files`;
}

/** Errors about a file begin with its name already. */
function failureText(input: string, { name, message }: Error): string {
  return remedied(name, message.startsWith(input) ? message : `${input}: ${message}`);
}
