import { AudioError } from "../audio-error.ts";
import { latin1Text } from "../latin1.ts";
import { type WavFormat, wavFormat } from "../wav/wav-format.ts";

/** What an AIFF file's COMM chunk says. */
export interface AiffFormat {
  readonly format: WavFormat;
  /** Whether bytes of a sample come in WAV's order. */
  readonly isLittleEndian: boolean;
  /** Whether 8-bit samples have the offset of 128 that WAV's have. */
  readonly isUnsigned: boolean;
  readonly frameCount: number;
  /** What was said of the rate if it is no whole number, Hz. */
  readonly exactRateHz: number;
}

/** Sample encodings of AIFF-C: bits per sample where the name fixes them. */
const ENCODINGS: Readonly<
  Record<string, { encoding?: "float"; bits?: number; isLittleEndian?: true; isUnsigned?: true }>
> = {
  NONE: {},
  twos: {},
  sowt: { isLittleEndian: true },
  in24: { bits: 24 },
  in32: { bits: 32 },
  "42ni": { bits: 24, isLittleEndian: true },
  "23ni": { bits: 32, isLittleEndian: true },
  "raw ": { bits: 8, isUnsigned: true },
  fl32: { encoding: "float", bits: 32 },
  FL32: { encoding: "float", bits: 32 },
  fl64: { encoding: "float", bits: 64 },
  FL64: { encoding: "float", bits: 64 },
};

/** Names of compressed encodings, for the error. */
const FOREIGN: Readonly<Record<string, string>> = {
  ulaw: "mu-law",
  ULAW: "mu-law",
  alaw: "A-law",
  ALAW: "A-law",
  ima4: "IMA ADPCM",
  MAC3: "MACE 3:1",
  MAC6: "MACE 6:1",
  GSM: "GSM",
};

/**
 * Reads the payload of a COMM chunk.
 *
 * @throws AudioError `format`; `foreign` for compressed samples.
 */
export function parseCommonChunk(payload: Uint8Array, isCompressedForm: boolean): AiffFormat {
  const needed = isCompressedForm ? 22 : 18;
  if (payload.length < needed) {
    throw new AudioError("format", `AIFF COMM chunk must hold ${needed} bytes, got ${payload.length}`);
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const name = isCompressedForm ? latin1Text(payload.subarray(18, 22)) : "NONE";
  const coding = ENCODINGS[name];
  if (coding === undefined) {
    const kind = FOREIGN[name.trim()] ?? `compression "${name.replace(/[^ -~]/g, ".")}"`;
    throw new AudioError(
      "foreign",
      `AIFF samples must be uncompressed integer or float, got ${kind}: install ffmpeg or convert it to FLAC`,
    );
  }
  const channelCount = view.getUint16(0);
  const validBits = coding.bits ?? view.getUint16(6);
  const exactRateHz = extendedNumber(view, 8);
  const bits = coding.encoding === "float" ? validBits : Math.ceil(validBits / 8) * 8;
  const sampleRateHz = Math.round(exactRateHz);
  let format: WavFormat;
  try {
    format = wavFormat({ encoding: coding.encoding ?? "integer", bits, channelCount, sampleRateHz });
  } catch (error) {
    throw new AudioError("format", `AIFF ${(error as Error).message.replace(/^wavFormat: /, "")}`);
  }
  if (validBits !== bits) {
    const { extensible } = wavFormat({ bits, channelCount, sampleRateHz, channelMask: 0 });
    format = { ...format, extensible: { ...extensible!, validBits } };
  }
  return {
    format,
    isLittleEndian: coding.isLittleEndian ?? false,
    isUnsigned: coding.isUnsigned ?? false,
    frameCount: view.getUint32(2),
    exactRateHz,
  };
}

/** An IEEE 754 number of 80 bits: sign and exponent in 16, then 64 of mantissa with its leading one. */
function extendedNumber(view: DataView, at: number): number {
  const exponent = (view.getUint16(at) & 0x7fff) - 16_383;
  const sign = view.getUint16(at) >= 0x8000 ? -1 : 1;
  const mantissa = view.getUint32(at + 2) * 2 ** -31 + view.getUint32(at + 6) * 2 ** -63;
  return sign * mantissa * 2 ** exponent;
}
