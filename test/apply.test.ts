import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { memorySource, openAudio } from "../src/audio/index.ts";
import { clip, emptyFolder, sha256, timbral } from "./support/run-cli.ts";

/** A folder with the clip as `in.wav`. */
function withClip(...names: string[]): string {
  const folder = emptyFolder();
  for (const name of ["in.wav", ...names]) copyFileSync(clip, join(folder, name));
  return folder;
}

async function apply(folder: string, ...args: string[]) {
  const run = await timbral(folder, ["apply", ...args, "--json"]);
  expect(run).toMatchObject({ code: 0 });
  return JSON.parse(run.stdout);
}

const open = (path: string) => openAudio(memorySource(readFileSync(path)));

describe("apply to other kinds", () => {
  test("writes FLAC and MP3 of the same length, and reads them again", async () => {
    const folder = withClip();
    for (const [name, kind] of [
      ["out.flac", "flac"],
      ["out.mp3", "mp3"],
      ["out.wav", "wav"],
    ] as const) {
      const done = await apply(folder, "warm", "in.wav", "-o", name);
      expect(done).toMatchObject({ kind, durationSeconds: 10, channelCount: 2 });
      const reader = await open(join(folder, name));
      expect([reader.kind, reader.frameCount]).toEqual([kind, 480_000]);
      reader.close();
    }
    const again = await apply(folder, "bright", "out.mp3");
    expect(again).toMatchObject({ output: "out.bright.mp3", kind: "mp3", durationSeconds: 10 });
  });

  test("a bitrate that MP3 does not have, or what the kind written has no use for, is refused in one line", async () => {
    const folder = withClip();
    const refused = async (...args: string[]) => timbral(folder, ["apply", "warm", "in.wav", ...args]);
    const odd = await refused("-o", "out.mp3", "--bitrate", "127");
    expect(odd).toMatchObject({ code: 1, stdout: "" });
    expect(odd.stderr).toMatch(
      /^timbral: in\.wav: bitrate of an MP3 at \d+ Hz must be one of 32, [^\n]+, got 127\n$/,
    );
    for (const args of [
      ["-o", "out.mp3", "--bits", "16"],
      ["-o", "out.wav", "--bitrate", "128"],
    ]) {
      expect(await refused(...args)).toMatchObject({ code: 2, stdout: "" });
    }
    expect(readdirSync(folder)).toEqual(["in.wav"]);
  });

  test("a sound too short for a loudness is not called silence, and is matched all the same", async () => {
    const folder = withClip();
    const whole = readFileSync(join(folder, "in.wav"));
    const bytes = Buffer.from(whole.subarray(0, 44 + 4 * 4800));
    bytes.writeUInt32LE(bytes.length - 8, 4);
    bytes.writeUInt32LE(bytes.length - 44, 40);
    writeFileSync(join(folder, "short.wav"), bytes);
    const run = await timbral(folder, ["apply", "warm", "short.wav", "--match-loudness"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/loudness +needs 0\.4 s of sound to be measured: matched by [+-]\d+\.\d dB/);
    expect(run.stdout).not.toContain("silence");
  });

  test("converts word length and rate", async () => {
    const folder = withClip();
    const done = await apply(folder, "warm", "in.wav", "-o", "out.wav", "--bits", "24", "--rate", "44100");
    expect(done).toMatchObject({ bits: 24, encoding: "integer", sampleRateHz: 44_100, durationSeconds: 10 });
    expect((await open(join(folder, "out.wav"))).format).toMatchObject({ bits: 24, sampleRateHz: 44_100 });
  });

  test("amount 0 through FLAC and back gives the very same WAV", async () => {
    const folder = withClip();
    await apply(folder, "warm", "in.wav", "--amount", "0", "-o", "a.flac");
    await apply(folder, "warm", "a.flac", "--amount", "0", "-o", "b.wav");
    expect(sha256(join(folder, "b.wav"))).toBe(sha256(clip));
    // A linear-phase filter that does nothing is taken out with its delay.
    await apply(folder, "warm", "in.wav", "--amount", "0", "--phase", "linear", "-o", "c.wav");
    expect(sha256(join(folder, "c.wav"))).toBe(sha256(clip));
  });

  test("a kind that cannot be read is named, with the fix", async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "in.mid"), "MThd\0\0\0\x06\0\0\0\x01\0\x60");
    const run = await timbral(folder, ["apply", "warm", "in.mid"]);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/^timbral: in\.mid: [^\n]*MIDI[^\n]*\n$/);
    expect(readdirSync(folder)).toEqual(["in.mid"]);
  });
});

