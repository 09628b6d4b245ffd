import { expect, test } from "vitest";
import { memorySource, readFully } from "../byte-stream.ts";
import { atOtherRate } from "./bext-time.ts";

const bytes = Uint8Array.from({ length: 700 }, (_, i) => (i * 7) & 255);
const chunkAt = (offset: number, size: number) => ({ id: "bext", source: memorySource(bytes), offset, size });

test("the start's time of day stays at another rate, all else as it is, however it is read", async () => {
  const offset = 20;
  new DataView(bytes.buffer).setBigUint64(offset + 338, 48_000n * 3600n * 10n + 24_001n, true);
  const scaled = atOtherRate(chunkAt(offset, 602), 48_000, 44_100);
  for (const step of [1, 5, 8, 64, 602]) {
    const read = new Uint8Array(602);
    for (let at = 0; at < 602; at += step) {
      await readFully(scaled.source, scaled.offset + at, read.subarray(at, Math.min(602, at + step)));
    }
    const want = bytes.slice(offset, offset + 602);
    // 24,001 frames at 48 kHz are 22,050.9 at 44.1 kHz.
    new DataView(want.buffer).setBigUint64(338, 44_100n * 3600n * 10n + 22_051n, true);
    expect(read).toEqual(want);
  }
});

test("a chunk that is too short to hold a time is left alone", () => {
  const chunk = chunkAt(0, 100);
  expect(atOtherRate(chunk, 48_000, 96_000)).toBe(chunk);
});
