/**
 * How many times faster than real time sound files are written and read, beside the programs of reference in the same
 * run, and how clean the resampler is, beside SoX's and FFmpeg's best.
 *
 *   npx tsx runs/codec-speed.ts
 *
 * Each speed is the median of three rounds over 60 s of stereo at 48 kHz and 24 bits (MP3: 16), in processor time, all
 * threads together, so that a busy machine does little harm; a round runs every candidate once. Ours goes from memory to
 * memory; the other programs go from file to file. Residuals: a sine through the resampler, what is left of it once the
 * sine is taken out by least squares, and what is left of a sine 50 Hz above half the lower rate.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createResampler,
  memorySink,
  memorySource,
  type OutputKind,
  openAudio,
  openAudioWriter,
  outputFormat,
  type WavFormat,
  wavFormat,
} from "../src/audio/index.ts";
import { createRandom } from "../src/math/index.ts";

const seconds = 60;
const rateHz = 48_000;
const frameCount = seconds * rateHz;
const blockFrames = 16_384;
const folder = mkdtempSync(join(tmpdir(), "timbral-codec-"));
const file = (name: string) => join(folder, name);

/** Tones that come and go over low noise: compresses about as music does. */
const channels = ((): Float64Array[] => {
  const random = createRandom(1);
  let low = 0;
  const left = Float64Array.from({ length: frameCount }, (_, i) => {
    low = 0.95 * low + 0.02 * (2 * random.uniform() - 1);
    const swell = 0.5 + 0.5 * Math.sin(i / 30_000);
    return swell * (0.3 * Math.sin(0.03 * i) + 0.1 * Math.sin(0.31 * i)) + low;
  });
  return [left, left.map((value) => 0.7 * value + 0.001 * (2 * random.uniform() - 1))];
})();

async function encode(kind: OutputKind, format: WavFormat): Promise<Uint8Array> {
  const sink = memorySink();
  const writer = await openAudioWriter(sink, kind, { format, frameCount });
  for (let start = 0; start < frameCount; start += blockFrames) {
    const part = channels.map((channel) => channel.subarray(start, start + blockFrames));
    await writer.write(part, part[0]!.length);
  }
  await writer.close();
  return sink.bytes();
}

async function decode(bytes: Uint8Array): Promise<void> {
  const reader = await openAudio(memorySource(bytes));
  const block = channels.map(() => new Float64Array(blockFrames));
  for (let start = 0; start < reader.frameCount; start += blockFrames) {
    await reader.read(start, block, Math.min(blockFrames, reader.frameCount - start));
  }
  reader.close();
}

function resampleAll(toHz: number): void {
  const resampler = createResampler({ fromHz: rateHz, toHz, channelCount: 2 });
  for (let start = 0; start < frameCount; start += blockFrames) {
    const part = channels.map((channel) => channel.subarray(start, start + blockFrames));
    resampler.push(part, part[0]!.length);
  }
  resampler.flush();
}

/** Runs a program in a shell that tells its processor time, seconds; NaN if it is not there or cannot do it. */
function run(program: string, ...options: string[]): number {
  const script = `"$0" "$@" >/dev/null 2>&1 || exit 1; times`;
  const { stdout, status } = spawnSync("sh", ["-c", script, program, ...options], { encoding: "utf8" });
  if (status !== 0) return Number.NaN;
  // The second line is of the shell's children: user and system, as 0m1.23s.
  const [user = "", system = ""] = stdout.trim().split("\n")[1]!.split(" ");
  const inSeconds = (text: string) =>
    Number(/^\d+/.exec(text)![0]) * 60 + Number.parseFloat(text.split("m")[1]!);
  return inSeconds(user) + inSeconds(system);
}

/** Work that tells its own processor time, or is timed. */
type Candidate = readonly [name: string, work: () => Promise<unknown> | unknown];

