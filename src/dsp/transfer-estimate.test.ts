import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { CascadeProcessor } from "./cascade.ts";
import { designGraphicEqualizer } from "./graphic-equalizer.ts";
import { recordingDelay } from "./recording-delay.ts";
import { responseDb } from "./response.ts";
import { estimateTransfer } from "./transfer-estimate.ts";

const RATE = 44_100;
const SECONDS = 5;
const gainDb = bandFrequencyHz.map((_, band) => 7 * Math.sin(band / 3) - 2);
const { coefficients } = designGraphicEqualizer(gainDb, RATE);
const truth = responseDb(coefficients, bandFrequencyHz, RATE);

function noise(frames: number, seed: number, amplitude = 0.3): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: frames }, () => amplitude * (2 * random.uniform() - 1));
}

/** Notes that begin at random, with 20 harmonics each that decay, over the hiss of a quiet room. */
function music(frames: number, seed: number): Float64Array {
  const random = createRandom(seed);
  const sound = noise(frames, seed + 1, 3e-4);
  for (let start = 0; start < frames; start += RATE / 5) {
    const fundamentalHz = 40 * 2 ** (random.integer(0, 48) / 12);
    const harmonics = Math.min(20, Math.floor(RATE / 2 / fundamentalHz) - 1);
    for (let harmonic = 1; harmonic <= harmonics; harmonic++) {
      const omega = (2 * Math.PI * fundamentalHz * harmonic) / RATE;
      const phase = 2 * Math.PI * random.uniform();
      for (let frame = 0; frame < Math.min(RATE / 2, frames - start); frame++) {
        const decay = Math.exp((-frame * (2 + harmonic)) / RATE);
        sound[start + frame]! += (0.1 / harmonic) * decay * Math.sin(omega * frame + phase);
      }
    }
  }
  return sound;
}

function filtered(channels: readonly Float64Array[]): Float64Array[] {
  const copies = channels.map((channel) => channel.slice());
  new CascadeProcessor(coefficients, copies.length).process(copies, copies[0]!.length);
  return copies;
}

function delayed(samples: Float64Array, frames: number): Float64Array {
  const later = new Float64Array(samples.length + frames);
  later.set(samples, frames);
  return later;
}

/** The largest error where the coherence is high, dB, and how many points that are. */
function errorOf(estimate: { gainDb: Float64Array; coherence: Float64Array }, above = 0.98, offsetDb = 0) {
  const trusted = [...estimate.gainDb.keys()].filter((point) => estimate.coherence[point]! > above);
  return {
    count: trusted.length,
    error: Math.max(...trusted.map((point) => Math.abs(estimate.gainDb[point]! - truth[point]! - offsetDb))),
  };
}

