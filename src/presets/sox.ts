import type { EqualizerSection, ParametricSetting } from "../effects/index.ts";
import { shellPath } from "./command-line.ts";
import { decimal, shortDecimal } from "./decimal.ts";
import { fileNameOf } from "./file-name.ts";
import { largestBoostDb } from "./headroom.ts";
import { prepareSetting } from "./prepared-setting.ts";
import type { PresetFormat } from "./preset-format.ts";

/**
 * A command line of SoX. Its filters are the cookbook's with widths in `q`; `bass` and `treble` are the shelves. SoX hands
 * 32-bit integers from effect to effect and clips between them, so the level is lowered before the filters as far as the
 * loudest place in the chain needs and raised again behind them.
 *
 * Source: sox(1), effects equalizer, bass, treble, lowpass, highpass, bandpass, bandreject, gain.
 */
export const sox: PresetFormat = {
  id: "sox",
  name: "SoX",
  program: "SoX",
  extension: ".sox.sh",
  takes: "filters",
  options: ["preamp", "inputPath", "outputPath"],
  write: (input, options = {}) => {
    const { setting, notes } = prepareSetting("SoX", input, options, {
      frequencyDecimals: 4,
      gainDecimals: 4,
      qDecimals: 5,
    });
    const { inputPath = "input.wav", outputPath = "output.wav" } = options;
    const effects = soxEffects(setting, input.sampleRateHz).join(" ");
    const text = `sox ${shellPath(inputPath)} ${shellPath(outputPath)} ${effects}\n`;
    return { files: [{ name: fileNameOf(input.name, ".sox.sh"), text }], preampDb: setting.preampDb, notes };
  },
};

/**
 * The effects of a setting, as arguments.
 *
 * @param sampleRateHz Where the level inside the chain is worked out, Hz.
 */
export function soxEffects(setting: ParametricSetting, sampleRateHz: number): string[] {
  const { preampDb, sections } = setting;
  const loudestDb = sections.reduce((loudest, _, index) => {
    const chain: ParametricSetting = { ...setting, sections: sections.slice(0, index + 1) };
    return Math.max(loudest, largestBoostDb(chain, sampleRateHz));
  }, 0);
  const lowered = Math.min(preampDb, -Math.ceil(loudestDb * 100) / 100);
  const effects = ["gain", decimal(lowered, 4), ...sections.flatMap(effectOf)];
  return lowered === preampDb ? effects : [...effects, "gain", decimal(preampDb - lowered, 4)];
}

function effectOf({ kind, frequencyHz, gainDb, q }: EqualizerSection): string[] {
  const frequency = shortDecimal(frequencyHz, 4);
  const width = `${shortDecimal(q, 5)}q`;
  const gain = shortDecimal(gainDb, 4);
  switch (kind) {
    case "bell":
      return ["equalizer", frequency, width, gain];
    case "lowShelf":
      return ["bass", gain, frequency, width];
    case "highShelf":
      return ["treble", gain, frequency, width];
    case "lowPass":
      return ["lowpass", "-2", frequency, width];
    case "highPass":
      return ["highpass", "-2", frequency, width];
    case "bandPass":
      return ["bandpass", frequency, width];
    case "notch":
      return ["bandreject", frequency, width];
  }
}
