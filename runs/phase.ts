/**
 * Minimum, linear and mixed phase: how exact the finite impulse responses are by length and sample rate, where their
 * latency is, how much they ring beforehand, whether a change clicks, and how fast they play.
 *
 *   npx tsx runs/phase.ts [path of the data]
 *
 * Accuracy: every 40th of the crowd's curves at 3 dB per z unit; the largest error of each at the 40 centres, and over
 * 300 frequencies from 20 Hz and from 30 Hz to 19,682 Hz or Nyquist. Speed: the best of five rounds over 10 s of
 * stereo noise at 48 kHz on one thread, beside the 40-band cascade and, where installed, SoX's `fir` and FFmpeg's `afir`
 * with the same taps; for those the same command without the filter is subtracted.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CascadeProcessor,
  designFir,
  designGraphicEqualizer,
  type FirDesign,
  type FirPhase,
  FirProcessor,
  firResponseDb,
  packBiquads,
  peaking,
  responseDb,
  targetCurveDb,
} from "../src/dsp/index.ts";
import { bandFrequencyHz, REFERENCE_RMS_DB } from "../src/effects/index.ts";
import { createFft, createRandom } from "../src/math/index.ts";
import { loadSocialFx } from "../src/node/dataset-file.ts";

const { examples } = await loadSocialFx(process.argv[2] ?? "../shared/data");
const curvesDb = examples
  .filter((_, index) => index % 40 === 0)
  .map(({ gains }) => gains.map((gain) => REFERENCE_RMS_DB * gain));

const noise = (frames: number, seed: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length: frames }, () => random.uniform() - 0.5);
};
const decibels = (amplitude: number) => 20 * Math.log10(amplitude);
const largest = (values: Iterable<number>) => {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
};
const quantiles = (values: readonly number[], digits = 3) => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))]!;
  return [0.5, 0.95, 1].map((part) => at(part).toFixed(digits).padStart(7)).join("");
};

/** One method over all curves; `respond` gives the response, dB, at frequencies in Hz. */
function measureAccuracy(
  name: string,
  sampleRateHz: number,
  realise: (gainDb: Float64Array) => { frames: number; respond: (hz: Float64Array) => Float64Array },
): void {
  const highestHz = Math.min(19_682, 0.49 * sampleRateHz);
  const denseHz = Float64Array.from(
    { length: 300 },
    (_, index) => 20 * (highestHz / 20) ** (index / 299.0001),
  );
  const centreHz = Float64Array.from(bandFrequencyHz.filter((hz) => hz <= highestHz));
  const errors: [number[], number[], number[]] = [[], [], []];
  let [designMs, frames] = [0, 0];
  for (const gainDb of curvesDb) {
    const before = performance.now();
    const realised = realise(gainDb);
    designMs += (performance.now() - before) / curvesDb.length;
    frames = realised.frames;
    const centre = realised.respond(centreHz).map((db, band) => db - gainDb[band]!);
    const asked = targetCurveDb(gainDb, denseHz);
    const dense = realised.respond(denseHz).map((db, point) => db - asked[point]!);
    errors[0].push(largest(centre));
    errors[1].push(largest(dense));
    errors[2].push(largest(dense.filter((_, point) => denseHz[point]! >= 30)));
  }
  console.log(
    `${name.padEnd(22)}${String(sampleRateHz).padStart(7)} ${errors.map((list) => quantiles(list)).join("  |")}` +
      `  ${frames.toString().padStart(6)} frames  ${designMs.toFixed(1).padStart(6)} ms`,
  );
}

const measureFir = (phase: FirPhase, sampleRateHz: number, taps?: number) => {
  const name = `${typeof phase === "number" ? `mixed ${phase} %` : phase}, ${taps ?? "default"}`;
  measureAccuracy(name, sampleRateHz, (gainDb) => {
    const design = designFir({ gainDb, sampleRateHz, phase, ...(taps && { taps }) });
    return { frames: design.taps.length, respond: (hz) => firResponseDb(design, hz) };
  });
};

