import { constants } from "node:fs";
import { access, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Example, type Filtered, type Filters, filterExamples, split } from "../dataset/index.ts";
import { bandFrequencyHz, bellParameters, REFERENCE_RMS_DB } from "../effects/index.ts";
import { fitStandardizer } from "../math/index.ts";
import {
  type Architecture,
  defaultTrainingOptions,
  type EpochReport,
  type HeadConfig,
  readCheckpoint,
  reportArchitecture,
  residualArchitecture,
  type Trainer,
  type TrainingOptions,
  writeCheckpoint,
} from "../model/index.ts";
import {
  canonicalJson,
  type ReconstructionScores,
  readWordBundle,
  startLearning,
} from "../semantics/index.ts";
import { codeSha256 } from "./code-hash.ts";
import { loadSocialFx } from "./dataset-file.ts";
import { FileError, fileError } from "./file-error.ts";
import { makeFolder } from "./make-folder.ts";
import { loadWordUses, type WordUses } from "./word-uses-file.ts";
import { writeWholeFile } from "./write-file.ts";

/** What is trained, on what, and where it goes. */
export interface TrainModelOptions extends TrainingOptions {
  /** CSV, Parquet or a folder that holds either. */
  readonly dataPath: string;
  /** Gets `model.safetensors`, and `checkpoint.safetensors` while the training runs. */
  readonly outDir: string;
  /** `residual` (the default) has linear paths around encoder and decoder; `report` has not. */
  readonly architecture: "residual" | "report";
  readonly blockOrder: Architecture["blockOrder"];
  readonly head: "graphic" | "parametric";
  /** Bells of a parametric head. Default 13. */
  readonly bands: number;
  readonly filters: Filters;
  /** Share of the rows that only score the network. Default 0.2. */
  readonly validationShare: number;
  /** Go on without the rows that cannot be read. Default false: refuse, naming them. */
  readonly skipBadRows: boolean;
  /** Replace a bundle that is there. Default false. */
  readonly force: boolean;
  /** Begin anew although a checkpoint of this training is there. Default false: go on from it. */
  readonly restart: boolean;
  readonly onEpoch?: (report: EpochReport & { readonly epochs: number }) => void;
  /** Gets what is worth telling, a line at a time. */
  readonly onNote?: (line: string) => void;
  /** Asks to stop after the epoch in hand. */
  readonly signal?: { readonly aborted: boolean };
}

export const defaultTrainModelOptions: Omit<TrainModelOptions, "dataPath" | "outDir"> = {
  ...defaultTrainingOptions,
  architecture: "residual",
  blockOrder: "relu-norm",
  head: "graphic",
  bands: 13,
  filters: {},
  validationShare: 0.2,
  skipBadRows: false,
  force: false,
  restart: false,
};

/** What a training came to. */
export interface TrainModelReport {
  /** Rows after the filters, trained on or held out. */
  readonly rows: number;
  readonly words: number;
  /** Words that nobody made a curve for, known from elsewhere: those that get an answer, and those that do not. */
  readonly outsideWords: { readonly answered: number; readonly unanswered: number };
  readonly epochs: number;
  readonly steps: number;
  /** Wall-clock time of this run. */
  readonly seconds: number;
  /** Mean loss over the last epoch. */
  readonly finalLoss: number;
  readonly validation: ReconstructionScores;
  /** The bundle's `contentSha256`: the same data, settings and seed give the same. */
  readonly sha256: string;
  /** The bundle. */
  readonly path: string;
  /** 0, or the epoch that a checkpoint had reached. */
  readonly resumedFromEpoch: number;
  readonly removed: Filtered["removed"];
}

/** The signal asked to stop; the checkpoint is saved. */
export class TrainingInterrupted extends Error {
  override readonly name = "TrainingInterrupted";
}

/** The loss left the numbers; nothing was written. */
export class TrainingDiverged extends Error {
  override readonly name = "TrainingDiverged";
}

/** A checkpoint is saved when this long has passed since the last, and at the end of an interrupted run. */
const CHECKPOINT_INTERVAL_MS = 1000;

