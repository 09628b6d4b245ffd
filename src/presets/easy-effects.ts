import type { EqualizerSection, SectionKind } from "../effects/index.ts";
import { ALL_CHANNELS, type ChannelPart, createChannelParts } from "./channel-parts.ts";
import { fileNameOf } from "./file-name.ts";
import { isObject, type JsonObject, member, numberMember, parseJson } from "./json-value.ts";
import { prepareSetting } from "./prepared-setting.ts";
import { PresetError, quoted } from "./preset-error.ts";
import type { PresetFormat, ReadOptions, ReadPreset } from "./preset-format.ts";
import { sectionOf } from "./section-values.ts";
import { fewNotes } from "./text-lines.ts";

const NAME = "EasyEffects";
const MOST_BANDS = 32;
const EXACT_MODE = "APO (DR)";

const typeOfKind: Readonly<Record<SectionKind, string>> = {
  bell: "Bell",
  lowShelf: "Lo-shelf",
  highShelf: "Hi-shelf",
  lowPass: "Lo-pass",
  highPass: "Hi-pass",
  bandPass: "Bandpass",
  notch: "Notch",
};
const kindOfType = new Map(Object.entries(typeOfKind).map(([kind, type]) => [type, kind as SectionKind]));

/**
 * An output preset of EasyEffects with its equalizer plugin. Bands are in mode `APO (DR)`, in which the plugin (LSP)
 * designs the cookbook's filters with the cookbook's Q, shelves included; other modes have LSP's own shapes and are read
 * as the cookbook's, which is noted. At most 32 bands, 10 Hz to 24 kHz, ±36 dB, Q to 100. `input-gain` is the preamp.
 *
 * Sources: EasyEffects, src/equalizer_preset.cpp, equalizer_apo.cpp, contents/kcfg/easyeffects_db_equalizer_channel.kcfg;
 * LSP DSP units, Filter.cpp (`calc_apo_filter`).
 */
export const easyEffects: PresetFormat = {
  id: "easyeffects",
  name: NAME,
  program: "EasyEffects (Linux)",
  extension: ".json",
  takes: "filters",
  options: ["preamp"],
  write: (input, options = {}) => {
    const { setting, notes } = prepareSetting(NAME, input, options, {
      frequencyDecimals: 3,
      gainDecimals: 3,
      qDecimals: 4,
      sectionCount: MOST_BANDS,
      frequencyRangeHz: [10, 24_000],
      gainRangeDb: [-36, 36],
      qRange: [0.1, 100],
    });
    const bands = Object.fromEntries(
      setting.sections.map((section, index) => [`band${index}`, bandOf(section)]),
    );
    const preset = {
      output: {
        blocklist: [],
        "equalizer#0": {
          balance: 0,
          bypass: false,
          "input-gain": setting.preampDb,
          left: bands,
          mode: "IIR",
          "num-bands": setting.sections.length,
          "output-gain": 0,
          "pitch-left": 0,
          "pitch-right": 0,
          right: bands,
          "split-channels": false,
        },
        plugins_order: ["equalizer#0"],
      },
    };
    const text = `${JSON.stringify(preset, undefined, 4)}\n`;
    return { files: [{ name: fileNameOf(input.name, ".json"), text }], preampDb: setting.preampDb, notes };
  },
  read: readEasyEffects,
  recognizes: (text) => /"(?:in|out)put"\s{0,99}:/.test(text) && /"equalizer(?:#[0-9]+)?"/.test(text),
};

function bandOf({ kind, frequencyHz, gainDb, q }: EqualizerSection): JsonObject {
  return {
    frequency: frequencyHz,
    gain: gainDb,
    mode: EXACT_MODE,
    mute: false,
    q,
    slope: "x1",
    solo: false,
    type: typeOfKind[kind],
    width: 4,
  };
}

