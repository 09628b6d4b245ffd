import { AudioError } from "../audio-error.ts";

/** How the samples of a WAV file lie in its bytes. */
export interface WavFormat {
  /** `integer`: two's complement, but unsigned with an offset of 128 in 8 bits. `float`: IEEE 754. */
  readonly encoding: "integer" | "float";
  /** Bits that one sample takes in the file: integer 8, 16, 24 or 32; float 32 or 64. */
  readonly bits: number;
  /** 1..65535; samples are interleaved in the file. */
  readonly channelCount: number;
  /** 1..1,536,000 Hz. */
  readonly sampleRateHz: number;
  /** Present when the format chunk is WAVE_FORMAT_EXTENSIBLE. */
  readonly extensible?: {
    /** Significant bits, left-justified in `bits`; the rest of each sample is zero. */
    readonly validBits: number;
    /** One bit per loudspeaker position (dwChannelMask), 0 where none is assigned. */
    readonly channelMask: number;
    /** Bytes 2..15 of the subformat GUID: the standard one or ambisonic B-format. Shape `[14]`. */
    readonly guidTail: Uint8Array;
  };
}

/** Highest sampling rate taken for sane: 32 times 48 kHz, Hz. */
export const MAX_SAMPLE_RATE_HZ = 1_536_000;

const TAG_PCM = 0x0001;
const TAG_FLOAT = 0x0003;
const TAG_EXTENSIBLE = 0xfffe;
const STANDARD_GUID_TAIL = Uint8Array.of(0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71);
const AMBISONIC_GUID_TAIL = Uint8Array.of(0, 0, 0x21, 7, 0xd3, 0x11, 0x86, 0x44, 0xc8, 0xc1, 0xca, 0, 0, 0);

/** Names of the compressed formats met most often, so that the error can say what came. */
const FOREIGN_TAGS: Readonly<Record<number, string>> = {
  2: "Microsoft ADPCM",
  6: "A-law",
  7: "mu-law",
  17: "IMA ADPCM",
  80: "MPEG",
  85: "MP3",
};

/** Bytes of one frame: one sample of every channel. */
export function bytesPerFrame(format: WavFormat): number {
  return (format.bits / 8) * format.channelCount;
}

/** Bits that carry signal: `validBits` of an extensible format, else all of them. */
export function significantBits(format: WavFormat): number {
  return format.extensible?.validBits ?? format.bits;
}

/**
 * A format by its usual numbers.
 *
 * @param channelMask Loudspeaker positions; giving it, or more than 2 channels, makes the format extensible.
 * @throws RangeError if a number is outside what {@link WavFormat} says.
 */
export function wavFormat({
  encoding = "integer",
  bits = 16,
  channelCount = 2,
  sampleRateHz = 48_000,
  channelMask,
}: {
  encoding?: "integer" | "float";
  bits?: number;
  channelCount?: number;
  sampleRateHz?: number;
  channelMask?: number;
} = {}): WavFormat {
  const plain = { encoding, bits, channelCount, sampleRateHz };
  const problem = problemOf(plain);
  if (problem !== undefined) throw new RangeError(`wavFormat: ${problem}`);
  if (channelMask === undefined && channelCount <= 2) return plain;
  return {
    ...plain,
    extensible: { validBits: bits, channelMask: channelMask ?? 0, guidTail: STANDARD_GUID_TAIL },
  };
}

/**
 * Reads the payload of a `fmt ` chunk (Multimedia Programming Interface and Data Specifications 1.0, 1991;
 * WAVEFORMATEXTENSIBLE, Microsoft 2001).
 *
 * @throws AudioError `foreign` for compressed formats, `format` for impossible ones.
 */
