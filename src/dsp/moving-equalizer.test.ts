import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { largestDifference, renderBlocks, whiteNoise } from "../../test/support/block-render.ts";
import { SPLATTER_FRAMES, splatterDb, tone } from "../../test/support/splatter.ts";
import { bandFrequencyHz, type EqualizerSection, type SectionKind } from "../effects/index.ts";
import { packBiquads } from "./biquad.ts";
import { CascadeProcessor } from "./cascade.ts";
import { designGraphicEqualizer } from "./graphic-equalizer.ts";
import { createMorphAutomation } from "./morph-automation.ts";
import { type EqualizerTarget, MovingEqualizer } from "./moving-equalizer.ts";
import { designSection } from "./section.ts";

fc.configureGlobal({ seed: 1 });

const sampleRateHz = 48_000;
const warm = bandFrequencyHz.map((_, band) => 8 * Math.sin(band / 3));
const bright = bandFrequencyHz.map((_, band) => 8 * Math.cos(band / 2));
const section = (kind: SectionKind, frequencyHz: number, gainDb: number, q: number): EqualizerSection => ({
  ...{ kind, frequencyHz, gainDb, q },
});
const panel = (...sections: EqualizerSection[]): EqualizerTarget => ({
  ...{ kind: "parametric", preampDb: 0, sections },
});
const cascade = (gainDb: ArrayLike<number>, channelCount: number) =>
  new CascadeProcessor(designGraphicEqualizer(gainDb, sampleRateHz).coefficients, channelCount);

describe("MovingEqualizer, standing still", () => {
  test("is the fixed cascade: of a curve bit for bit, of a panel too", () => {
    const sound = [whiteNoise(9_000, 1), whiteNoise(9_000, 2), whiteNoise(9_000, 3)];
    const moving = new MovingEqualizer({ sampleRateHz, channelCount: 3, target: warm });
    expect(renderBlocks(moving, sound, [700])).toEqual(renderBlocks(cascade(warm, 3), sound, [9_000]));
    const sections = [section("bell", 900, 5, 2), section("highPass", 40, 0, 0.7)];
    for (const prototype of ["cookbook", "matched"] as const) {
      const target = panel(...sections);
      const still = new MovingEqualizer({ sampleRateHz, channelCount: 3, target, prototype });
      const biquads = sections.map((one) => designSection(one, sampleRateHz, prototype));
      const fixed = new CascadeProcessor(packBiquads(biquads), 3);
      expect(renderBlocks(still, sound, [128])).toEqual(renderBlocks(fixed, sound, [9_000]));
    }
  });

  test("a second after a change it is the fixed cascade of the new setting, within -120 dB", () => {
    for (const target of [bright, panel(section("bell", 3_000, -9, 4), section("lowPass", 9_000, 0, 1))]) {
      const moving = new MovingEqualizer({ sampleRateHz, channelCount: 1, target: warm });
      const fixed = new MovingEqualizer({ sampleRateHz, channelCount: 1, target });
      const sound = whiteNoise(96_000, 5);
      const heard = sound.slice();
      moving.process([heard.subarray(0, 1_000)], 1_000);
      moving.setTarget(target);
      moving.process([heard.subarray(1_000)], 95_000);
      const [wanted] = renderBlocks(fixed, [sound], [4096]);
      expect(largestDifference(heard.subarray(1_000, 2_000), wanted!.subarray(1_000, 2_000))).toBeGreaterThan(
        0.01,
      );
      expect(largestDifference(heard.subarray(72_000), wanted!.subarray(72_000))).toBeLessThan(1e-6);
    }
  });

  test("preamp, boost and number of sections are as asked", () => {
    const target: EqualizerTarget = { kind: "parametric", preampDb: -6, sections: [] };
    const moving = new MovingEqualizer({ sampleRateHz, channelCount: 1, target });
    const [heard] = renderBlocks(moving, [Float64Array.of(1, -0.5)], [2]);
    expect(heard![0]).toBeCloseTo(10 ** (-6 / 20), 12);
    const many = panel(...Array.from({ length: 41 }, () => section("bell", 1_000, 1, 1)));
    expect(() => moving.setTarget(many)).toThrow(/sections must be 40 or fewer \(sectionCapacity\), got 41/);
    const large = new MovingEqualizer({ sampleRateHz, channelCount: 1, sectionCapacity: 60, target: many });
    const [boosted] = renderBlocks(large, [tone(1_000, sampleRateHz).subarray(0, 9_600)], [9_600]);
    expect(Math.max(...boosted!.subarray(8_000))).toBeCloseTo(10 ** (41 / 20), 0);
  });
});

