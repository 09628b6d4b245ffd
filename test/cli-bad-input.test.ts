import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BUNDLE_FORMAT, sealBundle } from "../src/model/index.ts";
import { clip, emptyFolder, model, timbral } from "./support/run-cli.ts";
import { writeTable } from "./support/small-table.ts";

/** A WAV file of float samples with fields that may be wrong. */
function floatWav({
  samples = new Float32Array(100).fill(0.5),
  channelCount = 1,
  sampleRateHz = 48_000,
  magic = "RIFF",
}: {
  samples?: Float32Array;
  channelCount?: number;
  sampleRateHz?: number;
  magic?: string;
} = {}): Buffer {
  const bytes = Buffer.alloc(44 + samples.byteLength);
  bytes.write(magic, 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(3, 20);
  bytes.writeUInt16LE(channelCount, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE((sampleRateHz * channelCount * 4) >>> 0, 28);
  bytes.writeUInt16LE(channelCount * 4, 32);
  bytes.writeUInt16LE(32, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(samples.byteLength, 40);
  Buffer.from(samples.buffer).copy(bytes, 44);
  return bytes;
}

/** Runs, expects one line on stderr that names what is to blame, exit code 1 and a folder left as it was. */
async function refusal(folder: string, args: readonly string[], blamed: string): Promise<string> {
  const before = readdirSync(folder, { recursive: true }).sort();
  const { code, stdout, stderr } = await timbral(folder, args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^timbral: [^\n]+\n$/);
  expect(stderr).toContain(blamed);
  expect(stderr).not.toContain("unexpected error");
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
  return stderr;
}

describe("sounds that cannot be applied to", () => {
  const whole = readFileSync(clip);
  test.each([
    ["an empty file", Buffer.alloc(0), /empty|got 0 bytes/],
    ["a truncated file", whole.subarray(0, 100_000), /the file is cut short/],
    ["a file of NaN", floatWav({ samples: new Float32Array(100).fill(Number.NaN) }), /nothing but NaN/],
    ["no samples", floatWav({ samples: new Float32Array(0) }), /at least one frame, got 0/],
    ["another format", floatWav({ magic: "OggS" }), /must begin with/],
    ["no channels", floatWav({ channelCount: 0 }), /channel/],
    ["an absurd rate", floatWav({ sampleRateHz: 4_000_000_000 }), /rate/],
    ["a rate too low to filter at", floatWav({ sampleRateHz: 4000 }), /within 8000\.\.384000 Hz, got 4000/],
  ])("%s", async (_, bytes, reason) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "in.wav"), bytes);
    expect(await refusal(folder, ["apply", "warm", "in.wav"], "in.wav: ")).toMatch(reason);
  });

  test("single bad samples are silenced and told, not refused", async () => {
    const folder = emptyFolder();
    const samples = new Float32Array(100).fill(0.25);
    samples[50] = Number.NaN;
    writeFileSync(join(folder, "in.wav"), floatWav({ samples }));
    const run = await timbral(folder, ["apply", "warm", "in.wav", "--json"]);
    expect(run.code).toBe(0);
    expect(run.stderr).toBe("timbral: in.wav: 1 NaN or infinite samples were replaced with silence\n");
    expect(JSON.parse(run.stdout)).toMatchObject({ nonFiniteCount: 1 });
    const sound = Uint8Array.from(readFileSync(join(folder, "in.warm.wav")).subarray(-4 * samples.length));
    expect(new Float32Array(sound.buffer).every(Number.isFinite)).toBe(true);
  });
});

