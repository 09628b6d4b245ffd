import { AudioError } from "../audio-error.ts";
import { BitReader } from "./flac-bits.ts";
import type { FlacInfo } from "./flac-blocks.ts";
import { crc8, crc16 } from "./flac-checksum.ts";
import { readSubframe } from "./flac-subframe.ts";

/**
 * FLAC frames to samples (RFC 9639), our own decoder: the WebAssembly one that was measured scales positive samples
 * by `2^(bits-1) - 1`, stops at 24 bits and prints to the console. All arithmetic is in float64, where sums of
 * 33-bit samples times 15-bit coefficients over 32 places are exact, so one path serves 4 to 32 bits.
 */
export interface FlacFrameDecoder {
  /** Values of the last frame, full scale 1. Shape `[channelCount][>= frameCount]`, used again for the next. */
  readonly channels: readonly Float64Array[];
  /**
   * Decodes the frame at `bytes[start]`.
   *
   * @throws OutOfBits if the frame does not end before `end`.
   * @throws AudioError `format` if it is damaged.
   */
  decode(
    bytes: Uint8Array<ArrayBuffer>,
    start: number,
    end: number,
  ): { frameCount: number; byteCount: number };
}

interface FrameHeader {
  readonly frameCount: number;
  /** 0..7 independent channels - 1, 8 left and side, 9 side and right, 10 mid and side. */
  readonly assignment: number;
}

/** @param info What STREAMINFO says; a frame that says otherwise is refused. */
export function createFlacFrameDecoder(info: FlacInfo): FlacFrameDecoder {
  const bits = new BitReader();
  const { channelCount, bitsPerSample } = info;
  const scale = 2 ** (1 - bitsPerSample);
  const channels = Array.from({ length: channelCount }, () => new Float64Array(info.maxBlockFrames));
  return {
    channels,
    decode(bytes, start, end) {
      bits.reset(bytes, start, end);
      const { frameCount, assignment } = readFrameHeader(bits, bytes, start, info);
      channels.forEach((samples, c) => {
        const isSide = (assignment === 9 && c === 0) || ((assignment === 8 || assignment === 10) && c === 1);
        readSubframe(bits, samples, frameCount, bitsPerSample + (isSide ? 1 : 0));
      });
      bits.align();
      const last = bits.byteOffset;
      if (bits.unsigned(16) !== crc16(bytes, start, last)) {
        throw new AudioError("format", "FLAC frame must match its checksum, got damaged audio");
      }
      if (assignment >= 8) separate(channels, frameCount, assignment);
      for (const samples of channels) for (let i = 0; i < frameCount; i++) samples[i]! *= scale;
      return { frameCount, byteCount: last + 2 - start };
    },
  };
}

/** Section 9.1: everything before the subframes. */
function readFrameHeader(bits: BitReader, bytes: Uint8Array, start: number, info: FlacInfo): FrameHeader {
  if (bits.unsigned(15) !== 0x7ffc) {
    throw new AudioError("format", "FLAC frame must begin with its sync code, got other bytes");
  }
  bits.unsigned(1); // fixed or variable block size: the position counts frames or samples
  const sizeCode = bits.unsigned(4);
  const rateCode = bits.unsigned(4);
  const assignment = bits.unsigned(4);
  const depthCode = bits.unsigned(3);
  bits.unsigned(1);
  skipPosition(bits);
  const frameCount = readBlockSize(bits, sizeCode);
  const sampleRateHz = readSampleRate(bits, rateCode, info.sampleRateHz);
  const last = bits.byteOffset;
  if (bits.unsigned(8) !== crc8(bytes, start, last)) {
    throw new AudioError("format", "FLAC frame header must match its checksum, got damaged bytes");
  }
  const channelCount = assignment < 8 ? assignment + 1 : 2;
  const bitsPerSample = [info.bitsPerSample, 8, 12, 0, 16, 20, 24, 32][depthCode]!;
  if (
    assignment > 10 ||
    channelCount !== info.channelCount ||
    bitsPerSample !== info.bitsPerSample ||
    sampleRateHz !== info.sampleRateHz ||
    frameCount > info.maxBlockFrames
  ) {
    throw new AudioError(
      "format",
      `FLAC frames must hold ${info.channelCount} channels of ${info.bitsPerSample} bits at ${info.sampleRateHz} Hz` +
        ` in blocks of at most ${info.maxBlockFrames}, got ${channelCount} of ${bitsPerSample} at ${sampleRateHz} in ${frameCount}`,
    );
  }
  return { frameCount, assignment };
}

/** The frame's or first sample's number, coded as UTF-8 codes letters, up to 7 bytes. */
function skipPosition(bits: BitReader): void {
  const leadingOnes = Math.clz32(~(bits.unsigned(8) << 24));
  if (leadingOnes === 1 || leadingOnes > 7) {
    throw new AudioError("format", "FLAC frame number must be coded as UTF-8, got damaged bytes");
  }
  for (let i = 1; i < leadingOnes; i++) bits.unsigned(8);
}

function readBlockSize(bits: BitReader, code: number): number {
  if (code === 0) throw new AudioError("format", "FLAC block size must have a known code, got 0");
  if (code === 1) return 192;
  if (code <= 5) return 144 * 2 ** code;
  if (code === 6) return bits.unsigned(8) + 1;
  if (code === 7) return bits.unsigned(16) + 1;
  return 2 ** code;
}

const SAMPLE_RATES_HZ: readonly number[] = [
  88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000,
];

function readSampleRate(bits: BitReader, code: number, streamRateHz: number): number {
  if (code === 0) return streamRateHz;
  if (code === 12) return bits.unsigned(8) * 1000;
  if (code === 13) return bits.unsigned(16);
  if (code === 14) return bits.unsigned(16) * 10;
  return SAMPLE_RATES_HZ[code - 1] ?? 0;
}

/** Section 4.2: left and right from what was coded instead. */
function separate(channels: readonly Float64Array[], frameCount: number, assignment: number): void {
  const first = channels[0]!;
  const second = channels[1]!;
  if (assignment === 8) for (let i = 0; i < frameCount; i++) second[i] = first[i]! - second[i]!;
  else if (assignment === 9) for (let i = 0; i < frameCount; i++) first[i]! += second[i]!;
  else {
    for (let i = 0; i < frameCount; i++) {
      const side = second[i]!;
      const sum = 2 * first[i]! + (side & 1); // mid lost its lowest bit, which is side's
      first[i] = (sum + side) / 2;
      second[i] = (sum - side) / 2;
    }
  }
}
