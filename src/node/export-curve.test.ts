import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { smoothCurveDb } from "../../test/support/smooth-curve.ts";
import { settingResponseDb, targetCurveDb } from "../dsp/index.ts";
import { bandFrequencyHz, type EqualizerSetting, type ParametricSetting } from "../effects/index.ts";
import { settingCurveDb } from "../presets/index.ts";
import { exportCurve } from "./export-curve.ts";
import { CONVOLUTION_ID, exportFormats, nearFormatIds } from "./export-formats.ts";
import { EXPORT_LAYOUTS } from "./export-layout.ts";
import { readPresetFile, writePresetFiles } from "./preset-file.ts";

const folder = mkdtempSync(join(tmpdir(), "timbral-export-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]) => join(folder, ...names);

const gainDb = smoothCurveDb(4, 8);
const written = exportFormats.filter(({ isWritten, id }) => isWritten && id !== CONVOLUTION_ID);

/** Largest difference at the 40 bands, dB, the levels of both left out where the format has no preamp. */
function apart(left: ArrayLike<number>, right: ArrayLike<number>, isLevelFree: boolean): number {
  const differences = Array.from(left, (db, band) => db - right[band]!);
  const shift = isLevelFree ? differences[0]! : 0;
  return Math.max(...differences.map((difference) => Math.abs(difference - shift)));
}

describe("exportCurve", () => {
  test.each(
    written.filter(({ isRead }) => isRead),
  )("$id: a file of it reads as the curve", async (format) => {
    const exported = exportCurve({ name: "test", gainDb }, format.id);
    const [path] = await writePresetFiles(`${at(format.id)}/`, exported.files);
    expect(path!.endsWith(format.extension)).toBe(true);
    const read = await readPresetFile(path!);
    const { curveDb } = settingCurveDb(read.setting);
    const fitErrorDb = exported.fit?.largestErrorDb ?? 0;
    // Coarse decimals of some, and lines between 127 points, besides the fit.
    expect(apart(curveDb, gainDb, format.takes === "curve")).toBeLessThan(fitErrorDb + 0.11);
  });

  test("the preamp that is needed leaves nothing above 0 dB and is no lower than that", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { setting, preampDb } = exportCurve({ name: "x", gainDb: smoothCurveDb(seed) }, "equalizer-apo");
      const hz = Array.from({ length: 4000 }, (_, index) => 10 * 2390 ** (index / 3999));
      const highest = Math.max(0, ...settingResponseDb({ ...setting!, preampDb: 0 }, hz, 48_000));
      expect(preampDb + highest).toBeLessThan(0.02);
      expect(preampDb + highest).toBeGreaterThan(-0.05);
      const asked = exportCurve({ name: "x", gainDb }, "equalizer-apo", { preamp: "asked" });
      expect(asked.preampDb).toBe(0);
    }
  });

  test.each(
    EXPORT_LAYOUTS.filter((layout) => layout !== "cascade"),
  )("layout %s: its error is that of the sections it gives", (layout) => {
    const { setting, fit } = exportCurve({ name: "x", gainDb }, "web-audio", { layout });
    const count = { safe: 5, octaves: 10, thirds: 31 }[layout as string] ?? 10;
    expect(setting!.sections).toHaveLength(count);
    const hz = bandFrequencyHz.filter((frequency) => frequency > 25);
    const heard = settingResponseDb(setting!, hz, 48_000);
    const asked = targetCurveDb(gainDb, hz);
    const errorDb = Math.max(...heard.map((db, point) => Math.abs(db - asked[point]!)));
    expect(errorDb).toBeLessThan(fit!.largestErrorDb + 0.05);
    expect(fit!.rmsErrorDb).toBeLessThan(fit!.largestErrorDb);
  });

  test("a parametric setting goes on as it is, unless sections are asked for", () => {
    const setting: ParametricSetting = {
      kind: "parametric",
      preampDb: -7,
      sections: [
        { kind: "highPass", frequencyHz: 30, gainDb: 0, q: 0.7 },
        { kind: "bell", frequencyHz: 500, gainDb: 4, q: 1.5 },
        { kind: "bell", frequencyHz: 30_000, gainDb: 4, q: 1.5 },
      ],
    };
    const kept = exportCurve({ name: "x", setting }, "equalizer-apo");
    expect(kept.setting?.sections).toEqual(setting.sections.slice(0, 2));
    expect(kept.fit).toBeUndefined();
    expect(kept.preampDb).toBe(-7);
    expect(kept.notes).toContain("a sample rate of 48000 Hz has no room for: bell at 30000 Hz");
    const fitted = exportCurve({ name: "x", setting }, "equalizer-apo", { bands: 4 });
    expect(fitted.setting?.sections).toHaveLength(4);
    expect(fitted.fit).toBeDefined();
  });

  test("of a finer curve the 40 bands say how far they are off", () => {
    const points = [100, 990, 1000, 1010, 10_000].map((frequencyHz) => ({
      frequencyHz,
      gainDb: frequencyHz === 1000 ? 9 : 0,
    }));
    const setting: EqualizerSetting = { kind: "graphic", preampDb: -3, points };
    const { notes } = exportCurve({ name: "x", setting }, "wavelet");
    const error = notes.map((note) => /follow it within (\d+\.\d\d) dB$/.exec(note)?.[1]).find(Boolean);
    expect(Number(error)).toBeGreaterThan(8);
    expect(notes).toContain(
      "the preamp of -3.00 dB is not kept: the preset gets the one that its curve needs",
    );
  });

  test("impulse responses play the curve, at every rate, with their preamp", () => {
    const rates = [44_100, 96_000];
    for (const phase of ["minimum", "linear"] as const) {
      const exported = exportCurve({ name: "x", gainDb }, "convolution", { sampleRatesHz: rates, phase });
      expect(exported.files).toHaveLength(3);
      for (const [index, rate] of rates.entries()) {
        const taps = floatsOf(exported.files[index]!.bytes!);
        if (phase === "linear") expect(taps).toEqual(taps.toReversed());
        for (const [band, hz] of bandFrequencyHz.entries()) {
          const heardDb = transformDb(taps, hz / rate) - exported.preampDb;
          expect(Math.abs(heardDb - gainDb[band]!)).toBeLessThan(0.1);
        }
      }
    }
  });

  test("refuses what contradicts itself", () => {
    const source = { name: "x", gainDb };
    expect(() => exportCurve(source, "no-such")).toThrow(/format must be one that is written, got no-such/);
    expect(() => exportCurve(source, "rew", { sampleRatesHz: [44_100, 48_000] })).toThrow(/one rate/);
    expect(() => exportCurve(source, "rew", { prototype: "matched" })).toThrow(/prototype must be cookbook/);
    expect(() => exportCurve(source, "rew", { layout: "cascade" })).toThrow(/must not be cascade/);
    expect(() => exportCurve(source, "rew", { layout: "safe", bands: 4 })).toThrow(/bands must be left out/);
    expect(() => exportCurve(source, "convolution", { bands: 4 })).toThrow(/left out for convolution/);
  });

  test("an id that there is not brings those that look like it", () => {
    const ids = exportFormats.map(({ id }) => id);
    expect(nearFormatIds("eqapo", ids)[0]).toBe("equalizer-apo");
    expect(nearFormatIds("camila", ids)).toEqual(["camilladsp"]);
    expect(nearFormatIds("Easy Effects", ids)[0]).toBe("easyeffects");
    expect(nearFormatIds("zzz", ids)).toEqual([]);
  });
});