describe("estimateTransfer", () => {
  const before = [noise(SECONDS * RATE, 1), noise(SECONDS * RATE, 2)];
  const after = filtered(before);

  test("finds 40 bands from noise within 0.15 dB", () => {
    const estimate = estimateTransfer(before, after, bandFrequencyHz, RATE);
    expect(estimate.delayFrames).toBe(0);
    const { error, count } = errorOf(estimate);
    expect(count).toBe(40);
    expect(error).toBeLessThan(0.15);
  });

  test("finds them from a sound like music", () => {
    const played = [music(SECONDS * RATE, 3)];
    const { error, count } = errorOf(estimateTransfer(played, filtered(played), bandFrequencyHz, RATE));
    expect(count).toBeGreaterThan(35);
    expect(error).toBeLessThan(0.15);
  });

  test("a delay, a gain, a change of polarity and another length do not matter", () => {
    const changed = after.map((samples) => delayed(samples, 5_321).map((x) => -x / 2));
    const estimate = estimateTransfer(before, changed, bandFrequencyHz, RATE);
    expect(Math.abs(estimate.delayFrames - 5_321)).toBeLessThanOrEqual(2);
    expect(errorOf(estimate, 0.98, 20 * Math.log10(0.5)).error).toBeLessThan(0.15);
    const early = estimateTransfer(
      before,
      after.map((samples) => samples.slice(3_000, 4 * RATE)),
      bandFrequencyHz,
      RATE,
    );
    expect(Math.abs(early.delayFrames + 3_000)).toBeLessThanOrEqual(2);
    expect(errorOf(early).error).toBeLessThan(0.15);
  });

  test("mono against stereo compares the mean", () => {
    const mono = before[0]!.map((x, frame) => (x + before[1]![frame]!) / 2);
    const { error, count } = errorOf(estimateTransfer([mono], after, bandFrequencyHz, RATE));
    expect(count).toBe(40);
    expect(error).toBeLessThan(0.15);
  });

  test("noise that was added afterwards lowers the coherence to its share and does not move the gain", () => {
    const added = noise(SECONDS * RATE, 7, 0.15);
    const noisy = before[0]!.map((x, frame) => x + added[frame]!);
    const points = [500, 1_000, 2_000, 4_000, 8_000, 16_000];
    const { gainDb: found, coherence } = estimateTransfer([before[0]!], [noisy], points, RATE);
    for (let point = 0; point < points.length; point++) {
      expect(Math.abs(coherence[point]! - 0.8)).toBeLessThan(0.06);
      expect(Math.abs(found[point]!)).toBeLessThan(0.5);
    }
    const unrelated = estimateTransfer([before[0]!], [before[1]!], [1_000, 5_000, 15_000], RATE);
    for (const value of unrelated.coherence) expect(value).toBeLessThan(0.05);
  });

  test("the same sound twice is 0 dB with coherence 1", () => {
    const { gainDb: found, coherence } = estimateTransfer(before, before, bandFrequencyHz, RATE);
    for (let band = 0; band < 40; band++) {
      expect(found[band]).toBeCloseTo(0, 10);
      expect(coherence[band]).toBeCloseTo(1, 10);
    }
  });

  test("there is no gain where there is no sound or no such frequency; what is no number counts as 0", () => {
    const silence = [new Float64Array(RATE)];
    const nothing = estimateTransfer(silence, [noise(RATE, 1)], [100, 1_000], RATE);
    expect([...nothing.gainDb]).toEqual([Number.NaN, Number.NaN]);
    expect([...nothing.coherence]).toEqual([0, 0]);
    expect(nothing.delayFrames).toBe(0);
    const muted = estimateTransfer([noise(RATE, 1)], silence, [100], RATE);
    expect([muted.gainDb[0], muted.coherence[0]]).toEqual([Number.NEGATIVE_INFINITY, 0]);
    const { gainDb: found } = estimateTransfer(before, before, [-1, 30_000, Number.NaN], RATE);
    expect(found.every(Number.isNaN)).toBe(true);
    const clean = before[0]!.slice(0, RATE);
    const dirty = clean.slice();
    clean.fill(0, 777, 780);
    dirty.set([Number.NaN, Infinity, -Infinity], 777);
    const other = [after[0]!.subarray(0, RATE)];
    expect(estimateTransfer([dirty], other, [1_000], RATE)).toEqual(
      estimateTransfer([clean], other, [1_000], RATE),
    );
  });

  test("refuses what cannot be compared", () => {
    expect(() => estimateTransfer([], before, [1], RATE)).toThrow(/must have a channel, got 0 and 2/);
    expect(() => estimateTransfer(before, before, [1], 0)).toThrow(/above 0, got 0/);
    expect(() => estimateTransfer([noise(2_000, 1)], [noise(2_000, 1)], [1], RATE)).toThrow(
      /share 2048 frames or more, got 2000/,
    );
  });
});

test("recordingDelay finds any shift within what both hold", () => {
  const sound = noise(20_000, 9);
  for (const frames of [0, 1, 17, 1_000, 15_000]) {
    expect(recordingDelay(sound, delayed(sound, frames))).toBe(frames);
    expect(recordingDelay(delayed(sound, frames), sound)).toBe(frames === 0 ? 0 : -frames);
  }
});