describe("paths that cannot be read or written", () => {
  test("a missing input, a folder as input, a missing folder, the input as output", async () => {
    const folder = emptyFolder();
    copyFileSync(clip, join(folder, "in.wav"));
    mkdirSync(join(folder, "sub"));
    mkdirSync(join(folder, "folder.wav"));
    await refusal(folder, ["apply", "warm", "nope.wav"], "nope.wav: must exist");
    await refusal(folder, ["apply", "warm", "sub"], "sub: must be a file");
    await refusal(folder, ["apply", "warm", "in.wav", "-o", "no/out.wav"], "no: must exist");
    await refusal(folder, ["apply", "warm", "in.wav", "-o", "folder.wav"], "folder.wav: must be a file");
    await refusal(folder, ["apply", "warm", "in.wav", "-o", "in.wav", "--force"], "the input itself");
    expect(readFileSync(join(folder, "in.wav")).equals(readFileSync(clip))).toBe(true);
  });

  test("a folder that may not be written to", async () => {
    const folder = emptyFolder();
    copyFileSync(clip, join(folder, "in.wav"));
    chmodSync(folder, 0o555);
    const run = await timbral(folder, ["apply", "warm", "in.wav"], { unprivileged: true });
    chmodSync(folder, 0o755);
    const stderr = "timbral: in.warm.wav: must be accessible, got permission denied\n";
    expect(run).toEqual({ code: 1, stdout: "", stderr });
    expect(readdirSync(folder)).toEqual(["in.wav"]);
  });
});

test("an unknown word names its near words, with --json too", async () => {
  const folder = emptyFolder();
  const error = await refusal(folder, ["curve", "warmstone", "--json"], '"warmstone"');
  expect(error).toMatch(/did you mean .*warm/);
});

describe("models that cannot be used", () => {
  const curveWith = ["curve", "warm", "--model", "model.safetensors"];

  test("a flipped byte, a part, nothing and something else", async () => {
    const folder = emptyFolder();
    const path = join(folder, "model.safetensors");
    const bytes = readFileSync(model);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    expect(await refusal(folder, curveWith, "model.safetensors: ")).toMatch(/checksum .*damaged/);
    writeFileSync(path, readFileSync(model).subarray(0, 1_000_000));
    expect(await refusal(folder, ["info", "--model", "."], "model.safetensors: ")).toMatch(/damaged/);
    writeFileSync(path, "");
    await refusal(folder, curveWith, "model.safetensors: ");
    copyFileSync(clip, path);
    await refusal(folder, curveWith, "model.safetensors: ");
    await refusal(folder, ["curve", "warm", "--model", "nope"], "nope: must exist");
  });

  test("another version, and a bundle of something else", async () => {
    const folder = emptyFolder();
    const path = join(folder, "model.safetensors");
    const changed = Buffer.from(readFileSync(model));
    const at = changed.indexOf(BUNDLE_FORMAT);
    changed.write("timbral-7", at);
    writeFileSync(path, changed);
    expect(await refusal(folder, curveWith, "model.safetensors: ")).toMatch(
      /format timbral-7 cannot be read .* make one with `timbral train`/,
    );
    writeFileSync(path, sealBundle({ a: { shape: [1], data: Float32Array.of(1) } }, { kind: "other" }));
    await refusal(folder, curveWith, "model.safetensors: ");
  });
});

describe("data that cannot be trained on", () => {
  const trainOn = (path: string) => ["train", "--data", path, "--out", "out", "--epochs", "1"];

  test("rows with too few cells, no rows, no table, nothing there", async () => {
    const folder = emptyFolder();
    writeTable(join(folder, "short.csv"), (line, row) => (row === 7 ? line.slice(0, 60) : line));
    expect(await refusal(folder, trainOn("short.csv"), "short.csv: ")).toMatch(/line 9: must hold 44 cells/);
    writeTable(join(folder, "none.csv"), () => "");
    await refusal(folder, trainOn("none.csv"), "none.csv");
    copyFileSync(clip, join(folder, "sound.csv"));
    await refusal(folder, trainOn("sound.csv"), "sound.csv");
    await refusal(folder, trainOn("nope.csv"), "nope.csv");
    mkdirSync(join(folder, "sub"));
    mkdirSync(join(folder, "folder.wav"));
    await refusal(folder, trainOn("sub"), "sub");
    await refusal(folder, ["data", "check", "sub"], "sub");
  });
});
