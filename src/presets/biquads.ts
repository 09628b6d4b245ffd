import { responseDb } from "../dsp/index.ts";
import type { EqualizerSetting } from "../effects/index.ts";
import { decimal } from "./decimal.ts";
import { fileNameOf, lineOf } from "./file-name.ts";
import { denseFrequencyHz } from "./headroom.ts";
import { isObject, member, numberMember, parseJson } from "./json-value.ts";
import { presetBiquads, sectionRows } from "./preset-biquads.ts";
import { PresetError, quoted } from "./preset-error.ts";
import type { PresetFormat, ReadPreset } from "./preset-format.ts";
import { gainOf } from "./section-values.ts";

const NAME = "Biquads";
const JSON_ID = "timbral-biquads";
const MOST_SECTIONS = 1_000;
const LOWEST_DB = -200;
const POINTS_PER_OCTAVE = 96;
const names = ["b0", "b1", "b2", "a1", "a2"] as const;

/**
 * Biquad coefficients as JSON: `sampleRateHz`, `gainDb` (before the sections) and `sections` of b0, b1, b2, a1, a2,
 * normalised to a0 = 1, `y = b0·x + b1·x₁ + b2·x₂ − a1·y₁ − a2·y₂`, in full precision. From a setting its sections, from a
 * curve alone the 40-band cascade. Valid at that rate only. Reading gives the response at 96 points per octave.
 */
export const biquadsJson: PresetFormat = {
  id: "biquads-json",
  name: "Biquads (JSON)",
  program: "own programs",
  extension: ".biquads.json",
  takes: "either",
  options: ["preamp", "prototype"],
  write: (input, options = {}) => {
    const { coefficients, preampDb } = presetBiquads(NAME, input, options);
    const sections = sectionRows(coefficients).map((row) =>
      Object.fromEntries(names.map((name, at) => [name, row[at]!])),
    );
    const content = {
      format: JSON_ID,
      version: 1,
      name: lineOf(input.name),
      sampleRateHz: input.sampleRateHz,
      gainDb: preampDb,
      sections,
    };
    const text = `${JSON.stringify(content, undefined, 2)}\n`;
    return {
      files: [{ name: fileNameOf(input.name, ".biquads.json"), text }],
      preampDb,
      notes: [rateNote(input.sampleRateHz)],
    };
  },
  read: readBiquads,
  recognizes: (text) => text.includes(`"${JSON_ID}"`),
};

/**
 * The same coefficients as a C header: `<name>_sections[count][5]` of doubles and the gain as a factor, without any code.
 */
export const biquadsC: PresetFormat = {
  id: "biquads-c",
  name: "Biquads (C header)",
  program: "own programs in C and C++",
  extension: ".h",
  takes: "either",
  options: ["preamp", "prototype"],
  write: (input, options = {}) => {
    const { coefficients, preampDb } = presetBiquads(NAME, input, options);
    const rows = sectionRows(coefficients);
    const identifier = identifierOf(input.name);
    const guard = `${identifier.toUpperCase()}_BIQUADS_H`;
    const text = [
      `/* ${lineOf(input.name).replaceAll("*/", "* /")}: ${rows.length} biquads for ${input.sampleRateHz} Hz, in series after the gain.`,
      "   Each row is b0, b1, b2, a1, a2 with a0 = 1: y = b0 x + b1 x1 + b2 x2 - a1 y1 - a2 y2. */",
      `#ifndef ${guard}`,
      `#define ${guard}`,
      "",
      `#define ${identifier.toUpperCase()}_SAMPLE_RATE ${decimal(input.sampleRateHz, 1)}`,
      `#define ${identifier.toUpperCase()}_SECTION_COUNT ${rows.length}`,
      "",
      `/* ${decimal(preampDb, 2)} dB */`,
      `static const double ${identifier}_gain = ${cNumber(10 ** (preampDb / 20))};`,
      `static const double ${identifier}_sections[${Math.max(1, rows.length)}][5] = {`,
      ...(rows.length === 0
        ? ["  {1.0, 0.0, 0.0, 0.0, 0.0},"]
        : rows.map((row) => `  {${Array.from(row, cNumber).join(", ")}},`)),
      "};",
      "",
      `#endif /* ${guard} */`,
      "",
    ].join("\n");
    return { files: [{ name: `${identifier}.h`, text }], preampDb, notes: [rateNote(input.sampleRateHz)] };
  },
};

function rateNote(sampleRateHz: number): string {
  return `the coefficients are for ${sampleRateHz} Hz and no other rate`;
}

/** A double in C, exactly, in decimal digits. */
function cNumber(value: number): string {
  const text = String(value + 0);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function identifierOf(name: string): string {
  const plain = name
    .slice(0, 60)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
  return /^[a-z]/.test(plain) ? plain : `eq_${plain || "preset"}`;
}

function readBiquads(text: string): ReadPreset {
  const content = parseJson(NAME, text);
  const sections = isObject(content) ? member(content, "sections") : undefined;
  if (!isObject(content) || !Array.isArray(sections)) {
    throw new PresetError(NAME, undefined, `the file must have sections, got ${quoted(content)}`);
  }
  if (sections.length > MOST_SECTIONS) {
    throw new PresetError(
      NAME,
      undefined,
      `there must be at most ${MOST_SECTIONS} sections, got ${sections.length}`,
    );
  }
  const sampleRateHz = numberMember(NAME, content, "sampleRateHz");
  if (!(sampleRateHz >= 1_000 && sampleRateHz <= 10_000_000)) {
    throw new PresetError(NAME, undefined, `sampleRateHz must be within 1000..10000000, got ${sampleRateHz}`);
  }
  const coefficients = Float64Array.from(
    sections.flatMap((section) => {
      if (!isObject(section))
        throw new PresetError(NAME, undefined, `a section must be an object, got ${quoted(section)}`);
      return names.map((name) => numberMember(NAME, section, name));
    }),
  );
  const frequencyHz = denseFrequencyHz(sampleRateHz, [], Infinity, POINTS_PER_OCTAVE);
  const response = responseDb(coefficients, frequencyHz, sampleRateHz);
  const points = frequencyHz.map((frequency, point) => ({
    frequencyHz: frequency,
    gainDb: gainOf(NAME, undefined, Math.max(LOWEST_DB, response[point]!)),
  }));
  const preampDb = gainOf(NAME, undefined, numberMember(NAME, content, "gainDb", 0));
  const setting: EqualizerSetting = { kind: "graphic", preampDb, points };
  const name = member(content, "name");
  return {
    format: biquadsJson.id,
    ...(typeof name === "string" ? { name: lineOf(name).slice(0, 200) } : {}),
    setting,
    notes: [
      "coefficients do not say what sections they are: their response is read, at 96 points per octave",
    ],
  };
}
