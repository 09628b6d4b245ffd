import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AudioError } from "../audio-error.ts";
import { memorySink } from "../byte-stream.ts";
import { MP3_RATES_HZ } from "../output-format.ts";
import type { AudioTags } from "../tags/tags.ts";
import { type WavFormat, wavFormat } from "../wav/wav-format.ts";
import { mp3GainDb } from "./mp3-bitrate.ts";
import { updateCrc } from "./mp3-info-writer.ts";
import { openMp3Writer } from "./mp3-writer.ts";

const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "timbral-mp3-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A chirp, which matches itself at one lag only. */
const chirp = (frameCount: number, sampleRateHz: number) =>
  Float64Array.from({ length: frameCount }, (_, i) => {
    const seconds = i / sampleRateHz;
    return 0.5 * Math.sin(2 * Math.PI * (200 + 2000 * seconds) * seconds);
  });

async function mp3Of(
  format: WavFormat,
  channels: readonly Float64Array[],
  options: { bitrateKbps?: number; tags?: AudioTags; isPipe?: boolean; blockFrames?: number } = {},
): Promise<Uint8Array> {
  const { isPipe = false, blockFrames = 5000, ...rest } = options;
  const memory = memorySink();
  const frameCount = channels[0]!.length;
  const sink = isPipe ? { write: memory.write } : memory;
  const writer = await openMp3Writer(sink, { format, frameCount, ...rest });
  for (let i = 0; i < frameCount; i += blockFrames) {
    const part = channels.map((channel) => channel.subarray(i, i + blockFrames));
    await writer.write(part, part[0]!.length);
  }
  await writer.close();
  return memory.bytes();
}

/** By ffmpeg, which trims what LAME's tag says: from a file, as it does not trim a pipe's end once it knows the bytes. */
function decode(mp3: Uint8Array): { samples: Float32Array; trouble: string } {
  const path = join(folder, "decode.mp3");
  writeFileSync(path, mp3);
  const options = ["-v", "error", "-i", path, "-map", "0:a", "-f", "f32le", "-"];
  const { stdout, stderr } = spawnSync("ffmpeg", options, { maxBuffer: 2 ** 28 });
  return { samples: new Float32Array(new Uint8Array(stdout).buffer), trouble: stderr.toString() };
}

/** Where the decoded sound matches the source best, frames. */
function lagOf(source: Float64Array, decoded: ArrayLike<number>, from: number, to: number): number {
  let best = { lag: Number.NaN, value: -Infinity };
  for (let lag = -60; lag <= 60; lag++) {
    let value = 0;
    for (let i = from; i < to; i++) value += source[i]! * (decoded[i + lag] ?? 0);
    if (value > best.value) best = { lag, value };
  }
  return best.lag;
}