describe("writePresetFiles", () => {
  const files = [
    { name: "a.txt", text: "first" },
    { name: "b.txt", bytes: Uint8Array.of(1, 2) },
  ];

  test("several go into a folder, one to its name; what is there stays without force", async () => {
    const paths = await writePresetFiles(at("several"), files);
    expect(paths.map((path) => basename(path))).toEqual(["a.txt", "b.txt"]);
    expect(readFileSync(at("several", "a.txt"), "utf8")).toBe("first");
    writeFileSync(at("several", "a.txt"), "mine");
    await expect(writePresetFiles(at("several"), files)).rejects.toThrow(/a\.txt: output must not exist yet/);
    expect(readFileSync(at("several", "a.txt"), "utf8")).toBe("mine");
    await writePresetFiles(at("several"), files, { force: true });
    expect(readFileSync(at("several", "a.txt"), "utf8")).toBe("first");
    expect(await writePresetFiles(at("one.txt"), files.slice(0, 1))).toEqual([at("one.txt")]);
    expect(await writePresetFiles(at("several"), [{ name: "c", text: "" }])).toEqual([at("several", "c")]);
  });

  test("none is left where one cannot be written", async () => {
    mkdirSync(at("half", "b.txt"), { recursive: true });
    await expect(writePresetFiles(at("half"), files, { force: true })).rejects.toThrow(/got a directory/);
    expect(readdirSync(at("half"))).toEqual(["b.txt"]);
    const late = [files[0]!, { name: "none/b.txt", text: "" }];
    await expect(writePresetFiles(at("late"), late)).rejects.toThrow(/must lie in a folder that exists/);
    expect(readdirSync(at("late"))).toEqual([]);
    writeFileSync(at("file"), "");
    await expect(writePresetFiles(at("file", "x"), files)).rejects.toThrow(/file\/x: must/);
  });
});

