import type { AudioReader } from "../../src/audio/index.ts";

/** All of a sound, read block by block. Shape `[channelCount][frameCount]`. */
export async function readSound(reader: AudioReader, blockFrames = 1000): Promise<Float64Array[]> {
  const { frameCount, format } = reader;
  const all = Array.from({ length: format.channelCount }, () => new Float64Array(frameCount));
  const block = all.map(() => new Float64Array(blockFrames));
  for (let start = 0; start < frameCount; start += blockFrames) {
    const count = Math.min(blockFrames, frameCount - start);
    await reader.read(start, block, count);
    all.forEach((channel, c) => channel.set(block[c]!.subarray(0, count), start));
  }
  return all;
}