describe("openMp3Writer", () => {
  test.skipIf(!hasFfmpeg)(
    "decodes to exactly the frames that went in, none of them moved",
    async () => {
      for (const sampleRateHz of MP3_RATES_HZ) {
        const format = wavFormat({ channelCount: 1, sampleRateHz });
        const source = chirp(20_000 + (sampleRateHz % 1153), sampleRateHz);
        const { samples, trouble } = decode(await mp3Of(format, [source]));
        expect([sampleRateHz, trouble, samples.length]).toEqual([sampleRateHz, "", source.length]);
        expect([sampleRateHz, lagOf(source, samples, 4000, 12_000)]).toEqual([sampleRateHz, 0]);
      }
    },
    30_000,
  );

  test.skipIf(!hasFfmpeg)(
    "any length, and in a pipe",
    async () => {
      for (const frameCount of [1, 2, 576, 577, 1152, 4095, 4096, 4097]) {
        const format = wavFormat({ sampleRateHz: 44_100 });
        const source = chirp(frameCount, 44_100);
        const mp3 = await mp3Of(format, [source, source], {
          isPipe: frameCount % 2 === 1,
          blockFrames: 1000,
        });
        expect([frameCount, decode(mp3).samples.length / 2]).toEqual([frameCount, frameCount]);
      }
    },
    30_000,
  );

  test.skipIf(!hasFfmpeg)("the sound comes back as well as LAME makes it", async () => {
    const source = chirp(44_100, 44_100);
    const { samples } = decode(
      await mp3Of(wavFormat({ sampleRateHz: 44_100 }), [source, source.map((x) => -x)]),
    );
    let error = 0;
    for (let i = 2000; i < 42_000; i++)
      error += (samples[2 * i]! - source[i]!) ** 2 + (samples[2 * i + 1]! + source[i]!) ** 2;
    const noiseDb = 10 * Math.log10(error / 80_000 / 0.125);
    expect(noiseDb).toBeLessThan(-50);
  });

  test.skipIf(!hasFfmpeg)(
    "the level changes by what mp3GainDb says",
    async () => {
      const tone = Float64Array.from({ length: 20_000 }, (_, i) => 0.5 * Math.sin(0.06 * i));
      for (const bitrateKbps of [64, 192, 224, 256]) {
        const { samples } = decode(await mp3Of(wavFormat({ channelCount: 1 }), [tone], { bitrateKbps }));
        let [product, power] = [0, 0];
        for (let i = 4000; i < 16_000; i++) {
          product += samples[i]! * tone[i]!;
          power += tone[i]! ** 2;
        }
        expect(20 * Math.log10(product / power)).toBeCloseTo(mp3GainDb(bitrateKbps), 2);
      }
    },
    20_000,
  );

  test("the info frame tells frames, bytes and checksums of what follows", async () => {
    const source = chirp(100_000, 48_000);
    const mp3 = await mp3Of(wavFormat(), [source, source], { bitrateKbps: 192 });
    const view = new DataView(mp3.buffer, mp3.byteOffset);
    const at = 4 + 32;
    expect(Buffer.from(mp3.subarray(at, at + 4)).toString()).toBe("Info");
    expect(view.getUint32(at + 4)).toBe(0b1111);
    expect(view.getUint32(at + 8)).toBe(Math.ceil((100_000 + 1152) / 1152));
    expect(view.getUint32(at + 12)).toBe(mp3.length);
    expect(view.getUint32(at + 120 + 28)).toBe(mp3.length);
    expect(view.getUint16(at + 120 + 34)).toBe(updateCrc(0, mp3.subarray(0, at + 120 + 34)));
    expect(view.getUint16(at + 120 + 32)).toBe(updateCrc(0, mp3.subarray(576))); // 192 kbit/s at 48 kHz
    expect([...mp3.subarray(at + 16, at + 19), mp3[at + 115]]).toEqual([0, 2, 5, 253]);
  });

  test.skipIf(!hasFfmpeg)("tags and a picture are where other programs find them", async () => {
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
      "base64",
    );
    const tags: AudioTags = {
      entries: [
        { key: "TITLE", value: "Wärme 暖かい 🎛" },
        { key: "TRACKNUMBER", value: "3" },
        { key: "TRACKTOTAL", value: "12" },
        { key: "MOOD", value: "warm" },
      ],
      pictures: [{ type: 3, mimeType: "image/png", description: "Hülle", bytes: png }],
    };
    const source = chirp(3000, 48_000);
    const input = await mp3Of(wavFormat(), [source, source], { tags });
    const options = ["-v", "error", "-of", "json", "-show_format", "-show_streams", "-"];
    const said = JSON.parse(spawnSync("ffprobe", options, { input }).stdout.toString());
    expect(said.format.tags).toMatchObject({ title: "Wärme 暖かい 🎛", track: "3/12", MOOD: "warm" });
    expect(said.streams[1]).toMatchObject({
      codec_name: "png",
      tags: { title: "Hülle", comment: "Cover (front)" },
    });
    expect(decode(input).samples.length).toBe(6000);
  });

  test("what MP3 cannot hold is refused in one line", async () => {
    const open = (format: WavFormat, bitrateKbps?: number) =>
      openMp3Writer(memorySink(), { format, frameCount: 1, ...(bitrateKbps && { bitrateKbps }) });
    await expect(open(wavFormat({ channelCount: 3 }))).rejects.toThrow(AudioError);
    await expect(open(wavFormat({ sampleRateHz: 96_000 }))).rejects.toThrow(
      /at 48000 Hz, got .* at 96000 Hz/,
    );
    await expect(open(wavFormat({ bits: 24 }))).rejects.toThrow(/16-bit integers/);
    await expect(open(wavFormat(), 200)).rejects.toThrow(/one of 32, 40/);
    await expect(open(wavFormat({ sampleRateHz: 8000 }), 128)).rejects.toThrow(/8, 16.* 64 kbit/);
  });

  test("announced frames must come, and giving up leaves no thread behind", async () => {
    const writer = await openMp3Writer(memorySink(), { format: wavFormat(), frameCount: 3 });
    await writer.write([new Float64Array(2), new Float64Array(2)], 2);
    await expect(writer.close()).rejects.toThrow(/3 frames must have been written, got 2/);
    const other = await openMp3Writer(memorySink(), { format: wavFormat(), frameCount: 3 });
    await other.abandon?.();
    await other.abandon?.();
  });
});
