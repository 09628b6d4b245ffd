import type { Example } from "../../dataset/index.ts";
import { scatterChart } from "../charts/index.ts";
import { meanOf, pearson } from "../metrics/prediction.ts";
import type { Figure, Json, Table } from "../study.ts";
import { intervalText, numberText } from "./number-text.ts";
import { intervalOf, rowsByWord, type ScoresByRow } from "./word-to-curve-scores.ts";

interface Calibration {
  readonly findings: readonly string[];
  readonly tables: readonly Table[];
  readonly figures: readonly Figure[];
  readonly values: Json;
}

const BINS = 10;

/** One part of the rows by promised correlation. */
interface Bin {
  readonly group: string;
  readonly promised: number;
  readonly observed: { readonly mean: number; readonly low: number; readonly high: number };
  readonly promisedR2: number;
  readonly observedR2: number;
  readonly rows: number;
}

/**
 * Confidence against what came: the promised correlation is the rms of the prediction (see `WordDescription`), the
 * promised R2 its square.
 */
export async function calibration(
  examples: readonly Example[],
  seen: ScoresByRow,
  unseen: ScoresByRow,
  mean: ScoresByRow,
): Promise<Calibration> {
  const bins = [
    ...binsOf(examples, "words with people", withPeople(seen, mean)),
    ...binsOf(examples, "words never seen", unseen),
  ];
  const errors = bins.map(({ promised, observed }) => Math.abs(promised - observed.mean));
  const seenRows = [...withPeople(seen, mean).values()];
  const all = pearson(
    seenRows.map(({ promised }) => promised),
    seenRows.map(({ r }) => r),
  );
  return {
    findings: [
      `Confidence is a hundred times the correlation that is promised with the next person. Over tenths of the held-out rows, promise and outcome differ by ${numberText(meanOf(errors))} on average (expected calibration error); row by row they correlate by ${numberText(all)}, since one person's curve is mostly that person's own.`,
    ],
    tables: [
      {
        title: "Confidence: promised and observed",
        note: "Rows of all words sorted by the promised correlation and cut into tenths; words with people: five folds, where other people's rows of the word trained; words never seen: ten folds over words. Promised r: rms of the predicted curve; promised R2: its square. Observed: mean over the rows, 95 % by the bootstrap over words and rows.",
        columns: ["words", "rows", "promised r", "observed r", "promised R2", "observed R2"],
        rows: bins.map(({ group, rows, promised, observed, promisedR2, observedR2 }) => [
          group,
          String(rows),
          numberText(promised),
          intervalText(observed),
          numberText(promisedR2),
          numberText(observedR2),
        ]),
      },
    ],
    figures: [
      {
        title: "Reliability of the confidence figure",
        note: "Each dot a tenth of the held-out rows; on the line, promise and outcome agree.",
        svg: await scatterChart({
          xLabel: "promised correlation (confidence / 100)",
          yLabel: "observed correlation",
          points: bins.map(({ group, promised, observed }) => ({ x: promised, y: observed.mean, group })),
          diagonal: true,
        }),
      },
    ],
    values: {
      expectedCalibrationError: meanOf(errors),
      rowCorrelation: all,
      bins: bins.map(({ observed, ...bin }) => ({ ...bin, observed: { ...observed } })),
    },
  };
}

/** Rows whose word had other people in training: those that the plain mean could answer. */
function withPeople(seen: ScoresByRow, mean: ScoresByRow): ScoresByRow {
  return new Map([...seen].filter(([row]) => mean.has(row)));
}

function binsOf(examples: readonly Example[], group: string, scores: ScoresByRow): Bin[] {
  const order = [...scores.keys()].sort((a, b) => scores.get(a)!.promised - scores.get(b)!.promised || a - b);
  return Array.from({ length: BINS }, (_, bin) => {
    const rows = order.slice(
      Math.floor((bin * order.length) / BINS),
      Math.floor(((bin + 1) * order.length) / BINS),
    );
    return rows;
  })
    .filter((rows) => rows.length > 0)
    .map((rows) => {
      const chosen = new Set(rows);
      const words = rowsByWord(examples, () => true).map((word) => word.filter((row) => chosen.has(row)));
      const promised = rows.map((row) => scores.get(row)!.promised);
      const { mean, low, high } = intervalOf(scores, "r", words)!;
      return {
        group,
        rows: rows.length,
        promised: meanOf(promised),
        observed: { mean, low, high },
        promisedR2: meanOf(promised.map((value) => value * value)),
        observedR2: meanOf(rows.map((row) => scores.get(row)!.r2)),
      };
    });
}
