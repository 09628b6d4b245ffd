/**
 * Makes demo/loop.wav: four bars of our own music, 10 s at 96 beats a minute, to hear equalizers with.
 *
 *     npx tsx runs/synthesize-demo.ts [path]
 *
 * Drums, bass, pad, electric piano and a plucked figure fill 40 Hz to 16 kHz. Everything is additions and
 * multiplications of float64 with a seeded generator (no Math.sin, exp or random, whose last bits are the engine's),
 * so the file is the same bit for bit wherever it is made. Notes that outlast the loop ring on at its beginning, and
 * filters and echoes start in the state that they end in: it repeats without a seam.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { memorySink, openWavWriter, wavFormat } from "../src/audio/index.ts";

const RATE = 48_000;
const BEAT = 30_000; // frames: 96 beats a minute
const BAR = 4 * BEAT;
const LENGTH = 4 * BAR;
const PEAK = 0.7079; // -3 dBFS

/** Left and right, shape `[2][LENGTH]`. */
type Track = readonly [Float64Array, Float64Array];

// Arithmetic -------------------------------------------------------------------------------------------------------

/** sin(2π·turns) by its Taylor series on a quarter turn; error below 1e-9. */
function sine(turns: number): number {
  let x = turns - Math.floor(turns + 0.5);
  if (x > 0.25) x = 0.5 - x;
  else if (x < -0.25) x = -0.5 - x;
  const y = 2 * Math.PI * x;
  const s = y * y;
  return (
    y *
    (1 +
      s * (-1 / 6 + s * (1 / 120 + s * (-1 / 5040 + s * (1 / 362_880 + (s * (s / 156 - 1)) / 39_916_800)))))
  );
}

/** e^x for moderate x: the series of x / 1024, squared ten times. */
function exponential(x: number): number {
  const y = x / 1024;
  let power = 1 + y * (1 + (y / 2) * (1 + (y / 3) * (1 + (y / 4) * (1 + y / 5))));
  for (let i = 0; i < 10; i++) power *= power;
  return power;
}

/** Frequency of a MIDI note number, Hz: A4 = 69 = 440 Hz, equal temperament. */
function noteHz(note: number): number {
  return 440 * exponential(((note - 69) / 12) * Math.LN2);
}

/** Factor per frame of a decay to 1/e in `seconds`. */
function decayPerFrame(seconds: number): number {
  return exponential(-1 / (seconds * RATE));
}

/** Uniform numbers in -1..1 from a seed (mulberry32). */
function noiseSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

// Building blocks --------------------------------------------------------------------------------------------------

/** A sound of `seconds` from a function of the frame number. */
function sound(seconds: number, sample: (frame: number) => number): Float64Array {
  return Float64Array.from({ length: Math.round(seconds * RATE) }, (_, frame) => sample(frame));
}

/** Straight attack, exponential decay, and a straight fade over the last 10 ms, so that no note ends in a click. */
function shape(signal: Float64Array, attackSeconds: number, decaySeconds: number): Float64Array {
  const attack = attackSeconds * RATE;
  const decay = decayPerFrame(decaySeconds);
  const fade = 0.01 * RATE;
  let level = 1;
  for (let i = 0; i < signal.length; i++) {
    signal[i]! *= level * Math.min(1, i / attack, (signal.length - i) / fade);
    if (i > attack) level *= decay;
  }
  return signal;
}

/** Sawtooth with its steps rounded off over two frames (PolyBLEP; Välimäki & Huovilainen 2007). */
function saw(frequencyHz: number, seconds: number, startTurns = 0): Float64Array {
  const step = frequencyHz / RATE;
  let phase = startTurns;
  return sound(seconds, () => {
    phase += step;
    if (phase >= 1) phase -= 1;
    const before = 1 - phase;
    if (phase < step) return 2 * phase - 1 + (1 - phase / step) * (1 - phase / step);
    if (before < step) return 2 * phase - 1 - (1 - before / step) * (1 - before / step);
    return 2 * phase - 1;
  });
}

