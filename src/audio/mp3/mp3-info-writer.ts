import { joinBytes, uint32Be } from "../byte-join.ts";
import { latin1Bytes } from "../latin1.ts";
import { type Mp3Header, parseMp3Header } from "./mp3-frame-header.ts";

/** What the info frame tells of the stream that follows it. */
export interface Mp3Figures {
  /** MP3 frames, the info frame not counted. */
  readonly mp3FrameCount: number;
  /** Frames of sound that the encoder put before the first one, and behind the last. */
  readonly delayFrames: number;
  readonly paddingFrames: number;
  /** Bytes of the MP3 frames and their CRC-16; absent where the frame cannot be filled in afterwards. */
  readonly content?: { readonly byteCount: number; readonly crc: number };
}

const FLAG_FRAMES = 1;
const FLAG_BYTES = 2;
const FLAG_PLACES = 4;
const FLAG_QUALITY = 8;
/** LAME's figure for constant bitrate at its default effort. */
const QUALITY = 57;
const CONSTANT_BITRATE = 1;
/** Identifier, flags, frames, bytes, a hundred places, quality, LAME's extension. */
const LONGEST_BYTES = 8 + 4 + 4 + 100 + 4 + 36;

/**
 * The silent first frame of an MP3 file that tells players its exact length, so that they play gaplessly: Xing's
 * header under its name for constant bitrates ("Info"), and LAME's extension with the delay and padding.
 *
 * Its size depends on the stream alone, so that it can be written first and replaced by one that knows more.
 *
 * @param first The stream's first frame: version, rate and channels are taken from its header.
 */
export function encodeMp3InfoFrame(first: Uint8Array, figures: Mp3Figures): Uint8Array<ArrayBuffer> {
  const { head, header } = silentHeader(first);
  const { content } = figures;
  const flags = FLAG_FRAMES | FLAG_QUALITY | (content ? FLAG_BYTES | FLAG_PLACES : 0);
  const streamBytes = header.byteCount + (content?.byteCount ?? 0);
  const frame = new Uint8Array(header.byteCount);
  frame.set(head);
  const delayAndPadding = figures.delayFrames * 2 ** 12 + figures.paddingFrames;
  const told = joinBytes(
    latin1Bytes("Info"),
    uint32Be(flags),
    uint32Be(figures.mp3FrameCount),
    ...(content ? [uint32Be(streamBytes), Uint8Array.from({ length: 100 }, (_, i) => (256 * i) / 100)] : []),
    uint32Be(QUALITY),
    latin1Bytes("LAME3.100"),
    Uint8Array.of(CONSTANT_BITRATE),
    new Uint8Array(10), // low-pass, peak, gains, flags: not said
    Uint8Array.of(Math.min(255, kbpsOf(header))),
    uint32Be(delayAndPadding).subarray(1),
    new Uint8Array(4),
    uint32Be(content ? streamBytes : 0),
    uint32Be(content?.crc ?? 0).subarray(2),
  );
  const at = 4 + header.sideInfoBytes;
  frame.set(told, at);
  const end = at + told.length;
  frame.set(uint32Be(updateCrc(0, frame.subarray(0, end))).subarray(2), end);
  return frame;
}

/** The header of a frame that holds the tag: as the stream's own where that is large enough, without checksum. */
function silentHeader(first: Uint8Array): { head: Uint8Array; header: Mp3Header } {
  const head = first.slice(0, 4);
  head[1]! |= 1;
  head[2]! &= 0b1111_1100;
  for (;;) {
    const header = parseMp3Header(head, 0);
    if (header === undefined)
      throw new RangeError("encodeMp3InfoFrame: first must be an MP3 frame, got none");
    if (header.byteCount >= 4 + header.sideInfoBytes + LONGEST_BYTES) return { head, header };
    head[2]! += 0x10; // the next bitrate
  }
}

function kbpsOf({ byteCount, sampleRateHz, sampleFrames }: Mp3Header): number {
  return Math.round((byteCount * 8 * sampleRateHz) / sampleFrames / 1000);
}

/** Goes on with a CRC-16 (x^16 + x^15 + x^2 + 1, least significant bit first), as LAME's tag has it. */
export function updateCrc(crc: number, bytes: Uint8Array): number {
  let value = crc;
  for (const byte of bytes) value = (value >>> 8) ^ TABLE[(value ^ byte) & 0xff]!;
  return value;
}

const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xa001 : 0);
  return crc;
});
