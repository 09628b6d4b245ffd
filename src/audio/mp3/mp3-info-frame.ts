import { latin1Text } from "../latin1.ts";
import type { Mp3Header } from "./mp3-frame-header.ts";

/** What the silent first frame that encoders write says: Xing's or Info's header and LAME's extension of it. */
export interface Mp3InfoFrame {
  /** Frames that follow, 0 if not said. */
  readonly frameCount: number;
  /** Frames of audio before the sound begins in what a decoder gives, its own 529 included; 0 if not said. */
  readonly startFrames: number;
  /** Frames of audio behind the sound's end; 0 if not said. */
  readonly endFrames: number;
}

/** A decoder's own delay: what a filter bank of 512 taps and its overlap put in front. */
const DECODER_DELAY_FRAMES = 529;

/**
 * Reads the info frame; undefined if the frame holds audio.
 *
 * Encoder delay and padding stand in 12 bits each, 21 bytes behind the encoder's name. They are believed from LAME
 * and from ffmpeg's writers, as ffmpeg's reader does; other names leave other things there.
 */
export function parseMp3InfoFrame(frame: Uint8Array, header: Mp3Header): Mp3InfoFrame | undefined {
  const none = { frameCount: 0, startFrames: 0, endFrames: 0 };
  if (text(frame, 36, 4) === "VBRI") return none;
  const plain = 4 + header.sideInfoBytes;
  const at = [plain, plain + 2].find((i) => ["Xing", "Info"].includes(text(frame, i, 4)));
  if (at === undefined || at + 8 > frame.length) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const flags = view.getUint32(at + 4);
  let next = at + 8;
  let frameCount = 0;
  if (flags & 1 && next + 4 <= frame.length) frameCount = view.getUint32(next);
  for (const [flag, size] of [
    [1, 4],
    [2, 4],
    [4, 100],
    [8, 4],
  ] as const)
    if (flags & flag) next += size;
  if (!["LAME", "Lavf", "Lavc"].includes(text(frame, next, 4)) || next + 24 > frame.length) {
    return { ...none, frameCount };
  }
  const delay = (frame[next + 21]! << 4) | (frame[next + 22]! >> 4);
  const padding = ((frame[next + 22]! & 15) << 8) | frame[next + 23]!;
  return {
    frameCount,
    startFrames: delay + DECODER_DELAY_FRAMES,
    endFrames: Math.max(0, padding - DECODER_DELAY_FRAMES),
  };
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return latin1Text(bytes.subarray(at, at + length));
}
