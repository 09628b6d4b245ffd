/** What the four bytes in front of an MPEG audio frame of layer III say (ISO/IEC 11172-3 and 13818-3). */
export interface Mp3Header {
  /** 1, 2 or 2.5. */
  readonly version: 1 | 2 | 2.5;
  readonly sampleRateHz: number;
  readonly channelCount: 1 | 2;
  /** Frames of audio (samples of every channel) that it decodes to: 1152, or 576 below version 1. */
  readonly sampleFrames: number;
  /** Bytes of the whole frame, these four included. */
  readonly byteCount: number;
  /** Bytes of side information behind the header. */
  readonly sideInfoBytes: number;
  /** Whether a checksum of two bytes lies between header and side information. */
  readonly hasChecksum: boolean;
}

const BITRATES_1: readonly number[] = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_2: readonly number[] = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES_HZ: readonly number[] = [44_100, 48_000, 32_000];

/** Reads the header at `bytes[at]`; undefined if there is none of layer III with a bitrate. */
export function parseMp3Header(bytes: Uint8Array, at: number): Mp3Header | undefined {
  if (at + 4 > bytes.length || bytes[at] !== 0xff) return undefined;
  const second = bytes[at + 1]!;
  const third = bytes[at + 2]!;
  const fourth = bytes[at + 3]!;
  const versionCode = (second >> 3) & 3;
  const bitrateCode = third >> 4;
  const rateCode = (third >> 2) & 3;
  const isLayer3 = (second & 0xe6) === 0xe2;
  if (!isLayer3 || versionCode === 1 || rateCode === 3 || bitrateCode === 0 || bitrateCode === 15)
    return undefined;
  if ((fourth & 3) === 2) return undefined; // reserved emphasis
  const version = versionCode === 3 ? 1 : versionCode === 2 ? 2 : 2.5;
  const sampleRateHz = SAMPLE_RATES_HZ[rateCode]! / (version === 1 ? 1 : version === 2 ? 2 : 4);
  const channelCount = fourth >> 6 === 3 ? 1 : 2;
  const kbps = (version === 1 ? BITRATES_1 : BITRATES_2)[bitrateCode - 1]!;
  const sampleFrames = version === 1 ? 1152 : 576;
  return {
    version,
    sampleRateHz,
    channelCount,
    sampleFrames,
    byteCount: Math.floor((sampleFrames * kbps * 125) / sampleRateHz) + ((third >> 1) & 1),
    sideInfoBytes: version === 1 ? (channelCount === 1 ? 17 : 32) : channelCount === 1 ? 9 : 17,
    hasChecksum: (second & 1) === 0,
  };
}

/** Whether two frames can belong to one stream: a decoder keeps its rate and channels. */
export function isSameStream(a: Mp3Header, b: Mp3Header): boolean {
  return a.version === b.version && a.sampleRateHz === b.sampleRateHz && a.channelCount === b.channelCount;
}
