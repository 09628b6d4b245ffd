import { spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { WordShare } from "../src/semantics/index.ts";
import { clip, emptyFolder, type Run, sha256, timbral } from "./support/run-cli.ts";

const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const RATE_HZ = 48_000;
const FRAME_BYTES = 4; // the clip is 16-bit stereo
const HEADER_BYTES = 44;

interface Place {
  readonly folder: string;
  /** For temporary files, looked at afterwards. */
  readonly temporary: string;
}

/** A folder with the clip as `in.wav`. */
function placeWithClip(): Place {
  const folder = emptyFolder();
  copyFileSync(clip, join(folder, "in.wav"));
  const temporary = emptyFolder();
  return { folder, temporary };
}

interface Talk extends Place {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Leaves standard input open and is told the process. */
  readonly onStart?: (child: ReturnType<typeof spawn>) => void;
}

/** Runs `timbral try in.wav` with lines on standard input. */
function tryLines(
  { folder, temporary, args = [], env = {}, onStart }: Talk,
  ...lines: string[]
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const { TIMBRAL_DEBUG: _, FORCE_COLOR: __, ...rest } = process.env;
    const child = spawn(process.execPath, [main, "try", "in.wav", ...args], {
      cwd: folder,
      env: { ...rest, TMPDIR: temporary, ...env },
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output.stderr += text;
    });
    child.on("error", reject).on("close", (code) => resolve({ code, ...output }));
    child.stdin.write(lines.map((line) => `${line}\n`).join(""));
    if (onStart) onStart(child);
    else child.stdin.end();
  });
}

/** The documents of a run with --json, curves left out. */
async function documents(talk: Talk, ...lines: string[]) {
  const run = await tryLines({ ...talk, args: ["--json", ...(talk.args ?? [])] }, ...lines);
  const made = run.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  return { ...run, documents: made };
}

