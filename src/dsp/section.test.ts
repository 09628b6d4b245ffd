import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../test/support/shared.ts";
import type { EqualizerSection, SectionKind } from "../effects/index.ts";
import { packBiquads } from "./biquad.ts";
import { responseDb } from "./response.ts";
import { designSection, settingResponseDb } from "./section.ts";

fc.configureGlobal({ seed: 1 });

const kinds: readonly SectionKind[] = [
  ...(["bell", "lowShelf", "highShelf"] as const),
  ...(["lowPass", "highPass", "bandPass", "notch"] as const),
];
const frequencyHz = fc.double({ min: 20, max: 20_000, noNaN: true });
const q = fc.double({ min: 0.1, max: 20, noNaN: true });
const heardDb = (section: EqualizerSection, at: number, sampleRateHz = 48_000) =>
  responseDb(packBiquads([designSection(section, sampleRateHz, "cookbook")]), [at], sampleRateHz)[0]!;

describe("sections without a gain, of the cookbook", () => {
  test("a low-pass leaves 0 Hz, stops Nyquist and has 20 log Q at its corner; a high-pass is its mirror", () => {
    fc.assert(
      fc.property(frequencyHz, q, (frequency, quality) => {
        const low = { kind: "lowPass", frequencyHz: frequency, gainDb: 7, q: quality } as const;
        expect(heardDb(low, 0)).toBeCloseTo(0, 5);
        expect(heardDb(low, 24_000)).toBeLessThan(-200);
        expect(heardDb(low, frequency)).toBeCloseTo(20 * Math.log10(quality), 5);
        const high = { ...low, kind: "highPass" } as const;
        expect(heardDb(high, 0)).toBeLessThan(-100);
        expect(heardDb(high, 24_000)).toBeCloseTo(0, 6);
        expect(heardDb(high, frequency)).toBeCloseTo(20 * Math.log10(quality), 5);
        const mirrored = { ...low, frequencyHz: 24_000 - frequency };
        expect(heardDb(mirrored, 14_000)).toBeCloseTo(heardDb(high, 10_000), 6);
      }),
    );
  });

  test("a band-pass peaks at 0 dB, a notch lets nothing through; their powers add up to 1", () => {
    fc.assert(
      fc.property(frequencyHz, q, frequencyHz, (frequency, quality, at) => {
        const band = { kind: "bandPass", frequencyHz: frequency, gainDb: 0, q: quality } as const;
        const notch = { ...band, kind: "notch" } as const;
        expect(heardDb(band, frequency)).toBeCloseTo(0, 6);
        expect(heardDb(notch, frequency)).toBeLessThan(-100);
        const sum = 10 ** (heardDb(band, at) / 10) + 10 ** (heardDb(notch, at) / 10);
        expect(sum).toBeCloseTo(1, 6);
      }),
    );
  });

  test("refuse settings out of range in their own name", () => {
    for (const kind of kinds) {
      for (const prototype of ["cookbook", "matched"] as const) {
        const section = { kind, frequencyHz: 30_000, gainDb: 0, q: 1 };
        expect(() => designSection(section, 48_000, prototype)).toThrow(
          /frequencyHz must be within \(0, 24000\), got 30000/,
        );
        expect(() => designSection({ ...section, frequencyHz: 9, q: 0 }, 48_000, prototype)).toThrow(/got 0/);
      }
    }
  });
});

describe("settingResponseDb", () => {
  const sections: EqualizerSection[] = [
    { kind: "bell", frequencyHz: 900, gainDb: 5, q: 2 },
    { kind: "highShelf", frequencyHz: 6_000, gainDb: -4, q: 0.7 },
  ];
  const at = [50, 900, 4_000, 15_000];

  test("sections add up in dB, the preamp too", () => {
    for (const prototype of ["cookbook", "matched"] as const) {
      const all = settingResponseDb({ kind: "parametric", preampDb: -3, sections }, at, 44_100, prototype);
      const each = sections.map((section) =>
        settingResponseDb({ kind: "parametric", preampDb: 0, sections: [section] }, at, 44_100, prototype),
      );
      for (const [index, db] of all.entries()) {
        expect(db).toBeCloseTo(each[0]![index]! + each[1]![index]! - 3, 9);
      }
    }
  });

  test("a graphic setting is straight over log frequency and flat outside", () => {
    const points = [
      { frequencyHz: 100, gainDb: 2 },
      { frequencyHz: 400, gainDb: -4 },
      { frequencyHz: 8_000, gainDb: 0 },
    ];
    const heard = settingResponseDb(
      { kind: "graphic", preampDb: 1, points },
      [0, 20, 100, 200, 400, 8_000, 20_000],
      48_000,
    );
    expect([...heard].map((db) => Math.round(db * 1e9) / 1e9)).toEqual([3, 3, 3, 0, -3, 1, 1]);
    expect(() => settingResponseDb({ kind: "graphic", preampDb: 0, points: [] }, [1], 48_000)).toThrow(
      /must have a point, got none/,
    );
  });
});

describe.skipIf(!hasShared("oracles/webaudio_biquad.json"))("other people's passes", () => {
  test("the Web Audio API's BiquadFilterNode, whose low-pass and high-pass have Q in dB", () => {
    interface Row {
      readonly type: string;
      readonly f0: number;
      readonly Q: number;
      readonly gain: number;
      readonly sr: number;
      readonly f: number[];
      readonly dB: number[];
    }
    const rows: Row[] = JSON.parse(readFileSync(sharedPath("oracles/webaudio_biquad.json"), "utf8"));
    const names: Record<string, SectionKind> = {
      lowpass: "lowPass",
      highpass: "highPass",
      bandpass: "bandPass",
      notch: "notch",
    };
    let compared = 0;
    for (const { type, f0, Q, sr, f, dB } of rows) {
      const kind = names[type];
      if (kind === undefined) continue;
      const quality = kind === "lowPass" || kind === "highPass" ? 10 ** (Q / 20) : Q;
      const section = { kind, frequencyHz: f0, gainDb: 0, q: quality };
      for (const [index, frequency] of f.entries()) {
        if (dB[index]! > -90) expect(heardDb(section, frequency, sr)).toBeCloseTo(dB[index]!, 3);
      }
      compared++;
    }
    expect(compared).toBeGreaterThan(0);
  });
});
