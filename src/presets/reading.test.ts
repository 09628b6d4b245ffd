import { describe, expect, test } from "vitest";
import { highShelf, lowShelf, packBiquads, responseDb } from "../dsp/index.ts";
import type { EqualizerSection, EqualizerSetting } from "../effects/index.ts";
import { findPresetFormat, PresetError, type ReadOptions, readPreset, settingCurveDb } from "./index.ts";

const read = (id: string, text: string, options?: ReadOptions) => findPresetFormat(id)!.read!(text, options);
const sectionsOf = (setting: EqualizerSetting): readonly EqualizerSection[] => {
  if (setting.kind !== "parametric") throw new Error("must be parametric");
  return setting.sections;
};
const section = (id: string, line: string) => sectionsOf(read(id, line).setting)[0]!;

describe("EqualizerAPO's conventions", () => {
  test("bells by Q and by bandwidth", () => {
    expect(section("equalizer-apo", "Filter 1: ON PK Fc 1000 Hz Gain -3.5 dB Q 1.41")).toEqual({
      kind: "bell",
      frequencyHz: 1000,
      gainDb: -3.5,
      q: 1.41,
    });
    const byWidth = section("equalizer-apo", "Filter: ON PEQ Fc 50 Hz Gain 3 dB BW Oct 1");
    expect(byWidth.q).toBeCloseTo(Math.SQRT2, 4);
  });

  test("numbers with decimal commas, hard blanks and three decimals (thousands)", () => {
    expect(section("equalizer-apo", "Filter 1: ON PK Fc 62,5 Hz Gain -3,5 dB Q 1,41")).toMatchObject({
      frequencyHz: 62.5,
      gainDb: -3.5,
      q: 1.41,
    });
    const grouped = read("equalizer-apo", "Filter 1: ON PK Fc 22.123 Hz Gain 1 dB Q 1");
    expect(sectionsOf(grouped.setting)[0]!.frequencyHz).toBe(22_123);
    expect(grouped.notes).toEqual(["line 1: three decimals are read as thousands: 22123 Hz"]);
    expect(
      section("rew", "Filter  1: ON  PK       Fc   1\u00A0079 Hz  Gain   4.70 dB  Q  2.707").frequencyHz,
    ).toBe(1079);
  });

  test("passes and notches without a Q", () => {
    expect(section("equalizer-apo", "Filter: ON LP Fc 8000 Hz")).toEqual({
      kind: "lowPass",
      frequencyHz: 8000,
      gainDb: 0,
      q: Math.SQRT1_2,
    });
    expect(section("equalizer-apo", "Filter: ON NO Fc 50 Hz").q).toBe(30);
    expect(section("equalizer-apo", "Filter: ON HPQ Fc 50 Hz Q 0.5")).toMatchObject({
      kind: "highPass",
      q: 0.5,
    });
    expect(section("equalizer-apo", "Filter: ON BP Fc 50 Hz")).toMatchObject({
      kind: "bandPass",
      q: Math.SQRT1_2,
    });
  });

  /** The cookbook's shelf with a slope, coefficients by its other formula for alpha. */
  const slopedDb = (
    kind: "low" | "high",
    frequencyHz: number,
    gainDb: number,
    slope: number,
    at: readonly number[],
  ) => {
    const amplitude = 10 ** (gainDb / 40);
    const alphaTerm = Math.sqrt((amplitude + 1 / amplitude) * (1 / slope - 1) + 2);
    const design = kind === "low" ? lowShelf : highShelf;
    return responseDb(packBiquads([design({ frequencyHz, gainDb, q: 1 / alphaTerm }, 48_000)]), at, 48_000);
  };
  const at = [30, 80, 100, 200, 900, 8000, 15_000];
  const heard = (line: string) => {
    const { kind, frequencyHz, gainDb, q } = section("equalizer-apo", line);
    const design = kind === "lowShelf" ? lowShelf : highShelf;
    return responseDb(packBiquads([design({ frequencyHz, gainDb, q }, 48_000)]), at, 48_000);
  };

  test("shelves: slope 0.9 without a width, S = slope/12 with one, corner frequencies for LS and HS", () => {
    const close = (left: Float64Array, right: Float64Array) =>
      left.forEach((value, index) => expect(value).toBeCloseTo(right[index]!, 9));
    close(heard("Filter: ON LS Fc 100 Hz Gain 6 dB"), slopedDb("low", 100, 6, 0.9, at));
    close(heard("Filter: ON HSC Fc 9000 Hz Gain -4 dB"), slopedDb("high", 9000, -4, 0.9, at));
    close(heard("Filter: ON LSC 10.8 dB Fc 100 Hz Gain 6 dB"), slopedDb("low", 100, 6, 0.9, at));
    close(heard("Filter: ON LS 12dB Fc 100 Hz Gain 6 dB"), slopedDb("low", 100 * 10 ** (6 / 80), 6, 1, at));
    close(
      heard("Filter: ON HS 6dB Fc 9000 Hz Gain -8 dB"),
      slopedDb("high", 9000 / 10 ** (8 / 40), -8, 0.5, at),
    );
    expect(section("equalizer-apo", "Filter: ON LSC Fc 105 Hz Gain 5.5 dB Q 0.7")).toMatchObject({
      frequencyHz: 105,
      q: 0.7,
    });
    const corner = section("equalizer-apo", "Filter: ON LS Fc 105 Hz Gain 8 dB Q 0.70710678118");
    expect(corner.frequencyHz).toBeCloseTo(105 * 10 ** (8 / 80), 3);
    expect(section("autoeq", "Filter 1: ON LS Fc 105 Hz Gain 8 dB Q 0.71").frequencyHz).toBe(105);
  });

  test("nothing is lost silently: what is off, unknown, included or for one channel is noted", () => {
    const { setting, channels, notes } = read(
      "equalizer-apo",
      [
        "# a comment",
        "Device: Speakers",
        "Preamp: -3.5 dB",
        "Filter 1: ON PK Fc 100 Hz Gain 3 dB Q 1",
        "Filter 2: OFF PK Fc 200 Hz Gain 3 dB Q 1",
        "Filter 3: ON AP Fc 200 Hz Q 1",
        "Filter 4: ON None",
        "Include: other.txt",
        "Channel: L",
        "Preamp: -1 dB",
        "Filter: ON PK Fc 300 Hz Gain -2 dB Q 2",
        "Channel: all",
        "Filter: ON HSC Fc 9000 Hz Gain 2 dB Q 0.7",
        "what is this",
      ].join("\r\n"),
    );
    expect(setting.preampDb).toBe(-3.5);
    expect(sectionsOf(setting).map(({ frequencyHz }) => frequencyHz)).toEqual([100, 9000]);
    expect(channels).toHaveLength(1);
    expect(channels![0]).toMatchObject({
      channel: "L",
      setting: { preampDb: -1, sections: [{ frequencyHz: 300 }] },
    });
    expect(notes).toEqual([
      'line 2: Device is left out: "Device: Speakers"',
      'line 5: the filter is off and left out: "Filter 2: OFF PK Fc 200 Hz Gain 3 dB Q 1"',
      "line 6: left out, an all-pass changes the phase only",
      'line 8: Include is left out: "Include: other.txt"',
      'line 14: not understood: "what is this"',
      "channel L has a part of its own",
    ]);
  });

  test("filters and a curve of one channel are added up", () => {
    const { setting, notes } = read(
      "equalizer-apo",
      "GraphicEQ: 20 0; 20000 6\nFilter: ON PK Fc 1000 Hz Gain 3 dB Q 1\n",
    );
    if (setting.kind !== "graphic") throw new Error("must be graphic");
    const point = setting.points.reduce((near, candidate) =>
      Math.abs(candidate.frequencyHz - 1000) < Math.abs(near.frequencyHz - 1000) ? candidate : near,
    );
    expect(point.gainDb).toBeCloseTo(3 + (6 * Math.log(50)) / Math.log(1000), 1);
    expect(notes[0]).toMatch(/added up to one curve/);
  });
});

