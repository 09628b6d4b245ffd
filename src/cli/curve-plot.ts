import { heardCurve, type PlottedCurve, plotToFile, type WordCurve } from "../node.ts";
import { sourceOf, wordsLine } from "./curve-words.ts";

/** Plots a word's curve: the asked gains as dots and, as the line, what is heard at a sample rate. */
export async function writeCurvePlot(
  path: string,
  curve: WordCurve,
  { force = false, sampleRateHz = 48_000 }: { readonly force?: boolean; readonly sampleRateHz?: number } = {},
): Promise<void> {
  const [first] = curve.words;
  const source = first && curve.words.length === 1 ? sourceOf(first) : wordsLine(curve.words);
  const title = curve.words.map(({ word }) => word).join(" "); // as understood, without typos
  await plotToFile(path, [heardCurve(title, curve.gainDb, sampleRateHz)], {
    title,
    subtitle: `${source}, amount ${curve.amountPercent} %`,
    key: { line: `heard at ${sampleRateHz / 1000} kHz`, asked: "asked" },
    force,
  });
}

/** Plots a few steps of a morph over each other: lines only. */
export async function writeMorphPlot(
  path: string,
  curves: readonly { readonly name: string; readonly gainDb: readonly number[] }[],
  {
    title,
    subtitle,
    force = false,
  }: { readonly title: string; readonly subtitle: string; readonly force?: boolean },
): Promise<void> {
  const lines = curves.map(({ name, gainDb }): PlottedCurve => {
    const { askedDb: _, ...line } = heardCurve(name, gainDb);
    return line;
  });
  await plotToFile(path, lines, { title, subtitle, force });
}
