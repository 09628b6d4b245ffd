import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bytesPerFrame,
  decodeSamples,
  encodeSamples,
  sampleRange,
  type WavFormat,
  wavFormat,
} from "./index.ts";

const channelsOf = (format: WavFormat, frameCount: number) =>
  Array.from({ length: format.channelCount }, () => new Float64Array(frameCount));

function roundTrip(format: WavFormat, bytes: Uint8Array): Uint8Array {
  const frameCount = bytes.length / bytesPerFrame(format);
  const channels = channelsOf(format, frameCount);
  const out = new Uint8Array(bytes.length);
  decodeSamples(format, bytes.slice(), channels, frameCount);
  encodeSamples(format, channels, frameCount, out);
  return out;
}

/** What the encoder makes of values, read back. */
function encoded(format: WavFormat, ...values: number[]): number[] {
  const bytes = new Uint8Array(values.length * bytesPerFrame(format));
  encodeSamples(format, [Float64Array.from(values)], values.length, bytes);
  const [channel] = channelsOf(format, values.length);
  decodeSamples(format, bytes, [channel!], values.length);
  return Array.from(channel!);
}

const integers = [8, 16, 24, 32].map((bits) => wavFormat({ bits, channelCount: 1 }));

describe("decodeSamples and encodeSamples", () => {
  test("give back every 8-, 16- and 24-bit code", () => {
    const codes8 = Uint8Array.from({ length: 256 }, (_, code) => code);
    expect(roundTrip(wavFormat({ bits: 8, channelCount: 1 }), codes8)).toEqual(codes8);
    const codes16 = new Uint8Array(Uint16Array.from({ length: 65_536 }, (_, code) => code).buffer);
    expect(roundTrip(wavFormat({ bits: 16 }), codes16)).toEqual(codes16);
    const codes24 = new Uint8Array(3 * 2 ** 24);
    for (let code = 0; code < 2 ** 24; code++) {
      codes24[3 * code] = code;
      codes24[3 * code + 1] = code >> 8;
      codes24[3 * code + 2] = code >> 16;
    }
    expect(Buffer.compare(roundTrip(wavFormat({ bits: 24 }), codes24), codes24)).toBe(0);
  });

  test.each([
    ["integer", 8],
    ["integer", 16],
    ["integer", 24],
    ["integer", 32],
    ["float", 32],
    ["float", 64],
  ] as const)("give back the bytes of random %s %i-bit audio, any channel count", (encoding, bits) => {
    const channelCount = fc.constantFrom(1, 2, 3, 6, 8, 17, 64);
    fc.assert(
      fc.property(channelCount, fc.integer({ min: 0, max: 9 }), fc.infiniteStream(fc.nat(255)), (n, f, s) => {
        const format = wavFormat({ encoding, bits, channelCount: n });
        const bytes = Uint8Array.from({ length: f * bytesPerFrame(format) }, () => s.next().value ?? 0);
        if (encoding === "float") makeFinite(bytes, bits / 8);
        expect(roundTrip(format, bytes)).toEqual(bytes);
      }),
      { numRuns: 60 },
    );
  });

  test("keep channels apart", () => {
    for (const bits of [8, 16, 24, 32]) {
      const format = wavFormat({ bits, channelCount: 3 });
      const bytes = new Uint8Array(bytesPerFrame(format) * 2);
      const channels = [0.25, -0.5, 0.75].map((value) => Float64Array.of(value, -value));
      encodeSamples(format, channels, 2, bytes);
      const back = channelsOf(format, 2);
      decodeSamples(format, bytes, back, 2);
      expect(back).toEqual(channels);
    }
  });

  test("round to the nearest code and saturate at both ends; NaN is silence", () => {
    for (const format of integers) {
      const step = 2 ** (1 - format.bits);
      const { lowest, highest } = sampleRange(format);
      const values = [
        0.49 * step,
        0.51 * step,
        -0.49 * step,
        -0.51 * step,
        1,
        7,
        Infinity,
        -1,
        -7,
        -Infinity,
        NaN,
      ];
      const want = [0, step, 0, -step, highest, highest, highest, lowest, lowest, lowest, 0];
      expect(encoded(format, ...values).map((value) => value + 0)).toEqual(want);
    }
  });

  test("never err by more than half a step within the range", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...integers),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (format, value) => {
          fc.pre(value <= sampleRange(format).highest);
          expect(Math.abs(encoded(format, value)[0]! - value)).toBeLessThanOrEqual(2 ** -format.bits);
        },
      ),
    );
  });

  test("leave the bits below the valid ones at zero", () => {
    const plain = wavFormat({ bits: 24, channelCount: 1, channelMask: 4 });
    const format = { ...plain, extensible: { ...plain.extensible!, validBits: 20 } };
    const bytes = new Uint8Array(3 * 64);
    encodeSamples(format, [Float64Array.from({ length: 64 }, (_, i) => Math.sin(i))], 64, bytes);
    for (let i = 0; i < bytes.length; i += 3) expect(bytes[i]! & 15).toBe(0);
    expect(roundTrip(format, bytes)).toEqual(bytes);
    expect(sampleRange(format)).toEqual({ lowest: -1, highest: 1 - 2 ** -19, isHard: true });
  });

  test("pass floats above full scale and non-finite ones", () => {
    for (const bits of [32, 64]) {
      const values = [1.5, -1000, -0, Infinity, -Infinity, NaN];
      expect(encoded(wavFormat({ encoding: "float", bits, channelCount: 1 }), ...values)).toEqual(values);
    }
  });
});

/** Clears one exponent bit of each little-endian float: NaN payloads are not promised. */
function makeFinite(bytes: Uint8Array, width: number): void {
  for (let i = width - 1; i < bytes.length; i += width) bytes[i]! &= 0xbf;
}
