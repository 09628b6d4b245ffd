import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readSound } from "../../../test/support/read-sound.ts";
import { memorySource } from "../byte-stream.ts";
import { openAudio } from "../open-audio.ts";
import { vorbisLayout } from "./ogg-channels.ts";
import { pageChecksum } from "./ogg-pages.ts";
import { opusPacketFrames } from "./opus-packet.ts";

const fixture = () =>
  new Uint8Array(readFileSync(new URL("../../../test/fixtures/sound/tone.opus", import.meta.url)));

test("the header's output gain is applied, in steps of 1/256 dB", async () => {
  const plain = fixture();
  const louder = fixture();
  const firstPage = louder.subarray(0, 28 + 19);
  const view = new DataView(louder.buffer);
  view.setInt16(28 + 16, -6 * 256, true);
  view.setUint32(22, pageChecksum(firstPage), true);
  const [expected] = await readSound(await openAudio(memorySource(plain)));
  const [turned] = await readSound(await openAudio(memorySource(louder)));
  const gain = 10 ** (-6 / 20);
  turned!.forEach((value, i) => {
    expect(value).toBeCloseTo(expected![i]! * gain, 12);
  });
});

test("every loudspeaker layout of Vorbis moves each channel to one place, and its mask counts them", () => {
  for (let count = 1; count <= 8; count++) {
    const { order, mask } = vorbisLayout(count)!;
    expect([...order].sort()).toEqual(Array.from({ length: count }, (_, c) => c));
    expect(mask.toString(2).replaceAll("0", "")).toHaveLength(count);
  }
  expect(vorbisLayout(9)).toBeUndefined();
});

describe("opusPacketFrames", () => {
  const packet = (first: number, ...rest: readonly number[]) => Uint8Array.of(first, ...rest);

  test("codes 0 to 3 at 20 ms", () => {
    const celt20 = 31 << 3;
    expect(opusPacketFrames(packet(celt20, 1, 2, 3), 1)).toBe(960);
    expect(opusPacketFrames(packet(celt20 | 1, 1, 2), 1)).toBe(1920);
    expect(opusPacketFrames(packet(celt20 | 2, 1, 9, 9), 1)).toBe(1920);
    expect(opusPacketFrames(packet(celt20 | 3, 6, 1, 2, 3, 4, 5, 6), 1)).toBe(5760);
  });

  test("what breaks the framing is none", () => {
    const celt20 = 31 << 3;
    for (const bytes of [
      [],
      [celt20 | 1, 1], // halves of one byte
      [celt20 | 2, 200, 1], // a size past the end
      [celt20 | 3], // no count
      [celt20 | 3, 0], // no frames
      [celt20 | 3, 7, 1, 2, 3, 4, 5, 6, 7], // 140 ms
      [celt20 | 3, 2, 1], // three bytes cannot be two equal frames
      [celt20 | 3, 0x41, 200], // padding past the end
    ]) {
      expect(opusPacketFrames(Uint8Array.from(bytes), 1)).toBe(0);
    }
    expect(opusPacketFrames(new Uint8Array(1277).fill(celt20, 0, 1), 1)).toBe(0);
  });

  test("two streams must last equally long", () => {
    const celt20 = 31 << 3;
    const celt10 = 30 << 3;
    expect(opusPacketFrames(packet(celt20, 2, 8, 8, celt20, 5), 2)).toBe(960);
    expect(opusPacketFrames(packet(celt20, 2, 8, 8, celt10, 5), 2)).toBe(0);
    expect(opusPacketFrames(packet(celt20, 9, 8, 8, celt20, 5), 2)).toBe(0);
  });
});
