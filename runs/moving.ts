/**
 * What happens to the sound while an equalizer moves, and near Nyquist.
 *
 *   npx tsx runs/moving.ts
 *
 * 1. Zipper noise: a 997 Hz sine of full scale at 48 kHz, a change in its middle, the energy further than 200 Hz from the
 *    sine against all (65,536 points, Blackman-Harris window). Above, other ways for one bell (1 kHz, Q 1, -12 to +12 dB);
 *    below, the moving equalizer for every kind of change.
 * 2. The largest output of a bell (Q 8) that swings between 20 Hz and 18 kHz, and 0.7 times as fast between -18 and
 *    +18 dB, on white noise within 1, over two seconds.
 * 3. The largest distance of a digital bell from the analogue one up to 20 kHz.
 * 4. Nanoseconds per stereo frame in blocks of 128, the median of 300 rounds of 8 blocks, in turns.
 */
import {
  analogueResponseDb,
  type Biquad,
  CascadeProcessor,
  createMorphAutomation,
  designGraphicEqualizer,
  designSection,
  type EqualizerTarget,
  MovingEqualizer,
  packBiquads,
  peaking,
  responseDb,
  StateVariableBank,
  stateVariableFromBiquad,
} from "../src/dsp/index.ts";
import { bandFrequencyHz, type EqualizerSection } from "../src/effects/index.ts";
import { SPLATTER_FRAMES, splatterDb, tone } from "../test/support/splatter.ts";

const sampleRateHz = 48_000;
const half = SPLATTER_FRAMES / 2;
const row = (name: string, ...cells: readonly string[]) =>
  console.log(name.padEnd(44) + cells.map((cell) => cell.padStart(11)).join(""));
const bell = (gainDb: number) => peaking({ frequencyHz: 1_000, gainDb, q: 1 }, sampleRateHz);

/** One sample through a biquad whose coefficients may be others each time. */
type Stepper = (sample: number, biquad: Biquad) => number;

function directForm1(): Stepper {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return (x, { b0, b1, b2, a1, a2 }) => {
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  };
}

function transposedDirectForm2(): Stepper {
  let [u, v] = [0, 0];
  return (x, { b0, b1, b2, a1, a2 }) => {
    const y = b0 * x + u;
    u = b1 * x - a1 * y + v;
    v = b2 * x - a2 * y;
    return y;
  };
}

function stateVariable(): Stepper {
  const bank = new StateVariableBank(1, 1);
  const sample = new Float64Array(1);
  return (x, biquad) => {
    const { g, k, m0, m1, m2 } = stateVariableFromBiquad(biquad);
    bank.setSection(0, g, k, m0, m1, m2);
    sample[0] = x;
    bank.filter(0, [sample], 0, 1);
    return sample[0]!;
  };
}

const forms = {
  "direct form 1": directForm1,
  "transposed 2": transposedDirectForm2,
  "state var.": stateVariable,
};

console.log("1. zipper noise, dB: other ways");
row("", ...Object.keys(forms));
/** Gain by frames since the change. */
const ways: Record<string, (frame: number) => number> = {
  "no change": () => -12,
  "at once": (frame) => (frame < 0 ? -12 : 12),
  "20 ms line, coefficients every 128 frames": (frame) => line(Math.floor(frame / 128) * 128),
  "20 ms line, every 32 frames": (frame) => line(Math.floor(frame / 32) * 32),
  "20 ms line, every frame": line,
  "one-pole of 20 ms in dB, every frame": (frame) => (frame < 0 ? -12 : 12 - 24 * Math.exp(-frame / 960)),
};
function line(frame: number): number {
  return -12 + 24 * Math.min(1, Math.max(0, frame / 960));
}
for (const [name, gainAt] of Object.entries(ways)) {
  const cells = Object.values(forms).map((make) => {
    const step = make();
    const heard = tone(997, sampleRateHz).map((sample, frame) => step(sample, bell(gainAt(frame - half))));
    return splatterDb(heard, 997, sampleRateHz).toFixed(1);
  });
  row(name, ...cells);
}

