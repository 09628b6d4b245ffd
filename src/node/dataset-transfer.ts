import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileError } from "./file-error.ts";
import { makeFolder } from "./make-folder.ts";

/** One file on its way. */
export interface TransferOptions {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (receivedBytes: number, totalBytes: number | undefined) => void;
  /** How often to try in all. */
  readonly attempts: number;
  /** Pause before the second attempt, ms; doubled before each further one. */
  readonly retryDelayMs: number;
  /** How long nothing may arrive before the attempt is given up, ms. */
  readonly stallTimeoutMs: number;
}

/** What is known of a file that has arrived in part; kept beside it as `NAME.partial.json`. */
interface Partial {
  /** The server's name for this version of the file, as in its ETag header. */
  readonly etag: string | null;
  readonly sha256: string | null;
  readonly totalBytes: number | null;
}

/** An attempt failed in a way that another may not. */
class TransientError extends Error {}

/**
 * Downloads one file, and takes up what an earlier attempt, in this run or another, left of it.
 *
 * The bytes go to `PATH.partial`; a connection that breaks off is asked for the rest (HTTP Range with If-Range,
 * RFC 9110 §13.1.5 and §14.2), a server that cannot do that sends the whole again. Length and, where the hub
 * names a SHA-256 (X-Linked-ETag or ETag), checksum must agree before the file gets its name, in one rename: at
 * PATH there is either the whole file or none. Two processes must not fetch the same file at the same time.
 *
 * @returns SHA-256 of the bytes, hexadecimal.
 * @throws Error that names the address, and what to do about it; FileError for what the disk refuses.
 */
export async function transferFile(url: string, path: string, options: TransferOptions): Promise<string> {
  const { attempts, retryDelayMs, signal } = options;
  await makeFolder(dirname(path)).catch((error) => {
    throw fileError(dirname(path), error);
  });
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptTransfer(url, path, options);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TransientError)) throw fileError(path, error);
      if (attempt >= attempts) {
        const message = `fetchDataset: ${url} must arrive whole, got ${error.message} (${attempts} attempts)`;
        throw new Error(`${message}: try again later, what has arrived is kept`, { cause: error });
      }
      await delay(retryDelayMs * 2 ** (attempt - 1), undefined, signal ? { signal } : {});
    }
  }
}

async function attemptTransfer(url: string, path: string, options: TransferOptions): Promise<string> {
  const partialPath = `${path}.partial`;
  const earlier = await readPartial(partialPath);
  const stall = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const stillAlive = () => {
    clearTimeout(timer);
    const got = new TransientError(`nothing for ${options.stallTimeoutMs / 1000} s`);
    timer = setTimeout(() => stall.abort(got), options.stallTimeoutMs);
  };
  stillAlive();
  try {
    const signal = options.signal ? AbortSignal.any([options.signal, stall.signal]) : stall.signal;
    const { response, sha256 } = await request(url, rangeHeaders(earlier), options.fetch, signal);
    const partial = describe(response, sha256);
    const from = await startOf(response, partial, earlier, partialPath);
    await writeFile(`${partialPath}.json`, JSON.stringify(partial));
    await receive(response, partialPath, from, partial.totalBytes, (received, total) => {
      stillAlive();
      options.onBytes(received, total);
    });
    return await finish(url, path, partial, from > 0);
  } finally {
    clearTimeout(timer);
  }
}

/** Follows redirects by hand: the hub names the checksum on the first answer, the bytes come from another host. */
async function request(
  url: string,
  headers: Record<string, string>,
  fetchOne: typeof fetch,
  signal: AbortSignal,
): Promise<{ response: Response; sha256: string | null }> {
  let address = url;
  let sha256: string | null = null;
  for (let hop = 0; hop < 6; hop++) {
    const response = await fetchOne(address, { headers, redirect: "manual", signal }).catch(
      (error: unknown) => {
        throw networkError(address, error);
      },
    );
    sha256 ??= sha256In(response.headers.get("x-linked-etag")) ?? sha256In(response.headers.get("etag"));
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      const next = new URL(location, address);
      if (new URL(address).protocol === "https:" && next.protocol !== "https:") {
        throw new Error(`fetchDataset: ${address} must not lead to an unprotected address, got ${next.href}`);
      }
      address = next.href;
      continue;
    }
    if (response.status === 200 || response.status === 206 || response.status === 416)
      return { response, sha256 };
    await response.body?.cancel();
    const reason = response.headers.get("x-error-message") ?? response.statusText;
    const answer = `HTTP ${response.status}${reason ? ` (${reason})` : ""}`;
    if (response.status === 408 || response.status === 429 || response.status >= 500) {
      throw new TransientError(answer);
    }
    throw new Error(
      `fetchDataset: ${address} must hold the file, got ${answer}: check repository and revision`,
    );
  }
  throw new Error(`fetchDataset: ${url} must lead to the file, got more than 5 redirects`);
}

