import type { EqualizerSection, SectionKind } from "../effects/index.ts";
import { decimal, numberIn } from "./decimal.ts";
import { PresetError, quoted } from "./preset-error.ts";
import { sectionOf } from "./section-values.ts";
import { qOfBandwidth, qOfSlope, shelfCentreHz, slopeOfQ } from "./shelf-slope.ts";

/**
 * The line `Filter 1: ON PK Fc 1000 Hz Gain -3.0 dB Q 1.41` of REW, which EqualizerAPO and AutoEq took over.
 *
 * Conventions of EqualizerAPO (filters/BiQuadFilterFactory.cpp, BiQuadFilter.cpp): all filters are the cookbook's. A
 * shelf `LS`/`HS` without a width has slope 0.9 around its centre; with a Q or a slope (`LS 12dB`) Fc is its corner
 * frequency; `LSC`/`HSC` are always around their centre, with Q, slope in dB per octave (12 dB is S = 1), or slope 0.9.
 * `LP`, `HP` and `BP` without Q have √½, `NO` 30. `BW Oct` is the cookbook's bandwidth.
 */
export interface FilterLineDialect {
  readonly format: string;
  /** True where `LS`/`HS` with a width are given by their corner frequency; REW and AutoEq give the centre. */
  readonly hasCornerShelves: boolean;
}

/** What a filter line holds: a section, or why there is none. `note` may stand beside a section. */
export interface FilterLine {
  readonly section?: EqualizerSection;
  readonly note?: string;
}

const kinds: Readonly<Record<string, SectionKind>> = {
  PK: "bell",
  PEQ: "bell",
  PA: "bell",
  MODAL: "bell",
  LP: "lowPass",
  LPQ: "lowPass",
  HP: "highPass",
  HPQ: "highPass",
  BP: "bandPass",
  LS: "lowShelf",
  LSC: "lowShelf",
  LSQ: "lowShelf",
  HS: "highShelf",
  HSC: "highShelf",
  HSQ: "highShelf",
  NO: "notch",
};

const defaultQ: Readonly<Partial<Record<SectionKind, number>>> = {
  lowPass: Math.SQRT1_2,
  highPass: Math.SQRT1_2,
  bandPass: Math.SQRT1_2,
  notch: 30,
};

/** Slope of a shelf whose width is not given. */
export const DEFAULT_SHELF_SLOPE = 0.9;

const LONGEST_LINE = 1_000;
const HEAD = /^\s*Filter[^:]*:\s*(ON|OFF)\b\s*(.*)$/i;
const TYPE = /^([A-Za-z]+)([0-9]?)\b\s*(?:([-+0-9.,]+)\s*dB\b)?(.*)$/i;
const NUMBER = "([-+0-9.,eE\u00A0]+)";
const FREQUENCY = new RegExp(`\\bFc\\s*${NUMBER}\\s*H\\s*z`, "i");
const GAIN = new RegExp(`\\bGain\\s*${NUMBER}\\s*dB`, "i");
const QUALITY = new RegExp(`\\bQ\\s*${NUMBER}`, "i");
const OCTAVES = new RegExp(`\\bBW\\s+Oct\\s*${NUMBER}`, "i");
const SIXTIETHS = new RegExp(`\\bBW/60\\s*${NUMBER}`, "i");

/** True if a line is a filter line, on or off. */
export function isFilterLine(line: string): boolean {
  return HEAD.test(line.slice(0, LONGEST_LINE));
}

/**
 * Reads one filter line.
 *
 * @param sampleRateHz Where a bandwidth in octaves depends on it, Hz.
 * @throws PresetError if a known filter lacks a value or has an impossible one.
 */
