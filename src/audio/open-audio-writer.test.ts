import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../math/index.ts";
import type { AudioReader } from "./audio-reader.ts";
import type { AudioLayout, OutputKind } from "./audio-writer.ts";
import { memorySink, memorySource } from "./byte-stream.ts";
import { openAudio } from "./open-audio.ts";
import { openAudioWriter } from "./open-audio-writer.ts";
import { outputFormat } from "./output-format.ts";
import { resampled } from "./resampled-reader.ts";
import type { AudioTags } from "./tags/tags.ts";
import { type WavFormat, wavFormat } from "./wav/wav-format.ts";

const random = createRandom(20);

/** Random values that lie on the codes of an integer format, so that nothing is rounded. */
function codes({ bits, channelCount }: WavFormat, frameCount: number): Float64Array[] {
  const levels = 2 ** (bits - 1);
  const code = () => Math.floor((random.uniform() * 2 - 1) * levels) / levels;
  return Array.from({ length: channelCount }, () => Float64Array.from({ length: frameCount }, code));
}

async function write(
  kind: OutputKind,
  layout: Omit<AudioLayout, "frameCount">,
  channels: readonly Float64Array[],
): Promise<Uint8Array> {
  const sink = memorySink();
  const frameCount = channels[0]!.length;
  const writer = await openAudioWriter(sink, kind, { ...layout, frameCount });
  await writer.write(channels, frameCount);
  await writer.close();
  return sink.bytes();
}

async function readAll(reader: AudioReader): Promise<Float64Array[]> {
  const { frameCount, format } = reader;
  const channels = Array.from({ length: format.channelCount }, () => new Float64Array(frameCount));
  await reader.read(0, channels, frameCount);
  return channels;
}

const tags: AudioTags = {
  entries: [
    { key: "TITLE", value: "Wärme – 暖かい 🎛" },
    { key: "ARTIST", value: "Ä" },
    { key: "COMMENT", value: "two\nlines" },
    { key: "MOOD", value: "warm" },
    { key: "REPLAYGAIN_TRACK_GAIN", value: "-3.00 dB" },
  ],
  pictures: [
    { type: 3, mimeType: "image/png", description: "Hülle", bytes: Uint8Array.of(137, 80, 78, 71, 0, 255) },
  ],
};

describe("openAudioWriter", () => {
  test("what it writes losslessly, openAudio reads to the last bit", async () => {
    const lengths = [1, 2, 4095, 4096, 4097];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<OutputKind>("wav", "flac"),
        fc.constantFrom(8, 16, 24),
        fc.integer({ min: 1, max: 8 }),
        fc.oneof(fc.constantFrom(...lengths), fc.integer({ min: 1, max: 9000 })),
        async (kind, bits, channelCount, frameCount) => {
          const format = wavFormat({ bits, channelCount });
          const channels = codes(format, frameCount);
          const reader = await openAudio(memorySource(await write(kind, { format }, channels)));
          expect(reader).toMatchObject({ kind, frameCount });
          expect(reader.format).toMatchObject({
            encoding: "integer",
            bits,
            channelCount,
            sampleRateHz: 48_000,
          });
          expect(await readAll(reader)).toEqual(channels);
        },
      ),
      { numRuns: 25, seed: 21, examples: lengths.map((length, i) => ["flac", 16 + 8 * (i % 2), 2, length]) },
    );
  });

  test.each([
    "wav",
    "flac",
    "mp3",
  ] as const)("%s keeps tags and pictures, but for those that measure the sound", async (kind) => {
    const format = wavFormat();
    const reader = await openAudio(memorySource(await write(kind, { format, tags }, codes(format, 3000))));
    expect(reader.frameCount).toBe(3000);
    const kept = tags.entries.filter(({ key }) => key !== "REPLAYGAIN_TRACK_GAIN");
    expect(new Set(reader.tags.entries.map(({ key, value }) => `${key}=${value}`))).toEqual(
      new Set(kept.map(({ key, value }) => `${key}=${value}`)),
    );
    expect(reader.tags.pictures).toEqual(tags.pictures);
  });

  test("an MP3 file has as many frames as went in, none of them moved", async () => {
    for (const frameCount of [1, 1151, 30_000]) {
      const format = wavFormat({ sampleRateHz: 44_100, channelCount: 1 });
      const tone = Float64Array.from({ length: frameCount }, (_, i) => 0.5 * Math.sin(0.03 * i));
      const reader = await openAudio(memorySource(await write("mp3", { format }, [tone])));
      expect(reader.frameCount).toBe(frameCount);
      const [decoded] = await readAll(reader);
      let error = 0;
      for (let i = 3000; i < frameCount - 3000; i++) {
        error = Math.max(error, Math.abs(decoded![i]! - tone[i]!));
      }
      expect(error).toBeLessThan(0.01);
      reader.close();
    }
  }, 20_000);

  test("tags travel from file to file by themselves, WAV chunks from WAV to WAV", async () => {
    const format = wavFormat({ bits: 24 });
    const channels = codes(format, 500);
    const wav = await openAudio(memorySource(await write("wav", { format, tags }, channels)));
    const flac = await openAudio(memorySource(await write("flac", { format, like: wav }, channels)));
    expect(flac.tags.pictures).toEqual(tags.pictures);
    const again = await openAudio(memorySource(await write("wav", { format, like: flac }, channels)));
    expect(again.tags.entries).toEqual(expect.arrayContaining([{ key: "MOOD", value: "warm" }]));
    const copy = await openAudio(memorySource(await write("wav", { format, like: wav }, channels)));
    expect(copy.wav!.trailing.map(({ id, size }) => [id, size])).toEqual(
      wav.wav!.trailing.map(({ id, size }) => [id, size]),
    );
    expect(await readAll(copy)).toEqual(channels);
  });

  test("loudspeaker positions survive in FLAC", async () => {
    for (const channelMask of [0x3f, 0x60f, 0x33f]) {
      const channelCount = channelMask.toString(2).replaceAll("0", "").length;
      const format = wavFormat({ channelCount, channelMask });
      const reader = await openAudio(memorySource(await write("flac", { format }, codes(format, 100))));
      expect(reader.format.extensible?.channelMask).toBe(channelMask);
    }
  });
});

