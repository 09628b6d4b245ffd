/** A file cannot be read or written. The message is one line: the file's name, what must hold, what came. */
export class FileError extends Error {
  readonly path: string;

  constructor(path: string, problem: string, cause?: unknown) {
    super(`${path}: ${problem}`, cause === undefined ? undefined : { cause });
    this.name = "FileError";
    this.path = path;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "must exist, got no such file or directory",
  ENOTDIR: "must lie in a directory, got a file on the way to it",
  EISDIR: "must be a file, got a directory",
  EACCES: "must be accessible, got permission denied",
  EPERM: "must be accessible, got operation not permitted",
  EROFS: "must be writable, got a read-only file system",
  ENOSPC: "must fit on the disk, got a full disk",
  EDQUOT: "must fit the disk quota, got a full quota",
  EFBIG: "must fit the file system's limit on file size, got a larger file",
  ENAMETOOLONG: "must have a name that the file system takes, got one too long",
  ELOOP: "must be reachable, got a loop of symbolic links",
  EEXIST: "must not exist yet, got an existing file",
  EMFILE: "must be opened, got too many open files",
  EIO: "must be readable and writable, got a hardware error",
};

/** What the operating system refused, in words; anything that is no system error passes unchanged. */
export function fileError(path: string, error: unknown): unknown {
  if (!(error instanceof Error && "syscall" in error && "code" in error)) return error;
  const code = String(error.code);
  return new FileError(path, reasons[code] ?? `must be readable and writable, got ${code}`, error);
}

/** Handler for a look at a file that may not be there: undefined then, any other error goes on. */
export function absent(error: unknown): undefined {
  if (hasCode(error, "ENOENT")) return undefined;
  throw error;
}

/** Whether an error is the system's with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
