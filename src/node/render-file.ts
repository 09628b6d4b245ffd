import { lstat, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
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
import { absent, FileError, fileError } from "./file-error.ts";
import { type FileSource, openFileSource } from "./file-source.ts";
import { writeBeside } from "./write-beside.ts";

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

async function closeQuietly(source: FileSource): Promise<void> {
  await source.close().catch(() => {});
}
