import { type Baseline, closedFormBaselines, plainMean } from "../baselines/index.ts";
import { timbral } from "../baselines/timbral.ts";
import { intervalChart } from "../charts/index.ts";
import type { Json, Scope, Section, Study, StudyData, Table } from "../study.ts";
import { differenceText, intervalText, numberText, sureSign } from "./number-text.ts";
import { calibration } from "./word-to-curve-calibration.ts";
import { disagreementCeiling, groupTable, namedSets } from "./word-to-curve-groups.ts";
import {
  intervalOf,
  mergeScores,
  type RowScores,
  rowsByWord,
  SCORED_PEOPLE,
  type ScoresByRow,
} from "./word-to-curve-scores.ts";
import { foldId, foldIdsOf, type Plan, planOf, tasksOf } from "./word-to-curve-tasks.ts";
import { unseenWords } from "./word-to-curve-unseen.ts";
import { variantTable } from "./word-to-curve-variants.ts";

/** A baseline and how it did. */
export interface Scored {
  readonly baseline: Baseline;
  readonly scores: ScoresByRow;
}

/** What the report calls its three methods, and what stands for them here. */
const reportNames = [
  ["Base", "plain-mean"],
  ["Adaptive", "adaptive"],
  ["Neural", "report-network"],
  ["Timbral", "timbral"],
] as const;

/** Given other people's curves for a word, how well is the next person's predicted? */
export const wordToCurveStudy: Study = {
  id: "word-to-curve",
  title: "From a word to the next person's curve",
  tasks: (data, scope) => tasksOf(data, planOf(scope)),
  summarize,
};

async function summarize(resultOf: (id: string) => Json, data: StudyData, scope: Scope): Promise<Section> {
  const { examples } = data;
  const plan = planOf(scope);
  const scored = scoredBaselines(plan, data, resultOf);
  const words = rowsByWord(examples);
  const scoresOf = (id: string) => scored.find(({ baseline }) => baseline.id === id)?.scores;
  const ours = scoresOf("timbral")!;
  const mean = scoresOf(plainMean.id)!;
  const ceiling = disagreementCeiling(examples);
  const unseen = await unseenWords(plan, data, resultOf);
  const calibrated = await calibration(examples, ours, unseen.scores, mean);
  const r = intervalOf(ours, "r", words)!;
  const r2 = intervalOf(ours, "r2", words)!;
  const gain = intervalOf(ours, "r", words, mean)!;
  const gainR2 = intervalOf(ours, "r2", words, mean)!;
  const variantPart = variantTable(plan, data, resultOf);
  return {
    findings: [
      `Timbral's curve correlates with the next person's by ${intervalText(r)} and explains ${intervalText(r2)} of it (R2 against flat), over ${r.rows} rows of words with ${SCORED_PEOPLE} people or more.`,
      `Against the plain mean of the word's rows (${numberText(intervalOf(mean, "r", words)!.mean)}, R2 ${numberText(intervalOf(mean, "r2", words)!.mean)}) that is ${differenceText(gain)} in r and ${differenceText(gainR2)} in R2${sureSign(gain) > 0 && sureSign(gainR2) > 0 ? "; both intervals exclude 0" : "; not both intervals exclude 0"}.`,
      `Two people's curves for one word correlate by ${numberText(ceiling.pairs)} on average. A word known perfectly would therefore predict the next person with about r ${numberText(ceiling.r)} and R2 ${numberText(ceiling.r2)}: what is left to gain is people's disagreement.`,
      ...unseen.findings,
      ...variantPart.findings,
      ...calibrated.findings,
      ...(scope === "quick"
        ? ["Quick run: one fold, no network but ours. The full run has two times five folds."]
        : []),
    ],
    tables: [
      baselineTable(scored, words, mean),
      reportTable(scoresOf, words),
      groupTable(examples, ours, mean),
      namedSets(examples, ours, mean),
      ...unseen.tables,
      ...variantPart.tables,
      ...calibrated.tables,
    ],
    figures: [
      {
        title: "Held-out correlation with the next person's curve",
        note: `Mean over rows of words with ${SCORED_PEOPLE} people or more, 95 % interval by the bootstrap over words and rows. The line is the ceiling that disagreement leaves.`,
        svg: await intervalChart({
          xLabel: "Pearson r with held-out rows",
          rows: scored.map(({ baseline, scores }) => {
            const { mean: value, low, high } = intervalOf(scores, "r", words)!;
            const group = baseline.id === "timbral" ? "Timbral" : "baselines";
            return { label: baseline.name, value, low, high, group };
          }),
          references: [{ x: ceiling.r, label: "ceiling" }],
        }),
      },
      ...unseen.figures,
      ...calibrated.figures,
    ],
    values: {
      rows: r.rows,
      ceiling: { ...ceiling },
      baselines: Object.fromEntries(
        scored.map(({ baseline, scores }) => [
          baseline.id,
          {
            r: { ...intervalOf(scores, "r", words)! },
            r2: { ...intervalOf(scores, "r2", words)! },
            mae: { ...intervalOf(scores, "mae", words)! },
            rLessPlainMean: { ...intervalOf(scores, "r", words, mean)! },
            r2LessPlainMean: { ...intervalOf(scores, "r2", words, mean)! },
          },
        ]),
      ),
      unseen: unseen.values,
      variants: variantPart.values,
      calibration: calibrated.values,
    },
  };
}

