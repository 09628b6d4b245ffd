import { decodeBase64 } from "../../math/index.ts";
import { parseFlacPicture } from "./flac-picture.ts";
import type { AudioPicture, AudioTag, AudioTags } from "./tags.ts";

/** More fields than any real file has. */
const MAX_FIELDS = 65_536;

/**
 * Reads a Vorbis comment header's payload (Ogg Vorbis I, section 5.2.1; FLAC and Opus use the same): from the
 * vendor's length on. What is damaged or cut off ends the list; pictures (METADATA_BLOCK_PICTURE) come apart.
 */
export function parseVorbisComment(bytes: Uint8Array): AudioTags {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: AudioTag[] = [];
  const pictures: AudioPicture[] = [];
  let offset = 0;
  const take = (): Uint8Array | undefined => {
    if (offset + 4 > bytes.length) return undefined;
    const size = view.getUint32(offset, true);
    if (size > bytes.length - offset - 4) return undefined;
    offset += 4 + size;
    return bytes.subarray(offset - size, offset);
  };
  if (take() === undefined || offset + 4 > bytes.length) return { entries, pictures };
  const count = Math.min(view.getUint32(offset, true), MAX_FIELDS);
  offset += 4;
  const decoder = new TextDecoder();
  for (let i = 0; i < count; i++) {
    const field = take();
    if (field === undefined) break;
    const equals = field.indexOf(0x3d);
    if (equals < 1) continue;
    const key = decoder.decode(field.subarray(0, equals)).toUpperCase();
    const value = field.subarray(equals + 1);
    if (key === "METADATA_BLOCK_PICTURE") {
      const picture = parseFlacPicture(decodeBase64(decoder.decode(value)));
      if (picture !== undefined) pictures.push(picture);
    } else if (/^[ -<>-}]+$/.test(key)) entries.push({ key, value: decoder.decode(value) });
  }
  return { entries, pictures };
}
