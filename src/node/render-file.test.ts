import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { type BlockProcessor, memorySink, openWavWriter, wavFormat } from "../audio/index.ts";
import { FileError } from "./file-error.ts";
import { openFileSink } from "./file-sink.ts";
import { openFileSource } from "./file-source.ts";
import { type RenderFileOptions, renderFile } from "./render-file.ts";

const root = mkdtempSync(join(tmpdir(), "timbral-render-"));
chmodSync(root, 0o755);
let folder = "";
let count = 0;
beforeEach(() => {
  folder = join(root, String(count++));
  mkdirSync(folder);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const identity = (): BlockProcessor => ({ process() {}, nonFiniteCount: 0, isIdentity: true });
const louder = (): BlockProcessor => ({
  nonFiniteCount: 0,
  process(channels, frames) {
    for (const channel of channels) for (let i = 0; i < frames; i++) channel[i]! *= 3;
  },
});

async function makeWav(path: string, frameCount = 5000, format = wavFormat()): Promise<Buffer> {
  const sink = memorySink();
  const writer = await openWavWriter(sink, { format, frameCount });
  const channel = Float64Array.from({ length: frameCount }, (_, i) => Math.sin(i * 0.01) * 0.6);
  await writer.write(
    Array.from({ length: format.channelCount }, () => channel),
    frameCount,
  );
  await writer.close();
  writeFileSync(path, sink.bytes());
  return readFileSync(path);
}

/** Renders and expects a one-line refusal that names a file, with nothing left behind and the input untouched. */
async function refusal(input: string, output: string, options?: RenderFileOptions): Promise<string> {
  const before = readdirSync(folder).sort();
  const error = await renderFile(input, output, identity, options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FileError);
  expect(readdirSync(folder).sort()).toEqual(before);
  const { message } = error as FileError;
  expect(message).not.toContain("\n");
  return message;
}

describe("renderFile", () => {
  test("an identity gives the same file; nothing else is left in the folder", async () => {
    const bytes = await makeWav(at("in.wav"), 700_001, wavFormat({ bits: 24 }));
    const report = await renderFile(at("in.wav"), at("out.wav"), identity);
    expect(Buffer.compare(readFileSync(at("out.wav")), bytes)).toBe(0);
    expect(report).toMatchObject({
      frameCount: 700_001,
      protectionGainDb: 0,
      notes: [],
      format: { bits: 24 },
    });
    expect(readdirSync(folder).sort()).toEqual(["in.wav", "out.wav"]);
  });

  test("a second pass starts the file over", async () => {
    const bytes = await makeWav(at("in.wav"), 700_001);
    const report = await renderFile(at("in.wav"), at("out.wav"), louder);
    expect(report.after.truePeakDb).toBeCloseTo(-1, 9);
    expect(report.outputPeakDb).toBeCloseTo(-1, 1);
    expect(readFileSync(at("out.wav")).length).toBe(bytes.length);
    await renderFile(at("out.wav"), at("again.wav"), identity);
    expect(Buffer.compare(readFileSync(at("again.wav")), readFileSync(at("out.wav")))).toBe(0);
  });

  test("refuses the input as output, also through links, even when forced", async () => {
    const bytes = await makeWav(at("in.wav"));
    symlinkSync(at("in.wav"), at("soft.wav"));
    linkSync(at("in.wav"), at("hard.wav"));
    for (const name of ["in.wav", "soft.wav", "hard.wav"]) {
      expect(await refusal(at("in.wav"), at(name), { force: true })).toMatch(/got the input itself/);
    }
    expect(Buffer.compare(readFileSync(at("in.wav")), bytes)).toBe(0);
  });

  test("overwrites only when forced, and then through a link", async () => {
    const bytes = await makeWav(at("in.wav"));
    writeFileSync(at("old.wav"), "old");
    symlinkSync(at("old.wav"), at("link.wav"));
    symlinkSync(at("nowhere"), at("dangling.wav"));
    for (const name of ["old.wav", "link.wav", "dangling.wav"]) {
      expect(await refusal(at("in.wav"), at(name))).toMatch(/must not exist yet/);
    }
    expect(readFileSync(at("old.wav"), "utf8")).toBe("old");
    await renderFile(at("in.wav"), at("link.wav"), identity, { force: true });
    expect(Buffer.compare(readFileSync(at("old.wav")), bytes)).toBe(0);
  });

  test("an output that appears meanwhile is not overwritten", async () => {
    await makeWav(at("in.wav"));
    const onProgress = () => writeFileSync(at("out.wav"), "theirs");
    const message = renderFile(at("in.wav"), at("out.wav"), identity, { onProgress });
    await expect(message).rejects.toThrow(/out.wav: must not exist yet/);
    expect(readFileSync(at("out.wav"), "utf8")).toBe("theirs");
    expect(readdirSync(folder).sort()).toEqual(["in.wav", "out.wav"]);
  });

  test("names paths that cannot be used", async () => {
    await makeWav(at("in.wav"));
    mkdirSync(at("folder"));
    writeFileSync(at("text"), "no audio here");
    expect(await refusal(at("none.wav"), at("out.wav"))).toMatch(/none.wav: must exist, got no such file/);
    expect(await refusal(folder, at("out.wav"))).toMatch(/must be a file, got a directory/);
    expect(await refusal("/dev/null", at("out.wav"))).toMatch(/must be a regular file/);
    expect(await refusal(at("text"), at("out.wav"))).toMatch(/text: file must be WAV, .* got text$/);
    expect(await refusal(at("in.wav"), at("folder"))).toMatch(/folder: must be a file, got a directory/);
    expect(await refusal(at("in.wav"), "/dev/full", { force: true })).toMatch(/must be a regular file/);
    expect(await refusal(at("in.wav"), at("nowhere/out.wav"))).toMatch(/nowhere: must exist/);
    expect(await refusal(at("in.wav"), at("text/out.wav"))).toMatch(/must lie in a directory/);
    expect(await refusal(at("in.wav"), at(`${"x".repeat(300)}.wav`))).toMatch(/one too long/);
  });

  test("a clipping render that may not be protected leaves nothing", async () => {
    await makeWav(at("in.wav"));
    const result = renderFile(at("in.wav"), at("out.wav"), louder, { protect: false });
    await expect(result).rejects.toThrow(
      /in.wav: result must stay within full scale, got a peak 5.1\d dB above/,
    );
    expect(readdirSync(folder)).toEqual(["in.wav"]);
  });

  test("truncated, empty and shrinking inputs leave nothing", async () => {
    await makeWav(at("in.wav"), 700_000);
    writeFileSync(at("cut.wav"), readFileSync(at("in.wav")).subarray(0, 10_000));
    writeFileSync(at("empty.wav"), "");
    expect(await refusal(at("cut.wav"), at("out.wav"))).toMatch(
      /cut.wav: WAV data must be 2800000 .* got 9956/,
    );
    expect(await refusal(at("empty.wav"), at("out.wav"))).toMatch(/got an empty file/);
    const shrink = () => truncateSync(at("in.wav"), 1000);
    expect(await refusal(at("in.wav"), at("out.wav"), { onProgress: shrink })).toMatch(/shrank meanwhile/);
  });

  test("an abort leaves nothing", async () => {
    await makeWav(at("in.wav"), 700_000);
    const controller = new AbortController();
    const options = { signal: controller.signal, onProgress: () => controller.abort() };
    const result = renderFile(at("in.wav"), at("out.wav"), identity, options);
    await expect(result).rejects.toMatchObject({ name: "AudioError", code: "aborted" });
    expect(readdirSync(folder)).toEqual(["in.wav"]);
  });

  test("a processor that throws leaves nothing, and its error is passed on", async () => {
    await makeWav(at("in.wav"));
    const broken = (): BlockProcessor => ({
      nonFiniteCount: 0,
      process() {
        throw new TypeError("broken");
      },
    });
    await expect(renderFile(at("in.wav"), at("out.wav"), broken)).rejects.toThrow(TypeError);
    expect(readdirSync(folder)).toEqual(["in.wav"]);
  });
});

describe("a folder without write permission", () => {
  // Root may write anywhere: there the test lays its rights down for a moment.
  const isRoot = process.getuid?.() === 0;
  afterEach(() => {
    if (isRoot) process.seteuid!(0);
  });

  test.skipIf(process.platform === "win32")("is named", async () => {
    await makeWav(at("in.wav"));
    mkdirSync(at("locked"));
    chmodSync(at("locked"), 0o555);
    if (isRoot) process.seteuid!(65_534);
    const message = await refusal(at("in.wav"), at("locked/out.wav"));
    expect(message).toMatch(/locked\/out.wav: must be accessible, got permission denied/);
  });
});

describe("a full disk", () => {
  test.skipIf(!existsSync("/dev/full"))("is reported by the sink, at finish at the latest", async () => {
    const sink = await openFileSink("/dev/full", "r+", "out.wav");
    await sink.write(new Uint8Array(100));
    await expect(sink.finish()).rejects.toThrow("out.wav: must fit on the disk, got a full disk");
    await sink.abandon();
    const long = await openFileSink("/dev/full", "r+", "out.wav");
    const write = async () => {
      for (let i = 0; i < 5; i++) await long.write(new Uint8Array(2 ** 20));
    };
    await expect(write()).rejects.toBeInstanceOf(FileError);
    await long.abandon();
  });

  test("leaves nothing behind", async ({ skip }) => {
    mkdirSync(at("disk"));
    const mounted =
      spawnSync("/bin/mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", at("disk")]).status === 0;
    if (!mounted) skip("mounting a small disk needs rights that this machine does not give");
    try {
      await makeWav(at("in.wav"), 100_000);
      const message = await refusal(at("in.wav"), at("disk/out.wav"));
      expect(message).toBe(`${at("disk/out.wav")}: must fit on the disk, got a full disk`);
      expect(readdirSync(at("disk"))).toEqual([]);
    } finally {
      spawnSync("/bin/umount", [at("disk")]);
    }
  });
});

test("openFileSource reads any stretch of a file, whatever was read before", async () => {
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 31) % 251);
  writeFileSync(at("bytes"), bytes);
  const source = await openFileSource(at("bytes"));
  const stretches = [
    [0, 8],
    [8, 100],
    [2_999_990, 20],
    [5, 1_500_000],
    [1_048_570, 12],
    [0, 3_000_001],
    [4e6, 5],
  ];
  for (const [offset, length] of stretches as [number, number][]) {
    const target = new Uint8Array(length);
    const want = bytes.subarray(offset, offset + length);
    expect(await source.read(offset, target)).toBe(want.length);
    expect(Buffer.compare(target.subarray(0, want.length), want)).toBe(0);
  }
  await source.close();
});
