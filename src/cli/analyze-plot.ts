import { type AnalyzedWord, plotToFile } from "../node.ts";
import { people } from "./output.ts";

/** Ribbons of more words than this hide each other. */
const MOST_RIBBONS = 3;

/** Plots each word's mean curve and, of few words, where the middle half of its people is. */
export async function writeAnalysisPlot(
  path: string,
  words: readonly AnalyzedWord[],
  { force }: { readonly force: boolean },
): Promise<void> {
  const curves = words.map(({ word, mean, quartiles }) => ({
    name: word,
    gainDb: mean,
    ...(words.length > MOST_RIBBONS ? {} : { spreadDb: quartiles }),
  }));
  const [first] = words;
  await plotToFile(path, curves, {
    title: words.map(({ word }) => word).join(", "),
    subtitle:
      words.length === 1
        ? `as ${people(first!.people)} set it, z units`
        : `mean curves in z units: ${words.map((word) => `${word.word} ${people(word.people)}`).join(", ")}`,
    key: { line: "mean", spread: "middle half of people" },
    unit: "z",
    force,
  });
}
