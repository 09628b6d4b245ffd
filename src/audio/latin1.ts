/** Bytes made letters at once: adding them one by one takes 30 bytes of memory each. */
const PIECE = 8192;

/** Bytes as letters of ISO 8859-1, one each. */
export function latin1Text(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return text;
}

/** One byte per character; characters above 255 lose their upper bits. */
export function latin1Bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
