import { settingResponseDb } from "../dsp/index.ts";
import type { EqualizerSection, EqualizerSetting, ParametricSetting } from "../effects/index.ts";
import { denseFrequencyHz } from "./headroom.ts";
import type { CurvePoint } from "./preset-curve.ts";
import { PresetError } from "./preset-error.ts";
import { gainOf } from "./section-values.ts";

const MOST_SECTIONS = 1_000;
const MOST_CURVES = 20;
/** Curves of more points are added up at 24 points per octave only. */
const MOST_OWN_POINTS = 2_000;

/** What a file says for one selection of channels, as it is read line by line. */
export interface ChannelPart {
  preampDb: number;
  readonly sections: EqualizerSection[];
  readonly curves: (readonly CurvePoint[])[];
}

/** Under which name the part of all channels is kept. */
export const ALL_CHANNELS = "all";

/** Filters gathered by selection of channels; the part of all channels is always there. */
export interface ChannelParts {
  /** The part of a selection, made when first asked for. */
  part(channel: string): ChannelPart;
  /** The setting of all channels, and those of single ones, as far as they hold anything. */
  settings(notes: string[]): {
    readonly setting: EqualizerSetting;
    readonly channels?: readonly { readonly channel: string; readonly setting: EqualizerSetting }[];
  };
}

/**
 * @param format Name of the format, for errors.
 * @param sampleRateHz At which filters and curves of one part are added up, Hz.
 */
export function createChannelParts(format: string, sampleRateHz: number): ChannelParts {
  const parts = new Map<string, ChannelPart>([[ALL_CHANNELS, emptyPart()]]);
  return {
    part(channel) {
      const held = parts.get(channel) ?? emptyPart();
      parts.set(channel, held);
      return held;
    },
    settings(notes) {
      const single = [...parts].filter(([channel, part]) => channel !== ALL_CHANNELS && !isEmpty(part));
      const all = parts.get(ALL_CHANNELS)!;
      if (single.length === 0 && isEmpty(all)) {
        throw new PresetError(
          format,
          undefined,
          "a preset must hold a filter, a curve or a preamp, got none",
        );
      }
      const channels = single.map(([channel, part]) => ({
        channel,
        setting: settingOf(format, part, sampleRateHz, notes),
      }));
      for (const { channel } of channels) notes.push(`channel ${channel} has a part of its own`);
      const setting = settingOf(format, all, sampleRateHz, notes);
      return channels.length === 0 ? { setting } : { setting, channels };
    },
  };
}

function emptyPart(): ChannelPart {
  return { preampDb: 0, sections: [], curves: [] };
}

function isEmpty({ preampDb, sections, curves }: ChannelPart): boolean {
  return preampDb === 0 && sections.length === 0 && curves.length === 0;
}

/** Filters alone stay filters, one curve alone stays a curve; anything else becomes one curve. */
function settingOf(
  format: string,
  { preampDb, sections, curves }: ChannelPart,
  sampleRateHz: number,
  notes: string[],
): EqualizerSetting {
  if (sections.length > MOST_SECTIONS || curves.length > MOST_CURVES) {
    const most = `${MOST_SECTIONS} filters and ${MOST_CURVES} curves`;
    const got = `${sections.length} and ${curves.length}`;
    throw new PresetError(format, undefined, `a channel must hold at most ${most}, got ${got}`);
  }
  const filters: ParametricSetting = {
    kind: "parametric",
    preampDb: gainOf(format, undefined, preampDb),
    sections,
  };
  const [first] = curves;
  if (first === undefined) return filters;
  if (curves.length === 1 && sections.length === 0) return { kind: "graphic", preampDb, points: first };
  notes.push(
    `filters and curves of one channel are added up to one curve, as they play at ${sampleRateHz} Hz`,
  );
  const playable = sections.filter(({ frequencyHz }) => frequencyHz < sampleRateHz / 2);
  if (playable.length < sections.length)
    notes.push(`filters at or above ${sampleRateHz / 2} Hz are left out of it`);
  const own = curves.flatMap((points) => points.map((point) => point.frequencyHz));
  const frequencyHz = denseFrequencyHz(sampleRateHz, own.length <= MOST_OWN_POINTS ? own : []);
  const sum = settingResponseDb(
    { kind: "parametric", preampDb: 0, sections: playable },
    frequencyHz,
    sampleRateHz,
  );
  for (const points of curves) {
    const response = settingResponseDb({ kind: "graphic", preampDb: 0, points }, frequencyHz, sampleRateHz);
    for (const [point, value] of response.entries()) sum[point] = sum[point]! + value;
  }
  const points = [
    ...new Map(frequencyHz.map((frequency, point) => [frequency, Math.max(-200, sum[point]!)])),
  ];
  return {
    kind: "graphic",
    preampDb,
    points: points.map(([frequency, gainDb]) => ({ frequencyHz: frequency, gainDb })),
  };
}
