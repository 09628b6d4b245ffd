import type { EqualizerSection, ParametricSetting } from "../effects/index.ts";
import { shellPath, shellWord } from "./command-line.ts";
import { decimal, shortDecimal } from "./decimal.ts";
import { fileNameOf } from "./file-name.ts";
import { prepareSetting } from "./prepared-setting.ts";
import type { PresetFormat } from "./preset-format.ts";

const filterOfKind = {
  bell: "equalizer",
  lowShelf: "lowshelf",
  highShelf: "highshelf",
  lowPass: "lowpass",
  highPass: "highpass",
  bandPass: "bandpass",
  notch: "bandreject",
} as const;

/**
 * A command line of FFmpeg. Its filters are the cookbook's with `t=q` for the cookbook's Q; the chain runs on doubles
 * (`aformat=sample_fmts=dblp`), so that nothing is rounded or clipped between the filters.
 *
 * Source: FFmpeg filters documentation: equalizer, lowshelf, highshelf, lowpass, highpass, bandpass, bandreject, volume.
 */
export const ffmpeg: PresetFormat = {
  id: "ffmpeg",
  name: "FFmpeg",
  program: "FFmpeg",
  extension: ".ffmpeg.sh",
  takes: "filters",
  options: ["preamp", "inputPath", "outputPath"],
  write: (input, options = {}) => {
    const { setting, notes } = prepareSetting("FFmpeg", input, options, {
      frequencyDecimals: 4,
      gainDecimals: 4,
      qDecimals: 5,
    });
    const { inputPath = "input.wav", outputPath = "output.wav" } = options;
    const graph = ffmpegFilterGraph(setting);
    const text = `ffmpeg -i ${shellPath(inputPath)} -af ${shellWord(graph)} ${shellPath(outputPath)}\n`;
    return {
      files: [{ name: fileNameOf(input.name, ".ffmpeg.sh"), text }],
      preampDb: setting.preampDb,
      notes,
    };
  },
};

/** The filter graph of a setting, as `-af` takes it. */
export function ffmpegFilterGraph({ preampDb, sections }: ParametricSetting): string {
  const filters = sections.map(filterOf);
  return ["aformat=sample_fmts=dblp", `volume=${decimal(preampDb, 4)}dB:precision=double`, ...filters].join(
    ",",
  );
}

function filterOf({ kind, frequencyHz, gainDb, q }: EqualizerSection): string {
  const hasGain = kind === "bell" || kind === "lowShelf" || kind === "highShelf";
  const gain = hasGain ? `:g=${shortDecimal(gainDb, 4)}` : "";
  return `${filterOfKind[kind]}=f=${shortDecimal(frequencyHz, 4)}:t=q:w=${shortDecimal(q, 5)}${gain}`;
}
