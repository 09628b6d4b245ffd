import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, isAbsolute, join } from "node:path";
import { sha256Of, transferFile } from "./dataset-transfer.ts";
import { fileError } from "./file-error.ts";

/** Tables of the hub's copy: curves of the equalizer, settings of reverb and compressor. */
export const datasetFiles: readonly string[] = ["eq", "reverb", "comp"].map(
  (effect) => `data/${effect}-00000-of-00001.parquet`,
);

const REPOSITORY = "seungheondoh/socialfx-original";
const REVISION = "main";

/** How far a download has come. */
export interface DownloadProgress {
  /** As in {@link datasetFiles}. */
  readonly file: string;
  readonly receivedBytes: number;
  /** Undefined where the server does not say. */
  readonly totalBytes: number | undefined;
}

export interface FetchDatasetOptions {
  /** Default `https://huggingface.co`. */
  readonly baseUrl?: string;
  /** Default `seungheondoh/socialfx-original`. */
  readonly repository?: string;
  /** Branch, tag or commit. Default `main`; what was fetched as `main` stays so until its folder is removed. */
  readonly revision?: string;
  /** Default {@link datasetFiles}. */
  readonly files?: readonly string[];
  /** Default `$XDG_CACHE_HOME/timbral`, or `~/.cache/timbral`. */
  readonly cacheDir?: string;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Stops the download; what has arrived is kept for the next call. */
  readonly signal?: AbortSignal;
  /** Default Node's own; one that goes through a proxy can stand in for it. */
  readonly fetch?: typeof fetch;
  /** How often to try each file. Default 5. */
  readonly attempts?: number;
  /** Pause before the second attempt, ms, doubled before each further one. Default 500. */
  readonly retryDelayMs?: number;
  /** How long nothing may arrive before an attempt is given up, ms. Default 30,000. */
  readonly stallTimeoutMs?: number;
}

export interface FetchedFile {
  /** As in {@link datasetFiles}. */
  readonly file: string;
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** True if it was there already and nothing was asked of the server. */
  readonly cached: boolean;
}

/**
 * Brings the public dataset to this machine, once: files that are there already and still have the checksum
 * recorded beside them (`NAME.sha256`, as `sha256sum -c` reads it) are not asked for again.
 *
 * Plain fetch rather than @huggingface/hub: that package (2.17.5) neither resumes, verifies nor reports progress,
 * asks the tree API first, and prints to the console.
 *
 * @returns The folder, which `loadSocialFx` takes, and its files.
 * @throws Error if the server cannot be reached, has no such file, or sends other bytes than it says.
 */
export async function fetchDataset(
  options: FetchDatasetOptions = {},
): Promise<{ folder: string; files: FetchedFile[] }> {
  const {
    baseUrl = "https://huggingface.co",
    repository = REPOSITORY,
    revision = REVISION,
    files = datasetFiles,
    cacheDir = defaultCacheDir(),
    attempts = 5,
    retryDelayMs = 500,
    stallTimeoutMs = 30_000,
  } = options;
  if (!/^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(repository)) {
    throw new RangeError(`fetchDataset: repository must be owner/name, got ${repository}`);
  }
  for (const [name, value] of [
    ["revision", revision] as const,
    ...files.map((file) => ["file", file] as const),
  ]) {
    // Both become a path below the cache folder.
    if (!/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(value)) {
      throw new RangeError(
        `fetchDataset: ${name} must be a relative path without dots in front, got ${value}`,
      );
    }
  }
  const folder = folderOf(cacheDir, repository, revision);
  const fetched: FetchedFile[] = [];
  for (const file of files) {
    options.signal?.throwIfAborted();
    const path = join(folder, file);
    const known = await cachedSha256(path);
    const url = `${baseUrl.replace(/\/+$/, "")}/datasets/${repository}/resolve/${encodeURIComponent(revision)}/${file}`;
    const sha256 =
      known ??
      (await transferFile(url, path, {
        ...{ attempts, retryDelayMs, stallTimeoutMs, signal: options.signal },
        fetch: options.fetch ?? fetch,
        onBytes: (receivedBytes, totalBytes) => options.onProgress?.({ file, receivedBytes, totalBytes }),
      }));
    if (known === undefined) await record(path, sha256);
    fetched.push({ file, path, bytes: (await stat(path)).size, sha256, cached: known !== undefined });
  }
  return { folder, files: fetched };
}

function folderOf(cacheDir: string, repository: string, revision: string): string {
  return join(cacheDir, repository.replace("/", "--"), revision);
}

/** Where {@link fetchDataset} puts the dataset unless it is told otherwise. */
export function defaultDatasetFolder(): string {
  return folderOf(defaultCacheDir(), REPOSITORY, REVISION);
}

/** `$XDG_CACHE_HOME/timbral`, or `~/.cache/timbral` (XDG Base Directory Specification). */
export function defaultCacheDir(): string {
  const base = process.env.XDG_CACHE_HOME;
  // The specification: a relative path is to be ignored.
  return join(base !== undefined && isAbsolute(base) ? base : join(homedir(), ".cache"), "timbral");
}

/** Undefined if there is no file or not the one that was recorded; a file put there by hand is taken as it is. */
async function cachedSha256(path: string): Promise<string | undefined> {
  const sha256 = await sha256Of(path).catch(() => undefined);
  if (sha256 === undefined) return undefined;
  const recorded = await readFile(`${path}.sha256`, "utf8").catch(() => undefined);
  if (recorded === undefined) await record(path, sha256);
  else if (!recorded.startsWith(`${sha256} `)) {
    await rm(path);
    return undefined;
  }
  return sha256;
}

async function record(path: string, sha256: string): Promise<void> {
  await writeFile(`${path}.sha256`, `${sha256}  ${basename(path)}\n`).catch((error) => {
    throw fileError(`${path}.sha256`, error);
  });
}
