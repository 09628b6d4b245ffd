import { lstat, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { FileError } from "./file-error.ts";
import type { FileSink } from "./file-sink.ts";
import { openModelFile } from "./open-model-file.ts";
import { writeBeside } from "./write-beside.ts";

/** What corpus is made, and where it goes. */
export interface SynthesizeCorpusOptions {
  /** Ends in `.csv`; the truth goes beside it as `.truth.csv`. */
  readonly outPath: string;
  /** 2 or more. */
  readonly rows: number;
  /** 2..rows. */
  readonly words: number;
  /** A 32-bit whole number, default 1: the same seed, sizes and model give the same bytes. */
  readonly seed?: number;
  /** The model whose statistics are drawn from; default the bundled one. */
  readonly modelPath?: string | undefined;
  /** Replace files that exist. Default false. */
  readonly force?: boolean;
  /** @param fraction 0..1. */
  readonly onProgress?: (fraction: number) => void;
  /** Asks to stop. */
  readonly signal?: { readonly aborted: boolean };
}

/** What was made. */
export interface SynthesizedCorpus {
  readonly path: string;
  readonly truthPath: string;
  readonly rows: number;
  readonly words: number;
  /** Words of which others are forms, or that stand alone. */
  readonly families: number;
  /** Words with two readings. */
  readonly dividedWords: number;
  /** Words with a single row. */
  readonly singleWords: number;
  /** Rows of the word that has most. */
  readonly mostRows: number;
  /** Wall-clock time. */
  readonly seconds: number;
}

/** The signal asked to stop; nothing was written. */
export class SynthesisInterrupted extends Error {
  override readonly name = "SynthesisInterrupted";
}

/** Lines that are written before others may have the processor. */
const LINES_AT_A_TIME = 200;

/**
 * Writes a corpus with known truth in a model's own statistics (`drawCorpus`): a table as `loadSocialFx` reads it, and
 * beside it the true expected curve of every word and reading. Rows are written as they are drawn, so that memory does
 * not grow with them. Each file appears complete or not at all, the truth first.
 *
 * @throws FileError naming what cannot be read or written; RangeError if a size is out of range; SynthesisInterrupted.
 */
export async function synthesizeCorpus(options: SynthesizeCorpusOptions): Promise<SynthesizedCorpus> {
  const { outPath, rows, words, seed = 1, modelPath, force = false } = options;
  const begun = performance.now();
  if (!/\.csv$/i.test(outPath)) throw new FileError(outPath, "a corpus's name must end in .csv");
  const truthPath = outPath.replace(/\.csv$/i, ".truth.csv");
  for (const path of [outPath, truthPath]) await assertWritable(path, force);
  const { bundle } = await openModelFile(modelPath);
  const [{ drawCorpus }, { sourceOfBundle }, { corpusHeader, corpusLine, truthHeader, truthLines }] =
    await Promise.all([
      import("../evaluation/synthetic-corpus.ts"),
      import("../evaluation/synthetic-corpus-source.ts"),
      import("../evaluation/synthetic-corpus-csv.ts"),
    ]);
  const corpus = drawCorpus(sourceOfBundle(bundle), { rows, words, seed });
  const total = rows + words;
  await writeBeside(outPath, outPath, force, async (sink) => {
    function* tableLines(): Generator<string> {
      yield corpusHeader;
      for (const { example } of corpus.rows()) yield corpusLine(example);
    }
    await writeLines(sink, tableLines(), options, (lines) => lines / total);
    await writeBeside(truthPath, truthPath, force, (truthSink) => {
      function* lines(): Generator<string> {
        yield truthHeader;
        for (const place of corpus.words.keys()) yield* truthLines(corpus, place);
      }
      return writeLines(truthSink, lines(), options, (count) => Math.min(1, (rows + count) / total));
    });
  });
  return {
    ...{ path: outPath, truthPath, rows, words },
    families: new Set(corpus.words.map(({ family }) => family)).size,
    dividedWords: corpus.words.filter(({ readings }) => readings.length > 1).length,
    singleWords: corpus.words.filter(({ people }) => people === 1).length,
    mostRows: corpus.words.reduce((most, { people }) => Math.max(most, people), 0),
    seconds: (performance.now() - begun) / 1000,
  };
}

async function writeLines(
  sink: FileSink,
  lines: Iterable<string>,
  { signal, onProgress = () => {} }: SynthesizeCorpusOptions,
  fractionAt: (lines: number) => number,
): Promise<void> {
  const encoder = new TextEncoder();
  let [batch, count] = ["", 0];
  for (const line of lines) {
    batch += `${line}\n`;
    count += 1;
    if (count % LINES_AT_A_TIME > 0) continue;
    await sink.write(encoder.encode(batch));
    batch = "";
    onProgress(fractionAt(count));
    await setImmediate();
    if (signal?.aborted) throw new SynthesisInterrupted("interrupted: nothing was written");
  }
  await sink.write(encoder.encode(batch));
}

/** Finds out before long work that a file can be made. */
async function assertWritable(path: string, force: boolean): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (!folder?.isDirectory()) throw new FileError(path, "must lie in a folder that exists, got none");
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new FileError(path, "must be a file, got a directory");
  if (found && !force)
    throw new FileError(path, "output must not exist yet (or be forced), got a file there");
}
