import { lineChart } from "../charts/index.ts";
import type { Json, Scope, Section, Study, Table } from "../study.ts";
import { wordsIn } from "../synthetic-corpus-counts.ts";
import { numberText } from "./number-text.ts";
import { classes, type MethodId, methods, scoreAgainstTruth, type TruthScores } from "./scale-truth.ts";

/** Rows of the corpora; the last is the collection that is wanted next. */
const sizes: Readonly<Record<Scope, readonly number[]>> = {
  full: [1600, 5000, 10_000, 20_000, 40_000],
  quick: [1600, 4000],
};

/** How near the word model comes to a truth that is known, on made-up corpora up to many times the data's size. */
export const scaleStudy: Study = {
  id: "scale",
  title: "Larger corpora with known truth",
  tasks: ({ examples }, scope) =>
    sizes[scope].map((rows) => ({
      id: `rows=${rows}`,
      seconds: 1 + rows / 5000,
      run: (): Json => scoreAgainstTruth(examples, { rows, words: wordsIn(rows) }),
    })),
  async summarize(resultOf, _data, scope) {
    const scored = sizes[scope].map((rows) => resultOf(`rows=${rows}`) as unknown as TruthScores);
    return summarize(scored, scope);
  },
};

async function summarize(scored: readonly TruthScores[], scope: Scope): Promise<Section> {
  const [first, last] = [scored[0]!, scored.at(-1)!];
  const few = last.classes[0]!;
  return {
    findings: [
      `On a corpus of ${whole(last.rows)} rows and ${whole(last.words)} words in the data's statistics, the word model's curve correlates with the true expected curve of the next row's word by ${numberText(last.overall.kin.r)}, the plain mean's by ${numberText(last.overall.plain.r)}, and that of an ideal observer, who knows the law, by ${numberText(last.overall.ideal.r)}.`,
      `Of what the ideal observer explains beyond the mean of all rows, the word model reaches ${percent(reached(last, "kin"))} (${percent(reached(first, "kin"))} at ${whole(first.rows)} rows), the plain mean ${percent(reached(last, "plain"))}${reached(last, "plain") < 0 ? ", which is less than nothing: most rows are of words that have few" : ""}.`,
      `Words with ${few.from === 1 ? "a single row" : `${few.from} rows or more`}: plain mean ${numberText(few.scores.plain.r)}, word model ${numberText(few.scores.kin.r)}, ideal ${numberText(few.scores.ideal.r)}.`,
      `Variance of words over people's along the two leading coordinates: drawn from a crowd with ${pairText(last.ratio.true)}, learned back as ${pairText(last.ratio.learned)} from ${whole(last.rows)} rows (${pairText(first.ratio.learned)} from ${whole(first.rows)}).`,
      ...(scope === "quick"
        ? [`Quick run: up to ${whole(last.rows)} rows; the full run goes to ${whole(sizes.full.at(-1)!)}.`]
        : []),
    ],
    tables: [sizeTable(scored), classTable(last)],
    figures: [
      {
        title: "Correlation with the true curve by rows of the word",
        note: `Mean Pearson r over words, on the corpus of ${whole(last.rows)} rows. Two or more rows of a family help where the plain mean has one.`,
        svg: await lineChart({
          xLabel: "rows of the word",
          yLabel: "r with the true expected curve",
          xScale: "point",
          yDomain: [0, 1],
          series: methods.map(([id, name]) => ({
            name,
            points: last.classes.map(({ from, scores }) => ({ x: classText(from), y: scores[id].r })),
          })),
        }),
      },
    ],
    values: scored as unknown as Json,
  };
}

function sizeTable(scored: readonly TruthScores[]): Table {
  return {
    title: "Growing corpora, whole",
    note:
      "Each corpus is drawn anew in the data's statistics (rows per word, variances between and within words, listeners), so that the curve which the next person is truly expected to make is known for every word. Words grow as the 0.687th power of rows (Heaps' law through the data and 7,000 words in 40,000 rows). " +
      "r: Pearson correlation of a method's curve with the true one, mean over rows, so that frequent words count more. Reached: the share of the ideal observer's gain in squared error over the mean of all rows, (MSE of that mean − MSE) / (MSE of that mean − MSE of the ideal). " +
      "Ideal: posterior mean with the true law, families and rows of any length; the word model has to learn the law from rows that are brought to deviation 1. All learn from the curves themselves, without a network. " +
      "The truth obeys what the word model assumes (normal effects, families told by spelling): this measures how well it estimates, not whether people are so.",
    columns: [
      "rows",
      "words",
      "single-row words",
      ...methods.map(([, name]) => `r: ${name}`),
      "reached: word model",
      "without kin",
      "plain mean",
    ],
    rows: scored.map((scores) => [
      whole(scores.rows),
      whole(scores.words),
      percent(scores.singles / scores.words),
      ...methods.map(([id]) => numberText(scores.overall[id].r)),
      ...(["kin", "alone", "plain"] as const).map((id) => percent(reached(scores, id))),
    ]),
  };
}

function classTable(scores: TruthScores): Table {
  return {
    title: `By rows of the word, ${whole(scores.rows)} rows`,
    note: "Mean over words of the Pearson correlation with the true expected curve, and in brackets the root of the mean squared error over words and bands, z units.",
    columns: ["rows of the word", "words", ...methods.map(([, name]) => name)],
    rows: scores.classes.map(({ from, words, scores: own }) => [
      classText(from),
      whole(words),
      ...methods.map(([id]) => `${numberText(own[id].r)} (${numberText(Math.sqrt(own[id].squaredError))})`),
    ]),
  };
}

/** Share of the ideal observer's gain over the mean of all rows. */
function reached({ overall }: TruthScores, id: MethodId): number {
  const start = overall.global.squaredError;
  return (start - overall[id].squaredError) / (start - overall.ideal.squaredError);
}

function classText(from: number): string {
  const next = classes[classes.indexOf(from) + 1];
  if (next === undefined) return `${from} or more`;
  return next === from + 1 ? String(from) : `${from}-${next - 1}`;
}

function pairText(values: readonly number[]): string {
  return values.map(numberText).join(" and ");
}

function whole(value: number): string {
  return value.toLocaleString("en-US");
}

function percent(share: number): string {
  const digits = Math.abs(100 * share).toFixed(0);
  return `${share < 0 && digits !== "0" ? "−" : ""}${digits} %`;
}