async function compare(title: string, candidates: readonly Candidate[]): Promise<void> {
  const times = candidates.map((): number[] => []);
  for (let round = 0; round < 3; round++) {
    for (const [index, [, work]] of candidates.entries()) {
      const before = process.cpuUsage();
      const told = await work();
      const { user, system } = process.cpuUsage(before);
      times[index]!.push(typeof told === "number" ? told : (user + system) / 1e6);
    }
  }
  const figures = candidates.map(([name], index) => {
    const median = times[index]!.toSorted((a, b) => a - b)[1]!;
    return `${name} ${Number.isNaN(median) ? "not there" : `${(seconds / median).toFixed(0)}x`}`;
  });
  console.log(`${title.padEnd(20)} ${figures.join("   ")}`);
}

const [wav, flac, mp3, resampledWav] = ["a.wav", "a.flac", "a.mp3", "b.wav"].map(file) as [
  string,
  string,
  string,
  string,
];
const format = wavFormat({ bits: 24 });
const mp3Format = outputFormat("mp3", format).format;
writeFileSync(wav, await encode("wav", format));
writeFileSync(flac, await encode("flac", format));
writeFileSync(mp3, await encode("mp3", mp3Format));
const stored = { wav: readFileSync(wav), flac: readFileSync(flac), mp3: readFileSync(mp3) };
const reference = file("reference.flac");
const ffmpeg = (...options: string[]) => run("ffmpeg", "-v", "error", "-y", "-threads", "1", ...options);

await compare("write WAV", [["ours", () => encode("wav", format)]]);
await compare("write FLAC", [
  ["ours", () => encode("flac", format)],
  ["flac -5", () => run("flac", "-5", "-s", "-f", "-o", reference, wav)],
  ["ffmpeg", () => ffmpeg("-i", wav, file("c.flac"))],
]);
await compare("write MP3 256", [
  ["ours (LAME)", () => encode("mp3", mp3Format)],
  ["ffmpeg (LAME)", () => ffmpeg("-i", wav, "-b:a", "256k", file("c.mp3"))],
]);
await compare("read WAV", [["ours", () => decode(stored.wav)]]);
await compare("read FLAC", [
  ["ours", () => decode(stored.flac)],
  ["flac -d", () => run("flac", "-d", "-s", "-f", "-o", file("d.wav"), flac)],
  ["ffmpeg", () => ffmpeg("-i", flac, "-c:a", "pcm_s24le", file("d.wav"))],
]);
await compare("read MP3", [
  ["ours", () => decode(stored.mp3)],
  ["ffmpeg", () => ffmpeg("-i", mp3, file("d.wav"))],
]);
await compare("48 -> 44.1 kHz", [
  ["ours", () => resampleAll(44_100)],
  ["sox rate -v", () => run("sox", "-V1", wav, resampledWav, "rate", "-v", "44100")],
  ["ffmpeg aresample", () => ffmpeg("-i", wav, "-ar", "44100", resampledWav)],
]);
const ratio = stored.flac.length / stored.wav.length;
const { length: referenceBytes } = existsSync(reference) ? readFileSync(reference) : { length: Number.NaN };
console.log(
  `FLAC takes ${(100 * ratio).toFixed(2)} % of WAV; flac -5 ${((100 * referenceBytes) / stored.wav.length).toFixed(2)} %`,
);

/** A sine through something that resamples float64 samples. */
type Resample = (input: Float64Array, fromHz: number, toHz: number) => Float64Array | undefined;

const ours: Resample = (input, fromHz, toHz) => {
  const resampler = createResampler({ fromHz, toHz, channelCount: 1 });
  const head = resampler.push([input], input.length);
  const first = head.channels[0]!.slice(0, head.frameCount);
  const tail = resampler.flush();
  return Float64Array.of(...first, ...tail.channels[0]!.subarray(0, tail.frameCount));
};

/** By a program that turns raw float64 on its standard input into raw float64 on its standard output. */
const by =
  (program: string, options: (fromHz: number, toHz: number) => string[]): Resample =>
  (input, fromHz, toHz) => {
    const { stdout, status } = spawnSync(program, options(fromHz, toHz), {
      input: new Uint8Array(input.buffer),
      maxBuffer: 2 ** 28,
    });
    return status === 0 ? new Float64Array(new Uint8Array(stdout).buffer) : undefined;
  };