describe("apply with care for the level", () => {
  test("reports loudness, true peak, headroom and centroid; --match-loudness makes both alike", async () => {
    const folder = withClip();
    const plain = await apply(folder, "bright", "in.wav", "--amount", "30", "-o", "plain.wav");
    expect(plain.before.integratedLufs).toBeCloseTo(-16.7, 1);
    expect(plain.before.truePeakDb).toBeCloseTo(-3, 1);
    expect(plain.headroomDb).toBeCloseTo(-plain.after.truePeakDb, 9);
    expect(plain.after.centroidHz).toBeGreaterThan(1.1 * plain.before.centroidHz);
    expect(plain).toMatchObject({ matchGainDb: 0, latencyFrames: 0 });
    const matched = await apply(
      folder,
      ...["bright", "in.wav", "--amount", "30", "--match-loudness", "-o", "matched.wav"],
    );
    expect(matched.matchGainDb).not.toBe(0);
    expect(matched.protectionGainDb).toBe(0);
    expect(matched.after.integratedLufs).toBeCloseTo(matched.before.integratedLufs, 6);
    // What was written is as loud as was said.
    const again = await apply(folder, "bright", "matched.wav", "--amount", "0", "-o", "again.wav");
    expect(again.before.integratedLufs).toBeCloseTo(matched.after.integratedLufs, 2);
    expect(again.before.truePeakDb).toBeCloseTo(matched.after.truePeakDb, 2);
  });

  test("the true peak of what is written stays below full scale", async () => {
    const folder = withClip();
    for (const amount of ["50", "100", "200", "-200"]) {
      const name = `out${amount}.wav`;
      await apply(folder, "tinny", "in.wav", "--amount", amount, "-o", name);
      const { before } = await apply(folder, "warm", name, "--amount", "0", "-o", `again${amount}.wav`);
      expect(before.truePeakDb).toBeLessThan(0);
    }
  });

  test("phases play one curve; the legacy filters do not, and say so", async () => {
    const folder = withClip();
    const errorOf = async (...args: string[]) =>
      (await apply(folder, "warm", "in.wav", "-o", `out${args.join("")}.wav`, ...args)).heardErrorDb;
    for (const phase of ["minimum", "linear", "50"])
      expect(await errorOf("--phase", phase)).toBeLessThan(0.1);
    expect(await errorOf("--legacy")).toBeGreaterThan(1);
  });
});

describe("apply to many files", () => {
  test("goes on past a bad one, lists it, exits 1, and goes on from there the next time", async () => {
    const folder = withClip("b.wav");
    writeFileSync(join(folder, "bad.wav"), "RIFF and no more");
    const args = ["apply", "warm", "in.wav", "bad.wav", "b.wav", "--out-dir", "out"];
    const run = await timbral(folder, args);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^2 files written to out\n/);
    expect(run.stderr).toMatch(/^timbral: failed: bad\.wav: [^\n]+\ntimbral: 1 file of 3 failed\n$/);
    expect(readdirSync(join(folder, "out")).filter((name) => !name.startsWith("."))).toEqual([
      ...["b.wav", "in.wav"],
    ]);
    const again = await timbral(folder, [...args, "--json"]);
    expect(again.code).toBe(1);
    const document = JSON.parse(again.stdout);
    expect(document.done).toEqual([]);
    expect(document.kept).toHaveLength(2);
    expect(document.failures).toEqual([{ input: "bad.wav", error: expect.stringMatching(/^bad\.wav: /) }]);
  });

  test("Ctrl-C leaves whole files only", async () => {
    const folder = withClip("b.wav", "c.wav", "d.wav");
    const run = await timbral(
      folder,
      ["apply", "warm", "in.wav", "b.wav", "c.wav", "d.wav", "--out-dir", "o"],
      {
        onStart(child) {
          const timer = setInterval(() => {
            if (!existsSync(join(folder, "o"))) return;
            if (!readdirSync(join(folder, "o")).some((name) => name.endsWith(".part"))) return;
            clearInterval(timer);
            child.kill("SIGINT");
          }, 5);
        },
      },
    );
    expect([0, 130]).toContain(run.code);
    const left = readdirSync(join(folder, "o")).filter((name) => name !== ".timbral-batch.json");
    expect(left.filter((name) => !name.endsWith(".wav"))).toEqual([]);
    for (const name of left) (await open(join(folder, "o", name))).close();
  });

  test("options that contradict each other are refused", async () => {
    const folder = withClip("b.wav");
    for (const [args, message] of [
      [["in.wav", "b.wav"], /2 files need a folder to go to: give --out-dir/],
      [["in.wav", "-o", "x.wav", "--out-dir", "o"], /exclude each other/],
      [["in.wav", "--jobs", "2"], /give --out-dir as well/],
      [["in.wav", "-o", "x.wav", "--format", "flac"], /contradict each other/],
      [["in.wav", "--legacy", "--phase", "linear"], /leave --phase out/],
      [["in.wav", "--phase", "sideways"], /minimum, linear or a number within 0\.\.100/],
      [["in.wav", "--rate", "1000"], /within 8000\.\.384000/],
      [["in.wav", "-o", "x.ogg"], /must end in \.wav, \.flac or \.mp3/],
    ] as const) {
      const run = await timbral(folder, ["apply", "warm", ...args]);
      expect(run).toMatchObject({ code: 2, stdout: "" });
      expect(run.stderr).toMatch(message);
    }
    expect(readdirSync(folder).sort()).toEqual(["b.wav", "in.wav"]);
  });
});

test("tags and pictures come along from FLAC to MP3 and WAV", async ({ skip }) => {
  const folder = withClip();
  try {
    execFileSync("ffmpeg", ["-v", "error", "-i", "in.wav", "-metadata", "title=Días", "in.flac"], {
      cwd: folder,
    });
  } catch {
    return skip("needs ffmpeg on the PATH, which is not there");
  }
  for (const name of ["out.flac", "out.mp3", "out.wav"]) {
    await apply(folder, "warm", "in.flac", "-o", name);
    const { tags } = await open(join(folder, name));
    expect(tags.entries).toContainEqual({ key: "TITLE", value: "Días" });
  }
});
