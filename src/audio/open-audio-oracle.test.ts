import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readSound } from "../../test/support/read-sound.ts";
import { createRandom } from "../math/index.ts";
import type { AudioReader } from "./audio-reader.ts";
import { memorySink, memorySource } from "./byte-stream.ts";
import { openAudio } from "./open-audio.ts";
import { wavFormat } from "./wav/wav-format.ts";
import { openWavWriter } from "./wav/wav-writer.ts";

const has = (program: string, flag: string) => spawnSync(program, [flag]).status === 0;
const hasFfmpeg = has("ffmpeg", "-version");
const hasFlac = has("flac", "--version");
if (!hasFfmpeg) console.warn("SKIPPED: decoders against ffmpeg, which is not on the PATH");
if (!hasFlac) console.warn("SKIPPED: FLAC against the flac program, which is not on the PATH");
const folder = mkdtempSync(join(tmpdir(), "timbral-decoders-"));
afterAll(() => rmSync(folder, { recursive: true }));

const open = (path: string): Promise<AudioReader> =>
  openAudio(memorySource(new Uint8Array(readFileSync(path))));

describe.skipIf(!hasFfmpeg)("decoded as ffmpeg decodes it, frame for frame", () => {
  /** Name, channels, sampling rate, largest difference, encoder's options. Opus: ffmpeg's decoder is another one. */
  const cases: readonly (readonly [string, number, number, number, string])[] = [
    ["stereo.mp3", 2, 44_100, 2e-6, "-c:a libmp3lame -b:a 128k"],
    ["vbr-mono.mp3", 1, 48_000, 2e-6, "-c:a libmp3lame -q:a 4"],
    ["mpeg2.mp3", 2, 22_050, 2e-6, "-c:a libmp3lame -b:a 64k"],
    ["mpeg25.mp3", 1, 8000, 2e-6, "-c:a libmp3lame -b:a 16k"],
    ["no-info.mp3", 2, 44_100, 2e-6, "-c:a libmp3lame -b:a 128k -write_xing 0"],
    ["stereo.ogg", 2, 44_100, 1e-6, "-c:a libvorbis"],
    ["six.ogg", 6, 48_000, 1e-6, "-c:a libvorbis"],
    ["eight.ogg", 8, 48_000, 1e-6, "-c:a libvorbis"],
    ["mono.opus", 1, 48_000, 2e-3, "-c:a libopus"],
    ["stereo.opus", 2, 48_000, 2e-3, "-c:a libopus"],
    ["six.opus", 6, 48_000, 2e-3, "-c:a libopus"],
    ["stereo.flac", 2, 44_100, 0, "-c:a flac"],
    ["six-24.flac", 6, 96_000, 0, "-c:a flac -sample_fmt s32"],
    ["ogg-flac.oga", 2, 44_100, 0, "-c:a flac -f ogg"],
    ["big.aiff", 2, 44_100, 0, "-c:a pcm_s16be"],
    ["big24.aiff", 3, 44_100, 0, "-c:a pcm_s24be"],
    ["big32.aiff", 1, 44_100, 0, "-c:a pcm_s32be"],
    ["small.aif", 2, 44_100, 0, "-c:a pcm_s16le"],
    ["eight.aif", 1, 44_100, 0, "-c:a pcm_s8"],
    ["float.aif", 2, 44_100, 0, "-c:a pcm_f32be"],
    ["double.aif", 2, 44_100, 0, "-c:a pcm_f64be"],
    ["rf64.wav", 2, 44_100, 0, "-c:a pcm_s24le -rf64 always"],
  ];

  test.each(cases)("%s (%i channels, %i Hz)", async (name, channelCount, rateHz, maxDifference, options) => {
    const path = join(folder, name);
    const noise = `anoisesrc=r=${rateHz}:a=0.3:d=1.234:c=pink:s=7`;
    const silent = ["-v", "error", "-y"];
    execFileSync("ffmpeg", [
      ...[...silent, "-f", "lavfi", "-i", noise, "-ac", String(channelCount), "-ar", String(rateHz)],
      ...[...options.split(" "), path],
    ]);
    const raw = execFileSync("ffmpeg", ["-v", "error", "-i", path, "-f", "f64le", "-"], {
      maxBuffer: 2 ** 28,
    });
    const expected = new Float64Array(Uint8Array.from(raw).buffer);
    const reader = await open(path);
    expect(reader.frameCount).toBe(expected.length / channelCount);
    expect(reader.notes).toEqual([]);
    const channels = await readSound(reader);
    reader.close();
    let worst = 0;
    channels.forEach((channel, c) => {
      channel.forEach((value, i) => {
        worst = Math.max(worst, Math.abs(value - expected[i * channelCount + c]!));
      });
    });
    expect(worst).toBeLessThanOrEqual(maxDifference);
  });
});

