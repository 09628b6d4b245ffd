import { latin1Text } from "../latin1.ts";

/** A frame of an ID3v2 tag: its name of three or four letters and what it holds, plain. */
export interface Id3Frame {
  readonly id: string;
  readonly payload: Uint8Array;
}

/** More frames than any real tag has. */
const MAX_FRAMES = 10_000;

/**
 * The frames of an ID3v2 tag (versions 2.2, 2.3 and 2.4) that are neither compressed nor encrypted. Padding or
 * damage ends the list.
 *
 * @param bytes From "ID3" on.
 */
export function readId3Frames(bytes: Uint8Array): Id3Frame[] {
  const version = bytes[3] ?? 0;
  const flags = bytes[5] ?? 0;
  if (bytes.length < 10 || version < 2 || version > 4) return [];
  if (version === 2 && flags & 0x40) return []; // compressed by a scheme that was never defined
  const size = Math.min(bytes.length, 10 + synchsafe(bytes, 6));
  let body = bytes.subarray(10, size);
  if (flags & 0x80 && version < 4) body = resynchronize(body);
  let at = flags & 0x40 ? extendedHeaderBytes(body, version) : 0;
  const frames: Id3Frame[] = [];
  const headerBytes = version === 2 ? 6 : 10;
  while (at + headerBytes <= body.length && frames.length < MAX_FRAMES) {
    const id = latin1Text(body.subarray(at, at + (version === 2 ? 3 : 4)));
    if (!/^[A-Z0-9]+$/.test(id)) break;
    const length = frameBytes(body, at, version);
    at += headerBytes;
    if (length > body.length - at) break;
    const payload = plainPayload(
      body.subarray(at, at + length),
      version,
      version === 2 ? 0 : body[at - 1]!,
      (flags & 0x80) !== 0,
    );
    if (payload !== undefined) frames.push({ id, payload });
    at += length;
  }
  return frames;
}

function frameBytes(body: Uint8Array, at: number, version: number): number {
  if (version === 2) return (body[at + 3]! << 16) | (body[at + 4]! << 8) | body[at + 5]!;
  const plain = body[at + 4]! * 2 ** 24 + ((body[at + 5]! << 16) | (body[at + 6]! << 8) | body[at + 7]!);
  if (version === 3 || (plain & 0x80808080) !== 0) return plain; // some writers of 2.4 use plain sizes
  const safe = synchsafe(body, at + 4);
  if (safe === plain) return safe;
  return isFrameStart(body, at + 10 + safe) || !isFrameStart(body, at + 10 + plain) ? safe : plain;
}

/** Whether a frame, padding or the tag's end is here. */
function isFrameStart(body: Uint8Array, at: number): boolean {
  if (at === body.length) return true;
  return at + 4 <= body.length && /^([A-Z0-9]{4}|\0{4})$/.test(latin1Text(body.subarray(at, at + 4)));
}

function extendedHeaderBytes(body: Uint8Array, version: number): number {
  if (body.length < 4) return body.length;
  if (version === 4) return synchsafe(body, 0);
  return 4 + body[0]! * 2 ** 24 + ((body[1]! << 16) | (body[2]! << 8) | body[3]!);
}

/** Without what a frame's flags put in front of or over its content; undefined where that cannot be undone. */
function plainPayload(
  payload: Uint8Array,
  version: number,
  flags: number,
  isTagUnsynchronized: boolean,
): Uint8Array | undefined {
  if (version === 2) return payload;
  if (version === 3) {
    if (flags & 0xc0) return undefined;
    return flags & 0x20 ? payload.subarray(1) : payload;
  }
  if (flags & 0x0c) return undefined;
  const extra = (flags & 0x40 ? 1 : 0) + (flags & 0x01 ? 4 : 0);
  const rest = payload.subarray(extra);
  return flags & 0x02 || isTagUnsynchronized ? resynchronize(rest) : rest;
}

/** A number of four times seven bits. */
function synchsafe(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) value = value * 128 + (bytes[i]! & 0x7f);
  return value;
}

/** Undoes unsynchronisation: a zero was put behind every 0xFF so that nothing looks like an MP3 frame. */
function resynchronize(bytes: Uint8Array): Uint8Array {
  const plain = new Uint8Array(bytes.length);
  let size = 0;
  for (let i = 0; i < bytes.length; i++) {
    plain[size++] = bytes[i]!;
    if (bytes[i] === 0xff && bytes[i + 1] === 0) i += 1;
  }
  return plain.subarray(0, size);
}
