import { AudioError } from "../audio-error.ts";
import type { AudioLayout, AudioWriter } from "../audio-writer.ts";
import type { ByteSink } from "../byte-stream.ts";
import { outputFormat } from "../output-format.ts";
import { encodeSamples } from "../samples.ts";
import { encodeId3v2 } from "../tags/id3v2-writer.ts";
import { NO_TAGS } from "../tags/tags.ts";
import { bytesPerFrame, type WavFormat } from "../wav/wav-format.ts";
import { defaultMp3BitrateKbps, mp3BitratesKbps } from "./mp3-bitrate.ts";
import { encodeMp3InfoFrame, updateCrc } from "./mp3-info-writer.ts";

/** Frames of sound that LAME puts before the first one. */
const DELAY_FRAMES = 576;

/**
 * Begins an MP3 file of constant bitrate by LAME 3.100, tagged for gapless playback: decoders that know LAME's tag give
 * back exactly `frameCount` frames.
 *
 * @throws AudioError `format` unless {@link outputFormat} leaves the format as it is.
 * @throws RangeError for a bitrate that layer III does not have at this rate.
 */
export async function openMp3Writer(
  sink: ByteSink,
  {
    format,
    frameCount,
    tags = NO_TAGS,
    bitrateKbps = defaultMp3BitrateKbps(format.sampleRateHz),
  }: Pick<AudioLayout, "format" | "frameCount" | "tags" | "bitrateKbps">,
): Promise<AudioWriter> {
  checkFormat(format, bitrateKbps);
  if (!(Number.isSafeInteger(frameCount) && frameCount >= 1)) {
    throw new RangeError(`openMp3Writer: frameCount must be a whole number above 0, got ${frameCount}`);
  }
  const frames: Uint8Array[] = [];
  const encoder = await openEncoder(format, bitrateKbps, (frame) => frames.push(frame));
  const id3 = encodeId3v2(tags);
  const expected = expectedFigures(format, frameCount);
  let bytes = new Uint8Array(0);
  let written = 0;
  let first: Uint8Array | undefined;
  let mp3FrameCount = 0;
  let byteCount = 0;
  let crc = 0;

  async function drain(): Promise<void> {
    for (const frame of frames.splice(0)) {
      if (first === undefined) {
        first = frame;
        await sink.write(id3);
        await sink.write(encodeMp3InfoFrame(frame, expected));
      }
      await sink.write(frame);
      mp3FrameCount += 1;
      byteCount += frame.length;
      crc = updateCrc(crc, frame);
    }
  }

  return {
    format,
    async write(channels, count) {
      const size = count * bytesPerFrame(format);
      if (bytes.length < size) bytes = new Uint8Array(size);
      encodeSamples(format, channels, count, bytes);
      await encoder.encode(bytes.slice(0, size), written);
      written += count;
      await drain();
    },
    async close() {
      if (written !== frameCount) {
        await encoder.abandon();
        throw new RangeError(`Mp3Writer.close: ${frameCount} frames must have been written, got ${written}`);
      }
      await encoder.finish();
      await drain();
      if (mp3FrameCount !== expected.mp3FrameCount) {
        throw new RangeError(
          `Mp3Writer.close: encoder must give ${expected.mp3FrameCount} MP3 frames, got ${mp3FrameCount}`,
        );
      }
      const content = { byteCount, crc };
      await sink.rewrite?.(id3.length, encodeMp3InfoFrame(first!, { ...expected, content }));
    },
    abandon: encoder.abandon,
  };
}

function checkFormat(format: WavFormat, bitrateKbps: number): void {
  const { format: fitting } = outputFormat("mp3", format);
  if (format.encoding !== "integer" || format.bits !== 16 || fitting.sampleRateHz !== format.sampleRateHz) {
    throw new AudioError(
      "format",
      `MP3 must be made of 16-bit integers at ${fitting.sampleRateHz} Hz, got ${format.bits}-bit ${format.encoding} at ${format.sampleRateHz} Hz`,
    );
  }
  const { sampleRateHz } = format;
  const known = mp3BitratesKbps(sampleRateHz);
  if (!known.includes(bitrateKbps)) {
    throw new RangeError(
      `MP3 bitrate at ${sampleRateHz} Hz must be one of ${known.join(", ")} kbit/s, got ${bitrateKbps}`,
    );
  }
}

/**
 * How many MP3 frames LAME makes: its delay and the sound, filled up to whole frames with at least 576 frames of
 * silence, which decoders need behind the last one.
 */
function expectedFigures(
  { sampleRateHz }: WavFormat,
  frameCount: number,
): { mp3FrameCount: number; delayFrames: number; paddingFrames: number } {
  const size = sampleRateHz >= 32_000 ? 1152 : 576;
  const filled = DELAY_FRAMES + frameCount;
  const mp3FrameCount = Math.ceil((filled + DELAY_FRAMES) / size);
  return { mp3FrameCount, delayFrames: DELAY_FRAMES, paddingFrames: mp3FrameCount * size - filled };
}

/** LAME in a thread of its own, by way of mediabunny's encoding pipeline without a container. */
async function openEncoder(
  { channelCount, sampleRateHz }: WavFormat,
  bitrateKbps: number,
  onFrame: (frame: Uint8Array) => void,
): Promise<{
  encode(bytes: Uint8Array, startFrame: number): Promise<void>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}> {
  // Loaded on demand: half a megabyte that only MP3 output needs.
  const { AudioSample, AudioSampleSource, Mp3OutputFormat, NullTarget, Output } = await import("mediabunny");
  const { registerMp3Encoder } = await import("@mediabunny/mp3-encoder");
  registerMp3Encoder();
  const output = new Output({ format: new Mp3OutputFormat({ xingHeader: false }), target: new NullTarget() });
  const source = new AudioSampleSource({
    codec: "mp3",
    bitrate: bitrateKbps * 1000,
    onEncodedPacket: ({ data }) => onFrame(data),
  });
  output.addAudioTrack(source);
  await output.start();
  return {
    async encode(bytes, startFrame) {
      const timestamp = startFrame / sampleRateHz;
      const data = { data: bytes, format: "s16", numberOfChannels: channelCount } as const;
      const sample = new AudioSample({ ...data, sampleRate: sampleRateHz, timestamp });
      await source.add(sample);
      sample.close();
    },
    finish: () => output.finalize(),
    async abandon() {
      if (output.state !== "finalized" && output.state !== "canceled") await output.cancel();
    },
  };
}
