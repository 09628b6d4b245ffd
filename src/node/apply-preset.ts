import type { BlockProcessor } from "../audio/index.ts";
import {
  type Biquad,
  CascadeProcessor,
  designFir,
  designSection,
  type FirPhase,
  FirProcessor,
  packBiquads,
  settingResponseDb,
} from "../dsp/index.ts";
import type { EqualizerSetting } from "../effects/index.ts";
import type { ReadPreset } from "../presets/index.ts";
import { playableSetting } from "./playable-setting.ts";
import { type RenderFileOptions, type RenderFileReport, renderFile } from "./render-file.ts";

export interface ApplyPresetOptions extends RenderFileOptions {
  /** Which phase a preset of a curve plays with; see `designFir`. Default `minimum`. Sections have their own. */
  readonly phase?: FirPhase;
}

export interface AppliedPreset extends RenderFileReport {
  /** Wall-clock time. */
  readonly seconds: number;
}

/** Programs' names of the first channels; CamillaDSP counts them from 0, EqualizerAPO from 1. */
const channelIndex: Readonly<Record<string, number>> = { L: 0, LEFT: 0, FL: 0, R: 1, RIGHT: 1, FR: 1 };

/**
 * Plays a sound file through a preset of another program: sections as that program designs them (the cookbook's, at the
 * file's rate), a curve by convolution, the preamp with them, and what single channels get in addition.
 *
 * @throws FileError for everything that is wrong with a file; AudioError `aborted` if the signal asked to stop.
 */
export async function applyPreset(
  inputPath: string,
  outputPath: string,
  preset: Pick<ReadPreset, "format" | "setting" | "channels">,
  { phase = "minimum", ...options }: ApplyPresetOptions = {},
): Promise<AppliedPreset> {
  const begun = performance.now();
  const notes = new Set<string>();
  const report = await renderFile(
    inputPath,
    outputPath,
    ({ sampleRateHz, channelCount }) => {
      const perChannel = settingsByChannel(preset, channelCount, notes);
      const played = perChannel.map((settings) =>
        settings.map((setting) => {
          const playable = playableSetting(setting, sampleRateHz);
          for (const line of playable.notes) notes.add(line);
          return playable.setting;
        }),
      );
      // One kind of filter for all channels, so that they are equally late.
      const isConvolved = played.flat().some(({ kind }) => kind === "graphic");
      const make = (settings: readonly EqualizerSetting[], count: number): BlockProcessor =>
        isConvolved
          ? convolver(settings, sampleRateHz, count, phase)
          : cascade(settings, sampleRateHz, count);
      const [first = []] = played;
      const isSame = played.every(({ length }) => length === 1);
      return isSame ? make(first, channelCount) : sideBySide(played.map((settings) => make(settings, 1)));
    },
    options,
  );
  const seconds = (performance.now() - begun) / 1000;
  return { ...report, notes: [...report.notes, ...notes], seconds };
}

/** Shape `[channels][settings]`: what every channel goes through. */
function settingsByChannel(
  { format, setting, channels = [] }: Pick<ReadPreset, "format" | "setting" | "channels">,
  channelCount: number,
  notes: Set<string>,
): EqualizerSetting[][] {
  const settings: EqualizerSetting[][] = Array.from({ length: channelCount }, () => [setting]);
  const firstNumber = format === "camilladsp" ? 0 : 1;
  for (const single of channels) {
    for (const name of single.channel.toUpperCase().split(/\s+/)) {
      const own = settings[channelIndex[name] ?? (/^\d+$/.test(name) ? Number(name) - firstNumber : -1)];
      if (own) own.push(single.setting);
      else notes.add(`the sound has no channel ${name}: what the preset does to it is not played`);
    }
  }
  return settings;
}

function cascade(
  settings: readonly EqualizerSetting[],
  sampleRateHz: number,
  channelCount: number,
): CascadeProcessor {
  const biquads = settings.flatMap((setting): Biquad[] => {
    const preamp: Biquad = { b0: 10 ** (setting.preampDb / 20), b1: 0, b2: 0, a1: 0, a2: 0 };
    const sections = setting.kind === "parametric" ? setting.sections : [];
    return [preamp, ...sections.map((section) => designSection(section, sampleRateHz, "cookbook"))];
  });
  return new CascadeProcessor(packBiquads(biquads), channelCount);
}

function convolver(
  settings: readonly EqualizerSetting[],
  sampleRateHz: number,
  channelCount: number,
  phase: FirPhase,
): FirProcessor {
  const responseDb = (hz: Float64Array): Float64Array => {
    const sum = new Float64Array(hz.length);
    for (const setting of settings) {
      settingResponseDb(setting, hz, sampleRateHz).forEach((db, point) => {
        sum[point]! += db;
      });
    }
    return sum;
  };
  return new FirProcessor(designFir({ responseDb, sampleRateHz, phase }), channelCount);
}

/** One processor for each channel, all of them as late. */
function sideBySide(processors: readonly BlockProcessor[]): BlockProcessor {
  return {
    process(channels, frameCount) {
      for (const [index, processor] of processors.entries())
        processor.process([channels[index]!], frameCount);
    },
    get nonFiniteCount() {
      return processors.reduce((sum, processor) => sum + processor.nonFiniteCount, 0);
    },
    latencyFrames: processors[0]?.latencyFrames ?? 0,
  };
}
