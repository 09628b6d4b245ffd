import type { Table } from "../study.ts";
import type { PairFigures } from "./latent-space-antonyms.ts";
import { antonymPairs } from "./latent-space-antonyms.ts";
import {
  type ClusterFigure,
  clusterFigureNames,
  clusterFiguresNote,
  spreadOf,
  spreadText,
} from "./latent-space-figures.ts";
import {
  type Measured,
  type MeasuredAntonyms,
  meanOverPairs,
  pairSpread,
  type Results,
} from "./latent-space-results.ts";
import { decimals } from "./terms-text.ts";

const clusterColumns: Record<ClusterFigure, string> = {
  silhouette: "silhouette",
  silhouetteCosine: "by cosine",
  daviesBouldin: "DB",
  intra: "intra",
  inter: "inter",
  neighbours: "5-NN",
  averagePrecision: "MAP",
};

/** @param repetitions What the means are over, in words. */
export function clusterTables(results: Results, repetitions: string): Table[] {
  const { clusterWords, raw, shuffled, trainings, simulated } = results;
  const rows: Measured[] = [raw, ...shuffled, ...trainings, ...simulated];
  const table = (side: "train" | "heldOut", title: string): Table => ({
    title,
    note:
      `Rows of the ${clusterWords} words with 8 rows or more, 70 % of them trained on; each cell: latent / projection (what ` +
      `the contrastive loss sees). ${clusterFiguresNote} All words: trained as ours is, on every word. By heart: trained on ` +
      "these words alone, in batches of 64 and for 200 epochs. Dealt by chance: the same after each row was given another " +
      "row's word. Simulated crowd: rows drawn from a one-way model of the data, each embedded by the expectation of its " +
      `word's effect under the true model: what a perfect network could reach. ${repetitions}`,
    columns: ["", ...clusterFigureNames.map((figure) => clusterColumns[figure])],
    rows: rows.map(({ name, spaces }) => [
      name,
      ...clusterFigureNames.map((figure) =>
        spaces.map((space) => decimals(space[side][figure].mean, 2)).join(" / "),
      ),
    ]),
  });
  return [
    table("train", "Clusters of words, rows that were trained on"),
    table("heldOut", "Clusters of words, held-out rows"),
  ];
}

/** What tight clusters cost. */
export function costTable({ rawWordToCurveR, trainings }: Results): Table {
  return {
    title: "What the contrastive loss costs",
    note:
      "MAE: mean absolute error of a held-out row that goes through encoder and decoder, z units, over the rows of the words " +
      "that the network was trained for. r: mean Pearson correlation of held-out rows of words with 8 rows or more with " +
      "their word's decoded mean latent; for raw curves with the plain mean of the word's training rows. ± is the " +
      "standard deviation over splits.",
    columns: ["", "reconstruction MAE", "word → curve r"],
    rows: [
      ["raw curves", "0", spreadText(rawWordToCurveR, 3)],
      ...trainings.map(({ name, reconstructionMae, wordToCurveR }) => [
        name,
        spreadText(reconstructionMae, 3),
        spreadText(wordToCurveR, 3),
      ]),
    ],
  };
}

export function antonymTables({ antonyms }: Results, repetitions: string): Table[] {
  const { raw, pairLatent, pairProjection, oursLatent, oursProjection } = antonyms;
  const table = (title: string, note: string, columns: readonly AntonymColumn[]): Table => ({
    title,
    note: `${note} ± is the standard deviation over splits, of the last row that of the pairs' mean. ${repetitions}`,
    columns: ["held-out rows", ...columns.map(([heading]) => heading)],
    rows: [
      ...antonymPairs.map((pair, i) => [
        pair.join(" | "),
        ...columns.map(([, method, figure]) => spreadText(pairSpread(method, i, figure), 2)),
      ]),
      [
        "mean",
        ...columns.map(([, method, figure]) => spreadText(spreadOf(meanOverPairs(method, figure)), 2)),
      ],
    ],
  });
  const each = (methods: readonly MeasuredAntonyms[], who: string, figure: AntonymFigure): AntonymColumn[] =>
    methods.map((method) => [`${who}, λ ${method.lambda}`, method, figure]);
  return [
    table(
      "Antonyms: is the word told from its opposite?",
      "Area under the ROC curve of a linear discriminant (Fisher 1936, covariance shrunk by Ledoit & Wolf 2004) fitted on " +
        "the two words' training rows: the chance that a held-out row of the first word scores higher than one of the " +
        "second, 0.5 is guessing. Pair: the report's network, trained on the two words alone; ours: trained on all words; " +
        "both in the latent. λ 0 is without the contrastive loss.",
      [["raw curves", raw, "auc"], ...each(pairLatent, "pair", "auc"), ...each(oursLatent, "ours", "auc")],
    ),
    table(
      "Antonyms: how far apart do they lie?",
      "Silhouette of the two words' held-out rows by cosine distance, for networks in the projection. Raw, line: silhouette " +
        "of the raw curves' scores along their linear discriminant: one line, drawn with the labels' help, as the " +
        "contrastive loss has it.",
      [
        ["raw, euclidean", raw, "silhouette"],
        ["raw", raw, "silhouetteCosine"],
        ["raw, line", raw, "alongDiscriminant"],
        ...each(pairProjection, "pair", "silhouetteCosine"),
        ...each(oursProjection, "ours", "silhouetteCosine"),
      ],
    ),
  ];
}

type AntonymFigure = Exclude<keyof PairFigures, "rows">;
type AntonymColumn = readonly [heading: string, method: MeasuredAntonyms, figure: AntonymFigure];
