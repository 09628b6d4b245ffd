import { joinBytes, uint32Be, uint32Le } from "../byte-join.ts";
import type { AudioPicture, AudioTag } from "./tags.ts";

/** Who wrote the stream, as its comments name it. */
const VENDOR = "Timbral";

/**
 * A Vorbis comment (Xiph.Org, "Vorbis comment metadata packet") without framing bit: vendor, then `KEY=value` pairs in
 * UTF-8. Characters that a key must not hold become "_"; a pair without a key is left out.
 */
export function encodeVorbisComment(entries: readonly AudioTag[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const pairs = entries
    .filter(({ key }) => key !== "")
    .map(({ key, value }) => encoder.encode(`${key.replace(/[^ -<>-}]/g, "_")}=${value}`));
  const vendor = encoder.encode(VENDOR);
  return joinBytes(
    uint32Le(vendor.length),
    vendor,
    uint32Le(pairs.length),
    ...pairs.flatMap((pair) => [uint32Le(pair.length), pair]),
  );
}

/**
 * The payload of a FLAC picture block (RFC 9639, 8.8). Width, height and depth are left unsaid (0): they are in the
 * picture itself.
 */
export function encodeFlacPicture(picture: AudioPicture): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const mimeType = encoder.encode(picture.mimeType);
  const description = encoder.encode(picture.description);
  return joinBytes(
    uint32Be(picture.type),
    uint32Be(mimeType.length),
    mimeType,
    uint32Be(description.length),
    description,
    new Uint8Array(16),
    uint32Be(picture.bytes.length),
    picture.bytes,
  );
}
