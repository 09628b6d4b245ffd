import type { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { AudioError } from "../audio-error.ts";
import type { AudioReader } from "../audio-reader.ts";
import type { ByteSource } from "../byte-stream.ts";
import { decoderCall } from "../decoder-call.ts";
import { latin1Text } from "../latin1.ts";
import { sequentialReader } from "../sequential-reader.ts";
import { parseVorbisComment } from "../tags/vorbis-comment.ts";
import { wavFormat } from "../wav/wav-format.ts";
import { vorbisLayout } from "./ogg-channels.ts";
import { type OggStream, openOggStream } from "./ogg-stream.ts";

/** A decoder reserves room for every channel. */
const MAX_CHANNELS = 64;

/**
 * Opens a Vorbis stream (Vorbis I specification); libvorbis decodes it.
 *
 * Its length is where the last page ends less where the first begins: the first page's position less the frames on
 * it, which decoding that page tells. Below zero, those frames are dropped.
 *
 * @throws AudioError with a one-line message.
 */
export async function openOggVorbis(source: ByteSource, serial: number): Promise<AudioReader> {
  const stream = await openOggStream(source, serial, () => 3);
  const { channelCount, sampleRateHz } = parseIdentification(stream.headers[0]!);
  const [, comment, setup] = stream.headers;
  if (!isHeader(comment!, 3) || !isHeader(setup!, 5)) {
    throw new AudioError("format", "Vorbis stream must begin with its three headers, got other packets");
  }
  const { startFrame, skipFrames } = await findStart(stream);
  const frameCount = stream.lastGranule - startFrame;
  if (frameCount < 1) throw new AudioError("empty", "Vorbis stream must hold at least one frame, got none");
  const layout = vorbisLayout(channelCount);
  const plain = { encoding: "float", bits: 32, channelCount, sampleRateHz } as const;
  return {
    kind: "vorbis",
    format: wavFormat(channelCount > 2 ? { ...plain, channelMask: layout?.mask ?? 0 } : plain),
    frameCount,
    tags: parseVorbisComment(comment!.subarray(7)),
    notes: stream.notes,
    ...sequentialReader({
      name: "Vorbis",
      frameCount,
      skipFrames,
      ...(layout && { channelOrder: layout.order }),
      open: () => vorbisStream(stream),
    }),
  };
}

/** Frames of the stream's own count before the first one, and frames to drop in front. */
async function findStart(stream: OggStream): Promise<{ startFrame: number; skipFrames: number }> {
  const blocks = await vorbisStream(stream);
  try {
    let decoded = 0;
    for (let block = await blocks.next(); block !== undefined; block = await blocks.next()) {
      decoded += block.frameCount;
      const { granule, isLast } = block.page;
      if (granule < 0 || (decoded === 0 && granule === 0)) continue;
      const start = granule - decoded;
      if (start >= 0 || isLast) return { startFrame: Math.max(0, start), skipFrames: 0 };
      return { startFrame: 0, skipFrames: -start };
    }
    return { startFrame: 0, skipFrames: 0 };
  } finally {
    blocks.close();
  }
}

interface VorbisBlock {
  readonly channels: readonly Float32Array[];
  readonly frameCount: number;
  readonly page: { readonly granule: number; readonly isLast: boolean };
}

/** What the decoder takes for a page: the headers' bytes and packets, by the names of its own parser. */
type DecoderPage = Parameters<OggVorbisDecoder["decodeOggPages"]>[0][number];

async function vorbisStream(
  stream: OggStream,
): Promise<{ next(): Promise<VorbisBlock | undefined>; close(): void }> {
  const packets = stream.openPackets();
  const [identification, , setup] = stream.headers;
  const decoder = await decoderCall("Vorbis", async () => {
    const { OggVorbisDecoder } = await import("@wasm-audio-decoders/ogg-vorbis"); // only for those who need it
    const made = new OggVorbisDecoder();
    await made.ready;
    await made.decodeOggPages([decoderPage(identification!, [])]);
    return made;
  });
  let isSetUp = false;
  return {
    async next() {
      const found = await packets.next();
      if (found === undefined) return undefined;
      const frames = found.packets.map((data) => ({ data, header: { vorbisSetup: setup } }));
      if (!isSetUp && frames.length === 0) return { channels: [], frameCount: 0, page: found.page };
      const { channelData, samplesDecoded, errors } = await decoderCall("Vorbis", () =>
        decoder.decodeOggPages([decoderPage(new Uint8Array(1), frames)]),
      );
      isSetUp = true;
      if (errors.length > 0) {
        throw new AudioError(
          "format",
          `Vorbis packets at byte ${found.page.offset} must decode, got damaged audio`,
        );
      }
      return { channels: channelData, frameCount: samplesDecoded, page: found.page };
    },
    close: () => decoder.free(),
  };
}

function decoderPage(data: Uint8Array, codecFrames: readonly object[]): DecoderPage {
  return { data, codecFrames, isLastPage: false } as unknown as DecoderPage;
}

function isHeader(packet: Uint8Array, type: number): boolean {
  return packet[0] === type && latin1Text(packet.subarray(1, 7)) === "vorbis";
}

function parseIdentification(packet: Uint8Array): { channelCount: number; sampleRateHz: number } {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  if (packet.length < 30 || view.getUint32(7, true) !== 0) {
    throw new AudioError("format", "Vorbis stream must begin with a header of version 0, got another");
  }
  const channelCount = view.getUint8(11);
  const sampleRateHz = view.getUint32(12, true);
  if (channelCount < 1 || channelCount > MAX_CHANNELS || sampleRateHz < 1 || sampleRateHz > 384_000) {
    throw new AudioError(
      "format",
      `Vorbis stream must have 1..${MAX_CHANNELS} channels and 1..384000 Hz, got ${channelCount} and ${sampleRateHz} Hz`,
    );
  }
  return { channelCount, sampleRateHz };
}
