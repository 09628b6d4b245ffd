/**
 * The loudness and true-peak meters on the synthesised signals of EBU Tech 3341 and 3342, beside what the documents
 * expect and libebur128 read; then their speed beside FFmpeg's `ebur128` filter where that is installed.
 *
 *   npx tsx runs/loudness.ts
 *
 * libebur128's figures are those of ../shared/oracles/loudness.json, "-" if that is absent. Speed is the median of
 * seven rounds over 60 s of stereo at 48 kHz; a round runs every candidate once, so that a busy machine hurts all
 * alike. FFmpeg's time is that of its filter: the same command without it is subtracted.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDither } from "../src/audio/index.ts";
import {
  CascadeProcessor,
  createLoudnessMeter,
  createSpectrumMeter,
  createTruePeakMeter,
  designGraphicEqualizer,
} from "../src/dsp/index.ts";
import { bandFrequencyHz } from "../src/effects/index.ts";
import { createRandom } from "../src/math/index.ts";
import { ebuSignals, playSignal } from "../test/support/ebu-signals.ts";

type Kind = "I" | "maxM" | "maxS" | "LRA" | "TP";

interface OracleSignal {
  readonly libebur128: Readonly<Record<Kind, number>>;
}

const oraclePath = new URL("../../shared/oracles/loudness.json", import.meta.url);
const oracle: Readonly<Record<string, OracleSignal>> = existsSync(oraclePath)
  ? JSON.parse(readFileSync(oraclePath, "utf8")).signals.synthetic
  : {};

/** What the document asks of a signal: which figure, its value and the tolerance in words. */
function expectationOf(name: string): readonly (readonly [Kind, string])[] {
  const [document, item] = name.split("-");
  if (name === "cal-18") return [["I", "-18 ±0.1"]];
  if (name === "bs1770-997-left") return [["I", "-3.01"]];
  if (document === "3342") return [["LRA", `${[10, 5, 20, 15][Number(item) - 1]} ±1`]];
  const number = Number(item);
  if (number <= 2) {
    const lufs = number === 1 ? "-23 ±0.1" : "-33 ±0.1";
    return (["I", "maxM", "maxS"] as const).map((kind) => [kind, lufs]);
  }
  if (number <= 6) return [["I", "-23 ±0.1"]];
  if (number === 9 || number === 10) return [["maxS", "-23 ±0.1"]];
  if (number === 11) return [["maxS", "-19 ±0.1"]];
  if (number === 12 || number === 13) return [["maxM", "-23 ±0.1"]];
  if (number === 14) return [["maxM", "-19 ±0.1"]];
  return [["TP", number === 19 ? "+3 +0.2/-0.4" : "-6 +0.2/-0.4"]];
}

console.log("signal            figure  expected      Timbral   libebur128");
const worst: Record<Kind, number> = { I: 0, maxM: 0, maxS: 0, LRA: 0, TP: 0 };
for (const signal of ebuSignals) {
  const loudness = createLoudnessMeter(signal);
  const truePeak = createTruePeakMeter(signal);
  playSignal(signal, [loudness, truePeak]);
  const ours: Record<Kind, number> = {
    I: loudness.integratedLufs,
    maxM: loudness.maxMomentaryLufs,
    maxS: loudness.maxShortTermLufs,
    LRA: loudness.loudnessRangeLu,
    TP: truePeak.truePeakDb,
  };
  const theirs = oracle[`${signal.name}.wav`]?.libebur128;
  for (const [kind, expected] of expectationOf(signal.name)) {
    const columns = [signal.name.padEnd(17), kind.padEnd(7), expected.padEnd(13)];
    console.log(
      ...columns,
      ours[kind].toFixed(3).padStart(7),
      (theirs?.[kind].toFixed(3) ?? "-").padStart(12),
    );
  }
  if (theirs === undefined) continue;
  for (const kind of Object.keys(worst) as Kind[]) {
    worst[kind] = Math.max(worst[kind], Math.abs(ours[kind] - theirs[kind]));
  }
}
if (Object.keys(oracle).length > 0) {
  const parts = Object.entries(worst).map(([kind, difference]) => `${kind} ${difference.toFixed(4)}`);
  console.log(`largest difference from libebur128 over all ${ebuSignals.length}: ${parts.join(", ")}`);
  console.log(
    "(LRA: libebur128 takes a value a second, Tech 3342 and this meter ten: short signals differ)\n",
  );
}

