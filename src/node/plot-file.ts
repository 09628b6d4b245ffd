import { lstat } from "node:fs/promises";
import { extname } from "node:path";
import { designGraphicEqualizer, responseDb } from "../dsp/index.ts";
import { type PlotOptions, type PlottedCurve, plotCurves } from "../evaluation/index.ts";
import { FileError } from "./file-error.ts";
import { writeWholeFile } from "./write-file.ts";

/** How to draw a plot into a file. */
export interface PlotFileOptions extends PlotOptions {
  /** Replace a file that exists already. Default false: refuse. */
  readonly force?: boolean;
  /** Pixels of a PNG per pixel of the drawing, 0.1..8. Default 2. */
  readonly scale?: number;
}

/** Points per curve: one every two pixels of the usual plot. */
const POINT_COUNT = 400;

/**
 * A curve to plot: the 40 asked gains as dots, and as the line what the equalizer really plays for them.
 *
 * @param gainDb Shape `[40]`, dB.
 * @param sampleRateHz Rate at which it is played, Hz. Default 48,000; the line ends below its half.
 */
export function heardCurve(
  name: string,
  gainDb: ArrayLike<number>,
  sampleRateHz = 48_000,
): PlottedCurve & { readonly frequencyHz: Float64Array; readonly askedDb: ArrayLike<number> } {
  const highestHz = Math.min(20_000, 0.49 * sampleRateHz);
  const frequencyHz = Float64Array.from(
    { length: POINT_COUNT },
    (_, point) => 20 * (highestHz / 20) ** (point / (POINT_COUNT - 1)),
  );
  frequencyHz[POINT_COUNT - 1] = highestHz; // the power may round past the end of the axis
  const { coefficients } = designGraphicEqualizer(gainDb, sampleRateHz);
  return { name, gainDb: responseDb(coefficients, frequencyHz, sampleRateHz), frequencyHz, askedDb: gainDb };
}

/**
 * Draws curves into a file, as its name says: `.svg` or `.png`. The file appears complete or not at all.
 *
 * @throws FileError if the name ends otherwise, the file exists (without `force`) or cannot be written.
 */
export async function plotToFile(
  path: string,
  curves: readonly PlottedCurve[],
  options: PlotFileOptions = {},
): Promise<void> {
  const { force = false, scale, ...plotOptions } = options;
  await assertPlotPath(path, force);
  const svg = await plotCurves(curves, plotOptions);
  if (extname(path).toLowerCase() === ".svg") return writeWholeFile(path, svg, { force });
  const { renderPng } = await import("./plot-png.ts"); // brings a native library: loaded when wanted
  await writeWholeFile(path, renderPng(svg, scale === undefined ? {} : { scale }), { force });
}

/** Whether {@link plotToFile} would draw there, asked before long work. @throws FileError if not. */
export async function assertPlotPath(path: string, force = false): Promise<void> {
  if (!/\.(png|svg)$/i.test(path)) {
    throw new FileError(path, `a plot's name must end in .png or .svg, got "${extname(path)}"`);
  }
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new FileError(path, "must be a file, got a directory");
  if (found && !force) throw new FileError(path, "plot must not exist yet (or be forced), got a file there");
}
