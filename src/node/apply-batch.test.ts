import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { memorySink, type OutputKind, openAudioWriter, wavFormat } from "../audio/index.ts";
import { type ApplyBatchOptions, applyToMany } from "./apply-batch.ts";
import { BATCH_RECORD } from "./apply-batch-record.ts";
import { applyWord } from "./apply-word.ts";

const root = mkdtempSync(join(tmpdir(), "timbral-batch-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folder = "";
let outDir = "";
let count = 0;
beforeEach(() => {
  folder = join(root, String(count++));
  mkdirSync(folder);
  outDir = join(folder, "out");
});

async function makeSound(name: string, frameCount: number, kind: OutputKind = "wav"): Promise<string> {
  const sink = memorySink();
  const writer = await openAudioWriter(sink, kind, { format: wavFormat(), frameCount });
  const channel = Float64Array.from({ length: frameCount }, (_, i) => Math.sin(i * 0.01 + frameCount) * 0.2);
  await writer.write([channel, channel], frameCount);
  await writer.close();
  const path = join(folder, name);
  writeFileSync(path, sink.bytes());
  return path;
}

function makeRubbish(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, "no sound at all");
  return path;
}

const batch = (inputs: readonly string[], options: Partial<ApplyBatchOptions> = {}) =>
  applyToMany({ inputs, outDir, phrase: "warm", jobs: 2, ...options });
const outputs = () =>
  readdirSync(outDir)
    .filter((name) => name !== BATCH_RECORD)
    .sort();

describe("applyToMany", () => {
  test("renders as applyWord does, goes on past bad files and lists them", async () => {
    const inputs = [
      await makeSound("a.wav", 20_000),
      makeRubbish("b.wav"),
      await makeSound("c.flac", 30_000, "flac"),
      join(folder, "missing.wav"),
    ];
    const { done, kept, failures } = await batch(inputs);
    expect(outputs()).toEqual(["a.wav", "c.flac"]);
    expect(done.map(({ input }) => input).sort()).toEqual([inputs[0], inputs[2]]);
    expect(kept).toEqual([]);
    expect(failures.map(({ input }) => input)).toEqual([inputs[1], inputs[3]]); // in the order of the inputs
    for (const { input, error } of failures) expect(error.message).toContain(input);
    await applyWord(inputs[0]!, join(folder, "alone.wav"), "warm");
    expect(readFileSync(join(outDir, "a.wav")).equals(readFileSync(join(folder, "alone.wav")))).toBe(true);
  });

  test("run again, it keeps what is finished and does the rest", async () => {
    const a = await makeSound("a.wav", 20_000);
    const b = makeRubbish("b.wav");
    await batch([a, b]);
    const { mtimeMs } = statSync(join(outDir, "a.wav"));
    await makeSound("b.wav", 10_000);
    const again = await batch([a, b]);
    expect(again.kept.map(({ input }) => input)).toEqual([a]);
    expect(again.done.map(({ input }) => input)).toEqual([b]);
    expect(statSync(join(outDir, "a.wav")).mtimeMs).toBe(mtimeMs);
    // With other settings nothing of it counts, and nothing is overwritten unasked.
    const other = await batch([a, b], { amountPercent: 50 });
    expect(other.failures.map(({ error }) => error.message)).toEqual([
      expect.stringMatching(/must not exist yet/),
      expect.stringMatching(/must not exist yet/),
    ]);
    expect((await batch([a, b], { amountPercent: 50, force: true })).done).toHaveLength(2);
  });

  test("a file that appeared just before a crash counts as finished, an old one does not", async () => {
    const a = await makeSound("a.wav", 20_000);
    await batch([a]);
    const path = join(outDir, BATCH_RECORD);
    const record = JSON.parse(readFileSync(path, "utf8"));
    const entry = record.files["a.wav"];
    record.files["a.wav"] = { ...entry, isFinished: false, outputModifiedMs: null };
    writeFileSync(path, JSON.stringify(record));
    expect((await batch([a])).kept).toHaveLength(1);
    record.files["a.wav"] = { ...entry, isFinished: false };
    writeFileSync(path, JSON.stringify(record));
    expect((await batch([a])).failures).toHaveLength(1);
    writeFileSync(path, "{ damaged");
    expect((await batch([a])).failures).toHaveLength(1);
  });

  test("stopped, it leaves whole files only, and goes on from there", async () => {
    const inputs = await Promise.all(["a.wav", "b.wav", "c.wav"].map((name) => makeSound(name, 2_000_000)));
    const stopped = new AbortController();
    const work = batch(inputs, {
      jobs: 1,
      signal: stopped.signal,
      onProgress: ({ finished }) => finished === 1 && stopped.abort(),
    });
    await expect(work).rejects.toThrow(/^interrupted: 1 of 3 files are done/);
    expect(outputs()).toHaveLength(1);
    const again = await batch(inputs);
    expect([again.kept.length, again.done.length]).toEqual([1, 2]);
    expect(outputs()).toEqual(["a.wav", "b.wav", "c.wav"]);
  });

  test("stopped while its workers report how far they are, it leaves no half-written file", async () => {
    const inputs = await Promise.all(["a.wav", "b.wav"].map((name) => makeSound(name, 4_000_000)));
    const stopped = new AbortController();
    const work = batch(inputs, {
      signal: stopped.signal,
      onProgress: ({ fraction }) => fraction > 0.03 && stopped.abort(),
    });
    await expect(work).rejects.toThrow(/^interrupted: 0 of 2 files are done/);
    expect(outputs()).toEqual([]);
  });

  test("two inputs with one name are refused before anything is done", async () => {
    mkdirSync(join(folder, "other"));
    const a = await makeSound("a.wav", 1000);
    const b = await makeSound("other/A.wav", 1000);
    await expect(batch([a, b])).rejects.toThrow(/must have a name of its own/);
    expect(() => readdirSync(outDir)).toThrow();
    await expect(batch([a], { jobs: 0 })).rejects.toThrow(/jobs must be a whole number within 1..1024/);
  });
});