export function parseFormatChunk(payload: Uint8Array): WavFormat {
  if (payload.length < 16) refuse(`format chunk must hold at least 16 bytes, got ${payload.length}`);
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const isExtensible = view.getUint16(0, true) === TAG_EXTENSIBLE;
  if (isExtensible && payload.length < 40) {
    refuse(`extensible format chunk must hold 40 bytes, got ${payload.length}`);
  }
  const tag = view.getUint16(isExtensible ? 24 : 0, true);
  if (tag !== TAG_PCM && tag !== TAG_FLOAT) {
    const name = FOREIGN_TAGS[tag] ?? `format tag 0x${tag.toString(16).padStart(4, "0")}`;
    throw new AudioError(
      "foreign",
      `WAV samples must be uncompressed integer or float, got ${name}: install ffmpeg or convert it to FLAC`,
    );
  }
  const format: WavFormat = {
    encoding: tag === TAG_FLOAT ? "float" : "integer",
    bits: view.getUint16(14, true),
    channelCount: view.getUint16(2, true),
    sampleRateHz: view.getUint32(4, true),
  };
  const problem = problemOf(format);
  if (problem !== undefined) refuse(problem);
  const blockAlign = view.getUint16(12, true);
  // The field has 16 bits: past 65535 bytes a frame (8192 channels of 64 bits) it cannot hold the truth.
  if (blockAlign !== (bytesPerFrame(format) & 0xffff)) {
    refuse(
      `block align must be ${bytesPerFrame(format)} bytes for ${format.channelCount} channels of ${format.bits} bits, got ${blockAlign}`,
    );
  }
  if (!isExtensible) return format;
  const validBits = view.getUint16(18, true) || format.bits; // some writers leave the field 0
  if (validBits > format.bits || (format.encoding === "float" && validBits !== format.bits)) {
    refuse(`valid bits must fit the ${format.bits} bits of a sample, got ${validBits}`);
  }
  const guidTail = payload.slice(26, 40);
  if (![STANDARD_GUID_TAIL, AMBISONIC_GUID_TAIL].some((tail) => tail.every((b, i) => b === guidTail[i]))) {
    refuse("subformat must be PCM, IEEE float or ambisonic B-format, got an unknown GUID");
  }
  return { ...format, extensible: { validBits, channelMask: view.getUint32(20, true), guidTail } };
}

/** The payload of the `fmt ` chunk of a format. Shape `[16]`, or `[40]` if extensible; float has `[18]`. */
export function encodeFormatChunk(format: WavFormat): Uint8Array<ArrayBuffer> {
  const { extensible } = format;
  const tag = format.encoding === "float" ? TAG_FLOAT : TAG_PCM;
  const payload = new Uint8Array(extensible ? 40 : tag === TAG_FLOAT ? 18 : 16);
  const view = new DataView(payload.buffer);
  view.setUint16(0, extensible ? TAG_EXTENSIBLE : tag, true);
  view.setUint16(2, format.channelCount, true);
  view.setUint32(4, format.sampleRateHz, true);
  view.setUint32(8, format.sampleRateHz * bytesPerFrame(format), true);
  view.setUint16(12, bytesPerFrame(format), true);
  view.setUint16(14, format.bits, true);
  if (extensible) {
    view.setUint16(16, 22, true);
    view.setUint16(18, extensible.validBits, true);
    view.setUint32(20, extensible.channelMask, true);
    view.setUint16(24, tag, true);
    payload.set(extensible.guidTail, 26);
  }
  return payload;
}

function problemOf({ encoding, bits, channelCount, sampleRateHz }: WavFormat): string | undefined {
  const allowedBits = encoding === "float" ? [32, 64] : [8, 16, 24, 32];
  if (!allowedBits.includes(bits)) {
    return `bits per ${encoding} sample must be one of ${allowedBits.join(", ")}, got ${bits}`;
  }
  if (!(Number.isInteger(channelCount) && channelCount >= 1 && channelCount <= 65_535)) {
    return `channel count must be 1..65535, got ${channelCount}`;
  }
  if (!(Number.isInteger(sampleRateHz) && sampleRateHz >= 1 && sampleRateHz <= MAX_SAMPLE_RATE_HZ)) {
    return `sampling rate must be 1..${MAX_SAMPLE_RATE_HZ} Hz, got ${sampleRateHz}`;
  }
  return undefined;
}

function refuse(problem: string): never {
  throw new AudioError("format", `WAV ${problem}`);
}
