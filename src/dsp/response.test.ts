import fc from "fast-check";
import { expect, test } from "vitest";
import { packBiquads, peaking } from "./biquad.ts";
import { responseDb } from "./response.ts";

fc.configureGlobal({ seed: 1 });

/** The analogue bell at the bilinear transform's warped frequency: the exact response of the digital one. */
function exactBellDb(frequencyHz: number, centreHz: number, gainDb: number, q: number, rate: number): number {
  const amplitude = 10 ** (gainDb / 40);
  const ratio = Math.tan((Math.PI * frequencyHz) / rate) / Math.tan((Math.PI * centreHz) / rate);
  const real = (1 - ratio * ratio) ** 2;
  const wide = ((ratio * amplitude) / q) ** 2;
  const narrow = (ratio / (amplitude * q)) ** 2;
  return 10 * Math.log10((real + wide) / (real + narrow));
}

test("a bell's response is the analogue one at the warped frequency, down to 1 Hz at 384 kHz", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 20_000, noNaN: true }),
      fc.double({ min: 20, max: 20_000, noNaN: true }),
      fc.double({ min: -24, max: 24, noNaN: true }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      fc.constantFrom(44_100, 96_000, 384_000),
      (frequencyHz, centreHz, gainDb, q, rate) => {
        const packed = packBiquads([peaking({ frequencyHz: centreHz, gainDb, q }, rate)]);
        const exact = exactBellDb(frequencyHz, centreHz, gainDb, q, rate);
        expect(responseDb(packed, [frequencyHz], rate)[0]).toBeCloseTo(exact, 5);
      },
    ),
  );
});

test("sections in series add in dB; no section is 0 dB", () => {
  const bell = packBiquads([peaking({ frequencyHz: 1000, gainDb: 4, q: 2 }, 48_000)]);
  const twice = Float64Array.of(...bell, ...bell);
  const frequencies = [20, 900, 1000, 24_000];
  const single = responseDb(bell, frequencies, 48_000);
  expect(responseDb(twice, frequencies, 48_000)).toEqual(single.map((db) => 2 * db));
  expect([...responseDb(new Float64Array(0), frequencies, 48_000)]).toEqual([0, 0, 0, 0]);
});

test("an exact zero is minus infinity", () => {
  expect([...responseDb(Float64Array.of(1, -1, 0, 0, 0), [0], 48_000)]).toEqual([-Infinity]);
});

test("writes into out, refuses wrong shapes and frequencies above Nyquist", () => {
  const out = new Float64Array(1);
  expect(responseDb(Float64Array.of(2, 0, 0, 0, 0), [100], 48_000, out)).toBe(out);
  expect(out[0]).toBeCloseTo(20 * Math.log10(2), 12);
  expect(() => responseDb(new Float64Array(4), [1], 48_000)).toThrow(/must hold 5 per section, got 4/);
  expect(() => responseDb(new Float64Array(5), [1, 2], 48_000, out)).toThrow(/out must hold 2 values, got 1/);
  expect(() => responseDb(new Float64Array(5), [30_000], 48_000)).toThrow(/within 0..24000, got 30000 at 0/);
  expect(() => responseDb(new Float64Array(5), [Number.NaN], 48_000)).toThrow(/got NaN/);
});
