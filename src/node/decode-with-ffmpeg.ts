import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { AudioError, type AudioReader, type ByteSource, openWav } from "../audio/index.ts";
import { FileError, fileError, hasCode } from "./file-error.ts";

/** How to run ffmpeg. */
export interface FfmpegOptions {
  /** Name or path of the program. Default "ffmpeg", looked for on the PATH. */
  readonly program?: string;
  /** Ends it; nothing is left behind. */
  readonly signal?: AbortSignal;
}

/** The last of what ffmpeg says about a failure, characters. */
const MAX_MESSAGE = 200;

/**
 * Decodes a sound file that Timbral has no decoder for (AAC, ALAC, WMA and more) with the system's ffmpeg.
 *
 * The sound goes, as float 32 WAV, through a pipe into a temporary file that loses its name as soon as it is open:
 * whatever ends this process, nothing is left on the disk (on Windows, `close` removes it). Its first stream of
 * sound is read; pictures are not.
 *
 * @returns A reader of kind "wav", float 32; `close` gives the disk space back.
 * @throws FileError if ffmpeg is missing or cannot decode the file, or the folder for temporary files is full: one line
 *   with the fix.
 * @throws AudioError `aborted` if the signal asked to stop.
 */
export async function decodeWithFfmpeg(
  path: string,
  { program = "ffmpeg", signal }: FfmpegOptions = {},
): Promise<AudioReader> {
  const file = await openNameless();
  try {
    const size = await runFfmpeg(program, path, file.handle, signal);
    const wav = await openWav(handleSource(file.handle, size)).catch((error) => {
      if (!(error instanceof AudioError)) throw error;
      throw new FileError(path, `must hold sound that ffmpeg decodes, got none (${error.message})`, error);
    });
    const { format, frameCount, tags } = wav;
    return {
      kind: "wav",
      format,
      frameCount,
      tags: { ...tags, entries: tags.entries.filter(({ key }) => key !== "ENCODER") },
      notes: ["decoded by the system's ffmpeg; pictures in it are not read"],
      read: wav.read,
      close: () => void file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

interface NamelessFile {
  readonly handle: FileHandle;
  close(): Promise<void>;
}

async function openNameless(): Promise<NamelessFile> {
  const path = join(tmpdir(), `timbral-${randomUUID()}.wav`);
  const handle = await open(path, "wx+", 0o600).catch(blameFolder);
  const isNameless = await unlink(path).then(
    () => true,
    () => false,
  );
  let isOpen = true;
  return {
    handle,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await handle.close().catch(() => {});
      if (!isNameless) await unlink(path).catch(() => {});
    },
  };
}

function blameFolder(error: unknown): never {
  throw fileError(tmpdir(), error);
}

/** @returns Bytes written. */
async function runFfmpeg(
  program: string,
  path: string,
  handle: FileHandle,
  signal: AbortSignal | undefined,
): Promise<number> {
  // Only local files: a playlist inside the file must not make ffmpeg fetch from the network.
  const child = spawn(
    program,
    [
      ...["-v", "error", "-nostdin", "-protocol_whitelist", "file,pipe", "-i", `file:${resolve(path)}`],
      ...["-map", "0:a:0", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1"],
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const stop = () => child.kill("SIGKILL");
  signal?.addEventListener("abort", stop);
  try {
    const ended = once(child, "close");
    ended.catch(() => {}); // a program that is missing is told below
    const complaint = lastLine(child);
    await once(child, "spawn");
    if (signal?.aborted) stop();
    const size = await writeAll(child, handle);
    const [code] = await ended;
    if (signal?.aborted)
      throw new AudioError("aborted", "decoding must run to its end, got a request to stop");
    if (code !== 0) throw new FileError(path, `must be sound that ffmpeg decodes, got "${complaint()}"`);
    return size;
  } catch (error) {
    stop();
    if (!hasCode(error, "ENOENT")) throw error;
    throw new FileError(
      path,
      "must be WAV, AIFF, FLAC, MP3, Ogg Vorbis or Opus where no ffmpeg is installed, got another kind: install ffmpeg or convert it to FLAC",
      error,
    );
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

async function writeAll(child: ChildProcess, handle: FileHandle): Promise<number> {
  let size = 0;
  for await (const piece of child.stdout!) {
    const bytes = piece as Uint8Array;
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await handle
        .write(bytes, done, bytes.length - done, size + done)
        .catch(blameFolder);
      done += bytesWritten;
    }
    size += bytes.length;
  }
  return size;
}

function lastLine(child: ChildProcess): () => string {
  let text = "";
  child.stderr!.setEncoding("utf8").on("data", (piece: string) => {
    text = (text + piece).slice(-2000);
  });
  return () => (text.trim().split("\n").at(-1) ?? "").slice(-MAX_MESSAGE) || "an error without words";
}

function handleSource(handle: FileHandle, size: number): ByteSource {
  return {
    size,
    read: async (offset, target) => (await handle.read(target, 0, target.length, offset)).bytesRead,
  };
}
