import { describe, expect, test } from "vitest";
import { allKinds, randomSetting } from "../../test/support/random-setting.ts";
import { settingResponseDb, targetCurveDb } from "../dsp/index.ts";
import { BAND_COUNT, bandFrequencyHz, type EqualizerSetting, type SectionKind } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import { graphicFrequencyHz } from "./graphic-frequencies.ts";
import { largestBoostDb } from "./headroom.ts";
import { findPresetFormat, presetFormats, readPreset } from "./index.ts";

const sampleRateHz = 48_000;
const gridHz = Array.from({ length: 200 }, (_, step) => 20 * 1000 ** (step / 199));
const gains: readonly SectionKind[] = ["bell", "lowShelf", "highShelf"];
const hearable = (setting: EqualizerSetting) =>
  settingResponseDb({ ...setting, preampDb: 0 }, gridHz, sampleRateHz).map((value) => Math.max(value, -60));
const worst = (left: Float64Array, right: Float64Array) =>
  left.reduce((most, value, at) => Math.max(most, Math.abs(value - right[at]!)), 0);

/** Largest error of the response that a format's decimals may cause, and the kinds that it has. */
const parametric: readonly { id: string; withinDb: number; kinds: readonly SectionKind[] }[] = [
  { id: "equalizer-apo", withinDb: 0.06, kinds: gains },
  { id: "autoeq", withinDb: 0.06, kinds: gains },
  { id: "peace", withinDb: 0.06, kinds: gains },
  { id: "easyeffects", withinDb: 0.006, kinds: gains },
  { id: "camilladsp", withinDb: 0.006, kinds: gains },
  { id: "web-audio", withinDb: 0.002, kinds: ["bell", "lowPass", "highPass", "bandPass"] },
  { id: "rew", withinDb: 0.1, kinds: ["bell", "lowPass", "highPass"] },
  // Whole hertz: 25.5 Hz may become 25 or 26.
  { id: "poweramp", withinDb: 1, kinds: ["bell", "lowShelf", "highShelf", "bandPass"] },
];

describe("a setting comes back as it was written", () => {
  test.each(parametric)("$id, response within $withinDb dB", ({ id, withinDb, kinds }) => {
    const format = findPresetFormat(id)!;
    const random = createRandom(11);
    for (let trial = 0; trial < 40; trial++) {
      const setting = randomSetting(random, kinds);
      const written = format.write!({ name: `Trial ${trial}`, setting, sampleRateHz });
      const read = format.read!(written.files[0]!.text!, { sampleRateHz });
      expect(read.setting.kind).toBe("parametric");
      expect(worst(hearable(read.setting), hearable(setting))).toBeLessThan(withinDb);
      expect(read.setting.preampDb).toBeCloseTo(written.preampDb, 6);
      expect(read.notes.filter((note) => !note.includes("preamp"))).toEqual([]);
    }
  });

  const exact = parametric.filter(({ id }) => id !== "rew" && id !== "web-audio");
  test.each(exact)("$id, every kind that it has, section for section; the others are noted", ({ id }) => {
    const format = findPresetFormat(id)!;
    const random = createRandom(12);
    for (let trial = 0; trial < 40; trial++) {
      const setting = randomSetting(random, allKinds);
      const written = format.write!({ name: "x", setting, sampleRateHz }, { preamp: "asked" });
      const asked = setting.sections.filter(({ kind }) => id !== "poweramp" || kind !== "notch");
      const leftOut = written.notes.filter((note) => note.includes("is left out"));
      expect(leftOut).toHaveLength(setting.sections.length - asked.length);
      const { setting: read } = format.read!(written.files[0]!.text!, { sampleRateHz });
      const sections = read.kind === "parametric" ? read.sections : [];
      expect(sections.map(({ kind }) => kind)).toEqual(asked.map(({ kind }) => kind));
      for (const [at, { frequencyHz, gainDb, q }] of sections.entries()) {
        expect(Math.abs(frequencyHz - asked[at]!.frequencyHz)).toBeLessThanOrEqual(
          id === "poweramp" ? 0.5 : 0.00501,
        );
        expect(Math.abs(gainDb - asked[at]!.gainDb)).toBeLessThanOrEqual(0.00501);
        expect(Math.abs(q - asked[at]!.q)).toBeLessThanOrEqual(id === "poweramp" ? 5.01e-4 : 5.01e-5);
      }
    }
  });

  test.each(
    parametric,
  )("$id: the written preamp keeps the largest boost at or below 0 dB, and is not needlessly low", ({
    id,
    kinds,
  }) => {
    const format = findPresetFormat(id)!;
    const random = createRandom(13);
    for (let trial = 0; trial < 30; trial++) {
      const setting = randomSetting(random, kinds);
      const written = format.write!({ name: "x", setting, sampleRateHz });
      const read = format.read!(written.files[0]!.text!, { sampleRateHz });
      if (read.setting.kind !== "parametric") throw new Error("must be parametric");
      const peakDb = largestBoostDb(read.setting, sampleRateHz) + read.setting.preampDb;
      expect(peakDb).toBeLessThan(1e-4);
      const asIs = setting.preampDb + largestBoostDb(setting, sampleRateHz);
      if (asIs > 0) expect(peakDb).toBeGreaterThan(-0.02);
      const asked = format.write!({ name: "x", setting, sampleRateHz }, { preamp: "asked" });
      expect(asked.preampDb).toBeCloseTo(setting.preampDb, 2);
    }
  });

  test("shelves of any Q in programs with one steepness: the note says how far off, and it is so", () => {
    const random = createRandom(14);
    for (const id of ["rew", "web-audio"]) {
      for (let trial = 0; trial < 12; trial++) {
        const kind = trial % 2 === 0 ? "lowShelf" : "highShelf";
        const section = {
          kind,
          frequencyHz: 60 * 150 ** random.uniform(),
          gainDb: -12 + 24 * random.uniform(),
          q: 0.4 + 0.8 * random.uniform(),
        } as const;
        const setting = { kind: "parametric", preampDb: 0, sections: [section] } as const;
        const format = findPresetFormat(id)!;
        const written = format.write!({ name: "x", setting, sampleRateHz });
        const read = format.read!(written.files[0]!.text!, { sampleRateHz });
        const offDb = worst(hearable(read.setting), hearable(setting));
        const note = written.notes.find((text) => text.startsWith("what is written"));
        const statedDb = Number(/within ([0-9.]+) dB/.exec(note ?? "")?.[1] ?? 0.005);
        expect(offDb).toBeLessThan(statedDb + 0.01);
        expect(offDb).toBeLessThan(0.35);
      }
    }
  });
});

