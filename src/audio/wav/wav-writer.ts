import { joinBytes, uint32Le } from "../byte-join.ts";
import { type ByteSink, readFully } from "../byte-stream.ts";
import { latin1Bytes } from "../latin1.ts";
import { encodeSamples } from "../samples.ts";
import type { WavChunk, WavContainer } from "./wav-chunks.ts";
import { bytesPerFrame, encodeFormatChunk, type WavFormat } from "./wav-format.ts";
import type { WavReader } from "./wav-reader.ts";

/** Takes decoded audio, block by block. */
export interface WavWriter {
  readonly format: WavFormat;
  /** Encodes the first `frameCount` frames of `channels` (shape `[channelCount][>= frameCount]`, full scale 1). */
  write(channels: readonly Float64Array[], frameCount: number): Promise<void>;
  /** Writes what follows the audio. @throws RangeError if the frames announced did not come. */
  close(): Promise<void>;
}

/** What a WAV file is made of, besides its samples. */
export interface WavLayout {
  readonly format: WavFormat;
  /** Frames that will be written: the header comes first and is never rewritten. */
  readonly frameCount: number;
  /** Default RIFF, which becomes RF64 by itself where the file passes 4 GiB. */
  readonly container?: WavContainer;
  /** Chunks before the audio; `fmt ` and `fact` among them only mark the place. Default: those that are due. */
  readonly leading?: readonly WavChunk[];
  /** Chunks after the audio. Default none. */
  readonly trailing?: readonly WavChunk[];
}

const MAX_32 = 0xffffffff;
/** Chunks that measure the samples (peaks, peak envelope, checksum): no longer true once the samples change. */
const MEASUREMENTS: readonly string[] = ["PEAK", "levl", "MD5 "];
const COPY_BYTES = 65_536;

/**
 * The layout of a file like the one read: same format, container, length and chunks. Only chunks that measure the
 * samples stay behind.
 */
export function layoutLike(reader: WavReader): WavLayout {
  const keeps = ({ id }: WavChunk) => !MEASUREMENTS.includes(id);
  const { format, frameCount, container } = reader;
  return {
    format,
    frameCount,
    container,
    leading: reader.leading.filter(keeps),
    trailing: reader.trailing.filter(keeps),
  };
}

/**
 * Begins a WAV file: writes the header and the chunks before the audio, then waits for frames.
 * Chunks are copied piece by piece from their source; those of 4 GiB or more are left out.
 */
export async function openWavWriter(sink: ByteSink, layout: WavLayout): Promise<WavWriter> {
  const { format, frameCount } = layout;
  if (!(Number.isSafeInteger(frameCount) && frameCount >= 0)) {
    throw new RangeError(`openWavWriter: frameCount must be a whole number, got ${frameCount}`);
  }
  const frameBytes = bytesPerFrame(format);
  const dataBytes = frameCount * frameBytes;
  const trailing = (layout.trailing ?? []).filter(({ size }) => size < MAX_32);
  const { container, leading, riffBytes } = plan(layout, dataBytes, trailing);
  const is64 = container !== "RIFF";
  await sink.write(
    joinBytes(
      latin1Bytes(container),
      uint32Le(is64 ? MAX_32 : riffBytes),
      latin1Bytes("WAVE"),
      ds64(is64, riffBytes, layout),
    ),
  );
  for (const chunk of leading) {
    if (chunk.id === "fmt ") await sink.write(chunkBytes("fmt ", encodeFormatChunk(format)));
    else if (chunk.id === "fact")
      await sink.write(chunkBytes("fact", uint32Le(Math.min(frameCount, MAX_32))));
    else await copyChunk(chunk, sink);
  }
  await sink.write(joinBytes(latin1Bytes("data"), uint32Le(is64 ? MAX_32 : dataBytes)));

  let written = 0;
  let bytes = new Uint8Array(0);
  return {
    format,
    async write(channels, count) {
      const size = count * frameBytes;
      if (bytes.length < size) bytes = new Uint8Array(size);
      encodeSamples(format, channels, count, bytes);
      await sink.write(bytes.subarray(0, size));
      written += count;
    },
    async close() {
      if (written !== frameCount) {
        throw new RangeError(`WavWriter.close: ${frameCount} frames must have been written, got ${written}`);
      }
      if (dataBytes % 2 === 1) await sink.write(new Uint8Array(1));
      for (const chunk of trailing) await copyChunk(chunk, sink);
    },
  };
}

