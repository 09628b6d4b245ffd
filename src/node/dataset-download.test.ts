import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { type DownloadProgress, datasetFiles, defaultCacheDir, fetchDataset } from "./dataset-download.ts";
import { checkDataset } from "./dataset-file.ts";

const shared = fileURLToPath(new URL("../../../shared/data/socialfx/huggingface", import.meta.url));
const [eq] = datasetFiles as [string];

/** The public table where it is at hand, else one of random curves of about the same size. */
function tableBytes(): Buffer {
  if (existsSync(join(shared, eq))) return readFileSync(join(shared, eq));
  console.warn(`dataset-download.test.ts: ${shared} missing, testing with generated rows`);
  const rows = Array.from({ length: 1500 }, (_, row) => {
    const curve = bandFrequencyHz.map((_, band) => Math.SQRT2 * Math.cos((2 * Math.PI * band) / 40 + row));
    return curve;
  });
  const names = bandFrequencyHz.map((frequencyHz) => `RSC_${frequencyHz}Hz_band`);
  return Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: "text", data: rows.map(() => "warm"), type: "STRING" },
        { name: "param_keys", data: rows.map(() => names), type: "JSON" },
        { name: "param_values", data: rows, type: "JSON" },
        {
          name: "extra",
          data: rows.map(() => "{'lang': 'English', 'ratings_consistency': 0.5}"),
          type: "STRING",
        },
      ],
    }),
  );
}

const bytes = tableBytes();
const sum = createHash("sha256").update(bytes).digest("hex");

/** How the hub of a test behaves. */
interface Behaviour {
  /** Byte counts after which the first answers break off. */
  cuts?: number[];
  ranges?: boolean;
  /** Statuses of the first answers. */
  statuses?: number[];
  content?: Buffer;
  etag?: string | undefined;
  linkedEtag?: string | undefined;
  /** Answer with a redirect to a second address, as the hub does for large files. */
  redirect?: boolean;
  /** Leave out the Content-Length. */
  chunked?: boolean;
  /** Send half, then nothing more. */
  stall?: boolean;
}

interface Hub {
  baseUrl: string;
  requests: { url: string; range: string | undefined; ifRange: string | undefined }[];
  behaviour: Behaviour;
  server: Server;
}

async function startHub(behaviour: Behaviour): Promise<Hub> {
  const requests: Hub["requests"] = [];
  const server = createServer((request, response) => answer(hub, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hub = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    behaviour,
    server,
  };
  return hub;
}

function answer({ requests, behaviour }: Hub, request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? "";
  const { ranges = true, content = bytes, etag = `"${sum}"`, linkedEtag, redirect, chunked } = behaviour;
  const headers: Record<string, string> = {};
  if (redirect && !url.startsWith("/cdn")) {
    requests.push({ url, range: request.headers.range, ifRange: undefined });
    response
      .writeHead(302, { location: `/cdn${url}`, ...(linkedEtag && { "x-linked-etag": linkedEtag }) })
      .end();
    return;
  }
  const ifRange = request.headers["if-range"] as string | undefined;
  requests.push({ url, range: request.headers.range, ifRange });
  const status = behaviour.statuses?.shift() ?? 200;
  if (status !== 200) {
    response.writeHead(status, status === 404 ? { "x-error-message": "Entry not found" } : {}).end("no");
    return;
  }
  if (etag !== "") headers.etag = etag;
  const asked = /^bytes=([0-9]+)-$/.exec(request.headers.range ?? "");
  const from = ranges && asked && (ifRange === undefined || ifRange === etag) ? Number(asked[1]) : 0;
  if (asked && from >= content.length) {
    response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
    return;
  }
  if (from > 0) headers["content-range"] = `bytes ${from}-${content.length - 1}/${content.length}`;
  if (!chunked) headers["content-length"] = String(content.length - from);
  response.writeHead(from > 0 ? 206 : 200, headers);
  const cut = behaviour.cuts?.shift();
  if (behaviour.stall) response.write(content.subarray(from, content.length >> 1));
  else if (cut === undefined) response.end(content.subarray(from));
  else response.write(content.subarray(from, from + cut), () => setTimeout(() => response.destroy(), 30));
}

let cacheDir: string;
let hubs: Hub[];
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), "timbral-download-"));
  hubs = [];
});
afterEach(async () => {
  for (const { server } of hubs) {
    server.closeAllConnections();
    server.close();
  }
  await rm(cacheDir, { recursive: true });
});