/** Without a name for the version or a checksum to find a mixture out by, the file is fetched from its start. */
function rangeHeaders(earlier: (Partial & { bytes: number }) | undefined): Record<string, string> {
  const identity = { "accept-encoding": "identity" };
  if (!earlier || earlier.bytes === 0 || (earlier.etag === null && earlier.sha256 === null)) return identity;
  const range = { ...identity, range: `bytes=${earlier.bytes}-` };
  return earlier.etag === null ? range : { ...range, "if-range": earlier.etag };
}

function describe(response: Response, sha256: string | null): Partial {
  const etag = response.headers.get("etag");
  const range = /^bytes (?:\*|[0-9]+-[0-9]+)\/([0-9]+)$/.exec(response.headers.get("content-range") ?? "");
  const encoded = response.headers.has("content-encoding");
  const length =
    range?.[1] ?? (response.status === 200 && !encoded ? response.headers.get("content-length") : null);
  return {
    // A weak validator does not promise equal bytes, so it is of no use here (RFC 9110 §13.1.5).
    etag: etag?.startsWith('"') ? etag : null,
    sha256,
    totalBytes: length === null ? null : Number(length),
  };
}

/** The byte that the answer's body starts with. */
async function startOf(
  response: Response,
  partial: Partial,
  earlier: (Partial & { bytes: number }) | undefined,
  partialPath: string,
): Promise<number> {
  if (response.status === 200) return 0;
  const first = Number(
    /^bytes ([0-9]+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? Number.NaN,
  );
  const same = partial.etag === (earlier?.etag ?? null) && partial.sha256 === (earlier?.sha256 ?? null);
  if (response.status === 206 && first === earlier?.bytes && same) return first;
  await response.body?.cancel();
  await discard(partialPath);
  throw new TransientError("another version of the file than the one begun");
}

async function receive(
  response: Response,
  partialPath: string,
  from: number,
  totalBytes: number | null,
  onBytes: (receivedBytes: number, totalBytes: number | undefined) => void,
): Promise<void> {
  const handle = await open(partialPath, from > 0 ? "a" : "w");
  let received = from;
  try {
    onBytes(received, totalBytes ?? undefined);
    for await (const chunk of response.body ?? []) {
      await handle.write(chunk);
      received += chunk.byteLength;
      onBytes(received, totalBytes ?? undefined);
    }
  } catch (error) {
    if (error instanceof TransientError) throw error;
    // The disk's fault, not the line's.
    if (error instanceof Error && "syscall" in error) throw error;
    throw new TransientError(`${received} of ${totalBytes ?? "?"} bytes`, { cause: error });
  } finally {
    await handle.close();
  }
  if (totalBytes !== null && received !== totalBytes) {
    if (received > totalBytes) await discard(partialPath);
    throw new TransientError(`${received} of ${totalBytes} bytes`);
  }
}

async function finish(url: string, path: string, partial: Partial, resumed: boolean): Promise<string> {
  const partialPath = `${path}.partial`;
  const sha256 = await sha256Of(partialPath);
  if (partial.sha256 !== null && sha256 !== partial.sha256) {
    await discard(partialPath);
    if (resumed) throw new TransientError("parts that do not belong together");
    throw new Error(
      `fetchDataset: ${url} must have the SHA-256 ${partial.sha256}, got ${sha256}: ` +
        "the download was damaged or altered and has been removed, try again",
    );
  }
  await rename(partialPath, path);
  await discard(partialPath);
  return sha256;
}

/** SHA-256 of a file's bytes, hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

function sha256In(etag: string | null): string | null {
  return /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(etag ?? "")?.[1] ?? null;
}

async function readPartial(partialPath: string): Promise<(Partial & { bytes: number }) | undefined> {
  try {
    const { etag, sha256, totalBytes } = JSON.parse(await readFile(`${partialPath}.json`, "utf8")) as Partial;
    return { etag, sha256, totalBytes, bytes: (await stat(partialPath)).size };
  } catch {
    return undefined;
  }
}

async function discard(partialPath: string): Promise<void> {
  await rm(partialPath, { force: true });
  await rm(`${partialPath}.json`, { force: true });
}

/** No connection at all is for the user to mend, any other failure may pass. */
function networkError(address: string, error: unknown): unknown {
  if (error instanceof TransientError || (error instanceof Error && error.name === "AbortError"))
    return error;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(error);
  const { origin } = new URL(address);
  if (["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ENETUNREACH", "EHOSTUNREACH"].includes(code)) {
    return new Error(
      `fetchDataset: cannot reach ${origin} (${code}): offline? Connect and run again, or name a file that you ` +
        "have already: eq_contributions.csv or eq-00000-of-00001.parquet",
      { cause: error },
    );
  }
  return new TransientError(`no answer from ${origin} (${code})`, { cause: error });
}