const sampleRateHz = 48_000;
const seconds = 60;
const frameCount = seconds * sampleRateHz;
const blockFrames = 4_096;

/** Pink noise (a sum of three one-poles), swelling by 12 dB every 3 s: what a dense mix asks of a meter. */
function mix(seed: number): Float64Array {
  const random = createRandom(seed);
  let [slow, middle, fast] = [0, 0, 0];
  return Float64Array.from({ length: frameCount }, (_, frame) => {
    const white = 2 * random.uniform() - 1;
    slow = 0.99765 * slow + 0.099 * white;
    middle = 0.963 * middle + 0.297 * white;
    fast = 0.57 * fast + 1.053 * white;
    const swell = 10 ** ((6 * Math.sin((2 * Math.PI * frame) / (3 * sampleRateHz)) - 6) / 20);
    return Math.fround(0.1 * swell * (slow + middle + fast + 0.185 * white));
  });
}

const channels = [mix(1), mix(2)];

interface Candidate {
  readonly name: string;
  readonly run: () => void;
  /** The same without the meter, to be subtracted. */
  readonly bare?: () => void;
}

interface Listener {
  process(channels: readonly Float64Array[], frameCount: number): void;
}

/** The sound in blocks, copied as a render would. */
function play(name: string, makeListener: () => Listener): Candidate {
  const block = channels.map(() => new Float64Array(blockFrames));
  const run = () => {
    const listener = makeListener();
    for (let start = 0; start + blockFrames <= frameCount; start += blockFrames) {
      channels.forEach((samples, channel) =>
        block[channel]!.set(samples.subarray(start, start + blockFrames)),
      );
      listener.process(block, blockFrames);
    }
  };
  return { name, run };
}

function ffmpeg(wav: string): Candidate[] {
  if (spawnSync("ffmpeg", ["-version"]).error !== undefined) {
    console.log("ffmpeg is not installed");
    return [];
  }
  const start = (filter: string) => () => {
    const args = [
      "-v",
      "error",
      "-filter_threads",
      "1",
      "-f",
      "f32le",
      "-ar",
      "48000",
      "-ac",
      "2",
      "-i",
      wav,
    ];
    const { status, stderr } = spawnSync("ffmpeg", [...args, "-af", filter, "-f", "null", "-"]);
    if (status !== 0) throw new Error(`ffmpeg failed: ${stderr}`);
  };
  return [
    { name: "FFmpeg ebur128", run: start("ebur128=framelog=verbose"), bare: start("anull") },
    {
      name: "FFmpeg ebur128 with true peak",
      run: start("ebur128=peak=true:framelog=verbose"),
      bare: start("anull"),
    },
  ];
}

const secondsOf = (run: () => void): number => {
  const before = performance.now();
  run();
  return (performance.now() - before) / 1000;
};

const folder = mkdtempSync(join(tmpdir(), "timbral-loudness-"));
try {
  const raw = join(folder, "mix.f32");
  const interleaved = new Float32Array(2 * frameCount);
  for (let frame = 0; frame < frameCount; frame++) {
    interleaved[2 * frame] = channels[0]![frame]!;
    interleaved[2 * frame + 1] = channels[1]![frame]!;
  }
  writeFileSync(raw, interleaved);
  const gainDb = bandFrequencyHz.map((_, band) => 6 * Math.sin(band / 3));
  const { coefficients } = designGraphicEqualizer(gainDb, sampleRateHz);
  const options = { sampleRateHz, channelCount: 2 };
  const candidates: Candidate[] = [
    play("Timbral loudness", () => createLoudnessMeter(options)),
    play("Timbral true peak", () => createTruePeakMeter(options)),
    play("Timbral spectrum and centroid", () => createSpectrumMeter(options)),
    play("Timbral dither", () => createDither({ bits: 16, channelCount: 2 })),
    play("Timbral 40 sections, for scale", () => new CascadeProcessor(coefficients, 2)),
    ...ffmpeg(raw),
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
    const speed = `${(seconds / took).toFixed(0).padStart(5)} x real time`;
    console.log(`${name.padEnd(31)} ${speed}   ${(took / median[0]!).toFixed(2)} x the first line's time`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