describe("readPresetFile", () => {
  test("reads UTF-16 with its mark as UTF-8", async () => {
    const text = "Preamp: -3 dB\nFilter 1: ON PK Fc 1000 Hz Gain 3 dB Q 1.41\n";
    writeFileSync(at("utf8.txt"), text);
    writeFileSync(at("utf16.txt"), Buffer.from(`\ufeff${text}`, "utf16le"));
    const [left, right] = await Promise.all([
      readPresetFile(at("utf8.txt")),
      readPresetFile(at("utf16.txt")),
    ]);
    expect(left).toEqual(right);
    expect(left.setting).toMatchObject({ preampDb: -3, sections: [{ frequencyHz: 1000, gainDb: 3 }] });
  });

  test.each([
    ["no text", Uint8Array.of(0, 1, 2, 3, 255, 254, 0), /must be a preset or a curve as text, got bytes/],
    ["no preset", Buffer.from("Dear diary, today I ate"), /must be a preset of a known program or a curve/],
    ["a sound", readFileSync(new URL("../../demo/loop.wav", import.meta.url)), /got sound: `timbral name/],
    ["nothing", Buffer.alloc(0), /must be a preset/],
  ])("refuses %s in one line that names the file", async (name, bytes, problem) => {
    writeFileSync(at(name), bytes);
    const error = await readPresetFile(at(name)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "FileError", path: at(name) });
    expect((error as Error).message).toMatch(problem);
    expect((error as Error).message).not.toContain("\n");
  });
});

/** Samples of a mono float WAV. */
function floatsOf(bytes: Uint8Array): number[] {
  const start = Buffer.from(bytes).indexOf("data") + 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: (bytes.length - start) / 4 }, (_, at) => view.getFloat32(start + 4 * at, true));
}

/** Level of the Fourier transform at one frequency, in cycles a sample, dB. */
function transformDb(taps: readonly number[], frequency: number): number {
  let [real, imaginary] = [0, 0];
  for (const [time, tap] of taps.entries()) {
    real += tap * Math.cos(2 * Math.PI * frequency * time);
    imaginary -= tap * Math.sin(2 * Math.PI * frequency * time);
  }
  return 10 * Math.log10(real * real + imaginary * imaginary);
}
