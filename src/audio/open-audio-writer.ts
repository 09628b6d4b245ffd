import type { AudioLayout, AudioWriter, OutputKind } from "./audio-writer.ts";
import type { ByteSink } from "./byte-stream.ts";
import { openFlacWriter } from "./flac/flac-writer.ts";
import { openMp3Writer } from "./mp3/mp3-writer.ts";
import { NO_TAGS } from "./tags/tags.ts";
import { openTaggedWavWriter } from "./wav/wav-tag-writer.ts";
import { layoutLike, openWavWriter } from "./wav/wav-writer.ts";

/** Tags that measure the sound (ReplayGain, R128 in Opus files, iTunes): no longer true once the sound changes. */
const MEASUREMENTS = /^(REPLAYGAIN_|R128_|ITUNNORM$)/;

/**
 * Begins a sound file: writes what precedes the audio, then waits for frames.
 *
 * A WAV file made from a WAV file keeps its chunks, tags among them; every other pair takes `tags`, which default to
 * those of `layout.like`. Only tags that measure the sound stay behind.
 *
 * @throws AudioError `format` for a format that the kind cannot hold; ask {@link outputFormat} first.
 */
export async function openAudioWriter(
  sink: ByteSink,
  kind: OutputKind,
  layout: AudioLayout,
): Promise<AudioWriter> {
  const { format, frameCount, like, bitrateKbps } = layout;
  const { entries, pictures } = layout.tags ?? like?.tags ?? NO_TAGS;
  const tags = { entries: entries.filter(({ key }) => !MEASUREMENTS.test(key)), pictures };
  const common = { format, frameCount, tags };
  switch (kind) {
    case "flac":
      return openFlacWriter(sink, common);
    case "mp3":
      return openMp3Writer(sink, { ...common, ...(bitrateKbps !== undefined && { bitrateKbps }) });
    case "wav":
      return like?.wav && !layout.tags
        ? openWavWriter(sink, { ...layoutLike(like.wav), format, frameCount })
        : openTaggedWavWriter(sink, common);
  }
}
