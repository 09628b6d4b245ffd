import { AudioError } from "../audio-error.ts";
import type { AudioReader } from "../audio-reader.ts";
import type { ByteSource } from "../byte-stream.ts";
import { ByteWindow } from "../byte-window.ts";
import { decoderCall } from "../decoder-call.ts";
import { latin1Text } from "../latin1.ts";
import { type BlockStream, sequentialReader } from "../sequential-reader.ts";
import { ID3V1_BYTES, parseId3v1 } from "../tags/id3v1.ts";
import { id3v2Size, parseId3v2 } from "../tags/id3v2.ts";
import { type AudioTags, mergeTags, NO_TAGS } from "../tags/tags.ts";
import { wavFormat } from "../wav/wav-format.ts";
import type { Mp3Header } from "./mp3-frame-header.ts";
import { type Mp3Frame, Mp3Frames } from "./mp3-frames.ts";
import { type Mp3InfoFrame, parseMp3InfoFrame } from "./mp3-info-frame.ts";

/** Where frames lie in the file, and the tags around them. */
interface Mp3Extent {
  readonly start: number;
  readonly end: number;
  readonly tags: AudioTags;
}

/** Longer tags are passed over unread, so that no file fills the memory. */
const MAX_TAG_BYTES = 2 ** 26;
/** Frames decoded at once. */
const BATCH_FRAMES = 32;

/**
 * Opens an MP3 file (MPEG 1, 2 and 2.5, layer III): counts its frames by their headers and reads the encoder's delay
 * and padding from the info frame, so that the length is the original's. A file without an info frame is as long as
 * its frames. Decoded by mpg123.
 *
 * @throws AudioError with a one-line message.
 */
export async function openMp3(source: ByteSource): Promise<AudioReader> {
  const window = new ByteWindow(source);
  const extent = await findExtent(window);
  const frames = new Mp3Frames(window, extent.start, extent.end);
  const first = await frames.next();
  if (first === undefined) throw new AudioError("format", "MP3 file must hold frames of layer III, got none");
  const info = await infoOf(window, first);
  let count = info === undefined ? 1 : 0;
  while ((await frames.next()) !== undefined) count += 1;
  const { header } = first;
  const notes: string[] = [];
  if (frames.skippedBytes > 0) notes.push(`${frames.skippedBytes} bytes are no MP3 frames: passed over`);
  const isWhole = info === undefined || info.frameCount === 0 || info.frameCount === count;
  if (!isWhole)
    notes.push(`the header announces ${info.frameCount} MP3 frames, got ${count}: all of them are read`);
  const skipFrames = info?.startFrames ?? 0;
  const endFrames = isWhole && info !== undefined && info.frameCount > 0 ? info.endFrames : 0;
  const frameCount = count * header.sampleFrames - skipFrames - endFrames;
  if (frameCount < 1)
    throw new AudioError("empty", `MP3 file must hold sound, got ${count} frames of padding`);
  const { channelCount, sampleRateHz } = header;
  const open = () => mp3Stream(source, extent, header, info !== undefined);
  return {
    kind: "mp3",
    format: wavFormat({ encoding: "float", bits: 32, channelCount, sampleRateHz }),
    frameCount,
    tags: extent.tags,
    notes,
    ...sequentialReader({ name: "MP3", frameCount, skipFrames, open }),
  };
}

/** Frames lie behind ID3v2 tags at the start and before tags of other kinds at the end. */
async function findExtent(window: ByteWindow): Promise<Mp3Extent> {
  const { size } = window.source;
  let tags = NO_TAGS;
  let start = 0;
  for (let count = 0; count < 8; count++) {
    const { bytes, at, count: available } = await window.view(start, 10);
    const tagBytes = id3v2Size(bytes.subarray(at, at + available));
    if (tagBytes === 0) break;
    const piece = Math.min(tagBytes, size - start);
    if (piece <= MAX_TAG_BYTES) tags = mergeTags(tags, parseId3v2(await window.copy(start, piece)));
    start += piece;
  }
  let end = size;
  if (end - start >= ID3V1_BYTES) {
    const tag = parseId3v1(await window.copy(end - ID3V1_BYTES, ID3V1_BYTES));
    if (tag !== undefined) {
      tags = mergeTags(tags, tag);
      end -= ID3V1_BYTES;
    }
  }
  end -= await apeTagBytes(window, start, end);
  return { start, end, tags };
}

/** Bytes of an APE tag before `end`, whose text is not read; 0 if there is none. */
async function apeTagBytes(window: ByteWindow, start: number, end: number): Promise<number> {
  if (end - start < 32) return 0;
  const footer = await window.copy(end - 32, 32);
  if (latin1Text(footer.subarray(0, 8)) !== "APETAGEX") return 0;
  const view = new DataView(footer.buffer);
  const bytes = view.getUint32(12, true) + (view.getUint32(20, true) >= 2 ** 31 ? 32 : 0);
  return bytes <= end - start ? bytes : 0;
}

async function infoOf(window: ByteWindow, { offset, header }: Mp3Frame): Promise<Mp3InfoFrame | undefined> {
  return parseMp3InfoFrame(await window.copy(offset, header.byteCount), header);
}

async function mp3Stream(
  source: ByteSource,
  extent: Mp3Extent,
  { channelCount, sampleFrames }: Mp3Header,
  hasInfo: boolean,
): Promise<BlockStream> {
  const window = new ByteWindow(source);
  const frames = new Mp3Frames(window, extent.start, extent.end);
  if (hasInfo) await frames.next();
  const decoder = await decoderCall("MP3", async () => {
    const { MPEGDecoder } = await import("mpg123-decoder"); // compiled code: only for those who need it
    const made = new MPEGDecoder({ enableGapless: false });
    await made.ready;
    return made;
  });
  return {
    async next() {
      const batch: Uint8Array[] = [];
      let offset = 0;
      for (let frame: Mp3Frame | undefined; batch.length < BATCH_FRAMES; ) {
        frame = await frames.next();
        if (frame === undefined) break;
        if (batch.length === 0) ({ offset } = frame);
        batch.push(await window.copy(frame.offset, frame.header.byteCount));
      }
      if (batch.length === 0) return undefined;
      const { channelData, samplesDecoded, errors } = await decoderCall("MP3", () =>
        decoder.decodeFrames(batch),
      );
      if (samplesDecoded !== batch.length * sampleFrames || errors.length > 0) {
        throw new AudioError("format", `MP3 frames from byte ${offset} on must decode, got damaged audio`);
      }
      return { channels: channelData.slice(0, channelCount), frameCount: samplesDecoded };
    },
    close: () => decoder.free(),
  };
}