/**
 * Trains a word model and writes its bundle. Between epochs the state is kept in a checkpoint from which the same
 * call goes on, to the same bits, after an interruption of any kind; it is removed when the bundle is there.
 *
 * @throws FileError naming what cannot be read or written. @throws TrainingInterrupted if the signal asked to.
 * @throws TrainingDiverged if the settings drive the loss to infinity.
 */
export async function trainModel(
  given: Partial<TrainModelOptions> & Pick<TrainModelOptions, "dataPath" | "outDir">,
): Promise<TrainModelReport> {
  const options: TrainModelOptions = { ...defaultTrainModelOptions, ...given };
  const { outDir, dataPath, onEpoch, onNote = () => undefined } = options;
  const begun = performance.now();
  const path = join(outDir, "model.safetensors");
  if (!options.force && (await exists(path))) {
    throw new FileError(path, "bundle must not exist yet (or be forced), got one there");
  }
  const { examples, removed, sha256, path: tablePath } = await readExamples(options);
  const wordUses = await loadWordUses(tablePath);
  const { uses, sha256: usesSha256 } = wordUses;
  const rowOf = new Map(examples.map((example, row) => [example, row]));
  const parts = split(examples, { fraction: options.validationShare, seed: options.seed });
  const words = new Set(examples.map(({ term }) => term)).size;
  if (parts.train.length < 2 || parts.validation.length < 1 || words < 2 || words === examples.length) {
    const got = `${examples.length} rows of ${words} words`;
    throw new FileError(
      dataPath,
      `must hold rows to train and score on, two words and one of them twice, got ${got}`,
    );
  }
  await openFolder(outDir);
  noteUses(wordUses, onNote);
  const architecture = architectureOf(options);
  const learning = startLearning({
    examples: examples.map(({ term, language, consistency, gains }) => ({
      word: term,
      language,
      consistency,
      gains,
    })),
    training: parts.train.map((example) => rowOf.get(example)!),
    validation: parts.validation.map((example) => rowOf.get(example)!),
    standardizer: fitStandardizer(parts.train.map(({ gains }) => gains)),
    architecture,
    options: trainingOptionsOf(options),
    uses,
  });
  const { trainer } = learning;
  const checkpoint = openCheckpoint(join(outDir, "checkpoint.safetensors"), trainer, {
    sha256,
    architecture,
    options: trainingOptionsOf(options),
    filters: options.filters,
    validationShare: options.validationShare,
  });
  if (!options.restart) await checkpoint.resume(onNote);
  const resumedFromEpoch = trainer.epoch;

  let finalLoss = checkpoint.loss();
  let saved = performance.now();
  while (trainer.epoch < options.epochs) {
    await setImmediate();
    if (options.signal?.aborted) {
      await checkpoint.save(finalLoss);
      throw new TrainingInterrupted(
        `interrupted after epoch ${trainer.epoch} of ${options.epochs}; the same command goes on from there`,
      );
    }
    const report = trainer.runEpoch();
    finalLoss = report.loss;
    if (!Number.isFinite(finalLoss)) {
      throw new TrainingDiverged(
        `the loss must stay finite, got ${finalLoss} in epoch ${report.epoch}: a smaller learning rate or contrastive weight may help`,
      );
    }
    onEpoch?.({ ...report, epochs: options.epochs });
    if (performance.now() - saved > CHECKPOINT_INTERVAL_MS) {
      await checkpoint.save(finalLoss);
      saved = performance.now();
    }
  }
  const { bytes, validation, outsideWords } = learning.finish({
    dataSha256: sha256,
    codeSha256: await codeSha256(),
    ...(usesSha256 === undefined ? {} : { usesSha256 }),
  });
  if (validation.r2 < 0) {
    onNote(`the network reconstructs worse than the mean curve does (R2 ${validation.r2.toFixed(2)})`);
  }
  await writeWholeFile(path, bytes);
  await checkpoint.remove();
  return {
    rows: examples.length,
    words,
    outsideWords,
    epochs: options.epochs,
    steps: options.epochs * trainer.stepsPerEpoch,
    seconds: (performance.now() - begun) / 1000,
    finalLoss,
    validation,
    sha256: readWordBundle(bytes).contentSha256,
    path,
    resumedFromEpoch,
    removed,
  };
}

