/** One array of all the parts, in their order. */
export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** Four bytes, least significant first. */
export function uint32Le(value: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

/** Four bytes, most significant first. */
export function uint32Be(value: number): Uint8Array<ArrayBuffer> {
  return uint32Le(value).reverse();
}
