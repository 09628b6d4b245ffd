import { parse, stringify } from "yaml";
import type { EqualizerSection, SectionKind } from "../effects/index.ts";
import { ALL_CHANNELS, type ChannelPart, createChannelParts } from "./channel-parts.ts";
import { fileNameOf, lineOf } from "./file-name.ts";
import { isObject, type JsonObject, member, numberMember } from "./json-value.ts";
import { prepareSetting } from "./prepared-setting.ts";
import { PresetError, quoted } from "./preset-error.ts";
import type { PresetFormat, ReadOptions, ReadPreset } from "./preset-format.ts";
import { gainOf, sectionOf } from "./section-values.ts";
import { qOfBandwidth, qOfSlope } from "./shelf-slope.ts";
import { checkedText, fewNotes } from "./text-lines.ts";

const NAME = "CamillaDSP";
const MOST_CHARACTERS = 50_000;
const MOST_BRACKETS_OPEN = 40;
const DEEPEST_COLUMN = 200;

const typeOfKind: Readonly<Record<SectionKind, string>> = {
  bell: "Peaking",
  lowShelf: "Lowshelf",
  highShelf: "Highshelf",
  lowPass: "Lowpass",
  highPass: "Highpass",
  bandPass: "Bandpass",
  notch: "Notch",
};
const kindOfType = new Map(Object.entries(typeOfKind).map(([kind, type]) => [type, kind as SectionKind]));

/**
 * Filters and pipeline of a CamillaDSP configuration (form of version 3, which names `channels` of a filter step; version
 * 2 names one `channel` and is read as well). Biquads are the cookbook's; shelves have `q` (the cookbook's) or `slope`
 * (dB per octave, 12 is S = 1) around their centre, bells, notches and band-passes `q` or `bandwidth` in octaves.
 * What the devices are is the listener's business: the `devices` section is missing and must be added.
 *
 * Sources: CamillaDSP, src/biquad.rs and its README, sections Biquad and Pipeline.
 */
export const camillaDsp: PresetFormat = {
  id: "camilladsp",
  name: NAME,
  program: "CamillaDSP 2 and 3",
  extension: ".yml",
  takes: "filters",
  options: ["preamp", "channelCount"],
  write: (input, options = {}) => {
    const { setting, notes } = prepareSetting(NAME, input, options, {
      frequencyDecimals: 3,
      gainDecimals: 3,
      qDecimals: 5,
    });
    const filters: Record<string, JsonObject> = {
      preamp: { type: "Gain", parameters: { gain: setting.preampDb, inverted: false, scale: "dB" } },
    };
    const width = String(setting.sections.length).length;
    for (const [index, section] of setting.sections.entries()) {
      const number = String(index + 1).padStart(width, "0");
      filters[`band${number}`] = { type: "Biquad", parameters: parametersOf(section) };
    }
    const channels = Array.from({ length: options.channelCount ?? 2 }, (_, channel) => channel);
    const configuration = {
      title: lineOf(input.name),
      ...(input.comment === undefined ? {} : { description: lineOf(input.comment) }),
      filters,
      pipeline: [{ type: "Filter", channels, names: Object.keys(filters) }],
    };
    return {
      files: [{ name: fileNameOf(input.name, ".yml"), text: stringify(configuration) }],
      preampDb: setting.preampDb,
      notes: [...notes, "filters and pipeline only: add the devices section of your system"],
    };
  },
  read: readCamillaDsp,
  recognizes: (text) => /^filters:/m.test(text.slice(0, MOST_CHARACTERS)),
};

function parametersOf({ kind, frequencyHz, gainDb, q }: EqualizerSection): JsonObject {
  const hasGain = kind === "bell" || kind === "lowShelf" || kind === "highShelf";
  return { type: typeOfKind[kind], freq: frequencyHz, ...(hasGain ? { gain: gainDb } : {}), q };
}

function readCamillaDsp(text: string, { sampleRateHz }: ReadOptions = {}): ReadPreset {
  const configuration = parseYaml(text);
  const filters = isObject(configuration) ? member(configuration, "filters") : undefined;
  if (!isObject(configuration) || !isObject(filters)) {
    throw new PresetError(NAME, undefined, `a configuration must have filters, got ${quoted(text)}`);
  }
  const notes: string[] = [];
  const devices = member(configuration, "devices");
  const ownRate = isObject(devices) ? numberMember(NAME, devices, "samplerate", 0) : 0;
  const rateHz = sampleRateHz ?? (ownRate > 0 ? ownRate : 48_000);
  const parts = createChannelParts(NAME, rateHz);
  const used = new Set<string>();
  for (const { channel, names } of stepsOf(configuration, filters, notes)) {
    for (const name of names) {
      const filter = member(filters, name);
      if (!isObject(filter))
        throw new PresetError(NAME, undefined, `the pipeline must name filters, got ${quoted(name)}`);
      used.add(name);
      readFilter(parts.part(channel), name, filter, rateHz, notes);
    }
  }
  for (const name of Object.keys(filters)) {
    if (!used.has(name)) notes.push(`the filter ${quoted(name)} is not in the pipeline and left out`);
  }
  const title = member(configuration, "title");
  return {
    format: camillaDsp.id,
    ...(typeof title === "string" ? { name: lineOf(title).slice(0, 200) } : {}),
    ...parts.settings(notes),
    notes: fewNotes(notes),
  };
}