/** Reads and filters the rows; rows that cannot be read are an error unless they may be skipped. */
async function readExamples(options: TrainModelOptions): Promise<{
  examples: readonly Example[];
  removed: Filtered["removed"];
  sha256: string;
  /** The table that was read. */
  path: string;
}> {
  const { dataPath, filters, skipBadRows, onNote = () => undefined } = options;
  const { examples, problems, sha256, path } = await loadSocialFx(dataPath);
  const [first] = problems;
  if (first && !skipBadRows) {
    const more = problems.length > 1 ? `, and ${problems.length - 1} more rows cannot be read` : "";
    throw new FileError(dataPath, `line ${first.line}: ${first.reason} (or be skipped)${more}`);
  }
  for (const { line, reason } of problems) onNote(`skipped line ${line}: ${reason}`);
  const { kept, removed } = filterExamples(examples, filters);
  if (kept.length < examples.length) {
    const { nonAscii, outliers, rareWords } = removed;
    const counts = `${nonAscii} non-ASCII, ${outliers} outliers, ${rareWords} of rare words`;
    onNote(`filters keep ${kept.length} of ${examples.length} rows (removed: ${counts})`);
  }
  return { examples: kept, removed, sha256, path };
}

function architectureOf({ architecture, blockOrder, head, bands }: TrainModelOptions): Architecture {
  const base = architecture === "report" ? reportArchitecture : residualArchitecture;
  return { ...base, blockOrder, head: head === "graphic" ? base.head : parametricHead(bands) };
}

/** A parametric head with the ranges of the product's bells. @param bands Number of bells. */
export function parametricHead(bands: number): HeadConfig {
  const { gainDb, frequencyHz, q } = bellParameters;
  return {
    kind: "parametric",
    bands,
    gainLimitDb: gainDb.maximum,
    frequencyRangeHz: [frequencyHz.minimum, frequencyHz.maximum],
    qRange: [q.minimum, q.maximum],
    sampleRateHz: 48_000,
    curveFrequencyHz: bandFrequencyHz,
    dbPerUnit: REFERENCE_RMS_DB,
  };
}

function trainingOptionsOf(options: TrainModelOptions): TrainingOptions {
  const { epochs, batchSize, learningRate, schedule, contrastiveWeight, temperature, batchOrder, seed } =
    options;
  return { epochs, batchSize, learningRate, schedule, contrastiveWeight, temperature, batchOrder, seed };
}

/** The checkpoint of one training in one file; its settings are its fingerprint. */
function openCheckpoint(path: string, trainer: Trainer, settings: unknown) {
  const fingerprint = canonicalJson(settings);
  let loss = Number.NaN;
  return {
    /** Loss of the last epoch before the checkpoint, NaN without one. */
    loss: () => loss,
    async resume(onNote: (line: string) => void): Promise<void> {
      const bytes = await readFile(path).catch(() => undefined);
      if (!bytes) return;
      try {
        const state = readCheckpoint(bytes, fingerprint);
        if (state) {
          trainer.restore(state);
          loss = state.lastLoss;
          onNote(`going on from epoch ${state.epoch}, found in ${path}`);
        } else onNote(`${path} is of another training: beginning anew`);
      } catch (error) {
        onNote(`${path} cannot be used (${(error as Error).message}): beginning anew`);
      }
    },
    save: (lastLoss: number) => writeWholeFile(path, writeCheckpoint(trainer.state(), fingerprint, lastLoss)),
    remove: () => rm(path, { force: true }),
  };
}

/** Says which of the tables that tell words' kinship are not there, and how many of their rows cannot be used. */
function noteUses({ missing, skippedRows }: WordUses, onNote: (line: string) => void): void {
  if (missing.length > 0) {
    onNote(`no ${missing.join(" or ")} beside the table: words learn less from each other`);
  }
  if (skippedRows > 0)
    onNote(`${skippedRows} rows of words for other effects cannot be used and are left out`);
}

/** Makes the folder that will be written to, and finds out before long work that it can be. */
async function openFolder(path: string): Promise<void> {
  try {
    await makeFolder(path);
    await access(path, constants.W_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      throw new FileError(path, "must be a folder, got a file", error);
    }
    throw fileError(path, error);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
