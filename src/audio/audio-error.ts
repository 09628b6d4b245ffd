/**
 * What went wrong with a sound, for callers that branch on it:
 *
 * - `format`: the bytes are no sound file that this room reads, or a damaged one;
 * - `foreign`: they are sound of a kind that this room does not decode but ffmpeg may;
 * - `truncated`: the file ends before its own header says so;
 * - `empty`: the file holds no audio at all;
 * - `clips`: the result would exceed full scale and protection was declined;
 * - `aborted`: the caller's signal asked to stop.
 */
export type AudioErrorCode = "format" | "foreign" | "truncated" | "empty" | "clips" | "aborted";

/** A sound cannot be read or written. The message is one line: what must hold, then what came. */
export class AudioError extends Error {
  readonly code: AudioErrorCode;

  constructor(code: AudioErrorCode, message: string) {
    super(message);
    this.name = "AudioError";
    this.code = code;
  }
}
