import { type Example, folds } from "../../dataset/index.ts";
import type { Baseline } from "../baselines/predictor.ts";
import { lineChart } from "../charts/index.ts";
import type { BootstrapInterval } from "../metrics/bootstrap.ts";
import { safeCurves } from "../safe-curve.ts";
import type { Json, Scope, Section, Study, StudyData } from "../study.ts";
import { frequentTerms, listenerFolds, shareOf } from "./cross-dataset-data.ts";
import { createTally, mergeTallies, rowScores, type Tally, tallyInterval } from "./cross-dataset-tally.ts";
import { intervalText, numberText } from "./number-text.ts";

const FOLDS = 5;
/** SocialFX words with fewer rows in all are learned from but not asked. */
const MINIMUM_ROWS = 4;
const SAFE_WORDS = ["warm", "bright"];
const SEED = 1;

const dataSets = {
  socialfx: {
    name: "SocialFX",
    shares: { quick: [0.1, 0.5, 1], full: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] },
    inTable: [0.1, 0.2, 0.5, 1],
  },
  // Two words fill SAFE, so a few rows go a long way there: the curve begins at one per cent.
  safe: {
    name: "SAFE, warm and bright",
    shares: { quick: [0.01, 0.5, 1], full: [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 1] },
    inTable: [0.01, 0.1, 0.5, 1],
  },
} as const;
type DataSet = keyof typeof dataSets;

/** One row to be asked, and the cluster that its score belongs to: its word, or in SAFE its listener. */
interface Asked {
  readonly example: Example;
  readonly cluster: string;
}

interface Part {
  readonly train: readonly Example[];
  readonly asked: readonly Asked[];
}

/** Scores at each share of the training rows, in the order of the shares. */
interface EfficiencyResult {
  readonly trainRows: readonly number[];
  readonly tallies: readonly Tally[];
}

/** How much is gained by more rows: held-out scores after learning from 10 to 100 % of the rows there are. */
export function dataEfficiencyPart(baselines: readonly Baseline[]): Pick<Study, "tasks" | "summarize"> {
  return {
    tasks: (data, scope) =>
      setsIn(data).flatMap((set) =>
        baselines.flatMap((baseline) =>
          draws(scope).map((draw) => ({
            id: `efficiency/data=${set}/${baseline.id}/draw=${draw}`,
            seconds: scope === "quick" ? 0.2 : 1,
            run: () => learn(data, set, baseline, draw, scope) as unknown as Json,
          })),
        ),
      ),
    summarize: (resultOf, data, scope) => summarizeEfficiency(resultOf, data, scope, baselines),
  };
}

function setsIn(data: StudyData): DataSet[] {
  return data.safe === undefined ? ["socialfx"] : ["socialfx", "safe"];
}

function draws(scope: Scope): number[] {
  return scope === "quick" ? [1] : [1, 2, 3];
}

function learn(
  data: StudyData,
  set: DataSet,
  baseline: Baseline,
  draw: number,
  scope: Scope,
): EfficiencyResult {
  const parts = partsOf(data, set, draw).slice(0, scope === "quick" ? 2 : FOLDS);
  const trainRows: number[] = [];
  const tallies: Tally[] = [];
  for (const share of dataSets[set].shares[scope]) {
    const counter = createTally();
    let rows = 0;
    for (const [part, { train, asked }] of parts.entries()) {
      const some = shareOf(train, share, 1000 * draw + part);
      rows += some.length / parts.length;
      const predictor = baseline.fit(some, SEED);
      for (const { example, cluster } of asked) {
        const { term, language, audioId } = example;
        const query = { term, language, ...(audioId === undefined ? {} : { audioId }) };
        counter.add(cluster, rowScores(predictor.predict(query), example.gains));
      }
    }
    trainRows.push(Math.round(rows));
    tallies.push(counter.tally);
  }
  return { trainRows, tallies };
}

function partsOf(data: StudyData, set: DataSet, seed: number): Part[] {
  if (set === "socialfx") {
    const frequent = frequentTerms(data.examples, MINIMUM_ROWS);
    return folds(data.examples, FOLDS, seed).map(({ train, validation }) => ({
      train,
      asked: validation
        .filter(({ term }) => frequent.has(term))
        .map((example) => ({ example, cluster: example.term })),
    }));
  }
  return listenerFolds(safeCurves(data.safe!).curves, FOLDS, seed).map(({ train, heldOut }) => ({
    train: train.map(({ example }) => example),
    asked: heldOut
      .filter(({ example }) => SAFE_WORDS.includes(example.term))
      .map(({ example, source }) => ({ example, cluster: source.listener })),
  }));
}

