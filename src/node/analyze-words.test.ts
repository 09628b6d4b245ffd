import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeTable } from "../../test/support/small-table.ts";
import { analyzeWords } from "./analyze-words.ts";

const folder = mkdtempSync(join(tmpdir(), "timbral-analyze-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dataPath = join(folder, "table.csv");
writeTable(dataPath);

test("words are found as the vocabulary finds them, each once, every two compared", async () => {
  const notes: string[] = [];
  const asked = [" WARM", "brigth", "calido", "warm"];
  const { words, pairs, path, sha256 } = await analyzeWords({
    ...{ words: asked, dataPath },
    onNote: (line) => notes.push(line),
  });
  expect(words.map(({ word, people }) => [word, people])).toEqual([
    ["warm", 12],
    ["bright", 12],
    ["cálido", 12],
  ]);
  expect(words[2]!.languages).toEqual({ en: 0, es: 12 });
  expect(pairs.map((pair) => pair.words)).toEqual([
    ["warm", "bright"],
    ["warm", "cálido"],
    ["bright", "cálido"],
  ]);
  expect(notes).toEqual(['understood "brigth" as "bright"']);
  expect([path, sha256.length]).toEqual([dataPath, 64]);
  // Rows of one word tilt alike: warm down, bright half as much.
  expect(words[0]!.agreement).toBeGreaterThan(0.5);
  expect(pairs[0]!.mean).toBeGreaterThan(0.5);
});

test("bad rows are left out and told", async () => {
  const bad = join(folder, "bad.csv");
  writeTable(bad, (line, row) => (row === 3 || row === 8 ? line.replace(/,[^,]*$/, "") : line));
  const notes: string[] = [];
  const { words } = await analyzeWords({
    ...{ words: ["soft"], dataPath: bad },
    onNote: (line) => notes.push(line),
  });
  expect(words[0]!.people).toBe(10);
  expect(notes).toEqual([`2 rows are left out of ${bad}, first line 5: must hold 44 cells, got 43`]);
});

test("refuses unknown words with near ones, no or many words, and a table without rows", async () => {
  const refused = (words: readonly string[], path = dataPath) =>
    expect(analyzeWords({ words, dataPath: path })).rejects;
  await refused(["war"]).toThrow('unknown word "war": nobody was asked for it; did you mean warm?');
  await refused(["xylophone"]).toThrow(/nor for any word near it/);
  await refused([]).toThrow(/words must hold 1..6 words, got 0/);
  await refused(Array(7).fill("warm")).toThrow(/got 7/);
  const empty = join(folder, "empty.csv");
  writeFileSync(empty, `${readFileSync(dataPath, "utf8").split("\n")[0]}\n`);
  await refused(["warm"], empty).toThrow(`${empty}: must hold rows, got none that can be read`);
});
