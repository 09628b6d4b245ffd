import type { SectionKind } from "../effects/index.ts";
import { decimal } from "./decimal.ts";
import { readConfiguration } from "./equalizer-apo.ts";
import { fileNameOf, lineOf } from "./file-name.ts";
import { DEFAULT_SHELF_SLOPE } from "./filter-line.ts";
import { prepareSetting } from "./prepared-setting.ts";
import type { PresetFormat } from "./preset-format.ts";
import { qOfSlope } from "./shelf-slope.ts";
import { fewNotes, linesOf } from "./text-lines.ts";

const NAME = "REW";

/** Header lines of a filter settings file; they hold no filter. */
const HEADER = /^\s*(?:Filter Settings file|Room EQ V|Dated:|Notes:|Equaliser:|Room EQ Wizard)/i;

const typeOfKind: Readonly<Partial<Record<SectionKind, string>>> = {
  bell: "PK",
  lowShelf: "LS",
  highShelf: "HS",
  lowPass: "LPQ",
  highPass: "HPQ",
  notch: "NO",
};

/**
 * Filter settings of Room EQ Wizard as text, equaliser `Generic`: a header, then the columns of its filter lines. This is
 * what REW exports and what it imports again. Bells have `bandwidth = Fc/Q` between the half-gain points, which is
 * the cookbook's Q; shelves `LS` and `HS` have one steepness, slope 0.9 (measured by EqualizerAPO's author against REW),
 * so shelves of another Q are written as a shelf and two bells. REW keeps no preamp: it stands in the notes.
 *
 * Sources: REW help, Equaliser Selection; files that REW wrote; EqualizerAPO, filters/BiQuadFilterFactory.cpp.
 */
export const rew: PresetFormat = {
  id: "rew",
  name: NAME,
  program: "Room EQ Wizard",
  extension: ".txt",
  takes: "filters",
  options: ["preamp"],
  write: (input, options = {}) => {
    const { setting, notes } = prepareSetting(NAME, input, options, {
      frequencyDecimals: 2,
      gainDecimals: 2,
      qDecimals: 3,
      kinds: Object.keys(typeOfKind) as SectionKind[],
      shelfQ: (gainDb) => qOfSlope(DEFAULT_SHELF_SLOPE, gainDb),
    });
    const preamp = `Preamp: ${decimal(setting.preampDb, 2)} dB`;
    const lines = [
      "Filter Settings file",
      "",
      "Room EQ V5.20",
      "",
      `Notes:${lineOf([input.name, input.comment, preamp].filter(Boolean).join("; "))}`,
      "",
      "Equaliser: Generic",
      ...setting.sections.map(({ kind, frequencyHz, gainDb, q }, index) => {
        const hasGain = kind === "bell" || kind === "lowShelf" || kind === "highShelf";
        const head = `Filter ${String(index + 1).padStart(2)}: ON  ${typeOfKind[kind]!.padEnd(8)}`;
        const frequency = ` Fc ${decimal(frequencyHz, 2).padStart(8)} Hz`;
        const gain = hasGain ? `  Gain ${decimal(gainDb, 2).padStart(6)} dB` : "";
        const hasQ = kind !== "lowShelf" && kind !== "highShelf";
        return `${head}${frequency}${gain}${hasQ ? `  Q ${decimal(q, 3).padStart(6)}` : ""}`;
      }),
      "",
    ];
    return {
      files: [{ name: fileNameOf(input.name, ".txt"), text: lines.join("\n") }],
      preampDb: setting.preampDb,
      notes: [
        ...notes,
        ...(setting.preampDb === 0 ? [] : [`REW has no preamp: set ${preamp} in the player`]),
      ],
    };
  },
  read: (text, options) => {
    const lines = linesOf(NAME, text);
    const equaliser = lines.findIndex((line) => /^\s*Equaliser:/i.test(line));
    // The line after the equaliser is the measurement's name, which may look like anything.
    const kept = lines.map((line, index) =>
      HEADER.test(line) || (equaliser >= 0 && index === equaliser + 1 && !/^\s*Filter/i.test(line))
        ? ""
        : line,
    );
    const preamp = preampInNotes(lines);
    const read = readConfiguration(
      { format: NAME, hasCornerShelves: false },
      "rew",
      kept.join("\n"),
      options,
    );
    if (preamp === undefined) return read;
    const setting = { ...read.setting, preampDb: read.setting.preampDb + preamp };
    return {
      ...read,
      setting,
      notes: fewNotes([...read.notes, `the preamp of ${preamp} dB comes from the notes`]),
    };
  },
  recognizes: (text) => /^[ \t]*(?:Filter Settings file|Equaliser:)/im.test(text.slice(0, 4_000)),
};

/** The preamp that our own files keep in the notes. */
function preampInNotes(lines: readonly string[]): number | undefined {
  const notes = lines.find((line) => /^\s*Notes:/i.test(line))?.slice(0, 1_000);
  const found = /Preamp: (-?[0-9]{1,3}\.[0-9]{2}) dB$/.exec(notes ?? "")?.[1];
  return found === undefined ? undefined : Number(found);
}