describe("MovingEqualizer, zipper noise of a 997 Hz tone", () => {
  const bell = (frequencyHz: number, gainDb: number, q: number) =>
    panel(section("bell", frequencyHz, gainDb, q));
  const changes: readonly (readonly [string, EqualizerTarget, EqualizerTarget | "bypass"])[] = [
    ["gain", bell(1_000, -12, 1), bell(1_000, 12, 1)],
    ["gain over all its range", bell(1_000, -24, 8), bell(1_000, 24, 8)],
    ["frequency", bell(1_000, 12, 1), bell(4_000, 12, 1)],
    ["frequency, far", bell(200, 12, 1), bell(8_000, 12, 1)],
    ["frequency, across all", bell(20, 12, 4), bell(20_000, 12, 4)],
    ["frequency, narrow", bell(990, 24, 20), bell(1_100, 24, 20)],
    ["Q", bell(1_200, 12, 0.1), bell(1_200, 12, 20)],
    ["kind", bell(1_000, 12, 1), panel(section("lowPass", 500, 0, 0.7))],
    ["high-pass", panel(section("highPass", 30, 0, 0.7)), panel(section("highPass", 4_000, 0, 0.7))],
    ["a new section", panel(), panel(section("notch", 1_000, 0, 2))],
    ["preamp", panel(), { kind: "parametric", preampDb: -12, sections: [] }],
    ["bypass of a panel", bell(1_000, 12, 1), "bypass"],
    ["word to word", warm, bright],
    ["amount 200 to -200", warm, warm.map((gain) => -gain)],
    ["bypass of a curve", warm, "bypass"],
    ["curve to panel", warm, bell(1_000, 12, 1)],
  ];

  test.each(changes)("%s: below -60 dB", (_, from, to) => {
    const sound = tone(997, sampleRateHz);
    const moving = new MovingEqualizer({ sampleRateHz, channelCount: 1, target: from });
    const half = SPLATTER_FRAMES / 2;
    moving.process([sound.subarray(0, half)], half);
    if (to === "bypass") moving.setBypass(true);
    else moving.setTarget(to);
    moving.process([sound.subarray(half)], half);
    expect(splatterDb(sound, 997, sampleRateHz)).toBeLessThan(-60);
  });

  test.each([8_000, 44_100, 96_000, 192_000])("at %i Hz: below -60 dB", (rate) => {
    for (const [from, to] of [
      [warm, bright],
      [bell(1_200, 12, 0.1), bell(1_200, 12, 20)],
      [bell(1_000, 12, 1), panel(section("lowPass", 500, 0, 0.7))],
    ] as const) {
      const sound = tone(997, rate);
      const moving = new MovingEqualizer({ sampleRateHz: rate, channelCount: 1, target: from });
      const half = SPLATTER_FRAMES / 2;
      moving.process([sound.subarray(0, half)], half);
      moving.setTarget(to);
      moving.process([sound.subarray(half)], half);
      expect(splatterDb(sound, 997, rate)).toBeLessThan(-60);
    }
  });

  test("the test itself hears a switch without a glide", () => {
    const sound = tone(997, sampleRateHz);
    const moving = new MovingEqualizer({ sampleRateHz, channelCount: 1, target: warm, glideMs: 0.01 });
    moving.process([sound.subarray(0, 30_000)], 30_000);
    moving.setTarget(bright);
    moving.process([sound.subarray(30_000)], SPLATTER_FRAMES - 30_000);
    expect(splatterDb(sound, 997, sampleRateHz)).toBeGreaterThan(-50);
  });

  test("a morph and a section dragged in steps every 16 ms: below -60 dB", () => {
    const sound = tone(997, sampleRateHz);
    const moving = new MovingEqualizer({ sampleRateHz, channelCount: 1, target: warm });
    const stops = [0.3, 0.6, 1].map((seconds, index) => ({ seconds, gainDb: index % 2 ? warm : bright }));
    moving.schedule(createMorphAutomation(stops, sampleRateHz));
    moving.process([sound], SPLATTER_FRAMES);
    expect(splatterDb(sound, 997, sampleRateHz)).toBeLessThan(-60);

    const dragged = new MovingEqualizer({ sampleRateHz, channelCount: 1, target: bell(300, 12, 2) });
    const steps = tone(997, sampleRateHz);
    for (let start = 0; start + 768 <= 49_152; start += 768) {
      const done = Math.min(1, Math.max(0, (start - 12_000) / 24_000));
      dragged.setTarget(bell(300 * 20 ** done, 12, 2));
      dragged.process([steps.subarray(start, start + 768)], 768);
    }
    dragged.process([steps.subarray(49_152)], SPLATTER_FRAMES - 49_152);
    expect(splatterDb(steps, 997, sampleRateHz)).toBeLessThan(-60);
  });
});

