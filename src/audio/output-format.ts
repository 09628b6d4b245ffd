import { AudioError } from "./audio-error.ts";
import type { OutputKind } from "./audio-writer.ts";
import { defaultMp3BitrateKbps, mp3GainDb } from "./mp3/mp3-bitrate.ts";
import { type WavFormat, wavFormat } from "./wav/wav-format.ts";

/** Sampling rates of MPEG-1, MPEG-2 and MPEG-2.5 layer III, Hz. */
export const MP3_RATES_HZ: readonly number[] = [
  8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000,
];
/** Highest sampling rate that FLAC is asked to carry, Hz (a frame header's largest). */
export const MAX_FLAC_RATE_HZ = 655_350;
const MAX_FLAC_CHANNELS = 8;
const FLAC_BITS: readonly number[] = [8, 16, 24];

/** A format that a kind of file holds, and what changes on the way, one line each; empty where nothing does. */
export interface OutputFormat {
  readonly format: WavFormat;
  readonly notes: readonly string[];
}

/**
 * What of a format a kind of file can hold. WAV holds all of it. FLAC: integers of 8, 16 or 24 bits, all else becomes
 * 24; up to 8 channels and 655,350 Hz. MP3: 16-bit integers go into the encoder; 1 or 2 channels; a rate that it does
 * not know becomes 48 kHz, or 44.1 kHz for its multiples and fractions, and the caller resamples.
 *
 * @throws AudioError `format` for what cannot be held at all.
 */
export function outputFormat(kind: OutputKind, format: WavFormat, bitrateKbps?: number): OutputFormat {
  switch (kind) {
    case "wav":
      return { format, notes: [] };
    case "flac":
      return flacFormat(format);
    case "mp3":
      return mp3Format(format, bitrateKbps);
  }
}

function flacFormat(format: WavFormat): OutputFormat {
  const { encoding, bits, channelCount, sampleRateHz } = format;
  if (channelCount > MAX_FLAC_CHANNELS) {
    throw new AudioError("format", `FLAC must have 1 to 8 channels, got ${channelCount}: write WAV instead`);
  }
  if (sampleRateHz > MAX_FLAC_RATE_HZ) {
    throw new AudioError("format", `FLAC must run at 1 to 655350 Hz, got ${sampleRateHz}: write WAV instead`);
  }
  if (encoding === "integer" && FLAC_BITS.includes(bits)) return { format, notes: [] };
  return {
    format: integers(24, format),
    notes: [`FLAC holds integers up to 24 bits here: ${bits}-bit ${encoding} samples become 24-bit integers`],
  };
}

function mp3Format(format: WavFormat, bitrateKbps?: number): OutputFormat {
  const { channelCount, sampleRateHz } = format;
  if (channelCount > 2) {
    throw new AudioError(
      "format",
      `MP3 must have 1 or 2 channels, got ${channelCount}: write WAV or FLAC instead`,
    );
  }
  const converted = integers(16, { ...format, sampleRateHz: nearestMp3Rate(sampleRateHz) });
  const notes: string[] = [];
  if (converted.sampleRateHz !== sampleRateHz) {
    notes.push(`MP3 knows no ${sampleRateHz} Hz: resampled to ${converted.sampleRateHz} Hz`);
  }
  const kbps = bitrateKbps ?? defaultMp3BitrateKbps(converted.sampleRateHz);
  const gainDb = mp3GainDb(kbps);
  if (gainDb < 0) notes.push(`LAME turns MP3 at ${kbps} kbit/s down by ${(-gainDb).toFixed(2)} dB`);
  return { format: converted, notes };
}

function nearestMp3Rate(sampleRateHz: number): number {
  if (MP3_RATES_HZ.includes(sampleRateHz)) return sampleRateHz;
  const isOfCdFamily = sampleRateHz % 11_025 === 0;
  if (sampleRateHz > 44_100) return isOfCdFamily ? 44_100 : 48_000;
  return MP3_RATES_HZ.find((rate) => rate >= sampleRateHz)!;
}

/** The same channels and rate as integers. */
function integers(bits: number, { channelCount, sampleRateHz, extensible }: WavFormat): WavFormat {
  const mask = extensible?.channelMask;
  return wavFormat({ bits, channelCount, sampleRateHz, ...(mask !== undefined && { channelMask: mask }) });
}
