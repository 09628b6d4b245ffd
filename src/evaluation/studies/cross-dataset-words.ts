import { bandFrequencyHz } from "../../effects/index.ts";
import { meanCurve } from "../baselines/mean-curve.ts";
import type { Baseline } from "../baselines/predictor.ts";
import { intervalChart, lineChart } from "../charts/index.ts";
import type { BootstrapInterval } from "../metrics/bootstrap.ts";
import type { Json, Section, Study, StudyData, Table } from "../study.ts";
import {
  crossPredict,
  type DirectionResult,
  FOLDS,
  names,
  other,
  rowsOf,
  SEED,
  SIGN_THRESHOLD_Z,
  type Side,
  type WordResult,
} from "./cross-dataset-prediction.ts";
import { type Tally, tallyInterval } from "./cross-dataset-tally.ts";
import { intervalText, numberText, percentText } from "./number-text.ts";

/** Words with fewer rows in either data set are left out of the second half of the tables. */
const KNOWN_ROWS = 3;

/** Words that both data sets hold: learned from one, asked about the other. */
export function sharedWordsPart(baselines: readonly Baseline[]): Pick<Study, "tasks" | "summarize"> {
  return {
    tasks(data) {
      if (data.safe === undefined) return [];
      return baselines.map((baseline) => ({
        id: `words/${baseline.id}`,
        seconds: 0.5,
        run: () => crossPredict(data, baseline) as unknown as Json,
      }));
    },
    summarize: (resultOf, data) => summarizeWords(resultOf, data, baselines),
  };
}

interface DirectionSummary {
  readonly words: number;
  readonly rows: number;
  readonly sign: BootstrapInterval;
  readonly rOfMeans: BootstrapInterval;
  readonly rWords: BootstrapInterval;
  readonly rRows: BootstrapInterval;
  readonly r2Rows: BootstrapInterval;
  readonly ownRWords: BootstrapInterval;
  readonly ownRRows: BootstrapInterval;
}

/** @param minimum Words with fewer rows than this in either data set are left out. */
function summarizeDirection(result: DirectionResult, minimum: number): DirectionSummary {
  const words = result.words.filter((word) => Math.min(word.rows, word.trainRows) >= minimum);
  const own = Object.fromEntries(words.map(({ term }) => [term, result.own[term]!]));
  const perWord = (pick: (word: WordResult) => number | null) =>
    tallyInterval(
      Object.fromEntries(
        words.flatMap((word) => {
          const value = pick(word);
          return value === null ? [] : [[word.term, [1, value]]];
        }),
      ),
      ([value]) => value!,
      { seed: SEED },
    );
  const tally: Tally = Object.fromEntries(words.map(({ term, rows, sums }) => [term, [rows, ...sums]]));
  const r = ([value]: readonly number[]) => value!;
  const byWord = { seed: SEED, weighting: "clusters" } as const;
  return {
    ...{ words: words.length, rows: words.reduce((sum, { rows }) => sum + rows, 0) },
    sign: perWord(({ signAgreement }) => signAgreement),
    rOfMeans: perWord(({ rOfMeans }) => rOfMeans),
    rWords: tallyInterval(tally, r, byWord),
    rRows: tallyInterval(tally, r, { seed: SEED }),
    r2Rows: tallyInterval(tally, ([, r2]) => r2!, { seed: SEED }),
    ownRWords: tallyInterval(own, r, byWord),
    ownRRows: tallyInterval(own, r, { seed: SEED }),
  };
}

interface MethodResult {
  readonly baseline: Baseline;
  readonly result: Record<Side, DirectionResult>;
  /** Over all shared words, and over those with some rows in both. */
  readonly all: Record<Side, DirectionSummary>;
  readonly known: Record<Side, DirectionSummary>;
}

const sides: readonly Side[] = ["safe", "socialfx"];

async function summarizeWords(
  resultOf: (id: string) => Json,
  data: StudyData,
  baselines: readonly Baseline[],
): Promise<Section> {
  if (data.safe === undefined) return { findings: [], tables: [], figures: [], values: null };
  const results = baselines.map((baseline): MethodResult => {
    const result = resultOf(`words/${baseline.id}`) as unknown as Record<Side, DirectionResult>;
    const over = (minimum: number) => ({
      socialfx: summarizeDirection(result.socialfx, minimum),
      safe: summarizeDirection(result.safe, minimum),
    });
    return { baseline, result, all: over(1), known: over(KNOWN_ROWS) };
  });
  const first = results[0]!;
  return {
    findings: sides.flatMap((to) => findingsOn(to, first)),
    tables: [directionTable(results), wordTable(first.result)],
    figures: [
      {
        title: "Words that both data sets hold",
        note:
          `r between a word's mean curve in SocialFX and that in SAFE, words with ${KNOWN_ROWS} rows or more in both; in ` +
          "brackets their rows in SocialFX and in SAFE. A mean of three rows is not worth much.",
        svg: await intervalChart({
          xLabel: "r of the mean curves",
          rows: wellKnown(first.result).map(({ term, rows, trainRows, rOfMeans }) => ({
            ...{ label: `${term} (${trainRows}, ${rows})`, value: rOfMeans },
          })),
        }),
      },
      {
        title: "warm and bright in both data sets",
        note: "Mean of the word's rows, z units: SocialFX from crowd ratings, SAFE from engineers' filter settings.",
        svg: await meanCurvesChart(data),
      },
    ],
    values: results.map(({ baseline, ...method }) => ({
      baseline: baseline.id,
      ...method,
    })) as unknown as Json,
  };
}