/** A player that keeps what it is given under numbers, as `1.wav`, `2.wav` ...; `after` is done then. */
function keepingPlayer(folder: string, after = "exit 0", name = "player"): string {
  const path = join(folder, name);
  const kept = `"${folder}/$(($(ls "${folder}" | grep -c '\\.wav$') + 1)).wav"`;
  writeFileSync(path, `#!/bin/sh\ncp "$1" "${folder}/part"\nmv "${folder}/part" ${kept}\n${after}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A part of the clip as a WAV file of its own. */
function writePart(path: string, fromSeconds: number, seconds: number): void {
  const bytes = readFileSync(clip);
  const begin = HEADER_BYTES + fromSeconds * RATE_HZ * FRAME_BYTES;
  const samples = bytes.subarray(begin, begin + seconds * RATE_HZ * FRAME_BYTES);
  const header = Buffer.from(bytes.subarray(0, HEADER_BYTES));
  header.writeUInt32LE(samples.length + HEADER_BYTES - 8, 4);
  header.writeUInt32LE(samples.length, 40);
  writeFileSync(path, Buffer.concat([header, samples]));
}

const samplesOf = (path: string): Buffer => readFileSync(path).subarray(HEADER_BYTES);
describe("as a script", () => {
  test("a phrase is understood, told, and written as `apply` writes it", async () => {
    const place = placeWithClip();
    const before = sha256(join(place.folder, "in.wav"));
    const run = await tryLines(
      place,
      "# a remark",
      "",
      "warm",
      ":amount 50",
      ":render out.wav",
      ":match off",
      ":render",
    );
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^warm \(\d+ people, English\)\n {2}curve +20 Hz [▁-█]{40} 20 kHz\n/);
    expect(run.stdout).toMatch(/^ {2}boosts +\+\d\.\d dB at \d+ Hz\n {2}cuts +-\d.*\n {2}confidence +/m);
    expect(run.stdout).toMatch(/matched by -\d\.\d dB\n.*\n.*\n.*\n {2}wrote +out\.wav$/m);
    expect(readdirSync(place.folder).sort()).toEqual(["in.warm-50.wav", "in.wav", "out.wav"]);
    expect(readdirSync(place.temporary)).toEqual([]);
    expect(sha256(join(place.folder, "in.wav"))).toBe(before);

    const applied = ["apply", "warm", "in.wav", "--amount", "50", "-o"];
    expect(await timbral(place.folder, [...applied, "same.wav", "--match-loudness"])).toMatchObject({
      code: 0,
    });
    expect(await timbral(place.folder, [...applied, "unmatched.wav"])).toMatchObject({ code: 0 });
    expect(sha256(join(place.folder, "out.wav"))).toBe(sha256(join(place.folder, "same.wav")));
    expect(sha256(join(place.folder, "in.warm-50.wav"))).toBe(sha256(join(place.folder, "unmatched.wav")));
  });

  test("files are replaced only where that is asked", async () => {
    const place = placeWithClip();
    const run = await tryLines(
      place,
      "warm",
      ":render out.wav",
      ":render out.wav",
      ":render in.wav",
      ":quit",
      "nope",
    );
    expect(run.code).toBe(1);
    expect(run.stderr).toBe(
      [
        "timbral: line 3: out.wav is there already: :render! and :export! replace files",
        "timbral: line 4: in.wav: output must be another file than the input, got the input itself",
        "timbral: 2 lines failed\n",
      ].join("\n"),
    );
    const first = sha256(join(place.folder, "out.wav"));
    expect(await tryLines(place, "bright", ":render! out.wav")).toMatchObject({ code: 0, stderr: "" });
    const second = sha256(join(place.folder, "out.wav"));
    expect(await tryLines({ ...place, args: ["--force"] }, "warm", ":render out.wav")).toMatchObject({
      code: 0,
    });
    expect(second).not.toBe(first);
    expect(sha256(join(place.folder, "out.wav"))).toBe(first);
  });

  test("--json: a document for each line that is answered, failed ones too", async () => {
    const {
      code,
      stderr,
      documents: made,
    } = await documents(
      placeWithClip(),
      ...[
        "warm",
        "",
        "xqwzzk",
        ":add bright",
        ":undo 2",
        ":redo",
        ":a",
        ":use b",
        ":name",
        ":export csv",
        ":bogus",
      ],
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^timbral: line 3: unknown word "xqwzzk".*\ntimbral: line 8: B is empty/m);
    const answers = "1 phrase, 3 -, 4 add, 5 undo, 6 redo, 7 a, 8 -, 9 name, 10 export, 11 -";
    expect(made.map(({ line, ok, does }) => `${line} ${ok ? does : "-"}`).join(", ")).toBe(answers);
    const [warm, unknown, added, undone, redone, kept, , named, exported] = made;
    expect(warm).toMatchObject({ input: "warm", phrase: "warm", amountPercent: 100, heard: "now", a: null });
    expect(warm).toMatchObject({ isMatched: true, stepsBack: 1, stepsForward: 0 });
    expect(warm.curve.gainDb).toHaveLength(40);
    expect(unknown).toMatchObject({ line: 3, input: "xqwzzk", error: expect.stringContaining("xqwzzk") });
    expect(Array.isArray(unknown.suggestions)).toBe(true);
    expect(added).toMatchObject({ phrase: "warm, bright", stepsBack: 2 });
    expect(undone).toMatchObject({ phrase: "", stepsBack: 0, stepsForward: 2 });
    expect(redone).toMatchObject({ phrase: "warm", stepsBack: 1, stepsForward: 1 });
    expect(redone.curve).toEqual(warm.curve);
    expect(kept).toMatchObject({ a: { phrase: "warm", amountPercent: 100 }, b: null });
    expect(named.names.words.map(({ word }: { word: string }) => word)).toContain("warm");
    expect(exported).toMatchObject({ format: "csv", files: [{ text: expect.stringContaining(",") }] });
  });

  test("a phrase goes on from the one before, and is told back", async () => {
    const place = placeWithClip();
    const lines = ["a bit warmer", "but not muddy", "less harsh", ":add brigth", ":explain"];
    const { code, documents: made } = await documents(place, ...lines);
    expect(code).toBe(0);
    const asked = made
      .slice(0, 4)
      .map(({ curve }) => curve.words.map(({ word, mode, strength }: WordShare) => [word, mode, strength]));
    expect(asked).toEqual([
      [["warm", "add", 0.5]],
      [
        ["warm", "add", 0.5],
        ["muddy", "without", 1],
      ],
      [["harsh", "add", -1]],
      [
        ["harsh", "add", -1],
        ["bright", "add", 1],
      ],
    ]);
    expect(made[4].explained).toMatchObject({ phrase: "less harsh, brigth", unknown: [] });
    const { stdout } = await tryLines(place, ...lines);
    expect(stdout).toContain('"a bit warmer but not muddy"\n');
    expect(stdout).toMatch(/understood +0\.5 x warm \(\d+ people, English\)\n +without muddy \(/);
    expect(stdout).toMatch(/guarded +without muddy: took \d+ %/);
    expect(stdout).toMatch(/understood +less harsh \(.*\n +bright for "brigth" \(/);
  });

  test("what is wrong is told by line, and the session goes on", async () => {
    const run = await tryLines(
      placeWithClip(),
      ...[
        ":undo",
        ":redo",
        ":ab",
        ":render",
        ":show",
        ":amount 300",
        ":loop",
        ":play dry now",
        ":u",
        ":from 99",
      ],
      ...[":from 1 0", "warm", ":export nope", ":export convolution", ":history"],
    );
    expect(run.code).toBe(1);
    const told = run.stderr.trim().split("\n");
    expect(told.at(-1)).toBe("timbral: 13 lines failed");
    expect(told.slice(0, -1).map((line) => /line (\d+)/.exec(line)?.[1])).toEqual(
      [...Array(11).keys(), 12, 13].map((index) => String(index + 1)),
    );
    expect(told[12]).toMatch(/convolution is no text: give a file or a folder behind it$/);
    expect(run.stdout).toMatch(/ {2}1 {2}the sound as it is\n› 2 {2}warm\n/);
  });

  test("a preset for another program, as text and as a file", async () => {
    const place = placeWithClip();
    const run = await tryLines(
      place,
      "warm",
      ":export equalizer-apo",
      ":export camilladsp a b.yml",
      ":export eq.csv",
    );
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^# warm\n# Timbral: warm\nPreamp: -\d/m);
    expect(readFileSync(join(place.folder, "a b.yml"), "utf8")).toContain("filters:");
    expect(existsSync(join(place.folder, "eq.csv"))).toBe(true);
  });
});

describe.skipIf(process.platform === "win32")("hearing", () => {
  test("what is heard is what `apply` makes of that part; bypassed, the very samples", async () => {
    const place = placeWithClip();
    const bin = emptyFolder();
    const talk = {
      ...place,
      args: ["--player", keepingPlayer(bin), "--play", "--from", "0:02", "--seconds", "3"],
    };
    const run = await tryLines(talk, "warm", ":dry", ":match off", ":dry", ":from 4", ":play");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(readdirSync(place.temporary)).toEqual([]);
    for (const [part, from] of [
      ["part.wav", 2],
      ["later.wav", 4],
    ] as const) {
      writePart(join(place.folder, part), from, 3);
      const applied = ["apply", "warm", part, "-o", `warm-${part}`];
      expect(await timbral(place.folder, applied)).toMatchObject({ code: 0 });
    }
    const matched = ["apply", "warm", "part.wav", "-o", "matched.wav", "--match-loudness"];
    expect(await timbral(place.folder, matched)).toMatchObject({ code: 0 });
    const played = [
      "matched.wav",
      "part.wav",
      "part.wav",
      "warm-part.wav",
      "warm-later.wav",
      "warm-later.wav",
    ];
    expect(readdirSync(bin).filter((name) => name.endsWith(".wav"))).toHaveLength(played.length);
    for (const [index, name] of played.entries()) {
      const heard = samplesOf(join(bin, `${index + 1}.wav`));
      expect(heard.equals(samplesOf(join(place.folder, name))), `${index + 1}: ${name}`).toBe(true);
    }
  });

  test("A and B are equally loud, also where one of them would clip", async () => {
    const place = placeWithClip();
    const bytes = readFileSync(clip);
    for (let at = HEADER_BYTES; at < bytes.length; at += 2) {
      const loud = Math.round(bytes.readInt16LE(at) * 1.3);
      bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, loud)), at);
    }
    writeFileSync(join(place.folder, "in.wav"), bytes);
    const talk = { ...place, args: ["--play", "--player", "true", "--amount", "200"] };
    const { documents: made } = await documents(
      talk,
      ...["tinny", ":a", "warm", ":b", ":ab", ":ab", ":match off", ":ab"],
    );
    const [tinny, , warm, , first, second, , unmatched] = made;
    expect(tinny.loweredDb).toBeLessThan(-0.2);
    expect(warm.loweredDb).toBe(0);
    expect([first.heard, second.heard, unmatched.heard]).toEqual(["a", "b", "a"]);
    expect(first).toMatchObject({ phrase: "tinny", isLoweredToCompare: false, loweredDb: tinny.loweredDb });
    expect(second).toMatchObject({ phrase: "warm", isLoweredToCompare: true, loweredDb: tinny.loweredDb });
    expect(Math.abs(first.louderLu - second.louderLu)).toBeLessThan(0.01);
    expect(Math.abs(warm.louderLu)).toBeLessThan(0.01);
    expect(Math.abs(unmatched.louderLu)).toBeGreaterThan(0.5);
  });

  test("players that cannot are passed over; where none can, it is said once and files are kept", async () => {
    const place = placeWithClip();
    const bin = emptyFolder();
    for (const [name, line] of [
      ["ffplay", "echo audio open failed >&2"],
      ["play", "exit 7"],
    ] as const) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    const env = { PATH: bin };
    const args = ["--play", "--out-dir", "heard/files"];
    const run = await tryLines({ ...place, env, args }, "warm", "bright", "warm", ":dry", ":play");
    const said = "nothing is heard (ffplay: no audio device; play: exit code 7): give --player or --out-dir";
    expect(run.stderr.startsWith(`timbral: ${said}`)).toBe(true);
    expect(run.stderr.match(/nothing is heard/g)).toHaveLength(2); // once unasked, and for :play
    expect(run.code).toBe(1);
    const kept = ["in.bright.wav", "in.dry.wav", "in.warm.wav"];
    expect(readdirSync(join(place.folder, "heard/files")).sort()).toEqual(kept);
    expect(sha256(join(place.folder, "heard/files/in.dry.wav"))).toBe(sha256(clip));
    const again = await tryLines({ ...place, args: ["--no-play", "--out-dir", "heard/files"] }, "warm");
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(readdirSync(join(place.folder, "heard/files"))).toContain("in.warm-2.wav");

    const able = emptyFolder();
    keepingPlayer(able, "sleep 60", "paplay");
    const path = `${bin}:${able}:/usr/bin:/bin`;
    const found = await tryLines({
      ...{ ...place, env: { PATH: path }, args: ["--play"] },
      onStart(child) {
        child.stdin!.write("warm\n");
        const timer = setInterval(() => {
          if (!readdirSync(able).includes("1.wav")) return;
          clearInterval(timer);
          child.kill("SIGTERM");
        }, 20);
      },
    });
    expect(found).toMatchObject({ code: 143 });
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s while it plays ends the player and leaves nothing", async (signal, code) => {
    const place = placeWithClip();
    const bin = emptyFolder();
    const player = join(bin, "player");
    writeFileSync(player, `#!/bin/sh\necho $$ > ${bin}/pid.part\nmv ${bin}/pid.part ${bin}/pid\nsleep 60\n`);
    chmodSync(player, 0o755);
    let temporary: string[] = [];
    const run = await tryLines(
      {
        ...{ ...place, args: ["--player", player] },
        onStart(child) {
          const timer = setInterval(() => {
            if (!existsSync(join(bin, "pid"))) return;
            clearInterval(timer);
            temporary = readdirSync(place.temporary);
            child.kill(signal);
          }, 20);
        },
      },
      ...["warm", ":play"],
    );
    expect(run).toMatchObject({ code, stderr: "timbral: interrupted: nothing half-written is left\n" });
    expect(temporary).toHaveLength(1);
    expect(readdirSync(place.temporary)).toEqual([]);
    const pid = Number(readFileSync(join(bin, "pid"), "utf8"));
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(readdirSync(place.folder)).toEqual(["in.wav"]);
  });

  test("no sound, a beginning behind its end and a blank player are told at once", async () => {
    const place = placeWithClip();
    writeFileSync(join(place.folder, "text.wav"), "no sound");
    const tried = (...args: string[]) => timbral(place.folder, ["try", ...args]);
    expect(await tried("text.wav")).toMatchObject({ code: 1, stdout: "" });
    expect(await tried("gone.wav")).toMatchObject({ code: 1, stdout: "" });
    expect(await tried("in.wav", "--player", " ")).toMatchObject({ code: 2, stdout: "" });
    expect(await tried("in.wav", "--from", "1:2:3:4")).toMatchObject({ code: 2 });
    const noFolder = { code: 1, stdout: "", stderr: expect.stringMatching(/^timbral: \S+: must /) };
    expect(await tried("in.wav", "--out-dir", "in.wav")).toMatchObject(noFolder);
    if (existsSync("/proc")) expect(await tried("in.wav", "--out-dir", "/proc/x")).toMatchObject(noFolder);
    const late = expect.stringMatching(/must begin within the 10\.0 s of in\.wav, got .* 11 s\n$/);
    expect(await tried("in.wav", "--from", "11")).toMatchObject({ code: 2, stderr: late });
  });
});

