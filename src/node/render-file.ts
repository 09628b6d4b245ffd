import {
  type AudioReader,
  type AudioWriter,
  type BlockProcessor,
  createDither,
  mp3BitratesKbps,
  type OutputFormat,
  type OutputKind,
  openAudioWriter,
  outputFormat,
  type RenderOptions,
  type RenderReport,
  renderStream,
  resampled,
  type WavFormat,
} from "../audio/index.ts";
import {
  createSoundMeter,
  matchGainDb,
  SAMPLE_RATE_RANGE_HZ,
  type SoundFigures,
  type SoundMeter,
} from "../dsp/index.ts";
import { openThreadedWriter } from "./encode-thread.ts";
import { FileError } from "./file-error.ts";
import { blame, openSoundFile } from "./open-sound-file.ts";
import { ditherBits, type OutputChoice, outputKindOf, recoded } from "./output-choice.ts";
import { findTarget } from "./output-target.ts";
import { writeBeside } from "./write-beside.ts";

/** How to render a file. */
export interface RenderFileOptions extends Pick<RenderOptions, "blockFrames" | "protect" | "onProgress"> {
  readonly signal?: AbortSignal;
  /** Replace an output that exists already. Default false: refuse. */
  readonly force?: boolean;
  /** How to keep the sound. Default: by the output's name, as the input has it. */
  readonly output?: OutputChoice;
  /** Write the output as loud as the input, as ITU-R BS.1770 measures both. Default false. */
  readonly matchLoudness?: boolean;
}

/** What rendering a file did. */
export interface RenderFileReport extends RenderReport {
  readonly inputFormat: WavFormat;
  /** Of the file written. */
  readonly format: WavFormat;
  readonly kind: OutputKind;
  /** Of the sound that came in, at the rate it was worked on. */
  readonly before: SoundFigures;
  /** Of the sound that was written, but for dither and what a lossy encoder adds. */
  readonly after: SoundFigures;
  /** Oddities of the input and changes on the way to the output, one line each. */
  readonly notes: readonly string[];
}

/**
 * Renders a sound file through a processor into another, in constant memory.
 *
 * The input is only ever read. The output appears under its name complete and on the disk, or not at all: it grows
 * in a temporary file beside it, which is renamed at the end and removed whatever goes wrong, an abort included.
 * Samples that the processor leaves alone are written as they came, bit for bit, where the output can hold them;
 * otherwise they are dithered (TPDF) where the output has integers of 24 bits or fewer.
 *
 * @param makeProcessor Called once per pass with the format that is worked on: the input's, at the output's rate.
 * @throws FileError for everything that is wrong with a file or its audio: one line that begins with its name.
 * @throws AudioError `aborted` if the signal asked to stop.
 */
export async function renderFile(
  inputPath: string,
  outputPath: string,
  makeProcessor: (format: WavFormat) => BlockProcessor,
  options: RenderFileOptions = {},
): Promise<RenderFileReport> {
  const { force = false, output = {} } = options;
  const sound = await openSoundFile(inputPath, options.signal);
  try {
    const { reader } = sound;
    const target = await findTarget(inputPath, outputPath, force);
    const kind = output.kind ?? outputKindOf(outputPath);
    const plan = planOutput(reader, kind, output, inputPath);
    const report = await writeBeside(target, outputPath, force, (sink) => {
      const makeWriter = async (): Promise<AudioWriter> => {
        await sink.restart();
        const { frameCount } = plan.source;
        const isWorthThread = kind === "flac" && frameCount * plan.format.channelCount > THREAD_SAMPLES;
        return (isWorthThread ? openThreadedWriter : openAudioWriter)(sink, kind, {
          ...{ format: plan.format, frameCount, like: plan.source },
          ...(output.bitrateKbps !== undefined && { bitrateKbps: output.bitrateKbps }),
        });
      };
      return renderMetered(reader, plan, makeProcessor, makeWriter, options);
    }).catch((error) => blame(inputPath, error));
    const { nonFiniteCount } = report;
    const silenced =
      nonFiniteCount > 0 ? [`${nonFiniteCount} NaN or infinite samples were replaced with silence`] : [];
    return { ...report, kind, notes: [...plan.source.notes, ...plan.notes, ...silenced] };
  } finally {
    await sound.close();
  }
}

