import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { AudioError } from "../audio-error.ts";
import { memorySink } from "../byte-stream.ts";
import { encodeSamples } from "../samples.ts";
import type { AudioTags } from "../tags/tags.ts";
import { bytesPerFrame, type WavFormat, wavFormat } from "../wav/wav-format.ts";
import { openFlacWriter } from "./flac-writer.ts";

const hasFlac = spawnSync("flac", ["--version"]).status === 0;
const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "timbral-flac-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Signal = (i: number, channel: number) => number;

/** Signals that lead to every kind of subframe and stereo pair. */
function signals(seed: number): Record<string, Signal> {
  const random = createRandom(seed);
  const noise = Float64Array.from({ length: 10_000 }, () => random.uniform() * 2 - 1);
  const at = (i: number, c: number) => noise[(i + 1000 * c) % noise.length]!;
  return {
    silence: () => 0,
    constant: (_, c) => (c === 1 ? -1 : 0.25),
    "white noise": (i, c) => at(i, c),
    "quiet noise": (i, c) => at(i, c) / 4096,
    tone: (i, c) => 0.9 * Math.sin(0.01 * i + c),
    "tone and noise": (i, c) => 0.5 * Math.sin(0.05 * i) + 0.01 * at(i, c),
    "opposite channels": (i, c) => (c % 2 === 0 ? 1 : -1) * (0.5 * Math.sin(0.3 * i) + 0.1 * at(i, 0)),
    "loud square": (i, c) => (Math.floor(i / 50) % 2 === c % 2 ? 1 : -1),
    "rare clicks": (i, c) => (i % 1777 === 13 + c ? 1 : 0),
    ramp: (i, c) => ((i * (c + 1)) % 1000) / 1000 - 0.5,
    "few bits": (i, c) => Math.round(4 * at(i, c)) / 8,
  };
}

const fill = (signal: Signal, channelCount: number, frameCount: number) =>
  Array.from({ length: channelCount }, (_, c) =>
    Float64Array.from({ length: frameCount }, (__, i) => signal(i, c)),
  );

async function flacOf(
  format: WavFormat,
  channels: readonly Float64Array[],
  {
    tags,
    isPipe = false,
    blockFrames = 1000,
  }: { tags?: AudioTags; isPipe?: boolean; blockFrames?: number } = {},
): Promise<Uint8Array> {
  const memory = memorySink();
  const sink = isPipe ? { write: memory.write } : memory;
  const frameCount = channels[0]!.length;
  const writer = await openFlacWriter(sink, { format, frameCount, ...(tags && { tags }) });
  for (let i = 0; i < frameCount; i += blockFrames) {
    const part = channels.map((channel) => channel.subarray(i, i + blockFrames));
    await writer.write(part, part[0]!.length);
  }
  await writer.close();
  return memory.bytes();
}

/** The bytes that `flac` gives for the same integers: little-endian, signed. */
function integersOf(format: WavFormat, channels: readonly Float64Array[]): Uint8Array {
  const bytes = new Uint8Array(channels[0]!.length * bytesPerFrame(format));
  encodeSamples(format, channels, channels[0]!.length, bytes);
  return format.bits === 8 ? bytes.map((byte) => byte ^ 0x80) : bytes;
}

const decodeRaw = ["-d", "--silent", "--force-raw-format", "--endian=little", "--sign=signed", "-c", "-"];

/** By the reference decoder, which also checks every frame and the MD5. */
function decode(flac: Uint8Array): { bytes: Uint8Array; trouble: string } {
  const { stdout, stderr } = spawnSync("flac", decodeRaw, { input: flac, maxBuffer: 2 ** 28 });
  return { bytes: stdout, trouble: stderr.toString() };
}

const md5In = (flac: Uint8Array) => Buffer.from(flac.subarray(26, 42)).toString("hex");
const md5Of = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