/**
 * State-variable filter, 12 dB/octave (Simper 2013), in place.
 *
 * @param loops True for a signal that repeats: runs through it once before, to start in the state it ends in.
 */
function filter(
  kind: "low" | "band" | "high",
  signal: Float64Array,
  cutoffHz: number,
  { q = Math.SQRT1_2, loops = false } = {},
): Float64Array {
  const half = cutoffHz / RATE / 2;
  const g = sine(half) / sine(half + 0.25);
  const k = 1 / q;
  const a1 = 1 / (1 + g * (g + k));
  let first = 0;
  let second = 0;
  for (let round = loops ? 0 : 1; round < 2; round++) {
    for (let i = 0; i < signal.length; i++) {
      const input = signal[i]!;
      const band = a1 * (first + g * (input - second));
      const low = second + g * band;
      first = 2 * band - first;
      second = 2 * low - second;
      if (round === 1) signal[i] = kind === "low" ? low : kind === "band" ? k * band : input - k * band - low;
    }
  }
  return signal;
}

const emptyTrack = (): Track => [new Float64Array(LENGTH), new Float64Array(LENGTH)];

/** Adds a sound at a place given in beats; what passes the end goes on at the beginning. Pan -1 left .. 1 right. */
function place(track: Track, beats: number, signal: Float64Array, level: number, pan = 0): void {
  const start = Math.round(beats * BEAT);
  for (const [side, channel] of track.entries()) {
    const gain = level * (side === 0 ? 1 - Math.max(0, pan) : 1 + Math.min(0, pan));
    for (let i = 0; i < signal.length; i++) channel[(start + i) % LENGTH]! += gain * signal[i]!;
  }
}

/** A small room: four combs and two all-passes a side (Schroeder 1962), running through the loop until it repeats. */
function echo(input: Float64Array, combFrames: readonly number[]): Float64Array {
  const sum = new Float64Array(LENGTH);
  for (const delay of combFrames) {
    const line = new Float64Array(LENGTH);
    for (let frame = 0; frame < 2 * LENGTH; frame++) {
      const i = frame % LENGTH;
      line[i] = input[i]! + 0.74 * line[(i + LENGTH - delay) % LENGTH]!;
    }
    for (let i = 0; i < LENGTH; i++) sum[i]! += 0.25 * line[(i + LENGTH - delay) % LENGTH]!;
  }
  for (const delay of [241, 83]) {
    const line = new Float64Array(LENGTH);
    const at = (i: number) => (i + LENGTH - delay) % LENGTH;
    for (let frame = 0; frame < 2 * LENGTH; frame++) {
      const i = frame % LENGTH;
      line[i] = sum[i]! + 0.6 * line[at(i)]!;
    }
    for (let i = 0; i < LENGTH; i++) sum[i] = line[at(i)]! - 0.6 * line[i]!;
  }
  return sum;
}

// Instruments ------------------------------------------------------------------------------------------------------

/** A sine that falls from 190 to 47 Hz, with a beater's knock. */
function kick(): Float64Array {
  const fall = decayPerFrame(0.035);
  const noise = noiseSource(11);
  let sweep = 1;
  let phase = 0;
  let knock = 1;
  return shape(
    sound(0.42, () => {
      phase += (47 + 143 * sweep) / RATE;
      sweep *= fall;
      knock *= 0.99;
      return sine(phase) + 0.25 * knock * noise();
    }),
    0.001,
    0.16,
  );
}

/** Two drum-head modes and the rattle of the wires. */
function snare(seed: number): Float64Array {
  const noise = noiseSource(seed);
  const head = shape(
    sound(0.2, (frame) => sine((187 * frame) / RATE) + 0.6 * sine((331 * frame) / RATE)),
    0.001,
    0.05,
  );
  const wires = shape(filter("low", filter("high", sound(0.3, noise), 1300), 8500), 0.001, 0.085);
  head.forEach((value, i) => {
    wires[i]! += 0.7 * value;
  });
  return wires;
}

