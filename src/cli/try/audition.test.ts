import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createAudition } from "./audition.ts";
import { findPlayers, type Player, playerOf } from "./find-players.ts";

const root = mkdtempSync(join(tmpdir(), "timbral-audition-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const log = join(root, "log");
const sound = { path: join(root, "a sound.wav"), durationSeconds: 20 };

/** A program of a shell's lines; `$1` is the file. */
function program(folder: string, name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(path, 0o755);
  return path;
}

function emptyFolder(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  return folder;
}

function found(path: string): Player {
  return { name: "found", program: path, arguments: (file) => [file], isChosen: false };
}

/** Resolves once the log has so many lines. */
async function logged(count: number): Promise<string[]> {
  for (;;) {
    const lines = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
    if (lines.length >= count) return lines;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Whether a process runs; one that has ended and that nobody has asked after does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const state = `/proc/${pid}/stat`;
    return !(existsSync(state) && /^\d+ \(.*\) Z/.test(readFileSync(state, "utf8")));
  } catch {
    return false;
  }
}

const once = (): boolean => false;

describe.skipIf(process.platform === "win32")("an audition", () => {
  test("plays to the end; a stop ends the program and what it started", async () => {
    rmSync(log, { force: true });
    const short = createAudition([playerOf(`"${program(root, "short one", `echo "$1" >> '${log}'`)}"`)]);
    expect(short.playerName).toBe(join(root, "short one"));
    expect(await short.play(sound, once)).toEqual({ kind: "ended" });
    expect(await logged(1)).toEqual([sound.path]);

    rmSync(log);
    const long = createAudition([
      found(program(root, "long", `sleep 60 & echo $$ >> '${log}'; echo $! >> '${log}'; wait`)),
    ]);
    const end = long.play(sound, once);
    const pids = (await logged(2)).map(Number);
    expect([long.isPlaying, ...pids.map(isAlive)]).toEqual([true, true, true]);
    await long.stop();
    expect(await end).toEqual({ kind: "stopped" });
    expect([long.isPlaying, isAlive(pids[0]!)]).toEqual([false, false]);
    await expect.poll(() => isAlive(pids[1]!)).toBe(false);
  });

  test("the next sound ends the one before; a program that will not end is made to", async () => {
    rmSync(log, { force: true });
    const stubborn = program(
      root,
      "stubborn",
      "trap '' TERM",
      `echo $$ >> '${log}'`,
      "while :; do sleep 1; done",
    );
    const audition = createAudition([found(stubborn)]);
    const first = audition.play(sound, once);
    const [pid] = (await logged(1)).map(Number);
    const second = audition.play(sound, once);
    expect(await first).toEqual({ kind: "stopped" });
    await logged(2);
    expect(isAlive(pid!)).toBe(false);
    await audition.stop();
    expect(await second).toEqual({ kind: "stopped" });
  });

  test("loops as long as it is told to", async () => {
    let turns = 0;
    const audition = createAudition([playerOf(program(root, "quick", "exit 0"))]);
    expect(await audition.play(sound, () => ++turns < 3)).toEqual({ kind: "ended" });
    expect(turns).toBe(3);
  });

  test("players that cannot are given up for the next, one that was chosen never", async () => {
    const silent = found(program(root, "silent", "echo 'x: audio open failed' >&2"));
    const broken = found(program(root, "broken", "kill -8 $$"));
    const gone = found(join(root, "gone"));
    const able = playerOf(program(root, "able", "exit 0"));
    const audition = createAudition([silent, broken, gone, able]);
    expect(await audition.play(sound, once)).toEqual({ kind: "ended" });
    expect(audition.playerName).toBe(able.name);

    const none = createAudition([silent, gone]);
    const reason = "found: no audio device; found: no such program";
    expect(await none.play(sound, once)).toEqual({ kind: "failed", reason });
    expect(none.playerName).toBeUndefined();
    expect(await none.play(sound, once)).toEqual({ kind: "failed", reason: "no player was found" });

    const chosen = playerOf(program(root, "chosen", "echo first >&2; echo last words >&2; exit 3"));
    const own = createAudition([chosen]);
    for (let time = 0; time < 2; time++) {
      const failed = { kind: "failed", reason: `${chosen.name}: last words` };
      expect(await own.play(sound, once)).toEqual(failed);
    }
  });
});

describe("players", () => {
  test.skipIf(process.platform === "win32")(
    "are found on the PATH, the first of the list first",
    async () => {
      const [one, two] = [emptyFolder("bin-one"), emptyFolder("bin-two")];
      program(one, "mpv", "exit 0");
      program(two, "ffplay", "exit 0");
      program(two, "mpv", "exit 0");
      writeFileSync(join(one, "aplay"), "no program");
      const env = { PATH: `${one}::${two}` };
      const players = await findPlayers({ platform: "linux", env });
      expect(players.map((player) => player.program)).toEqual([join(two, "ffplay"), join(one, "mpv")]);
      expect(players[0]!.arguments("x.wav").at(-1)).toBe("x.wav");
      expect(await findPlayers({ platform: "linux", env: {} })).toEqual([]);
      const [windows] = await findPlayers({ platform: "win32", env: {} });
      expect(windows!.arguments("C:\\it's.wav").at(-1)).toContain("'C:\\it''s.wav'");
    },
  );

  test.each([
    ["mpv --no-video", "mpv", ["--no-video", "F"]],
    ["'my player' -i {} -o \"a b\"", "my player", ["-i", "F", "-o", "a b"]],
    ["  x  --in={}  ''", "x", ["--in=F", ""]],
  ])("%j", (command, name, given) => {
    const player = playerOf(command);
    expect([player.program, player.arguments("F")]).toEqual([name, given]);
  });

  test.each(["", "  ", "mpv 'x"])("%j is no command", (command) => {
    expect(() => playerOf(command)).toThrow(expect.objectContaining({ name: "UsageError" }));
  });
});