function parseYaml(text: string): unknown {
  if (text.length > MOST_CHARACTERS) {
    const problem = `a configuration must have at most ${MOST_CHARACTERS} characters, got ${text.length}`;
    throw new PresetError(NAME, undefined, problem);
  }
  checkDepth(text);
  try {
    return parse(checkedText(NAME, text), { logLevel: "error", maxAliasCount: 20 });
  } catch (error) {
    const position = error as { linePos?: readonly { line: number }[]; message?: string };
    const [problem = ""] = String(position.message).split("\n");
    throw new PresetError(NAME, position.linePos?.[0]?.line, `the file must be YAML, got ${problem}`);
  }
}

/** No configuration is nested deeply; the parser would take long, or all the stack, over one that is. */
function checkDepth(text: string): void {
  let open = 0;
  for (const [index, content] of text.split("\n").entries()) {
    for (const character of content) {
      if (character === "[" || character === "{") open++;
      else if (character === "]" || character === "}") open = Math.max(0, open - 1);
      if (open > MOST_BRACKETS_OPEN) {
        throw new PresetError(
          NAME,
          index + 1,
          `at most ${MOST_BRACKETS_OPEN} brackets may be open, got more`,
        );
      }
    }
    const indent = /^[ \t]*(?:[-?:][ \t]+)*/.exec(content)![0].length;
    if (indent > DEEPEST_COLUMN) {
      throw new PresetError(NAME, index + 1, `a line must begin by column ${DEEPEST_COLUMN}, got ${indent}`);
    }
  }
}

/** Filter steps of the pipeline; without a pipeline all filters in their order, for all channels. */
function stepsOf(
  configuration: JsonObject,
  filters: JsonObject,
  notes: string[],
): { readonly channel: string; readonly names: readonly string[] }[] {
  const pipeline = member(configuration, "pipeline");
  if (!Array.isArray(pipeline)) {
    notes.push("there is no pipeline: all filters are taken, for all channels");
    return [{ channel: ALL_CHANNELS, names: Object.keys(filters) }];
  }
  const steps: { channel: string; names: string[] }[] = [];
  for (const [index, step] of pipeline.entries()) {
    if (!isObject(step))
      throw new PresetError(NAME, undefined, `a pipeline step must be a map, got ${quoted(step)}`);
    const names = member(step, "names");
    if (member(step, "bypassed") === true || member(step, "type") !== "Filter" || !Array.isArray(names)) {
      notes.push(`step ${index + 1} of the pipeline (${quoted(member(step, "type") ?? "")}) is left out`);
      continue;
    }
    steps.push({ channel: channelsOf(step), names: names.map(String) });
  }
  const selections = [...new Set(steps.map(({ channel }) => channel))];
  const perChannel = selections.map((selection) => steps.filter(({ channel }) => channel === selection));
  const same = perChannel.every(
    (list) =>
      list.flatMap(({ names }) => names).join("\n") ===
      perChannel[0]!.flatMap(({ names }) => names).join("\n"),
  );
  if (selections.length > 1 && same && !selections.includes(ALL_CHANNELS)) {
    return perChannel[0]!.map(({ names }) => ({ channel: ALL_CHANNELS, names }));
  }
  return steps;
}

/** Channels 0 and 1 together, or none named, are all; otherwise the numbers. */
function channelsOf(step: JsonObject): string {
  const channels = member(step, "channels") ?? member(step, "channel");
  const list = (
    Array.isArray(channels) ? channels : channels === undefined || channels === null ? [] : [channels]
  )
    .slice(0, 64)
    .map(String);
  const isAll = list.length === 0 || (list.includes("0") && list.includes("1"));
  return isAll ? ALL_CHANNELS : list.join(" ").slice(0, 100);
}

function readFilter(
  part: ChannelPart,
  name: string,
  filter: JsonObject,
  sampleRateHz: number,
  notes: string[],
): void {
  const parameters = member(filter, "parameters");
  const values = isObject(parameters) ? parameters : {};
  const type = String(member(filter, "type"));
  if (type === "Gain") {
    const gain = numberMember(NAME, values, "gain");
    const isLinear = member(values, "scale") === "linear";
    if (isLinear && gain <= 0)
      throw new PresetError(NAME, undefined, `a linear gain must be above 0, got ${gain}`);
    part.preampDb = gainOf(NAME, undefined, part.preampDb + (isLinear ? 20 * Math.log10(gain) : gain));
    if (member(values, "inverted") === true)
      notes.push(`${quoted(name)} inverts the signal, which is left out`);
    return;
  }
  const shape = String(member(values, "type"));
  const kind = kindOfType.get(shape);
  if (type !== "Biquad" || kind === undefined) {
    const what = type === "Biquad" ? `Biquad ${shape}` : type;
    notes.push(`${quoted(name)} is left out: a ${quoted(what)} has no counterpart here`);
    return;
  }
  const frequencyHz = numberMember(NAME, values, "freq");
  const hasGain = kind === "bell" || kind === "lowShelf" || kind === "highShelf";
  const gainDb = hasGain ? numberMember(NAME, values, "gain") : 0;
  const width = (key: string) =>
    member(values, key) === undefined ? undefined : numberMember(NAME, values, key);
  const slope = width("slope");
  const octaves = width("bandwidth");
  let q = width("q");
  if (q === undefined && slope !== undefined) q = qOfSlope(slope / 12, gainDb);
  if (q === undefined && octaves !== undefined) q = qOfBandwidth(octaves, frequencyHz, sampleRateHz);
  if (q === undefined) throw new PresetError(NAME, undefined, `${quoted(name)} must have a q, got none`);
  part.sections.push(sectionOf(NAME, undefined, kind, frequencyHz, gainDb, q));
}
