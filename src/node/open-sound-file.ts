import { AudioError, type AudioReader, openAudio } from "../audio/index.ts";
import { decodeWithFfmpeg } from "./decode-with-ffmpeg.ts";
import { FileError } from "./file-error.ts";
import { type FileSource, openFileSource } from "./file-source.ts";

/** A sound file that is open for reading. */
export interface SoundFile {
  readonly path: string;
  readonly reader: AudioReader;
  /** Frees the decoder and closes the file; never throws. */
  close(): Promise<void>;
}

/**
 * Opens a sound file of any kind: by its content, whatever its name. Kinds without a decoder here (AAC, ALAC, WMA ...) are
 * decoded by the system's ffmpeg, if there is one.
 *
 * @throws FileError for everything that is wrong with the file or its audio: one line that begins with its name.
 * @throws AudioError `aborted` if the signal asked to stop.
 */
export async function openSoundFile(path: string, signal?: AbortSignal): Promise<SoundFile> {
  const source = await openFileSource(path);
  try {
    const reader = await openAudioOrDecode(source, signal);
    return {
      path,
      reader,
      async close() {
        reader.close();
        await source.close().catch(() => {});
      },
    };
  } catch (error) {
    await source.close().catch(() => {});
    return blame(path, error);
  }
}

async function openAudioOrDecode(source: FileSource, signal?: AbortSignal): Promise<AudioReader> {
  try {
    return await openAudio(source);
  } catch (error) {
    if (!(error instanceof AudioError && error.code === "foreign")) throw error;
    return decodeWithFfmpeg(source.path, signal && { signal });
  }
}

/** Gives an error about the audio its file's name; an abort is nobody's fault. */
export function blame(path: string, error: unknown): never {
  if (error instanceof AudioError && error.code !== "aborted") {
    throw new FileError(path, error.message, error);
  }
  throw error;
}