function readEasyEffects(text: string, { sampleRateHz = 48_000 }: ReadOptions = {}): ReadPreset {
  const notes: string[] = [];
  const equalizers = equalizersIn(parseJson(NAME, text), notes);
  const parts = createChannelParts(NAME, sampleRateHz);
  for (const [name, equalizer] of equalizers) {
    if (member(equalizer, "bypass") === true) {
      notes.push(`${name} is bypassed and left out`);
      continue;
    }
    const gainDb =
      numberMember(NAME, equalizer, "input-gain", 0) + numberMember(NAME, equalizer, "output-gain", 0);
    parts.part(ALL_CHANNELS).preampDb += gainDb;
    const count = numberMember(NAME, equalizer, "num-bands", MOST_BANDS);
    const sides = ["left", "right"].map((side) => bandsOf(member(equalizer, side), count));
    const isSplit =
      member(equalizer, "split-channels") === true && JSON.stringify(sides[0]) !== JSON.stringify(sides[1]);
    const channels = isSplit ? ["left", "right"] : [ALL_CHANNELS];
    channels.forEach((channel, index) =>
      readBands(parts.part(channel), `${name} ${channel}`, sides[index]!, notes),
    );
    for (const setting of ["pitch-left", "pitch-right", "balance"]) {
      if (numberMember(NAME, equalizer, setting, 0) !== 0) notes.push(`${name}: ${setting} is left out`);
    }
  }
  return { format: easyEffects.id, ...parts.settings(notes), notes: fewNotes(notes) };
}

/** Equalizer plugins of the output, or else of the input; other plugins are noted. */
function equalizersIn(preset: unknown, notes: string[]): [string, JsonObject][] {
  const sides = isObject(preset)
    ? ["output", "input"].map((side) => member(preset, side)).filter(isObject)
    : [];
  for (const side of sides) {
    const plugins = Object.entries(side).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
    const found = plugins.filter(([name]) => /^equalizer(?:#[0-9]+)?$/.test(name));
    if (found.length === 0) continue;
    for (const [name] of plugins) {
      if (!found.some(([equalizer]) => equalizer === name))
        notes.push(`the plugin ${quoted(name)} is left out`);
    }
    return found.slice(0, 8);
  }
  throw new PresetError(NAME, undefined, `a preset must hold an equalizer plugin, got ${quoted(preset)}`);
}

function bandsOf(channel: unknown, count: number): JsonObject[] {
  if (!isObject(channel)) return [];
  const bands: JsonObject[] = [];
  for (let index = 0; index < Math.min(count, MOST_BANDS); index++) {
    const band = member(channel, `band${index}`);
    if (isObject(band)) bands.push(band);
  }
  return bands;
}

function readBands(part: ChannelPart, where: string, bands: readonly JsonObject[], notes: string[]): void {
  const modes = new Set<string>();
  for (const [index, band] of bands.entries()) {
    const type = String(member(band, "type"));
    const kind = kindOfType.get(type);
    const isMuted = String(member(band, "mute")) === "true";
    if (type === "Off" || isMuted || kind === undefined) {
      const why = isMuted ? "it is muted" : `its type is ${quoted(type)}`;
      if (type !== "Off") notes.push(`${where}: band ${index} is left out, ${why}`);
      continue;
    }
    const mode = String(member(band, "mode"));
    if (mode !== EXACT_MODE) modes.add(mode);
    const slope = String(member(band, "slope") ?? "x1");
    if (slope !== "x1") notes.push(`${where}: band ${index} has slope ${quoted(slope)}, read as one section`);
    if (String(member(band, "solo")) === "true")
      notes.push(`${where}: band ${index} is on solo, which is left out`);
    const value = (key: string) => numberMember(NAME, band, key);
    const gainDb = numberMember(NAME, band, "gain", 0);
    // The plugin holds Q at 0.1 or above.
    part.sections.push(
      sectionOf(NAME, undefined, kind, value("frequency"), gainDb, Math.max(0.1, value("q"))),
    );
    const isPass = kind !== "bell" && kind !== "lowShelf" && kind !== "highShelf";
    if (isPass && gainDb !== 0) part.preampDb += gainDb;
  }
  for (const mode of modes) {
    notes.push(
      `${where}: mode ${quoted(mode)} has its own filter shapes, read as the cookbook's with the same Q`,
    );
  }
}