/** The sound at the rate it will have, and how it will be kept. */
interface OutputPlan {
  readonly source: AudioReader;
  readonly format: WavFormat;
  readonly notes: readonly string[];
}

function planOutput(
  reader: AudioReader,
  kind: OutputKind,
  { coding, bitrateKbps, sampleRateHz = reader.format.sampleRateHz }: OutputChoice,
  inputPath: string,
): OutputPlan {
  const [lowest, highest] = SAMPLE_RATE_RANGE_HZ;
  for (const rate of [reader.format.sampleRateHz, sampleRateHz]) {
    if (rate < lowest || rate > highest) {
      throw new FileError(inputPath, `sample rate must be within ${lowest}..${highest} Hz, got ${rate} Hz`);
    }
  }
  const wanted = recoded({ ...reader.format, sampleRateHz }, coding);
  const { format, notes } = formatFor(kind, wanted, bitrateKbps, inputPath);
  const isSameRate = format.sampleRateHz === reader.format.sampleRateHz;
  return { source: isSameRate ? reader : resampled(reader, format.sampleRateHz), format, notes };
}

function formatFor(
  kind: OutputKind,
  format: WavFormat,
  bitrateKbps: number | undefined,
  inputPath: string,
): OutputFormat {
  let made: OutputFormat;
  try {
    made = outputFormat(kind, format, bitrateKbps);
  } catch (error) {
    return blame(inputPath, error);
  }
  if (kind === "mp3" && bitrateKbps !== undefined) {
    const { sampleRateHz } = made.format;
    const known = mp3BitratesKbps(sampleRateHz);
    if (!known.includes(bitrateKbps)) {
      const list = known.join(", ");
      const problem = `bitrate of an MP3 at ${sampleRateHz} Hz must be one of ${list} kbit/s, got ${bitrateKbps}`;
      throw new FileError(inputPath, problem);
    }
  }
  return made;
}

async function renderMetered(
  reader: AudioReader,
  { source, format }: OutputPlan,
  makeProcessor: (format: WavFormat) => BlockProcessor,
  makeWriter: () => Promise<AudioWriter>,
  { blockFrames, protect, signal, onProgress, matchLoudness = false }: RenderFileOptions,
): Promise<Omit<RenderFileReport, "kind" | "notes">> {
  const input = meterOf(source.format);
  const output = meterOf(source.format);
  let isIdentity = true;
  const isResampled = source.format.sampleRateHz !== reader.format.sampleRateHz;
  const report = await renderStream(
    source,
    () => {
      const processor = makeProcessor(source.format);
      isIdentity = processor.isIdentity ?? false;
      return processor;
    },
    makeWriter,
    {
      ...{ meters: { input, output }, outputFormat: format },
      ...(matchLoudness && { gainDb: () => matchGainDb(output, input) }),
      makeDither(gain) {
        const bits = ditherBits(reader.format, format, isIdentity && gain === 1 && !isResampled);
        return bits === undefined
          ? undefined
          : createDither({ bits, channelCount: format.channelCount, seed: DITHER_SEED });
      },
      ...(blockFrames !== undefined && { blockFrames }),
      ...(protect !== undefined && { protect }),
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    },
  );
  const gainDb = report.matchGainDb + report.protectionGainDb;
  return {
    ...report,
    inputFormat: reader.format,
    format,
    before: figuresOf(input, 0),
    after: figuresOf(output, gainDb),
  };
}

/** The encoder's thread takes a tenth of a second to start: for fewer samples it would not pay. */
const THREAD_SAMPLES = 2 ** 21;
/** Any will do; the same input gives the same file. */
const DITHER_SEED = 1;

function meterOf({ sampleRateHz, channelCount, extensible }: WavFormat): SoundMeter {
  const channelMask = extensible?.channelMask;
  return createSoundMeter({ sampleRateHz, channelCount, ...(channelMask && { channelMask }) });
}

function figuresOf(meter: SoundMeter, gainDb: number): SoundFigures {
  return {
    integratedLufs: meter.integratedLufs + gainDb,
    maxShortTermLufs: meter.maxShortTermLufs + gainDb,
    loudnessRangeLu: meter.loudnessRangeLu,
    truePeakDb: meter.truePeakDb + gainDb,
    centroidHz: meter.centroidHz,
  };
}
