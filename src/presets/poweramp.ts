import type { SectionKind } from "../effects/index.ts";
import { ALL_CHANNELS, createChannelParts } from "./channel-parts.ts";
import { fileNameOf, lineOf } from "./file-name.ts";
import { isObject, member, numberMember, parseJson } from "./json-value.ts";
import { prepareSetting } from "./prepared-setting.ts";
import { PresetError, quoted } from "./preset-error.ts";
import type { PresetFormat, ReadOptions, ReadPreset } from "./preset-format.ts";
import { sectionOf } from "./section-values.ts";
import { fewNotes } from "./text-lines.ts";

const NAME = "Poweramp";

const typeOfKind: Readonly<Partial<Record<SectionKind, number>>> = {
  lowPass: 0,
  highPass: 1,
  bandPass: 2,
  bell: 3,
  lowShelf: 4,
  highShelf: 5,
};
const kindOfType = new Map(Object.entries(typeOfKind).map(([kind, type]) => [type, kind as SectionKind]));

/** The app's bass and treble controls, which its own exports hold as the first two bands. */
const toneBands = [
  { type: 0, channels: 0, frequency: 90, q: 0.8, gain: 0, color: 0 },
  { type: 1, channels: 0, frequency: 10_000, q: 0.6, gain: 0, color: 0 },
];

/**
 * A parametric preset of the Poweramp apps: a JSON list of presets. Kinds are numbers (0 low-pass, 1 high-pass, 2
 * band-pass, 3 bell, 4 low shelf, 5 high shelf), frequencies whole numbers up to 24 kHz, channels 0 both, 1 left, 2 right.
 * The first two bands are the bass and treble controls, at 0 dB here. The app documents neither numbers nor ranges.
 *
 * Sources: presets exported by the app (AutoEq issues 888 and 947; PA-CEQ), and the meaning of the numbers as others found
 * by exporting one band of each kind.
 */
export const poweramp: PresetFormat = {
  id: "poweramp",
  name: NAME,
  program: "Poweramp and Poweramp Equalizer (Android)",
  extension: ".json",
  takes: "filters",
  options: ["preamp"],
  write: (input, options = {}) => {
    const { setting, notes } = prepareSetting(NAME, input, options, {
      frequencyDecimals: 0,
      gainDecimals: 2,
      qDecimals: 3,
      kinds: Object.keys(typeOfKind) as SectionKind[],
      frequencyRangeHz: [10, 24_000],
    });
    const bands = setting.sections.map(({ kind, frequencyHz, gainDb, q }) => ({
      type: typeOfKind[kind]!,
      channels: 0,
      frequency: frequencyHz,
      q,
      gain: gainDb,
      color: 0,
    }));
    const { preampDb } = setting;
    const preset = {
      name: lineOf(input.name),
      preamp: preampDb,
      parametric: true,
      bands: [...toneBands, ...bands],
    };
    return {
      files: [{ name: fileNameOf(input.name, ".json"), text: JSON.stringify([preset], undefined, "\t") }],
      preampDb,
      notes: [
        ...notes,
        "the bass and treble controls are set to 0 dB; that shelves have the cookbook's Q is assumed",
      ],
    };
  },
  read: readPoweramp,
  recognizes: (text) => /"parametric"\s{0,9}:\s{0,9}(?:true|false)/.test(text) && text.includes('"bands"'),
};

function readPoweramp(text: string, { sampleRateHz = 48_000 }: ReadOptions = {}): ReadPreset {
  const notes: string[] = [];
  const content = parseJson(NAME, text);
  const [preset, ...others] = Array.isArray(content) ? content : [content];
  const bands = isObject(preset) ? member(preset, "bands") : undefined;
  if (!isObject(preset) || !Array.isArray(bands)) {
    throw new PresetError(NAME, undefined, `a preset must have bands, got ${quoted(content)}`);
  }
  if (others.length > 0) notes.push(`the first of ${others.length + 1} presets is read`);
  if (member(preset, "parametric") !== true) {
    throw new PresetError(NAME, undefined, "a preset must be parametric, got a graphic one");
  }
  const parts = createChannelParts(NAME, sampleRateHz);
  parts.part(ALL_CHANNELS).preampDb = numberMember(NAME, preset, "preamp", 0);
  for (const [index, band] of bands.entries()) {
    if (!isObject(band))
      throw new PresetError(NAME, undefined, `a band must be an object, got ${quoted(band)}`);
    const type = numberMember(NAME, band, "type");
    const gainDb = numberMember(NAME, band, "gain", 0);
    const isTone = index < 2 && type === index && member(band, "color") === 0;
    if (isTone) {
      if (gainDb !== 0)
        notes.push(`the ${index === 0 ? "bass" : "treble"} control at ${gainDb} dB is left out`);
      continue;
    }
    const kind = kindOfType.get(type);
    if (kind === undefined) {
      notes.push(`band ${index + 1} is left out: type ${type} is no known kind`);
      continue;
    }
    const channel = [ALL_CHANNELS, "left", "right"][numberMember(NAME, band, "channels", 0)] ?? ALL_CHANNELS;
    const frequencyHz = numberMember(NAME, band, "frequency");
    const section = sectionOf(NAME, undefined, kind, frequencyHz, gainDb, numberMember(NAME, band, "q"));
    parts.part(channel).sections.push(section);
  }
  const name = member(preset, "name");
  return {
    format: poweramp.id,
    ...(typeof name === "string" ? { name: lineOf(name).slice(0, 200) } : {}),
    ...parts.settings(notes),
    notes: fewNotes(notes),
  };
}