/** Bright noise, short (closed hi-hat, shaker) or long (open hi-hat). */
function hat(seed: number, decaySeconds: number, lowHz: number, highHz: number): Float64Array {
  const noise = sound(Math.min(0.5, 6 * decaySeconds), noiseSource(seed));
  return shape(filter("low", filter("high", noise, lowHz), highHz), 0.0015, decaySeconds);
}

/** A dark sawtooth over a sine. */
function bassNote(note: number, seconds: number): Float64Array {
  const frequencyHz = noteHz(note);
  const tone = filter("low", filter("low", saw(frequencyHz, seconds), 520, { q: 0.9 }), 2600);
  return shape(
    tone.map((value, frame) => 0.55 * value + 0.6 * sine((frequencyHz * frame) / RATE)),
    0.006,
    0.55,
  );
}

/** Electric piano: one sine bends another's phase, and a tine fourteen times as high rings briefly. */
function pianoNote(note: number, seconds: number): Float64Array {
  const step = noteHz(note) / RATE;
  const bend = decayPerFrame(0.35);
  const ring = decayPerFrame(0.06);
  let depth = 0.22;
  let tine = 0.12;
  return shape(
    sound(seconds, (frame) => {
      depth *= bend;
      tine *= ring;
      return sine(step * frame + depth * sine(step * frame)) + tine * sine(14 * step * frame);
    }),
    0.003,
    0.7,
  );
}

/** A short bright pluck: a sawtooth behind a filter, and its octave as a glint. */
function pluck(note: number): Float64Array {
  const dark = shape(filter("low", saw(noteHz(note), 0.5), 6000), 0.002, 0.1);
  const bright = shape(filter("high", saw(noteHz(note + 12), 0.5), 2500), 0.002, 0.045);
  return dark.map((value, i) => value + 0.8 * bright[i]!);
}

/** One bar of three sawtooths, slightly out of tune, that swell and overlap with the next bar. */
function padNote(note: number, detune: number, startTurns: number): Float64Array {
  const seconds = (1.12 * BAR) / RATE;
  const voices = [1 - detune, 1, 1 + 1.1 * detune].map((ratio, v) =>
    saw(noteHz(note) * ratio, seconds, (startTurns + 0.37 * v) % 1),
  );
  const swell = 0.12 * seconds * RATE;
  const mix = voices[0]!.map((value, i) => value + voices[1]![i]! + voices[2]![i]!);
  return mix.map((value, i) => value * Math.min(1, i / swell, (mix.length - i) / swell));
}

// The piece --------------------------------------------------------------------------------------------------------

/** F major 9, G 6/9, E minor 7, A minor 9, one a bar; MIDI note numbers. */
const CHORDS: readonly (readonly number[])[] = [
  [53, 57, 60, 64, 67],
  [55, 59, 62, 64, 69],
  [52, 55, 59, 62, 67],
  [57, 60, 64, 67, 71],
];
const BASS: readonly number[] = [29, 31, 28, 33];

function drums(dry: Track, room: Track): void {
  const thump = kick();
  const crack = snare(23);
  const shimmer = [snare(24), snare(25)] as const;
  for (let bar = 0; bar < 4; bar++) {
    const beat = 4 * bar;
    for (const at of bar === 3 ? [0, 1.75, 2.5, 3.75] : [0, 1.75, 2.5]) place(dry, beat + at, thump, 0.68);
    for (const at of [1, 3]) {
      place(dry, beat + at, crack, 0.36);
      place(dry, beat + at, shimmer[0], 0.1, -0.9);
      place(dry, beat + at, shimmer[1], 0.1, 0.9);
      place(room, beat + at, crack, 0.16);
    }
    for (let sixteenth = 0; sixteenth < 16; sixteenth++) {
      const seed = 100 + 16 * bar + sixteenth;
      const swing = sixteenth % 2 === 1 ? 0.03 : 0;
      const accent = [0.19, 0.07, 0.14, 0.08][sixteenth % 4]!;
      const isOpen = sixteenth === 14;
      place(
        dry,
        beat + sixteenth / 4 + swing,
        hat(seed, isOpen ? 0.12 : 0.03, 6000, 15_000),
        1.1 * accent,
        0.4,
      );
      place(dry, beat + sixteenth / 4 + swing, hat(seed + 500, 0.025, 2400, 5500), 0.75 * accent, -0.6);
    }
  }
}

