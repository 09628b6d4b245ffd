import { shortDecimal } from "./decimal.ts";
import { readConfiguration } from "./equalizer-apo.ts";
import { fileNameOf } from "./file-name.ts";
import { graphicEqLine } from "./graphic-eq-line.ts";
import { graphicFrequencyHz } from "./graphic-frequencies.ts";
import { presetBiquads, sectionRows, withPreamp } from "./preset-biquads.ts";
import { prepareCurve } from "./preset-curve.ts";
import type { PresetFormat } from "./preset-format.ts";

const NAME = "JamesDSP";
const DDC_RATES_HZ = [44_100, 48_000];

/**
 * JamesDSP's arbitrary response equalizer: one GraphicEQ line, as EqualizerAPO and AutoEq write it; the preamp is part of
 * the gains.
 *
 * Source: RootlessJamesDSP, documentation of its graphic equalizer and its importer of AutoEq results.
 */
export const jamesDsp: PresetFormat = {
  id: "jamesdsp",
  name: NAME,
  program: "JamesDSP (Android, Linux), arbitrary response equalizer",
  extension: ".txt",
  takes: "curve",
  options: ["preamp"],
  write: (input, options = {}) => {
    const { points, preampDb, notes } = prepareCurve(NAME, input, options, graphicFrequencyHz, 2, true);
    const files = [{ name: fileNameOf(input.name, ".txt"), text: `${graphicEqLine(points, 2)}\n` }];
    return { files, preampDb, notes };
  },
  read: (text, options) =>
    readConfiguration({ format: NAME, hasCornerShelves: true }, jamesDsp.id, text, options),
};

/**
 * A ViPER DDC file for JamesDSP and ViPER4Android: biquads for 44.1 and 48 kHz as lines `SR_44100:b0,b1,b2,-a1,-a2,…`,
 * feedback coefficients with the sign turned round. The preamp is in the first section.
 *
 * Source: JamesDSP, vdc.c (`DDCParser`).
 */
export const jamesDspDdc: PresetFormat = {
  id: "jamesdsp-ddc",
  name: "JamesDSP DDC",
  program: "JamesDSP and ViPER4Android (DDC)",
  extension: ".vdc",
  takes: "either",
  options: ["preamp", "prototype"],
  write: (input, options = {}) => {
    const designs = DDC_RATES_HZ.map((rateHz) => presetBiquads(NAME, input, options, rateHz));
    const preampDb = Math.min(...designs.map((design) => design.preampDb));
    const lines = designs.map(({ coefficients }, index) => {
      const rows = sectionRows(withPreamp(coefficients, preampDb));
      const values = rows.flatMap(([b0, b1, b2, a1, a2]) => [b0!, b1!, b2!, -a1!, -a2!]);
      return `SR_${DDC_RATES_HZ[index]}:${values.map((value) => shortDecimal(value, 16)).join(",")}\n`;
    });
    return {
      files: [{ name: fileNameOf(input.name, ".vdc"), text: lines.join("") }],
      preampDb,
      notes: ["filters for 44.1 and 48 kHz; the program converts them for other rates"],
    };
  },
};