console.log(`accuracy, ${curvesDb.length} curves: largest error of each, dB; length; time of one design`);
console.log(`${" ".repeat(30)} centres p50, p95, worst | dense, from 20 Hz     | dense, from 30 Hz`);
measureAccuracy("cascade", 48_000, (gainDb) => {
  const { coefficients } = designGraphicEqualizer(gainDb, 48_000);
  return { frames: 0, respond: (hz) => responseDb(coefficients, hz, 48_000) };
});
for (const taps of [1024, 2048, 4096]) measureFir("minimum", 48_000, taps);
for (const taps of [2049, 4097, 8193]) measureFir("linear", 48_000, taps);
for (const phase of [10, 50, 90]) measureFir(phase, 48_000);
for (const rate of [8_000, 44_100, 96_000, 192_000]) measureFir("minimum", rate);
for (const rate of [8_000, 44_100, 88_200, 96_000, 176_400, 192_000, 384_000]) measureFir("linear", rate);

// ---- latency and null test ----

/** Index of the largest magnitude. */
const peakOf = (samples: Float64Array) =>
  samples.reduce((best, sample, index) => (Math.abs(sample) > Math.abs(samples[best]!) ? index : best), 0);

/** The sound through the processor in blocks of 128 frames. */
function play(processor: FirProcessor, sound: Float64Array): Float64Array {
  const out = sound.slice();
  for (let start = 0; start + 128 <= out.length; start += 128)
    processor.process([out.subarray(start, start + 128)], 128);
  return out;
}

/** Lag of the greatest cross-correlation, frames (by transform; both arrays of one power of two). */
function correlationLag(late: Float64Array, sound: Float64Array): number {
  const fft = createFft(2 * sound.length);
  const [a, b] = [late, sound].map((samples) => {
    const padded = new Float64Array(fft.size);
    padded.set(samples);
    const spectrum = new Float64Array(2 * fft.size);
    fft.forwardReal(padded, spectrum);
    return spectrum;
  }) as [Float64Array, Float64Array];
  const product = new Float64Array(2 * fft.size);
  for (let at = 0; at < product.length; at += 2) {
    product[at] = a[at]! * b[at]! + a[at + 1]! * b[at + 1]!;
    product[at + 1] = a[at + 1]! * b[at]! - a[at]! * b[at + 1]!;
  }
  fft.inverse(product, a);
  return peakOf(a.filter((_, index) => index % 2 === 0));
}

const curve = Float64Array.from(bandFrequencyHz, (_, band) => 6 * Math.sin(band / 3));
const designs = [0, 25, 50, 75, 100].map((phase) =>
  designFir({ gainDb: curve, sampleRateHz: 48_000, phase }),
);
const sound = noise(32_768, 1);

/** The definition of convolution, 64 bit, in the last 200 frames. */
function directEnd(taps: Float64Array, delay: number): Float64Array {
  return Float64Array.from({ length: 200 }, (_, index) => {
    const frame = sound.length - 200 + index - delay;
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap++) sum += taps[tap]! * sound[frame - tap]!;
    return sum;
  });
}

console.log(
  "\nlatency at 48 kHz, frames: reported, by impulse, by cross-correlation; null test against convolution",
);
console.log("by the definition, dB; flat curve against the delayed input");
for (const [index, design] of designs.entries()) {
  for (const options of [
    { partitionFrames: 128, isAligned: true },
    { partitionFrames: 128 },
    { partitionFrames: 4096 },
  ]) {
    const processor = new FirProcessor(design, 1, options);
    const { latencyFrames } = processor;
    const impulse = new Float64Array(32_768);
    impulse[0] = 1;
    const byImpulse = peakOf(play(processor, impulse));
    processor.reset();
    const heard = play(processor, sound);
    const direct = directEnd(design.taps, latencyFrames - design.latencyFrames);
    const residue = heard.subarray(-200).map((sample, frame) => sample - direct[frame]!);
    const gainDb = new Float64Array(40);
    const flat = designFir({ gainDb, sampleRateHz: 48_000, phase: 25 * index });
    const passed = play(new FirProcessor(flat, 1, options), sound);
    const changed = passed.filter((sample, frame) => sample !== (sound[frame - latencyFrames] ?? 0));
    console.log(
      `${String(25 * index).padStart(4)} %, partition ${String(options.partitionFrames).padStart(4)}` +
        `${options.isAligned ? ", aligned" : "         "} ${String(latencyFrames).padStart(6)}` +
        `${String(byImpulse).padStart(6)}${String(correlationLag(heard, sound)).padStart(6)}` +
        `  ${decibels(largest(residue)).toFixed(1)} dB   flat: ${changed.length} samples differ`,
    );
  }
}