describe("openFlacWriter", () => {
  test.skipIf(!hasFlac)(
    "the reference decoder gives back the very integers, of every kind of signal",
    async () => {
      for (const [name, signal] of Object.entries(signals(5))) {
        for (const bits of [8, 16, 24]) {
          const format = wavFormat({ bits });
          const channels = fill(signal, 2, 9000);
          const flac = await flacOf(format, channels);
          const { bytes, trouble } = decode(flac);
          expect([name, bits, trouble]).toEqual([name, bits, ""]);
          expect(Buffer.compare(bytes, integersOf(format, channels)), `${name}, ${bits} bits`).toBe(0);
          expect(md5In(flac)).toBe(md5Of(bytes));
        }
      }
    },
    20_000,
  );

  test.skipIf(!hasFlac)(
    "any length, with 1 to 8 channels",
    async () => {
      const signal = signals(6)["tone and noise"]!;
      for (const [index, frameCount] of [
        1, 2, 3, 4, 5, 31, 32, 33, 255, 256, 257, 4095, 4096, 4097,
      ].entries()) {
        const format = wavFormat({ bits: index % 2 === 0 ? 16 : 24, channelCount: 1 + (index % 8) });
        const channels = fill(signal, format.channelCount, frameCount);
        const { bytes, trouble } = decode(await flacOf(format, channels));
        expect(trouble).toBe("");
        expect(Buffer.compare(bytes, integersOf(format, channels))).toBe(0);
      }
    },
    20_000,
  );

  test.skipIf(!hasFlac)("any rate that a frame header can name", async () => {
    const channels = fill(signals(7).tone!, 1, 5000);
    for (const sampleRateHz of [1, 8000, 11_025, 12_345, 44_100, 96_000, 352_800, 384_000, 655_350]) {
      const { bytes, trouble } = decode(await flacOf(wavFormat({ channelCount: 1, sampleRateHz }), channels));
      expect([sampleRateHz, trouble]).toEqual([sampleRateHz, ""]);
      expect(bytes.length).toBe(10_000);
    }
  });

  test.skipIf(!hasFlac)(
    "random integers",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(8, 16, 24),
          fc.integer({ min: 1, max: 8 }),
          fc.array(fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(-1, 1, 0)), {
            minLength: 1,
            maxLength: 300,
          }),
          async (bits, channelCount, values) => {
            const format = wavFormat({ bits, channelCount });
            const channels = fill(
              (i, c) => values[(i * (c + 1)) % values.length]!,
              channelCount,
              values.length,
            );
            const { bytes, trouble } = decode(await flacOf(format, channels));
            expect(trouble).toBe("");
            expect(Buffer.compare(bytes, integersOf(format, channels))).toBe(0);
          },
        ),
        { numRuns: 60, seed: 11 },
      );
    },
    20_000,
  );

  test.skipIf(!hasFfmpeg)("ffmpeg decodes the same integers, in a pipe without MD5 as well", async () => {
    for (const isPipe of [false, true]) {
      const format = wavFormat({ bits: 24, channelCount: 6, channelMask: 0x3f });
      const channels = fill(signals(8)["tone and noise"]!, 6, 20_000);
      const input = await flacOf(format, channels, { isPipe });
      const options = ["-v", "error", "-i", "-", "-f", "s24le", "-"];
      const { stdout, stderr } = spawnSync("ffmpeg", options, { input, maxBuffer: 2 ** 28 });
      expect(stderr.toString()).toBe("");
      expect(Buffer.compare(stdout, integersOf(format, channels))).toBe(0);
      if (isPipe) expect(md5In(input)).toBe("0".repeat(32));
    }
  });

  test("the bytes do not depend on how the sound is cut", async () => {
    const channels = fill(signals(9)["white noise"]!, 2, 10_000);
    const whole = await flacOf(wavFormat(), channels, { blockFrames: 10_000 });
    for (const blockFrames of [1, 4096, 4097])
      expect(Buffer.compare(await flacOf(wavFormat(), channels, { blockFrames }), whole)).toBe(0);
  });

  test.skipIf(!hasFlac)(
    "is no longer than the reference encoder's default level, to within 2 %",
    async () => {
      for (const name of ["white noise", "tone and noise", "quiet noise", "opposite channels", "few bits"]) {
        const format = wavFormat({ bits: 16 });
        const channels = fill(signals(10)[name]!, 2, 48_000);
        const ours = (await flacOf(format, channels)).length;
        const raw = ["--endian=little", "--sign=signed", "--channels=2", "--bps=16", "--sample-rate=48000"];
        const { stdout } = spawnSync("flac", ["-5", "--silent", "--force-raw-format", ...raw, "-c", "-"], {
          input: integersOf(format, channels),
          maxBuffer: 2 ** 28,
        });
        expect(ours / stdout.length, name).toBeLessThan(1.02);
      }
    },
  );

  test.skipIf(!hasFlac)("tags, pictures and seek points are where other programs find them", async () => {
    const picture = {
      type: 3,
      mimeType: "image/png",
      description: "Hülle 🎚",
      bytes: Uint8Array.of(1, 2, 3, 0, 255),
    };
    const tags: AudioTags = {
      entries: [
        { key: "TITLE", value: "Wärme – 暖かい 🎛" },
        { key: "ARTIST", value: "A" },
        { key: "ARTIST", value: "B=C" },
      ],
      pictures: [picture],
    };
    const frameCount = 25 * 8000;
    const format = wavFormat({ channelCount: 1, sampleRateHz: 8000 });
    const path = join(folder, "tagged.flac");
    writeFileSync(path, await flacOf(format, fill(signals(12).tone!, 1, frameCount), { tags }));
    const ask = (...options: string[]) => spawnSync("metaflac", [...options, path]).stdout;
    expect(ask("--export-tags-to=-").toString()).toBe("TITLE=Wärme – 暖かい 🎛\nARTIST=A\nARTIST=B=C\n");
    expect(new Uint8Array(ask("--export-picture-to=-"))).toEqual(picture.bytes);
    expect(ask("--show-total-samples").toString().trim()).toBe(String(frameCount));
    const list = ask("--list").toString();
    expect(list).toContain("description: Hülle 🎚");
    const points = [
      ...list.matchAll(/point \d+: sample_number=(\d+), stream_offset=(\d+), frame_samples=(\d+)/g),
    ];
    expect(points.map(([, start]) => Number(start) / 4096)).toEqual([0, 17, 33]);
    const skip = (path: string) => {
      const { stdout, stderr } = spawnSync("flac", ["-d", "--silent", "--skip=0:20.5", "-c", path]);
      return [stdout.length - 44, stderr.toString()];
    };
    expect(skip(path)).toEqual([4.5 * 8000 * 2, ""]);
  });

  test("what FLAC cannot hold is refused in one line", async () => {
    const open = (format: WavFormat) => openFlacWriter(memorySink(), { format, frameCount: 1 });
    await expect(open(wavFormat({ channelCount: 9 }))).rejects.toThrow(AudioError);
    await expect(open(wavFormat({ encoding: "float", bits: 32 }))).rejects.toThrow(/24-bit integers/);
    await expect(open(wavFormat({ sampleRateHz: 768_000 }))).rejects.toThrow(/655350 Hz/);
  });

  test("announced frames must come", async () => {
    const writer = await openFlacWriter(memorySink(), { format: wavFormat(), frameCount: 3 });
    await writer.write([new Float64Array(2), new Float64Array(2)], 2);
    await expect(writer.close()).rejects.toThrow(/3 frames must have been written, got 2/);
  });
});
