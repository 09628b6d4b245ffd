import { type ByteSource, readFully } from "../byte-stream.ts";
import type { WavChunk } from "./wav-chunks.ts";

/** Where a `bext` chunk keeps TimeReference, frames since midnight, as 64 bits (EBU Tech 3285). */
const TIME_OFFSET = 338;
const TIME_BYTES = 8;

/** The same `bext` chunk for sound at another sampling rate: the time of day at which it starts stays. */
export function atOtherRate(chunk: WavChunk, fromHz: number, toHz: number): WavChunk {
  if (chunk.size < TIME_OFFSET + TIME_BYTES) return chunk;
  let time: Uint8Array | undefined;
  const scaledTime = async (): Promise<Uint8Array> => {
    if (time) return time;
    const bytes = new Uint8Array(TIME_BYTES);
    await readFully(chunk.source, chunk.offset + TIME_OFFSET, bytes);
    const view = new DataView(bytes.buffer);
    const [from, to] = [BigInt(fromHz), BigInt(toHz)];
    view.setBigUint64(0, (view.getBigUint64(0, true) * to + from / 2n) / from, true);
    time = bytes;
    return bytes;
  };
  const source: ByteSource = {
    size: chunk.size,
    async read(offset, target) {
      const count = await chunk.source.read(chunk.offset + offset, target);
      const first = Math.max(0, TIME_OFFSET - offset);
      const last = Math.min(count, TIME_OFFSET + TIME_BYTES - offset);
      if (first < last) {
        const bytes = await scaledTime();
        target.set(bytes.subarray(first + offset - TIME_OFFSET, last + offset - TIME_OFFSET), first);
      }
      return count;
    },
  };
  return { ...chunk, source, offset: 0 };
}
