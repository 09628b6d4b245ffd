import { randomUUID } from "node:crypto";
import { link, lstat, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  AudioError,
  type BlockProcessor,
  layoutLike,
  openWav,
  openWavWriter,
  type RenderOptions,
  type RenderReport,
  renderStream,
  type WavFormat,
} from "../audio/index.ts";
import { FileError, fileError } from "./file-error.ts";
import { type FileSink, openFileSink } from "./file-sink.ts";
import { type FileSource, openFileSource } from "./file-source.ts";

/** How to render a file. */
export interface RenderFileOptions extends RenderOptions {
  /** Replace an output that exists already. Default false: refuse. */
  readonly force?: boolean;
}

/** What rendering a file did. */
export interface RenderFileReport extends RenderReport {
  readonly format: WavFormat;
  /** Oddities of the input that were lived with, one line each. */
  readonly notes: readonly string[];
}

/**
 * Renders a WAV file through a processor into a WAV file of the same format, in constant memory.
 *
 * The input is only ever read. The output appears under its name complete and on the disk, or not at all: it grows
 * in a temporary file beside it, which is renamed at the end and removed whatever goes wrong, an abort included.
 *
 * @param makeProcessor Called once per pass with the input's format.
 * @throws FileError for everything that is wrong with a file or its audio: one line that begins with its name.
 * @throws AudioError `aborted` if the signal asked to stop.
 */
export async function renderFile(
  inputPath: string,
  outputPath: string,
  makeProcessor: (format: WavFormat) => BlockProcessor,
  { force = false, ...options }: RenderFileOptions = {},
): Promise<RenderFileReport> {
  const source = await openFileSource(inputPath);
  try {
    const reader = await openWav(source).catch((error) => blame(inputPath, error));
    const target = await findTarget(inputPath, outputPath, force);
    const report = await writeBeside(target, outputPath, force, (sink) => {
      const makeWriter = async () => {
        await sink.restart();
        return openWavWriter(sink, layoutLike(reader));
      };
      return renderStream(reader, () => makeProcessor(reader.format), makeWriter, options);
    }).catch((error) => blame(inputPath, error));
    return { ...report, format: reader.format, notes: reader.notes };
  } finally {
    await closeQuietly(source);
  }
}

/** Gives an error about the audio its file's name; an abort is nobody's fault. */
function blame(path: string, error: unknown): never {
  if (error instanceof AudioError && error.code !== "aborted")
    throw new FileError(path, error.message, error);
  throw error;
}

/** The file that will be replaced or made, links resolved, or the reason why it must not be. */
async function findTarget(inputPath: string, outputPath: string, force: boolean): Promise<string> {
  try {
    const entry = await lstat(outputPath).catch(absent);
    if (entry === undefined) {
      const folder = await stat(dirname(outputPath)).catch((error) => {
        throw fileError(dirname(outputPath), error);
      });
      if (!folder.isDirectory()) throw new FileError(outputPath, "must lie in a directory, got a file there");
      return outputPath;
    }
    const found = await stat(outputPath, { bigint: true }).catch(absent);
    if (found?.isDirectory()) throw new FileError(outputPath, "must be a file, got a directory");
    if (found !== undefined && !found.isFile()) {
      throw new FileError(outputPath, "must be a regular file, got a device, pipe or socket");
    }
    const input = await stat(inputPath, { bigint: true });
    if (found !== undefined && found.ino === input.ino && found.dev === input.dev) {
      throw new FileError(outputPath, "output must be another file than the input, got the input itself");
    }
    if (!force) throw new FileError(outputPath, "output must not exist yet (or be forced), got a file there");
    return found === undefined ? outputPath : await realpath(outputPath);
  } catch (error) {
    throw fileError(outputPath, error);
  }
}

/** Runs `fill` on a temporary file in the target's directory and moves it into place, or removes it. */
async function writeBeside<Result>(
  target: string,
  outputPath: string,
  force: boolean,
  fill: (sink: FileSink) => Promise<Result>,
): Promise<Result> {
  const temporary = join(dirname(target), `.timbral-${randomUUID()}.part`);
  const sink = await openFileSink(temporary, "wx", outputPath);
  try {
    const result = await fill(sink);
    await sink.finish();
    if (force) await rename(temporary, target);
    else await moveUnlessTaken(temporary, target);
    await syncDirectory(dirname(target));
    return result;
  } catch (error) {
    await sink.abandon();
    await unlink(temporary).catch(() => {});
    throw fileError(outputPath, error);
  }
}

/** Renaming would silently replace a file that appeared meanwhile; linking refuses to. */
async function moveUnlessTaken(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (hasCode(error, "EEXIST")) throw error;
    // No hard links on this file system: look once more, then rename.
    if ((await lstat(to).catch(absent)) !== undefined) {
      throw new FileError(to, `must not exist yet, got ${basename(to)} meanwhile`);
    }
    await rename(from, to);
    return;
  }
  await unlink(from);
}

/** Makes the new name itself survive a power cut, where the system can. */
async function syncDirectory(path: string): Promise<void> {
  try {
    const handle = await open(path, "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows opens no directories, some network file systems sync none: the audio itself is synced already.
  }
}

function absent(error: unknown): undefined {
  if (hasCode(error, "ENOENT")) return undefined;
  throw error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

async function closeQuietly(source: FileSource): Promise<void> {
  await source.close().catch(() => {});
}
