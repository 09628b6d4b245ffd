import { ALL_CHANNELS, type ChannelParts, createChannelParts } from "./channel-parts.ts";
import { decimal, numberIn } from "./decimal.ts";
import { fileNameOf, lineOf } from "./file-name.ts";
import { type FilterLineDialect, filterLine, isFilterLine, readFilterLine } from "./filter-line.ts";
import { graphicEqLine, readGraphicEqLine } from "./graphic-eq-line.ts";
import { graphicFrequencyHz } from "./graphic-frequencies.ts";
import { prepareSetting } from "./prepared-setting.ts";
import { prepareCurve } from "./preset-curve.ts";
import { PresetError, quoted } from "./preset-error.ts";
import type {
  PresetFormat,
  PresetInput,
  ReadOptions,
  ReadPreset,
  WriteOptions,
  WrittenPreset,
} from "./preset-format.ts";
import { gainOf } from "./section-values.ts";
import { fewNotes, linesOf } from "./text-lines.ts";

const NAME = "EqualizerAPO";
const DEFAULT_RATE_HZ = 48_000;
const PREAMP = /^\s*Preamp\s*:\s*([-+0-9.,eE]+)\s*(?:dB)?\s*$/i;
const COMMAND = /^\s*([A-Za-z][A-Za-z ]{0,30}[0-9]{0,6})\s*:(.*)$/;

/**
 * The configuration text of EqualizerAPO, in its dialect of filters: `Preamp: … dB` and `Filter n: ON PK Fc … Hz Gain …
 * dB Q …`. Its filters are the cookbook's with the cookbook's Q, so sections are written as they are; shelves as
 * `LSC`/`HSC` with Q, which versions before Q for shelves play with slope 0.9.
 *
 * Source: EqualizerAPO, filters/BiQuadFilterFactory.cpp, BiQuad.cpp and its configuration reference.
 */
export const equalizerApo: PresetFormat = {
  id: "equalizer-apo",
  name: NAME,
  program:
    "EqualizerAPO (Windows), and what imports its text: EasyEffects, RootlessJamesDSP, Poweramp, SoundSource",
  extension: ".txt",
  takes: "filters",
  options: ["preamp"],
  write: (input, options) => writeFilterText(NAME, input, options, ".txt", commentLines(input)),
  read: (text, options) =>
    readConfiguration({ format: NAME, hasCornerShelves: true }, equalizerApo.id, text, options),
  recognizes: (text) =>
    /^[ \t]*(?:Filter[^:\n]{0,40}:[ \t]*(?:ON|OFF)\b|(?:GraphicEQ|Preamp)[ \t]{0,9}:)/im.test(
      text.slice(0, 20_000),
    ),
};

/**
 * EqualizerAPO's other dialect: `GraphicEQ: f g; …`, a curve through points with straight lines in dB over the logarithm
 * of the frequency, played by a filter of minimum phase and 16,384 taps (filters/GraphicEQFilterFactory.cpp).
 */
export const equalizerApoGraphic: PresetFormat = {
  id: "equalizer-apo-graphic",
  name: "EqualizerAPO GraphicEQ",
  program: "EqualizerAPO (Windows)",
  extension: ".txt",
  takes: "curve",
  options: ["preamp"],
  write: (input, options = {}) => {
    const { points, preampDb, notes } = prepareCurve(NAME, input, options, graphicFrequencyHz, 2, false);
    const lines = [
      ...commentLines(input),
      `Preamp: ${decimal(preampDb, 2)} dB`,
      graphicEqLine(points, 2),
      "",
    ];
    return { files: [{ name: fileNameOf(input.name, ".txt"), text: lines.join("\n") }], preampDb, notes };
  },
  read: (text, options) =>
    readConfiguration({ format: NAME, hasCornerShelves: true }, equalizerApoGraphic.id, text, options),
};

/** Filter text with its preamp: what EqualizerAPO and AutoEq's parametric files have in common. */
export function writeFilterText(
  format: string,
  input: PresetInput,
  options: WriteOptions | undefined,
  extension: string,
  header: readonly string[],
): WrittenPreset {
  const { setting, notes } = prepareSetting(format, input, options ?? {}, {
    frequencyDecimals: 2,
    gainDecimals: 2,
    qDecimals: 4,
  });
  const lines = [
    ...header,
    `Preamp: ${decimal(setting.preampDb, 2)} dB`,
    ...setting.sections.map((section, index) => filterLine(index + 1, section)),
    "",
  ];
  const files = [{ name: fileNameOf(input.name, extension), text: lines.join("\n") }];
  return { files, preampDb: setting.preampDb, notes };
}

function commentLines({ name, comment }: PresetInput): string[] {
  return [`# ${lineOf(name)}`, ...(comment === undefined ? [] : [`# ${lineOf(comment)}`])];
}

/**
 * Reads a configuration: filters, curves and preamps by channel. Everything else that it may hold (Include, Convolution,
 * Delay, Copy, conditions, …) is noted and left out.
 */
export function readConfiguration(
  dialect: FilterLineDialect,
  id: string,
  text: string,
  { sampleRateHz = DEFAULT_RATE_HZ }: ReadOptions = {},
): ReadPreset {
  const notes: string[] = [];
  const parts = createChannelParts(dialect.format, sampleRateHz);
  let channel = ALL_CHANNELS;
  for (const [index, raw] of linesOf(dialect.format, text).entries()) {
    const line = index + 1;
    const content = raw.trimEnd();
    if (content.trim() === "" || /^\s*[#*]/.test(content)) continue;
    if (isFilterLine(content)) {
      const { section, note } = readFilterLine(dialect, line, content, sampleRateHz);
      if (section !== undefined) parts.part(channel).sections.push(section);
      if (note !== undefined) notes.push(note);
      continue;
    }
    const [, command = "", value = ""] = COMMAND.exec(content) ?? [];
    if (command.toLowerCase() === "channel") channel = selection(value);
    else readCommand(dialect.format, parts, channel, line, command, value, content, notes);
  }
  return { format: id, ...parts.settings(notes), notes: fewNotes(notes) };
}

function readCommand(
  format: string,
  parts: ChannelParts,
  channel: string,
  line: number,
  command: string,
  value: string,
  content: string,
  notes: string[],
): void {
  if (/^preamp$/i.test(command)) {
    const gainDb = numberIn(PREAMP.exec(content.slice(0, 200))?.[1] ?? "");
    if (Number.isNaN(gainDb))
      throw new PresetError(format, line, `Preamp must be a gain in dB, got ${quoted(value)}`);
    const part = parts.part(channel);
    part.preampDb = gainOf(format, line, part.preampDb + gainDb);
  } else if (/^graphiceq$/i.test(command)) {
    parts.part(channel).curves.push(readGraphicEqLine(format, line, value, notes));
  } else {
    const what = command === "" ? "not understood" : `${command} is left out`;
    notes.push(`line ${line}: ${what}: ${quoted(content)}`);
  }
}

/** Channels named in a Channel line. Left and right together are what a stereo program calls all. */
function selection(value: string): string {
  const names = value.trim().toUpperCase().split(/\s+/).slice(0, 32);
  if (names.includes("ALL")) return ALL_CHANNELS;
  const isStereo = names.length === 2 && names.includes("L") && names.includes("R");
  return isStereo ? ALL_CHANNELS : names.join(" ").slice(0, 100) || ALL_CHANNELS;
}