const section = (
  kind: EqualizerSection["kind"],
  frequencyHz: number,
  gainDb: number,
  q: number,
): EqualizerSection => ({
  ...{ kind, frequencyHz, gainDb, q },
});
const panel = (...sections: EqualizerSection[]): EqualizerTarget => ({
  kind: "parametric",
  preampDb: 0,
  sections,
});
const at = (frequencyHz: number, gainDb: number, q: number) => panel(section("bell", frequencyHz, gainDb, q));
const warm = bandFrequencyHz.map((_, band) => 8 * Math.sin(band / 3));
const bright = bandFrequencyHz.map((_, band) => 8 * Math.cos(band / 2));
const changes: readonly (readonly [string, EqualizerTarget, EqualizerTarget | "bypass" | "morph"])[] = [
  ["bell 1 kHz Q 1: no change", at(1_000, -12, 1), at(1_000, -12, 1)],
  ["gain -12 to +12 dB", at(1_000, -12, 1), at(1_000, 12, 1)],
  ["gain -24 to +24 dB, Q 8", at(1_000, -24, 8), at(1_000, 24, 8)],
  ["frequency 1 to 4 kHz, +12 dB", at(1_000, 12, 1), at(4_000, 12, 1)],
  ["frequency 20 Hz to 20 kHz, +12 dB, Q 4", at(20, 12, 4), at(20_000, 12, 4)],
  ["frequency 990 to 1,100 Hz, +24 dB, Q 20", at(990, 24, 20), at(1_100, 24, 20)],
  ["Q 0.1 to 20, +12 dB at 1.2 kHz", at(1_200, 12, 0.1), at(1_200, 12, 20)],
  ["bell to low-pass of 500 Hz", at(1_000, 12, 1), panel(section("lowPass", 500, 0, 0.7))],
  [
    "high-pass 30 Hz to 4 kHz",
    panel(section("highPass", 30, 0, 0.7)),
    panel(section("highPass", 4_000, 0, 0.7)),
  ],
  ["notch of 1 kHz appears", panel(), panel(section("notch", 1_000, 0, 2))],
  ["preamp 0 to -12 dB", panel(), { kind: "parametric", preampDb: -12, sections: [] }],
  ["bypass of a bell of +12 dB", at(1_000, 12, 1), "bypass"],
  ["40 bands: word to word", warm, bright],
  ["40 bands: amount 200 to -200", warm, warm.map((gain) => -gain)],
  ["40 bands: bypass", warm, "bypass"],
  ["40 bands: flat to word", new Float64Array(40), bright],
  ["40 bands: morph of 0.4 s", warm, "morph"],
  ["40 bands to one bell", warm, at(1_000, 12, 1)],
];
console.log("\n   zipper noise, dB: the moving equalizer");
for (const [name, from, to] of changes) {
  const moving = new MovingEqualizer({ sampleRateHz, channelCount: 1, target: from });
  const heard = tone(997, sampleRateHz);
  const stops = [0.5, 0.9].map((seconds, index) => ({ seconds, gainDb: index === 0 ? warm : bright }));
  if (to === "morph") moving.schedule(createMorphAutomation(stops, sampleRateHz));
  moving.process([heard.subarray(0, half)], half);
  if (to === "bypass") moving.setBypass(true);
  else if (to !== "morph") moving.setTarget(to);
  moving.process([heard.subarray(half)], half);
  row(name, splatterDb(heard, 997, sampleRateHz).toFixed(1));
}

