import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ebuSignals, playSignal, type TestSignal } from "../../../test/support/ebu-signals.ts";
import { hasShared, sharedPath } from "../../../test/support/shared.ts";
import { createLoudnessMeter, type LoudnessMeter } from "./loudness-meter.ts";
import { createTruePeakMeter, type TruePeakMeter } from "./true-peak-meter.ts";

const named = new Map(ebuSignals.map((signal) => [signal.name, signal]));

function signal(name: string): TestSignal {
  const found = named.get(name);
  if (found === undefined) throw new Error(`no test signal ${name}`);
  return found;
}

interface Readings {
  readonly loudness: LoudnessMeter;
  readonly truePeak: TruePeakMeter;
}

const measured = new Map<string, Readings>();

/** All readings at the end of a signal, which is played once only. */
function readingsOf(name: string): Readings {
  let readings = measured.get(name);
  if (readings === undefined) {
    const loudness = createLoudnessMeter(signal(name));
    const truePeak = createTruePeakMeter(signal(name));
    playSignal(signal(name), [loudness, truePeak]);
    readings = { loudness, truePeak };
    measured.set(name, readings);
  }
  return readings;
}

/** Highest values of a kind within each stretch of so many seconds, at every 10 ms as an EBU meter is read. */
function highestInEach(
  name: string,
  segmentSeconds: number,
  kind: "momentaryLufs" | "shortTermLufs",
): number[] {
  const meter = createLoudnessMeter(signal(name));
  const highest: number[] = [];
  const frames = Math.round(segmentSeconds * signal(name).sampleRateHz);
  playSignal(
    signal(name),
    [meter],
    (frame) => {
      const segment = Math.ceil(frame / frames) - 1;
      highest[segment] = Math.max(highest[segment] ?? Number.NEGATIVE_INFINITY, meter[kind]);
    },
    480,
  );
  return highest;
}

/** Within a tolerance, LU or dB. */
function expectNear(value: number, wanted: number, tolerance = 0.1): void {
  expect(Math.abs(value - wanted), `${value} instead of ${wanted}`).toBeLessThanOrEqual(tolerance);
}

const indices = Array.from({ length: 20 }, (_, index) => index);

describe("EBU Tech 3341", () => {
  test.each([
    ["3341-1", -23],
    ["3341-2", -33],
  ])("case %s: all three are %d LUFS", (name, lufs) => {
    const { loudness: meter } = readingsOf(name);
    for (const value of [meter.momentaryLufs, meter.shortTermLufs, meter.integratedLufs]) {
      expectNear(value, lufs);
    }
  });

  test.each(["3341-3", "3341-4", "3341-5", "3341-6"])("case %s: integrated is -23 LUFS", (name) => {
    expectNear(readingsOf(name).loudness.integratedLufs, -23);
  });

  test.each([
    ["3341-9", "shortTermLufs", 3],
    ["3341-12", "momentaryLufs", 1],
  ] as const)("case %s: %s stays at -23 LUFS after %d s", (name, kind, seconds) => {
    const meter = createLoudnessMeter(signal(name));
    let readings = 0;
    playSignal(
      signal(name),
      [meter],
      (frame) => {
        if (frame < seconds * 48_000) return;
        expectNear(meter[kind], -23);
        readings++;
      },
      480,
    );
    expect(readings).toBeGreaterThan(800);
  });

  test("case 10: the highest short-term loudness is -23 LUFS wherever the tone begins", () => {
    for (const index of indices) {
      expectNear(readingsOf(`3341-10-${String(index).padStart(2, "0")}`).loudness.maxShortTermLufs, -23);
    }
  });

  test("case 13: the highest momentary loudness is -23 LUFS wherever the tone begins", () => {
    for (const index of indices) {
      expectNear(readingsOf(`3341-13-${String(index).padStart(2, "0")}`).loudness.maxMomentaryLufs, -23);
    }
  });

  test("cases 11 and 14: successive highest values rise from -38 to -19 LUFS", () => {
    for (const values of [
      highestInEach("3341-11", 6, "shortTermLufs"),
      highestInEach("3341-14", 0.8, "momentaryLufs"),
    ]) {
      expect(values).toHaveLength(20);
      for (const [index, value] of values.entries()) expectNear(value, -38 + index);
    }
  });

  test.each([
    ["3341-15", -6],
    ["3341-16", -6],
    ["3341-17", -6],
    ["3341-18", -6],
    ["3341-19", 3],
  ])("case %s: the true peak is %d dBTP, +0.2 / -0.4", (name, db) => {
    const { truePeak: meter } = readingsOf(name);
    expect(meter.truePeakDb).toBeLessThanOrEqual(db + 0.2);
    expect(meter.truePeakDb).toBeGreaterThanOrEqual(db - 0.4);
  });
});

test.each([
  ["3342-1", 10],
  ["3342-2", 5],
  ["3342-3", 20],
  ["3342-4", 15],
])("EBU Tech 3342 case %s: the loudness range is %d LU", (name, lu) => {
  expectNear(readingsOf(name).loudness.loudnessRangeLu, lu, 1);
});

test("ITU-R BS.1770: a sine of 997 Hz and 0 dBFS in one of two channels reads -3.01 LUFS", () => {
  expectNear(readingsOf("bs1770-997-left").loudness.integratedLufs, -3.01, 0.01);
});

describe.skipIf(!hasShared("oracles/loudness.json"))("beside libebur128", () => {
  interface Figures {
    readonly I: number;
    readonly maxM: number;
    readonly maxS: number;
    readonly TP: number;
  }
  const read = (): Record<string, { libebur128: Figures }> =>
    JSON.parse(readFileSync(sharedPath("oracles/loudness.json"), "utf8")).signals.synthetic;

  test("every synthesised signal: loudness within 0.01 LU, true peak within 0.05 dB", () => {
    const figures = read();
    expect(Object.keys(figures).sort()).toEqual(ebuSignals.map(({ name }) => `${name}.wav`).sort());
    for (const { name } of ebuSignals) {
      const { loudness, truePeak } = readingsOf(name);
      const wanted = figures[`${name}.wav`]!.libebur128;
      expectNear(loudness.integratedLufs, wanted.I, 0.01);
      expectNear(loudness.maxMomentaryLufs, wanted.maxM, 0.01);
      expectNear(loudness.maxShortTermLufs, wanted.maxS, 0.01);
      expectNear(truePeak.truePeakDb, wanted.TP, 0.05);
    }
  });
});
