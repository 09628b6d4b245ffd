import type { AudioKind } from "../../src/audio/index.ts";

/** A short tone in test/fixtures/sound/, and how runs/make-sound-fixtures.ts makes it. */
export interface SoundFixture {
  readonly name: string;
  readonly kind: AudioKind;
  readonly frameCount: number;
  readonly channelCount: number;
  readonly sampleRateHz: number;
  /** Of the integers that were encoded. */
  readonly bits: number;
  /** Largest rms difference from the tone, full scale 1: 0 where the kind loses nothing. */
  readonly maxError: number;
  readonly hasPicture: boolean;
  readonly tool: "ffmpeg" | "flac";
  readonly options: readonly string[];
}

const mono = { channelCount: 1, bits: 16, maxError: 0, hasPicture: false, tool: "ffmpeg" } as const;

export const SOUND_FIXTURES: readonly SoundFixture[] = [
  fixture("tone.aiff", "aiff", 801, 44_100, {
    bits: 24,
    options: ["-c:a", "pcm_s24be", "-write_id3v2", "1"],
  }),
  fixture("tone-sowt.aif", "aiff", 801, 44_100, { options: ["-c:a", "pcm_s16le"] }),
  fixture("tone-16.flac", "flac", 4411, 44_100, { channelCount: 2, tool: "flac", hasPicture: true }),
  fixture("tone-24.flac", "flac", 1501, 96_000, {
    bits: 24,
    channelCount: 2,
    tool: "flac",
    hasPicture: true,
  }),
  fixture("tone.oga", "flac", 2001, 44_100, { options: ["-c:a", "flac", "-f", "ogg"] }),
  // LAME turns everything down to 0.95 of what it was: an rms difference of 0.014.
  fixture("tone.mp3", "mp3", 11_026, 44_100, {
    channelCount: 2,
    maxError: 0.015,
    hasPicture: true,
    options: ["-c:a", "libmp3lame", "-b:a", "96k"],
  }),
  fixture("tone-22.mp3", "mp3", 5513, 22_050, {
    maxError: 0.015,
    options: ["-c:a", "libmp3lame", "-b:a", "32k"],
  }),
  fixture("tone.ogg", "vorbis", 11_026, 44_100, {
    maxError: 0.02,
    options: ["-c:a", "libvorbis", "-q:a", "2"],
  }),
  fixture("tone.opus", "opus", 14_401, 48_000, {
    maxError: 0.05,
    options: ["-c:a", "libopus", "-b:a", "48k"],
  }),
];

function fixture(
  name: string,
  kind: AudioKind,
  frameCount: number,
  sampleRateHz: number,
  rest: Partial<SoundFixture>,
): SoundFixture {
  return { ...mono, options: [], name, kind, frameCount, sampleRateHz, ...rest };
}

/** Frame i of the tone: 441 Hz on the first channel, 662 Hz on the second, rounded to integers; full scale 1. */
export function toneSample(channel: number, i: number, sampleRateHz: number, bits: number): number {
  const levels = 2 ** (bits - 1);
  const phase = (2 * Math.PI * (channel === 0 ? 441 : 662) * i) / sampleRateHz;
  return Math.round(0.4 * levels * Math.sin(phase)) / levels;
}
