import { AudioError } from "../audio-error.ts";
import type { AudioReader } from "../audio-reader.ts";
import type { ByteSource } from "../byte-stream.ts";
import { decoderCall } from "../decoder-call.ts";
import { latin1Text } from "../latin1.ts";
import { type BlockStream, sequentialReader } from "../sequential-reader.ts";
import { parseVorbisComment } from "../tags/vorbis-comment.ts";
import { wavFormat } from "../wav/wav-format.ts";
import { vorbisLayout } from "./ogg-channels.ts";
import { type OggStream, openOggStream } from "./ogg-stream.ts";
import { opusPacketFrames } from "./opus-packet.ts";

/** The header packet (RFC 7845, section 5.1). */
interface OpusHead {
  readonly channelCount: number;
  /** Frames at 48 kHz that the encoder put in front. */
  readonly preSkip: number;
  /** Factor on every sample that the file asks for. */
  readonly gain: number;
  readonly mappingFamily: number;
  readonly streamCount: number;
  readonly coupledCount: number;
  readonly mapping: readonly number[];
}

/**
 * Opens an Opus stream (RFC 7845); libopus decodes it, always at 48 kHz. The pre-skip is dropped, the last page's
 * position ends the sound, and the header's output gain is applied.
 *
 * @throws AudioError with a one-line message.
 */
export async function openOggOpus(source: ByteSource, serial: number): Promise<AudioReader> {
  const stream = await openOggStream(source, serial, () => 2);
  const head = parseOpusHead(stream.headers[0]!);
  const tags = stream.headers[1]!;
  if (latin1Text(tags.subarray(0, 8)) !== "OpusTags") {
    throw new AudioError("format", "Opus stream must begin with its two headers, got another packet");
  }
  const frameCount = stream.lastGranule - (await findStart(stream, head)) - head.preSkip;
  if (frameCount < 1) throw new AudioError("empty", "Opus stream must hold at least one frame, got none");
  const { channelCount } = head;
  const layout = head.mappingFamily === 1 ? vorbisLayout(channelCount) : undefined;
  const plain = { encoding: "float", bits: 32, channelCount, sampleRateHz: 48_000 } as const;
  return {
    kind: "opus",
    format: wavFormat(channelCount > 2 ? { ...plain, channelMask: layout?.mask ?? 0 } : plain),
    frameCount,
    tags: parseVorbisComment(tags.subarray(8)),
    notes: stream.notes,
    ...sequentialReader({
      name: "Opus",
      frameCount,
      skipFrames: head.preSkip,
      gain: head.gain,
      ...(layout && { channelOrder: layout.order }),
      open: () => opusStream(stream, head),
    }),
  };
}

/** Position of the first frame: above 0 where the stream was cut out of a longer one. */
async function findStart(stream: OggStream, { streamCount }: OpusHead): Promise<number> {
  const packets = stream.openPackets();
  let frames = 0;
  for (let found = await packets.next(); found !== undefined; found = await packets.next()) {
    for (const packet of found.packets) frames += opusPacketFrames(packet, streamCount);
    if (frames > 0 && found.page.granule >= 0) {
      return found.page.isLast ? 0 : Math.max(0, found.page.granule - frames);
    }
  }
  return 0;
}

async function opusStream(stream: OggStream, head: OpusHead): Promise<BlockStream> {
  const packets = stream.openPackets();
  const decoder = await decoderCall("Opus", async () => {
    const { OpusDecoder } = await import("opus-decoder"); // compiled code: only for those who need it
    const made = new OpusDecoder({
      channels: head.channelCount,
      streamCount: head.streamCount,
      coupledStreamCount: head.coupledCount,
      channelMappingTable: [...head.mapping],
      preSkip: 0,
    });
    await made.ready;
    return made;
  });
  return {
    async next() {
      const found = await packets.next();
      if (found === undefined) return undefined;
      const frames = found.packets.map((packet) => opusPacketFrames(packet, head.streamCount));
      const expected = frames.reduce((sum, count) => sum + count, 0);
      const damaged = new AudioError(
        "format",
        `Opus packets at byte ${found.page.offset} must decode, got damaged audio`,
      );
      if (frames.includes(0)) throw damaged;
      const { channelData, samplesDecoded, errors } = await decoderCall("Opus", () =>
        decoder.decodeFrames([...found.packets]),
      );
      if (errors.length > 0 || samplesDecoded !== expected) throw damaged;
      return { channels: channelData, frameCount: samplesDecoded };
    },
    close: () => decoder.free(),
  };
}

function parseOpusHead(packet: Uint8Array): OpusHead {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const refuse = (problem: string): never => {
    throw new AudioError("format", `Opus header must ${problem}`);
  };
  if (packet.length < 19) refuse(`hold at least 19 bytes, got ${packet.length}`);
  if (packet[8]! >> 4 !== 0) refuse(`be of version 0 or 1, got ${packet[8]}`);
  const channelCount = packet[9]!;
  const mappingFamily = packet[18]!;
  const plain = {
    channelCount,
    preSkip: view.getUint16(10, true),
    gain: 10 ** (view.getInt16(16, true) / (20 * 256)),
    mappingFamily,
  };
  if (mappingFamily === 0) {
    if (channelCount < 1 || channelCount > 2) refuse(`have 1 or 2 channels, got ${channelCount}`);
    return {
      ...plain,
      streamCount: 1,
      coupledCount: channelCount - 1,
      mapping: channelCount === 2 ? [0, 1] : [0],
    };
  }
  if (mappingFamily !== 1 && mappingFamily !== 255 && mappingFamily !== 2) {
    refuse(`have channel mapping family 0, 1, 2 or 255, got ${mappingFamily}`);
  }
  if (channelCount < 1 || packet.length < 21 + channelCount) refuse("map every channel, got a shorter table");
  const streamCount = packet[19]!;
  const coupledCount = packet[20]!;
  const mapping = [...packet.subarray(21, 21 + channelCount)];
  const isSound =
    streamCount >= 1 &&
    coupledCount <= streamCount &&
    streamCount + coupledCount <= 255 &&
    mapping.every((index) => index === 255 || index < streamCount + coupledCount);
  if (!isSound) refuse("map channels to its streams, got an impossible table");
  return { ...plain, streamCount, coupledCount, mapping };
}