const raw = (hz: number) => [
  "-t",
  "raw",
  "-e",
  "floating-point",
  "-b",
  "64",
  "-c",
  "1",
  "-r",
  String(hz),
  "-",
];
const resamplers: readonly (readonly [string, Resample])[] = [
  ["ours", ours],
  ["sox rate -v", by("sox", (from, to) => ["-V1", ...raw(from), ...raw(to), "rate", "-v", String(to)])],
  [
    "ffmpeg aresample",
    by("ffmpeg", (from, to) => {
      const coding = (hz: number) => ["-f", "f64le", "-ar", String(hz)];
      return [
        "-v",
        "error",
        ...coding(from),
        "-ac",
        "1",
        "-i",
        "-",
        "-af",
        `aresample=${to}:internal_sample_fmt=dblp`,
        ...coding(to),
        "-",
      ];
    }),
  ],
];

/** Level of a tone and of what else is there, dB, a tenth of a second off either end. */
function measure(
  output: Float64Array,
  frequencyHz: number,
  toHz: number,
): { gainDb: number; residualDb: number } {
  const edge = Math.floor(toHz / 10);
  const angle = (i: number) => (2 * Math.PI * frequencyHz * i) / toHz;
  let [cc, ss, cs, yc, ys] = [0, 0, 0, 0, 0];
  for (let i = edge; i < output.length - edge; i++) {
    const [c, s, y] = [Math.cos(angle(i)), Math.sin(angle(i)), output[i]!];
    cc += c * c;
    ss += s * s;
    cs += c * s;
    yc += y * c;
    ys += y * s;
  }
  const a = (yc * ss - ys * cs) / (cc * ss - cs * cs);
  const b = (ys * cc - yc * cs) / (cc * ss - cs * cs);
  let rest = 0;
  for (let i = edge; i < output.length - edge; i++) {
    rest += (output[i]! - a * Math.cos(angle(i)) - b * Math.sin(angle(i))) ** 2;
  }
  const residual = rest / (output.length - 2 * edge);
  return { gainDb: 20 * Math.log10(Math.hypot(a, b) / 0.5), residualDb: 10 * Math.log10(residual / 0.125) };
}

/** What is left of a tone that must not pass, dB. */
function leftOf(output: Float64Array, toHz: number): number {
  const inner = output.subarray(toHz / 10, -toHz / 10);
  const power = inner.reduce((sum, value) => sum + value * value, 0) / inner.length;
  return 10 * Math.log10(power / 0.125);
}

const show = (value: number | undefined, digits = 1) =>
  (value === undefined ? "-" : value.toFixed(digits)).padStart(9);
console.log("\nresampling               residual 997 Hz    20 kHz   gain 20 kHz   alias   dB");
for (const [fromHz, toHz] of [
  [44_100, 48_000],
  [48_000, 44_100],
  [48_000, 96_000],
  [96_000, 48_000],
  [96_000, 44_100],
] as const) {
  const tone = (hz: number) =>
    Float64Array.from({ length: fromHz }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / fromHz));
  for (const [name, resample] of resamplers) {
    const [low, high] = [997, 20_000].map((hz) => {
      const output = resample(tone(hz), fromHz, toHz);
      return output && measure(output, hz, toHz);
    });
    const folded = toHz < fromHz ? resample(tone(toHz / 2 + 50), fromHz, toHz) : undefined;
    const alias = folded && leftOf(folded, toHz);
    const title = `${fromHz} -> ${toHz}`.padEnd(16);
    console.log(
      `${title} ${name.padEnd(17)} ${show(low?.residualDb)} ${show(high?.residualDb)} ${show(high?.gainDb, 4)} ${show(alias)}`,
    );
  }
}
rmSync(folder, { recursive: true });
