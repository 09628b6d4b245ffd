import { bytesPerFrame, significantBits, type WavFormat } from "./wav/wav-format.ts";

/**
 * Samples between a WAV file's bytes and numbers, full scale = 1.
 *
 * Decoding divides the integer code by `2^(bits-1)`, encoding multiplies by it, rounds to the nearest code (a tie
 * goes up) and saturates; both are exact in float64, so `encode(decode(x)) = x` for every integer code, and floats
 * pass as they are (the payload of a NaN is not promised). An integer format therefore reaches from -1 to
 * `1 - 2^-(bits-1)`. No dither: a render that changes nothing must give back the same bytes.
 */

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The values that an encoding holds without saturating; float has no such limit, its full scale is a convention. */
export interface SampleRange {
  readonly lowest: number;
  readonly highest: number;
  /** Whether values outside are lost (integer) or merely above full scale (float). */
  readonly isHard: boolean;
}

/** Values within this range survive {@link encodeSamples}: from -1 to the largest integer code; float -1 to 1. */
export function sampleRange(format: WavFormat): SampleRange {
  if (format.encoding === "float") return { lowest: -1, highest: 1, isHard: false };
  return { lowest: -1, highest: 1 - 2 ** (1 - significantBits(format)), isHard: true };
}

/**
 * Interleaved bytes to one array per channel.
 *
 * @param bytes At least `frameCount` frames; its offset in its buffer must be a multiple of 8. On big-endian hosts
 *   it is overwritten.
 * @param channels Shape `[channelCount][>= frameCount]`, receives values, full scale 1.
 */
export function decodeSamples(
  format: WavFormat,
  bytes: Uint8Array,
  channels: readonly Float64Array[],
  frameCount: number,
): void {
  const stride = format.channelCount;
  const count = frameCount * stride;
  if (!isLittleEndian) swapBytes(bytes.subarray(0, frameCount * bytesPerFrame(format)), format.bits / 8);
  if (format.bits === 24) {
    decode24(bytes, channels, frameCount, stride);
    return;
  }
  const codes = viewOf(format, bytes, count);
  const scale = 2 ** (1 - format.bits);
  for (let c = 0; c < stride; c++) {
    const channel = channels[c]!;
    // One loop per element type keeps each access monomorphic, which is what makes it fast in V8.
    if (codes instanceof Int16Array) deinterleave16(codes, channel, frameCount, c, stride, scale);
    else if (codes instanceof Float32Array) deinterleaveFloat(codes, channel, frameCount, c, stride);
    else if (codes instanceof Float64Array) {
      for (let i = 0, j = c; i < frameCount; i++, j += stride) channel[i] = codes[j]!;
    } else {
      const middle = format.bits === 8 ? 128 : 0;
      for (let i = 0, j = c; i < frameCount; i++, j += stride) channel[i] = (codes[j]! - middle) * scale;
    }
  }
}

/**
 * One array per channel to interleaved bytes: rounds to the nearest code and saturates. NaN becomes 0 in integers.
 *
 * @param channels Shape `[channelCount][>= frameCount]`, full scale 1.
 * @param bytes Receives `frameCount` frames; its offset in its buffer must be a multiple of 8.
 */
export function encodeSamples(
  format: WavFormat,
  channels: readonly Float64Array[],
  frameCount: number,
  bytes: Uint8Array,
): void {
  const stride = format.channelCount;
  const levels = 2 ** (significantBits(format) - 1);
  const shift = format.bits - significantBits(format); // valid bits are left-justified
  if (format.bits === 24) {
    encode24(channels, bytes, frameCount, stride, levels, shift);
  } else {
    const codes = viewOf(format, bytes, frameCount * stride);
    const offset = format.bits === 8 ? 128 : 0;
    for (let c = 0; c < stride; c++) {
      const channel = channels[c]!;
      if (format.encoding === "float") {
        for (let i = 0, j = c; i < frameCount; i++, j += stride) codes[j] = channel[i]!;
      } else if (codes instanceof Int16Array) {
        interleave16(channel, codes, frameCount, c, stride, levels, shift);
      } else {
        for (let i = 0, j = c; i < frameCount; i++, j += stride) {
          codes[j] = (quantize(channel[i]!, levels) << shift) + offset;
        }
      }
    }
  }
  if (!isLittleEndian) swapBytes(bytes.subarray(0, frameCount * bytesPerFrame(format)), format.bits / 8);
}