// ---- pre-ringing ----

console.log(
  "\npre-ringing at 48 kHz: energy before the latency over all energy, dB, p50, p95, worst; the earliest",
);
console.log("moment within 60 dB of the peak, ms before the latency");
for (const phase of [0, 5, 10, 25, 50, 75, 100]) {
  const figures = curvesDb.map((gainDb) => {
    const { taps, latencyFrames } = designFir({ gainDb, sampleRateHz: 48_000, phase });
    let [before, all] = [0, 0];
    for (const [index, tap] of taps.entries()) {
      all += tap * tap;
      if (index < latencyFrames) before += tap * tap;
    }
    const audibleTap = 1e-3 * largest(taps);
    const audible = taps.findIndex((tap) => Math.abs(tap) > audibleTap);
    return { energyDb: 10 * Math.log10(before / all), earliestMs: (latencyFrames - audible) / 48 };
  });
  console.log(
    `${String(phase).padStart(4)} %  ${quantiles(
      figures.map(({ energyDb }) => energyDb),
      1,
    )} dB   ` +
      `${quantiles(
        figures.map(({ earliestMs }) => earliestMs),
        1,
      )} ms`,
  );
}

// ---- zipper ----

console.log(
  "\na bell's gain (1 kHz, Q 1) from -12 to +12 dB under a tone of 997 Hz: energy outside ±200 Hz, dB",
);
const bell = (gainDb: number, phase: FirPhase): FirDesign => {
  const coefficients = packBiquads([peaking({ frequencyHz: 1000, gainDb, q: 1 }, 48_000)]);
  return designFir({ responseDb: (hz) => responseDb(coefficients, hz, 48_000), sampleRateHz: 48_000, phase });
};
for (const phase of ["minimum", "linear"] as const) {
  const [cut, boost] = [bell(-12, phase), bell(12, phase)];
  for (const fadeMs of [0, 10, 20, 50, 100]) {
    const tone = Float64Array.from({ length: 65_536 }, (_, frame) =>
      Math.sin((2 * Math.PI * 997 * frame) / 48_000),
    );
    const processor = new FirProcessor(cut, 1, { partitionFrames: 128, fadeMs });
    const before = play(processor, tone.subarray(0, 38_400));
    processor.change(boost);
    const heard = Float64Array.from([...before, ...play(processor, tone.subarray(38_400))]);
    console.log(`${phase}, cross-fade ${fadeMs} ms: ${outsideDb(heard.slice(-32_768)).toFixed(1)}`);
  }
}

function outsideDb(samples: Float64Array): number {
  const fft = createFft(samples.length);
  // Blackman-Harris, 4 terms, 92 dB.
  const windowed = samples.map((sample, frame) => {
    const angle = (2 * Math.PI * frame) / samples.length;
    const cosines = [1, 2, 3].map((times) => Math.cos(times * angle)) as [number, number, number];
    return sample * (0.35875 - 0.48829 * cosines[0] + 0.14128 * cosines[1] - 0.01168 * cosines[2]);
  });
  const spectrum = new Float64Array(2 * fft.size);
  fft.forwardReal(windowed, spectrum);
  let [all, outside] = [0, 0];
  for (let bin = 0; bin <= fft.size / 2; bin++) {
    const energy = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
    all += energy;
    if (Math.abs((bin * 48_000) / fft.size - 997) > 200) outside += energy;
  }
  return 10 * Math.log10(outside / all);
}

// ---- speed ----

const seconds = 10;
const frameCount = seconds * 48_000;
const source = [noise(frameCount, 2), noise(frameCount, 3)];

interface Candidate {
  readonly name: string;
  readonly run: () => void;
  /** The same without the filter, to be subtracted. */
  readonly bare?: () => void;
}

function stream(name: string, blockSize: number, processor: Pick<FirProcessor, "process">): Candidate {
  const block = source.map(() => new Float64Array(blockSize));
  const run = () => {
    for (let start = 0; start + blockSize <= frameCount; start += blockSize) {
      for (const [channel, samples] of source.entries())
        block[channel]!.set(samples.subarray(start, start + blockSize));
      processor.process(block, blockSize);
    }
  };
  return { name, run };
}

