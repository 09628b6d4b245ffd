import { describe, expect, test } from "vitest";
import { BAND_COUNT, type ParametricSetting } from "../effects/index.ts";
import {
  automationFormats,
  findPresetFormat,
  PresetError,
  type WriteOptions,
  writeConvolution,
} from "./index.ts";
import { controllerMeaning } from "./midi-automation.ts";

const sampleRateHz = 48_000;
const setting: ParametricSetting = {
  kind: "parametric",
  preampDb: 1,
  sections: [
    { kind: "lowShelf", frequencyHz: 105, gainDb: 5.5, q: Math.SQRT1_2 },
    { kind: "bell", frequencyHz: 22_123.4567, gainDb: -3.25, q: 1.41 },
    { kind: "highPass", frequencyHz: 20, gainDb: 0, q: 0.5 },
  ],
};
const curveDb = Array.from({ length: BAND_COUNT }, () => 2.04);
const input = { name: "Warm / soft", setting, sampleRateHz, comment: "made by hand" };
const text = (id: string, options?: WriteOptions) =>
  findPresetFormat(id)!.write!(input, options).files[0]!.text!;
const lines = (id: string, options?: WriteOptions) => text(id, options).split(/\r?\n/);

describe("what is written, to the letter", () => {
  test("EqualizerAPO and AutoEq", () => {
    expect(text("equalizer-apo")).toBe(
      [
        "# Warm / soft",
        "# made by hand",
        "Preamp: -4.04 dB",
        "Filter 1: ON LSC Fc 105.00 Hz Gain 5.50 dB Q 0.7071",
        "Filter 2: ON PK Fc 22123.46 Hz Gain -3.25 dB Q 1.4100",
        "Filter 3: ON HPQ Fc 20.00 Hz Gain 0.00 dB Q 0.5000",
        "",
      ].join("\n"),
    );
    expect(lines("autoeq", { preamp: "asked" })[0]).toBe("Preamp: 1.00 dB");
    expect(findPresetFormat("autoeq")!.write!(input).files[0]!.name).toBe("Warm _ soft ParametricEQ.txt");
  });

  test("graphic lines: EqualizerAPO with a preamp, AutoEq and Wavelet with all gains at or below 0 dB", () => {
    const write = (id: string) => findPresetFormat(id)!.write!({ name: "x", curveDb, sampleRateHz });
    const apo = write("equalizer-apo-graphic").files[0]!.text!;
    expect(apo).toMatch(/^# x\nPreamp: -2\.04 dB\nGraphicEQ: 20 2\.04; 21 2\.04; .*; 19871 2\.04\n$/);
    const { files, preampDb, notes } = write("wavelet");
    expect(files[0]!.text).toMatch(/^GraphicEQ: 20 0\.0; 21 0\.0; .*; 19871 0\.0$/);
    expect(files[0]!.text!.split(";")).toHaveLength(127);
    expect(preampDb).toBeCloseTo(-2.04, 9);
    expect(notes.at(-1)).toBe("Wavelet has no preamp: all gains are lowered by 2.04 dB");
  });

  test("REW, whose shelves have one steepness", () => {
    const written = lines("rew");
    expect(written.slice(0, 8)).toEqual([
      "Filter Settings file",
      "",
      "Room EQ V5.20",
      "",
      expect.stringMatching(/^Notes:Warm \/ soft; made by hand; Preamp: -4\.0[0-9] dB$/),
      "",
      "Equaliser: Generic",
      "Filter  1: ON  LS       Fc   105.00 Hz  Gain   5.50 dB",
    ]);
    expect(written.at(-2)).toBe("Filter  5: ON  HPQ      Fc    20.00 Hz  Q  0.500");
  });

  test("Peace", () => {
    expect(lines("peace").slice(5)).toEqual([
      "PreAmp=-4.04",
      "[Frequencies]",
      "Frequency1=105",
      "Frequency2=22123.46",
      "Frequency3=20",
      "[Gains]",
      "Gain1=5.5",
      "Gain2=-3.25",
      "Gain3=0",
      "[Qualities]",
      "Quality1=0.7071",
      "Quality2=1.41",
      "Quality3=0.5",
      "[Filters]",
      "Filter1=14",
      "Filter2=0",
      "Filter3=2",
      "",
    ]);
  });

  test("EasyEffects", () => {
    const { output } = JSON.parse(text("easyeffects"));
    expect(output.plugins_order).toEqual(["equalizer#0"]);
    const equalizer = output["equalizer#0"];
    expect(equalizer).toMatchObject({ bypass: false, "input-gain": -4.033, mode: "IIR", "num-bands": 3 });
    expect(equalizer.right).toEqual(equalizer.left);
    expect(equalizer.left.band1).toEqual({
      frequency: 22_123.457,
      gain: -3.25,
      mode: "APO (DR)",
      mute: false,
      q: 1.41,
      slope: "x1",
      solo: false,
      type: "Bell",
      width: 4,
    });
  });

  test("CamillaDSP", () => {
    expect(text("camilladsp", { channelCount: 3 })).toMatch(
      /^title: Warm \/ soft\ndescription: made by hand\nfilters:\n {2}preamp:\n {4}type: Gain\n {4}parameters:\n {6}gain: -4\.033\n/,
    );
    expect(text("camilladsp")).toMatch(
      / {6}type: Lowshelf\n {6}freq: 105\n {6}gain: 5\.5\n {6}q: 0\.70711\n/,
    );
  });

  test("Poweramp: whole hertz behind the two tone controls", () => {
    const [preset] = JSON.parse(text("poweramp"));
    expect(preset).toMatchObject({ name: "Warm / soft", parametric: true });
    expect(preset.bands.map(({ type }: { type: number }) => type)).toEqual([0, 1, 4, 3, 1]);
    expect(preset.bands[3]).toEqual({
      type: 3,
      channels: 0,
      frequency: 22_123,
      q: 1.41,
      gain: -3.25,
      color: 0,
    });
  });

  test("Web Audio: a shelf of slope 1 as it is, low- and high-passes with Q in decibels", () => {
    const { gain, filters } = JSON.parse(text("web-audio"));
    expect(filters).toHaveLength(3);
    expect(filters[0]).toMatchObject({ type: "lowshelf", frequency: 105, gain: 5.5 });
    expect(filters[2].Q).toBeCloseTo(-6.0206, 4);
    expect(20 * Math.log10(gain)).toBeCloseTo(-4.0323, 4);
  });

  test("FFmpeg and SoX", () => {
    const paths = { inputPath: "-in file.wav", outputPath: "o'.flac" };
    expect(text("ffmpeg", paths)).toBe(
      "ffmpeg -i './-in file.wav' -af aformat=sample_fmts=dblp,volume=-4.0323dB:precision=double," +
        "lowshelf=f=105:t=q:w=0.70711:g=5.5,equalizer=f=22123.4567:t=q:w=1.41:g=-3.25,highpass=f=20:t=q:w=0.5 'o'\\''.flac'\n",
    );
    expect(text("sox")).toBe(
      "sox input.wav output.wav gain -5.5000 bass 5.5 105 0.70711q equalizer 22123.4567 1.41q -3.25 " +
        "highpass -2 20 0.5q gain 1.4677\n",
    );
  });

  test("a C header that holds what the JSON holds, and a DDC file of two rates", () => {
    const header = text("biquads-c");
    const { gainDb, sections } = JSON.parse(text("biquads-json"));
    const rows = [...header.matchAll(/^ {2}\{(.*)\},$/gm)].map(([, row]) => row!.split(", ").map(Number));
    expect(rows).toEqual(
      sections.map((row: Record<string, number>) => ["b0", "b1", "b2", "a1", "a2"].map((name) => row[name])),
    );
    expect(Number(/_gain = ([0-9.]+);/.exec(header)![1])).toBeCloseTo(10 ** (gainDb / 20), 12);
    const slow = {
      ...input,
      setting: { ...setting, sections: setting.sections.filter((_, at) => at !== 1) },
    };
    const written = findPresetFormat("jamesdsp-ddc")!.write!({ ...slow, sampleRateHz });
    const [first, second, rest] = written.files[0]!.text!.split("\n");
    expect(rest).toBe("");
    expect(first).toMatch(/^SR_44100:/);
    const values = second!.slice("SR_48000:".length).split(",").map(Number);
    expect(values).toHaveLength(10);
    const { sections: same, gainDb: sameDb } = JSON.parse(
      findPresetFormat("biquads-json")!.write!(slow).files[0]!.text!,
    );
    expect(-values[3]!).toBeCloseTo(same[0].a1, 12);
    expect(values[0]!).toBeCloseTo(same[0].b0 * 10 ** (written.preampDb / 20), 12);
    expect(sameDb).toBeCloseTo(written.preampDb, 1);
  });
});

describe("what a target cannot express", () => {
  test("is noted: kinds, ranges, counts, the rate", () => {
    const bell = { kind: "bell", frequencyHz: 12_000, gainDb: 9, q: 0.7 } as const;
    const notes = (id: string, sections: ParametricSetting["sections"]) =>
      findPresetFormat(id)!.write!({ name: "x", sampleRateHz, setting: { ...setting, sections } }).notes.join(
        "\n",
      );
    expect(notes("rew", [{ kind: "bandPass", frequencyHz: 500, gainDb: 0, q: 1 }])).toMatch(
      /REW has no bandPass section: the one at 500 Hz is left out/,
    );
    expect(notes("easyeffects", [{ ...bell, gainDb: 40 }])).toMatch(
      /takes gains of -36\.\.36: 40 became 36\nwhat is written follows the setting within 4\.00 dB/,
    );
    expect(
      notes(
        "easyeffects",
        Array.from({ length: 40 }, () => ({ ...bell, gainDb: 0.1 })),
      ),
    ).toMatch(/has 32 sections: the 8 of least gain are left out/);
    expect(notes("equalizer-apo", [bell])).toMatch(
      /a program that runs at (?:96000|192000|44100) Hz plays it up to [0-9.]+ dB off/,
    );
  });

  test("a preset of filters without a setting, and a section above Nyquist, are errors", () => {
    expect(() => findPresetFormat("equalizer-apo")!.write!({ name: "x", curveDb, sampleRateHz })).toThrow(
      PresetError,
    );
    expect(() => findPresetFormat("peace")!.write!({ ...input, sampleRateHz: 44_100 })).toThrow(
      "Peace: a section's frequency must be within (0, 22050) Hz, got 22123.4567",
    );
  });
});

test("convolution: float WAVs of any rate with one gain, at 0 dB at most", () => {
  const taps = Float64Array.from({ length: 64 }, (_, tap) => (tap === 10 ? 2 : 0));
  const responses = [44_100, 96_000].map((rate) => ({
    sampleRateHz: rate,
    taps,
    phase: "linear" as const,
    latencyFrames: 10,
  }));
  const { files, preampDb, notes } = writeConvolution({ name: "Warm", responses, channelCount: 2 });
  expect(files.map(({ name }) => name)).toEqual([
    "Warm linear phase 44100.wav",
    "Warm linear phase 96000.wav",
    "Warm convolution.txt",
  ]);
  expect(preampDb).toBe(-6.03);
  const view = new DataView(files[1]!.bytes!.buffer);
  expect(view.getUint32(24, true)).toBe(96_000);
  expect(view.getUint16(22, true)).toBe(2);
  expect(files[1]!.bytes!.length).toBe(58 + 64 * 8);
  expect(view.getFloat32(58 + 8 * 10 + 4, true)).toBeCloseTo(2 * 10 ** (-6.03 / 20), 6);
  expect(files[2]!.text).toMatch(
    /^If: sampleRate == 44100\nConvolution: Warm linear phase 44100\.wav\nEndIf:\n/,
  );
  expect(notes[0]).toBe("44100 Hz: 64 taps, linear phase, 0.2 ms latency; for that rate only");
});

describe("a morph over time", () => {
  const frames = [0, 0.5, 1].map((timeSeconds) => ({
    timeSeconds,
    curveDb: Array.from({ length: BAND_COUNT }, (_, band) => timeSeconds * (band - 20) * 0.5),
  }));
  const [midi, csv] = automationFormats;

  test("MIDI: a file of control changes that means the gains within its steps", () => {
    const { files, notes } = midi!.write({ name: "Morph", frames });
    const bytes = files[0]!.bytes!;
    expect(String.fromCharCode(...bytes.slice(0, 4), ...bytes.slice(14, 18))).toBe("MThdMTrk");
    const view = new DataView(bytes.buffer);
    expect(view.getUint16(12)).toBe(960);
    expect(view.getUint32(18)).toBe(bytes.length - 22);
    let at = 22;
    let tick = 0;
    const held = new Map<number, number>();
    const heldAt = new Map<number, Map<number, number>>();
    while (at < bytes.length) {
      let delta = 0;
      do delta = delta * 128 + (bytes[at]! & 0x7f);
      while ((bytes[at++]! & 0x80) !== 0);
      tick += delta;
      if (bytes[at] === 0xff) at += 3 + bytes[at + 2]!;
      else {
        expect(bytes[at]).toBe(0xb0);
        held.set(bytes[at + 1]!, bytes[at + 2]!);
        heldAt.set(tick, new Map(held));
        at += 3;
      }
    }
    expect([...heldAt.keys()]).toEqual([0, 960, 1920]);
    const controllers = [...held.keys()];
    expect(new Set(controllers).size).toBe(40);
    const stated = Number(/within ([0-9.]+) dB/.exec(notes[0]!)![1]);
    for (const [frame, values] of [...heldAt.values()].entries()) {
      for (const [band, gain] of frames[frame]!.curveDb.entries()) {
        const meant = controllerMeaning("dB", values.get(controllers[band]!)!);
        expect(Math.abs(meant - gain)).toBeLessThan(stated + 0.006);
      }
    }
  });

  test("CSV: a row per moment; settings of the same sections; anything else is refused", () => {
    const rows = csv!.write({ name: "Morph", frames }).files[0]!.text!.split("\n");
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatch(/^time_s,20 Hz \(dB\),.*,19682 Hz \(dB\)$/);
    expect(rows[2]!.split(",")[1]).toBe("-5.000");
    const settings = csv!.write({ name: "x", frames: [{ timeSeconds: 0, setting }] }).files[0]!.text!;
    expect(settings.split("\n")[0]).toBe(
      "time_s,preamp (dB),1 lowShelf (Hz),1 lowShelf (dB),1 lowShelf (Q),2 bell (Hz),2 bell (dB),2 bell (Q),3 highPass (Hz),3 highPass (Q)",
    );
    expect(() => csv!.write({ name: "x", frames: [frames[0]!, frames[0]!] })).toThrow(/times must increase/);
    expect(() => midi!.write({ name: "x", frames: [frames[0]!, { timeSeconds: 1, setting }] })).toThrow(
      /must hold 40 gains/,
    );
  });
});
