import { AudioError } from "../audio-error.ts";
import type { ByteWindow } from "../byte-window.ts";
import { parseFlacPicture } from "../tags/flac-picture.ts";
import { type AudioPicture, type AudioTags, mergeTags, NO_TAGS } from "../tags/tags.ts";
import { parseVorbisComment } from "../tags/vorbis-comment.ts";
import { usualChannelMask } from "../usual-channel-mask.ts";
import { type WavFormat, wavFormat } from "../wav/wav-format.ts";

/** What STREAMINFO says (RFC 9639, section 8.2). */
export interface FlacInfo {
  /** 16..65535. */
  readonly maxBlockFrames: number;
  /** Bytes of the longest frame, 0 if unknown. */
  readonly maxFrameBytes: number;
  readonly sampleRateHz: number;
  /** 1..8. */
  readonly channelCount: number;
  /** 4..32. */
  readonly bitsPerSample: number;
  /** 0 if unknown. */
  readonly frameCount: number;
}

/** Everything in front of the first frame. */
export interface FlacBlocks {
  readonly info: FlacInfo;
  readonly tags: AudioTags;
  /** Where the first frame begins. */
  readonly audioOffset: number;
}

/** A block's length has 24 bits; many of them together are held to this, so that no file fills the memory. */
const MAX_TAG_BYTES = 2 ** 26;
const MAX_BLOCKS = 4096;

/**
 * Reads the metadata blocks of a native FLAC stream.
 *
 * @param offset Position of "fLaC".
 * @throws AudioError `format`, `truncated`.
 */
export async function readFlacBlocks(window: ByteWindow, offset: number): Promise<FlacBlocks> {
  let info: FlacInfo | undefined;
  let tags = NO_TAGS;
  const pictures: AudioPicture[] = [];
  let tagBytes = 0;
  let at = offset + 4;
  for (let count = 0; count < MAX_BLOCKS; count++) {
    const header = await window.copy(at, 4);
    const type = header[0]! & 0x7f;
    const size = (header[1]! << 16) | (header[2]! << 8) | header[3]!;
    if (count === 0) {
      if (type !== 0 || size < 34) {
        throw new AudioError(
          "format",
          `FLAC file must begin with STREAMINFO, got block type ${type} of ${size} bytes`,
        );
      }
      info = parseStreamInfo(await window.copy(at + 4, 34));
    } else if ((type === 4 || type === 6) && tagBytes + size <= MAX_TAG_BYTES) {
      const payload = await window.copy(at + 4, size);
      tagBytes += size;
      if (type === 4) tags = mergeTags(tags, parseVorbisComment(payload));
      else {
        const picture = parseFlacPicture(payload);
        if (picture !== undefined) pictures.push(picture);
      }
    }
    at += 4 + size;
    if (header[0]! & 0x80) {
      return {
        info: info!,
        tags: { entries: tags.entries, pictures: [...pictures, ...tags.pictures] },
        audioOffset: at,
      };
    }
  }
  throw new AudioError("format", `FLAC file must begin its audio within ${MAX_BLOCKS} blocks, got more`);
}

/**
 * @param payload Shape `[34]`.
 * @throws AudioError `format`.
 */
export function parseStreamInfo(payload: Uint8Array): FlacInfo {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const packed = view.getUint32(10); // 20 bits rate, 3 channels - 1, 5 bits - 1, 4 of the length
  const info: FlacInfo = {
    maxBlockFrames: view.getUint16(2),
    maxFrameBytes: view.getUint16(7) * 256 + view.getUint8(9),
    sampleRateHz: packed >>> 12,
    channelCount: ((packed >>> 9) & 7) + 1,
    bitsPerSample: ((packed >>> 4) & 31) + 1,
    frameCount: (packed & 15) * 2 ** 32 + view.getUint32(14),
  };
  const { maxBlockFrames, bitsPerSample, sampleRateHz } = info;
  if (maxBlockFrames < 16 || bitsPerSample < 4 || sampleRateHz === 0) {
    throw new AudioError(
      "format",
      `FLAC must have 16 frames a block, 4 bits and 1 Hz or more, got ${maxBlockFrames} frames, ${bitsPerSample} bits, ${sampleRateHz} Hz`,
    );
  }
  return info;
}

/** How programs tell of loudspeaker positions other than the usual ones. */
export const MASK_KEY = "WAVEFORMATEXTENSIBLE_CHANNEL_MASK";

/** The format of the decoded samples: the same integers in the next wider bytes. */
export function flacFormat(info: FlacInfo, tags: AudioTags): WavFormat {
  const { channelCount, sampleRateHz, bitsPerSample } = info;
  const bits = Math.ceil(bitsPerSample / 8) * 8;
  const tagged = tags.entries.find(({ key }) => key === MASK_KEY)?.value;
  const mask = /^0x[0-9a-f]{1,8}$/i.test(tagged ?? "") ? Number(tagged) : undefined;
  const plain = { bits, channelCount, sampleRateHz };
  if (mask === undefined && channelCount <= 2 && bits === bitsPerSample) return wavFormat(plain);
  const format = wavFormat({ ...plain, channelMask: mask ?? usualChannelMask(channelCount) });
  return { ...format, extensible: { ...format.extensible!, validBits: bitsPerSample } };
}
