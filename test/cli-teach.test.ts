import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSoundFile } from "../src/node/open-sound-file.ts";
import { correlationOf, parseDictionary } from "../src/semantics/personal/index.ts";
import { clip, emptyFolder, type Run, timbral } from "./support/run-cli.ts";

const preset = `Preamp: -6.0 dB
Filter 1: ON PK Fc 110 Hz Gain 6.0 dB Q 0.70
Filter 2: ON PK Fc 3500 Hz Gain -5.0 dB Q 0.80
`;

/** A folder with a preset; words are kept in `words.json`. */
function withPreset(): string {
  const folder = emptyFolder();
  writeFileSync(join(folder, "mine.txt"), preset);
  return folder;
}

const run = (folder: string, ...args: string[]): Promise<Run> =>
  timbral(folder, [...args, "--dictionary", "words.json"]);

async function json(folder: string, ...args: string[]) {
  const done = await run(folder, ...args, "--json");
  expect(done).toMatchObject({ code: 0 });
  return JSON.parse(done.stdout);
}

const kept = (folder: string) => parseDictionary(readFileSync(join(folder, "words.json"), "utf8"));

describe("teach", () => {
  test("from a preset: says what was learned and keeps it; again only with --force", async () => {
    const folder = withPreset();
    const done = await run(folder, "teach", "My  Vocal", "--from", "mine.txt", "--fault");
    expect(done).toMatchObject({ code: 0, stderr: "" });
    expect(done.stdout).toMatch(/^my vocal \(your own word, a fault, English\)\n/);
    expect(done.stdout).toMatch(/taught +from mine\.txt \(equalizer-apo\), \d{4}-\d{2}-\d{2}\n/);
    expect(done.stdout).toMatch(/boosts +\+\d\.\d dB at 120 Hz/);
    expect(done.stdout).toMatch(/taught at --amount \d+\n/);
    expect(done.stdout).toMatch(/others +would call it warm/);
    expect(done.stdout).toMatch(/crowd +has no such word/);
    expect(done.stdout).toMatch(/Taught: kept in .*words\.json\n$/);
    const [word] = kept(folder).words;
    expect(word).toMatchObject({
      word: "my vocal",
      isFault: true,
      from: { kind: "preset", file: "mine.txt" },
    });

    const before = readFileSync(join(folder, "words.json"), "utf8");
    const again = await run(folder, "teach", "my-vocal", "--from", "mine.txt");
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toMatch(/^timbral: "my vocal" is taught already \(--force replaces it, .*\n$/);
    expect(readFileSync(join(folder, "words.json"), "utf8")).toBe(before);
    expect(await json(folder, "teach", "my vocal", "--from", "mine.txt", "--force")).toMatchObject({
      isReplaced: true,
    });
    expect(kept(folder).words[0]!.isFault).toBeUndefined();
  });

  test("a word of the crowd's anew, by a curve as JSON; tells how it differs", async () => {
    const folder = emptyFolder();
    const bright = await timbral(folder, ["curve", "bright", "--json"]);
    writeFileSync(join(folder, "bright.json"), bright.stdout);
    const taught = await json(folder, "teach", "warm", "--from", "bright.json", "--language", "en");
    expect(taught).toMatchObject({
      word: "warm",
      from: { kind: "curve", file: "bright.json" },
      language: "en",
    });
    expect(correlationOf(taught.playedDb, JSON.parse(bright.stdout).gainDb)).toBeGreaterThan(0.99);
    expect(taught.crowd).toMatchObject({ word: "warm", people: 64 });
    expect(taught.crowd.similarity).toBeLessThan(0);
    expect(taught.names[0].word).toBe("bright");
  });

  test("from recordings before and after, and from a phrase at an amount", async () => {
    const folder = emptyFolder();
    copyFileSync(clip, join(folder, "dry.wav"));
    expect((await timbral(folder, ["apply", "warm", "dry.wav", "-o", "wet.wav"])).code).toBe(0);
    const heard = await json(folder, "teach", "sheen", "--from", "dry.wav", "wet.wav");
    expect(heard.from).toMatchObject({ kind: "recordings", before: "dry.wav", after: "wet.wav" });
    expect(heard.taughtAmountPercent).toBeGreaterThan(85);
    const said = await json(folder, "teach", "cosy2", "--as", "warm", "--amount", "60");
    expect(said.from).toMatchObject({ kind: "phrase", phrase: "warm" });
    expect(said.taughtAmountPercent).toBeCloseTo(60, 0);
    expect(correlationOf(said.playedDb, heard.playedDb)).toBeGreaterThan(0.97);

    const further = await json(folder, "teach", "sheen2", "--as", "sheen but not harsh");
    expect(correlationOf(further.playedDb, heard.playedDb)).toBeGreaterThan(0.9);
  });

  test("by ratings of probes that are as loud as the sound", async () => {
    const folder = emptyFolder();
    copyFileSync(clip, join(folder, "in.wav"));
    const warm = JSON.parse((await timbral(folder, ["curve", "warm", "--json"])).stdout).gainDb;
    const made = await run(
      folder,
      "teach",
      "zingy",
      "--probes",
      "8",
      "--sound",
      "in.wav",
      "--out-dir",
      "out",
    );
    expect(made).toMatchObject({ code: 0, stderr: "" });
    expect(made.stdout).toContain('timbral teach "zingy" --ratings "out/ratings.csv"');
    expect(existsSync(join(folder, "words.json"))).toBe(false);
    const sounds = Array.from({ length: 8 }, (_, n) => `probe-${n + 1}.wav`);
    expect(readdirSync(join(folder, "out")).sort()).toEqual([...sounds, "ratings.csv"].sort());
    const sound = await openSoundFile(join(folder, "out", "probe-3.wav"));
    expect(sound.reader.frameCount).toBe(480_000);
    await sound.close();
    const refused = await run(
      folder,
      "teach",
      "zingy",
      "--probes",
      "8",
      "--sound",
      "in.wav",
      "--out-dir",
      "out",
    );
    expect(refused).toMatchObject({ code: 1, stdout: "" });

    const sheet = join(folder, "out", "ratings.csv");
    const [head, ...rows] = readFileSync(sheet, "utf8").trimEnd().split("\n");
    const rated = rows.map((row) => {
      const [name, , ...gains] = row.split(",");
      return [name, Math.round(50 + 50 * correlationOf(gains.map(Number), warm)), ...gains].join(",");
    });
    writeFileSync(sheet, [head, ...rated].join("\n"));
    const taught = await json(folder, "teach", "zingy", "--ratings", "out/ratings.csv");
    expect(taught.from).toMatchObject({ kind: "ratings", count: 8 });
    expect(correlationOf(taught.playedDb, warm)).toBeGreaterThan(0.9);
    expect(taught.confidence).toBeGreaterThan(35);
    expect(taught.consistency).toBeGreaterThan(0.8);
    writeFileSync(sheet, [head, ...rows].join("\n"));
    const empty = await run(folder, "teach", "zingy", "--ratings", "out/ratings.csv", "--force");
    expect(empty.stderr).toBe("timbral: out/ratings.csv: ratings must be 5 or more, got 0\n");
  });

  test.each<[string, number, string[], RegExp]>([
    ["no source", 2, ["zing"], /needs one source.*got 0/],
    ["two sources", 2, ["zing", "--from", "mine.txt", "--as", "warm"], /needs one source.*got 2/],
    ["three files", 2, ["zing", "--from", "a", "b", "c"], /two recordings \(before and after\), got 3/],
    ["an amount of a preset", 2, ["zing", "--from", "mine.txt", "--amount", "50"], /--amount goes with --as/],
    ["probes without a sound", 2, ["zing", "--probes", "9"], /--probes needs --sound/],
    ["a resemblance of a preset", 2, ["zing", "--from", "mine.txt", "--like", "warm"], /--like goes with/],
    ["what is no word", 2, ["50 %", "--from", "mine.txt"], /a word of your own must/],
    ["a word of the grammar", 1, ["less", "--from", "mine.txt"], /"less" is a word of the grammar/],
    ["a missing file", 1, ["zing", "--from", "nope.txt"], /nope\.txt: must exist/],
    ["a flat curve", 1, ["zing", "--as", "warm", "--amount", "0"], /the curve of "zing" must differ/],
    ["an unknown word", 1, ["zing", "--as", "blorbyword"], /unknown word "blorbyword"/],
  ])("refuses %s", async (_, code, args, message) => {
    const folder = withPreset();
    const done = await run(folder, "teach", ...args);
    expect(done).toMatchObject({ code, stdout: "" });
    expect(done.stderr).toMatch(message);
    expect(done.stderr).toMatch(/^timbral: [^\n]+\n$/);
    expect(readdirSync(folder)).toEqual(["mine.txt"]);
  });
});

describe("dictionary", () => {
  test("lists, shows, forgets, exports and merges", async () => {
    const folder = withPreset();
    const none = await run(folder, "dictionary");
    expect(none).toMatchObject({
      code: 0,
      stdout: "",
      stderr: expect.stringMatching(/no words of your own yet/),
    });
    await json(folder, "teach", "zing", "--from", "mine.txt");
    await json(folder, "teach", "warm", "--as", "soft");
    const list = await run(folder, "dictionary");
    expect(list.stdout).toMatch(/^word .*\nwarm +56 +as "soft".*\nzing +56 +from mine\.txt/);
    const { words } = await json(folder, "dictionary");
    expect(words).toEqual(kept(folder).words);
    expect((await run(folder, "dictionary", "show", "ZING")).stdout).toMatch(/^zing \(your own word/);
    expect((await json(folder, "dictionary", "show", "warm")).crowd.people).toBe(64);
    expect(await json(folder, "dictionary", "path")).toEqual({ dictionary: "words.json" });

    expect(await json(folder, "dictionary", "export", "out.json")).toEqual({ output: "out.json", words: 2 });
    expect(readFileSync(join(folder, "out.json"), "utf8")).toBe(
      readFileSync(join(folder, "words.json"), "utf8"),
    );
    expect((await run(folder, "dictionary", "export", "out.json")).code).toBe(1);
    expect((await run(folder, "dictionary", "forget", "zing")).stdout).toBe('Forgot "zing".\n');
    await json(folder, "teach", "warm", "--from", "mine.txt", "--force");
    const merged = await run(folder, "dictionary", "merge", "out.json", "--prefer", "both");
    expect(merged.stdout).toMatch(/^New: "zing"\.\nBoth have "warm", r 0\.\d\d: both are combined\.\n$/);
    expect(kept(folder).words.map(({ from }) => from.kind)).toEqual(["merged", "preset"]);
    expect((await run(folder, "dictionary", "forget", "warm")).code).toBe(0);
    const gone = await run(folder, "dictionary", "show", "warm");
    expect(gone).toMatchObject({
      code: 1,
      stdout: "",
      stderr: 'timbral: "warm" was not taught: the dictionary holds "zing"\n',
    });
    expect((await run(folder, "dictionary", "merge", "nope.json")).stderr).toMatch(/nope\.json: must exist/);
  });

  test("a damaged one is told by word and field, and left as it is", async () => {
    const folder = withPreset();
    const text = '{"format":"timbral-dictionary/1","words":[{"word":"zing","gain":[]}]}';
    writeFileSync(join(folder, "words.json"), text);
    for (const args of [
      ["teach", "other", "--from", "mine.txt"],
      ["dictionary"],
      ["dictionary", "forget", "zing"],
    ]) {
      const done = await run(folder, ...args);
      expect(done).toMatchObject({ code: 1, stdout: "" });
      expect(done.stderr).toMatch(/^timbral: words\.json: "zing": must hold nothing but .*got "gain"\n$/);
    }
    expect(readFileSync(join(folder, "words.json"), "utf8")).toBe(text);
    expect(readdirSync(folder).sort()).toEqual(["mine.txt", "words.json"]);
  });
});
