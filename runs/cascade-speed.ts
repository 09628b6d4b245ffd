/**
 * How many times faster than real time the graphic equalizer plays: stereo, 48 kHz, 40 sections, and beside it 40
 * bands of SoX's and FFmpeg's `equalizer` where those are installed. Then what else a file costs.
 *
 *   npx tsx runs/cascade-speed.ts
 *
 * Each figure is the median of seven rounds over 60 s of white noise; a round runs every candidate once, so that a
 * busy machine hurts all alike. What counts is processor time: the time of one core. For the other programs the same
 * command without the filters is subtracted: starting and reading the file do not count against them. Ours copies its
 * blocks in and out and looks at every sample for NaN within the time.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeSamples, encodeSamples, wavFormat } from "../src/audio/index.ts";
import { CascadeProcessor, designGraphicEqualizer, equalize } from "../src/dsp/index.ts";
import type { CascadeKernel } from "../src/dsp/kernels/cascade-kernel.ts";
import { plainCascade } from "../src/dsp/kernels/plain-cascade.ts";
import { bandFrequencyHz } from "../src/effects/index.ts";

const sampleRateHz = 48_000;
const seconds = 60;
const frameCount = seconds * sampleRateHz;
const rounds = 7;
const gainDb = bandFrequencyHz.map((_, band) => 6 * Math.sin(band / 3));
const { coefficients } = designGraphicEqualizer(gainDb, sampleRateHz);

let seed = 1;
const noise = () =>
  Float32Array.from({ length: frameCount }, () => {
    seed = (Math.imul(1664525, seed) + 1013904223) >>> 0;
    return 0.25 * (seed / 2 ** 31 - 1);
  });
const [left, right] = [noise(), noise()];
const stereo = [left, right];

interface Candidate {
  readonly name: string;
  /** Once over the whole sound. Returns the processor time, seconds. */
  readonly run: () => number;
}

/** Processor time of our own thread, seconds. */
function timed(work: () => void): () => number {
  return () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
}

/** All samples of the source through the cascade in blocks: copied in, filtered, copied out. */
function play(
  name: string,
  blockFrames: number,
  source: readonly Float32Array[],
  kernel?: CascadeKernel,
): Candidate {
  const processor = new CascadeProcessor(coefficients, source.length, kernel);
  const block = source.map(() => new Float64Array(blockFrames));
  const out = new Float32Array(blockFrames);
  const run = timed(() => {
    for (let start = 0; start + blockFrames <= frameCount; start += blockFrames) {
      for (const [channel, samples] of source.entries()) {
        block[channel]!.set(samples.subarray(start, start + blockFrames));
      }
      processor.process(block, blockFrames);
      for (const samples of block) out.set(samples);
    }
  });
  return { name, run };
}

/** A minute of digital silence after a second of noise: the filter memory must not decay into denormals. */
function playSilence(): Candidate {
  const block = [new Float64Array(4096), new Float64Array(4096)];
  const run = timed(() => {
    const processor = new CascadeProcessor(coefficients, 2);
    for (let start = 0; start + 4096 <= frameCount; start += 4096) {
      for (const [channel, samples] of block.entries()) {
        if (start < sampleRateHz) samples.set(stereo[channel]!.subarray(start, start + 4096));
        else samples.fill(0);
      }
      processor.process(block, 4096);
    }
  });
  return { name: "Timbral, 1 s of noise, then silence", run };
}

/** Bytes to numbers and back, 24-bit stereo in the blocks that a render uses. */
function recode(): Candidate[] {
  const format = wavFormat({ bits: 24, sampleRateHz });
  const blockFrames = 16_384;
  const channels = stereo.map((samples) => Float64Array.from(samples.subarray(0, blockFrames)));
  const bytes = new Uint8Array(6 * blockFrames);
  const perBlock = (work: () => void) =>
    timed(() => {
      for (let start = 0; start < frameCount; start += blockFrames) work();
    });
  return [
    { name: "numbers to bytes", run: perBlock(() => encodeSamples(format, channels, blockFrames, bytes)) },
    { name: "bytes to numbers", run: perBlock(() => decodeSamples(format, bytes, channels, blockFrames)) },
  ];
}