describe.skipIf(!hasFlac)("FLAC gives back the integers that went in", () => {
  const shapes = [
    [8, 2],
    [12, 2],
    [16, 1],
    [16, 2],
    [16, 3],
    [20, 2],
    [24, 2],
    [24, 6],
    [32, 1],
    [32, 2],
  ] as const;

  test.each(shapes)("%i bits, %i channels", async (bits, channelCount) => {
    const random = createRandom(bits * 8 + channelCount);
    const frameCount = 5000 + random.integer(0, 500);
    const top = 2 ** (bits - 1);
    const codes = Array.from({ length: channelCount }, (_, c) => testSignal(c, frameCount, top, random));
    const width = Math.ceil(bits / 8) * 8;
    const plain = wavFormat({
      bits: width,
      channelCount,
      sampleRateHz: 44_100,
      channelMask: 0x3f >> (6 - channelCount),
    });
    const format = { ...plain, extensible: { ...plain.extensible!, validBits: bits } };
    const sink = memorySink();
    const writer = await openWavWriter(sink, { format, frameCount });
    await writer.write(
      codes.map((channel) => channel.map((code) => code / top)),
      frameCount,
    );
    await writer.close();
    const wav = join(folder, `${bits}-${channelCount}.wav`);
    const path = join(folder, `${bits}-${channelCount}.flac`);
    writeFileSync(wav, sink.bytes());
    execFileSync("flac", ["-s", "-f", `-${random.integer(0, 8)}`, "-o", path, wav]);
    const reader = await open(path);
    expect(reader.frameCount).toBe(frameCount);
    expect(reader.format.bits).toBe(width);
    expect(reader.format.extensible?.validBits ?? reader.format.bits).toBe(bits);
    const channels = await readSound(reader);
    codes.forEach((expected, c) => {
      expect(channels[c]!.map((value) => value * top)).toEqual(expected);
    });
  });

  test("a stream of unknown length is counted", async () => {
    const raw = Buffer.alloc(2 * 12_345);
    for (let i = 0; i < 12_345; i++) raw.writeInt16LE((i * 37) % 2000, 2 * i);
    const shape = "--force-raw-format --endian=little --sign=signed --channels=1 --bps=16 --sample-rate=8000";
    const flac = execFileSync("flac", ["-s", ...shape.split(" "), "-c", "-"], {
      input: raw,
      stdio: ["pipe", "pipe", "ignore"], // it says that it cannot go back to write the length
    });
    const reader = await openAudio(memorySource(new Uint8Array(flac)));
    expect(reader.frameCount).toBe(12_345);
    const [channel] = await readSound(reader);
    expect(channel!.every((value, i) => value * 2 ** 15 === (i * 37) % 2000)).toBe(true);
  });
});

/** Extremes, silence, noise and a sine, so that every kind of subframe is met; channels alike for mid and side. */
function testSignal(c: number, frameCount: number, top: number, random: ReturnType<typeof createRandom>) {
  return Float64Array.from({ length: frameCount }, (_, i) => {
    const part = Math.floor((5 * i) / frameCount);
    if (part === 0) return i % 2 === 0 ? top - 1 : -top;
    if (part === 1) return c === 1 ? 0 : Math.round(top / 3);
    if (part === 2) return Math.floor((random.uniform() * 2 - 1) * top);
    const sine = Math.sin(0.05 * i) * (0.7 + 0.01 * c);
    return Math.round(sine * (top - 1) + (part === 3 ? 0 : random.normal() * 0.01 * top)) | 0;
  }).map((code) => Math.max(-top, Math.min(top - 1, code)));
}