interface Point {
  readonly share: number;
  readonly rows: number;
  readonly r: BootstrapInterval;
  readonly r2: BootstrapInterval;
}

async function summarizeEfficiency(
  resultOf: (id: string) => Json,
  data: StudyData,
  scope: Scope,
  baselines: readonly Baseline[],
): Promise<Section> {
  const curves = setsIn(data).flatMap((set) =>
    baselines.map((baseline) => {
      const results = draws(scope).map(
        (draw) =>
          resultOf(`efficiency/data=${set}/${baseline.id}/draw=${draw}`) as unknown as EfficiencyResult,
      );
      const points = dataSets[set].shares[scope].map((share, i): Point => {
        const tally = mergeTallies(results.map(({ tallies }) => tallies[i]!));
        return {
          ...{ share, rows: results[0]!.trainRows[i]! },
          r: tallyInterval(tally, ([r]) => r!, { seed: SEED }),
          r2: tallyInterval(tally, ([, r2]) => r2!, { seed: SEED }),
        };
      });
      return { set, baseline, points };
    }),
  );
  const figures = await Promise.all(
    setsIn(data).flatMap((set) => {
      const own = curves.filter((curve) => curve.set === set);
      return (["r", "r2"] as const).map(async (score) => ({
        title: `More rows, ${dataSets[set].name}: ${score === "r" ? "r" : "R2"}`,
        note:
          `Held-out ${score === "r" ? "Pearson r" : "R2 against flat"} over the rows learned from; ribbon: 95 % over ` +
          `${set === "safe" ? "listeners" : "words"} for the first method.`,
        svg: await lineChart({
          ...{
            xLabel: "rows learned from",
            yLabel: score === "r" ? "held-out r" : "held-out R2",
            xScale: "log",
          },
          series: own.map(({ baseline, points }, i) => ({
            name: baseline.name,
            points: points.map((point) => {
              const { mean, low, high } = point[score];
              return { x: point.rows, y: mean, ...(i === 0 ? { low, high } : {}) };
            }),
          })),
        }),
      }));
    }),
  );
  return {
    findings: setsIn(data).map((set) => {
      const own = curves.filter((curve) => curve.set === set);
      return `${dataSets[set].name}: ${own.map(sentence).join("; ")}.`;
    }),
    tables: [
      {
        title: "How far more rows help",
        note:
          "Each method learns from a share of the rows and predicts the curves of held-out people. SocialFX: 5 folds over " +
          `contributions, rows of words with at least ${MINIMUM_ROWS} rows are scored, intervals over words. SAFE: 5 folds ` +
          "over listeners, rows of warm and bright are scored, intervals over listeners. " +
          `${draws(scope).length === 1 ? "One draw, two of the folds (quick)" : `Mean of ${draws(scope).length} draws`}; ` +
          "smaller shares lie within larger ones. r: mean Pearson r over rows; R2: 1 − Σ(actual − predicted)² / Σ actual². " +
          "A word without a row in the share scores 0, as a flat line.",
        columns: ["", "share", "rows", "r", "R2"],
        rows: curves.flatMap(({ set, baseline, points }) =>
          points
            .filter(({ share }) => isInTable(set, share))
            .map(({ share, rows, r, r2 }) => [
              ...[`${dataSets[set].name}: ${baseline.name}`, `${Math.round(100 * share)} %`, String(rows)],
              ...[intervalText(r), intervalText(r2)],
            ]),
        ),
      },
    ],
    figures,
    values: curves.map(({ set, baseline, points }) => ({
      data: set,
      baseline: baseline.id,
      points,
    })) as unknown as Json,
  };
}

function isInTable(set: DataSet, share: number): boolean {
  return (dataSets[set].inTable as readonly number[]).includes(share);
}

/** What the first rows give, what half of them do, and what the other half adds. */
function sentence({ baseline, points }: { baseline: Baseline; points: readonly Point[] }): string {
  const [first, half, last] = [points[0]!, points.find(({ share }) => share === 0.5)!, points.at(-1)!];
  const at = (point: Point) => `${numberText(point.r.mean)} from ${point.rows} rows`;
  const added = last.r.mean - half.r.mean;
  return (
    `${baseline.name}: r ${at(first)}, ${at(half)}, ${at(last)}, so the second half of the rows ` +
    `adds ${added > 0 ? "+" : ""}${numberText(added)}`
  );
}
