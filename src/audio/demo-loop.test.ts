import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { synthesizeDemo } from "../../runs/synthesize-demo.ts";
import { memorySource, openWav } from "./index.ts";

const path = new URL("../../demo/loop.wav", import.meta.url);

describe("demo/loop.wav", () => {
  test("is what runs/synthesize-demo.ts makes, byte for byte", async () => {
    expect(Buffer.compare(readFileSync(path), await synthesizeDemo())).toBe(0);
  });

  test("is 10 s of stereo at 48 kHz, peak -3 dBFS, no DC, no seam", async () => {
    const reader = await openWav(memorySource(readFileSync(path)));
    expect(reader).toMatchObject({ frameCount: 480_000, format: { bits: 16, channelCount: 2 } });
    const loop = [new Float64Array(480_000), new Float64Array(480_000)];
    await reader.read(0, loop, 480_000);
    let peak = 0;
    for (const channel of loop) {
      let sum = 0;
      for (const value of channel) {
        sum += value;
        peak = Math.max(peak, Math.abs(value));
      }
      expect(Math.abs(sum / channel.length)).toBeLessThan(1e-5);
      expect(Math.abs(channel[0]! - channel.at(-1)!)).toBeLessThan(0.01);
    }
    expect(20 * Math.log10(peak)).toBeCloseTo(-3, 2);
  });
});
