const BITRATES_KBPS: readonly number[] = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const LOW_RATE_BITRATES_KBPS: readonly number[] = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** The bitrates that LAME writes at a sampling rate: MPEG-1 from 32 kHz, MPEG-2 from 16 kHz, MPEG-2.5 below; kbit/s. */
export function mp3BitratesKbps(sampleRateHz: number): readonly number[] {
  if (sampleRateHz >= 32_000) return BITRATES_KBPS;
  if (sampleRateHz >= 16_000) return LOW_RATE_BITRATES_KBPS;
  return LOW_RATE_BITRATES_KBPS.filter((kbps) => kbps <= 64);
}

/** 256 kbit/s, the lowest at which LAME leaves the level alone, or the highest that the sampling rate has. */
export function defaultMp3BitrateKbps(sampleRateHz: number): number {
  return Math.min(256, mp3BitratesKbps(sampleRateHz).at(-1)!);
}

/** By how much LAME 3.100 turns the sound down at a constant bitrate, to leave room for overshoot, dB; at most 0. */
export function mp3GainDb(bitrateKbps: number): number {
  const factor = bitrateKbps >= 256 ? 1 : bitrateKbps >= 224 ? 0.98 : bitrateKbps >= 192 ? 0.97 : 0.95;
  return 20 * Math.log10(factor);
}
