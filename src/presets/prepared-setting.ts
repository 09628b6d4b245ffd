import { settingResponseDb } from "../dsp/index.ts";
import type { EqualizerSection, ParametricSetting, SectionKind } from "../effects/index.ts";
import { rounded } from "./decimal.ts";
import { fixedSlopeShelf } from "./fixed-slope-shelf.ts";
import { denseFrequencyHz, largestBoostDb, roundedDown } from "./headroom.ts";
import { PresetError } from "./preset-error.ts";
import type { PresetInput, WriteOptions } from "./preset-format.ts";
import { isShelf } from "./shelf-slope.ts";

type Range = readonly [low: number, high: number];

/** What a program can express; what is left out here is not limited. */
export interface TargetLimits {
  readonly frequencyDecimals: number;
  readonly gainDecimals: number;
  readonly qDecimals: number;
  /** Kinds that it has. */
  readonly kinds?: readonly SectionKind[];
  readonly sectionCount?: number;
  readonly frequencyRangeHz?: Range;
  readonly gainRangeDb?: Range;
  readonly qRange?: Range;
  /** The one Q that its shelves have, by gain. */
  readonly shelfQ?: (gainDb: number) => number;
}

const NOTED_ERROR_DB = 0.005;
const NOTED_RATE_ERROR_DB = 0.1;
const LOWEST_COMPARED_DB = -120;
const HIGHEST_COMPARED_HZ = 20_000;
const OTHER_RATES_HZ = [44_100, 48_000, 96_000, 192_000];

/**
 * A setting as a program will read it: kinds it lacks left out, shelves of another steepness replaced, values clamped
 * and rounded, and the preamp that is needed; every loss noted with its error in dB.
 *
 * @throws PresetError if there is no setting or one of its sections cannot play at the rate.
 */
export function prepareSetting(
  format: string,
  input: PresetInput,
  options: WriteOptions,
  limits: TargetLimits,
): { readonly setting: ParametricSetting; readonly notes: readonly string[] } {
  const asked = checkedSetting(format, input);
  const notes: string[] = [];
  const kept = asked.sections.filter(({ kind }) => limits.kinds?.includes(kind) ?? true);
  for (const { kind, frequencyHz } of asked.sections) {
    if (limits.kinds?.includes(kind) === false) {
      notes.push(`${format} has no ${kind} section: the one at ${rounded(frequencyHz, 2)} Hz is left out`);
    }
  }
  const expressible = kept.flatMap((section) => withProgramShelf(format, section, input, limits, notes));
  const clamped = expressible.map((section) => clampedSection(format, section, limits, notes));
  const counted = strongest(format, clamped, limits.sectionCount ?? Infinity, notes);
  const sections = counted.map((section) => roundedSection(section, limits, input.sampleRateHz));
  const setting: ParametricSetting = { kind: "parametric", preampDb: 0, sections };
  const errorDb = responseErrorDb({ ...asked, preampDb: 0 }, setting, input.sampleRateHz);
  if (errorDb > NOTED_ERROR_DB) {
    notes.push(`what is written follows the setting within ${errorDb.toFixed(2)} dB (20 Hz to 20 kHz)`);
  }
  notes.push(...rateNotes(setting, input.sampleRateHz));
  const preampDb = writtenPreampDb(setting, asked.preampDb, input.sampleRateHz, options, limits.gainDecimals);
  return { setting: { ...setting, preampDb }, notes };
}

/**
 * The preamp that a preset needs: the setting's own, lowered until the largest boost is at 0 dB. It is never raised: a
 * setting that cuts everything stays as quiet as it is.
 */
export function writtenPreampDb(
  setting: ParametricSetting,
  askedDb: number,
  sampleRateHz: number,
  { preamp = "needed" }: WriteOptions,
  decimals: number,
): number {
  if (preamp === "asked") return rounded(askedDb, decimals);
  const preampDb = Math.min(askedDb, -largestBoostDb(setting, sampleRateHz));
  return roundedDown(preampDb, decimals);
}

/**
 * The setting of an input.
 *
 * @throws PresetError if it is absent or a section of it cannot play at the rate.
 */
export function checkedSetting(format: string, input: PresetInput): ParametricSetting {
  const { setting, sampleRateHz } = input;
  if (!(sampleRateHz > 0 && sampleRateHz < Infinity)) {
    throw new PresetError(format, undefined, `sampleRateHz must be above 0, got ${sampleRateHz}`);
  }
  if (setting === undefined) {
    throw new PresetError(format, undefined, "a preset of filters needs a parametric setting, got none");
  }
  if (!Number.isFinite(setting.preampDb)) {
    throw new PresetError(format, undefined, `preampDb must be finite, got ${setting.preampDb}`);
  }
  for (const { frequencyHz, gainDb, q } of setting.sections) {
    if (!(frequencyHz > 0 && frequencyHz < sampleRateHz / 2)) {
      throw new PresetError(
        format,
        undefined,
        `a section's frequency must be within (0, ${sampleRateHz / 2}) Hz, got ${frequencyHz}`,
      );
    }
    if (!Number.isFinite(gainDb) || !(q > 0 && q < Infinity)) {
      const got = `${gainDb} dB, Q ${q}`;
      throw new PresetError(
        format,
        undefined,
        `a section's gain must be finite and its Q above 0, got ${got}`,
      );
    }
  }
  return setting;
}