function bassLine(dry: Track): void {
  BASS.forEach((root, bar) => {
    const line = [
      [0, root, 0.8],
      [1.75, root, 0.3],
      [2.5, root, 0.5],
      [3.5, root + 12, 0.25],
    ] as const;
    for (const [at, note, seconds] of line) place(dry, 4 * bar + at, bassNote(note, seconds), 0.34);
  });
}

function harmony(dry: Track, room: Track): void {
  const pad = emptyTrack();
  CHORDS.forEach((chord, bar) => {
    chord.forEach((note, voice) => {
      place(pad, 4 * bar - 0.1 + LENGTH / BEAT, padNote(note, 0.004, 0.13 * voice), 0.036, 0.8);
      place(pad, 4 * bar - 0.1 + LENGTH / BEAT, padNote(note, 0.0055, 0.29 * voice), 0.036, -0.8);
      for (const at of [0.5, 1.5, 2.25, 3.5]) {
        const touch = at === 0.5 ? 0.075 : 0.055;
        place(dry, 4 * bar + at, pianoNote(note + 12, 0.5), touch, (voice - 2) / 6);
        place(room, 4 * bar + at, pianoNote(note + 12, 0.5), 0.6 * touch, (2 - voice) / 6);
      }
    });
    [0, 3, 6, 8, 11, 14].forEach((sixteenth, i) => {
      const note = chord[(2 * i + bar) % chord.length]! + 24;
      place(dry, 4 * bar + sixteenth / 4, pluck(note), 0.17, i % 2 === 0 ? -0.5 : 0.5);
      place(room, 4 * bar + sixteenth / 4, pluck(note), 0.09, i % 2 === 0 ? 0.5 : -0.5);
    });
  });
  pad.forEach((channel, side) => {
    filter("high", filter("low", channel, 5200, { loops: true }), 160, { loops: true });
    channel.forEach((value, i) => {
      dry[side]![i]! += value;
    });
  });
}

/** The loop, shape `[2][480000]`, peak -3 dBFS, no DC. */
function synthesizeLoop(): Track {
  const dry = emptyTrack();
  const room = emptyTrack();
  drums(dry, room);
  bassLine(dry);
  harmony(dry, room);
  const combs = [
    [1433, 1601, 1867, 2053],
    [1447, 1621, 1877, 2063],
  ];
  dry.forEach((channel, side) => {
    const wet = filter("high", echo(room[side]!, combs[side]!), 250, { loops: true });
    for (let i = 0; i < LENGTH; i++) channel[i]! += 0.5 * wet[i]!;
    filter("high", channel, 28, { loops: true });
  });
  const peak = dry.reduce(
    (most, channel) => channel.reduce((m, value) => Math.max(m, Math.abs(value)), most),
    0,
  );
  for (const channel of dry) for (let i = 0; i < LENGTH; i++) channel[i]! *= PEAK / peak;
  return dry;
}

/** The bytes of demo/loop.wav: stereo, 16 bits, 48 kHz. */
export async function synthesizeDemo(): Promise<Uint8Array> {
  const sink = memorySink();
  const writer = await openWavWriter(sink, { format: wavFormat(), frameCount: LENGTH });
  await writer.write(synthesizeLoop(), LENGTH);
  await writer.close();
  return sink.bytes();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = process.argv[2] ?? fileURLToPath(new URL("../demo/loop.wav", import.meta.url));
  writeFileSync(path, await synthesizeDemo());
  console.log(`${path}: ${readFileSync(path).length} bytes`);
}