describe("outputFormat", () => {
  test("says what becomes of a format", () => {
    const float = wavFormat({ encoding: "float", bits: 32, channelCount: 6, channelMask: 0x3f });
    expect(outputFormat("wav", float)).toEqual({ format: float, notes: [] });
    expect(outputFormat("flac", float).format).toMatchObject({
      encoding: "integer",
      bits: 24,
      channelCount: 6,
    });
    expect(outputFormat("flac", float).notes).toHaveLength(1);
    const rates = [96_000, 88_200, 22_049, 7000, 44_100].map(
      (sampleRateHz) => outputFormat("mp3", wavFormat({ sampleRateHz })).format.sampleRateHz,
    );
    expect(rates).toEqual([48_000, 44_100, 22_050, 8000, 44_100]);
    expect(() => outputFormat("mp3", float)).toThrow(/1 or 2 channels, got 6/);
    expect(() => outputFormat("flac", wavFormat({ channelCount: 9 }))).toThrow(/1 to 8 channels, got 9/);
  });
});

describe("resampled", () => {
  test("is read like any other file, from the start as often as wanted", async () => {
    const format = wavFormat({ sampleRateHz: 96_000, bits: 24 });
    const tone = Float64Array.from(
      { length: 40_000 },
      (_, i) => Math.round(2 ** 22 * Math.sin(0.02 * i)) / 2 ** 23,
    );
    const source = await openAudio(memorySource(await write("flac", { format, tags }, [tone, tone])));
    const reader = resampled(source, 44_100);
    expect(reader).toMatchObject({ frameCount: 18_375, kind: "flac", tags: source.tags });
    expect(reader.format.sampleRateHz).toBe(44_100);
    const first = await readAll(reader);
    const pieces = first.map(({ length }) => new Float64Array(length));
    for (let start = 0; start < 18_375; start += 1000) {
      const count = Math.min(1000, 18_375 - start);
      await reader.read(
        start,
        pieces.map((samples) => samples.subarray(start)),
        count,
      );
    }
    expect(pieces).toEqual(first);
    let error = 0;
    for (let i = 500; i < 17_000; i++) {
      error = Math.max(error, Math.abs(first[0]![i]! - 0.5 * Math.sin((0.02 * i * 96) / 44.1)));
    }
    expect(error).toBeLessThan(2 ** -22);
    await expect(reader.read(7, pieces, 1)).rejects.toThrow(/frames must follow 18375/);
    expect(resampled(source, 96_000)).toBe(source);
  });
});
