import { stat } from "node:fs/promises";
import { join, parse, resolve } from "node:path";
import type { OutputKind } from "../audio/index.ts";
import { FileError, fileError } from "./file-error.ts";
import { extensionFor } from "./output-choice.ts";

/** One file of a batch. */
export interface BatchItem {
  readonly input: string;
  readonly output: string;
  readonly inputBytes: number;
  readonly inputModifiedMs: number;
}

/** A batch before it starts: what is to be done, and what cannot be. */
export interface BatchPlan {
  /** Longest file first, so that no core is left alone with a long one at the end. */
  readonly items: readonly BatchItem[];
  readonly failures: readonly { readonly input: string; readonly error: Error }[];
}

/**
 * Names the outputs: each input's name in the output folder, with the extension of what is written.
 *
 * @throws FileError if two inputs would be written under one name: nothing has been done then.
 */
export async function planBatch(
  inputs: readonly string[],
  outDir: string,
  kind: OutputKind | undefined,
): Promise<BatchPlan> {
  const items: BatchItem[] = [];
  const failures: { input: string; error: Error }[] = [];
  const takenBy = new Map<string, string>();
  for (const input of new Set(inputs)) {
    const output = join(outDir, parse(input).name + extensionFor(input, kind));
    // Some file systems know no capitals.
    const key = resolve(output).toLowerCase();
    const other = takenBy.get(key);
    if (other !== undefined) {
      throw new FileError(input, `must have a name of its own in ${outDir}, got ${output} as for ${other}`);
    }
    takenBy.set(key, input);
    try {
      const { size, mtimeMs } = await stat(input);
      items.push({ input, output, inputBytes: size, inputModifiedMs: mtimeMs });
    } catch (error) {
      failures.push({ input, error: fileError(input, error) as Error });
    }
  }
  items.sort((a, b) => b.inputBytes - a.inputBytes);
  return { items, failures };
}
