import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { AudioError } from "../audio/index.ts";
import { decodeWithFfmpeg } from "./decode-with-ffmpeg.ts";
import { FileError } from "./file-error.ts";

const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
if (!hasFfmpeg) console.warn("SKIPPED: decoding by ffmpeg, which is not on the PATH");
const folder = mkdtempSync(join(tmpdir(), "timbral-ffmpeg-"));
afterAll(() => rmSync(folder, { recursive: true }));

const leftovers = () => readdirSync(tmpdir()).filter((name) => /^timbral-.*\.wav$/.test(name));

test("without ffmpeg the error names the file and the fix, in one line", async () => {
  const path = join(folder, "some.m4a");
  const error = await decodeWithFfmpeg(path, { program: "no-such-program" }).catch((e) => e);
  expect(error).toBeInstanceOf(FileError);
  expect(error.message).toMatch(/^[^\n]*some\.m4a: .*install ffmpeg or convert it to FLAC$/);
  expect(leftovers()).toEqual([]);
});

describe.skipIf(!hasFfmpeg)("with ffmpeg", () => {
  const make = (name: string, codec: string) => {
    const path = join(folder, name);
    const source = ["-f", "lavfi", "-i", "sine=440:r=44100:d=0.5", "-metadata", "title=Tone"];
    execFileSync("ffmpeg", ["-v", "error", "-y", ...source, "-c:a", codec, path]);
    return path;
  };

  test("ALAC comes back as it was, with its title", async () => {
    const reader = await decodeWithFfmpeg(make("-tone.m4a", "alac"));
    expect(reader.frameCount).toBe(22_050);
    expect(reader.format).toMatchObject({
      encoding: "float",
      bits: 32,
      channelCount: 1,
      sampleRateHz: 44_100,
    });
    expect(reader.tags.entries).toContainEqual({ key: "TITLE", value: "Tone" });
    const channel = new Float64Array(22_050);
    await reader.read(0, [channel], 22_050);
    for (let i = 0; i < 22_050; i++) {
      const sine = Math.sin((2 * Math.PI * 440 * i) / 44_100) / 8; // as lavfi's sine has it
      expect(Math.abs(channel[i]! - sine)).toBeLessThan(2e-4);
    }
    reader.close();
    reader.close();
    expect(leftovers()).toEqual([]);
  });

  test("what ffmpeg cannot decode is an error of one line", async () => {
    const path = join(folder, "broken.m4a");
    writeFileSync(path, "no sound at all");
    const error = await decodeWithFfmpeg(path).catch((e) => e);
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(/^[^\n]*broken\.m4a: must be sound that ffmpeg decodes, got "[^\n]+"$/);
  });

  test("an abort ends it and leaves nothing", async () => {
    const abort = new AbortController();
    const path = make("long.wma", "wmav2");
    const decoding = decodeWithFfmpeg(path, { signal: abort.signal });
    abort.abort();
    const error = await decoding.catch((e) => e);
    expect(error).toBeInstanceOf(AudioError);
    expect(error.code).toBe("aborted");
    expect(leftovers()).toEqual([]);
  });
});