export function readFilterLine(
  { format, hasCornerShelves }: FilterLineDialect,
  line: number,
  text: string,
  sampleRateHz: number,
): FilterLine {
  if (text.length > LONGEST_LINE) {
    throw new PresetError(
      format,
      line,
      `a filter must have at most ${LONGEST_LINE} characters, got ${text.length}`,
    );
  }
  const [, state = "", body = ""] = HEAD.exec(text) ?? [];
  const [, word = "", order = "", slopeText, rest = ""] = TYPE.exec(body) ?? [];
  const type = word.toUpperCase() + order;
  if (type === "NONE") return {};
  if (state.toUpperCase() === "OFF")
    return { note: `line ${line}: the filter is off and left out: ${quoted(text)}` };
  const kind = kinds[type];
  if (kind === undefined) {
    const why =
      type === "AP" ? "an all-pass changes the phase only" : `${quoted(type)} is no known kind of filter`;
    return { note: `line ${line}: left out, ${why}` };
  }
  const value = (pattern: RegExp) => {
    const found = pattern.exec(rest)?.[1];
    if (found === undefined) return undefined;
    const number = numberIn(found.replaceAll("\u00A0", ""));
    if (Number.isNaN(number))
      throw new PresetError(format, line, `a filter's value must be a number, got ${quoted(found)}`);
    return number;
  };
  const needed = (name: string, pattern: RegExp) => {
    const number = value(pattern);
    if (number === undefined)
      throw new PresetError(format, line, `a ${type} filter must have ${name}, got ${quoted(text)}`);
    return number;
  };
  const givenHz = needed("a frequency (Fc … Hz)", FREQUENCY);
  const isGrouped = isThousands(FREQUENCY.exec(rest)?.[1] ?? "");
  const frequencyHz = isGrouped ? givenHz * 1000 : givenHz;
  const note = isGrouped
    ? { note: `line ${line}: three decimals are read as thousands: ${frequencyHz} Hz` }
    : {};
  const q = value(QUALITY);
  const section = (hz: number, gainDb: number, quality: number): FilterLine => ({
    section: sectionOf(format, line, kind, hz, gainDb, quality),
    ...note,
  });
  if (kind === "lowShelf" || kind === "highShelf") {
    const gainDb = needed("a gain (Gain … dB)", GAIN);
    const slope = slopeText === undefined ? undefined : numberIn(slopeText) / 12;
    if (slope === undefined && q === undefined)
      return section(frequencyHz, gainDb, qOfSlope(DEFAULT_SHELF_SLOPE, gainDb));
    const quality = slope === undefined ? q! : qOfSlope(slope, gainDb);
    const isCorner = type.length === 2 && (hasCornerShelves || slope !== undefined);
    if (!isCorner) return section(frequencyHz, gainDb, quality);
    return section(shelfCentreHz(kind, frequencyHz, gainDb, slope ?? slopeOfQ(q!, gainDb)), gainDb, quality);
  }
  const gainDb = kind === "bell" ? needed("a gain (Gain … dB)", GAIN) : 0;
  if (q !== undefined) return section(frequencyHz, gainDb, q);
  const octaves = value(OCTAVES);
  if (octaves !== undefined)
    return section(frequencyHz, gainDb, qOfBandwidth(octaves, frequencyHz, sampleRateHz));
  const sixtieths = value(SIXTIETHS);
  if (sixtieths !== undefined) return section(frequencyHz, gainDb, 60 / (sixtieths * Math.SQRT2));
  const quality = defaultQ[kind];
  if (quality === undefined)
    throw new PresetError(format, line, `a ${type} filter must have a Q, got ${quoted(text)}`);
  return section(frequencyHz, gainDb, quality);
}

/** REW writes 22,123 Hz with a group separator, which EqualizerAPO takes for three decimals: they mean thousands. */
function isThousands(text: string): boolean {
  return /^[+-]?[0-9]{1,3}[.,][0-9]{3}$/.test(text.replaceAll("\u00A0", ""));
}

const typeOfKind: Readonly<Record<SectionKind, string>> = {
  bell: "PK",
  lowShelf: "LSC",
  highShelf: "HSC",
  lowPass: "LPQ",
  highPass: "HPQ",
  bandPass: "BP",
  notch: "NO",
};

/**
 * Writes one filter line of EqualizerAPO: Fc with two decimals (three would be read as thousands), a gain and a Q on
 * every line, as importers of other programs expect.
 */
export function filterLine(number: number, { kind, frequencyHz, gainDb, q }: EqualizerSection): string {
  const type = typeOfKind[kind];
  return `Filter ${number}: ON ${type} Fc ${decimal(frequencyHz, 2)} Hz Gain ${decimal(gainDb, 2)} dB Q ${decimal(q, 4)}`;
}