function other(
  name: string,
  program: string,
  bare: readonly string[],
  filtered: readonly string[],
): Candidate[] {
  if (spawnSync(program, ["--version"]).error !== undefined) {
    console.log(`${name}: ${program} is not installed`);
    return [];
  }
  const start = (args: readonly string[]) => () => {
    const { error, status, stderr } = spawnSync(program, args);
    if (error !== undefined || status !== 0) throw new Error(`${program} failed: ${error ?? stderr}`);
  };
  return [{ name, run: start(filtered), bare: start(bare) }];
}

const secondsOf = (run: () => void): number => {
  const before = performance.now();
  run();
  return (performance.now() - before) / 1000;
};

const folder = mkdtempSync(join(tmpdir(), "timbral-phase-"));
try {
  const [minimum, linear] = [designs[0]!, designs.at(-1)!];
  const soundPath = join(folder, "noise.f32");
  const tapsPath = join(folder, "taps.txt");
  const responsePath = join(folder, "taps.f32");
  writeFileSync(
    soundPath,
    Float32Array.from({ length: 2 * frameCount }, (_, index) => source[index % 2]![index >> 1]!),
  );
  writeFileSync(tapsPath, [...linear.taps].join("\n"));
  writeFileSync(responsePath, Float32Array.from(linear.taps));
  const sox = ["-V1", "-t", "f32", "-r", "48000", "-c", "2", soundPath, "-n"];
  const raw = (channels: number, file: string) =>
    ["-f", "f32le", "-ar", "48000", "-ac", String(channels), "-i", file] as const;
  const ffmpeg = ["-v", "error", "-filter_threads", "1", ...raw(2, soundPath), ...raw(1, responsePath)];
  const sink = ["-f", "null", "-"];
  const afir = "[0][1]afir=dry=10:wet=10[out]";
  const { coefficients } = designGraphicEqualizer(curve, 48_000);
  const candidates: Candidate[] = [
    stream("cascade of 40, blocks of 4,096", 4096, new CascadeProcessor(coefficients, 2)),
    stream(`minimum, ${minimum.taps.length} taps, partition 4096`, 4096, new FirProcessor(minimum, 2)),
    stream(
      `linear, ${linear.taps.length} taps, partition 1024`,
      4096,
      new FirProcessor(linear, 2, { partitionFrames: 1024 }),
    ),
    stream(`linear, ${linear.taps.length} taps, partition 4096`, 4096, new FirProcessor(linear, 2)),
    stream(
      `linear, ${linear.taps.length} taps, partition 8192`,
      4096,
      new FirProcessor(linear, 2, { partitionFrames: 8192 }),
    ),
    stream(
      "minimum, blocks of 128, aligned",
      128,
      new FirProcessor(minimum, 2, { partitionFrames: 128, isAligned: true }),
    ),
    stream(
      "linear, blocks of 128, aligned",
      128,
      new FirProcessor(linear, 2, { partitionFrames: 128, isAligned: true }),
    ),
    ...other("SoX, fir", "sox", sox, [...sox, "fir", tapsPath]),
    ...other(
      "FFmpeg, afir",
      "ffmpeg",
      [...ffmpeg, "-map", "0", ...sink],
      [...ffmpeg, "-lavfi", afir, "-map", "[out]", ...sink],
    ),
  ];
  for (const { run } of candidates) run();
  const fastest = candidates.map(() => ({ run: Infinity, bare: Infinity }));
  for (let round = 0; round < 5; round++) {
    for (const [index, { run, bare }] of candidates.entries()) {
      const times = fastest[index]!;
      times.run = Math.min(times.run, secondsOf(run));
      times.bare = bare ? Math.min(times.bare, secondsOf(bare)) : 0;
    }
  }
  const best = fastest.map(({ run, bare }) => run - bare);
  console.log(
    "\nspeed, stereo at 48 kHz: x real time; microseconds and share of a quantum of 128 frames; first = 1",
  );
  for (const [index, { name }] of candidates.entries()) {
    const took = best[index]!;
    console.log(
      `${name.padEnd(36)}${(seconds / took).toFixed(0).padStart(5)} x  ` +
        `${((took / frameCount) * 128e6).toFixed(1).padStart(6)} µs  ${((100 * took) / seconds).toFixed(2)} %  ` +
        `${(took / best[0]!).toFixed(2)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