console.log("\n2. largest output of a swinging bell");
row("swings a second", ...Object.keys(forms));
for (const modulationHz of [1, 20, 200, 2_000]) {
  const cells = Object.values(forms).map((make) => {
    const step = make();
    let state = 12_345;
    let peak = 0;
    for (let frame = 0; frame < 2 * sampleRateHz; frame++) {
      state = (Math.imul(1664525, state) + 1013904223) >>> 0;
      const phase = (2 * Math.PI * modulationHz * frame) / sampleRateHz;
      const frequencyHz = 20 * 900 ** ((1 + Math.sin(phase)) / 2);
      const biquad = peaking({ frequencyHz, gainDb: 18 * Math.sin(0.7 * phase), q: 8 }, sampleRateHz);
      const heard = Math.abs(step(state / 2 ** 31 - 1, biquad));
      peak = heard <= peak ? peak : heard;
      if (!Number.isFinite(heard)) return "non-finite";
    }
    return peak > 1e6 ? peak.toExponential(0) : peak.toFixed(2);
  });
  row(String(modulationHz), ...cells);
}

console.log("\n3. distance from the analogue bell up to 20 kHz, dB: cookbook | matched");
const points = Float64Array.from({ length: 2000 }, (_, index) => 20 + (index * 19_980) / 1999);
const rates = [44_100, 48_000, 88_200, 96_000, 192_000];
row("bell", ...rates.map((rate) => `${rate} Hz`.padStart(14)));
for (const gainDb of [6, -12]) {
  for (const q of [0.7, 2, 4.31]) {
    for (const frequencyHz of [4_000, 8_000, 12_000, 16_000]) {
      const asked = section("bell", frequencyHz, gainDb, q);
      const wanted = analogueResponseDb(asked, points);
      const cells = rates.map((rate) =>
        (["cookbook", "matched"] as const).map((prototype) => {
          const heard = responseDb(packBiquads([designSection(asked, rate, prototype)]), points, rate);
          return heard
            .reduce((most, db, index) => Math.max(most, Math.abs(db - wanted[index]!)), 0)
            .toFixed(3);
        }),
      );
      row(`${frequencyHz} Hz, Q ${q}, ${gainDb} dB`, ...cells.map((pair) => pair.join(" | ").padStart(14)));
    }
  }
}

console.log("\n4. cost of 40 sections, stereo");
const block = [new Float64Array(128), new Float64Array(128)];
const fixed = new CascadeProcessor(designGraphicEqualizer(warm, sampleRateHz).coefficients, 2);
const still = new MovingEqualizer({ sampleRateHz, channelCount: 2, target: warm });
const gliding = new MovingEqualizer({ sampleRateHz, channelCount: 2, target: warm });
let turn = 0;
const players: readonly (readonly [string, () => void])[] = [
  ["fixed cascade", () => fixed.process(block, 128)],
  ["moving equalizer at rest", () => still.process(block, 128)],
  [
    "moving equalizer, a new curve every 21 ms",
    () => {
      if (turn++ % 8 === 0) gliding.setTarget(turn % 16 === 1 ? bright : warm);
      gliding.process(block, 128);
    },
  ],
];
const times = players.map((): number[] => []);
for (let round = 0; round < 300; round++) {
  for (const [index, [, play]] of players.entries()) {
    const before = performance.now();
    for (let count = 0; count < 8; count++) {
      for (let frame = 0; frame < 128; frame++) {
        block[0]![frame] = Math.sin(frame);
        block[1]![frame] = Math.cos(1.3 * frame);
      }
      play();
    }
    times[index]!.push((performance.now() - before) / 8 / 128);
  }
}
const medians = times.map((rounds) => rounds.sort((a, b) => a - b)[150]! * 1e6);
for (const [index, [name]] of players.entries()) {
  const nanoseconds = medians[index]!;
  const load = `${((nanoseconds * sampleRateHz) / 1e7).toFixed(2)} %`;
  row(name, `${nanoseconds.toFixed(0)} ns`, load, `${(nanoseconds / medians[0]!).toFixed(2)} x`);
}
{
  const asked = section("highShelf", 6_000, 5, 0.7);
  const took = (prototype: "cookbook" | "matched") => {
    const before = performance.now();
    for (let count = 0; count < 2_000; count++)
      designSection({ ...asked, gainDb: count / 100 }, sampleRateHz, prototype);
    return `${((performance.now() - before) / 2).toFixed(2)} us`;
  };
  took("matched");
  row("design of one shelf: cookbook, matched", took("cookbook"), took("matched"));
}