/** Which container, which chunks before the audio, and the size that the RIFF header announces. */
function plan(
  { format, frameCount, container = "RIFF", leading }: WavLayout,
  dataBytes: number,
  trailing: readonly WavChunk[],
): { container: WavContainer; leading: WavChunk[]; riffBytes: number } {
  const source = { size: 0, read: async () => 0 };
  const mark = (id: string): WavChunk => ({ id, source, offset: 0, size: 0 });
  const due = format.encoding === "float" ? [mark("fmt "), mark("fact")] : [mark("fmt ")];
  const wanted = (leading ?? due).filter(({ id, size }) => id !== "ds64" && id !== "data" && size < MAX_32);
  if (!wanted.some(({ id }) => id === "fmt ")) wanted.unshift(mark("fmt "));
  const bytesOf = ({ id, size }: WavChunk) => {
    const payload = id === "fmt " ? encodeFormatChunk(format).length : id === "fact" ? 4 : size;
    return 8 + payload + (payload % 2);
  };
  const total = (chunks: readonly WavChunk[]) => chunks.reduce((sum, chunk) => sum + bytesOf(chunk), 0);
  const riffBytes = 4 + total(wanted) + 8 + dataBytes + (dataBytes % 2) + total(trailing);
  if (container === "RIFF" && riffBytes <= MAX_32 - 1 && frameCount <= MAX_32 - 1) {
    return { container, leading: wanted, riffBytes };
  }
  // EBU Tech 3306: writers reserve the place of ds64 with a JUNK chunk up front, which it now takes.
  const reserved = wanted.findIndex(({ id }) => id === "JUNK");
  if (reserved >= 0) wanted.splice(reserved, 1);
  return {
    container: container === "RIFF" ? "RF64" : container,
    leading: wanted,
    riffBytes: 4 + DS64_BYTES + total(wanted) + 8 + dataBytes + (dataBytes % 2) + total(trailing),
  };
}

const DS64_BYTES = 36;

function ds64(is64: boolean, riffBytes: number, { format, frameCount }: WavLayout): Uint8Array {
  if (!is64) return new Uint8Array(0);
  const payload = new Uint8Array(28);
  const view = new DataView(payload.buffer);
  const sizes = [riffBytes, frameCount * bytesPerFrame(format), frameCount];
  sizes.forEach((size, i) => {
    view.setUint32(8 * i, size % 2 ** 32, true);
    view.setUint32(8 * i + 4, Math.floor(size / 2 ** 32), true);
  });
  return chunkBytes("ds64", payload);
}

async function copyChunk({ id, source, offset, size }: WavChunk, sink: ByteSink): Promise<void> {
  await sink.write(joinBytes(latin1Bytes(id), uint32Le(size)));
  const piece = new Uint8Array(Math.min(size, COPY_BYTES));
  for (let done = 0; done < size; ) {
    const part = piece.subarray(0, Math.min(size - done, piece.length));
    await readFully(source, offset + done, part);
    await sink.write(part);
    done += part.length;
  }
  if (size % 2 === 1) await sink.write(new Uint8Array(1));
}

/** A chunk whose payload has an even length. */
function chunkBytes(id: string, payload: Uint8Array): Uint8Array {
  return joinBytes(latin1Bytes(id), uint32Le(payload.length), payload);
}
