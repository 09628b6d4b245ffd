import type { AudioReader } from "./audio-reader.ts";
import type { AudioTags } from "./tags/tags.ts";
import type { WavFormat } from "./wav/wav-format.ts";

/** Takes decoded audio, block by block. */
export interface AudioWriter {
  /** How samples are kept: integers saturate, so this also says what clips. */
  readonly format: WavFormat;
  /** Encodes the first `frameCount` frames of `channels` (shape `[channelCount][>= frameCount]`, full scale 1). */
  write(channels: readonly Float64Array[], frameCount: number): Promise<void>;
  /** Writes what follows the audio. @throws RangeError if the frames announced did not come. */
  close(): Promise<void>;
  /**
   * Gives up without finishing and frees what the encoder holds; once it resolves nothing more reaches the sink. Due
   * wherever `close` is not reached; harmless when called twice or after `close`. Absent where nothing is held.
   */
  abandon?(): Promise<void>;
}

/** The kinds of sound file that are written. */
export type OutputKind = "wav" | "flac" | "mp3";

/** What a sound file is made of, besides its samples. */
export interface AudioLayout {
  /** What {@link outputFormat} gave for the kind. */
  readonly format: WavFormat;
  /** Frames that will be written, exactly. */
  readonly frameCount: number;
  /** Default: those of `like`. */
  readonly tags?: AudioTags;
  /** The file that the sound came from: a WAV file's chunks are carried over to a WAV file. */
  readonly like?: AudioReader;
  /** MP3 only, constant, kbit/s in all. Default 256, or the highest that a low sampling rate has. */
  readonly bitrateKbps?: number;
}
