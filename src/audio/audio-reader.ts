import type { AudioTags } from "./tags/tags.ts";
import type { WavFormat } from "./wav/wav-format.ts";
import type { WavReader } from "./wav/wav-reader.ts";

/** The kinds of sound file that are read without help. */
export type AudioKind = "wav" | "aiff" | "flac" | "mp3" | "vorbis" | "opus";

/** An opened sound file of any kind. */
export interface AudioReader {
  readonly kind: AudioKind;
  /** How samples are coded; lossy kinds decode to float 32. */
  readonly format: WavFormat;
  /** Exact and gapless: what an encoder added before and after the sound is not counted. At least 1. */
  readonly frameCount: number;
  readonly tags: AudioTags;
  /** Oddities that were lived with, one line each; empty for a sound file. */
  readonly notes: readonly string[];
  /** A WAV file's own reader: its chunks can be carried over. */
  readonly wav?: WavReader;
  /**
   * Decodes the next frames; one call at a time.
   *
   * @param startFrame 0 (starts over) or where the last read ended; WAV and AIFF take any.
   * @param channels Shape `[channelCount][>= frameCount]`, receives values, full scale 1.
   * @throws AudioError `format` where the coded audio is damaged, `truncated` where it ends too early.
   * @throws RangeError for a position that cannot be read.
   */
  read(startFrame: number, channels: readonly Float64Array[], frameCount: number): Promise<void>;
  /** Frees the decoder's memory; harmless when called twice. The byte source stays open. */
  close(): void;
}