async function hubThat(behaviour: Behaviour): Promise<Hub> {
  const hub = await startHub(behaviour);
  hubs.push(hub);
  return hub;
}

const fast = { files: [eq], retryDelayMs: 1 };
const fetchFrom = ({ baseUrl }: Hub, more: object = {}) =>
  fetchDataset({ baseUrl, cacheDir, ...fast, ...more });
const folderOf = () => join(cacheDir, "seungheondoh--socialfx-original/main");
const filesIn = async (folder: string) => (await readdir(folder)).sort();

describe("fetchDataset", () => {
  test("brings the files with progress, and asks nothing the second time", async () => {
    const hub = await hubThat({});
    const progress: DownloadProgress[] = [];
    const first = await fetchFrom(hub, { onProgress: (step: DownloadProgress) => progress.push(step) });
    expect(first).toEqual({
      folder: folderOf(),
      files: [{ file: eq, path: join(folderOf(), eq), bytes: bytes.length, sha256: sum, cached: false }],
    });
    expect(hub.requests.map(({ url }) => url)).toEqual([
      `/datasets/seungheondoh/socialfx-original/resolve/main/${eq}`,
    ]);
    expect(progress[0]).toEqual({ file: eq, receivedBytes: 0, totalBytes: bytes.length });
    expect(progress.at(-1)).toEqual({ file: eq, receivedBytes: bytes.length, totalBytes: bytes.length });
    expect((await readFile(join(folderOf(), eq))).equals(bytes)).toBe(true);
    const name = "eq-00000-of-00001.parquet";
    expect(await filesIn(join(folderOf(), "data"))).toEqual([name, `${name}.sha256`]);
    expect(await readFile(join(folderOf(), `${eq}.sha256`), "utf8")).toBe(`${sum}  ${name}\n`);
    expect((await checkDataset(first.folder)).sha256).toBe(sum);

    const second = await fetchFrom(hub);
    expect(second.files[0]).toMatchObject({ cached: true, sha256: sum });
    expect(hub.requests).toHaveLength(1);
  });

  test("a cache folder that cannot be is named, in words", async () => {
    const hub = await hubThat({});
    const file = join(await mkdtemp(join(tmpdir(), "timbral-cache-")), "file");
    await writeFile(file, "");
    await expect(fetchFrom(hub, { cacheDir: file })).rejects.toThrow(
      /file.*: must lie in a directory, got a file/,
    );
    expect(hub.requests).toHaveLength(0);
  });

  test("brings all three tables by default, of the revision asked for", async () => {
    const hub = await hubThat({});
    const { folder, files } = await fetchFrom(hub, { files: undefined, revision: "refs/convert/x" });
    expect(files.map(({ file }) => file)).toEqual(datasetFiles);
    expect(folder.endsWith("refs/convert/x")).toBe(true);
    expect(hub.requests[2]!.url).toContain("/resolve/refs%2Fconvert%2Fx/data/comp-00000-of-00001.parquet");
  });

  test("takes up a body that breaks off where it stopped", async () => {
    const hub = await hubThat({ cuts: [100_000, 50_000] });
    const { files } = await fetchFrom(hub);
    expect(files[0]!.sha256).toBe(sum);
    expect(hub.requests.map(({ range }) => range)).toEqual([undefined, "bytes=100000-", "bytes=150000-"]);
    expect(hub.requests[1]!.ifRange).toBe(`"${sum}"`);
    expect(await filesIn(join(folderOf(), "data"))).toHaveLength(2);
  });

  test("takes up in a later call what an earlier one left", async () => {
    const hub = await hubThat({ cuts: [70_000] });
    await expect(fetchFrom(hub, { attempts: 1 })).rejects.toThrow(
      /must arrive whole, got 70000 of [0-9]+ bytes \(1 attempts\): try again later/,
    );
    expect((await readFile(join(folderOf(), `${eq}.partial`))).equals(bytes.subarray(0, 70_000))).toBe(true);
    expect((await fetchFrom(hub)).files[0]!.sha256).toBe(sum);
    expect(hub.requests.map(({ range }) => range)).toEqual([undefined, "bytes=70000-"]);
  });

  test("starts over where the server knows no ranges", async () => {
    const hub = await hubThat({ cuts: [100_000], ranges: false });
    expect((await fetchFrom(hub)).files[0]!.sha256).toBe(sum);
    expect(hub.requests.map(({ range }) => range)).toEqual([undefined, "bytes=100000-"]);
  });

  test("starts over where nothing would tell a mixture of versions", async () => {
    const hub = await hubThat({ cuts: [100_000], etag: "" });
    expect((await fetchFrom(hub)).files[0]!.sha256).toBe(sum);
    expect(hub.requests.map(({ range }) => range)).toEqual([undefined, undefined]);
  });

  test("starts over when the file has changed meanwhile", async () => {
    const old = Buffer.alloc(bytes.length, 7);
    const hub = await hubThat({ cuts: [100_000], content: old, etag: '"old"' });
    await expect(fetchFrom(hub, { attempts: 1 })).rejects.toThrow(/must arrive whole/);
    hub.behaviour = {};
    expect((await fetchFrom(hub)).files[0]!.sha256).toBe(sum);
    expect(hub.requests[1]).toMatchObject({ range: "bytes=100000-", ifRange: '"old"' });
  });

  test("starts over when parts of two versions do not add up", async () => {
    // The version's name stays, the bytes change: only the checksum can tell.
    const hub = await hubThat({ cuts: [100_000], content: Buffer.alloc(bytes.length, 7) });
    await expect(fetchFrom(hub, { attempts: 1 })).rejects.toThrow(/must arrive whole/);
    hub.behaviour = {};
    expect((await fetchFrom(hub)).files[0]!.sha256).toBe(sum);
    expect(hub.requests.map(({ range }) => range)).toEqual([undefined, "bytes=100000-", undefined]);
  });

  test("a part that is already whole is not mistaken", async () => {
    const hub = await hubThat({});
    await mkdir(join(folderOf(), "data"), { recursive: true });
    await writeFile(join(folderOf(), `${eq}.partial`), bytes);
    const known = { etag: `"${sum}"`, sha256: sum, totalBytes: bytes.length };
    await writeFile(join(folderOf(), `${eq}.partial.json`), JSON.stringify(known));
    expect((await fetchFrom(hub)).files[0]!.sha256).toBe(sum);
  });

  test("follows the hub's redirect and takes the checksum from it", async () => {
    const hub = await hubThat({ redirect: true, linkedEtag: `"${sum}"`, etag: '"cdn"', cuts: [100_000] });
    expect((await fetchFrom(hub)).files[0]!.sha256).toBe(sum);
    expect(hub.requests).toHaveLength(4);
    expect(hub.requests[3]).toMatchObject({ range: "bytes=100000-", ifRange: '"cdn"' });
    const lying = await hubThat({ redirect: true, linkedEtag: `"${"0".repeat(64)}"`, etag: '"cdn"' });
    await expect(fetchFrom(lying, { revision: "v2" })).rejects.toThrow(/must have the SHA-256 000/);
  });

  test("wrong bytes are an error and leave nothing", async () => {
    const content = Buffer.from(bytes);
    content[1000]! ^= 1;
    const hub = await hubThat({ content });
    await expect(fetchFrom(hub)).rejects.toThrow(
      new RegExp(`must have the SHA-256 ${sum}, got [0-9a-f]{64}`),
    );
    expect(await filesIn(join(folderOf(), "data"))).toEqual([]);
    expect(hub.requests).toHaveLength(1);
  });

  test("a file that was damaged in the cache is fetched again", async () => {
    const hub = await hubThat({});
    await fetchFrom(hub);
    await writeFile(join(folderOf(), eq), "damaged");
    expect((await fetchFrom(hub)).files[0]).toMatchObject({ cached: false, sha256: sum });
    expect(hub.requests).toHaveLength(2);
  });

  test("a file put there by hand is taken", async () => {
    await mkdir(join(folderOf(), "data"), { recursive: true });
    await writeFile(join(folderOf(), eq), bytes);
    const hub = await hubThat({});
    expect((await fetchFrom(hub)).files[0]).toMatchObject({ cached: true, sha256: sum });
    expect(hub.requests).toEqual([]);
  });

  test("copes with a server that names no length", async () => {
    const hub = await hubThat({ chunked: true });
    const totals: unknown[] = [];
    await fetchFrom(hub, { onProgress: (step: DownloadProgress) => totals.push(step.totalBytes) });
    expect(new Set(totals)).toEqual(new Set([undefined]));
  });

  test("an error of the server is tried again, up to the limit", async () => {
    const hub = await hubThat({ statuses: [500, 503, 429] });
    expect((await fetchFrom(hub)).files[0]!.sha256).toBe(sum);
    expect(hub.requests).toHaveLength(4);
    const down = await hubThat({ statuses: Array(9).fill(500) });
    await expect(fetchFrom(down, { revision: "v2", attempts: 3 })).rejects.toThrow(
      /v2\/data.* got HTTP 500 \(Internal Server Error\) \(3 attempts\)/,
    );
    expect(down.requests).toHaveLength(3);
  });

  test("a file that is not there is an error at once", async () => {
    const hub = await hubThat({ statuses: [404] });
    await expect(fetchFrom(hub)).rejects.toThrow(
      /resolve\/main\/data\/eq.* got HTTP 404 \(Entry not found\): check repository and revision/,
    );
    expect(hub.requests).toHaveLength(1);
    expect(await filesIn(join(folderOf(), "data"))).toEqual([]);
  });

  test("says what to do when there is no connection", async () => {
    const hub = await hubThat({});
    await new Promise((resolve) => hub.server.close(resolve));
    await expect(fetchFrom(hub)).rejects.toThrow(
      `fetchDataset: cannot reach ${hub.baseUrl} (ECONNREFUSED): offline? Connect and run again, or name a file`,
    );
  });

  test("takes a name that is not found for no connection, a reset for bad luck", async () => {
    const failing = (code: string) =>
      new TypeError("fetch failed", { cause: Object.assign(new Error(), { code }) });
    const hub = await hubThat({});
    const offline = () => Promise.reject(failing("ENOTFOUND"));
    await expect(fetchFrom(hub, { fetch: offline })).rejects.toThrow(
      /cannot reach .* \(ENOTFOUND\): offline\?/,
    );
    let calls = 0;
    const shaky: typeof fetch = (...request) => {
      calls += 1;
      return calls < 3 ? Promise.reject(failing("ECONNRESET")) : fetch(...request);
    };
    expect((await fetchFrom(hub, { fetch: shaky })).files[0]!.sha256).toBe(sum);
    expect(hub.requests).toHaveLength(1);
  });

  test("gives a silent line up, and tries again", async () => {
    const hub = await hubThat({ stall: true });
    await expect(fetchFrom(hub, { stallTimeoutMs: 60, attempts: 2 })).rejects.toThrow(
      /got nothing for 0.06 s \(2 attempts\)/,
    );
    expect(hub.requests[1]!.range).toBe(`bytes=${bytes.length >> 1}-`);
  });

  test("stops when told, and keeps what has arrived", async () => {
    const hub = await hubThat({ stall: true });
    const stop = new AbortController();
    const onProgress = ({ receivedBytes }: DownloadProgress) => {
      if (receivedBytes > 0) stop.abort(new Error("enough"));
    };
    await expect(fetchFrom(hub, { signal: stop.signal, onProgress })).rejects.toThrow("enough");
    expect(await filesIn(join(folderOf(), "data"))).toEqual([
      "eq-00000-of-00001.parquet.partial",
      "eq-00000-of-00001.parquet.partial.json",
    ]);
    await expect(fetchFrom(hub, { signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow("no");
    expect(hub.requests).toHaveLength(1);
  });

  test("refuses names that would lead out of the cache", async () => {
    const bad = (options: object) => expect(fetchDataset({ cacheDir, ...options })).rejects;
    await bad({ repository: "../x" }).toThrow(/repository must be owner\/name, got \.\.\/x/);
    await bad({ revision: "a/../../b" }).toThrow(/revision must be a relative path/);
    await bad({ files: ["/etc/passwd"] }).toThrow(/file must be a relative path/);
  });
});

test("the cache is where XDG says", () => {
  vi.stubEnv("XDG_CACHE_HOME", "/var/tmp/cache");
  expect(defaultCacheDir()).toBe("/var/tmp/cache/timbral");
  vi.stubEnv("XDG_CACHE_HOME", "relative");
  vi.stubEnv("HOME", "/home/someone");
  expect(defaultCacheDir()).toBe("/home/someone/.cache/timbral");
  vi.unstubAllEnvs();
});
