import { type FileHandle, open } from "node:fs/promises";
import { type ByteSink, checkRewrite } from "../audio/index.ts";
import { fileError } from "./file-error.ts";

/** An open file as a sink of bytes. */
export interface FileSink extends ByteSink {
  /** Forgets everything written: the next byte is the file's first. */
  restart(): Promise<void>;
  /** Puts everything on the disk itself and closes. */
  finish(): Promise<void>;
  /** Closes without waiting for anything; does nothing once closed. */
  abandon(): Promise<void>;
}

const BUFFER_BYTES = 2 ** 20;

/**
 * Opens a file for writing. Bytes go out a mebibyte at a time, one write under way while the next fills.
 *
 * @param flags Default `wx`: the file must not exist yet.
 * @param name What error messages call the file; default `path`.
 * @throws FileError from the call whose write failed or the one after, `finish` at the latest.
 */
export async function openFileSink(path: string, flags = "wx", name: string = path): Promise<FileSink> {
  const inWords = (error: unknown): never => {
    throw fileError(name, error);
  };
  const handle = await open(path, flags).catch(inWords);
  let filling = new Uint8Array(BUFFER_BYTES);
  let writing = new Uint8Array(BUFFER_BYTES);
  let filled = 0;
  let position = 0;
  let underWay: Promise<void> = Promise.resolve();
  let isOpen = true;

  async function flush(): Promise<void> {
    await underWay;
    [filling, writing] = [writing, filling];
    underWay = writeAll(handle, writing.subarray(0, filled), position);
    position += filled;
    underWay.catch(() => {}); // reported by the next await of it, not as unhandled
    filled = 0;
  }

  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await handle.close();
  }

  return {
    async write(bytes) {
      try {
        for (let done = 0; done < bytes.length; ) {
          const part = bytes.subarray(done, done + filling.length - filled);
          filling.set(part, filled);
          filled += part.length;
          done += part.length;
          if (filled === filling.length) await flush();
        }
      } catch (error) {
        inWords(error);
      }
    },
    async rewrite(offset, bytes) {
      checkRewrite(offset, bytes.length, position + filled);
      try {
        if (offset + bytes.length > position) await flush();
        await underWay;
        await writeAll(handle, bytes, offset);
      } catch (error) {
        inWords(error);
      }
    },
    async restart() {
      try {
        await underWay;
        filled = 0;
        position = 0;
        await handle.truncate(0);
      } catch (error) {
        inWords(error);
      }
    },
    async finish() {
      try {
        await flush();
        await underWay;
        await handle.sync();
        await close();
      } catch (error) {
        inWords(error);
      }
    },
    async abandon() {
      await underWay.catch(() => {});
      await close().catch(() => {});
    },
  };
}

/** A short write is carried on. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
