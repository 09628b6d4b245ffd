import { latin1Text } from "../latin1.ts";
import type { AudioPicture } from "./tags.ts";

/** Reads the payload of a FLAC PICTURE block (RFC 9639, section 8.8); undefined if it is damaged. */
export function parseFlacPicture(bytes: Uint8Array): AudioPicture | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 4;
  const take = (): Uint8Array | undefined => {
    if (offset + 4 > bytes.length) return undefined;
    const size = view.getUint32(offset);
    if (size > bytes.length - offset - 4) return undefined;
    offset += 4 + size;
    return bytes.subarray(offset - size, offset);
  };
  const mimeType = take();
  const description = take();
  offset += 16; // width, height, colour depth and count: the picture says them itself
  const data = take();
  if (mimeType === undefined || description === undefined || data === undefined) return undefined;
  return {
    type: view.getUint32(0),
    mimeType: latin1Text(mimeType.subarray(0, 255)),
    description: new TextDecoder().decode(description),
    bytes: data.slice(),
  };
}
