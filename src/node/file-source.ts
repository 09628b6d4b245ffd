import { type FileHandle, open, stat } from "node:fs/promises";
import type { ByteSource } from "../audio/index.ts";
import { FileError, fileError } from "./file-error.ts";

/** An open file as a source of bytes. */
export interface FileSource extends ByteSource {
  readonly path: string;
  close(): Promise<void>;
}

/** Bytes fetched at once: small reads in sequence cost a copy, not a system call. */
const WINDOW_BYTES = 2 ** 20;

/**
 * Opens a regular file for reading, at any position and of any length; one read at a time.
 *
 * @throws FileError if the path is missing, unreadable or no regular file.
 */
export async function openFileSource(path: string): Promise<FileSource> {
  const handle = await openRegular(path);
  const { size } = await handle.stat();
  const window = new Uint8Array(Math.min(WINDOW_BYTES, size));
  let windowStart = 0;
  let windowLength = 0;
  return {
    path,
    size,
    async read(offset, target) {
      try {
        if (target.length >= WINDOW_BYTES) {
          return (await handle.read(target, 0, target.length, offset)).bytesRead;
        }
        const isInside = offset >= windowStart && offset + target.length <= windowStart + windowLength;
        if (!isInside) {
          windowLength = (await handle.read(window, 0, window.length, offset)).bytesRead;
          windowStart = offset;
        }
        const from = offset - windowStart;
        const piece = window.subarray(from, Math.min(from + target.length, windowLength));
        target.set(piece);
        return piece.length;
      } catch (error) {
        throw fileError(path, error);
      }
    },
    close: () => handle.close(),
  };
}

async function openRegular(path: string): Promise<FileHandle> {
  try {
    const found = await stat(path); // before opening: a pipe would block there
    if (found.isDirectory()) throw new FileError(path, "must be a file, got a directory");
    if (!found.isFile()) throw new FileError(path, "must be a regular file, got a device, pipe or socket");
    return await open(path, "r");
  } catch (error) {
    throw fileError(path, error);
  }
}