describe("MovingEqualizer, automation", () => {
  const stops = [
    { seconds: 0.05, gainDb: warm },
    { seconds: 0.2, gainDb: bright },
    { seconds: 0.3, gainDb: new Float64Array(40) },
  ];
  const sound = [whiteNoise(16_000, 1), whiteNoise(16_000, 2)];
  const render = (blocks: readonly number[]) => {
    const moving = new MovingEqualizer({ sampleRateHz, channelCount: 2 });
    moving.schedule(createMorphAutomation(stops, sampleRateHz));
    return renderBlocks(moving, sound, blocks);
  };

  test("an offline render is the real-time one, bit for bit, for any block lengths", () => {
    const offline = render([16_000]);
    for (const size of [1, 17, 128, 4096]) expect(render([size])).toEqual(offline);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 9 }), (blocks) => {
        expect(render(blocks)).toEqual(offline);
      }),
      { numRuns: 3 },
    );
  });

  test("targets set between blocks are the scheduled ones at the same frames", () => {
    const points = [512, 1_024, 9_000].map((frame, index) => ({ frame, target: index % 2 ? warm : bright }));
    const scheduled = new MovingEqualizer({ sampleRateHz, channelCount: 2 });
    scheduled.schedule(points);
    const live = new MovingEqualizer({ sampleRateHz, channelCount: 2 });
    const heard = sound.map((channel) => channel.slice());
    let start = 0;
    for (const { frame, target } of [...points, { frame: 16_000, target: warm }]) {
      live.process(
        heard.map((channel) => channel.subarray(start, frame)),
        frame - start,
      );
      live.setTarget(target);
      start = frame;
    }
    expect(heard).toEqual(renderBlocks(scheduled, sound, [128]));
  });

  test("a morph lies between its ends in dB, and reaches the last to the bit", () => {
    const points = createMorphAutomation(stops, sampleRateHz);
    expect(points.map(({ frame }) => frame)).toEqual(
      [...new Set(points.map(({ frame }) => frame))].sort((a, b) => a - b),
    );
    expect(points.at(-1)).toEqual({ frame: 14_400, target: new Float64Array(40) });
    const middle = points.find(({ frame }) => frame === 6_000)!.target as Float64Array;
    middle.forEach((gain, band) => {
      const [a, b] = [warm[band]!, bright[band]!];
      expect(gain).toBeCloseTo(a + 0.5 * (b - a), 9);
    });
    const moving = new MovingEqualizer({ sampleRateHz, channelCount: 1 });
    moving.schedule(points);
    const silence = new Float64Array(40_000);
    moving.process([silence], 40_000);
    const after = whiteNoise(1_000, 9);
    moving.process([after], 1_000);
    expect(after).toEqual(whiteNoise(1_000, 9));
  });

  test("whatever is asked, however fast: finite, the same for any blocks, and in the end the fixed cascade", () => {
    const kind = fc.constantFrom(
      ...(["bell", "lowShelf", "highShelf", "lowPass", "highPass", "bandPass", "notch"] as const),
    );
    const anySection = fc.record({
      kind,
      frequencyHz: fc.double({ min: 20, max: 20_000, noNaN: true }),
      gainDb: fc.double({ min: -24, max: 24, noNaN: true }),
      q: fc.double({ min: 0.1, max: 20, noNaN: true }),
    });
    const target: fc.Arbitrary<EqualizerTarget> = fc.oneof(
      fc.constantFrom<EqualizerTarget>(warm, bright, new Float64Array(40)),
      fc.record({
        kind: fc.constant("parametric" as const),
        preampDb: fc.double({ min: -24, max: 6, noNaN: true }),
        sections: fc.array(anySection, { maxLength: 4 }),
      }),
    );
    const points = fc.array(fc.record({ frame: fc.nat(6_000), target }), { minLength: 1, maxLength: 20 });
    const noise = [whiteNoise(8_000, 1), whiteNoise(72_000, 2)] as const;
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 700 }), (unordered, size) => {
        const ordered = unordered.toSorted((a, b) => a.frame - b.frame);
        const moving = [0, 1].map(() => new MovingEqualizer({ sampleRateHz, channelCount: 1 }));
        for (const each of moving) each.schedule(ordered);
        const [heard] = renderBlocks(moving[0]!, [noise[0]], [size]);
        expect(renderBlocks(moving[1]!, [noise[0]], [8_000])[0]).toEqual(heard);
        expect(heard!.every((sample) => Math.abs(sample) < 1e7)).toBe(true);

        const fixed = new MovingEqualizer({ sampleRateHz, channelCount: 1, target: ordered.at(-1)!.target });
        renderBlocks(fixed, [noise[0]], [8_000]);
        const [arrived] = renderBlocks(moving[0]!, [noise[1]], [4_096]);
        const [wanted] = renderBlocks(fixed, [noise[1]], [4_096]);
        const scale = wanted!.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 1);
        expect(largestDifference(arrived!.subarray(68_000), wanted!.subarray(68_000)) / scale).toBeLessThan(
          1e-6,
        );
      }),
      { numRuns: 25 },
    );
  });

  test("a section thrown about every 5 ms, further than it may sweep: below -60 dB", () => {
    const sound = tone(997, sampleRateHz);
    const moving = new MovingEqualizer({ sampleRateHz, channelCount: 1 });
    const throws = [40, 9_000, 300, 15_000, 2_000, 100].map((frequencyHz, index) => ({
      frame: 30_000 + 240 * index,
      target: panel(section("bell", frequencyHz, 12, 3)),
    }));
    moving.schedule(throws);
    moving.process([sound], SPLATTER_FRAMES);
    expect(splatterDb(sound, 997, sampleRateHz)).toBeLessThan(-60);
  });

  test("refuses paths and frames out of order", () => {
    const moving = new MovingEqualizer({ sampleRateHz, channelCount: 1 });
    expect(() => moving.schedule([{ frame: -1, target: warm }])).toThrow(/at least 0, got -1 in point 0/);
    expect(() => moving.schedule([stop(9), stop(8)])).toThrow(/at least 9, got 8 in point 1/);
    expect(() => createMorphAutomation([], sampleRateHz)).toThrow(/needs a stop/);
    expect(() => createMorphAutomation([stops[1]!, stops[0]!], sampleRateHz)).toThrow(
      /0.2 or more, got 0.05/,
    );
    expect(() => createMorphAutomation([{ seconds: 0, gainDb: [1] }], sampleRateHz)).toThrow(
      /hold 40 values, got 1/,
    );
  });

  const stop = (frame: number) => ({ frame, target: warm });
});