function scoredBaselines(plan: Plan, data: StudyData, resultOf: (id: string) => Json): Scored[] {
  const ours = timbral(data.uses ?? []);
  const closed = closedFormBaselines.map((baseline) => {
    const parts = plan.seeds.flatMap((seed) =>
      Array.from({ length: plan.foldsUsed }, (_, fold) => {
        const all = resultOf(foldId(seed, fold, "closed")) as unknown as Record<string, RowScores>;
        return all[baseline.id]!;
      }),
    );
    return { baseline, scores: mergeScores(parts) };
  });
  const trained = [...plan.trained, ours].map((baseline) => ({
    baseline,
    scores: mergeScores(foldIdsOf(plan, baseline).map((id) => resultOf(id) as unknown as RowScores)),
  }));
  return [...closed, ...trained];
}

function baselineTable(scored: readonly Scored[], words: readonly number[][], mean: ScoresByRow): Table {
  return {
    title: "Held-out rows, every method",
    note:
      `Five folds over contributions, each word spread evenly over them; all rows train, rows of words with ${SCORED_PEOPLE} people or more are scored. ` +
      "r: Pearson correlation of the predicted curve and the row over the 40 bands, mean over rows; 0 for a flat prediction. R2: 1 − mean squared error / mean square of the row, so against flat, of the prediction as it is. " +
      "MAE: mean absolute error, z units; it rewards saying nothing (Pearson and R2 do not). " +
      "Brackets: 95 % by the bootstrap over words and rows (Field & Welsh 2007), 2,000 draws; differences are paired by row.",
    columns: ["method", "r", "r less plain mean", "R2", "R2 less plain mean", "MAE"],
    rows: scored.map(({ baseline, scores }) => [
      baseline.name,
      intervalText(intervalOf(scores, "r", words)!),
      baseline.id === plainMean.id ? "–" : differenceText(intervalOf(scores, "r", words, mean)!),
      intervalText(intervalOf(scores, "r2", words)!),
      baseline.id === plainMean.id ? "–" : differenceText(intervalOf(scores, "r2", words, mean)!),
      numberText(intervalOf(scores, "mae", words)!.mean),
    ]),
  };
}

function reportTable(scoresOf: (id: string) => ScoresByRow | undefined, words: readonly number[][]): Table {
  return {
    title: "The report's comparison (its section 3.6), measured",
    note:
      "Base: average of the word's rows. Adaptive: the word's row that suits the sound best; the sounds are not part of the data, so rows made on the same sound are preferred and the most central is taken. Neural: the report's network, mean latent of the word's rows, decoded. " +
      "The report's own Base and Adaptive do not do what their names say and are not copied. Columns as above.",
    columns: ["method", "r", "R2", "MAE"],
    rows: reportNames.flatMap(([name, id]) => {
      const scores = scoresOf(id);
      if (!scores) return [];
      return [
        [
          name,
          ...(["r", "r2", "mae"] as const).map((metric) => intervalText(intervalOf(scores, metric, words)!)),
        ],
      ];
    }),
  };
}
