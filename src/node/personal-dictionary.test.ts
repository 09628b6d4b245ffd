import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { addWord, emptyDictionary, type TaughtWord, writeDictionary } from "../semantics/personal/index.ts";
import { FileError } from "./file-error.ts";
import { changeDictionary, dictionaryPath, openDictionary, saveDictionary } from "./personal-dictionary.ts";

const root = mkdtempSync(join(tmpdir(), "timbral-dictionary-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const folder = (): string => mkdtempSync(join(root, "t-"));

const entry = (word: string): TaughtWord => ({
  word,
  gainDb: Array.from({ length: 40 }, (_, band) => Math.round(1000 * Math.sin(band / 5)) / 1000),
  from: { kind: "curve", date: "2026-11-22" },
  evidence: 19,
});
const dictionary = addWord(addWord(emptyDictionary, entry("a")), entry("b"));

describe("where the words are kept", () => {
  test.each<[NodeJS.Platform, Record<string, string>, string]>([
    ["linux", {}, "/home/u/.config/timbral/dictionary.json"],
    ["linux", { XDG_CONFIG_HOME: "/etc/u" }, "/etc/u/timbral/dictionary.json"],
    ["linux", { XDG_CONFIG_HOME: "relative" }, "/home/u/.config/timbral/dictionary.json"],
    ["darwin", {}, "/home/u/Library/Application Support/timbral/dictionary.json"],
    ["win32", { APPDATA: "C:\\Roam" }, "C:\\Roam\\timbral\\dictionary.json"],
    ["win32", {}, "\\home\\u\\AppData\\Roaming\\timbral\\dictionary.json"],
    ["linux", { TIMBRAL_DICTIONARY: "/x/y.json", XDG_CONFIG_HOME: "/etc/u" }, "/x/y.json"],
    ["linux", { TIMBRAL_DICTIONARY: "" }, "/home/u/.config/timbral/dictionary.json"],
  ])("%s %o", (platform, env, path) => {
    expect(dictionaryPath({ platform, env, home: "/home/u" })).toBe(path);
  });
});

describe("a dictionary's file", () => {
  test("is empty where there is none; its folder is made, and nothing but it is left", async () => {
    const path = join(folder(), "new", "deep", "words.json");
    expect(await openDictionary(path)).toEqual({ dictionary: emptyDictionary, path, exists: false });
    expect(await changeDictionary((same) => same, path)).toMatchObject({ exists: false });
    await saveDictionary(dictionary, path);
    expect(await openDictionary(path)).toEqual({ dictionary, path, exists: true });
    expect(readFileSync(path, "utf8")).toBe(writeDictionary(dictionary));
    expect(readdirSync(join(path, ".."))).toEqual(["words.json"]);
  });

  test.each([
    ["damaged", '{"format": "timbral-dictionary/1", "words": [{"word": "a"', /must be JSON/],
    ["of another kind", '{"format": "other/1"}', /format must be "timbral-dictionary\/1", got "other\/1"/],
    ["no text", Buffer.from([0xff, 0xfe, 0x00]), /UTF-8/],
    ["huge", Buffer.alloc(9 * 2 ** 20, 32), /at most 8388608 bytes, got 9437184/],
  ])("that is %s is refused and never written over", async (_, content, message) => {
    const path = join(folder(), "words.json");
    writeFileSync(path, content);
    const before = readFileSync(path);
    await expect(openDictionary(path)).rejects.toThrow(message);
    await expect(openDictionary(path)).rejects.toThrow(FileError);
    await expect(saveDictionary(dictionary, path)).rejects.toThrow(message);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(join(path, ".."))).toEqual(["words.json"]);
  });

  test("a folder in its place, and a link, which is followed", async () => {
    const place = folder();
    await expect(openDictionary(place)).rejects.toThrow(/must be a file, got a directory/);
    await saveDictionary(dictionary, join(place, "real.json"));
    symlinkSync("real.json", join(place, "link.json"));
    await changeDictionary((before) => addWord(before, entry("c")), join(place, "link.json"));
    const { dictionary: real } = await openDictionary(join(place, "real.json"));
    expect(real.words.map(({ word }) => word)).toEqual(["a", "b", "c"]);
  });

  test("what a change throws goes on, nothing is written, and the lock is gone", async () => {
    const path = join(folder(), "words.json");
    const change = changeDictionary(() => {
      throw new Error("no");
    }, path);
    await expect(change).rejects.toThrow("no");
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });

  test("a lock that stays is told, with what to do", async () => {
    const path = join(folder(), "words.json");
    writeFileSync(`${path}.lock`, "");
    await expect(saveDictionary(dictionary, path)).rejects.toThrow(
      /words\.json\.lock there for 5 s: .*may be deleted/,
    );
    expect(readdirSync(join(path, ".."))).toEqual(["words.json.lock"]);
  });

  test("changes at the same time all arrive, of one process and of several", async () => {
    const path = join(folder(), "words.json");
    const module = fileURLToPath(new URL("./personal-dictionary.ts", import.meta.url));
    const text = fileURLToPath(new URL("../semantics/personal/index.ts", import.meta.url));
    const script = `
      import { changeDictionary } from ${JSON.stringify(module)};
      import { addWord } from ${JSON.stringify(text)};
      const entry = ${JSON.stringify(entry("x"))};
      for (let n = 0; n < 5; n++) {
        const word = "process " + process.argv[1] + " word " + n;
        await changeDictionary((before) => addWord(before, { ...entry, word }), ${JSON.stringify(path)});
      }`;
    const processes = [1, 2, 3].map(
      (id) =>
        new Promise((resolve) => {
          const args = ["--import", "tsx", "--input-type=module", "-e", script, String(id)];
          spawn(process.execPath, args, { stdio: "inherit" }).on("close", resolve);
        }),
    );
    const own = Array.from({ length: 10 }, (_, n) =>
      changeDictionary((before) => addWord(before, entry(`own ${n}`)), path),
    );
    await Promise.all(own);
    expect(await Promise.all(processes)).toEqual([0, 0, 0]);
    expect((await openDictionary(path)).dictionary.words).toHaveLength(25);
    expect(readdirSync(join(path, ".."))).toEqual(["words.json"]);
  });
});
