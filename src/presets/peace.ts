import type { SectionKind } from "../effects/index.ts";
import { ALL_CHANNELS, createChannelParts } from "./channel-parts.ts";
import { numberIn, shortDecimal } from "./decimal.ts";
import { fileNameOf } from "./file-name.ts";
import { DEFAULT_SHELF_SLOPE } from "./filter-line.ts";
import { prepareSetting } from "./prepared-setting.ts";
import { PresetError, quoted } from "./preset-error.ts";
import type { PresetFormat, ReadOptions, ReadPreset } from "./preset-format.ts";
import { gainOf, sectionOf } from "./section-values.ts";
import { qOfSlope, shelfCentreHz, slopeOfQ } from "./shelf-slope.ts";
import { fewNotes, linesOf } from "./text-lines.ts";

const NAME = "Peace";
const MOST_BANDS = 31;

const codeOfKind: Readonly<Record<SectionKind, number>> = {
  bell: 0,
  lowPass: 1,
  highPass: 2,
  bandPass: 3,
  notch: 6,
  lowShelf: 14,
  highShelf: 15,
};

/** How Peace's codes mean their quality: the cookbook's Q, a slope in dB per octave, a corner with Q, or no width. */
const kindOfCode: Readonly<Record<number, readonly [SectionKind, "q" | "slope" | "corner" | "none"]>> = {
  0: ["bell", "q"],
  1: ["lowPass", "q"],
  2: ["highPass", "q"],
  3: ["bandPass", "q"],
  4: ["lowShelf", "none"],
  5: ["highShelf", "none"],
  6: ["notch", "q"],
  8: ["lowShelf", "slope"],
  9: ["highShelf", "slope"],
  14: ["lowShelf", "q"],
  15: ["highShelf", "q"],
  16: ["lowShelf", "corner"],
  17: ["highShelf", "corner"],
};

/**
 * A `.peace` file: sections and keys like an INI file, a number for the kind of each filter. Peace hands the values to
 * EqualizerAPO, so they mean what they mean there (shelves as `LSC`/`HSC` with Q), and frequencies have two decimals at
 * most. 31 bands.
 *
 * Sources: files that Peace wrote; the list of its filter types (Peace.au3) as documented by converters of its files.
 */
export const peace: PresetFormat = {
  id: "peace",
  name: NAME,
  program: "Peace, the interface of EqualizerAPO (Windows)",
  extension: ".peace",
  takes: "filters",
  options: ["preamp"],
  write: (input, options = {}) => {
    const { setting, notes } = prepareSetting(NAME, input, options, {
      frequencyDecimals: 2,
      gainDecimals: 2,
      qDecimals: 4,
      sectionCount: MOST_BANDS,
    });
    const list = (title: string, key: string, values: readonly string[]) => [
      `[${title}]`,
      ...values.map((value, index) => `${key}${index + 1}=${value}`),
    ];
    const { sections } = setting;
    const lines = [
      "[Speakers]",
      "SpeakerId0=0",
      "SpeakerTargets0=all",
      "SpeakerName0=All",
      "[General]",
      `PreAmp=${shortDecimal(setting.preampDb, 2)}`,
      ...list(
        "Frequencies",
        "Frequency",
        sections.map(({ frequencyHz }) => shortDecimal(frequencyHz, 2)),
      ),
      ...list(
        "Gains",
        "Gain",
        sections.map(({ gainDb }) => shortDecimal(gainDb, 2)),
      ),
      ...list(
        "Qualities",
        "Quality",
        sections.map(({ q }) => shortDecimal(q, 4)),
      ),
      ...list(
        "Filters",
        "Filter",
        sections.map(({ kind }) => String(codeOfKind[kind])),
      ),
      "",
    ];
    const files = [{ name: fileNameOf(input.name, ".peace"), text: lines.join("\r\n") }];
    return { files, preampDb: setting.preampDb, notes };
  },
  read: readPeace,
  recognizes: (text, fileName = "") =>
    /\.peace$/i.test(fileName) || /^\[Frequencies\]/im.test(text.slice(0, 20_000)),
};

function readPeace(text: string, { sampleRateHz = 48_000 }: ReadOptions = {}): ReadPreset {
  const notes: string[] = [];
  const values = new Map<string, { readonly value: number; readonly line: number }>();
  const others = new Set<string>();
  let title = "";
  for (const [index, raw] of linesOf(NAME, text).entries()) {
    const content = raw.trim().slice(0, 500);
    if (content === "" || content.startsWith(";")) continue;
    if (/^\[.*\]$/.test(content)) {
      title = content.slice(1, -1).toLowerCase();
      continue;
    }
    const [, key = "", text = ""] = /^([^=]{1,60})=(.*)$/.exec(content) ?? [];
    if (key === "") notes.push(`line ${index + 1}: not understood: ${quoted(content)}`);
    else if (!/^(?:general|frequencies|gains|qualities|filters)$/.test(title)) others.add(title);
    else if (title !== "general" || /^preamp$/i.test(key.trim())) {
      const value = numberIn(text);
      if (Number.isNaN(value))
        throw new PresetError(NAME, index + 1, `${quoted(key)} must be a number, got ${quoted(text)}`);
      values.set(`${title} ${key.trim().toLowerCase()}`, { value, line: index + 1 });
    }
  }
  others.delete("speakers");
  if (others.size > 0)
    notes.push(`sections left out: ${quoted([...others].join(", "))} (single speakers, other settings)`);
  const parts = createChannelParts(NAME, sampleRateHz);
  const part = parts.part(ALL_CHANNELS);
  part.preampDb = gainOf(NAME, undefined, values.get("general preamp")?.value ?? 0);
  for (const [key, { value: frequencyHz, line }] of values) {
    const number = /^frequencies frequency([0-9]{1,4})$/.exec(key)?.[1];
    if (number === undefined) continue;
    const value = (name: string, absent: number) => values.get(`${name}${number}`)?.value ?? absent;
    const code = value("filters filter", 0);
    const known = kindOfCode[code];
    if (known === undefined) {
      notes.push(`band ${number} is left out: filter type ${code} has no counterpart here`);
      continue;
    }
    const [kind, meaning] = known;
    const gainDb = value("gains gain", 0);
    const quality = value("qualities quality", 1);
    const q =
      meaning === "none"
        ? qOfSlope(DEFAULT_SHELF_SLOPE, gainDb)
        : meaning === "slope"
          ? qOfSlope(quality / 12, gainDb)
          : quality;
    const centreHz =
      meaning === "corner" && (kind === "lowShelf" || kind === "highShelf")
        ? shelfCentreHz(kind, frequencyHz, gainDb, slopeOfQ(q, gainDb))
        : frequencyHz;
    part.sections.push(sectionOf(NAME, line, kind, centreHz, gainDb, q));
  }
  return { format: peace.id, ...parts.settings(notes), notes: fewNotes(notes) };
}