function findingsOn(to: Side, { baseline, result, all, known }: MethodResult): string[] {
  const path = `${names[other[to]]} → ${names[to]}`;
  const chance = percentText({ mean: result[to].mismatched.signAgreement });
  const anchors = ["warm", "bright"].flatMap((asked) => {
    const word = result[to].words.find(({ term }) => term === asked);
    return word === undefined ? [] : [`${asked} ${numberText(word.sums[0]! / word.rows)}`];
  });
  const { rRows, ownRRows, r2Rows } = all[to];
  return [
    `${path}, ${baseline.name}: ${percentText(all[to].sign)} of the signs agree over the ${all[to].words} shared words ` +
      `(${chance} for a wrong word), ${percentText(known[to].sign)} over the ${known[to].words} with ${KNOWN_ROWS} rows ` +
      `or more in both. r with one more person's curve, words alike, is ${intervalText(all[to].rWords)} and ` +
      `${intervalText(known[to].rWords)}, against ${intervalText(all[to].ownRWords)} and ` +
      `${intervalText(known[to].ownRWords)} from other people of the same data set.`,
    `${path}, rows alike: r ${numberText(rRows.mean)} against ${numberText(ownRRows.mean)} from its own data ` +
      `(${anchors.join(", ")}); R2 against flat is ${numberText(r2Rows.mean)}` +
      (r2Rows.mean < 0 && rRows.mean > 0
        ? ", worse than a flat line: the shapes are right more often than not, but too deep for these rows."
        : "."),
  ];
}

function directionTable(results: readonly MethodResult[]): Table {
  const cells = (summary: DirectionSummary): string[] => [
    ...[String(summary.words), String(summary.rows), percentText(summary.sign)],
    ...[summary.rOfMeans, summary.rWords, summary.ownRWords].map(intervalText),
    ...[summary.rRows, summary.ownRRows, summary.r2Rows].map(intervalText),
  ];
  return {
    title: "Learned from one data set, asked about the other",
    note:
      `Words: terms that both hold, all of them and then those with ${KNOWN_ROWS} rows or more in both. Signs: share of ` +
      "bands in which predicted and mean curve have the same sign, among those where both are further than " +
      `${SIGN_THRESHOLD_Z} z from 0, mean over words; "another word" is every prediction against every other word's ` +
      "mean. r of means: Pearson r of the predicted curve with the mean of the word's rows. r: with each row's curve, " +
      "every word counting alike, then every row alike (so that warm and bright decide). R2: 1 − Σ(actual − predicted)² " +
      "/ Σ actual² over rows, 0 for a flat line. Own r: the same rows predicted by the same method from other people's " +
      `rows of their own data set (${FOLDS} folds; no SAFE listener on both sides; a word without other rows scores 0). ` +
      "Brackets: 95 % bootstrap intervals over words (Field & Welsh 2007).",
    columns: [
      "",
      "words",
      "rows",
      "signs",
      "r of means",
      "r, words alike",
      "own r",
      "r, rows alike",
      "own r",
      "R2",
    ],
    rows: sides.flatMap((to) => {
      const path = `${names[other[to]]} → ${names[to]}`;
      const { signAgreement, rOfMeans } = results[0]!.result[to].mismatched;
      const control = [
        "",
        "",
        percentText({ mean: signAgreement }),
        numberText(rOfMeans),
        "",
        "",
        "",
        "",
        "",
      ];
      return [
        ...results.map(({ baseline, all }) => [`${path}: ${baseline.name}`, ...cells(all[to])]),
        ...results.map(({ baseline, known }) => [
          `${path}, ${KNOWN_ROWS}+ rows: ${baseline.name}`,
          ...cells(known[to]),
        ]),
        [`${path}: another word`, ...control],
      ];
    }),
  };
}

/** Shared words with some rows in both, those with most rows first. */
function wellKnown(result: Record<Side, DirectionResult>): WordResult[] {
  return result.safe.words
    .filter(({ rows, trainRows }) => Math.min(rows, trainRows) >= KNOWN_ROWS)
    .sort((a, b) => b.rows * b.trainRows - a.rows * a.trainRows || (a.term < b.term ? -1 : 1));
}

function wordTable(result: Record<Side, DirectionResult>): Table {
  const back = new Map(result.socialfx.words.map((word) => [word.term, word]));
  return {
    title: "Word by word",
    note:
      `Words with ${KNOWN_ROWS} rows or more in both. Signs and r of means compare the two mean curves; the last columns are ` +
      "the mean r of one data set's mean with the other's single rows. First method of the table above.",
    columns: [
      "word",
      "SocialFX rows",
      "SAFE rows",
      "signs",
      "r of means",
      "r on SAFE rows",
      "r on SocialFX rows",
    ],
    rows: wellKnown(result).map(({ term, rows, trainRows, signAgreement, rOfMeans, sums }) => [
      ...[term, String(trainRows), String(rows)],
      signAgreement === null ? "" : percentText({ mean: signAgreement }),
      ...[rOfMeans, sums[0]! / rows, back.get(term)!.sums[0]! / back.get(term)!.rows].map(numberText),
    ]),
  };
}

function meanCurvesChart(data: StudyData): Promise<string> {
  const rows = rowsOf(data);
  const series = ["warm", "bright"].flatMap((term) =>
    (["socialfx", "safe"] as const).flatMap((side) => {
      const own = rows[side].filter((row) => row.term === term);
      if (own.length === 0) return [];
      const curve = meanCurve(own.map(({ gains }) => gains));
      const points = bandFrequencyHz.map((x, band) => ({ x, y: curve[band]! }));
      return [{ name: `${term}, ${names[side]} (${own.length} rows)`, points }];
    }),
  );
  return lineChart({ xLabel: "frequency, Hz", yLabel: "gain, z", xScale: "log", series });
}