describe("other programs", () => {
  test("REW's files: header, columns, shelves, bandwidth of 1/60 octave", () => {
    const { setting, notes } = readPreset(
      [
        "Filter Settings file",
        "",
        "Room EQ V5.20.8",
        "Dated: Jul 5, 2018 12:03:08 PM",
        "",
        "Notes:",
        "",
        "Equaliser: Generic",
        "Left speaker",
        "Filter  1: ON  PK       Fc    7515 Hz  Gain  -9.7 dB  Q  1.00",
        "Filter  2: ON  HS       Fc   17200 Hz  Gain  -2.7 dB",
        "Filter  3: ON  PK       Fc    50.4 Hz  Gain  -6.0 dB  BW/60 60",
        "Filter  4: ON  None",
      ].join("\n"),
    );
    expect(notes).toEqual([]);
    expect(sectionsOf(setting)).toHaveLength(3);
    expect(sectionsOf(setting)[2]!.q).toBeCloseTo(Math.SQRT1_2, 6);
  });

  test("EasyEffects: foreign modes, muted bands and split channels", () => {
    const band = {
      type: "Bell",
      mode: "RLC (BT)",
      slope: "x1",
      solo: false,
      mute: false,
      gain: 3,
      frequency: 100,
      q: 1,
    };
    const preset = {
      output: {
        "compressor#0": {},
        "equalizer#0": {
          "input-gain": -2,
          "output-gain": 1,
          "num-bands": 2,
          "split-channels": true,
          left: { band0: band, band1: { ...band, mute: true } },
          right: { band0: { ...band, gain: -3 } },
        },
      },
    };
    const { setting, channels, notes } = readPreset(JSON.stringify(preset));
    expect(setting.preampDb).toBe(-1);
    expect(channels!.map(({ channel }) => channel)).toEqual(["left", "right"]);
    expect(notes.join("\n")).toMatch(/compressor#0.*left out[\s\S]*muted[\s\S]*RLC \(BT\)/);
  });

  test("CamillaDSP: version 2 and 3 pipelines, slopes, bandwidths, what has no counterpart", () => {
    const filters = [
      "filters:",
      "  vol: { type: Gain, parameters: { gain: -4 } }",
      "  bass: { type: Biquad, parameters: { type: Lowshelf, freq: 105, gain: 6, slope: 12 } }",
      "  dip: { type: Biquad, parameters: { type: Peaking, freq: 2000, gain: -3.5, bandwidth: 1 } }",
      "  sub: { type: Biquad, parameters: { type: LinkwitzTransform, freq_act: 50 } }",
      "pipeline:",
    ].join("\n");
    const newer = readPreset(
      `${filters}\n  - { type: Filter, channels: [0, 1], names: [vol, bass, dip, sub] }\n`,
    );
    expect(newer.setting.preampDb).toBe(-4);
    expect(sectionsOf(newer.setting)[0]!.q).toBeCloseTo(Math.SQRT1_2, 9);
    expect(sectionsOf(newer.setting)[1]!.q).toBeCloseTo(Math.SQRT2, 1);
    expect(newer.notes).toEqual(['"sub" is left out: a "Biquad LinkwitzTransform" has no counterpart here']);
    const step = (channel: number, names: string) =>
      `  - { type: Filter, channel: ${channel}, names: [${names}] }\n`;
    const same = readPreset(`${filters}\n${step(0, "bass")}${step(1, "bass")}`);
    expect(sectionsOf(same.setting)).toHaveLength(1);
    expect(same.channels).toBeUndefined();
    const apart = readPreset(`${filters}\n${step(0, "bass")}${step(1, "dip")}`);
    expect(apart.channels!.map(({ channel }) => channel)).toEqual(["0", "1"]);
  });

  test.each([
    ["20,1.5\n1000,-2\n", [1.5, -2]],
    ["frequency;gain\n20,5;1,5\n1000;-2,25\n", [1.5, -2.25]],
    ["20\t1.5\n1000\t-2\n", [1.5, -2]],
    ["20,5 1,5\n1000,0 -2,0\n", [1.5, -2]],
    ["* Freq(Hz) SPL(dB) Phase(degrees)\n20.5 1.5 10\n1000 -2 20\n", [1.5, -2]],
    ["frequency,raw,equalization\n20,9,1.5\n1000,9,-2\n", [1.5, -2]],
    ['"Gain (dB)","Frequency (Hz)"\n1.5,20\n-2,1000\n', [1.5, -2]],
  ])("a curve as a table: %j", (text, gains) => {
    const { setting } = readPreset(text, "curve.csv");
    if (setting.kind !== "graphic") throw new Error("must be graphic");
    expect(setting.points.map(({ gainDb }) => gainDb)).toEqual(gains);
  });
});

test("the curve of a setting: without the preamp and without what cannot play, which is noted", () => {
  const preset = read(
    "equalizer-apo",
    "Preamp: -9 dB\nFilter: ON LSC Fc 2000 Hz Gain 6 dB Q 0.7\nFilter: ON PK Fc 30000 Hz Gain 6 dB Q 1",
  );
  const { curveDb, notes } = settingCurveDb(preset.setting);
  expect(curveDb[0]).toBeCloseTo(6, 1);
  expect(curveDb[39]).toBeCloseTo(0, 1);
  expect(notes).toEqual(["1 sections at or above 24000 Hz do not play at 48000 Hz"]);
});

describe("what is malformed is an error of one line, with its place", () => {
  test.each([
    [
      "equalizer-apo",
      "Preamp: -1 dB\nFilter 1: ON PK Fc ten Hz Gain 1 dB Q 1",
      /^EqualizerAPO, line 2: a PK filter must have a frequency \(Fc … Hz\), got "Filter 1: ON PK Fc ten/,
    ],
    ["equalizer-apo", "Filter 1: ON PK Fc 100 Hz Gain 1 dB", /line 1: a PK filter must have a Q/],
    [
      "equalizer-apo",
      "Filter 1: ON PK Fc 0 Hz Gain 1 dB Q 1",
      /a frequency must be within 0.001..1000000 Hz, got 0/,
    ],
    [
      "equalizer-apo",
      "Filter 1: ON LSC 60 dB Fc 100 Hz Gain 24 dB",
      /Q must be within 0.0001..100000, got NaN/,
    ],
    ["equalizer-apo", "Preamp: loud", /Preamp must be a gain in dB, got "loud"/],
    ["equalizer-apo", "GraphicEQ: 20 1; 30", /GraphicEQ must hold pairs .* got "30"/],
    ["equalizer-apo", "nothing here", /must hold a filter, a curve or a preamp, got none/],
    ["rew", "", /must hold a filter/],
    ["peace", "[Frequencies]\nFrequency1=abc\n", /^Peace, line 2: "Frequency1" must be a number, got "abc"/],
    ["easyeffects", "{}", /^EasyEffects: a preset must hold an equalizer plugin/],
    ["easyeffects", "{", /must be JSON/],
    ["camilladsp", "filters: [", /^CamillaDSP, line 1: the file must be YAML/],
    [
      "camilladsp",
      "filters: {a: {type: Biquad, parameters: {type: Peaking, freq: 1, gain: x, q: 1}}}",
      /gain must be a number, got "x"/,
    ],
    ["csv", "20,1\n30,x\n", /^CSV curve, line 2: a row must hold a frequency in Hz and a gain in dB/],
    [
      "poweramp",
      '[{"parametric":true,"bands":[{"type":3,"frequency":1e9,"q":1}]}]',
      /1000000 Hz, got 1000000000/,
    ],
    ["web-audio", '{"gain":0,"filters":[]}', /gain must be above 0, got 0/],
    ["biquads-json", '{"sampleRateHz":48000,"sections":[{"b0":1}]}', /b1 must be a number, got "nothing"/],
  ])("%s: %j", (id, text, message) => {
    let caught: unknown;
    try {
      read(id, text);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(PresetError);
    expect((caught as Error).message).toMatch(message);
    expect((caught as Error).message).not.toMatch(/[\n\r]/);
  });

  test("a text of no format", () => {
    expect(() => readPreset("Lorem\nipsum")).toThrow(
      'preset: the text must be a preset of a known program or a curve, got "Lorem ipsum"',
    );
  });
});
