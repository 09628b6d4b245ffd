import { type AudioReader, resampled } from "../audio/index.ts";
import { estimateTransfer } from "../dsp/index.ts";
import { bandFrequencyHz } from "../effects/index.ts";
import { FileError } from "./file-error.ts";
import { blame, openSoundFile, type SoundFile } from "./open-sound-file.ts";

/** The curve of an unknown equalizer. */
export interface RecordedCurve {
  /** Shape `[40]`, dB: level included. */
  readonly gainDb: Float64Array;
  /** Mean over the bands, 0..1; see `estimateTransfer`. */
  readonly coherence: number;
  /** Bands that the recordings tell; the gains of the others lie on lines between their neighbours. */
  readonly heardBandCount: number;
  readonly notes: readonly string[];
}

/** No more of a recording is compared, s: what a curve needs is there by then. */
const LONGEST_SECONDS = 60;
/** Nor more samples of all channels together, so that it fits the memory: 60 s of stereo at 48 kHz. */
const MOST_SAMPLES = 5_760_000;
const BLOCK_FRAMES = 65_536;
/** A band counts from this coherence on: half of its power is the same sound. */
const LEAST_COHERENCE = 0.5;
/** Half of the bands. */
const LEAST_BANDS = 20;

/**
 * What happened between two recordings of the same sound, as a curve over the 40 bands. Levels, lengths and a delay may
 * differ; of different rates the second is resampled. The first minute counts.
 *
 * @throws FileError naming the file and what must hold: no sound, too short, or not the same sound.
 */
export async function recordedCurve(
  beforePath: string,
  afterPath: string,
  signal?: AbortSignal,
): Promise<RecordedCurve> {
  const before = await openSoundFile(beforePath, signal);
  try {
    const after = await openSoundFile(afterPath, signal);
    try {
      return await compare(before, after);
    } finally {
      await after.close();
    }
  } finally {
    await before.close();
  }
}

async function compare(before: SoundFile, after: SoundFile): Promise<RecordedCurve> {
  const { sampleRateHz } = before.reader.format;
  const afterHz = after.reader.format.sampleRateHz;
  const notes = [before, after].flatMap(({ path, reader }) => reader.notes.map((text) => `${path}: ${text}`));
  if (afterHz !== sampleRateHz) {
    notes.push(`${after.path}: resampled from ${afterHz} to ${sampleRateHz} Hz to be compared`);
  }
  const sounds: Float64Array[][] = [];
  for (const [file, reader] of [
    [before, before.reader],
    [after, resampled(after.reader, sampleRateHz)],
  ] as const) {
    const longest = Math.floor(MOST_SAMPLES / reader.format.channelCount);
    const frameCount = Math.min(reader.frameCount, LONGEST_SECONDS * sampleRateHz, longest);
    if (frameCount < reader.frameCount) {
      notes.push(`${file.path}: the first ${Math.round(frameCount / sampleRateHz)} s are compared`);
    }
    sounds.push(await readFrames(file.path, reader, frameCount));
  }
  const { gainDb, coherence } = estimate(after.path, sounds[0]!, sounds[1]!, sampleRateHz);
  const heard = Array.from(
    gainDb,
    (gain, band) => Number.isFinite(gain) && coherence[band]! >= LEAST_COHERENCE,
  );
  const mean = coherence.reduce((sum, value) => sum + value, 0) / coherence.length;
  const heardBandCount = heard.filter(Boolean).length;
  if (heardBandCount < LEAST_BANDS) {
    throw new FileError(
      after.path,
      `must be the sound of ${before.path} through an equalizer, got ${heardBandCount} of ${gainDb.length} bands that agree (mean coherence ${mean.toFixed(2)})`,
    );
  }
  return { gainDb: bridged(gainDb, heard), coherence: mean, heardBandCount, notes };
}

function estimate(path: string, before: Float64Array[], after: Float64Array[], sampleRateHz: number) {
  try {
    return estimateTransfer(before, after, bandFrequencyHz, sampleRateHz);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FileError(path, error.message.replace(/^estimateTransfer: /, ""), error);
  }
}

/** Shape `[channels][frames]`. */
async function readFrames(path: string, reader: AudioReader, frameCount: number): Promise<Float64Array[]> {
  const channels = Array.from({ length: reader.format.channelCount }, () => new Float64Array(frameCount));
  try {
    for (let start = 0; start < frameCount; start += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frameCount - start);
      const block = channels.map((channel) => channel.subarray(start, start + count));
      await reader.read(start, block, count);
    }
    return channels;
  } catch (error) {
    return blame(path, error);
  }
}

/** Gains of bands that were not heard: on the line, over log frequency, between the next that were, or as the last one. */
function bridged(gainDb: Float64Array, heard: readonly boolean[]): Float64Array {
  return gainDb.map((gain, band) => {
    if (heard[band]) return gain;
    const below = heard.lastIndexOf(true, band);
    const above = heard.indexOf(true, band);
    if (below < 0) return gainDb[above]!;
    if (above < 0) return gainDb[below]!;
    const [low, here, high] = [below, band, above].map((at) => Math.log(bandFrequencyHz[at]!)) as [
      number,
      number,
      number,
    ];
    return gainDb[below]! + ((here - low) / (high - low)) * (gainDb[above]! - gainDb[below]!);
  });
}
