import { latin1Text } from "../latin1.ts";

/**
 * The strings of an ID3v2 text frame: the first byte names the encoding, a zero character ends each but the last.
 */
export function decodeId3Text(payload: Uint8Array): string[] {
  if (payload.length < 2) return [];
  const strings: string[] = [];
  for (let at = 1; at < payload.length; ) {
    const { text, end } = firstString(payload, at, payload[0]!);
    strings.push(text);
    at = end;
  }
  return strings;
}

/**
 * One string, up to a zero character or the end.
 *
 * @param encoding 0 ISO 8859-1, 1 UTF-16 with a byte order mark, 2 UTF-16 big-endian, 3 UTF-8.
 * @returns Its text, and where the next one begins.
 */
export function firstString(bytes: Uint8Array, at: number, encoding: number): { text: string; end: number } {
  const isWide = encoding === 1 || encoding === 2;
  let end = at;
  if (isWide) while (end + 1 < bytes.length && (bytes[end] !== 0 || bytes[end + 1] !== 0)) end += 2;
  else while (end < bytes.length && bytes[end] !== 0) end += 1;
  if (end + 1 >= bytes.length && isWide) end = bytes.length;
  const piece = bytes.subarray(at, end);
  const text = isWide ? utf16(piece, encoding === 2) : encoding === 3 ? utf8(piece) : latin1Text(piece);
  return { text, end: Math.min(bytes.length, end + (isWide ? 2 : 1)) };
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** A mark at the start decides the byte order; without one it is as `isBigEndian` says. */
function utf16(bytes: Uint8Array, isBigEndian: boolean): string {
  const hasBigMark = bytes[0] === 0xfe && bytes[1] === 0xff;
  const hasLittleMark = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = hasBigMark || (isBigEndian && !hasLittleMark);
  let text = "";
  for (let i = hasBigMark || hasLittleMark ? 2 : 0; i + 1 < bytes.length; i += 2) {
    text += String.fromCharCode(big ? (bytes[i]! << 8) | bytes[i + 1]! : bytes[i]! | (bytes[i + 1]! << 8));
  }
  return text;
}
