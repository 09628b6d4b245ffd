import { heardCurve, type PlottedCurve, plotToFile, type WordCurve } from "../node.ts";
import type { SampledCurve } from "../semantics/index.ts";
import { phraseName, sourceOf, wordsLine } from "./curve-words.ts";

/** How to plot a word's curve. */
export interface CurvePlotOptions {
  readonly force?: boolean;
  readonly sampleRateHz?: number;
  /** Curves of single people, up to 7: a line each. */
  readonly samples?: readonly SampledCurve[];
  /** That the samples were drawn with. */
  readonly seed?: number;
}

/**
 * Plots a word's curve: the asked gains as dots, as the line what is heard at a sample rate, and as a ribbon where the
 * middle half of people's own curves are.
 */
export async function writeCurvePlot(
  path: string,
  curve: WordCurve,
  { force = false, sampleRateHz = 48_000, samples = [], seed }: CurvePlotOptions = {},
): Promise<void> {
  const { words, sense, gainDb, middleHalfDb, confidence, amountPercent } = curve;
  const [first] = words;
  const source = first && words.length === 1 ? sourceOf(first) : wordsLine(curve);
  const name = phraseName(curve);
  const more = seed === undefined ? "" : `, samples of seed ${seed}`;
  const own = { ...heardCurve(name, gainDb, sampleRateHz), spreadDb: middleHalfDb };
  const drawn = samples.map((sample, index) =>
    lineOf(heardCurve(`sample ${index + 1}`, sample.gainDb, sampleRateHz)),
  );
  await plotToFile(path, [own, ...drawn], {
    title: sense === undefined ? name : `${name}: ${sense}`,
    subtitle: `${source}, confidence ${confidence.toFixed(0)} of 100, amount ${amountPercent} %${more}`,
    key: {
      line: `heard at ${sampleRateHz / 1000} kHz`,
      asked: "asked",
      // Of a word with fewer, where people's curves are is known from other words alone.
      spread: words.every(({ people }) => people > 1)
        ? "middle half of people"
        : "middle half of people, expected",
    },
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
  const lines = curves.map(({ name, gainDb }) => lineOf(heardCurve(name, gainDb)));
  await plotToFile(path, lines, { title, subtitle, force });
}

/** The curve without its dots. */
function lineOf({ askedDb: _, ...line }: PlottedCurve): PlottedCurve {
  return line;
}
