import { joinBytes, uint32Be } from "../byte-join.ts";
import { latin1Bytes } from "../latin1.ts";
import type { AudioTag, AudioTags } from "../tags/tags.ts";
import { encodeFlacPicture, encodeVorbisComment } from "../tags/vorbis-comment-writer.ts";
import { usualChannelMask } from "../usual-channel-mask.ts";
import type { WavFormat } from "../wav/wav-format.ts";
import { BLOCK_FRAMES } from "./encoder/frame.ts";
import { MASK_KEY } from "./flac-blocks.ts";

const STREAM_INFO = 0;
const PADDING = 1;
const SEEK_TABLE = 3;
const VORBIS_COMMENT = 4;
const PICTURE = 6;
/** Largest payload of a metadata block, bytes. */
const MAX_BLOCK_BYTES = 2 ** 24 - 1;
/** Room for other programs to change tags in place, bytes. */
const PADDING_BYTES = 4096;
const SEEK_POINT_BYTES = 18;
/** One seek point for so much sound, seconds. */
const SEEK_SECONDS = 10;

/** What is only known once all frames are written. */
export interface FlacFigures {
  /** Bytes of the shortest and the longest frame; 0 where not known. */
  readonly minFrameBytes: number;
  readonly maxFrameBytes: number;
  /** MD5 of the decoded audio, zeros where not known. Shape `[16]`. */
  readonly md5: Uint8Array;
}

/** Where a FLAC frame is: its first frame of sound, its first byte after the metadata, and its frames of sound. */
export interface SeekPoint {
  readonly startFrame: number;
  readonly byteOffset: number;
  readonly frameCount: number;
}

/** Bytes before the stream's STREAMINFO payload: the signature and a block header. */
export const STREAM_INFO_OFFSET = 8;
/** Bytes before the seek table's payload, which comes second. */
export const SEEK_TABLE_OFFSET: number = STREAM_INFO_OFFSET + 34 + 4;

/** Everything before the first frame: stream info and seek points to be filled in, tags, pictures, padding. */
export function encodeFlacHead(
  format: WavFormat,
  frameCount: number,
  tags: AudioTags,
  seekPointCount: number,
): Uint8Array<ArrayBuffer> {
  const unknown: FlacFigures = { minFrameBytes: 0, maxFrameBytes: 0, md5: new Uint8Array(16) };
  const entries = [...tags.entries.filter(({ key }) => key !== MASK_KEY), ...maskEntry(format)];
  const pictures = tags.pictures.map(encodeFlacPicture).filter(({ length }) => length <= MAX_BLOCK_BYTES);
  return joinBytes(
    latin1Bytes("fLaC"),
    block(STREAM_INFO, encodeStreamInfo(format, frameCount, unknown)),
    ...(seekPointCount > 0 ? [block(SEEK_TABLE, encodeSeekTable([], seekPointCount))] : []),
    block(VORBIS_COMMENT, encodeVorbisComment(entries)),
    ...pictures.map((picture) => block(PICTURE, picture)),
    block(PADDING, new Uint8Array(PADDING_BYTES), true),
  );
}

/** The payload of STREAMINFO (RFC 9639, 8.2). Shape `[34]`. */
export function encodeStreamInfo(
  { sampleRateHz, channelCount, bits }: WavFormat,
  frameCount: number,
  { minFrameBytes, maxFrameBytes, md5 }: FlacFigures,
): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(34);
  const view = new DataView(payload.buffer);
  view.setUint16(0, BLOCK_FRAMES);
  view.setUint16(2, BLOCK_FRAMES);
  payload.set(uint32Be(minFrameBytes).subarray(1), 4);
  payload.set(uint32Be(maxFrameBytes).subarray(1), 7);
  const upper = sampleRateHz * 2 ** 12 + (channelCount - 1) * 2 ** 9 + (bits - 1) * 2 ** 4;
  view.setUint32(10, upper + Math.floor(frameCount / 2 ** 32));
  view.setUint32(14, frameCount % 2 ** 32);
  payload.set(md5, 18);
  return payload;
}

/** How many seek points a stream gets: one for every ten seconds begun. */
export function seekPointCountOf({ sampleRateHz }: WavFormat, frameCount: number): number {
  const count = Math.ceil(frameCount / (SEEK_SECONDS * sampleRateHz));
  return Math.min(count, Math.floor(MAX_BLOCK_BYTES / SEEK_POINT_BYTES));
}

/** The payload of SEEKTABLE (RFC 9639, 8.5); places without a point are marked so. Shape `[18 count]`. */
export function encodeSeekTable(points: readonly SeekPoint[], count: number): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(SEEK_POINT_BYTES * count);
  const view = new DataView(payload.buffer);
  for (let i = 0; i < count; i++) {
    const at = SEEK_POINT_BYTES * i;
    const point = points[i];
    if (point === undefined) {
      payload.fill(0xff, at, at + 8);
    } else {
      setUint64(view, at, point.startFrame);
      setUint64(view, at + 8, point.byteOffset);
      view.setUint16(at + 16, point.frameCount);
    }
  }
  return payload;
}

function maskEntry({ channelCount, extensible }: WavFormat): AudioTag[] {
  const mask = extensible?.channelMask ?? 0;
  if (mask === 0 || mask === usualChannelMask(channelCount)) return [];
  return [{ key: MASK_KEY, value: `0x${mask.toString(16).padStart(4, "0")}` }];
}

function block(type: number, payload: Uint8Array, isLast = false): Uint8Array {
  const head = uint32Be(payload.length);
  head[0] = type | (isLast ? 0x80 : 0);
  return joinBytes(head, payload);
}

function setUint64(view: DataView, at: number, value: number): void {
  view.setUint32(at, Math.floor(value / 2 ** 32));
  view.setUint32(at + 4, value % 2 ** 32);
}
