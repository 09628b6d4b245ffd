import type { EqualizerSection, SectionKind } from "../effects/index.ts";
import { ALL_CHANNELS, createChannelParts } from "./channel-parts.ts";
import { fileNameOf, lineOf } from "./file-name.ts";
import { isObject, type JsonObject, member, numberMember, parseJson } from "./json-value.ts";
import { prepareSetting } from "./prepared-setting.ts";
import { PresetError, quoted } from "./preset-error.ts";
import type { PresetFormat, ReadOptions, ReadPreset } from "./preset-format.ts";
import { sectionOf } from "./section-values.ts";
import { fewNotes } from "./text-lines.ts";

const NAME = "Web Audio";
const JSON_ID = "timbral-web-audio";

const typeOfKind: Readonly<Record<SectionKind, string>> = {
  bell: "peaking",
  lowShelf: "lowshelf",
  highShelf: "highshelf",
  lowPass: "lowpass",
  highPass: "highpass",
  bandPass: "bandpass",
  notch: "notch",
};
const kindOfType = new Map(Object.entries(typeOfKind).map(([kind, type]) => [type, kind as SectionKind]));

/**
 * Settings of BiquadFilterNodes in series after a GainNode, as JSON: `gain` (a factor) and `filters` of `type`,
 * `frequency`, `Q`, `gain`, to be assigned to the nodes as they are. Cookbook filters, but shelves have slope 1 whatever
 * their Q, so those of another Q are a shelf and two bells, and low- and high-passes take Q in decibels, `20·log10 Q`.
 *
 * Source: W3C, Web Audio API 1.1, section BiquadFilterNode, "Filters Characteristics".
 */
export const webAudio: PresetFormat = {
  id: "web-audio",
  name: NAME,
  program: "browsers (BiquadFilterNode)",
  extension: ".webaudio.json",
  takes: "filters",
  options: ["preamp"],
  write: (input, options = {}) => {
    const { setting, notes } = prepareSetting(NAME, input, options, {
      frequencyDecimals: 4,
      gainDecimals: 4,
      qDecimals: 6,
      shelfQ: () => Math.SQRT1_2,
    });
    const content = {
      format: JSON_ID,
      version: 1,
      name: lineOf(input.name),
      gain: 10 ** (setting.preampDb / 20),
      filters: setting.sections.map(nodeOf),
    };
    const text = `${JSON.stringify(content, undefined, 2)}\n`;
    return {
      files: [{ name: fileNameOf(input.name, ".webaudio.json"), text }],
      preampDb: setting.preampDb,
      notes,
    };
  },
  read: readWebAudio,
  recognizes: (text) => text.includes(`"${JSON_ID}"`),
};

function nodeOf({ kind, frequencyHz, gainDb, q }: EqualizerSection): JsonObject {
  const isPass = kind === "lowPass" || kind === "highPass";
  return { type: typeOfKind[kind], frequency: frequencyHz, Q: isPass ? 20 * Math.log10(q) : q, gain: gainDb };
}

function readWebAudio(text: string, { sampleRateHz = 48_000 }: ReadOptions = {}): ReadPreset {
  const content = parseJson(NAME, text);
  const filters = isObject(content) ? member(content, "filters") : undefined;
  if (!isObject(content) || !Array.isArray(filters)) {
    throw new PresetError(NAME, undefined, `the file must have filters, got ${quoted(content)}`);
  }
  const gain = numberMember(NAME, content, "gain", 1);
  if (!(gain > 0)) throw new PresetError(NAME, undefined, `gain must be above 0, got ${gain}`);
  const notes: string[] = [];
  const parts = createChannelParts(NAME, sampleRateHz);
  const part = parts.part(ALL_CHANNELS);
  part.preampDb = 20 * Math.log10(gain);
  for (const [index, node] of filters.entries()) {
    if (!isObject(node))
      throw new PresetError(NAME, undefined, `a filter must be an object, got ${quoted(node)}`);
    const type = String(member(node, "type"));
    const kind = kindOfType.get(type);
    if (kind === undefined) {
      notes.push(`filter ${index + 1} is left out: ${quoted(type)} has no counterpart here`);
      continue;
    }
    const value = numberMember(NAME, node, "Q", 1);
    const isPass = kind === "lowPass" || kind === "highPass";
    const isShelf = kind === "lowShelf" || kind === "highShelf";
    const q = isPass ? 10 ** (value / 20) : isShelf ? Math.SQRT1_2 : value;
    const frequencyHz = numberMember(NAME, node, "frequency");
    part.sections.push(sectionOf(NAME, undefined, kind, frequencyHz, numberMember(NAME, node, "gain", 0), q));
  }
  const name = member(content, "name");
  return {
    format: webAudio.id,
    ...(typeof name === "string" ? { name: lineOf(name).slice(0, 200) } : {}),
    ...parts.settings(notes),
    notes: fewNotes(notes),
  };
}
