/**
 * How many times faster than real time the graphic equalizer plays: stereo, 48 kHz, 40 sections, one thread,
 * and beside it 40 bands of SoX's and FFmpeg's `equalizer` where those are installed.
 *
 *   npx tsx runs/cascade-speed.ts
 *
 * Each figure is the median of seven rounds over 60 s of white noise; a round runs every candidate once, so
 * that a busy machine hurts all alike. For the other programs the same command without the filters is
 * subtracted: starting and reading the file do not count against them. Ours copies its blocks in and out and
 * checks every sample for NaN within the time.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CascadeProcessor, designGraphicEqualizer, equalize } from "../src/dsp/index.ts";
import { bandFrequencyHz } from "../src/effects/index.ts";

const sampleRateHz = 48_000;
const seconds = 60;
const frameCount = seconds * sampleRateHz;
const gainDb = bandFrequencyHz.map((_, band) => 6 * Math.sin(band / 3));

let seed = 1;
const noise = () =>
  Float32Array.from({ length: frameCount }, () => {
    seed = (Math.imul(1664525, seed) + 1013904223) >>> 0;
    return 0.25 * (seed / 2 ** 31 - 1);
  });
const channels = [noise(), noise()];

interface Candidate {
  readonly name: string;
  readonly run: () => void;
  /** The same without the filters, to be subtracted. */
  readonly bare?: () => void;
}

/** All samples of the given source through the cascade in blocks: copied in, filtered, copied out. */
function play(name: string, blockSize: number, source: readonly Float32Array[]): Candidate {
  const { coefficients } = designGraphicEqualizer(gainDb, sampleRateHz);
  const processor = new CascadeProcessor(coefficients, source.length);
  const block = source.map(() => new Float64Array(blockSize));
  const out = new Float32Array(blockSize);
  const run = () => {
    for (let start = 0; start + blockSize <= frameCount; start += blockSize) {
      for (const [channel, samples] of source.entries()) {
        block[channel]!.set(samples.subarray(start, start + blockSize));
      }
      processor.process(block, blockSize);
      for (const samples of block) out.set(samples);
    }
  };
  return { name, run };
}

/** A minute of digital silence after a second of noise: the filter memory must not decay into denormals. */
function playSilence(): Candidate {
  const { coefficients } = designGraphicEqualizer(gainDb, sampleRateHz);
  const block = [new Float64Array(4096), new Float64Array(4096)];
  const run = () => {
    const processor = new CascadeProcessor(coefficients, 2);
    for (let start = 0; start + 4096 <= frameCount; start += 4096) {
      for (const [channel, samples] of block.entries()) {
        if (start < sampleRateHz) samples.set(channels[channel]!.subarray(start, start + 4096));
        else samples.fill(0);
      }
      processor.process(block, 4096);
    }
  };
  return { name: "Timbral, 1 s of noise, then silence", run };
}

/** 32-bit float WAV, interleaved (RIFF, format tag 3). */
function wavBytes(): Uint8Array {
  const data = new Float32Array(2 * frameCount);
  for (let frame = 0; frame < frameCount; frame++) {
    data[2 * frame] = channels[0]![frame]!;
    data[2 * frame + 1] = channels[1]![frame]!;
  }
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + data.byteLength, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(3, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 8, 28);
  header.writeUInt16LE(8, 32);
  header.writeUInt16LE(32, 34);
  header.write("data", 36);
  header.writeUInt32LE(data.byteLength, 40);
  return Buffer.concat([header, new Uint8Array(data.buffer)]);
}

/** 40 bands of another program's equalizer over the same sound; undefined if it is not installed. */
function other(name: string, program: string, args: (bands: readonly string[]) => string[], bands: string[]) {
  const isInstalled = spawnSync(program, ["--version"]).error === undefined;
  if (!isInstalled) console.log(`${name}: ${program} is not installed`);
  const start = (bandsToPlay: readonly string[]) => () => {
    const { error, status, stderr } = spawnSync(program, args(bandsToPlay));
    if (error !== undefined || status !== 0) throw new Error(`${program} failed: ${error ?? stderr}`);
  };
  return isInstalled ? [{ name, run: start(bands), bare: start([]) }] : [];
}

const secondsOf = (run: () => void): number => {
  const before = performance.now();
  run();
  return (performance.now() - before) / 1000;
};

const folder = mkdtempSync(join(tmpdir(), "timbral-speed-"));
try {
  const wav = join(folder, "noise.wav");
  writeFileSync(wav, wavBytes());
  const q = 4.31;
  const soxBands = bandFrequencyHz.map((hz, band) => `equalizer ${hz} ${q}q ${gainDb[band]!.toFixed(3)}`);
  const sox = (bands: readonly string[]) => ["-V1", wav, "-n", ...bands.flatMap((band) => band.split(" "))];
  const ffmpegBands = (precision: string) =>
    bandFrequencyHz.map(
      (hz, band) => `equalizer=f=${hz}:t=q:w=${q}:g=${gainDb[band]!.toFixed(3)}:r=${precision}`,
    );
  const ffmpeg = (bands: readonly string[]) => [
    ...["-v", "error", "-filter_threads", "1", "-i", wav],
    ...["-af", ["anull", ...bands].join(","), "-f", "null", "-"],
  ];
  const [left, right] = channels as [Float32Array, Float32Array];
  const candidates: Candidate[] = [
    play("Timbral, blocks of 4,096 frames", 4096, channels),
    play("Timbral, blocks of 128 frames", 128, channels),
    play("Timbral, mono", 4096, [left]),
    play("Timbral, 6 channels", 4096, [left, right, left, right, left, right]),
    playSilence(),
    { name: "Timbral, equalize() with the design", run: () => equalize({ channels, sampleRateHz }, gainDb) },
    ...other("SoX, 40 x equalizer", "sox", sox, soxBands),
    ...other("FFmpeg, 40 x equalizer, 32 bit", "ffmpeg", ffmpeg, ffmpegBands("f32")),
    ...other("FFmpeg, 40 x equalizer, 64 bit", "ffmpeg", ffmpeg, ffmpegBands("f64")),
  ];

  for (const { run } of candidates) run();
  const times = candidates.map((): number[] => []);
  for (let round = 0; round < 7; round++) {
    for (const [index, { run, bare }] of candidates.entries()) {
      times[index]!.push(secondsOf(run) - (bare === undefined ? 0 : secondsOf(bare)));
    }
  }
  const median = times.map((rounds) => rounds.sort((a, b) => a - b)[3]!);
  for (const [index, { name }] of candidates.entries()) {
    const took = median[index]!;
    const speed = `${(seconds / took).toFixed(0).padStart(4)} x real time`;
    const load = `${((100 * took) / seconds).toFixed(2)} % of a core`;
    console.log(
      `${name.padEnd(38)} ${speed}   ${load}   ${(took / median[0]!).toFixed(2)} x the first line's time`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
