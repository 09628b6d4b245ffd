import { AudioError } from "../audio-error.ts";
import type { ByteSource } from "../byte-stream.ts";
import { ByteWindow } from "../byte-window.ts";
import { latin1Text } from "../latin1.ts";
import type { WavChunk } from "../wav/wav-chunks.ts";

/** The chunks of an AIFF or AIFF-C file, payloads unread. */
export interface AiffChunks {
  readonly isCompressedForm: boolean;
  readonly chunks: readonly WavChunk[];
  /** Whether the file, or a chunk in it, reaches past the file's end. */
  readonly isCutShort: boolean;
}

const MAX_CHUNKS = 4096;

/**
 * Walks the chunks of an AIFF file (Audio Interchange File Format, Apple 1989; AIFF-C, 1991). A chunk that reaches
 * past the end is held to the file's size; what reads it decides whether that will do.
 *
 * @throws AudioError `format`.
 */
export async function readAiffChunks(source: ByteSource): Promise<AiffChunks> {
  const window = new ByteWindow(source);
  const opening = await window.copy(0, 12);
  const form = latin1Text(opening.subarray(8));
  if (form !== "AIFF" && form !== "AIFC") {
    throw new AudioError(
      "format",
      `AIFF file must be of form AIFF or AIFC, got "${form.replace(/[^ -~]/g, ".")}"`,
    );
  }
  const chunks: WavChunk[] = [];
  let isCutShort = new DataView(opening.buffer).getUint32(4) + 8 > source.size;
  for (let at = 12; at + 8 <= source.size && chunks.length < MAX_CHUNKS; ) {
    const head = await window.copy(at, 8);
    const id = latin1Text(head.subarray(0, 4));
    if (!/^[ -~]{4}$/.test(id)) break; // what follows is no chunk
    const announced = new DataView(head.buffer).getUint32(4);
    chunks.push({ id, source, offset: at + 8, size: Math.min(announced, source.size - at - 8) });
    isCutShort ||= announced > source.size - at - 8;
    at += 8 + announced + (announced % 2);
  }
  return { isCompressedForm: form === "AIFC", chunks, isCutShort };
}
