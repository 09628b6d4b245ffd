import { crc8, crc16 } from "../flac-checksum.ts";
import { BitWriter } from "./bit-writer.ts";
import { sumSecondDifferences } from "./fixed-prediction.ts";
import { SubframeEncoder } from "./subframe.ts";

/** Frames of sound in a FLAC frame, but for the last: what the reference encoder takes, within the streamable subset. */
export const BLOCK_FRAMES = 4096;

/** Bits of the rest of a frame: header, one head per channel, padding, check. */
const OVERHEAD_BYTES = 64;

/** Sampling rates that a frame header has a code for, Hz. */
const RATE_CODES: ReadonlyMap<number, number> = new Map(
  [88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000].map(
    (rate, index) => [rate, index + 1],
  ),
);
const BITS_CODES: ReadonlyMap<number, number> = new Map([
  [8, 1],
  [16, 4],
  [24, 6],
]);
/** Channel assignments of stereo: left and side, side and right, middle and side. */
const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
const MIDDLE_SIDE = 10;

/** Codes blocks of whole numbers as FLAC frames (RFC 9639, section 9), one after the other. */
export class FrameEncoder {
  readonly #sampleBits: number;
  readonly #sampleRateHz: number;
  readonly #bits: BitWriter;
  readonly #subframe = new SubframeEncoder(BLOCK_FRAMES);
  readonly #middle = new Int32Array(BLOCK_FRAMES);
  readonly #side = new Int32Array(BLOCK_FRAMES);
  #frameNumber = 0;

  /** @param sampleBits 8, 16 or 24. @param sampleRateHz 1..655,350. */
  constructor(sampleBits: number, sampleRateHz: number) {
    this.#sampleBits = sampleBits;
    this.#sampleRateHz = sampleRateHz;
    this.#bits = new BitWriter(0);
  }

  /**
   * Codes the next block.
   *
   * @param channels Shape `[1..8][>= count]`, whole numbers of `sampleBits` bits.
   * @param count 1..4096; fewer than 4096 only in the last block.
   * @returns The frame's bytes, overwritten by the next call.
   */
  encode(channels: readonly Int32Array[], count: number): Uint8Array<ArrayBuffer> {
    const bits = this.#bits;
    // A subframe is never longer than its samples as they are, the side channel's with one bit more each.
    bits.restart(Math.ceil((channels.length * count * (this.#sampleBits + 1)) / 8) + OVERHEAD_BYTES);
    const assignment = channels.length === 2 ? this.#assign(channels, count) : channels.length - 1;
    this.#writeHeader(count, assignment);
    const [left, right] = channels as [Int32Array, Int32Array];
    switch (assignment) {
      case LEFT_SIDE:
        this.#write(left, count);
        this.#write(this.#side, count, 1);
        break;
      case SIDE_RIGHT:
        this.#write(this.#side, count, 1);
        this.#write(right, count);
        break;
      case MIDDLE_SIDE:
        this.#write(this.#middle, count);
        this.#write(this.#side, count, 1);
        break;
      default:
        for (const channel of channels) this.#write(channel, count);
    }
    const frame = bits.align();
    bits.put(crc16(frame, 0, frame.length), 16);
    this.#frameNumber += 1;
    return bits.align();
  }

  #write(samples: Int32Array, count: number, extraBits = 0): void {
    this.#subframe.write(this.#bits, samples, count, this.#sampleBits + extraBits);
  }

  /** The pair of channels that costs least, judged by second differences. */
  #assign([left, right]: readonly Int32Array[], count: number): number {
    const middle = this.#middle;
    const side = this.#side;
    if (count < 3) return 1;
    for (let i = 0; i < count; i++) {
      const l = left![i]!;
      const r = right![i]!;
      middle[i] = (l + r) >> 1;
      side[i] = l - r;
    }
    const cost = (samples: Int32Array) => Math.log2(1 + sumSecondDifferences(samples, count) / count);
    const [costLeft, costRight, costMiddle, costSide] = [left!, right!, middle, side].map(cost) as [
      number,
      number,
      number,
      number,
    ];
    const costs: readonly (readonly [number, number])[] = [
      [1, costLeft + costRight],
      [LEFT_SIDE, costLeft + costSide],
      [SIDE_RIGHT, costSide + costRight],
      [MIDDLE_SIDE, costMiddle + costSide],
    ];
    return costs.reduce((best, next) => (next[1] < best[1] ? next : best))[0];
  }

  #writeHeader(count: number, assignment: number): void {
    const bits = this.#bits;
    const rate = this.#rateCode();
    bits.put(0xfff8, 16); // sync code, blocks of one size
    const countCode = count === BLOCK_FRAMES ? 12 : count <= 256 ? 6 : 7;
    bits.put(countCode, 4);
    bits.put(rate.code, 4);
    bits.put(assignment, 4);
    bits.put(BITS_CODES.get(this.#sampleBits)! << 1, 4);
    putFrameNumber(bits, this.#frameNumber);
    if (countCode === 6) bits.put(count - 1, 8);
    if (countCode === 7) bits.put(count - 1, 16);
    bits.put(rate.value, rate.length);
    const header = bits.align();
    bits.put(crc8(header, 0, header.length), 8);
  }

  /** A code of its own, kilohertz, hertz or tens of hertz; else "see the stream's header". */
  #rateCode(): { code: number; value: number; length: number } {
    const rate = this.#sampleRateHz;
    const code = RATE_CODES.get(rate);
    if (code !== undefined) return { code, value: 0, length: 0 };
    if (rate % 1000 === 0 && rate <= 255_000) return { code: 12, value: rate / 1000, length: 8 };
    if (rate <= 65_535) return { code: 13, value: rate, length: 16 };
    if (rate % 10 === 0) return { code: 14, value: rate / 10, length: 16 };
    return { code: 0, value: 0, length: 0 };
  }
}

/** Up to 31 bits in the manner of UTF-8. */
function putFrameNumber(bits: BitWriter, number: number): void {
  if (number < 0x80) {
    bits.put(number, 8);
    return;
  }
  let trailing = 1;
  while (number >= 2 ** (5 * trailing + 6)) trailing += 1;
  const lead = (0xff00 >> (trailing + 1)) & 0xff;
  bits.put(lead | (number >>> (6 * trailing)), 8);
  for (let i = trailing - 1; i >= 0; i--) bits.put(0x80 | ((number >>> (6 * i)) & 0x3f), 8);
}
