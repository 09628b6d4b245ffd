import { settingResponseDb } from "../dsp/index.ts";
import { AMOUNT_RANGE_PERCENT, bandFrequencyHz } from "../effects/index.ts";
import { type NamedFile, plotToFile } from "../node.ts";
import type { NamedWord, WordModel } from "../semantics/index.ts";
import { colors } from "./colors.ts";
import { meterText } from "./confidence-lines.ts";
import { gainsLine, kinList, languageNames, strongest } from "./curve-words.ts";
import { facts, people, signedDb } from "./output.ts";
import { columnHz, drawCurve } from "./terminal-curve.ts";

/** How many words a sentence takes. */
const SAID = 3;

/** All that is printed of a named curve. */
export function nameLines(title: string, named: NamedFile, plot: string | undefined): string[] {
  const { gainDb, meanDb, depthDb, words, opposites, isInverse } = named;
  const shape = gainDb.map((gain) => gain - meanDb);
  const points = Array.from(shape, (gain, band) => ({ frequencyHz: bandFrequencyHz[band]!, gainDb: gain }));
  const line = settingResponseDb({ kind: "graphic", preampDb: 0, points }, columnHz, 48_000);
  const listed = isInverse ? opposites : words;
  return [
    `${title}: ${headline(named)}`,
    "",
    ...drawCurve(line),
    "",
    ...facts([
      ["boosts", gainsLine(strongest(shape, 1))],
      ["cuts", gainsLine(strongest(shape, -1))],
      ["depth", `${depthDb.toFixed(1)} dB rms; its level of ${signedDb(meanDb)} is left out`],
      ...heardFacts(named),
      ...(plot === undefined ? [] : [["plot", plot] as const]),
    ]),
    ...(listed.length === 0 ? [] : ["", ...table(listed, isInverse)]),
    "",
    ...meaning(named),
  ];
}

function headline({ words, opposites, isInverse, isFlat }: NamedFile): string {
  const [first] = isInverse ? opposites : words;
  if (isFlat || !first) return "nothing that people would name";
  return isInverse ? `the opposite of ${first.word}` : first.word;
}

function heardFacts({ coherence, heardBandCount }: NamedFile): (readonly [string, string])[] {
  if (coherence === undefined) return [];
  const bands = heardBandCount === 40 ? "all bands are heard" : `${heardBandCount} of 40 bands are heard`;
  return [["coherence", `${coherence.toFixed(2)} of 1 on average; ${bands}`]];
}

function table(words: readonly NamedWord[], isInverse: boolean): string[] {
  const width = Math.max(4, ...words.map(({ word }) => word.length));
  const head = `  ${(isInverse ? "not" : "word").padEnd(width)}  ${"confidence".padEnd(23)}    like  share`;
  return [
    colors.dim(head),
    ...words.map(({ word, confidence, similarity, sharePercent, people: number, language }) => {
      const meter = meterText(confidence) + " ".repeat(3 - confidence.toFixed(0).length);
      const like = similarity.toFixed(2).padStart(5);
      const share = `${sharePercent.toFixed(1)} %`.padStart(6);
      const source = `${number === 0 ? "from kin" : people(number)}, ${languageNames[language]}`;
      return `  ${word.padEnd(width)}  ${meter}  ${like} ${share}  ${colors.dim(source)}`;
    }),
  ];
}

/** What the names mean, in sentences. */
function meaning({ words, opposites, isInverse, isFlat, depthDb }: NamedFile): string[] {
  if (isFlat) return [`A curve that is flat within ${depthDb.toFixed(2)} dB rms has no name.`];
  const [first] = isInverse ? opposites : words;
  if (!first) return ["No word's curve looks like this one."];
  const deep = `timbral curve ${kinList([first.word])} --amount ${Math.round(first.amountPercent)} is as deep.`;
  if (isInverse) {
    return [`No word fits well; people who asked for ${list(opposites, "or")} drew the inverse. ${deep}`];
  }
  const inverse = opposites.length === 0 ? [] : [`The inverse would be ${list(opposites, "or")}.`];
  return [`People who asked for ${list(words, "or")} drew curves like this one.`, deep, ...inverse];
}

/** `warm, heavy or smooth`. */
function list(words: readonly NamedWord[], joint: string): string {
  const said = words.slice(0, SAID).map(({ word }) => kinList([word]));
  const last = said.pop()!;
  return said.length === 0 ? last : `${said.join(", ")} ${joint} ${last}`;
}

/** Plots a named curve, its level left out, with the curve of its first name at the same depth. */
export async function writeNamesPlot(
  path: string,
  title: string,
  named: NamedFile,
  model: WordModel,
  force: boolean,
): Promise<void> {
  const { gainDb, meanDb, isInverse, words, opposites } = named;
  const [first] = isInverse ? opposites : words;
  const lines = [{ name: "curve", gainDb: gainDb.map((gain) => gain - meanDb) }];
  if (first) {
    const [low, high] = AMOUNT_RANGE_PERCENT;
    const amountPercent = Math.min(high, Math.max(low, first.amountPercent));
    const played = model.curve(first.word, amountPercent);
    lines.push({ name: first.word, gainDb: Float64Array.from(played.gainDb) });
  }
  const sure = first ? `, confidence ${first.confidence.toFixed(0)} of 100` : "";
  await plotToFile(path, lines, { title: headline(named), subtitle: `${title}${sure}`, force });
}
