import type { AudioReader } from "./audio-reader.ts";
import { createResampler, type ResampledBlock, type Resampler, resampledLength } from "./resample.ts";
import { atOtherRate } from "./wav/bext-time.ts";
import type { WavChunk } from "./wav/wav-chunks.ts";

/** Input frames taken at once. */
const BLOCK_FRAMES = 8192;
/** WAV chunks that count in frames of the old rate: cue points, play lists, loops. */
const POSITIONS: readonly string[] = ["cue ", "plst", "smpl"];

/**
 * The same sound at another sampling rate, resampled while it is read: in order from frame 0, or again from there.
 * The reader itself where the rate is the same. A WAV file's cue points and loops stay behind, with a note;
 * its time of day is converted.
 *
 * @param toHz Whole number above 0, Hz.
 */
export function resampled(reader: AudioReader, toHz: number): AudioReader {
  const fromHz = reader.format.sampleRateHz;
  if (toHz === fromHz) return reader;
  const { channelCount } = reader.format;
  const frameCount = resampledLength(reader.frameCount, fromHz, toHz);
  const block = Array.from({ length: channelCount }, () => new Float64Array(BLOCK_FRAMES));
  let resampler: Resampler | undefined;
  let ready: ResampledBlock = { channels: block, frameCount: 0 };
  let used = 0;
  let taken = 0;
  let position = 0;

  async function fetch(current: Resampler): Promise<void> {
    const count = Math.min(BLOCK_FRAMES, reader.frameCount - taken);
    if (count > 0) await reader.read(taken, block, count);
    ready = count > 0 ? current.push(block, count) : current.flush();
    taken += count;
    used = 0;
  }

  const { wav, notes, ...rest } = reader;
  const keeps = ({ id }: WavChunk) => !POSITIONS.includes(id);
  const converted = (chunks: readonly WavChunk[]) =>
    chunks.filter(keeps).map((chunk) => (chunk.id === "bext" ? atOtherRate(chunk, fromHz, toHz) : chunk));
  const isStripped = wav !== undefined && ![...wav.leading, ...wav.trailing].every(keeps);
  return {
    ...rest,
    format: { ...reader.format, sampleRateHz: toHz },
    frameCount,
    notes: [
      ...notes,
      ...(isStripped ? ["cue points and loops are left out: they count in the old rate"] : []),
    ],
    ...(wav && { wav: { ...wav, leading: converted(wav.leading), trailing: converted(wav.trailing) } }),
    async read(startFrame, channels, count) {
      if (startFrame === 0) {
        resampler = createResampler({ fromHz, toHz, channelCount });
        ready = { channels: block, frameCount: 0 };
        [used, taken, position] = [0, 0, 0];
      }
      if (resampler === undefined || startFrame !== position || startFrame + count > frameCount) {
        throw new RangeError(
          `resampled.read: frames must follow ${position} and end by ${frameCount}, got ${startFrame} + ${count}`,
        );
      }
      for (let done = 0; done < count; ) {
        const part = Math.min(count - done, ready.frameCount - used);
        ready.channels.forEach((samples, c) => channels[c]!.set(samples.subarray(used, used + part), done));
        used += part;
        done += part;
        if (done < count) await fetch(resampler);
      }
      position = startFrame + count;
    },
  };
}