describe("a curve comes back as it was written", () => {
  const curves = (seed: number) => {
    const random = createRandom(seed);
    return Array.from({ length: 10 }, () => {
      let value = 0;
      return Array.from({ length: BAND_COUNT }, () => {
        value = 0.8 * value + 2 * random.normal();
        return Math.min(12, Math.max(-12, value));
      });
    });
  };

  test.each([
    { id: "equalizer-apo-graphic", withinDb: 0.006 },
    { id: "autoeq-graphic", withinDb: 0.0501 },
    { id: "wavelet", withinDb: 0.0501 },
    { id: "jamesdsp", withinDb: 0.006 },
  ])("$id, at its 127 frequencies within $withinDb dB", ({ id, withinDb }) => {
    const format = findPresetFormat(id)!;
    for (const curveDb of curves(21)) {
      const written = format.write!({ name: "x", curveDb, sampleRateHz });
      const read = format.read!(written.files[0]!.text!);
      if (read.setting.kind !== "graphic") throw new Error("must be graphic");
      expect(read.setting.points.map(({ frequencyHz }) => frequencyHz)).toEqual(graphicFrequencyHz);
      const asked = targetCurveDb(curveDb, graphicFrequencyHz);
      const playing = settingResponseDb(read.setting, graphicFrequencyHz, sampleRateHz);
      playing.forEach((value, at) =>
        expect(Math.abs(value - written.preampDb - asked[at]!)).toBeLessThan(withinDb),
      );
      expect(Math.max(...playing)).toBeLessThan(0.051);
      expect(Math.max(...playing)).toBeGreaterThan(Math.max(...asked) > 0 ? -0.11 : -13);
    }
  });

  test("csv, at the bands", () => {
    const format = findPresetFormat("csv")!;
    for (const curveDb of curves(22)) {
      const read = readPreset(format.write!({ name: "x", curveDb, sampleRateHz }).files[0]!.text!, "x.csv");
      const playing = settingResponseDb(read.setting, bandFrequencyHz as readonly number[], sampleRateHz);
      playing.forEach((value, at) => expect(Math.abs(value - curveDb[at]!)).toBeLessThan(0.02));
    }
  });

  test("biquads of a curve and of a setting, by their response", () => {
    const format = findPresetFormat("biquads-json")!;
    const random = createRandom(23);
    for (const curveDb of curves(24).slice(0, 4)) {
      const written = format.write!({ name: "x", curveDb, sampleRateHz });
      const read = format.read!(written.files[0]!.text!);
      const heard = settingResponseDb(
        { ...read.setting, preampDb: 0 },
        bandFrequencyHz as readonly number[],
        sampleRateHz,
      );
      // The cascade's own bars at up to 12 dB, and straight lines between 24 points per octave.
      heard.forEach((value, at) => expect(Math.abs(value - curveDb[at]!)).toBeLessThan(1));
    }
    for (let trial = 0; trial < 10; trial++) {
      const setting = randomSetting(random, ["bell", "lowShelf", "highShelf"]);
      const read = format.read!(format.write!({ name: "x", setting, sampleRateHz }).files[0]!.text!);
      expect(worst(hearable(read.setting), hearable(setting))).toBeLessThan(0.1);
    }
  });
});

test("what is written is recognised, by its content or by its name", () => {
  const setting = randomSetting(createRandom(31), ["bell", "lowShelf", "highShelf"]);
  const curveDb = Array.from({ length: BAND_COUNT }, (_, band) => Math.sin(band / 4));
  for (const format of presetFormats) {
    if (format.write === undefined || format.recognizes === undefined) continue;
    const [file] = format.write({ name: "Some name", setting, curveDb, sampleRateHz }).files;
    expect(readPreset(file!.text!, file!.name).format).toBe(format.id);
  }
});