/** Largest difference of two settings' responses from 20 Hz to 20 kHz, dB; below −120 dB all is silence. */
export function responseErrorDb(
  left: ParametricSetting,
  right: ParametricSetting,
  leftRateHz: number,
  rightRateHz: number = leftRateHz,
): number {
  const highestHz = Math.min(HIGHEST_COMPARED_HZ, 0.49 * leftRateHz, 0.49 * rightRateHz);
  const own = [...left.sections, ...right.sections].map(({ frequencyHz }) => frequencyHz);
  const frequencyHz = denseFrequencyHz(leftRateHz, own, highestHz).filter((frequency) => frequency >= 20);
  const heard = settingResponseDb(left, frequencyHz, leftRateHz);
  const other = settingResponseDb(right, frequencyHz, rightRateHz);
  return heard.reduce((worst, value, point) => {
    const level = Math.max(value, LOWEST_COMPARED_DB);
    return Math.max(worst, Math.abs(level - Math.max(other[point]!, LOWEST_COMPARED_DB)));
  }, 0);
}

function withProgramShelf(
  format: string,
  section: EqualizerSection,
  { sampleRateHz }: PresetInput,
  { shelfQ }: TargetLimits,
  notes: string[],
): EqualizerSection[] {
  if (shelfQ === undefined || !isShelf(section)) return [section];
  const sections = fixedSlopeShelf(section, shelfQ(section.gainDb), sampleRateHz);
  if (sections.length > 1) {
    const whole: ParametricSetting = { kind: "parametric", preampDb: 0, sections: [section] };
    const errorDb = responseErrorDb(whole, { ...whole, sections }, sampleRateHz);
    notes.push(
      `shelves of ${format} have one steepness: the ${section.kind} at ${rounded(section.frequencyHz, 2)} Hz ` +
        `(Q ${rounded(section.q, 3)}) is a shelf and two bells, within ${errorDb.toFixed(2)} dB`,
    );
  }
  return sections;
}

function clampedSection(
  format: string,
  section: EqualizerSection,
  limits: TargetLimits,
  notes: string[],
): EqualizerSection {
  const clamp = (name: string, value: number, [low, high]: Range = [-Infinity, Infinity]) => {
    const kept = Math.min(high, Math.max(low, value));
    if (kept !== value)
      notes.push(`${format} takes ${name} ${low}..${high}: ${rounded(value, 3)} became ${kept}`);
    return kept;
  };
  return {
    kind: section.kind,
    frequencyHz: clamp("frequencies of", section.frequencyHz, limits.frequencyRangeHz),
    gainDb: clamp("gains of", section.gainDb, limits.gainRangeDb),
    q: clamp("Q of", section.q, limits.qRange),
  };
}

/** The sections with the largest gains, in the order they came in; sections without a gain always stay. */
function strongest(
  format: string,
  sections: readonly EqualizerSection[],
  count: number,
  notes: string[],
): readonly EqualizerSection[] {
  if (sections.length <= count) return sections;
  const weight = ({ kind, gainDb }: EqualizerSection) =>
    kind === "bell" || kind === "lowShelf" || kind === "highShelf" ? Math.abs(gainDb) : Infinity;
  const order = [...sections].sort((left, right) => weight(right) - weight(left));
  const kept = new Set(order.slice(0, count));
  notes.push(`${format} has ${count} sections: the ${sections.length - count} of least gain are left out`);
  return sections.filter((section) => kept.has(section));
}

function roundedSection(
  section: EqualizerSection,
  limits: TargetLimits,
  sampleRateHz: number,
): EqualizerSection {
  const stepHz = 10 ** -limits.frequencyDecimals;
  const nearestHz = Math.max(rounded(section.frequencyHz, limits.frequencyDecimals), stepHz);
  const frequencyHz =
    nearestHz < sampleRateHz / 2 ? nearestHz : rounded(nearestHz - stepHz, limits.frequencyDecimals);
  return {
    kind: section.kind,
    frequencyHz,
    gainDb: rounded(section.gainDb, limits.gainDecimals),
    q: Math.max(rounded(section.q, limits.qDecimals), 10 ** -limits.qDecimals),
  };
}

/** The cookbook's filters change with the rate near its Nyquist frequency; a preset plays at its program's rate. */
function rateNotes(setting: ParametricSetting, sampleRateHz: number): string[] {
  const highestHz = Math.max(0, ...setting.sections.map(({ frequencyHz }) => frequencyHz));
  let worst = { errorDb: NOTED_RATE_ERROR_DB, rateHz: 0 };
  for (const rateHz of OTHER_RATES_HZ) {
    if (rateHz === sampleRateHz || highestHz >= 0.499 * rateHz) continue;
    const errorDb = responseErrorDb(setting, setting, sampleRateHz, rateHz);
    if (errorDb > worst.errorDb) worst = { errorDb, rateHz };
  }
  if (worst.rateHz === 0) return [];
  return [
    `made for ${sampleRateHz} Hz: a program that runs at ${worst.rateHz} Hz plays it up to ` +
      `${worst.errorDb.toFixed(1)} dB off (near Nyquist; fit again for that rate)`,
  ];
}