/** `script` of util-linux gives a program a terminal. */
const terminalMaker = "script";
const hasScript = spawnSync(terminalMaker, ["--version"]).status === 0;

test.skipIf(!hasScript)(
  "on a terminal: a prompt, completion, Ctrl-C for the sound, Ctrl-D to end",
  async () => {
    const place = placeWithClip();
    const bin = emptyFolder();
    const player = keepingPlayer(bin, "exec sleep 60");
    const call = `${process.execPath} ${main} try in.wav --player ${player}`;
    const { FORCE_COLOR: _, ...env } = process.env;
    const child = spawn(terminalMaker, ["-qefc", call, "/dev/null"], {
      cwd: place.folder,
      env: { ...env, TMPDIR: place.temporary, TERM: "xterm", NO_COLOR: "1" },
    });
    let screen = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      screen += text;
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    const shows = (text: string): Promise<void> =>
      expect.poll(() => screen, { timeout: 20_000 }).toContain(text);
    await shows("› ");
    for (const [keys, text, played] of [
      [":hist", ":hist", "player"],
      ["\t", ":history", "player"],
      ["\u0003", "", "player"],
      ["warm\r", "matched by", "1.wav"],
      ["but xqwzzk\r", 'unknown word "', "1.wav"],
      ["bright\r", "bright (", "2.wav"],
      [":dry\r", "the very samples that came in", "3.wav"],
    ] as const) {
      child.stdin.write(keys);
      await shows(text);
      await expect.poll(() => readdirSync(bin), { timeout: 20_000 }).toContain(played);
    }
    await expect.poll(() => samplesOf(join(bin, "3.wav")).equals(samplesOf(clip))).toBe(true);
    await shows("dry › ");
    child.stdin.write("\u0003"); // silence
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.stdin.write("\u0003");
    await shows("Ctrl-C again");
    child.stdin.write("\u0004");
    expect(await ended).toBe(0);
    expect(readdirSync(place.temporary)).toEqual([]);
  },
);
