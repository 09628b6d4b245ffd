import { readConfiguration, writeFilterText } from "./equalizer-apo.ts";
import { fileNameOf } from "./file-name.ts";
import { graphicEqLine } from "./graphic-eq-line.ts";
import { graphicFrequencyHz } from "./graphic-frequencies.ts";
import { prepareCurve } from "./preset-curve.ts";
import type { PresetFormat, ReadOptions, ReadPreset } from "./preset-format.ts";

const dialect = { format: "AutoEq", hasCornerShelves: false };

/**
 * AutoEq's `… ParametricEQ.txt`: a preamp and filter lines `PK`, `LSC`, `HSC`; cookbook filters with the cookbook's Q,
 * shelves around their centre (AutoEq, autoeq/peq.py). Older files call the shelves `LS` and `HS` and mean the same.
 */
export const autoEq: PresetFormat = {
  id: "autoeq",
  name: "AutoEq parametric",
  program: "AutoEq and the players that read its ParametricEQ.txt",
  extension: " ParametricEQ.txt",
  takes: "filters",
  options: ["preamp"],
  // Importers of these files expect the preamp on the first line, so there is no header.
  write: (input, options) => writeFilterText(dialect.format, input, options, " ParametricEQ.txt", []),
  read: (text, options) => readAutoEq("autoeq", text, options),
  recognizes: (_, fileName = "") => /ParametricEQ\.txt$/i.test(fileName),
};

/**
 * AutoEq's `… GraphicEQ.txt`: one line of 127 points, gains with one decimal, no preamp but gains at or below 0 dB
 * (AutoEq, autoeq/frequency_response.py).
 */
export const autoEqGraphic: PresetFormat = {
  id: "autoeq-graphic",
  name: "AutoEq graphic",
  program: "AutoEq and the players that read its GraphicEQ.txt",
  extension: " GraphicEQ.txt",
  takes: "curve",
  options: ["preamp"],
  write: (input, options = {}) => {
    const { points, preampDb, notes } = prepareCurve(
      dialect.format,
      input,
      options,
      graphicFrequencyHz,
      1,
      true,
    );
    const files = [{ name: fileNameOf(input.name, " GraphicEQ.txt"), text: graphicEqLine(points, 1) }];
    return { files, preampDb, notes };
  },
  read: (text, options) => readAutoEq("autoeq-graphic", text, options),
  recognizes: (_, fileName = "") => /GraphicEQ\.txt$/i.test(fileName),
};

/**
 * The file that the Wavelet app imports: one GraphicEQ line with exactly AutoEq's 127 frequencies, nothing before it and
 * no line end after it (Wavelet's import page: other frequencies are refused).
 */
export const wavelet: PresetFormat = {
  id: "wavelet",
  name: "Wavelet",
  program: "Wavelet (Android)",
  extension: ".txt",
  takes: "curve",
  options: ["preamp"],
  write: (input, options = {}) => {
    const { points, preampDb, notes } = prepareCurve("Wavelet", input, options, graphicFrequencyHz, 1, true);
    const files = [{ name: fileNameOf(input.name, ".txt"), text: graphicEqLine(points, 1) }];
    return { files, preampDb, notes };
  },
  read: (text, options) => readAutoEq("wavelet", text, options),
};

function readAutoEq(id: string, text: string, options: ReadOptions | undefined): ReadPreset {
  return readConfiguration(dialect, id, text, options);
}