/** 32-bit float WAV, interleaved (RIFF, format tag 3). */
function wavBytes(): Uint8Array {
  const data = new Float32Array(2 * frameCount);
  for (let frame = 0; frame < frameCount; frame++) {
    data[2 * frame] = left[frame]!;
    data[2 * frame + 1] = right[frame]!;
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

/** Processor time of a program and its threads, seconds: the last line that the shell's `times` prints. */
function programSeconds(program: string, args: readonly string[]): number {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", '"$@" >&2 && times', "sh", program, ...args], {
    encoding: "utf8",
  });
  const times = [
    ...stdout
      .trim()
      .split("\n")
      .at(-1)!
      .matchAll(/(\d+)m([\d.]+)s/g),
  ];
  if (status !== 0 || times.length !== 2) throw new Error(`${program} failed: ${stderr}`);
  return times.reduce((sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest), 0);
}

/** 40 bands of another program's equalizer over the same sound; nothing if it is not installed. */
function other(
  name: string,
  program: string,
  bands: readonly string[],
  args: (bands: readonly string[]) => string[],
): Candidate[] {
  if (spawnSync(program, ["--version"]).error !== undefined) {
    console.log(`${name}: ${program} is not installed`);
    return [];
  }
  return [{ name, run: () => programSeconds(program, args(bands)) - programSeconds(program, args([])) }];
}

/** Median processor time of each candidate, seconds; the candidates take turns. */
function measure(candidates: readonly Candidate[]): number[] {
  for (const { run } of candidates) run();
  const times = candidates.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { run }] of candidates.entries()) times[index]!.push(run());
  }
  return times.map((own) => own.sort((a, b) => a - b)[rounds >> 1]!);
}

const folder = mkdtempSync(join(tmpdir(), "timbral-speed-"));
try {
  const wav = join(folder, "noise.wav");
  writeFileSync(wav, wavBytes());
  const q = 4.31;
  const bandDb = gainDb.map((gain) => gain.toFixed(3));
  const soxBands = bandFrequencyHz.map((hz, band) => `equalizer ${hz} ${q}q ${bandDb[band]}`);
  const sox = (bands: readonly string[]) => ["-V1", wav, "-n", ...bands.flatMap((band) => band.split(" "))];
  const ffmpegBands = (precision: string) =>
    bandFrequencyHz.map((hz, band) => `equalizer=f=${hz}:t=q:w=${q}:g=${bandDb[band]}:r=${precision}`);
  const ffmpeg = (bands: readonly string[]) => [
    ...["-v", "error", "-filter_threads", "1", "-i", wav],
    ...["-af", ["anull", ...bands].join(","), "-f", "null", "-"],
  ];
  const quanta = "Timbral, blocks of 128 frames";
  const candidates = [
    play("Timbral, WASM SIMD, stereo", 4096, stereo),
    play("Timbral, plain TypeScript, stereo", 4096, stereo, plainCascade),
    play(quanta, 128, stereo),
    play("Timbral, mono", 4096, [left]),
    play("Timbral, 6 channels", 4096, [left, right, left, right, left, right]),
    playSilence(),
    {
      name: "Timbral, equalize() with the design",
      run: timed(() => equalize({ channels: stereo, sampleRateHz }, gainDb)),
    },
    ...other("SoX, 40 x equalizer", "sox", soxBands, sox),
    ...other("FFmpeg, 40 x equalizer, 32 bit", "ffmpeg", ffmpegBands("f32"), ffmpeg),
    ...other("FFmpeg, 40 x equalizer, 64 bit", "ffmpeg", ffmpegBands("f64"), ffmpeg),
  ];
  const took = measure(candidates);
  for (const [index, { name }] of candidates.entries()) {
    const speed = `${(seconds / took[index]!).toFixed(0).padStart(4)} x real time`;
    const ratio = `${(took[index]! / took[0]!).toFixed(2).padStart(5)} x the first line's time`;
    console.log(`${name.padEnd(36)} ${speed}   ${ratio}`);
  }
  const quantumSeconds = took[candidates.findIndex(({ name }) => name === quanta)]! / (frameCount / 128);
  const share = (100 * quantumSeconds * sampleRateHz) / 128;
  console.log(
    `A quantum of 128 stereo frames: ${(1e6 * quantumSeconds).toFixed(1)} µs, ${share.toFixed(2)} % of it`,
  );

  console.log("\nBeside the filters, 24-bit stereo:");
  const stages = recode();
  const stageTook = measure(stages);
  for (const [index, { name }] of stages.entries()) {
    const hour = (stageTook[index]! * 3600) / seconds;
    console.log(`${name.padEnd(36)} ${hour.toFixed(1).padStart(4)} s per hour of sound`);
  }
  console.log(
    `${"the filters".padEnd(36)} ${((took[0]! * 3600) / seconds).toFixed(1).padStart(4)} s per hour`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