type Codes = Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array;

function viewOf(format: WavFormat, bytes: Uint8Array, count: number): Codes {
  const { buffer, byteOffset } = bytes;
  if (format.encoding === "float") {
    return format.bits === 32
      ? new Float32Array(buffer, byteOffset, count)
      : new Float64Array(buffer, byteOffset, count);
  }
  if (format.bits === 8) return new Uint8Array(buffer, byteOffset, count);
  return format.bits === 16
    ? new Int16Array(buffer, byteOffset, count)
    : new Int32Array(buffer, byteOffset, count);
}

/**
 * Nearest integer code within `-levels .. levels - 1`; NaN becomes 0. Shifting into the positive turns truncation to
 * 32 bits into rounding down, three times as fast as Math.round; past 2^31 it wraps, and wraps back.
 */
function quantize(value: number, levels: number): number {
  const exact = value * levels;
  if (exact >= levels - 0.5) return levels - 1;
  if (exact >= -levels) return (((exact + (levels + 0.5)) | 0) - levels) | 0;
  return Number.isNaN(exact) ? 0 : -levels;
}

function deinterleave16(
  codes: Int16Array,
  channel: Float64Array,
  frameCount: number,
  first: number,
  stride: number,
  scale: number,
): void {
  for (let i = 0, j = first; i < frameCount; i++, j += stride) channel[i] = codes[j]! * scale;
}

function deinterleaveFloat(
  codes: Float32Array,
  channel: Float64Array,
  frameCount: number,
  first: number,
  stride: number,
): void {
  for (let i = 0, j = first; i < frameCount; i++, j += stride) channel[i] = codes[j]!;
}

function interleave16(
  channel: Float64Array,
  codes: Int16Array,
  frameCount: number,
  first: number,
  stride: number,
  levels: number,
  shift: number,
): void {
  for (let i = 0, j = first; i < frameCount; i++, j += stride)
    codes[j] = quantize(channel[i]!, levels) << shift;
}

function decode24(
  bytes: Uint8Array,
  channels: readonly Float64Array[],
  frameCount: number,
  stride: number,
): void {
  for (let c = 0; c < stride; c++) {
    const channel = channels[c]!;
    for (let i = 0, j = 3 * c; i < frameCount; i++, j += 3 * stride) {
      channel[i] = ((bytes[j]! << 8) | (bytes[j + 1]! << 16) | (bytes[j + 2]! << 24)) * 2 ** -31;
    }
  }
}

function encode24(
  channels: readonly Float64Array[],
  bytes: Uint8Array,
  frameCount: number,
  stride: number,
  levels: number,
  shift: number,
): void {
  for (let c = 0; c < stride; c++) {
    const channel = channels[c]!;
    for (let i = 0, j = 3 * c; i < frameCount; i++, j += 3 * stride) {
      const code = quantize(channel[i]!, levels) << shift;
      bytes[j] = code;
      bytes[j + 1] = code >> 8;
      bytes[j + 2] = code >> 16;
    }
  }
}

/** Reverses each group of `width` bytes in place: a WAV file is little-endian whatever the host is. */
function swapBytes(bytes: Uint8Array, width: number): void {
  if (width === 1 || width === 3) return; // 24 bits are taken apart byte by byte
  for (let start = 0; start < bytes.length; start += width) bytes.subarray(start, start + width).reverse();
}
