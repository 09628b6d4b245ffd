import { describe, expect, test } from "vitest";
import { wavFormat } from "../audio/index.ts";
import { ditherBits, extensionFor, outputKindOf, recoded, SAMPLE_CODINGS } from "./output-choice.ts";

describe("output choice", () => {
  test("names promise kinds, and inputs keep theirs where it is written", () => {
    expect(["a.WAV", "b.rf64", "c.flac", "d.mp3"].map(outputKindOf)).toEqual(["wav", "wav", "flac", "mp3"]);
    expect(() => outputKindOf("x.ogg")).toThrow(/^x\.ogg: must end in \.wav, \.flac or \.mp3/);
    expect(
      ["a.WAV", "b.aiff", "c.flac", "d.mp3", "e.opus", "f", "g.m4a"].map((name) => extensionFor(name)),
    ).toEqual([...[".WAV", ".wav", ".flac", ".mp3", ".flac", ".wav", ".flac"]]);
    expect(extensionFor("a.wav", "mp3")).toBe(".mp3");
  });

  test("samples are kept otherwise, channels and rate as they were", () => {
    const surround = wavFormat({ bits: 16, channelCount: 6, sampleRateHz: 44_100, channelMask: 0x3f });
    for (const coding of SAMPLE_CODINGS) {
      const format = recoded(surround, coding);
      expect(format).toMatchObject({ channelCount: 6, sampleRateHz: 44_100 });
      expect(format.extensible?.channelMask).toBe(0x3f);
    }
    expect(recoded(surround, "double")).toMatchObject({ encoding: "float", bits: 64 });
    expect(recoded(surround, undefined)).toBe(surround);
  });

  test("dither belongs where numbers lose bits, and only there", () => {
    const of = (bits: number, encoding: "integer" | "float" = "integer") => wavFormat({ bits, encoding });
    expect(ditherBits(of(16), of(16), true)).toBeUndefined();
    expect(ditherBits(of(16), of(24), true)).toBeUndefined();
    expect(ditherBits(of(24), of(16), true)).toBe(16);
    expect(ditherBits(of(16), of(16), false)).toBe(16);
    expect(ditherBits(of(32, "float"), of(24), true)).toBe(24);
    expect(ditherBits(of(16), of(32, "float"), false)).toBeUndefined();
    expect(ditherBits(of(16), of(32), false)).toBeUndefined();
  });
});
