import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { type PlotOptions, type PlottedCurve, plotCurves } from "./index.ts";
import { spreadOut } from "./plot-layout.ts";
import { fitted, textWidthPx } from "./plot-svg.ts";

const tilt = bandFrequencyHz.map((_, band) => (band - 19.5) / 5);
const curve: PlottedCurve = { name: "bright", gainDb: tilt };

/** The words of an image, in their order. resvg refuses what is not well-formed XML. */
function wordsOf(svg: string): string[] {
  expect(new Resvg(svg, { font: { loadSystemFonts: false } }).width).toBeGreaterThan(0);
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!);
}

describe("plotCurves", () => {
  test("writes title, subtitle, both axes and the curve's name", async () => {
    const svg = await plotCurves([curve], { title: "bright", subtitle: "19 listeners" });
    expect(wordsOf(svg)).toEqual([
      ...["bright", "19 listeners"],
      ...["20 Hz", "50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k"],
      ...["−6", "−3", "0", "+3", "+6 dB"],
      "bright",
    ]);
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 960 540"/);
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
  });

  test("draws each point where the axes say", async () => {
    const options = { widthPx: 1000, heightPx: 600 };
    const frequencyHz = [20, 200, 2000, 20_000];
    const svg = await plotCurves([{ name: "", gainDb: [-6, 0, 6, 0], frequencyHz, askedDb: tilt }], options);
    const path = /aria-label="line"[^>]*><path d="M([0-9.]+),([0-9.]+)C.*?,([0-9.]+),([0-9.]+)"/.exec(svg)!;
    const [left, bottom, right, middle] = path.slice(1).map(Number) as [number, number, number, number];
    expect([left, bottom, right]).toEqual([76, 554, 964]);
    const top = 2 * middle - bottom;
    const dots = [...svg.matchAll(/<circle r="3.5" cy="([0-9.]+)" cx="([0-9.]+)"/g)].slice(0, 40);
    expect(dots).toHaveLength(40);
    dots.forEach((dot, band) => {
      const x = left + (Math.log10(bandFrequencyHz[band]! / 20) / 3) * (right - left);
      const y = middle + (tilt[band]! / 6) * (top - middle);
      expect(Math.abs(Number(dot[2]) - x)).toBeLessThan(0.02);
      expect(Math.abs(Number(dot[1]) - y)).toBeLessThan(0.02);
    });
  });

  test("is the same for the same input, whatever was drawn before", async () => {
    const curves = [curve, { ...curve, name: "dark", gainDb: tilt.map((gain) => -gain), askedDb: tilt }];
    const first = await plotCurves(curves, { title: "two" });
    await plotCurves([curve]);
    expect(await plotCurves(curves, { title: "two" })).toBe(first);
  });

  test("has a key where there are dots or a ribbon, and none for lines alone", async () => {
    const spreadDb = { low: tilt.map((gain) => gain - 1), high: tilt.map((gain) => gain + 1) };
    const words = async (more: object, options: PlotOptions = {}) =>
      wordsOf(await plotCurves([{ ...curve, ...more }], options)).slice(16);
    expect(await words({})).toEqual([]);
    expect(await words({ askedDb: tilt })).toEqual(["asked", "heard"]);
    expect(await words({ spreadDb })).toEqual(["mean", "spread"]);
    const key = { line: "response", asked: "40 bands", spread: "half" };
    expect(await words({ spreadDb, askedDb: tilt }, { key })).toEqual(["40 bands", "response", "half"]);
  });

  test.each<[number, number | undefined, string[]]>([
    [2, undefined, ["−6", "−3", "0", "+3", "+6 dB"]],
    [6, undefined, ["−6", "−3", "0", "+3", "+6 dB"]],
    [6.5, undefined, ["−9", "−6", "−3", "0", "+3", "+6", "+9 dB"]],
    [2, 3, ["−3", "0", "+3 dB"]],
    [2, 12, ["−12", "−9", "−6", "−3", "0", "+3", "+6", "+9", "+12 dB"]],
    [20, undefined, ["−24", "−18", "−12", "−6", "0", "+6", "+12", "+18", "+24 dB"]],
    [900, undefined, ["−960", "−720", "−480", "−240", "0", "+240", "+480", "+720", "+960 dB"]],
  ])("a curve that reaches %d dB, asked for %s", async (reach, gainLimitDb, ticks) => {
    const gainDb = tilt.map((_, band) => (band === 20 ? -reach : 0));
    const svg = await plotCurves([{ name: "", gainDb }], gainLimitDb === undefined ? {} : { gainLimitDb });
    expect(wordsOf(svg).slice(10)).toEqual(ticks);
  });

  test.each<[number, number | undefined, string[]]>([
    [0.4, undefined, ["−1.5", "−1", "−0.5", "0", "+0.5", "+1", "+1.5 z"]],
    [2.2, undefined, ["−2.5", "−2", "−1.5", "−1", "−0.5", "0", "+0.5", "+1", "+1.5", "+2", "+2.5 z"]],
    [3.4, undefined, ["−4", "−3", "−2", "−1", "0", "+1", "+2", "+3", "+4 z"]],
    [0.4, 0.5, ["−0.5", "0", "+0.5 z"]],
    [900, undefined, ["−1000", "−750", "−500", "−250", "0", "+250", "+500", "+750", "+1000 z"]],
  ])("a curve in z units that reaches %d z, asked for %s", async (reach, gainLimitDb, ticks) => {
    const gainDb = tilt.map((_, band) => (band === 20 ? -reach : 0));
    const limit = gainLimitDb === undefined ? {} : { gainLimitDb };
    expect(wordsOf(await plotCurves([{ name: "", gainDb }], { unit: "z", ...limit })).slice(10)).toEqual(
      ticks,
    );
    const far = plotCurves([{ name: "x", gainDb: gainDb.with(0, 2000) }], { unit: "z" });
    await expect(far).rejects.toThrow(/must be finite and within ±1000 z, got 2000 z at 20 Hz/);
  });

  test("leaves out what lies outside 20 Hz to 20 kHz", async () => {
    const frequencyHz = [5, 20, 1000, 16_000, 40_000];
    const svg = await plotCurves([{ name: "x", gainDb: [90, 1, 2, 3, -90], frequencyHz }]);
    expect(wordsOf(svg)).toContain("+6 dB");
  });

  test("takes any text for a name or a title", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (name) => {
        const svg = await plotCurves([{ ...curve, name, askedDb: tilt }], {
          ...{
            title: name,
            subtitle: `<&"'>\u00a0${name}`,
            key: { asked: name },
            widthPx: 480,
            heightPx: 240,
          },
        });
        expect(wordsOf(svg).length).toBeGreaterThan(14);
      }),
      { numRuns: 25 },
    );
    const long = await plotCurves([{ ...curve, name: "a very long phrase that somebody typed" }]);
    expect(wordsOf(long).at(-1)).toMatch(/^a very long .*…$/);
    wordsOf(await plotCurves([{ ...curve, name: "\ud800" }], { title: "\u0000" }));
  });

  test("refuses what cannot be drawn", async () => {
    const refused = (curves: PlottedCurve[], options: PlotOptions = {}) =>
      expect(plotCurves(curves, options)).rejects;
    const spoilt = tilt.with(3, Number.NaN);
    await refused([{ ...curve, gainDb: spoilt }]).toThrow(
      'plotCurves: gainDb of "bright" must be finite and within ±1000 dB, got NaN dB at 120 Hz',
    );
    await refused([{ ...curve, askedDb: spoilt }]).toThrow(/askedDb of "bright" must be finite/);
    await refused([{ ...curve, spreadDb: { low: tilt, high: spoilt } }]).toThrow(/spreadDb .* got NaN dB/);
    await refused([{ ...curve, gainDb: tilt.with(0, Number.POSITIVE_INFINITY) }]).toThrow(/got Infinity dB/);
    await refused([{ ...curve, gainDb: [1, 2] }]).toThrow(/gainDb of "bright" must hold 40 values, got 2/);
    await refused([{ ...curve, askedDb: [1] }]).toThrow(/askedDb of "bright" must hold 40 values, got 1/);
    await refused([{ name: "x", gainDb: [1, 2], frequencyHz: [100, Number.NaN] }]).toThrow(/at NaN Hz/);
    await refused([{ name: "x", gainDb: [1, 2], frequencyHz: [200, 100] }]).toThrow(
      /frequencyHz .* must rise/,
    );
    await refused([{ name: "x", gainDb: [1, 2], frequencyHz: [10, 100] }]).toThrow(/two or more .* got 1/);
    await refused([]).toThrow(/must hold 1..8 curves, got 0/);
    await refused(Array(9).fill(curve)).toThrow(/got 9/);
    await refused([curve], { gainLimitDb: Number.NaN }).toThrow(
      /gainLimitDb must be within \(0, 1000\], got NaN/,
    );
    await refused([curve], { widthPx: 100 }).toThrow(/size must be within .* got 100 x 540/);
  });
});

test("spreadOut keeps order, distance and room, and moves nothing without need", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { maxLength: 8 }), (heights) => {
      const placed = spreadOut(heights, 20, 0, 400);
      const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]! || a - b);
      order.forEach((index, place) => {
        expect(placed[index]).toBeGreaterThanOrEqual(0);
        expect(placed[index]).toBeLessThanOrEqual(400);
        if (place > 0) expect(placed[index]! - placed[order[place - 1]!]!).toBeGreaterThan(20 - 1e-9);
      });
      const sorted = order.map((index) => heights[index]!);
      if (sorted.every((height, place) => place === 0 || height - sorted[place - 1]! >= 20)) {
        expect(placed).toEqual(heights);
      }
    }),
  );
});

test("fitted cuts to the width and not otherwise", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.integer({ min: 20, max: 400 }), (text, widthPx) => {
      const result = fitted(text, 16, widthPx);
      expect(textWidthPx(result, 16)).toBeLessThanOrEqual(widthPx);
      expect(result === text).toBe(textWidthPx(text, 16) <= widthPx);
    }),
  );
});
